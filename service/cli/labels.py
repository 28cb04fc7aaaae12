"""``duress labels``: the labelled passages."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from classifier.labels import LABELS
from service.cli.console import table_console

if TYPE_CHECKING:
    from training.checks import LanguageBalance

FAULTY = 1
"""Exit code when a check found a fault."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Check the labelled passages."""


@command.command()
@click.argument("data", type=click.Path(path_type=Path))
def check(data: Path) -> int:
    """Check DATA/passages for what would make a model, or its figures, dishonest.

    Form, names and ids; near-duplicates within and across scenarios; leakage of
    DATA/field; contact details and document numbers; passages in another language than
    they say; the share without a label. Faults are named by id, never by text.

    \b
    Exit codes: 0 no fault, 1 faults found, 2 a file does not hold.
    """
    from training.checks import balance, check_corpus
    from training.corpus import read_corpus, read_passages

    passages = read_corpus(data / "passages")
    field = [p for path in sorted((data / "field").glob("*.jsonl")) for p in read_passages(path)]
    _print_balance(table_console(), balance(passages))
    faults = check_corpus(passages, field)
    for fault in faults:
        click.echo(f"{fault.check}: {', '.join(fault.ids[:8])}: {fault.detail}")
    click.echo(f"{len(passages):,} passages, {len(field):,} kept apart: {len(faults):,} faults", err=True)
    return FAULTY if faults else 0


def _print_balance(console: Console, spreads: "list[LanguageBalance]") -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("language")
    for header in ("passages", "scenarios", "without label", *LABELS):
        table.add_column(header, justify="right")
    for spread in spreads:
        counts = (str(spread.passages), str(spread.scenarios), f"{spread.unlabelled:.0%}")
        table.add_row(spread.lang, *counts, *(str(count) for count in spread.labels))
    console.print(table)
