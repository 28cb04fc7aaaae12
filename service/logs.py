"""Log lines that cannot hold a tip: JSON, to standard error, from fixed words and numbers.

A record's arguments and exception message are never written, only its template, its
fields passed as ``extra={"fields": {...}}``, and where an exception was raised. Other
libraries log parts of what they could not read; through this formatter they can't.
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
            "event": record.msg if isinstance(record.msg, str) else type(record.msg).__name__,
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["at"] = [f"{f.filename}:{f.lineno}" for f in traceback.extract_tb(record.exc_info[2])]
        return msgspec.json.encode(line).decode()


def configure_logs(level: int = logging.INFO) -> None:
    """Send every logger's records to standard error through `SilentFormatter`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(SilentFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Python warnings go to standard error by themselves and may quote what they warn of.
    logging.captureWarnings(capture=True)
