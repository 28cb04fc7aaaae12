"""What a check of the corpus found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, with which passages; never their text."""

    check: str
    ids: tuple[str, ...]
    detail: str
