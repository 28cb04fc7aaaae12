"""Concepts: notions such as DETAIN or SIGN, found in a text of any language by stems and phrases.

A concept carries evidence from one language to another, and its order tells what words
alone do not: detained, then signed. The lexicon is kept by hand in ``data/lexicon`` and
travels inside the model that was trained with it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Final

WORD = re.compile(r"\w+")

_CLAUSE_END = re.compile(r"[.!?;:\n]")

STEM: Final = "*"
"""Ends an entry that matches every word it begins."""

NEGATION: Final = "NEGATION"
NEGATED_WITHIN: Final = 3
"""Words after a negation in which a concept counts as negated."""

LONGEST_ENTRY: Final = 4
"""Words."""

Entry = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept found in a text.

    Attributes:
        concept: its name.
        start: first character of the words that name it.
        end: one past their last character.
        negated: it stands right behind a negation.
    """

    concept: str
    start: int
    end: int
    negated: bool

    @property
    def term(self) -> str:
        """The concept, marked where it is negated."""
        return f"!{self.concept}" if self.negated else self.concept


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Concepts and the entries that name them; an entry is one to four words, each whole or a stem."""

    entries: Mapping[str, tuple[Entry, ...]]
    _index: Mapping[str, tuple[tuple[Entry, str], ...]] = field(init=False, repr=False, compare=False)
    _lengths: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[str, list[tuple[Entry, str]]] = {}
        for concept, entries in self.entries.items():
            for entry in entries:
                index.setdefault(entry[0], []).append((entry, concept))
        object.__setattr__(self, "_index", {first: tuple(found) for first, found in index.items()})
        stems = {len(first) - 1 for first in index if first.endswith(STEM)}
        object.__setattr__(self, "_lengths", tuple(sorted(stems)))

    def mentions(self, text: str) -> list[Mention]:
        """Return the concepts named in a normalised text, in its order.

        Time grows with the text alone: each word is looked up once whole and once per
        length of stem.
        """
        words = list(WORD.finditer(text))
        tokens = [word[0] for word in words]
        found: dict[tuple[int, str], int] = {}
        for at, token in enumerate(tokens):
            for first in self._firsts(token):
                for entry, concept in self._index[first]:
                    if _follows(entry, tokens, at):
                        found[at, concept] = max(found.get((at, concept), 0), len(entry))
        ends = {
            at + size - 1: words[at + size - 1].end()
            for (at, name), size in found.items()
            if name == NEGATION
        }
        return [
            Mention(
                concept,
                words[at].start(),
                words[at + size - 1].end(),
                concept != NEGATION and _is_negated(text, words[at].start(), at, ends),
            )
            for (at, concept), size in sorted(found.items())
        ]

    def terms(self, text: str) -> list[str]:
        """Return the terms of a normalised text: its concepts, neighbours in order, pairs."""
        return [term for term, _ in concept_terms(self.mentions(text))]

    def _firsts(self, token: str) -> Iterator[str]:
        if token in self._index:
            yield token
        for length in self._lengths:
            if length > len(token):
                return
            if (stem := token[:length] + STEM) in self._index:
                yield stem


def _is_negated(text: str, start: int, at: int, negations: Mapping[int, int]) -> bool:
    """Say whether a negation stands close before a word, in the same clause."""
    return any(
        at - back in negations and not _CLAUSE_END.search(text, negations[at - back], start)
        for back in range(1, NEGATED_WITHIN + 1)
    )


def _follows(entry: Entry, tokens: Sequence[str], at: int) -> bool:
    """Say whether the rest of an entry matches the words behind ``at``."""
    if at + len(entry) > len(tokens):
        return False
    return all(
        tokens[at + step].startswith(part[:-1]) if part.endswith(STEM) else tokens[at + step] == part
        for step, part in enumerate(entry)
        if step
    )


def concept_terms(mentions: Sequence[Mention]) -> Iterator[tuple[str, tuple[Mention, ...]]]:
    """Yield each term that weights are learned for, with the mentions that make it.

    ``A``, or ``!A`` where it is negated; ``A>B`` for B as the next concept after A; ``A+B``, once,
    for both somewhere in the passage, made by the first mention of each.
    """
    first: dict[str, Mention] = {}
    for mention in mentions:
        yield mention.term, (mention,)
        first.setdefault(mention.term, mention)
    for one, other in pairwise(mentions):
        if one.term != other.term:
            yield f"{one.term}>{other.term}", (one, other)
    for a, b in combinations(sorted(first), 2):
        yield f"{a}+{b}", (first[a], first[b])


EMPTY: Final = Lexicon({})
"""Finds nothing: for a model of n-grams alone."""


def pack_lexicon(lexicon: Lexicon) -> list[str]:
    """Return one line an entry, concept first; `unpack_lexicon` reads them back."""
    return sorted(" ".join((name, *entry)) for name, entries in lexicon.entries.items() for entry in entries)


def unpack_lexicon(lines: Iterable[str]) -> Lexicon:
    """Return the lexicon of lines from `pack_lexicon`.

    Raises:
        ValueError: a line has no entry, or more words than one may have.
    """
    entries: dict[str, list[Entry]] = {}
    for line in lines:
        concept, *words = line.split(" ")
        if not 1 <= len(words) <= LONGEST_ENTRY or not all(word.strip(STEM) for word in words):
            raise ValueError(line)
        entries.setdefault(concept, []).append(tuple(words))
    return Lexicon({concept: tuple(found) for concept, found in entries.items()})
