"""Text to passages: half-open offsets in code points of the text as received."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from classifier.sentences import sentence_ends

LONGEST: Final = 900
"""A passage longer than this many characters is cut at sentence ends."""

HEADING_WORDS: Final = 10
"""A line of at most this many words and no closing punctuation may be a heading."""

LEAST_WORDS: Final = 3
"""A line of fewer words always joins what follows."""

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_EMPTY_LINE = re.compile(
    r"(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])\s*?(?:\n|\r(?!\n)|[\v\f\x1c-\x1e\x85\u2028\u2029])"
)
_CLOSING = re.compile(r"[.!?…:;,؟。][\"'»”’)\]]*$")
_WORD = re.compile(r"\w+")
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Passage:
    """``text[start:end]``, without white space at either end, never empty."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the passage of the document it was cut from."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without the white space around it, and whether an empty line precedes it."""

    start: int
    end: int
    after_gap: bool


def split_passages(text: str) -> list[Passage]:
    """Cut ``text`` into passages that hold every character but white space.

    A paragraph is a passage. Lines that were broken at a fixed width belong together; a
    heading, or a line of under three words, joins what follows; a paragraph longer than
    `LONGEST` is cut at sentence ends into parts of even length.
    """
    paragraphs = _join_headings(text, _join_wrapped(text, _lines(text)))
    return [part for paragraph in paragraphs for part in _cut_long(text, paragraph)]


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines that hold more than white space."""
    last = 0
    for line in _LINE.finditer(text):
        passage = _strip(text, line.start(), line.end())
        if passage:
            gap = last > 0 and bool(_EMPTY_LINE.search(text, last, passage.start))
            yield _Line(passage.start, passage.end, gap)
            last = passage.end


def _join_wrapped(text: str, lines: Iterable[_Line]) -> Iterator[Passage]:
    """Join lines broken mid-sentence: no closing punctuation, then a lower-case letter."""
    start = end = -1
    for line in lines:
        wrapped = start >= 0 and not line.after_gap and text[line.start].islower()
        if wrapped and not _CLOSING.search(text, max(start, end - 8), end):
            end = line.end
            continue
        if start >= 0:
            yield Passage(start, end)
        start, end = line.start, line.end
    if start >= 0:
        yield Passage(start, end)


def _join_headings(text: str, paragraphs: Iterable[Passage]) -> Iterator[Passage]:
    """Join headings to what follows; a heading that nothing follows stands alone."""
    start = -1
    for paragraph in paragraphs:
        start = paragraph.start if start < 0 else start
        if _is_heading(paragraph.of(text)) and paragraph.end - start <= LONGEST:
            end = paragraph.end
            continue
        yield Passage(start, paragraph.end)
        start = -1
    if start >= 0:
        yield Passage(start, end)


def _is_heading(line: str) -> bool:
    """Say whether ``line`` announces what follows rather than saying something itself."""
    if len(line) > 12 * HEADING_WORDS:
        return False
    words = len(_WORD.findall(line))
    return words < LEAST_WORDS or (words <= HEADING_WORDS and not _CLOSING.search(line))


def _cut_long(text: str, paragraph: Passage) -> Iterator[Passage]:
    """Cut a long paragraph at sentence ends into parts of even length."""
    length = paragraph.end - paragraph.start
    if length <= LONGEST:
        yield paragraph
        return
    parts = -(-length // LONGEST)
    goal = length / parts
    start = last = paragraph.start
    for end in _short_sentence_ends(text, paragraph):
        # Cut before this sentence if that leaves the part nearer to its even share.
        if last > start and (end - start > LONGEST or end - start - goal > goal - (last - start)):
            yield from _strip_all(text, start, last)
            start = last
        last = end
    yield from _strip_all(text, start, paragraph.end)


def _short_sentence_ends(text: str, paragraph: Passage) -> Iterator[int]:
    """Yield the ends of sentences, none of them longer than `LONGEST`."""
    last = paragraph.start
    for end in sentence_ends(paragraph.of(text)):
        yield from _forced_ends(text, last, paragraph.start + end)
        last = paragraph.start + end
        yield last


def _forced_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where to cut a run without sentence ends: at white space, else anywhere."""
    while end - start > LONGEST:
        limit = start + LONGEST
        cut = next((at for at in range(limit, start + LONGEST // 2, -1) if _SPACE.match(text, at)), limit)
        yield cut
        start = cut


def _strip_all(text: str, start: int, end: int) -> Iterator[Passage]:
    passage = _strip(text, start, end)
    if passage:
        yield passage


def _strip(text: str, start: int, end: int) -> Passage | None:
    """Return the span without white space at its ends; None when nothing is left."""
    part = text[start:end]
    left = len(part) - len(part.lstrip())
    right = len(part.rstrip())
    return Passage(start + left, start + right) if right > left else None
