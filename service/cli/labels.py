"""``duress labels``: the labelled passages."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from classifier.labels import LABELS
from service.cli.console import check_extra, prepare_page, progress, table_console

if TYPE_CHECKING:
    from training.report import Checked

FAULTY = 1
"""Exit code when a check found a fault."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Check the labelled passages."""


@command.command()
@click.argument("data", type=click.Path(path_type=Path))
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="PAGE",
    help="Write PAGE (Markdown) and its pictures.",
)
def check(data: Path, report: Path | None) -> int:
    """Check DATA/passages for what would make a model, or its figures, dishonest.

    Form, names and ids; near-duplicates within and across scenarios; leakage of
    DATA/field; sentences on one pattern; contact details, document numbers and names;
    passages in another language than they say; the share without a label; entries of
    DATA/lexicon that fire on too many harmless passages. Faults are named by id, never by
    text. Labels that a model trained on the other scenarios doubts are counted, and the
    strongest listed in the report: they ask for another reading and are no fault.

    Takes about a minute for 10,000 passages.

    \b
    Example:
      duress labels check data --report docs/corpus.md

    \b
    Exit codes: 0 no fault, 1 faults found, 2 a file does not hold.
    """
    check_extra("cleanlab", "matplotlib")
    from training.checks import check_corpus
    from training.corpus import read_corpus, read_passages
    from training.doubts import doubtful_labels
    from training.lexicon import read_definitions, read_lexicon, too_common_entries
    from training.report import Checked, write_report
    from training.settings import read_settings
    from training.survey import survey

    if report:
        prepare_page(report)
    passages = read_corpus(data / "passages")
    field = [p for path in sorted((data / "field").glob("*.jsonl")) for p in read_passages(path)]
    lexicon = read_lexicon(data / "lexicon")
    with progress() as say:
        faults = check_corpus(passages, field, say)
        say("looking at the lexicon")
        faults += too_common_entries(lexicon, read_definitions(data / "lexicon"), passages)
        say("looking for doubtful labels")
        doubts = doubtful_labels(passages, read_settings())
    checked = Checked(passages, len(field), survey(passages), faults, doubts, lexicon)
    if report:
        write_report(report, checked)
    _print(table_console(), checked)
    return FAULTY if faults else 0


def _print(console: Console, checked: "Checked") -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("language")
    for header in ("passages", "scenarios", "without label", *LABELS):
        table.add_column(header, justify="right")
    for spread in checked.survey.balance:
        counts = (f"{spread.passages:,}", f"{spread.scenarios:,}", f"{spread.unlabelled:.1%}")
        table.add_row(spread.lang, *counts, *(f"{count:,}" for count in spread.labels))
    console.print(table)
    click.echo(
        f"{checked.survey.contrasts:,} in contrast groups, {checked.survey.parallels:,} parallel scenarios"
    )
    for fault in checked.faults:
        click.echo(f"{fault.check}: {', '.join(fault.ids[:8])}: {fault.detail}")
    click.echo(
        f"{len(checked.passages):,} passages, {checked.kept_apart:,} kept apart: "
        f"{len(checked.faults):,} faults, {len(checked.doubts):,} doubtful labels",
        err=True,
    )
