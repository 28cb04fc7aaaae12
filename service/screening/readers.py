"""Files of tips to documents, one at a time; what cannot be read becomes a reject.

A reader never fails on a row: it yields a `Reject` with the place and the reason, and
goes on. It fails, with `InputError`, only on a file that has no readable form at all.
"""

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

from classifier.errors import InputError
from classifier.findings import Document

TEXT_COLUMNS: Final = ("text", "message", "body", "content")
ID_COLUMNS: Final = ("id", "_id", "document_id")
STANDARD_INPUT: Final = "-"
_DELIMITERS: Final = ",;\t|"


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns or keys hold the text and the id; None means the usual names."""

    text: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not screened: where it stands and why, without its text."""

    source: str
    line: int | None
    reason: str


Item = Document | Reject
Placed = tuple[int | None, Item]
"""An item and its line; None when it is a whole file."""


def find_inputs(inputs: Iterable[str]) -> list[str]:
    """Return the files to read, folders walked in the order of their names.

    Raises:
        InputError: a path does not exist, has an unknown ending, or a folder holds no file to read.
    """
    found: list[str] = []
    for name in inputs:
        path = Path(name)
        if name == STANDARD_INPUT or path.is_file():
            _reader(name)
            found.append(name)
        elif path.is_dir():
            inside = sorted(str(p) for p in path.rglob("*") if p.is_file() and p.suffix.lower() in _READERS)
            if not inside:
                raise InputError("holds no file to read", where=name, hint=f"known endings: {_endings()}")
            found += inside
        else:
            raise InputError("no such file or folder", where=name)
    return found


def read_documents(source: str, columns: Columns, max_chars: int) -> Iterator[Item]:
    """Yield the documents of one file, and a reject for each row that has none.

    Raises:
        InputError: the file cannot be read, or has no column or key with text.
    """
    for line, item in _read_file(source, columns):
        yield _check_length(item, source, line, max_chars)


def _read_file(source: str, columns: Columns) -> Iterator[Placed]:
    reader = _reader(source)
    if source == STANDARD_INPUT:
        yield from reader("stdin", sys.stdin.buffer, columns)
        return
    try:
        with Path(source).open("rb") as file:
            yield from reader(source, file, columns)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=source) from error


def _check_length(item: Item, source: str, line: int | None, max_chars: int) -> Item:
    if isinstance(item, Document) and len(item.text) > max_chars:
        return Reject(source, line, f"text is {len(item.text)} characters long; the limit is {max_chars}")
    return item


def _read_json_lines(source: str, file: BinaryIO, columns: Columns) -> Iterator[Placed]:
    for number, line in enumerate(file, 1):
        if line.strip():
            yield number, _json_document(source, number, line.removeprefix(b"\xef\xbb\xbf"), columns)


def _json_document(source: str, number: int, line: bytes, columns: Columns) -> Item:
    try:
        row = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Reject(source, number, "is not a JSON object in UTF-8")
    if not isinstance(row, dict):
        return Reject(source, number, "is not a JSON object")
    return _row_document(source, number, row, columns)


def _read_table(source: str, file: BinaryIO, columns: Columns) -> Iterator[Placed]:
    """Read CSV or TSV; the delimiter is the one that the header uses most."""
    csv.field_size_limit(2**31 - 1)
    lines = (line.decode("utf-8", "surrogateescape") for line in file)
    header = next(lines, "").removeprefix("\ufeff")
    delimiter = max(_DELIMITERS, key=header.count)
    names = _split_header(header, delimiter)
    if not _pick(names, columns.text, TEXT_COLUMNS):
        raise InputError(
            "no column with text",
            where=f"{source}:1",
            hint=f"name it with --text-column, or call it {' or '.join(TEXT_COLUMNS)}",
        )
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        start = rows.line_num + 2
        try:
            row = next(rows, None)
        except csv.Error:
            yield start, Reject(source, start, "is not a row of this table")
            continue
        if row is None:
            return
        if len(row) > len(names):
            yield start, Reject(source, start, f"has {len(row)} fields; the header has {len(names)}")
        elif row:
            yield start, _row_document(source, start, dict(zip(names, row, strict=False)), columns)


def _split_header(header: str, delimiter: str) -> list[str]:
    """Return the names of the columns; none when the line is no row of a table."""
    try:
        return next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        return []


def _row_document(source: str, line: int, row: Mapping[str, Any], columns: Columns) -> Item:
    """Return the document of one row, or why there is none."""
    name = _pick(row, columns.text, TEXT_COLUMNS)
    text = row.get(name) if name else None
    if text is None:
        return Reject(source, line, f"has no `{columns.text or TEXT_COLUMNS[0]}`")
    if not isinstance(text, str):
        return Reject(source, line, f"`{name}` is not a string")
    if not text or text.isspace():
        return Reject(source, line, "text is empty")
    if not _is_unicode(text):
        return Reject(source, line, "is not valid UTF-8")
    id_name = _pick(row, columns.id, ID_COLUMNS)
    id_ = row.get(id_name) if id_name else None
    named = isinstance(id_, str | int) and not isinstance(id_, bool) and id_ != ""
    return Document(text, str(id_) if named else f"{source}:{line}")


def _read_text(source: str, file: BinaryIO, _columns: Columns) -> Iterator[Placed]:
    """Read a whole file as one document."""
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield None, Reject(source, None, f"is not valid UTF-8 at byte {error.start}")
        return
    yield None, Document(text, source) if text.strip() else Reject(source, None, "text is empty")


_READERS: Final[Mapping[str, Callable[[str, BinaryIO, Columns], Iterator[Placed]]]] = {
    ".jsonl": _read_json_lines,
    ".ndjson": _read_json_lines,
    ".csv": _read_table,
    ".tsv": _read_table,
    ".txt": _read_text,
    ".md": _read_text,
}


def _reader(source: str) -> Callable[[str, BinaryIO, Columns], Iterator[Placed]]:
    """Return the reader for a file's ending; standard input is read as JSON lines."""
    if source == STANDARD_INPUT:
        return _read_json_lines
    reader = _READERS.get(Path(source).suffix.lower())
    if reader is None:
        raise InputError("has an unknown ending", where=source, hint=f"known endings: {_endings()}")
    return reader


def _endings() -> str:
    return " ".join(_READERS)


def _pick(names: Iterable[str], wanted: str | None, usual: tuple[str, ...]) -> str | None:
    """Return the column asked for, else the first usual one that is there."""
    there = set(names)
    candidates = (wanted,) if wanted else usual
    return next((name for name in candidates if name in there), None)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
