"""The page on a model's figures: per label, language and genre, and the scores furthest off."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from classifier.labels import LABELS
from training.charts import draw_intervals
from training.evaluate import GroupMetrics, Report, WrongScore
from training.markdown import label_header, label_rows, show_interval, table, words


def write_figures(page: Path, report: Report, worst: Sequence[WrongScore], source: str) -> None:
    """Write a Markdown page, and its picture into a folder of the page's name beside it."""
    pictures = page.with_suffix("")
    pictures.mkdir(parents=True, exist_ok=True)
    draw_intervals(
        pictures / "average-precision.svg",
        {
            **{words(label): report.overall.labels[label].average_precision for label in LABELS},
            "mean of labels": report.overall.macro_average_precision,
            **{name: g.macro_average_precision for name, g in report.languages.items()},
            **{words(name): g.macro_average_precision for name, g in report.genres.items()},
        },
    )
    parts = (
        _overall(report, source, pictures.name),
        _groups("language", report.languages),
        _groups("genre", report.genres),
        _worst(worst),
    )
    page.write_text("\n\n".join("\n".join(part) for part in parts) + "\n", encoding="utf-8")


def _overall(report: Report, source: str, pictures: str) -> Iterable[str]:
    yield "# Evaluation"
    yield ""
    yield (
        f"Written by `duress evaluate`: model `{report.model}` held against `{source}`, "
        f"{report.overall.passages:,} passages. "
        "Every figure has the 95 % interval of a bootstrap over scenarios."
    )
    yield ""
    yield from table(label_header("label"), label_rows(report.overall))
    yield ""
    yield f"![average precision with its interval]({pictures}/average-precision.svg)"


def _groups(kind: str, groups: Mapping[str, GroupMetrics]) -> Iterable[str]:
    yield f"## By {kind}"
    yield ""
    yield from table(
        (kind, "passages", "mean average precision", "mean F1"),
        (
            (name, f"{g.passages:,}", show_interval(g.macro_average_precision), show_interval(g.macro_f1))
            for name, g in groups.items()
        ),
    )
    for figure in ("precision", "recall"):
        yield ""
        yield from table(
            (f"{figure} by {kind}", *map(words, LABELS)),
            (
                (name, *(show_interval(getattr(g.labels[label], figure)) for label in LABELS))
                for name, g in groups.items()
            ),
        )


def _worst(worst: Sequence[WrongScore]) -> Iterable[str]:
    yield f"## The {len(worst)} scores furthest off"
    yield ""
    yield from table(
        ("passage", "label", "given", "probability"),
        ((w.id, words(w.label), "yes" if w.given else "no", f"{w.probability:.3f}") for w in worst),
    )
