"""The findings as a table for a person: what to read first stands first."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from classifier.findings import Finding, PassageFinding, Score
from classifier.labels import Label
from service.screening.run import Summary

PASSAGES_SHOWN: Final = 30
"""Rows below a document of several passages, by coercion."""

INDICATORS_SHOWN: Final = 3

WIDE: Final = 120
"""Columns from which the indicators have room beside the text."""

_STYLES: Final = {"flag": "bold red", "review": "yellow", "clear": "green"}
_SHORT: Final = {
    Label.COERCION: "coercion",
    Label.VOLUNTARY_ENLISTMENT: "voluntary",
    Label.LEGAL_POLICY: "policy",
    Label.DEPORTATION_RISK: "deportation",
}


def print_table(console: Console, findings: Sequence[Finding]) -> None:
    """Print one row a document and, below a longer one, its passages by coercion.

    A probability in bold is over its threshold. Text is shown where the findings hold it.
    """
    wide = console.width >= WIDE
    table = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    table.add_column("decision", no_wrap=True)
    for short in _SHORT.values():
        table.add_column(short, justify="right", no_wrap=True)
    table.add_column("language", no_wrap=True)
    table.add_column("document", no_wrap=True, overflow="ellipsis", ratio=2)
    if wide:
        table.add_column("indicators", no_wrap=True, overflow="ellipsis", ratio=1)
    for finding in findings:
        for row in (_document_row(finding), *_passage_rows(finding)):
            table.add_row(*(row if wide else row[:-1]))
    console.print(table)


def print_summary(console: Console, summary: Summary, model: str) -> None:
    """Print the counts in one line."""
    decisions = ", ".join(f"{summary.decisions[name]:,} {name}" for name in _STYLES)
    rate = summary.documents / summary.seconds if summary.seconds else 0.0
    console.print(
        f"{summary.documents:,} documents, {summary.passages:,} passages: {decisions}; "
        f"{summary.rejected:,} rejected; {summary.seconds:.1f} s ({rate:,.0f}/s); model {model}",
        style="bold",
        highlight=False,
        soft_wrap=True,
    )


def _document_row(finding: Finding) -> list[Text]:
    only = finding.passages[0] if len(finding.passages) == 1 else None
    return [
        Text(finding.decision, _STYLES[finding.decision]),
        *_probabilities(finding.labels),
        Text(finding.language),
        Text(f"{_printable(finding.id or '')}  {_snippet(only) if only else _count(finding)}".strip()),
        Text(_flagged(finding.indicators)),
    ]


def _passage_rows(finding: Finding) -> Iterator[list[Text]]:
    if len(finding.passages) == 1:
        return
    ranked = sorted(finding.passages, key=lambda p: -p.labels[Label.COERCION].score)
    for passage in ranked[:PASSAGES_SHOWN]:
        yield [
            Text(""),
            *_probabilities(passage.labels),
            Text(passage.language, "dim"),
            Text(f"  {passage.start}-{passage.end}  {_snippet(passage)}".rstrip()),
            Text(_flagged(passage.indicators)),
        ]
    if len(ranked) > PASSAGES_SHOWN:
        rest = f"  {len(ranked) - PASSAGES_SHOWN} more below"
        yield [Text("")] * 6 + [Text(rest, "dim"), Text("")]


def _probabilities(labels: Mapping[str, Score]) -> Iterator[Text]:
    for label in _SHORT:
        score = labels[label]
        yield Text(f"{score.score:.2f}", "bold" if score.flagged else "dim")


def _count(finding: Finding) -> str:
    return f"{len(finding.passages)} passages"


def _flagged(indicators: Mapping[str, Score]) -> str:
    """Return the flagged indicators that stand highest above their thresholds."""
    flagged = [name for name, score in indicators.items() if score.flagged]
    ranked = sorted(flagged, key=lambda name: -indicators[name].score / indicators[name].threshold)
    return ", ".join(ranked[:INDICATORS_SHOWN])


def _snippet(passage: PassageFinding) -> str:
    """Return the passage on one line, where its text was asked for."""
    return _printable(passage.text) if isinstance(passage.text, str) else ""


def _printable(text: str) -> str:
    """Return ``text`` on one line, without any sign that could steer a terminal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
