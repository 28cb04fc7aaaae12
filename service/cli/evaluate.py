"""``duress evaluate``: a model held against a file of labelled passages."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
from rich.console import Console
from rich.table import Table

from classifier.labels import LABELS
from classifier.model import Classifier
from service.cli.console import table_console
from service.screening.writers import write_aside
from service.settings import read_settings

if TYPE_CHECKING:
    from training.evaluate import GroupMetrics, Interval, Report


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--model", "version", metavar="VERSION", help="Default: the current model.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the figures as JSON.")
def command(file: Path, version: str | None, output: Path | None) -> None:
    """Print precision, recall, F1, average precision and calibration error.

    Per label over all passages and language by language, each with the 95 % interval
    of a bootstrap over scenarios. FILE holds one labelled passage a line, in the form
    of data/passages.

    \b
    Example:
      duress evaluate data/field/dev.jsonl -o figures.json
    """
    from training.corpus import read_passages
    from training.evaluate import evaluate
    from training.settings import read_settings as read_training_settings

    classifier = Classifier.from_folder(read_settings().models, version)
    report = evaluate(classifier, read_passages(file), read_training_settings().metrics)
    _print_report(table_console(), report)
    if output:
        with write_aside(output) as target:
            target.write(msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n")


def _print_report(console: Console, report: "Report") -> None:
    console.print(f"model {report.model}", highlight=False)
    for name, group in {"all languages": report.overall, **report.languages}.items():
        console.print(_group_table(name, group), "")


def _group_table(name: str, group: "GroupMetrics") -> Table:
    table = Table(title=f"{name}: {group.passages} passages", title_justify="left", box=None, pad_edge=False)
    table.add_column("label", no_wrap=True)
    for header in ("positives", "precision", "recall", "F1", "average precision", "calibration error"):
        table.add_column(header, justify="right", no_wrap=True)
    for label in LABELS:
        figures = group.labels[label]
        shown = (
            figures.precision,
            figures.recall,
            figures.f1,
            figures.average_precision,
            figures.calibration_error,
        )
        table.add_row(label, str(figures.positives), *(_show(interval) for interval in shown))
    macro = (_show(group.macro_f1), _show(group.macro_average_precision), "")
    table.add_row("mean of labels", "", "", "", *macro, style="bold")
    return table


def _show(interval: "Interval") -> str:
    from training.card import show_interval

    return show_interval(interval)
