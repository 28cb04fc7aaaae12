"""The values that Duress returns, in the very shape of their JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from msgspec import UNSET, UnsetType

Decision = Literal["flag", "review", "clear"]


@dataclass(frozen=True, slots=True)
class Document:
    """One text to classify; ``id`` comes back with its finding."""

    text: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A calibrated probability beside the threshold it was held against."""

    score: float
    threshold: float
    flagged: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one span adds to the log-odds of one label.

    ``start`` and ``end`` are offsets in the document. The item that spans the whole
    passage holds the rest: what the model assumes before reading, and the small weights.
    """

    start: int
    end: int
    label: str
    weight: float


@dataclass(frozen=True, slots=True)
class PassageFinding:
    """The findings of one passage; ``text[start:end]`` of the document is the passage.

    ``evidence`` and ``text`` are left out of the JSON unless they were asked for.
    """

    start: int
    end: int
    language: str
    supported: bool
    labels: Mapping[str, Score]
    indicators: Mapping[str, Score]
    evidence: tuple[Evidence, ...] | UnsetType = UNSET
    text: str | UnsetType = UNSET


@dataclass(frozen=True, slots=True)
class Finding:
    """The findings of one document: per label the highest score of its passages."""

    id: str | None
    language: str
    decision: Decision
    labels: Mapping[str, Score]
    indicators: Mapping[str, Score]
    passages: tuple[PassageFinding, ...]
    model: str
    warnings: tuple[str, ...] = ()

    def without_text(self) -> "Finding":
        """Return the same finding without the text of its passages."""
        return replace(self, passages=tuple(replace(passage, text=UNSET) for passage in self.passages))
