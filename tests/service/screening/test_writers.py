"""Output is written aside and renamed: there in full or not at all."""

import io
import json
from pathlib import Path

import pytest

from classifier.errors import InputError
from classifier.findings import Finding
from service.screening.readers import Reject
from service.screening.writers import JsonLines, Nowhere, RejectFile, reject_path, write_aside
from tests.conftest import CANARY
from tests.service.screening.conftest import PARAGRAPHS
from tests.service.shapes import assert_finding

REJECT = Reject("tips.jsonl", 3, "text is empty")


class StopError(Exception):
    """Ends a write before its time."""


def stop_writing(path: Path, error: BaseException) -> None:
    try:
        with write_aside(path) as file:
            file.write(b"half")
            raise error
    except (StopError, KeyboardInterrupt) as caught:
        if caught is not error:
            raise


def test_a_finding_is_one_line_in_the_shape_of_the_design(finding: Finding) -> None:
    file = io.BytesIO()
    for one in (finding, finding.without_text()):
        JsonLines(file).write(one)
    with_text, without = file.getvalue().splitlines()
    assert_finding(json.loads(with_text), PARAGRAPHS, with_text=True)
    assert_finding(json.loads(without), PARAGRAPHS)
    assert CANARY.encode() not in without


def test_nowhere_takes_findings(finding: Finding) -> None:
    Nowhere().write(finding)


@pytest.mark.parametrize(
    ("output", "rejects"),
    [
        ("findings.jsonl", "findings.rejects.jsonl"),
        ("a.b/findings", "a.b/findings.rejects.jsonl"),
        ("a.b.jsonl", "a.b.rejects.jsonl"),
    ],
)
def test_rejects_stand_beside_the_output(output: str, rejects: str) -> None:
    assert reject_path(Path(output)) == Path(rejects)


def test_the_reject_file_holds_place_and_reason(tmp_path: Path) -> None:
    rejects = RejectFile(tmp_path / "x.rejects.jsonl")
    rejects.write(REJECT)
    assert not rejects.path.exists()
    rejects.close()
    (line,) = rejects.path.read_text().splitlines()
    assert json.loads(line) == {"source": "tips.jsonl", "line": 3, "reason": "text is empty"}


def test_without_rejects_the_file_of_an_earlier_run_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "x.rejects.jsonl"
    path.write_text("{}\n")
    RejectFile(path).close()
    RejectFile(path).close()
    assert not path.exists()


def test_rejects_without_a_file_are_kept_in_memory(tmp_path: Path) -> None:
    rejects = RejectFile(None)
    rejects.write(REJECT)
    rejects.close()
    assert rejects.rejects == [REJECT]
    assert list(tmp_path.iterdir()) == []


def test_the_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "out.jsonl"
    with write_aside(path) as file:
        file.write(b"whole")
        assert not path.exists()
    assert path.read_bytes() == b"whole"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("error", [StopError(), KeyboardInterrupt()])
def test_nothing_is_left_when_the_write_fails(tmp_path: Path, error: BaseException) -> None:
    stop_writing(tmp_path / "out.jsonl", error)
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_file_stays_when_the_write_fails_and_goes_when_it_does_not(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"earlier")
    stop_writing(path, StopError())
    assert path.read_bytes() == b"earlier"
    with write_aside(path) as file:
        file.write(b"later")
    assert path.read_bytes() == b"later"


def test_findings_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    with write_aside(path) as file:
        file.write(b"whole")
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["file/out.jsonl", "file/deep/out.jsonl", "folder"])
def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match=f"^{tmp_path / name}: "), write_aside(tmp_path / name) as file:
        file.write(b"whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def test_closing_rejects_where_no_folder_can_be_is_quiet(tmp_path: Path) -> None:
    """The error that the output met there is the one to be told."""
    (tmp_path / "file").write_text("")
    RejectFile(tmp_path / "file" / "out.rejects.jsonl").close()
