"""From normalised texts to margins: tf-idf times weights, block by block.

`score_texts` is the seam: one function, texts in, one margin per output out.
A compiled kernel replaces its body and nothing else.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from classifier.features import Analyser, analyser
from classifier.lexicon import EMPTY, Lexicon


@dataclass(frozen=True, slots=True)
class Block:
    """One family of terms with its weights; each block is normalised alone.

    Attributes:
        kind: how a text is cut into terms.
        low: shortest n-gram, in words or characters; 1 for concepts.
        high: longest n-gram; 2 for concepts.
        vocabulary: term to row, 0 to n - 1.
        idf: inverse document frequencies, shape (n,).
        weights: one column per output, shape (n, outputs).
        lexicon: what finds the concepts, in a block of concepts.
    """

    kind: Analyser
    low: int
    high: int
    vocabulary: Mapping[str, int]
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    lexicon: Lexicon = EMPTY
    terms: Callable[[str], list[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "terms", analyser(self.kind, self.low, self.high, self.lexicon))


@dataclass(frozen=True, slots=True)
class TermVector:
    """The terms of one text that a block knows.

    Attributes:
        rows: the known terms' rows in the block, each once, ascending.
        values: their weights in the text: (1 + ln tf) idf, over the block's Euclidean norm.
        known: share of the text's terms, repeats counted, that the block knows; 0 without terms.
    """

    rows: NDArray[np.int64]
    values: NDArray[np.float64]
    known: float


@dataclass(frozen=True, slots=True)
class Scores:
    """What the seam returns.

    Attributes:
        margins: log-odds before calibration, shape (texts, outputs).
        known: share of each text's character n-grams that the model knows, shape (texts,).
    """

    margins: NDArray[np.float64]
    known: NDArray[np.float64]


def read_terms(block: Block, text: str) -> TermVector:
    """Return the tf-idf vector of a normalised ``text`` in ``block``.

    The weighting is that of scikit-learn's ``TfidfTransformer`` with
    ``sublinear_tf=True`` and ``norm="l2"``.
    """
    terms = block.terms(text)
    counts = Counter(row for term in terms if (row := block.vocabulary.get(term)) is not None)
    if not counts:
        return TermVector(np.empty(0, np.int64), np.empty(0), 0.0)
    rows = np.array(sorted(counts), np.int64)
    times = np.array([counts[row] for row in rows.tolist()], np.float64)
    values = (1.0 + np.log(times)) * block.idf[rows]
    known = float(times.sum()) / len(terms)
    return TermVector(rows, values / np.sqrt(values @ values), known)


def score_texts(blocks: Sequence[Block], bias: NDArray[np.float64], texts: Sequence[str]) -> Scores:
    """Return the margins of every output for every normalised text.

    Args:
        blocks: the families of n-grams; the last decides what counts as known.
        bias: the margin of a text without known terms, shape (outputs,).
        texts: normalised texts.
    """
    margins = np.tile(bias, (len(texts), 1))
    known = np.zeros(len(texts))
    for row, text in enumerate(texts):
        for block in blocks:
            reading = read_terms(block, text)
            margins[row] += reading.values @ block.weights[reading.rows]
            known[row] = reading.known
    return Scores(margins, known)
