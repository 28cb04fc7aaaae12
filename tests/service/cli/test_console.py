"""The console of tables: as wide as a terminal, and wide enough where there is none."""

import pytest

from classifier.errors import InputError
from service.cli.console import PIPE_WIDTH, check_extra, progress, table_console


def test_a_console_that_is_no_terminal_is_wide() -> None:
    assert table_console().width == PIPE_WIDTH


def test_a_missing_package_is_named_with_what_to_install() -> None:
    check_extra("click")
    with pytest.raises(InputError, match=r"no_such_package.*duress\[corpus\]"):
        check_extra("click", "no_such_package")


def test_steps_are_lines_where_there_is_no_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with progress() as say:
        say("first")
        say("second")
    assert capfd.readouterr().err.splitlines() == ["first", "second"]
