"""Findings and rejects to JSON lines: written aside, then renamed, so never half there."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec

from classifier.errors import InputError
from classifier.findings import Finding
from service.screening.readers import Reject


class Sink(Protocol):
    """Where findings go."""

    def write(self, finding: Finding) -> None:
        """Take one finding."""


class JsonLines:
    """Writes one finding a line."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, finding: Finding) -> None:
        """Write one line."""
        self._file.write(msgspec.json.encode(finding) + b"\n")


class Nowhere:
    """Takes findings and keeps none: the table is all that was asked for."""

    def write(self, finding: Finding) -> None:
        """Drop the finding."""


class RejectFile:
    """Keeps rejects beside the output; the file is there only if there are any."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.rejects: list[Reject] = []

    def write(self, reject: Reject) -> None:
        """Keep one reject."""
        self.rejects.append(reject)

    def close(self) -> None:
        """Write the file, or remove that of an earlier run."""
        if self.path is None:
            return
        if not self.rejects:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
            return
        with write_aside(self.path) as file:
            file.writelines(msgspec.json.encode(asdict(reject)) + b"\n" for reject in self.rejects)


def reject_path(output: Path) -> Path:
    """Return where the rejects of an output go: ``findings.rejects.jsonl``."""
    return output.with_name(f"{output.stem}.rejects.jsonl")


@contextmanager
def write_aside(path: Path) -> Iterator[BinaryIO]:
    """Open a temporary file that becomes ``path`` when the block ends without an error.

    Raises:
        InputError: the folder cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", where=str(path)) from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(path)
    except OSError as error:
        Path(aside).unlink(missing_ok=True)
        raise InputError(f"cannot be written: {error.strerror}", where=str(path)) from error
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
