"""Publishing: written aside, whole or not at all, never over another model."""

from pathlib import Path

import msgspec
import pytest

from classifier.artefact import current_version, file_digest, published_versions, read_model
from classifier.errors import ModelError
from tests.samples import small_corpus
from tests.training.fixtures import fit_small
from training.publish import activate_model, name_version, publish_model, write_model

FIRST, SECOND = "2026-01-01-aaaaaa", "2026-01-02-bbbbbb"


@pytest.fixture(scope="module")
def fitted():
    return fit_small(small_corpus(), FIRST)


def test_a_published_model_reads_back_and_is_made_current(tmp_path: Path, fitted) -> None:
    arrays, manifest = fitted
    assert publish_model(tmp_path, arrays, manifest, "# card")
    activate_model(tmp_path, FIRST)
    model = read_model(tmp_path)
    assert model.manifest.version == FIRST
    assert model.blocks[0].vocabulary == arrays.blocks[0].vocabulary
    assert (tmp_path / "current").read_text() == f"{FIRST}\n"
    assert {path.name for path in tmp_path.iterdir()} == {FIRST, "current"}


def test_publishing_again_changes_nothing(tmp_path: Path, fitted) -> None:
    arrays, manifest = fitted
    publish_model(tmp_path, arrays, manifest, "# card")
    before = {path.name: file_digest(path) for path in (tmp_path / FIRST).iterdir()}
    assert not publish_model(tmp_path, arrays, manifest, "# another card")
    assert {path.name: file_digest(path) for path in (tmp_path / FIRST).iterdir()} == before


def test_a_model_that_does_not_read_back_is_not_published(tmp_path: Path, fitted) -> None:
    arrays, manifest = fitted
    broken = msgspec.structs.replace(manifest, review=7.0)
    with pytest.raises(ModelError, match="between 0 and 1"):
        publish_model(tmp_path, arrays, broken, "# card")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_model_is_not_activated(tmp_path: Path, fitted) -> None:
    arrays, manifest = fitted
    publish_model(tmp_path, arrays, manifest, "# card")
    activate_model(tmp_path, FIRST)
    write_model(tmp_path / SECOND, arrays, msgspec.structs.replace(manifest, version=SECOND), "# card")
    (tmp_path / SECOND / "bias.npy").write_bytes(b"")
    with pytest.raises(ModelError, match="damaged"):
        activate_model(tmp_path, SECOND)
    assert current_version(tmp_path) == FIRST
    assert published_versions(tmp_path) == [FIRST, SECOND]


def test_the_same_arrays_are_written_as_the_same_bytes(tmp_path: Path, fitted) -> None:
    arrays, manifest = fitted
    digests = []
    for name in ("a", "b"):
        write_model(tmp_path / name / FIRST, arrays, manifest, "# card")
        digests.append([file_digest(path) for path in sorted((tmp_path / name / FIRST).iterdir())])
    assert digests[0] == digests[1]


@pytest.mark.parametrize("day", ["today", "2026-1-1", "../2026-01-01"])
def test_a_version_needs_a_date(day: str) -> None:
    with pytest.raises(ModelError, match="not a version name"):
        name_version(day, "abcdef012345")
