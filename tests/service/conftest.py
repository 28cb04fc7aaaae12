"""An app of its own for every test, and a folder of models that may be damaged."""

import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.settings import Settings
from tests.samples import small_corpus
from tests.training.fixtures import write_small_model

VERSION = "2026-01-01-abcdef"


@pytest.fixture
def client(models: Path) -> FlaskClient:
    """Return a client of an app with the shipped model."""
    return create_app(Settings(models)).test_client()


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of models with one small one, current."""
    folder = tmp_path_factory.mktemp("models")
    write_small_model(folder, VERSION, small_corpus())
    (folder / "current").write_text(VERSION + "\n")
    return folder


@pytest.fixture
def own_models(small_model: Path, tmp_path: Path) -> Path:
    """Return a copy of the small model that a test may change."""
    return shutil.copytree(small_model, tmp_path / "models")


@pytest.fixture
def damaged_models(own_models: Path) -> Path:
    """Return a folder whose current model has one byte flipped."""
    path = own_models / VERSION / "word_weights.npy"
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    return own_models
