"""How far readers agree before anything is settled."""

from collections.abc import Iterable, Sequence

from classifier.labels import INDICATORS, LABELS, LANGUAGES, Indicator, Label
from training.corpus import LabelledPassage


def krippendorff_alpha(units: Iterable[Sequence[bool]]) -> float | None:
    """Return Krippendorff's alpha for nominal data.

    Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability"; the one well-kept library
    for it is under a licence that this project cannot take in.

    Args:
        units: for each passage what its readers said; passages that fewer than two read do
            not count, and their number of readers may vary.

    Returns:
        1 for perfect agreement, 0 for what chance would give; None where nothing varies.
    """
    readings = same = trues = 0.0
    for said in units:
        count, yes = len(said), sum(said)
        if count < 2:  # noqa: PLR2004 - a pair is what can agree
            continue
        readings += count
        trues += yes
        same += (yes * (yes - 1) + (count - yes) * (count - yes - 1)) / (count - 1)
    expected = 2 * trues * (readings - trues)
    if not expected:
        return None
    return 1 - (readings - same) * (readings - 1) / expected


def label_agreement(passages: Sequence[LabelledPassage]) -> dict[str, tuple[float | None, ...]]:
    """Return alpha per language and over all of them, one figure a label in `LABELS`' order."""
    groups = {lang: [p for p in passages if p.lang == lang] for lang in LANGUAGES}
    return {
        name: tuple(
            krippendorff_alpha([label in reading.labels for reading in p.readers] for p in group)
            for label in LABELS
        )
        for name, group in {**groups, "all": passages}.items()
        if group
    }


def indicator_agreement(passages: Sequence[LabelledPassage]) -> dict[Indicator, float | None]:
    """Return alpha per indicator, on the passages that every reader labelled `coercion`."""
    coerced = [p for p in passages if p.readers and all(Label.COERCION in r.labels for r in p.readers)]
    return {
        indicator: krippendorff_alpha(
            [indicator in reading.indicators for reading in p.readers] for p in coerced
        )
        for indicator in INDICATORS
    }


def disputed(passages: Sequence[LabelledPassage]) -> list[LabelledPassage]:
    """Return the passages whose readers gave different labels."""
    return [p for p in passages if len({frozenset(reading.labels) for reading in p.readers}) > 1]
