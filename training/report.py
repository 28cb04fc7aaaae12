"""The page on a corpus: what it holds, how far its readers agree, what the checks found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifier.labels import LABELS
from classifier.lexicon import Lexicon
from training.agreement import disputed, indicator_agreement, label_agreement
from training.charts import draw_balance, draw_coverage, draw_lengths
from training.corpus import LabelledPassage, corpus_digest
from training.doubts import Doubt
from training.fault import Fault
from training.lexicon import shared_entries
from training.markdown import table, words
from training.repeats import GRAM, NEAR
from training.survey import PARALLEL, Survey

DOUBTS_SHOWN = 60
"""As many doubtful labels as a reviewer reads in an hour or two."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A corpus and everything that was found out about it."""

    passages: Sequence[LabelledPassage]
    kept_apart: int
    survey: Survey
    faults: Sequence[Fault]
    doubts: Sequence[Doubt]
    lexicon: Lexicon


def write_report(page: Path, checked: Checked) -> None:
    """Write a Markdown page, and its pictures into a folder of the page's name beside it."""
    pictures = page.with_suffix("")
    pictures.mkdir(parents=True, exist_ok=True)
    draw_balance(pictures / "balance.svg", checked.survey.balance[:-1])
    draw_lengths(pictures / "lengths.svg", checked.passages)
    if checked.survey.cells:
        draw_coverage(pictures / "coverage.svg", checked.passages)
    parts = (
        _holds(checked, pictures.name),
        _agreement(checked),
        _faults(checked),
        _lexicon(checked),
        _doubts(checked),
    )
    page.write_text("\n\n".join("\n".join(part) for part in parts) + "\n", encoding="utf-8")


def _holds(checked: Checked, pictures: str) -> Iterable[str]:
    survey = checked.survey
    yield "# The corpus, checked"
    yield ""
    yield (
        f"Written by `duress labels check`; corpus `{corpus_digest(checked.passages)[:12]}`. "
        f"{len(checked.passages):,} passages, and {checked.kept_apart:,} kept apart to measure on."
    )
    yield ""
    yield from table(
        ("language", "passages", "scenarios", "without label", *map(words, LABELS), "unsure"),
        (
            (
                b.lang,
                f"{b.passages:,}",
                f"{b.scenarios:,}",
                f"{b.unlabelled:.1%}",
                *(f"{count:,}" for count in b.labels),
                f"{b.unsure:,}",
            )
            for b in survey.balance
        ),
    )
    yield ""
    yield f"![passages per language and label]({pictures}/balance.svg)"
    yield ""
    yield (
        f"{survey.contrasts:,} passages stand in contrast groups, where a change of fact changes the labels "
        f"within one scenario and language; {survey.parallels:,} scenarios are told in {PARALLEL} languages "
        "or more."
    )
    yield ""
    yield from table(
        ("genre", "passages", "without label"),
        ((genre, f"{count:,}", f"{empty:.0%}") for genre, count, empty in survey.genres),
    )
    yield ""
    yield from table(
        ("labels together", "passages"),
        ((" + ".join(map(words, labels)) or "none", f"{count:,}") for labels, count in survey.combinations),
    )
    yield ""
    yield f"![length of passages with and without a label]({pictures}/lengths.svg)"
    if survey.cells:
        yield ""
        yield f"Where the {survey.cells:,} passages whose place in the plan is known stand in it:"
        yield ""
        yield f"![who recruits whom, where, and how it is told]({pictures}/coverage.svg)"


def _agreement(checked: Checked) -> Iterable[str]:
    settled = len(disputed(checked.passages))
    yield "## How far the readers agree"
    yield ""
    yield (
        "Krippendorff's alpha for nominal data, before anything was settled. The readings differ on the "
        f"labels of {settled:,} passages; {checked.survey.balance[-1].unsure:,} are marked as ones on which "
        "careful readers could differ."
    )
    yield ""
    yield from table(
        ("language", *map(words, LABELS)),
        ((name, *map(_show_alpha, alphas)) for name, alphas in label_agreement(checked.passages).items()),
    )
    yield ""
    yield "Indicators, on the passages that every reader labelled coercion:"
    yield ""
    yield from table(
        ("indicator", "alpha"),
        ((words(name), _show_alpha(alpha)) for name, alpha in indicator_agreement(checked.passages).items()),
    )


def _show_alpha(alpha: float | None) -> str:
    return "–" if alpha is None else f"{alpha:.3f}"


def _faults(checked: Checked) -> Iterable[str]:
    yield "## Faults"
    yield ""
    yield (
        f"Looked for: pairs that share more than {NEAR} of their word {GRAM}-grams, within a scenario, "
        "across, and with the passages kept apart; sentences that differ only in their rarer words; contact "
        "details, document numbers and full names; languages that are not what `lang` says; too few passages "
        "without a label. "
        + ("None was found." if not checked.faults else f"{len(checked.faults):,} were found.")
    )
    if checked.faults:
        yield ""
        yield from table(
            ("check", "passages", "what"), ((f.check, ", ".join(f.ids[:8]), f.detail) for f in checked.faults)
        )


def _lexicon(checked: Checked) -> Iterable[str]:
    shared = shared_entries(checked.lexicon)
    yield "## Lexicon"
    yield ""
    yield (
        f"{len(checked.lexicon.entries):,} concepts, "
        f"{sum(map(len, checked.lexicon.entries.values())):,} entries; "
        f"{len(shared):,} stand under more than one concept:"
    )
    yield ""
    yield from table(
        ("entry", "concepts"), ((f"`{entry}`", ", ".join(concepts)) for entry, concepts in shared.items())
    )


def _doubts(checked: Checked) -> Iterable[str]:
    yield "## Labels to read again"
    yield ""
    yield (
        f"Confident learning (cleanlab) doubts {len(checked.doubts):,} labels on out-of-fold probabilities. "
        "A model that reads words alone doubts what turns on one fact, so most of these are right; what "
        f"errors there are will be among them. The {min(DOUBTS_SHOWN, len(checked.doubts))} strongest:"
    )
    yield ""
    yield from table(
        ("passage", "label", "given", "probability"),
        (
            (d.id, words(d.label), "yes" if d.given else "no", f"{d.probability:.3f}")
            for d in checked.doubts[:DOUBTS_SHOWN]
        ),
    )
