"""A screening: every row is written, or rejected, and counted once."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from classifier.errors import InputError
from classifier.findings import Document, Finding
from classifier.model import Classifier
from service.screening.readers import Columns
from service.screening.run import BATCH, Screening, Summary, reading_order
from service.screening.writers import RejectFile
from tests.conftest import CANARY, tip
from tests.samples import field_passages

WriteTips = Callable[..., str]
ROWS = [{"id": p.id, "text": tip(p.text)} for p in field_passages()[: 2 * BATCH + 5]]


class Kept:
    """A sink that keeps what it is given."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def write(self, finding: Finding) -> None:
        """Keep one finding."""
        self.findings.append(finding)


def screen(
    classifier: Classifier, *sources: str, **options: Any
) -> tuple[list[Finding], Summary, RejectFile]:
    """Return the findings, the summary and the rejects of a screening."""
    options = {"columns": Columns(), "max_chars": 10_000} | options
    sink, rejects, ticks = Kept(), RejectFile(None), []
    summary = Screening(classifier, **options).run(sources, sink, rejects, ticks.append)
    assert sum(ticks) == summary.documents + summary.rejected
    assert summary.documents == len(sink.findings) == sum(summary.decisions.values())
    assert summary.rejected == len(rejects.rejects)
    return sink.findings, summary, rejects


def test_findings_are_those_of_the_classifier_in_the_order_of_rows(
    classifier: Classifier, write_tips: WriteTips
) -> None:
    findings, summary, _ = screen(classifier, write_tips(*ROWS))
    assert findings == classifier.classify([Document(row["text"], row["id"]) for row in ROWS])
    assert summary.passages == sum(len(finding.passages) for finding in findings)
    assert summary.decisions == Counter(finding.decision for finding in findings)


def test_files_are_read_one_after_the_other(classifier: Classifier, write_tips: WriteTips) -> None:
    second, first = write_tips(*ROWS[:3], name="a.jsonl"), write_tips(*ROWS[3:5], name="b.jsonl")
    findings, _, _ = screen(classifier, first, second)
    assert [finding.id for finding in findings] == [row["id"] for row in ROWS[3:5] + ROWS[:3]]


def test_the_summary_keeps_what_to_read_first(classifier: Classifier, write_tips: WriteTips) -> None:
    findings, summary, _ = screen(classifier, write_tips(*ROWS), keep=7)
    assert summary.first == sorted(findings, key=reading_order, reverse=True)[:7]
    assert screen(classifier, write_tips(*ROWS), keep=0)[1].first == []


def test_a_flag_comes_before_a_review_and_a_review_before_a_clear(
    classifier: Classifier, write_tips: WriteTips
) -> None:
    _, summary, _ = screen(classifier, write_tips(*ROWS), keep=1_000)
    decisions = [finding.decision for finding in summary.first]
    assert decisions == sorted(decisions, key=["flag", "review", "clear"].index)


def test_rejects_do_not_stop_the_good_rows(classifier: Classifier, write_tips: WriteTips) -> None:
    mixed = [row for good in ROWS[:BATCH] for row in (good, {"text": ""}, [CANARY])]
    findings, _, rejects = screen(classifier, write_tips(*mixed))
    assert [finding.id for finding in findings] == [row["id"] for row in ROWS[:BATCH]]
    assert Counter(reject.reason for reject in rejects.rejects) == {
        "text is empty": BATCH,
        "is not a JSON object": BATCH,
    }


@pytest.mark.parametrize("rows", [0, 1, 3 * BATCH])
def test_a_file_of_bad_rows_has_no_findings(classifier: Classifier, write_tips: WriteTips, rows: int) -> None:
    findings, summary, _ = screen(classifier, write_tips(*[{"text": " "}] * rows))
    assert (findings, summary.rejected, summary.first) == ([], rows, [])


def test_text_is_written_only_when_asked_for(classifier: Classifier, write_tips: WriteTips) -> None:
    path = write_tips(ROWS[0])
    shown = {
        (written, kept): screen(classifier, path, include_text=written, show_text=kept)
        for written in (False, True)
        for kept in (False, True)
    }
    for (written, kept), (findings, summary, _) in shown.items():
        assert (CANARY in str(findings)) is written
        assert (CANARY in str(summary.first)) is kept


def test_evidence_comes_when_asked_for(classifier: Classifier, write_tips: WriteTips) -> None:
    documents = [Document(ROWS[0]["text"], ROWS[0]["id"])]
    findings, _, _ = screen(classifier, write_tips(ROWS[0]), explain=True)
    assert findings == classifier.classify(documents, explain=True)


def test_a_file_without_any_readable_form_stops_the_run(
    classifier: Classifier, write_tips: WriteTips
) -> None:
    with pytest.raises(InputError, match="no column with text"):
        screen(classifier, write_tips(*ROWS), write_tips(*ROWS, name="tips.csv"))
