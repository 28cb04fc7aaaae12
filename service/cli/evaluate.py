"""``duress evaluate``: a model held against a file of labelled passages."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
from rich.console import Console
from rich.table import Table

from classifier.model import Classifier
from service.cli.console import check_extra, prepare_page, table_console
from service.screening.writers import write_aside
from service.settings import read_settings

if TYPE_CHECKING:
    from training.evaluate import GroupMetrics, Report


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--model", "version", metavar="VERSION", help="Default: the current model.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the figures as JSON.")
@click.option(
    "--report", type=click.Path(path_type=Path), metavar="PAGE", help="Write PAGE (Markdown) and its picture."
)
@click.option(
    "--worst",
    type=click.IntRange(min=0),
    default=50,
    show_default=True,
    help="How many of the scores furthest off the page lists, by id.",
)
def command(file: Path, version: str | None, output: Path | None, report: Path | None, worst: int) -> None:
    """Print precision, recall, F1, average precision and calibration error.

    Per label over all passages, by language and by genre, each with the 95 % interval
    of a bootstrap over scenarios. FILE holds one labelled passage a line, in the form
    of data/passages.

    \b
    Example:
      duress evaluate data/field/dev.jsonl -o figures.json --report docs/evaluation.md
    """
    from training.corpus import read_passages
    from training.evaluate import evaluate, worst_scores
    from training.settings import read_settings as read_training_settings

    if report:
        check_extra("matplotlib")
        prepare_page(report)
    classifier = Classifier.from_folder(read_settings().models, version)
    passages = read_passages(file)
    figures = evaluate(classifier, passages, read_training_settings().metrics)
    _print_report(table_console(), figures)
    if output:
        with write_aside(output) as target:
            target.write(msgspec.json.format(msgspec.json.encode(figures), indent=1) + b"\n")
    if report:
        from training.figures import write_figures

        write_figures(report, figures, worst_scores(classifier, passages, worst), file.name)


def _print_report(console: Console, report: "Report") -> None:
    console.print(f"model {report.model}", highlight=False)
    for name, group in {"all passages": report.overall, **report.languages, **report.genres}.items():
        console.print(_group_table(name, group), "")


def _group_table(name: str, group: "GroupMetrics") -> Table:
    from training.markdown import label_header, label_rows

    table = Table(title=f"{name}: {group.passages} passages", title_justify="left", box=None, pad_edge=False)
    for at, header in enumerate(label_header("label")):
        table.add_column(header, justify="right" if at else "left", no_wrap=True)
    *rows, means = label_rows(group)
    for row in rows:
        table.add_row(*row)
    table.add_row(*means, style="bold")
    return table
