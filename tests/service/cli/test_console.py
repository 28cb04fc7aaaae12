"""The console of tables: as wide as a terminal, and wide enough where there is none."""

from service.cli.console import PIPE_WIDTH, table_console


def test_a_console_that_is_no_terminal_is_wide() -> None:
    assert table_console().width == PIPE_WIDTH
