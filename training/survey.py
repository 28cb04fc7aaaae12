"""What a corpus holds: counted once, for the terminal, the report page and its pictures."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from classifier.labels import LABELS, LANGUAGES
from training.corpus import LabelledPassage


@dataclass(frozen=True, slots=True)
class LanguageBalance:
    """How the passages of one language are spread; ``labels`` in the order of `LABELS`."""

    lang: str
    passages: int
    scenarios: int
    unlabelled: float
    labels: tuple[int, ...]
    unsure: int


@dataclass(frozen=True, slots=True)
class Survey:
    """What a corpus holds.

    Attributes:
        balance: per language, then over all as ``all``.
        combinations: how often each set of labels occurs, the commonest first.
        contrasts: passages in a scenario and language whose passages differ in their labels.
        parallels: scenarios told in three languages or more.
        cells: passages whose place in the plan is known.
    """

    balance: tuple[LanguageBalance, ...]
    combinations: tuple[tuple[tuple[str, ...], int], ...]
    genres: tuple[tuple[str, int, float], ...]
    contrasts: int
    parallels: int
    cells: int


PARALLEL = 3
"""A scenario is parallel when it is told in this many languages."""


def survey(passages: Sequence[LabelledPassage]) -> Survey:
    """Count what a corpus holds."""
    told: dict[str, set[str]] = defaultdict(set)
    variants: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for p in passages:
        told[p.group].add(p.lang)
        variants[p.group, p.lang].add(tuple(sorted(p.labels)))
    genres = Counter(p.genre for p in passages)
    return Survey(
        balance=(*balance(passages), _balance("all", passages)),
        combinations=tuple(Counter(tuple(p.labels) for p in passages).most_common()),
        genres=tuple(
            (genre, count, _unlabelled([p for p in passages if p.genre == genre]))
            for genre, count in genres.most_common()
        ),
        contrasts=sum(len(variants[p.group, p.lang]) > 1 for p in passages),
        parallels=sum(len(langs) >= PARALLEL for langs in told.values()),
        cells=sum(p.cell is not None for p in passages),
    )


def balance(passages: Sequence[LabelledPassage]) -> list[LanguageBalance]:
    """Return the spread of each language, in the order of `LANGUAGES`."""
    groups = {lang: [p for p in passages if p.lang == lang] for lang in LANGUAGES}
    return [_balance(lang, group) for lang, group in groups.items() if group]


def _balance(lang: str, passages: Sequence[LabelledPassage]) -> LanguageBalance:
    counts = Counter(label for p in passages for label in p.labels)
    return LanguageBalance(
        lang=lang,
        passages=len(passages),
        scenarios=len({p.group for p in passages}),
        unlabelled=_unlabelled(passages),
        labels=tuple(counts[label] for label in LABELS),
        unsure=sum(p.unsure for p in passages),
    )


def _unlabelled(passages: Sequence[LabelledPassage]) -> float:
    return sum(not p.labels for p in passages) / max(1, len(passages))
