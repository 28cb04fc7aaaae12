"""A model folder that does not hold is refused, and says why; nothing in it is run."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from classifier.artefact import ARRAYS, BLOCKS, current_version, file_digest, published_versions, read_model
from classifier.errors import ModelError
from classifier.labels import OUTPUTS

VERSION = "2026-01-01-abcdef"
Damage = Callable[[Path], None]


@pytest.fixture
def models(small_models: Path, tmp_path: Path) -> Path:
    """Return a copy of the small model that a test may damage."""
    return shutil.copytree(small_models, tmp_path / "models")


def edit_manifest(folder: Path, **changes: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def replace_array(name: str, array: np.ndarray, *, pickled: bool = False) -> Damage:
    """Return a damage that swaps an array and keeps its checksum right."""

    def damage(folder: Path) -> None:
        np.save(folder / f"{name}.npy", array, allow_pickle=pickled)
        files = json.loads((folder / "manifest.json").read_text())["files"]
        edit_manifest(folder, files=files | {f"{name}.npy": file_digest(folder / f"{name}.npy")})

    return damage


def flip_byte(folder: Path) -> None:
    path = folder / "word_weights.npy"
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)


def cut_short(folder: Path) -> None:
    path = folder / "char_wb_terms.npy"
    path.write_bytes(path.read_bytes()[:-10])


def replace_lexicon(line: str) -> Damage:
    def damage(folder: Path) -> None:
        replace_array("lexicon_terms", np.frombuffer(line.encode(), np.uint8))(folder)
        replace_array("lexicon_ends", np.array([len(line.encode())], np.int32))(folder)

    return damage


N = len(OUTPUTS)
DAMAGES: dict[str, tuple[Damage, str]] = {
    "a flipped bit": (flip_byte, "damaged"),
    "a file cut short": (cut_short, "damaged"),
    "a missing array": (lambda f: (f / "bias.npy").unlink(), "missing"),
    "a missing card": (lambda f: (f / "MODEL_CARD.md").unlink(), "missing"),
    "no manifest": (lambda f: (f / "manifest.json").unlink(), "manifest"),
    "a manifest that is no JSON": (lambda f: (f / "manifest.json").write_text("{"), "manifest"),
    "a manifest that is a list": (lambda f: (f / "manifest.json").write_text("[]"), "manifest"),
    "another protocol": (lambda f: edit_manifest(f, protocol=99), "protocol"),
    "an unknown key": (lambda f: edit_manifest(f, extra=1), "does not hold"),
    "other outputs": (lambda f: edit_manifest(f, outputs=["coercion"]), "outputs"),
    "no thresholds": (lambda f: edit_manifest(f, thresholds={}), "thresholds"),
    "a threshold over 1": (lambda f: edit_manifest(f, review=1.5), "between 0 and 1"),
    "other blocks": (lambda f: edit_manifest(f, blocks={}), "blocks"),
    "a huge n-gram": (
        lambda f: edit_manifest(
            f, blocks={kind: {"low": 1, "high": 99 if kind == "word" else 2} for kind in BLOCKS}
        ),
        "n-gram",
    ),
    "another version's manifest": (
        lambda f: edit_manifest(f, version="2026-01-02-abcdef"),
        "another version",
    ),
    "a file outside the folder": (lambda f: edit_manifest(f, files={"../secret": "00"}), "files"),
    "a pickled array": (replace_array("bias", np.array([{}], object), pickled=True), "plain array"),
    "an array of another type": (replace_array("bias", np.zeros(N, np.float32)), "type"),
    "an array of another shape": (replace_array("bias", np.zeros(N + 1)), "shape"),
    "a number that is not finite": (replace_array("slope", np.full(N, np.nan)), "finite"),
    "term ends out of order": (replace_array("word_ends", np.array([5, 3], np.int32)), "terms don't end"),
    "ends that are a table": (replace_array("word_ends", np.array([[5, 3]], np.int32)), "shape"),
    "a lexicon that is none": (replace_lexicon("ONLY_A_CONCEPT"), "lexicon"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_folder_is_refused(models: Path, name: str) -> None:
    damage, reason = DAMAGES[name]
    damage(models / VERSION)
    with pytest.raises(ModelError, match=reason):
        read_model(models, VERSION)


def test_terms_must_end_where_they_end(models: Path) -> None:
    ends = np.load(models / VERSION / "word_ends.npy")
    replace_array("word_ends", ends + 1)(models / VERSION)
    with pytest.raises(ModelError, match="terms don't end"):
        read_model(models, VERSION)


def test_terms_must_differ(models: Path) -> None:
    ends = np.load(models / VERSION / "word_ends.npy")
    terms = np.full(ends[-1], ord("a"), np.uint8)
    replace_array("word_terms", terms)(models / VERSION)
    with pytest.raises(ModelError, match="twice"):
        read_model(models, VERSION)


def test_a_good_folder_is_read_with_its_arrays(models: Path) -> None:
    model = read_model(models)
    assert model.manifest.version == VERSION
    assert [block.kind for block in model.blocks] == ["concept", "word", "char_wb"]
    assert all(len(block.vocabulary) == len(block.idf) == len(block.weights) for block in model.blocks)
    assert {f"{name}.npy" for name in ARRAYS} < set(model.manifest.files)


@pytest.mark.parametrize("content", ["", "../../etc", "2026-01-01-abcdeg", "latest\n", "\u202e"])
def test_a_pointer_to_no_version_is_refused(models: Path, content: str) -> None:
    (models / "current").write_text(content)
    with pytest.raises(ModelError, match="does not name a model version"):
        current_version(models)


def test_a_missing_pointer_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="duress train"):
        read_model(tmp_path)


def test_a_missing_version_is_named(models: Path) -> None:
    with pytest.raises(ModelError, match="no such model"):
        read_model(models, "2027-01-01-abcdef")


def test_a_path_is_no_version(models: Path) -> None:
    with pytest.raises(ModelError, match="not a model version"):
        read_model(models, "../models/2026-01-01-abcdef")


def test_only_versions_are_listed(models: Path) -> None:
    (models / ".publishing-x").mkdir()
    assert published_versions(models) == [VERSION]
    assert published_versions(models / "none") == []
