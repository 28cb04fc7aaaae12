"""The n-grams and concepts of a normalised passage: the terms that weights are learned for.

The n-grams are exactly the terms of scikit-learn's ``TfidfVectorizer`` with
``analyzer="word"`` and ``analyzer="char_wb"``, so that a fitted pipeline can be
rebuilt here from plain arrays; concepts are found by a `Lexicon`. Training and
scoring call the same functions.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

from classifier.lexicon import Lexicon

Analyser = Literal["concept", "word", "char_wb"]

TOKEN = re.compile(r"\b\w\w+\b")
"""A word of two characters or more."""

CHUNK = re.compile(r"\S+")
"""What stands between white space: character n-grams never reach across it."""


def word_terms(text: str, low: int, high: int) -> list[str]:
    """Return the runs of ``low`` to ``high`` neighbouring words, joined by one space."""
    return join_words(TOKEN.findall(text), low, high)


def join_words(tokens: Sequence[str], low: int, high: int) -> list[str]:
    """Return every run of ``low`` to ``high`` neighbouring ``tokens``."""
    return [
        " ".join(tokens[at : at + size])
        for size in range(low, high + 1)
        for at in range(len(tokens) - size + 1)
    ]


def char_terms(text: str, low: int, high: int) -> list[str]:
    """Return the runs of ``low`` to ``high`` characters within each space-padded chunk."""
    terms: list[str] = []
    for chunk in text.split():
        padded = f" {chunk} "
        length = len(padded)
        for size in range(low, high + 1):
            if size >= length:
                # A chunk shorter than the run counts once as a whole, not once a size.
                terms.append(padded)
                break
            terms += [padded[at : at + size] for at in range(length - size + 1)]
    return terms


def analyser(kind: Analyser, low: int, high: int, lexicon: Lexicon) -> Callable[[str], list[str]]:
    """Return the function from a normalised text to its terms, repeats kept."""
    if kind == "concept":
        return lexicon.terms
    return partial(word_terms if kind == "word" else char_terms, low=low, high=high)
