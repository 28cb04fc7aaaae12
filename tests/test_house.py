"""The house: what its files must never hold, and the shipped model's place in it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from classifier.artefact import current_version, published_versions, read_model
from tests.conftest import ROOT
from tests.samples import corpus
from training.corpus import corpus_digest
from training.settings import read_settings

CODE = sorted(p for name in ("classifier", "service", "training") for p in (ROOT / name).rglob("*.py"))


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_has_versions_and_hashes_and_no_address(lock: str) -> None:
    lines = [line for line in (ROOT / lock).read_text().splitlines() if line and not line.startswith("#")]
    pins = [line for line in lines if not line.startswith(" ")]
    assert all(re.fullmatch(r"[a-z0-9._-]+==\S+ \\", pin) for pin in pins)
    assert not [line for line in lines if "://" in line or "file:" in line or line.startswith("-")]
    assert len([line for line in lines if "--hash=sha256:" in line]) >= len(pins)


def test_nothing_executable_is_read_or_written_as_a_model() -> None:
    for path in CODE:
        assert not re.search(r"import pickle|joblib\.(load|dump)|allow_pickle=True", path.read_text()), path


def test_no_python_lies_beside_models_and_data() -> None:
    assert not [p for name in ("models", "data") for p in (ROOT / name).rglob("*.py*")]


def test_no_module_reads_the_environment_when_it_is_imported() -> None:
    for path in CODE:
        for line in path.read_text().splitlines():
            assert not re.match(r"[a-zA-Z_].*(os\.environ|getenv)", line), path


def test_the_shipped_model_is_current_small_and_trained_on_this_corpus(models: Path) -> None:
    model = read_model(models)
    assert published_versions(models) == [current_version(models)]
    assert model.manifest.corpus_sha256 == corpus_digest(corpus())
    assert model.manifest.settings == dict(read_settings().as_dict())
    size = sum(path.stat().st_size for path in (models / model.manifest.version).iterdir())
    assert size < 10_000_000


def test_the_import_rule_holds() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
