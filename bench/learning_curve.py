"""What more passages are worth: mean average precision on the field passages as the corpus grows.

Run it from the top of the project: `python bench/learning_curve.py`. It fits the model's own features and
learner on an eighth, a quarter, a half and all scenarios of the corpus, and of the first corpus within it,
with three seeds, and writes `docs/learning-curve.md` with its picture. Takes some minutes.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifier.labels import LABELS
from classifier.lexicon import EMPTY
from classifier.normalise import normalise
from classifier.scoring import score_texts
from training.charts import drawing
from training.corpus import LabelledPassage, read_corpus, read_passages, truth
from training.evaluate import average_precision
from training.fit import fit_linear
from training.markdown import table
from training.settings import TrainingSettings, read_settings

SHARES = (1 / 8, 1 / 4, 1 / 2, 1.0)
SEEDS = (1, 2, 3)
FIRST = "st-"
"""How the ids of the first corpus begin."""

PAGE = Path("docs/learning-curve.md")
Point = tuple[int, float]


def main() -> None:
    """Measure both corpora and write the page."""
    settings = read_settings()
    field = read_passages(Path("data/field/dev.jsonl"))
    passages = read_corpus(Path("data/passages"))
    first = [p for p in passages if p.id.startswith(FIRST)]
    curves = {
        "first corpus": measure_curve(first, field, settings),
        "whole corpus": measure_curve(passages, field, settings),
    }
    write_page(curves)


def measure_curve(
    passages: Sequence[LabelledPassage], field: Sequence[LabelledPassage], settings: TrainingSettings
) -> list[list[Point]]:
    """Return, per share, one point (passages, mean average precision) per seed."""
    curve = []
    for share in SHARES:
        # All of it is the same whatever the seed.
        seeds = SEEDS if share < 1 else SEEDS[:1]
        parts = [draw_scenarios(passages, share, seed) for seed in seeds]
        points = [(len(part), macro_average_precision(part, field, settings)) for part in parts]
        print(f"{share:.3f}", *(f"{count:,} passages {figure:.3f}" for count, figure in points), flush=True)
        curve.append(points)
    return curve


def draw_scenarios(passages: Sequence[LabelledPassage], share: float, seed: int) -> list[LabelledPassage]:
    """Return the passages of a random share of the scenarios."""
    names = np.unique([p.group for p in passages])
    drawn = np.random.default_rng(seed).permutation(names)[: round(share * len(names))]
    kept = set(drawn.tolist())
    return [p for p in passages if p.group in kept]


def macro_average_precision(
    passages: Sequence[LabelledPassage], field: Sequence[LabelledPassage], settings: TrainingSettings
) -> float:
    """Fit on ``passages`` and return the mean over labels on the field passages."""
    model = fit_linear([normalise(p.text) for p in passages], labels_of(passages), settings, EMPTY)
    margins = score_texts(model.blocks, model.bias, [normalise(p.text) for p in field]).margins
    target, once = labels_of(field), np.ones((1, len(field)))
    return float(
        np.mean([average_precision(margins[:, k], target[:, k], once)[0] for k in range(len(LABELS))])
    )


def labels_of(passages: Sequence[LabelledPassage]) -> NDArray[np.bool_]:
    """Return what holds of each passage, shape (passages, labels)."""
    return truth(passages)[:, : len(LABELS)]


def write_page(curves: dict[str, list[list[Point]]]) -> None:
    """Write the page and its picture."""
    pictures = PAGE.with_suffix("")
    pictures.mkdir(exist_ok=True)
    with drawing(pictures / "curve.svg", 1, (6, 3)) as (plot,):
        for (name, curve), colour in zip(curves.items(), ("#bdbdbd", "#b2182b"), strict=True):
            means = [np.mean(points, axis=0) for points in curve]
            plot.plot(*zip(*means, strict=True), color=colour, label=name)
            plot.plot(
                *zip(*(p for points in curve for p in points), strict=True), "o", color=colour, markersize=3
            )
        plot.set_xscale("log", base=2)
        ticks = [1 << k for k in range(7, 14)]
        plot.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
        plot.set_xlabel("training passages")
        plot.set_ylabel("mean average precision, field passages")
        plot.grid(visible=True, alpha=0.3)
        plot.legend(frameon=False)
    rows = [
        (
            name,
            f"{share:.3g}",
            f"{np.mean([n for n, _ in points]):,.0f}",
            *(f"{figure:.3f}" for _, figure in points),
        )
        for name, curve in curves.items()
        for share, points in zip(SHARES, curve, strict=True)
    ]
    padded = [(*row, *("–",) * (3 + len(SEEDS) - len(row))) for row in rows]
    header = ("corpus", "share of scenarios", "passages", *(f"seed {seed}" for seed in SEEDS))
    text = [
        "# The learning curve",
        "",
        "Written by `bench/learning_curve.py`: mean average precision of the labels on field passages,",
        "for a model of n-grams alone, trained on a random share of the corpus's scenarios. The",
        "first corpus is the 1,560 passages that the project began with, less the near-duplicates in it.",
        "A shipped model is trained on 85 % of the corpus, with concepts beside the n-grams.",
        "",
        "![the learning curve](learning-curve/curve.svg)",
        "",
        *table(header, padded),
    ]
    PAGE.write_text("\n".join(text) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
