"""One tree of errors for the whole of Duress.

The command line turns any of these into one line and exit code 2, the API into
``application/problem+json``. A message names what is wrong, where, and the
wanted form; it never holds any part of a tip.
"""


class DuressError(Exception):
    """Say what is wrong, where (file, line, key) and what would be right.

    Args:
        what: one lower-case clause, without any text taken from a tip.
        where: file, line or key path; None when there is no such place.
        hint: the wanted form or the next step; None when ``what`` says it.
    """

    def __init__(self, what: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f" (hint: {self.hint})" if self.hint else ""
        return f"{place}{self.what}{hint}"


class InputError(DuressError):
    """Text, a row or a file handed in does not have the wanted form."""


class ModelError(DuressError):
    """A model folder is missing, damaged or of another protocol."""


class SettingsError(DuressError):
    """A setting is unknown or out of range."""
