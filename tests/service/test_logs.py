"""Log lines hold fixed words and numbers, whatever is handed to the logger."""

import json
import logging
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.logs import SilentFormatter
from tests.conftest import CANARY, tip

SCRIPT = """
import logging, sys, warnings
from service.logs import configure_logs
configure_logs()
tip = sys.argv[1]
"""


def line_of(message: Any, *args: object, **more: Any) -> dict[str, Any]:
    """Return the line that the formatter makes of a record."""
    record = logging.LogRecord(
        "duress.test", logging.WARNING, "place.py", 7, message, args, more.get("exc_info")
    )
    record.__dict__ |= {key: value for key, value in more.items() if key != "exc_info"}
    return json.loads(SilentFormatter().format(record))


def raised(error: Exception) -> tuple[Any, Any, Any]:
    """Return what a logger is given in an except block."""
    try:
        raise error from RuntimeError(tip())
    except type(error):
        return sys.exc_info()


def run_script(statement: str) -> list[str]:
    """Return the lines on standard error of a process that logs through the service's set-up."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT + statement, tip()], capture_output=True, text=True, check=True
    )
    assert CANARY not in done.stderr
    return done.stderr.splitlines()


def test_a_line_holds_the_template_and_the_fields() -> None:
    line = line_of("read %d rows", 5, fields={"rows": 5, "ms": 1.5, "route": None})
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "warning",
        "logger": "duress.test",
        "event": "read %d rows",
        "rows": 5,
        "ms": 1.5,
        "route": None,
    }


@given(st.text())
def test_no_argument_and_no_exception_message_is_ever_in_a_line(text: str) -> None:
    record = logging.LogRecord("x", logging.ERROR, "p", 1, "cannot read %s", (tip(text),), None)
    record.exc_info = raised(ValueError(tip(text)))
    record.stack_info = tip(text)
    formatted = SilentFormatter().format(record)
    assert CANARY not in formatted
    assert CANARY not in json.dumps(json.loads(formatted), ensure_ascii=False)
    assert "\n" not in formatted


def test_an_exception_keeps_its_type_and_place() -> None:
    line = line_of("failed", exc_info=raised(KeyError(tip())))
    assert line["exception"] == "KeyError"
    assert [place.rpartition(":")[0] for place in line["at"]] == [__file__]


def test_a_record_without_an_exception_has_no_place() -> None:
    assert "exception" not in line_of("fine", exc_info=(None, None, None))


@pytest.mark.parametrize("message", [ValueError(tip()), {"text": tip()}, tip().encode()])
def test_a_message_that_is_no_template_is_named_by_type(message: object) -> None:
    assert line_of(message)["event"] == type(message).__name__


@pytest.mark.parametrize(
    ("statement", "logger"),
    [
        ("logging.getLogger('other').warning('cannot read %s', tip)", "other"),
        ("logging.getLogger('other').warning(f'cannot read {tip}')", "other"),
        ("warnings.warn(tip)", "py.warnings"),
        ("logging.warning('too %s few %s', tip)", "root"),
        ("logging.exception('no exception %s', tip)", "root"),
    ],
)
def test_what_other_libraries_say_is_one_line_without_their_words(statement: str, logger: str) -> None:
    (line,) = run_script(statement)
    assert json.loads(line)["logger"] == logger


@pytest.mark.parametrize(
    "statement",
    [
        "logging.warning('read %s', tip, extra={'fields': {'place': object()}})",
        "logging.warning('half \\ud83d %s', tip)",
    ],
)
def test_a_record_that_cannot_be_written_shows_none_of_its_arguments(statement: str) -> None:
    """`logging` prints the arguments of a record that its formatter fails on."""
    run_script(statement)


def test_debug_records_are_not_written() -> None:
    assert run_script("logging.debug('detail %s', tip)") == []
