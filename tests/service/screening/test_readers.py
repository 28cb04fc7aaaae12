"""Files of tips to documents: good rows survive bad ones, and a bad row says where it stands and why."""

import csv
import io
import json
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from classifier.errors import InputError
from classifier.findings import Document
from service.screening.readers import Columns, Item, Reject, find_inputs, read_documents
from tests.conftest import CANARY, tip

BOM = b"\xef\xbb\xbf"
ONE, TWO = tip("One, and \u0456\u043d\u0448\u0435 \U0001f62d."), tip("Two.")
DOCUMENTS = [Document(ONE, "a"), Document(TWO, "b")]
TEXTS = st.lists(st.text(st.characters(codec="utf-8")).filter(str.strip).map(tip))


def read(path: Path, columns: Columns = Columns(), max_chars: int = 10_000) -> list[Item]:  # noqa: B008
    return list(read_documents(str(path), columns, max_chars))


def read_bytes(folder: Path, name: str, content: bytes, **options) -> list[Item]:
    (folder / name).write_bytes(content)
    return read(folder / name, **options)


def json_lines(*rows: object, end: str = "\n") -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + end for row in rows).encode()


def table(*rows: list[str], delimiter: str = ",", end: str = "\n") -> bytes:
    # Where rows end with LF alone, Python's writer would leave a lone CR without quotes.
    quoting = csv.QUOTE_ALL if end == "\n" else csv.QUOTE_MINIMAL
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return file.getvalue().encode()


ROWS = ({"id": "a", "text": ONE}, {"id": "b", "text": TWO})
CELLS = (["id", "text"], ["a", ONE], ["b", TWO])
FORMATS = {
    "tips.jsonl": json_lines(*ROWS),
    "tips.ndjson": json_lines(*ROWS),
    "TIPS.JSONL": json_lines(*ROWS),
    "crlf.jsonl": json_lines(*ROWS, end="\r\n"),
    "bom.jsonl": BOM + json_lines(*ROWS),
    "blank lines.jsonl": b"\n \n" + json_lines(*ROWS, end="\n\n\t\n"),
    "no end.jsonl": json_lines(*ROWS).rstrip(),
    "escaped.jsonl": "".join(json.dumps(row) + "\n" for row in ROWS).encode(),
    "tips.csv": table(*CELLS),
    "TIPS.CSV": table(*CELLS),
    "semicolon.csv": table(*CELLS, delimiter=";"),
    "tab.csv": table(*CELLS, delimiter="\t"),
    "bar.csv": table(*CELLS, delimiter="|"),
    "crlf.csv": table(*CELLS, end="\r\n"),
    "bom.csv": BOM + table(*CELLS),
    "bom and CRLF.csv": BOM + table(*CELLS, end="\r\n"),
    "blank lines.csv": table(*CELLS, end="\r\n\r\n"),
    "no end.csv": table(*CELLS).rstrip(),
    "more columns.csv": table(["at", "id", "text", "to"], ["1", "a", ONE, "x"], ["2", "b", TWO, ""]),
    "tips.tsv": table(*CELLS, delimiter="\t"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_documents(tmp_path: Path, name: str) -> None:
    assert read_bytes(tmp_path, name, FORMATS[name]) == DOCUMENTS


@pytest.mark.parametrize("name", ["note.txt", "note.md", "NOTE.TXT"])
@pytest.mark.parametrize("before", [b"", BOM])
def test_a_text_file_is_one_document(tmp_path: Path, name: str, before: bytes) -> None:
    text = f"\n{ONE}\r\n\r\n{TWO}\n"
    assert read_bytes(tmp_path, name, before + text.encode()) == [Document(text, str(tmp_path / name))]


def test_standard_input_is_read_as_json_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json_lines(*ROWS, {"text": ONE}, []))))
    assert list(read_documents("-", Columns(), 10_000)) == [
        *DOCUMENTS,
        Document(ONE, "stdin:3"),
        Reject("stdin", 4, "is not a JSON object"),
    ]


def test_line_breaks_inside_quotes_belong_to_the_text(tmp_path: Path) -> None:
    texts = [tip("line\nbreak"), tip("CR\r\nLF\n\nempty line"), tip('a "quoted" word'), tip("last")]
    items = read_bytes(tmp_path, "tips.csv", table(["text", "x"], *([text, ""] for text in texts)))
    places = [2, 4, 8, 9]
    assert items == [
        Document(text, f"{tmp_path / 'tips.csv'}:{line}") for text, line in zip(texts, places, strict=True)
    ]


COLUMNS = {
    "the usual name": (Columns(), {"text": ONE}, (ONE, None)),
    "another usual name": (Columns(), {"_id": "a", "message": ONE}, (ONE, "a")),
    "a third": (Columns(), {"document_id": "a", "body": ONE}, (ONE, "a")),
    "a fourth": (Columns(), {"content": ONE}, (ONE, None)),
    "the first of two usual names": (
        Columns(),
        {"content": TWO, "text": ONE, "_id": "b", "id": "a"},
        (ONE, "a"),
    ),
    "a name asked for": (
        Columns(text="опис", id="№"),
        {"text": TWO, "опис": ONE, "id": "b", "№": "a"},
        (ONE, "a"),
    ),
}


@pytest.mark.parametrize("ending", ["jsonl", "csv", "tsv"])
@pytest.mark.parametrize(("columns", "row", "wanted"), COLUMNS.values(), ids=COLUMNS)
def test_columns_are_found(
    tmp_path: Path, ending: str, columns: Columns, row: dict[str, str], wanted: tuple[str, str | None]
) -> None:
    content = {
        "jsonl": json_lines(row),
        "csv": table(list(row), list(row.values())),
        "tsv": table(list(row), list(row.values()), delimiter="\t"),
    }[ending]
    path = tmp_path / f"tips.{ending}"
    text, id_ = wanted
    place = f"{path}:{1 if ending == 'jsonl' else 2}"
    assert read_bytes(tmp_path, path.name, content, columns=columns) == [Document(text, id_ or place)]


@pytest.mark.parametrize(
    ("id_", "wanted"),
    [("a:7", "a:7"), (7, "7"), (0, "0"), (-5, "-5"), (2**70, str(2**70)), ("😀", "😀")]
    + [(odd, None) for odd in ("", None, True, 1.5, [CANARY], {CANARY: 1})],
)
def test_an_id_is_a_string_or_a_whole_number_else_the_place(
    tmp_path: Path, id_: object, wanted: str | None
) -> None:
    items = read_bytes(tmp_path, "tips.jsonl", json_lines({"text": ONE, "id": id_}))
    assert items == [Document(ONE, wanted or f"{tmp_path / 'tips.jsonl'}:1")]


RAW = CANARY.encode()
BAD_LINES = {
    "not JSON": (RAW, "is not a JSON object in UTF-8"),
    "cut short": (b'{"text": "' + RAW, "is not a JSON object in UTF-8"),
    "invalid UTF-8": (b'{"text": "' + RAW + b'\xff"}', "is not a JSON object in UTF-8"),
    "a lone surrogate": (b'{"text": "' + RAW + b'\\ud83d"}', "is not a JSON object in UTF-8"),
    "deep": (b'{"text": "' + RAW + b'", "x": ' + b"[" * 100_000, "is not a JSON object in UTF-8"),
    "a huge id": (b'{"text": "' + RAW + b'", "id": ' + b"9" * 5_000 + b"}", "is not a JSON object in UTF-8"),
    "NaN": (b'{"text": NaN, "x": "' + RAW + b'"}', "is not a JSON object in UTF-8"),
    "an array": (json_lines([CANARY]).rstrip(), "is not a JSON object"),
    "a string": (json_lines(CANARY).rstrip(), "is not a JSON object"),
    "null": (b"null", "is not a JSON object"),
    "no text": (json_lines({"id": CANARY, CANARY: 1}).rstrip(), "has no `text`"),
    "text of null": (json_lines({"text": None, "id": CANARY}).rstrip(), "has no `text`"),
    "text of a number": (json_lines({"text": 7391, "id": CANARY}).rstrip(), "`text` is not a string"),
    "text of an array": (json_lines({"text": [CANARY]}).rstrip(), "`text` is not a string"),
    "empty text": (json_lines({"text": "", "id": CANARY}).rstrip(), "text is empty"),
    "white space": (json_lines({"text": " \n\u2003", "id": CANARY}).rstrip(), "text is empty"),
    "too long": (json_lines({"text": CANARY + "a" * 10_000}).rstrip(), "the limit is 10000"),
    "too long, with an id": (
        json_lines({"text": CANARY + "a" * 10_000, "id": "a"}).rstrip(),
        "the limit is 10000",
    ),
    "too long, with an id like a place": (
        json_lines({"text": CANARY + "a" * 10_000, "id": "chat:99"}).rstrip(),
        "the limit is 10000",
    ),
    "too long, with an id of another script's digits": (
        json_lines({"text": CANARY + "a" * 10_000, "id": "m:²"}).rstrip(),
        "the limit is 10000",
    ),
}


@pytest.mark.parametrize(("line", "reason"), BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_is_a_reject_and_the_others_are_read(tmp_path: Path, line: bytes, reason: str) -> None:
    good = json_lines(*ROWS).splitlines()
    items = read_bytes(tmp_path, "tips.jsonl", b"\n".join([good[0], b"", line, good[1]]))
    assert [items[0], items[2]] == DOCUMENTS
    assert_reject(items[1], tmp_path / "tips.jsonl", 3, reason)


BAD_ROWS = {
    "too many fields": (RAW + b",x," + RAW, "has 3 fields; the header has 2"),
    "too few fields": (b"x", "has no `text`"),
    "an empty text": (b'x,""', "text is empty"),
    "white space": ("x,\u2003 ".encode(), "text is empty"),
    "invalid UTF-8": (b"x," + RAW + b"\xff", "is not valid UTF-8"),
    "a surrogate": (b"x," + RAW + b"\xed\xa0\x80", "is not valid UTF-8"),
    "a lone CR": (b"x," + RAW + b"\rand more", "is not a row of this table"),
    "too long": (b"x," + RAW + b"a" * 10_000, "the limit is 10000"),
}


@pytest.mark.parametrize(("row", "reason"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_is_a_reject_and_the_others_are_read(tmp_path: Path, row: bytes, reason: str) -> None:
    before = table(["id", "text"], ["a", tip("one\nbreak")])
    items = read_bytes(tmp_path, "tips.csv", before + row + b"\n" + table(["b", TWO]))
    assert [items[0], items[-1]] == [Document(tip("one\nbreak"), "a"), Document(TWO, "b")]
    assert len(items) == 3
    assert_reject(items[1], tmp_path / "tips.csv", 4, reason)


def assert_reject(item: Item, path: Path, line: int | None, reason: str) -> None:
    assert isinstance(item, Reject)
    assert (item.source, item.line) == (str(path), line)
    assert reason in item.reason
    assert CANARY not in item.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "text is empty"),
        (BOM + b" \n\t", "text is empty"),
        (RAW + b" \xff", f"is not valid UTF-8 at byte {len(RAW) + 1}"),
        (CANARY.encode("utf-16"), "is not valid UTF-8"),
        (RAW + b"a" * 10_000, "the limit is 10000"),
    ],
)
@pytest.mark.parametrize("name", ["note.txt", "note:5.md"])
def test_a_text_file_without_a_readable_text_is_a_reject(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (item,) = read_bytes(tmp_path, name, content)
    assert_reject(item, tmp_path / name, None, reason)


def test_the_name_of_a_text_column_that_is_missing_in_a_row_is_given(tmp_path: Path) -> None:
    (item,) = read_bytes(tmp_path, "tips.jsonl", json_lines({"text": ONE}), columns=Columns(text="body"))
    assert_reject(item, tmp_path / "tips.jsonl", 1, "has no `body`")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        table(["a", "b"], [ONE, TWO]),
        table(["id", "Text"], ["a", ONE]),
        table(*CELLS).decode().encode("utf-16"),
        f"{ONE}\n{TWO}\n".encode(),
    ],
    ids=["empty", "blank", "other names", "another case", "UTF-16", "no header"],
)
def test_a_table_without_a_text_column_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match=f"^{tmp_path / 'tips.csv'}:1: no column with text .*--text-column"):
        read_bytes(tmp_path, "tips.csv", content)


def test_a_table_whose_lines_end_with_cr_alone_is_refused_or_read(tmp_path: Path) -> None:
    try:
        items = read_bytes(tmp_path, "tips.csv", f"id,text\ra,{ONE}\rb,{TWO}\r".encode())
    except InputError:
        return
    assert items == DOCUMENTS


def test_a_text_column_asked_for_must_be_in_the_header(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no column with text"):
        read_bytes(tmp_path, "tips.csv", table(*CELLS), columns=Columns(text="message"))


def test_a_table_of_one_column_may_have_any_sign_in_its_texts(tmp_path: Path) -> None:
    texts = [tip("a, b"), tip("a; b"), tip("a | b"), tip("a\tb")]
    items = read_bytes(tmp_path, "tips.csv", table(["text"], *([text] for text in texts), end="\r\n"))
    assert items == [Document(text, f"{tmp_path / 'tips.csv'}:{line}") for line, text in enumerate(texts, 2)]


def test_a_folder_is_walked_in_the_order_of_names(tmp_path: Path) -> None:
    names = ["b.txt", "a/c.MD", "a/b/z.jsonl", "a/x.csv", "c.tsv", "d.ndjson"]
    for name in [*names, "picture.png", "a/findings.parquet", "a/b/no-ending"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(tip())
    assert find_inputs([str(tmp_path)]) == sorted(str(tmp_path / name) for name in names)


def test_inputs_keep_the_order_they_were_given_in(tmp_path: Path) -> None:
    paths = [str(tmp_path / name) for name in ("b.txt", "a.csv")]
    for path in paths:
        Path(path).write_text(tip())
    assert find_inputs([paths[0], "-", paths[1]]) == [paths[0], "-", paths[1]]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.csv", "no such file or folder"),
        ("tips.xml", "has an unknown ending .*known endings: .jsonl"),
        ("tips", "has an unknown ending"),
        ("empty", "holds no file to read"),
    ],
)
def test_an_input_that_cannot_be_read_is_refused_by_name(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "tips.xml").write_text(tip())
    (tmp_path / "tips").write_text(tip())
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=f"^{tmp_path / name}: {reason}"):
        find_inputs([str(tmp_path / name)])


def test_a_file_that_has_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read(tmp_path / "gone.csv")


@given(TEXTS)
@example(
    [tip("\r"), tip("\n"), tip("\r\n\x85\u2028"), tip('"'), tip("\ufeff"), tip("\x00"), tip("\x1c,;|\t")]
)
def test_texts_written_as_json_lines_are_read_back(texts: list[str]) -> None:
    assert written_and_read("tips.jsonl", json_lines(*({"text": text} for text in texts))) == texts


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@given(texts=TEXTS)
@example(
    texts=[tip("\r"), tip("\n"), tip("\r\n\x85\u2028"), tip('"'), tip("\ufeff"), tip("\x00"), tip(",;|\t")]
)
def test_texts_written_as_a_table_are_read_back(texts: list[str], delimiter: str, end: str) -> None:
    content = table(["text", "n"], *([text, "1"] for text in texts), delimiter=delimiter, end=end)
    assert written_and_read("tips.csv", content) == texts


def written_and_read(name: str, content: bytes) -> list[str]:
    """Return the texts of the items, or the rejects themselves so that the comparison shows them."""
    with tempfile.TemporaryDirectory() as folder:
        items = read_bytes(Path(folder), name, content)
    return [item.text if isinstance(item, Document) else item for item in items]  # type: ignore[misc]
