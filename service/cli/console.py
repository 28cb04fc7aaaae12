"""Where tables and progress are printed: a terminal has its own width, a pipe a wide one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from rich.console import Console

from classifier.errors import InputError

PIPE_WIDTH: Final = 160


def table_console() -> Console:
    """Return the console for tables on standard output."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(width=PIPE_WIDTH, highlight=False)


def check_extra(*packages: str) -> None:
    """Say what to install where packages of the extra `corpus` are missing.

    Raises:
        InputError: one of them is.
    """
    if missing := [name for name in packages if find_spec(name) is None]:
        raise InputError(f"needs {' and '.join(missing)}", hint="pip install 'duress[corpus]'")


def prepare_page(page: Path) -> None:
    """Make the folder that a page's pictures go into, before the long work that fills it.

    Raises:
        InputError: it cannot be made.
    """
    try:
        page.with_suffix("").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("the report cannot be written", where=str(page)) from error


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Hand out a function that shows the step being done: in place on a terminal, else a line each."""
    console = Console(stderr=True, highlight=False)
    with console.status("starting") as status:

        def say(step: str) -> None:
            status.update(step)
            if not console.is_terminal:
                console.print(step)

        yield say
