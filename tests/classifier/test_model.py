"""The classifier: documents in, findings out, in order and complete."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.errors import InputError
from classifier.findings import Document
from classifier.labels import INDICATORS, LABELS
from classifier.model import Classifier
from tests.conftest import CANARY, tip
from tests.samples import field_passages


def test_findings_come_in_the_order_of_the_documents(classifier: Classifier) -> None:
    documents = [Document(p.text, p.id) for p in field_passages()[:40]]
    together = classifier.classify(documents)
    assert [finding.id for finding in together] == [document.id for document in documents]
    assert together == [classifier.classify([document])[0] for document in documents]


@settings(max_examples=200)
@given(st.text(min_size=1).filter(lambda text: not text.isspace()))
def test_any_text_has_a_finding_whose_passages_are_slices(classifier: Classifier, text: str) -> None:
    (finding,) = classifier.classify([Document(text)], include_text=True)
    assert finding.decision in {"flag", "review", "clear"}
    assert list(finding.labels) == list(LABELS)
    assert list(finding.indicators) == list(INDICATORS)
    for passage in finding.passages:
        assert text[passage.start : passage.end] == passage.text
        assert all(0.0 <= score.score <= 1.0 for score in passage.labels.values())


def test_text_and_evidence_are_left_out_unless_asked_for(classifier: Classifier) -> None:
    raw = msgspec.json.encode(classifier.classify([Document(tip())])[0])
    assert CANARY.encode() not in raw
    assert set(msgspec.json.decode(raw)["passages"][0]) == {
        "start",
        "end",
        "language",
        "supported",
        "labels",
        "indicators",
    }


@pytest.mark.parametrize("text", ["", " \n\t ", "\u2003"])
def test_a_document_without_text_is_refused_by_its_place(classifier: Classifier, text: str) -> None:
    with pytest.raises(InputError, match=r"documents\[1\]\.text: text is empty"):
        classifier.classify([Document("One good text."), Document(text)])


def test_a_megabyte_without_a_space_is_read(classifier: Classifier) -> None:
    (finding,) = classifier.classify([Document("a" * 1_000_000)])
    assert finding.passages[-1].end == 1_000_000
    assert finding.decision == "review"


def test_probabilities_are_those_of_the_findings(classifier: Classifier) -> None:
    texts = [p.text for p in field_passages()[:20] if "\n" not in p.text and len(p.text) < 900]
    rows = classifier.probabilities(texts)
    for text, row in zip(texts, rows, strict=True):
        (passage,) = classifier.classify([Document(text)])[0].passages
        assert [passage.labels[label].score for label in LABELS] == row[: len(LABELS)].tolist()
