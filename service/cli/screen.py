"""``duress screen``: files of tips in, ranked findings out."""

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from classifier.errors import InputError
from classifier.model import Classifier
from service.cli.console import table_console
from service.screening.readers import STANDARD_INPUT, Columns, find_inputs
from service.screening.run import Screening, Summary
from service.screening.table import print_summary, print_table
from service.screening.writers import JsonLines, Nowhere, RejectFile, Sink, reject_path, write_aside
from service.settings import read_settings

REJECTED = 3
"""Exit code when some rows could not be screened."""


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", metavar="OUT", help="Write findings as JSON lines; `-` for standard output.")
@click.option("--text-column", metavar="NAME", help="Column or key that holds the text.")
@click.option("--id-column", metavar="NAME", help="Column or key that holds the id.")
@click.option("--explain", is_flag=True, help="Add to each passage the words that carried it.")
@click.option("--include-text", is_flag=True, help="Write the text of each passage beside its finding.")
@click.option("--show-text", is_flag=True, help="Show the first words of each passage in the table.")
@click.option("--top", default=50, show_default=True, metavar="N", help="Rows of the table; 0 for none.")
@click.option("--max-chars", type=click.IntRange(1), metavar="N", help="Longest document taken.")
def command(
    inputs: tuple[str, ...],
    output: str | None,
    text_column: str | None,
    id_column: str | None,
    explain: bool,
    include_text: bool,
    show_text: bool,
    top: int,
    max_chars: int | None,
) -> int:
    """Screen files, folders or standard input (`-`, JSON lines) and rank them.

    Reads .jsonl .ndjson .csv .tsv (a row a document) and .txt .md (a file a document).
    Prints a table, what to read first on top, and with -o writes one JSON object a
    document. Rows that cannot be read are counted and, with -o, kept in
    OUT's `.rejects.jsonl` with their place and the reason. Text is neither kept nor
    shown unless asked for.

    \b
    Exit codes: 0 all screened, 2 bad usage or nothing to screen, 3 some rows rejected.

    \b
    Examples:
      duress screen tips.csv --text-column message -o findings.jsonl
      zcat leak.jsonl.gz | duress screen - -o findings.jsonl --top 20
    """
    settings = read_settings()
    sources = find_inputs(inputs)
    screening = Screening(
        classifier=Classifier.from_folder(settings.models),
        columns=Columns(text_column, id_column),
        max_chars=max_chars or settings.max_text_chars,
        explain=explain,
        include_text=include_text,
        show_text=show_text,
        keep=max(top, 0),
    )
    to_stdout = output == STANDARD_INPUT
    target = Path(output) if output and not to_stdout else None
    if target and any(_is_same_file(target, source) for source in sources):
        raise InputError("is an input too", where=str(target), hint="write the findings to another file")
    rejects = RejectFile(reject_path(target) if target else None)
    summary = _screen(screening, sources, _open_output(target, to_stdout), rejects)
    if top > 0 and not to_stdout:
        print_table(table_console(), summary.first)
    print_summary(Console(stderr=True), summary, screening.classifier.version)
    for reject in rejects.rejects[:3]:
        line = f":{reject.line}" if reject.line else ""
        click.echo(f"rejected {reject.source}{line}: {reject.reason}", err=True)
    if target:
        click.echo(f"written: {target}", err=True)
    return REJECTED if summary.rejected else 0


def _is_same_file(target: Path, source: str) -> bool:
    return source != STANDARD_INPUT and target.exists() and target.samefile(source)


def _open_output(target: Path | None, to_stdout: bool) -> AbstractContextManager[BinaryIO | None]:
    if target:
        return write_aside(target)
    return _standard_output() if to_stdout else nullcontext()


@contextmanager
def _standard_output() -> Iterator[BinaryIO]:
    """Yield standard output; a reader that has gone, such as `head`, ends the run in peace."""
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # What is still buffered must not break the pipe again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(0) from None


def _screen(
    screening: Screening,
    sources: list[str],
    opened: AbstractContextManager[BinaryIO | None],
    rejects: RejectFile,
) -> Summary:
    """Run with a progress bar; leave no output when not one document could be read."""
    try:
        with opened as file, _progress() as progress:
            task = progress.add_task("screening", total=None)
            sink: Sink = JsonLines(file) if file else Nowhere()
            summary = screening.run(sources, sink, rejects, lambda rows: progress.advance(task, rows))
            if not summary.documents:
                raise _nothing_read(rejects)
    finally:
        rejects.close()
    return summary


def _nothing_read(rejects: RejectFile) -> InputError:
    if not rejects.rejects:
        return InputError("there is no document in the input")
    first = rejects.rejects[0]
    where = f"{first.source}:{first.line}" if first.line else first.source
    more = f"; none of {len(rejects.rejects)} rows could be read" if len(rejects.rejects) > 1 else ""
    return InputError(f"{first.reason}{more}", where=where)


def _progress() -> Progress:
    """Return a progress bar on standard error, silent when that is no terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
