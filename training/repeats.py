"""Passages that repeat each other: near-duplicates, leaks of the evaluation file, templates."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from datasketch import MinHash, MinHashLSH

from classifier.labels import LANGUAGES
from classifier.normalise import normalise
from classifier.sentences import sentence_ends
from training.corpus import LabelledPassage
from training.fault import Fault

NEAR: Final = 0.3
"""Two passages are near-duplicates above this Jaccard similarity of their word 5-grams."""

GRAM: Final = 5

COMMON_WORDS: Final = 150
"""A skeleton keeps the words that this many words of its language are no rarer than."""

SKELETON_LEAST: Final = (8, 4)
"""A sentence has a skeleton from this many words on, this many of them common."""

_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"\w+(?:['’ʻʼ-]\w+)*|[,;:.!?—–\"«»“”()]")


def repeated_passages(
    passages: Sequence[LabelledPassage], field: Sequence[LabelledPassage]
) -> Iterator[Fault]:
    """Yield pairs that repeat each other: near-duplicates, and leaks of the evaluation file.

    Pairs are looked for within a scenario and across; ``field`` is not held against itself.
    """
    apart = {passage.id for passage in field}
    for one, other, share in _similar_pairs([*field, *passages]):
        kept_apart = (one.id in apart) + (other.id in apart)
        if kept_apart < 2:  # noqa: PLR2004 - both
            check = "leak" if kept_apart else "near-duplicate"
            yield Fault(check, (one.id, other.id), f"share {share:.2f} of their word {GRAM}-grams")


def shared_skeletons(passages: Sequence[LabelledPassage]) -> Iterator[Fault]:
    """Yield passages of which a sentence differs only in its rarer words: a template filled twice.

    The skeleton of a sentence is its common words and its punctuation, every other word
    being a gap. What is common is counted per language, on the passages themselves.
    """
    for lang in LANGUAGES:
        mine = [p for p in passages if p.lang == lang]
        tokens = {p.id: [_tokens(sentence) for sentence in _sentences(p.text)] for p in mine}
        spread = Counter(
            word for found in tokens.values() for word in {w for sentence in found for w in sentence}
        )
        common = {word for word, _ in spread.most_common(COMMON_WORDS) if word[0].isalnum()}
        holders: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
        for id_, found in tokens.items():
            for sentence in found:
                if skeleton := _skeleton(sentence, common):
                    holders[skeleton][id_] = None
        for ids in holders.values():
            if len(ids) > 1:
                yield Fault("shared skeleton", tuple(ids), "a sentence differs only in its rarer words")


def _skeleton(tokens: Sequence[str], common: set[str]) -> tuple[str, ...] | None:
    """Return a sentence with its rarer words left out, or None where too little remains."""
    words, kept = SKELETON_LEAST
    masked = tuple(token if token in common or not token[0].isalnum() else "_" for token in tokens)
    if sum(token[0].isalnum() for token in tokens) < words or sum(token in common for token in tokens) < kept:
        return None
    return masked


def _sentences(text: str) -> Iterator[str]:
    for start, end in pairwise([0, *sentence_ends(text), len(text)]):
        yield text[start:end]


def _tokens(sentence: str) -> list[str]:
    return _TOKEN.findall(normalise(sentence))


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
