"""The whole training: the same bytes twice, a gate that holds, nothing half-done."""

import shutil
from pathlib import Path

import msgspec
import pytest

from classifier.artefact import ARRAYS, file_digest, published_versions, read_model
from classifier.errors import InputError
from classifier.labels import LABELS, LANGUAGES
from tests.samples import small_corpus
from tests.training.fixtures import quick_settings
from training.corpus import LabelledPassage
from training.pipeline import Outcome, train

DAY = "2026-01-01"


def write_data(folder: Path, passages: tuple[LabelledPassage, ...]) -> Path:
    (folder / "passages").mkdir(parents=True)
    lines = [msgspec.json.encode(passage) for passage in passages]
    (folder / "passages" / "all.jsonl").write_bytes(b"\n".join(lines))
    shutil.copy(Path(__file__).parents[2] / "data" / "CODEBOOK.md", folder)
    shutil.copytree(Path(__file__).parents[2] / "data" / "lexicon", folder / "lexicon")
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("data"), small_corpus())


@pytest.fixture(scope="module")
def first(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """Return a folder of models with one trained into it."""
    models = tmp_path_factory.mktemp("models")
    return models, train(data, models, quick_settings(), day=DAY)


def test_training_publishes_a_model_that_scores(first: tuple[Path, Outcome]) -> None:
    models, outcome = first
    model = read_model(models)
    assert outcome.status == "published"
    assert outcome.version == model.manifest.version
    assert model.manifest.version.startswith(DAY)
    assert set(model.manifest.languages) <= set(LANGUAGES)
    assert set(model.manifest.metrics["overall"]["labels"]) == set(LABELS)
    assert all(0 < t.recall <= 1 for t in model.manifest.thresholds.values())


def test_training_twice_gives_the_same_bytes(first: tuple[Path, Outcome], data: Path, tmp_path: Path) -> None:
    models, outcome = first
    again = train(data, tmp_path, quick_settings(), day=DAY)
    assert again.version == outcome.version
    for name in [*(f"{array}.npy" for array in ARRAYS), "manifest.json", "MODEL_CARD.md"]:
        old, new = models / outcome.version / name, tmp_path / again.version / name
        assert file_digest(old) == file_digest(new), name


def test_training_again_into_the_same_folder_changes_nothing(
    first: tuple[Path, Outcome], data: Path, tmp_path: Path
) -> None:
    models = shutil.copytree(first[0], tmp_path / "models")
    assert train(data, models, quick_settings(), day=DAY).status == "unchanged"
    assert published_versions(models) == [first[1].version]


def test_a_worse_candidate_is_rejected_and_the_current_model_stays(
    first: tuple[Path, Outcome], tmp_path: Path
) -> None:
    models = shutil.copytree(first[0], tmp_path / "models")
    swapped = tuple(
        msgspec.structs.replace(p, labels=_swap(p.labels), indicators=() if p.labels else p.indicators)
        for p in small_corpus()
    )
    data = write_data(tmp_path / "data", (*swapped, *_indicator_carriers()))
    outcome = train(data, models, quick_settings(), day="2026-01-02")
    assert outcome.status == "rejected"
    assert any("would fall" in reason for reason in outcome.verdict.reasons)
    assert read_model(models).manifest.version == first[1].version
    assert published_versions(models) == [first[1].version]


def _swap(labels: tuple[str, ...]) -> tuple[str, ...]:
    return () if labels else ("coercion",)


def _indicator_carriers() -> tuple[LabelledPassage, ...]:
    """Return passages that give every output enough examples on both sides of the split."""
    return tuple(
        msgspec.structs.replace(p, id=f"{p.id}-again", scenario=f"{p.scenario}-again") for p in small_corpus()
    )


def test_a_corpus_without_examples_of_a_label_is_refused(tmp_path: Path) -> None:
    passages = tuple(p for p in small_corpus() if "deportation_risk" not in p.labels)
    data = write_data(tmp_path / "data", passages)
    with pytest.raises(InputError, match="`deportation_risk` has 0 passages"):
        train(data, tmp_path / "models", quick_settings(), day=DAY)
    assert not (tmp_path / "models").exists()
