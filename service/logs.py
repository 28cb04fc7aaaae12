"""Log lines that cannot hold a tip: JSON, to standard error, from fixed words and numbers.

A record's arguments and exception message are never written, only its template, its
fields passed as ``extra={"fields": {...}}``, and where an exception was raised. Of other
libraries' records, which may quote what could not be read, only the place is written.
"""

import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

import msgspec


class SilentFormatter(logging.Formatter):
    """One JSON object a line, without anything that came in from outside."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for a record."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **_own_words(record),
        }
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["at"] = [f"{f.filename}:{f.lineno}" for f in traceback.extract_tb(record.exc_info[2])]
        return msgspec.json.encode(line, enc_hook=lambda value: type(value).__name__).decode()


def _own_words(record: logging.LogRecord) -> dict[str, Any]:
    """Return event and fields of a record of ours; of another's, where it was made."""
    if record.name.partition(".")[0] == "duress":
        event = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        return {"event": event, **getattr(record, "fields", {})}
    return {"event": "another library's message, withheld", "from": f"{record.filename}:{record.lineno}"}


def configure_logs(level: int = logging.INFO) -> None:
    """Send every logger's records to standard error through `SilentFormatter`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(SilentFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # A record that cannot be written must not be printed with its arguments instead.
    logging.raiseExceptions = False
    # Python warnings go to standard error by themselves and may quote what they warn of.
    logging.captureWarnings(capture=True)
