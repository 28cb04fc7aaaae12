"""A small model, trained once for the tests of one folder."""

from pathlib import Path

import pytest

from tests.samples import small_corpus
from tests.training.fixtures import write_small_model

VERSION = "2026-01-01-abcdef"


@pytest.fixture(scope="session")
def small_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of models with one small one, current."""
    folder = tmp_path_factory.mktemp("models")
    write_small_model(folder, VERSION, small_corpus())
    (folder / "current").write_text(VERSION + "\n")
    return folder
