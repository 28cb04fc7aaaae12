"""Which characters carried a label: log-odds laid out over the words of a passage.

A linear model's log-odds are a sum over terms. Each term's share is given to the words
that it was read from: a character n-gram to the chunk that holds it, a run of words to
its words and a pair of concepts to both, in equal parts. Nothing is estimated; the parts
sum to the whole.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifier.artefact import Model
from classifier.features import CHUNK, TOKEN, join_words
from classifier.findings import Evidence
from classifier.labels import LABELS
from classifier.lexicon import concept_terms
from classifier.normalise import Reading, normalise_with_offsets
from classifier.scoring import Block, read_terms

SHOWN: Final = 8
"""How many words are named per label; the rest goes into the passage's own item."""

Span = tuple[int, int]
Weights = dict[Span, NDArray[np.float64]]


def explain_passage(model: Model, text: str, offset: int) -> tuple[Evidence, ...]:
    """Return the evidence for each label; per label the weights sum to the log-odds.

    Args:
        model: whose weights are laid out.
        text: the passage.
        offset: where the passage starts in its document.
    """
    reading = normalise_with_offsets(text)
    words: Weights = {}
    for block in model.blocks:
        for (start, end), weights in _block_weights(block, reading.text):
            span = _original_span(reading, start, end)
            words[span] = words[span] + weights if span in words else weights
    slope = model.calibration.slope
    base = model.calibration.log_odds(model.bias)
    evidence: list[Evidence] = []
    for column, label in enumerate(LABELS):
        parts = {span: float(weights[column] * slope[column]) for span, weights in words.items()}
        whole = (offset, offset + len(text))
        evidence += _name_strongest(label, parts, float(base[column]), whole)
    return tuple(evidence)


def _name_strongest(label: str, parts: dict[Span, float], base: float, whole: Span) -> Iterator[Evidence]:
    """Yield the strongest words in the order of the text, then the rest as one item."""
    offset = whole[0]
    strongest = sorted(parts, key=lambda span: (-abs(parts[span]), span))[:SHOWN]
    for start, end in sorted(strongest):
        if parts[start, end]:
            yield Evidence(offset + start, offset + end, label, parts[start, end])
    rest = sum(weight for span, weight in parts.items() if span not in strongest)
    yield Evidence(*whole, label, base + rest)


def _block_weights(block: Block, text: str) -> Iterator[tuple[Span, NDArray[np.float64]]]:
    """Yield (span in ``text``, margins it adds) for each word of one block."""
    reading = read_terms(block, text)
    if not reading.rows.size:
        return
    totals = reading.values[:, None] * block.weights[reading.rows]
    times = Counter(row for term in block.terms(text) if (row := block.vocabulary.get(term)) is not None)
    each = {row: totals[at] / times[row] for at, row in enumerate(reading.rows.tolist())}
    locate = {"concept": _mentions, "word": _word_runs, "char_wb": _chunk_terms}[block.kind]
    for span, term, parts in locate(block, text):
        row = block.vocabulary.get(term)
        if row is not None:
            yield span, each[row] / parts


def _mentions(block: Block, text: str) -> Iterator[tuple[Span, str, int]]:
    """Yield (mention, term, number of its mentions) for every mention of every concept term."""
    for term, mentions in concept_terms(block.lexicon.mentions(text)):
        for mention in mentions:
            yield (mention.start, mention.end), term, len(mentions)


def _chunk_terms(block: Block, text: str) -> Iterator[tuple[Span, str, int]]:
    """Yield (chunk, term, 1) for every character n-gram of every chunk."""
    for chunk in CHUNK.finditer(text):
        for term in block.terms(chunk[0]):
            yield chunk.span(), term, 1


def _word_runs(block: Block, text: str) -> Iterator[tuple[Span, str, int]]:
    """Yield (word, run of words, number of its words) for every word of every run."""
    tokens = list(TOKEN.finditer(text))
    for size in range(block.low, block.high + 1):
        runs = join_words([token[0] for token in tokens], size, size)
        for at, run in enumerate(runs):
            for token in tokens[at : at + size]:
                yield token.span(), run, size


def _original_span(reading: Reading, start: int, end: int) -> Span:
    return reading.starts[start], reading.ends[end - 1]
