"""Pictures for the generated pages, as SVG files that are the same for the same data."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

import numpy as np

from classifier.labels import LABELS
from training.corpus import LabelledPassage, Person, Recruiter, Register
from training.evaluate import Interval
from training.markdown import words
from training.survey import LanguageBalance

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NONE: Final = "no label"
COLOURS: Final = dict(
    zip((*LABELS, NONE), ("#b2182b", "#4393c3", "#7b3294", "#e08214", "#bdbdbd"), strict=True)
)
LONGEST_SHOWN: Final = 160
"""Words; the last bar of the histogram of lengths."""


@contextmanager
def drawing(path: Path, columns: int, size: tuple[float, float]) -> Iterator[Sequence["Axes"]]:
    """Draw ``columns`` plots side by side into an SVG file; text stays text, no date goes in."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": path.stem, "font.size": 8}):
        figure = Figure(figsize=size, layout="constrained")
        yield list(np.ravel(figure.subplots(1, columns)))
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
    # matplotlib ends lines with blanks, which say nothing and show up in every diff.
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("".join(f"{line.rstrip()}\n" for line in lines), encoding="utf-8")


def draw_balance(path: Path, balance: Sequence[LanguageBalance]) -> None:
    """Draw how many passages each language has, and how many carry each label."""
    with drawing(path, 1, (7, 2.6)) as (plot,):
        at = np.arange(len(balance))
        width = 0.16
        for number, label in enumerate((*LABELS, NONE)):
            counts = [
                b.labels[number] if number < len(LABELS) else round(b.unlabelled * b.passages)
                for b in balance
            ]
            plot.bar(at + (number - 2) * width, counts, width, label=words(label), color=COLOURS[label])
        plot.set_xticks(at, [f"{b.lang}\n{b.passages:,}" for b in balance])
        plot.set_ylabel("passages")
        plot.set_ylim(top=1.2 * plot.get_ylim()[1])
        plot.legend(frameon=False, ncols=5, fontsize=7, loc="upper right")


def draw_lengths(path: Path, passages: Sequence[LabelledPassage]) -> None:
    """Draw how long passages with and without a label are: length must not tell which."""
    with drawing(path, 1, (7, 2.2)) as (plot,):
        edges = np.arange(0, LONGEST_SHOWN + 1, 10)
        for name, colour, labelled in (("with a label", "#b2182b", True), (NONE, "#bdbdbd", False)):
            lengths = [len(p.text.split()) for p in passages if bool(p.labels) == labelled]
            shares = np.histogram(np.minimum(lengths, LONGEST_SHOWN - 1), edges)[0] / max(1, len(lengths))
            plot.stairs(shares, edges, label=name, color=colour, fill=not labelled, alpha=0.9)
        plot.set_xlabel("words")
        plot.set_ylabel("share of passages")
        plot.legend(frameon=False)


def draw_intervals(path: Path, figures: Mapping[str, Interval]) -> None:
    """Draw figures between 0 and 1 with their intervals, one line each; undefined ones are left out."""
    known = {name: f for name, f in figures.items() if f.value is not None}
    with drawing(path, 1, (6, 0.2 * len(known) + 0.6)) as (plot,):
        for at, figure in enumerate(known.values()):
            plot.plot([figure.low or 0.0, figure.high or 0.0], [at, at], color="#4393c3")
            plot.plot(figure.value or 0.0, at, "o", color="#b2182b", markersize=4)
        plot.set_yticks(range(len(known)), list(known))
        plot.invert_yaxis()
        plot.set_xlim(0, 1)
        plot.set_xlabel("average precision")
        plot.grid(visible=True, axis="x", alpha=0.3)


def draw_coverage(path: Path, passages: Sequence[LabelledPassage]) -> None:
    """Draw how many passages stand in each cell of the plan, of those whose cell is known."""
    placed = [p for p in passages if p.cell is not None]
    theatres = [name for name, _ in Counter(_theatre(p) for p in placed).most_common()]
    panels: tuple[
        tuple[str, Sequence[str], Sequence[str], Callable[[LabelledPassage], list[tuple[str, str]]]], ...
    ] = (
        (
            "recruiter and person",
            get_args(Recruiter),
            get_args(Person),
            lambda p: [(p.cell.recruiter, p.cell.person)] if p.cell else [],
        ),
        ("register and label", get_args(Register), (*LABELS, NONE), lambda p: _by_label(p, _register(p))),
        ("theatre and label", theatres, (*LABELS, NONE), lambda p: _by_label(p, _theatre(p))),
    )
    with drawing(path, len(panels), (12, 0.19 * len(theatres) + 1.5)) as plots:
        for plot, (title, rows, columns, cells) in zip(plots, panels, strict=True):
            counts = Counter(cell for p in placed for cell in cells(p))
            _heat_map(plot, title, rows, columns, counts)


def _heat_map(
    plot: "Axes",
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    counts: Mapping[tuple[str, str], int],
) -> None:
    grid = np.array([[counts.get((row, column), 0) for column in columns] for row in rows])
    plot.imshow(np.log1p(grid), cmap="YlOrBr", aspect="auto")
    dark = np.log1p(grid).max() / 2
    for row, column in np.ndindex(*grid.shape):
        colour = "white" if np.log1p(grid[row, column]) > dark else "black"
        plot.text(column, row, str(grid[row, column]), ha="center", va="center", fontsize=6, color=colour)
    plot.set_xticks(range(len(columns)), [words(name) for name in columns], rotation=60, ha="right")
    plot.set_yticks(range(len(rows)), rows)
    plot.set_title(title)


def _by_label(passage: LabelledPassage, row: str) -> list[tuple[str, str]]:
    return [(row, label) for label in (passage.labels or (NONE,))]


def _register(passage: LabelledPassage) -> str:
    return passage.cell.register if passage.cell else ""


def _theatre(passage: LabelledPassage) -> str:
    return passage.cell.theatre if passage.cell else ""
