"""Tables and figures as the generated pages write them."""

from collections.abc import Iterable, Sequence

from classifier.labels import LABELS
from training.evaluate import GroupMetrics, Interval


def show_interval(interval: Interval) -> str:
    """Return ``0.81 (0.77-0.85)``, or a dash where the figure is not defined."""
    if interval.value is None or interval.low is None or interval.high is None:
        return "–"
    return f"{interval.value:.2f} ({interval.low:.2f}-{interval.high:.2f})"


def words(name: str) -> str:
    """Return a label's or indicator's name as people write it."""
    return name.replace("_", " ")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    """Yield the lines of a Markdown table."""
    yield f"| {' | '.join(header)} |"
    yield f"|{' --- |' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def label_header(first: str) -> tuple[str, ...]:
    """Return the header over `label_rows`."""
    return (first, "positives", "precision", "recall", "F1", "average precision", "calibration error")


def label_rows(group: GroupMetrics) -> Iterable[tuple[str, ...]]:
    """Yield one row a label, then the means."""
    for label in LABELS:
        m = group.labels[label]
        shown = (m.precision, m.recall, m.f1, m.average_precision, m.calibration_error)
        yield (words(label), str(m.positives), *map(show_interval, shown))
    means = (show_interval(group.macro_f1), show_interval(group.macro_average_precision))
    yield ("mean of labels", "", "", "", *means, "")
