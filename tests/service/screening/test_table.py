"""The table for a person: what to read first, and nothing of a text unless asked for."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from classifier.findings import Document, Finding
from classifier.model import Classifier
from service.screening.run import Summary
from service.screening.table import PASSAGES_SHOWN, print_summary, print_table
from tests.conftest import CANARY, tip
from tests.service.screening.conftest import PARAGRAPHS


def printed(*findings: Finding, width: int = 200) -> list[str]:
    """Return the lines of the table without the spaces around them."""
    file = io.StringIO()
    print_table(Console(file=file, width=width), findings)
    return [line.strip() for line in file.getvalue().splitlines()]


def find(classifier: Classifier, text: str, id_: str = "t-1") -> Finding:
    return classifier.classify([Document(text, id_)], include_text=True)[0]


def test_a_document_of_one_passage_is_one_row(classifier: Classifier) -> None:
    header, row = printed(find(classifier, tip("One.")))
    assert header.split()[:5] == ["decision", "coercion", "voluntary", "policy", "deportation"]
    assert row.split()[0] in {"flag", "review", "clear"}
    assert "t-1" in row
    assert tip("One.") in row


def test_passages_stand_below_their_document_by_coercion(finding: Finding) -> None:
    _, row, *below = printed(finding)
    assert "2 passages" in row
    assert len(below) == 2
    assert below == sorted(below, reverse=True)
    assert {place for line in below for place in line.split() if "-" in place} == {
        f"{passage.start}-{passage.end}" for passage in finding.passages
    }
    assert "\n" in PARAGRAPHS


def test_documents_stand_in_the_order_given(classifier: Classifier) -> None:
    rows = printed(*(find(classifier, tip("One."), f"t-{at}") for at in (3, 1, 2)))
    assert [row.split()[6] for row in rows[1:]] == ["t-3", "t-1", "t-2"]


def test_only_the_first_passages_of_a_long_document_are_shown(classifier: Classifier) -> None:
    more = PASSAGES_SHOWN + 5
    rows = printed(find(classifier, "\n\n".join(tip(f"Paragraph {at}.") for at in range(more))))
    assert len(rows) == 2 + PASSAGES_SHOWN + 1
    assert rows[-1].strip() == "5 more below"


def test_without_text_in_the_findings_none_is_shown(finding: Finding) -> None:
    assert CANARY not in "\n".join(printed(finding.without_text()))


@pytest.mark.parametrize("width", [80, 160])
def test_a_long_text_leaves_room_for_what_stands_before_it(classifier: Classifier, width: int) -> None:
    found = find(classifier, tip("They took my brother from the market. " * 15))
    header, row = printed(found, width=width)
    assert header.startswith("decision")
    assert row.split()[:2] == [found.decision, f"{found.labels['coercion'].score:.2f}"]
    assert "t-1" in row


def test_a_finding_without_an_id_has_an_empty_cell(finding: Finding) -> None:
    assert "None" not in "\n".join(printed(replace(finding, id=None)))


@pytest.mark.parametrize("text", ["[bold]a[/bold] [/] [link=x]", ":smile: a", r"back\slash [red"])
def test_marks_of_the_console_are_shown_as_they_are(classifier: Classifier, text: str) -> None:
    row = printed(find(classifier, tip(text), text))[1]
    assert row.count(text) == 2


@pytest.mark.parametrize("sign", ["\x1b[2J", "\x1b]0;title\x07", "\x9b2J", "\x07", "\x08", "\r", "\u202e"])
def test_no_tip_can_steer_the_terminal(classifier: Classifier, sign: str) -> None:
    table = "\n".join(printed(find(classifier, tip(f"a{sign}b"), f"t{sign}1")))
    assert not {"\x1b", "\x9b", "\x07", "\x08", "\r", "\u202e"} & set(table)


def test_the_summary_is_one_line_of_counts() -> None:
    file = io.StringIO()
    summary = Summary(documents=1_234, passages=2_345, rejected=3, seconds=2.0)
    summary.decisions.update({"flag": 1_000, "clear": 234})
    print_summary(Console(file=file, width=40), summary, "2026-01-01-abcdef")
    assert file.getvalue() == (
        "1,234 documents, 2,345 passages: 1,000 flag, 0 review, 234 clear; "
        "3 rejected; 2.0 s (617/s); model 2026-01-01-abcdef\n"
    )
