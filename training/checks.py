"""Checks that keep the labelled passages honest: duplicates, leakage, personal data, language."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import phonenumbers
from datasketch import MinHash, MinHashLSH

from classifier.labels import LABELS, LANGUAGES
from classifier.language import identify_language
from classifier.normalise import normalise
from training.corpus import LabelledPassage

NEAR: Final = 0.3
"""Two passages are near-duplicates above this Jaccard similarity of their word 5-grams."""

GRAM: Final = 5
LEAST_UNLABELLED: Final = 0.3
WRONG_LANGUAGE_SHARE: Final = 0.03

_WORD = re.compile(r"\w+")
_PERSONAL: Final = {
    "e-mail address": re.compile(r"\b[\w.+-]+@[\w-]+\.\w{2,}"),
    "link": re.compile(r"https?://|www\.|\bt\.me/", re.IGNORECASE),
    "handle": re.compile(r"(?<!\w)@\w{3,}"),
    "document number": re.compile(r"\b\d{2}\s?\d{2}\s\d{6}\b|\b[A-ZА-Я]{2}\s?\d{7}\b"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, with which passages; never their text."""

    check: str
    ids: tuple[str, ...]
    detail: str


@dataclass(frozen=True, slots=True)
class LanguageBalance:
    """How the passages of one language are spread."""

    lang: str
    passages: int
    scenarios: int
    unlabelled: float
    labels: tuple[int, ...]


def check_corpus(passages: Sequence[LabelledPassage], field: Sequence[LabelledPassage]) -> list[Fault]:
    """Return every fault of a corpus; ``field`` is what must never be trained on."""
    return [
        *near_duplicates(passages),
        *leaks(passages, field),
        *personal_data(passages),
        *wrong_languages(passages),
        *too_few_unlabelled(passages),
    ]


def balance(passages: Sequence[LabelledPassage]) -> list[LanguageBalance]:
    """Return the spread of each language, in the order of `LANGUAGES`."""
    return [_balance(lang, [p for p in passages if p.lang == lang]) for lang in LANGUAGES]


def near_duplicates(passages: Sequence[LabelledPassage]) -> Iterator[Fault]:
    """Yield pairs of passages that repeat each other, within a scenario or across."""
    for one, other, share in _similar_pairs(passages):
        yield Fault("near-duplicate", (one.id, other.id), f"share {share:.2f} of their word {GRAM}-grams")


def leaks(passages: Sequence[LabelledPassage], field: Sequence[LabelledPassage]) -> Iterator[Fault]:
    """Yield passages that repeat one of the evaluation file."""
    known = {passage.id for passage in field}
    for one, other, share in _similar_pairs([*field, *passages]):
        if (one.id in known) != (other.id in known):
            yield Fault("leak", (one.id, other.id), f"share {share:.2f} of their word {GRAM}-grams")


def personal_data(passages: Sequence[LabelledPassage]) -> Iterator[Fault]:
    """Yield passages with contact details or document numbers."""
    for passage in passages:
        for kind, pattern in _PERSONAL.items():
            if pattern.search(passage.text):
                yield Fault("personal data", (passage.id,), kind)
        if any(True for _ in phonenumbers.PhoneNumberMatcher(passage.text, "RU")):
            yield Fault("personal data", (passage.id,), "phone number")


def wrong_languages(passages: Sequence[LabelledPassage]) -> Iterator[Fault]:
    """Yield a language of which more passages than the identifier's own errors look like another."""
    for lang in LANGUAGES:
        mine = [p for p in passages if p.lang == lang]
        wrong = [p.id for p in mine if identify_language(p.text) != lang]
        if len(wrong) > max(3, WRONG_LANGUAGE_SHARE * len(mine)):
            yield Fault("language", tuple(wrong), f"{len(wrong)} of {len(mine)} do not look like {lang}")


def too_few_unlabelled(passages: Sequence[LabelledPassage]) -> Iterator[Fault]:
    """Yield a language in which too few passages carry no label."""
    for spread in balance(passages):
        if spread.passages and spread.unlabelled < LEAST_UNLABELLED:
            yield Fault("balance", (spread.lang,), f"only {spread.unlabelled:.0%} carry no label")


def _balance(lang: str, passages: Sequence[LabelledPassage]) -> LanguageBalance:
    counts = Counter(label for passage in passages for label in passage.labels)
    return LanguageBalance(
        lang=lang,
        passages=len(passages),
        scenarios=len({passage.group for passage in passages}),
        unlabelled=sum(not passage.labels for passage in passages) / max(1, len(passages)),
        labels=tuple(counts[label] for label in LABELS),
    )


def _similar_pairs(
    passages: Sequence[LabelledPassage],
) -> Iterator[tuple[LabelledPassage, LabelledPassage, float]]:
    """Yield pairs whose exact Jaccard similarity is over `NEAR`; MinHash finds the candidates.

    Broder 1997; the index is searched at half the threshold, so that its own error costs none.
    """
    index = MinHashLSH(threshold=NEAR / 2, num_perm=128)
    grams = [_word_grams(passage.text) for passage in passages]
    for at, found in enumerate(grams):
        sketch = MinHash(num_perm=128, seed=1)
        sketch.update_batch([" ".join(gram).encode() for gram in found])
        for other in sorted(index.query(sketch)):
            share = len(found & grams[other]) / len(found | grams[other])
            if share > NEAR:
                yield passages[other], passages[at], share
        index.insert(at, sketch)


def _word_grams(text: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of five words; of a shorter text, the whole."""
    words = _WORD.findall(normalise(text))
    return frozenset(tuple(words[i : i + GRAM]) for i in range(max(1, len(words) - GRAM + 1)))
