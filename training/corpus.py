"""Labelled passages: read from JSON lines, checked key by key."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from classifier.errors import InputError
from classifier.labels import LANGUAGES, OUTPUTS, Indicator, Label

Genre = Literal["news", "tip", "legal_qa", "recruiter"]
Recruiter = Literal[
    "state-army",
    "private-company",
    "militia",
    "armed-group",
    "gang",
    "prison",
    "employer",
    "countryman",
    "none",
]
Person = Literal[
    "migrant", "prisoner", "naturalised", "conscript", "soldier", "student", "child", "jobseeker", "occupied",
    "detainee", "debtor", "citizen", "none"
]  # fmt: skip
Register = Literal[
    "agency", "ngo", "court", "official", "feature", "forum", "voice-note", "broken", "plea", "lawyer",
    "advert", "chat"
]  # fmt: skip
Text = Annotated[str, msgspec.Meta(min_length=1)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one reader said of a passage, before anything was settled."""

    reader: Name
    labels: tuple[Label, ...]
    indicators: tuple[Indicator, ...]
    unsure: bool = False


class Cell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where in the plan of the corpus a passage stands: who recruits whom, where, told how.

    Nothing is learned from it; it shows which situations the corpus covers.
    """

    recruiter: Recruiter
    person: Person
    theatre: Name
    register: Register


class LabelledPassage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One passage with its settled labels.

    Attributes:
        id: unique in the corpus.
        lang: BCP 47 tag.
        genre: what kind of text it is.
        text: the passage.
        labels: settled by the codebook.
        indicators: only with ``Label.COERCION``.
        scenario: what it shares with its retellings and contrast partners; a scenario is
            never split between training and test. None in an evaluation file without them.
        unsure: careful readers could differ.
        readers: every reading, kept.
        cell: where in the plan of the corpus it stands.
    """

    id: Name
    lang: str
    genre: Genre
    text: Text
    labels: tuple[Label, ...]
    indicators: tuple[Indicator, ...]
    scenario: Name | None = None
    unsure: bool = False
    readers: tuple[Reading, ...] = ()
    cell: Cell | None = None

    @property
    def group(self) -> str:
        """The scenario, or the passage itself where none is named."""
        return self.scenario or self.id


def read_corpus(folder: Path) -> list[LabelledPassage]:
    """Read every ``*.jsonl`` of a folder, in the order of the file names.

    Raises:
        InputError: no such files, a line that does not hold, an id that occurs twice, or a
            passage without a scenario.
    """
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise InputError("no labelled passages", where=str(folder), hint="expected *.jsonl files")
    passages = [passage for path in paths for passage in read_passages(path)]
    _check_unique(passages, str(folder))
    for passage in passages:
        if passage.scenario is None:
            raise InputError("no `scenario`", where=f"{folder}: id {passage.id}")
    return passages


def read_passages(path: Path) -> list[LabelledPassage]:
    """Read one file of labelled passages.

    Raises:
        InputError: the file cannot be read, is empty, or a line does not hold.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError("cannot be read", where=str(path)) from error
    passages = list(_decode_lines(path, raw))
    if not passages:
        raise InputError("holds no passages", where=str(path), hint="one JSON object a line")
    _check_unique(passages, str(path))
    return passages


def corpus_digest(passages: Sequence[LabelledPassage]) -> str:
    """Return a SHA-256 over what the model learns from, whatever the order of the rows."""
    digest = hashlib.sha256()
    for passage in sorted(passages, key=lambda p: p.id):
        digest.update(msgspec.json.encode(passage))
    return digest.hexdigest()


def truth(passages: Sequence[LabelledPassage]) -> NDArray[np.bool_]:
    """Return what holds of each passage, shape (passages, outputs)."""
    return np.array(
        [[output in p.labels or output in p.indicators for output in OUTPUTS] for p in passages], np.bool_
    ).reshape(len(passages), len(OUTPUTS))


def _decode_lines(path: Path, raw: bytes) -> Iterator[LabelledPassage]:
    for number, line in enumerate(raw.splitlines(), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            passage = msgspec.json.decode(line, type=LabelledPassage)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise InputError(_without_values(error), where=where) from error
        _check_passage(passage, where)
        yield passage


def _without_values(error: Exception) -> str:
    """Return msgspec's message with its key path, or the path alone where the rest may quote a value.

    Only the messages on types, lengths and missing keys are known to be free of content. A
    path holds keys of the format and positions, never what stands there.
    """
    message = str(error)
    safe = ("Expected `", "Object missing required field", "JSON is malformed", "Input data was truncated")
    if message.startswith(safe):
        return message
    path = re.search(r" - at `(\$[\w.\[\]]*)`$", message)
    return f"is not a labelled passage{f' at `{path[1]}`' if path else ''}: see data/README.md for its keys"


def _check_passage(passage: LabelledPassage, where: str) -> None:
    if passage.lang not in LANGUAGES:
        raise InputError(f"`lang` is none of {', '.join(LANGUAGES)}", where=where)
    if passage.indicators and Label.COERCION not in passage.labels:
        raise InputError("`indicators` without the label `coercion`", where=where)
    if len(set(passage.labels)) < len(passage.labels) or len(set(passage.indicators)) < len(
        passage.indicators
    ):
        raise InputError("a label or indicator is named twice", where=where)


def _check_unique(passages: Sequence[LabelledPassage], where: str) -> None:
    seen: set[str] = set()
    for passage in passages:
        if passage.id in seen:
            raise InputError(f"id `{passage.id}` occurs twice", where=where)
        seen.add(passage.id)
