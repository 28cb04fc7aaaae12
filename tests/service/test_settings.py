"""Settings are read once, strictly, and an error names the key, never the value."""

import dataclasses
from pathlib import Path

import pytest

from classifier.errors import SettingsError
from service.settings import Settings, read_settings
from tests.conftest import CANARY

NUMBERS = ("max_text_chars", "max_body_bytes", "max_documents")


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read_settings({}) == Settings(Path("models"))


def test_every_setting_is_read_by_its_name() -> None:
    environment = {f"DURESS_{name.upper()}": str(at) for at, name in enumerate(NUMBERS, 1)}
    settings = read_settings(environment | {"DURESS_MODELS": "/srv/models"})
    assert settings == Settings(Path("/srv/models"), 1, 2, 3)


def test_settings_are_read_from_the_process_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DURESS_MAX_DOCUMENTS", "7")
    assert read_settings().max_documents == 7


def test_other_programs_keys_are_left_alone() -> None:
    assert read_settings({"PATH": CANARY, "MODELS": CANARY, "duress_models": CANARY}) == read_settings({})


@pytest.mark.parametrize("key", ["DURESS_MODEL", "DURESS_", "DURESS_max_documents"])
def test_an_unknown_key_is_refused_by_name(key: str) -> None:
    with pytest.raises(SettingsError, match=f"^{key}: unknown setting .*DURESS_MODELS"):
        read_settings({key: CANARY})


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (CANARY, "whole number"),
        ("", "whole number"),
        ("1.5", "whole number"),
        ("1e6", "whole number"),
        ("9" * 5_000, "whole number"),
        ("0", "above 0"),
        ("-1", "above 0"),
    ],
)
def test_a_value_of_the_wrong_form_is_refused_by_key(name: str, value: str, reason: str) -> None:
    key = f"DURESS_{name.upper()}"
    with pytest.raises(SettingsError, match=f"^{key}: .*{reason}"):
        read_settings({key: value})


def test_the_working_directorys_models_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "current").write_text("2026-01-01-abcdef\n")
    monkeypatch.chdir(tmp_path)
    assert read_settings({}).models.resolve() == tmp_path / "models"


def test_settings_do_not_change(models: Path) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings(models).max_documents = 5  # type: ignore[misc]
