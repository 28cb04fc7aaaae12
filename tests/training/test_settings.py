"""Training settings: strict, and the committed file holds."""

from pathlib import Path

import pytest

from classifier.errors import SettingsError
from training.settings import read_settings


def test_the_committed_settings_are_read() -> None:
    settings = read_settings()
    assert settings.features.char_wb.high >= settings.features.char_wb.low
    assert settings.as_dict()["thresholds"]["coercion_recall"] == settings.thresholds.coercion_recall


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("test_share = 0.15", "test_share = 2", r"\$\.split\.test_share"),
        ("folds = 5", "folds = 1", r"\$\.learner\.folds"),
        ("folds = 5", "", "folds"),
        ("[gate]", "[gate]\nsurprise = 1", "surprise"),
        ("[gate]", "[gate", "."),
    ],
)
def test_a_setting_that_does_not_hold_is_named(tmp_path: Path, old: str, new: str, reason: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text((Path(__file__).parents[2] / "training" / "settings.toml").read_text().replace(old, new))
    with pytest.raises(SettingsError, match=reason):
        read_settings(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml: cannot be read"):
        read_settings(tmp_path / "none.toml")
