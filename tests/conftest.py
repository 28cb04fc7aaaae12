"""Fixtures for every test, and the watch that no text of a tip reaches a log or an error.

Every test text is made with `tip` or holds `CANARY`. After each test its log records,
its standard error and every error raised are searched for the canary.
"""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from classifier.artefact import published_versions
from classifier.errors import DuressError
from classifier.model import Classifier
from service.logs import SilentFormatter

ROOT = Path(__file__).resolve().parent.parent
CANARY = "канарейка7391canary"

settings.register_profile(
    "duress", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("duress")


def tip(text: str = "They took my brother from the market to the recruitment office and beat him.") -> str:
    """Return a text that would give itself away in a log."""
    return f"{CANARY} {text}"


class _Watch(logging.Handler):
    """Keeps what the service's formatter makes of every record."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(SilentFormatter())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(autouse=True)
def no_canary(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[_Watch]:
    """Fail the test if a text of a tip shows in a log line, an error or on standard error."""
    errors: list[str] = []
    init = DuressError.__init__

    def noted(self: DuressError, *args: object, **kwargs: object) -> None:
        init(self, *args, **kwargs)  # type: ignore[arg-type]
        errors.append(str(self))

    monkeypatch.setattr(DuressError, "__init__", noted)
    watch = _Watch()
    root = logging.getLogger()
    level = root.level
    root.addHandler(watch)
    root.setLevel(logging.DEBUG)
    yield watch
    root.removeHandler(watch)
    root.setLevel(level)
    heard = "\n".join([*watch.lines, *errors, capfd.readouterr().err])
    assert CANARY not in heard, "a text of a tip is in a log or an error"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the caller's settings and working directory out of the tests."""
    for key in ("DURESS_MODELS", "DURESS_MAX_TEXT_CHARS", "DURESS_MAX_BODY_BYTES", "DURESS_MAX_DOCUMENTS"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="session")
def models() -> Path:
    """Return the folder of shipped models."""
    folder = ROOT / "models"
    assert published_versions(folder), "no shipped model: run `make train`"
    return folder


@pytest.fixture(scope="session")
def classifier(models: Path) -> Classifier:
    """Return the classifier with the shipped model."""
    return Classifier.from_folder(models)
