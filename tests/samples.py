"""Labelled passages for tests: a part of the corpus, small enough to train on in seconds."""

from functools import cache
from pathlib import Path

from classifier.labels import OUTPUTS
from classifier.lexicon import Lexicon
from training.corpus import LabelledPassage, read_corpus, read_passages, truth
from training.lexicon import read_lexicon

ROOT = Path(__file__).resolve().parent.parent


@cache
def corpus() -> tuple[LabelledPassage, ...]:
    """Return the whole corpus."""
    return tuple(read_corpus(ROOT / "data" / "passages"))


@cache
def field_passages() -> tuple[LabelledPassage, ...]:
    """Return the evaluation file."""
    return tuple(read_passages(ROOT / "data" / "field" / "dev.jsonl"))


@cache
def lexicon() -> Lexicon:
    """Return the lexicon of the project."""
    return read_lexicon(ROOT / "data" / "lexicon")


@cache
def small_corpus(scenarios: int = 330) -> tuple[LabelledPassage, ...]:
    """Return the passages of the first scenarios, every output among them often enough."""
    names = sorted({p.group for p in corpus()}, key=lambda name: name[::-1])[:scenarios]
    passages = tuple(p for p in corpus() if p.group in set(names))
    assert (truth(passages).sum(axis=0) >= 12).all(), dict(
        zip(OUTPUTS, truth(passages).sum(axis=0), strict=True)
    )
    return passages
