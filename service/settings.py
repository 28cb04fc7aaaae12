"""The settings of a service: one frozen value, read once from the environment."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from classifier.errors import SettingsError

PREFIX: Final = "DURESS_"


def _find_models() -> Path:
    """Return ``models`` of the working directory, else the one installed with the package."""
    here = Path("models")
    installed = Path(sys.prefix) / "share" / "duress" / "models"
    return here if (here / "current").is_file() or not installed.is_dir() else installed


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be set, by ``DURESS_<NAME>`` in the environment.

    Attributes:
        models: folder of published models.
        max_text_chars: longest text taken, in code points.
        max_body_bytes: largest request taken.
        max_documents: most documents in one request.
    """

    models: Path
    max_text_chars: int = 1_000_000
    max_body_bytes: int = 16_000_000
    max_documents: int = 1_000


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "models": Path,
    "max_text_chars": int,
    "max_body_bytes": int,
    "max_documents": int,
}


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment.

    Raises:
        SettingsError: a ``DURESS_`` key is unknown, or its value is not of the wanted form.
    """
    environment = os.environ if environment is None else environment
    given = {key: value for key, value in environment.items() if key.startswith(PREFIX)}
    known = {PREFIX + field.name.upper(): field.name for field in fields(Settings)}
    for key in given:
        if key not in known:
            raise SettingsError("unknown setting", where=key, hint=f"known: {', '.join(known)}")
    values = {known[key]: _read(key, known[key], value) for key, value in given.items()}
    return Settings(**({"models": _find_models()} | values))


def _read(key: str, name: str, value: str) -> Any:
    try:
        read = _READERS[name](value)
    except ValueError as error:
        raise SettingsError("is not a whole number", where=key) from error
    if isinstance(read, int) and read < 1:
        raise SettingsError("is not above 0", where=key)
    return read
