"""Where tables are printed: a terminal has its own width, a pipe a wide one."""

from typing import Final

from rich.console import Console

PIPE_WIDTH: Final = 160


def table_console() -> Console:
    """Return the console for tables on standard output."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(width=PIPE_WIDTH, highlight=False)
