"""The shape of a finding in JSON, key by key, as the design fixes it."""

import math
from typing import Any

from classifier.labels import INDICATORS, LABELS

FINDING = ["id", "language", "decision", "labels", "indicators", "passages", "model", "warnings"]
PASSAGE = ["start", "end", "language", "supported", "labels", "indicators"]
SCORE = ["score", "threshold", "flagged"]
EVIDENCE = ["start", "end", "label", "weight"]


def assert_finding(
    finding: dict[str, Any], text: str, *, explain: bool = False, with_text: bool = False
) -> None:
    """Check every key of a finding, and that its passages are slices of ``text``."""
    assert list(finding) == FINDING
    assert finding["decision"] in {"flag", "review", "clear"}
    _assert_scores(finding)
    assert finding["passages"]
    for passage in finding["passages"]:
        assert list(passage) == PASSAGE + ["evidence"] * explain + ["text"] * with_text
        _assert_scores(passage)
        part = text[passage["start"] : passage["end"]]
        assert part
        assert part == part.strip()
        assert passage.get("text", part) == part
        if explain:
            _assert_evidence(passage)
    covered = "".join(text[p["start"] : p["end"]] for p in finding["passages"])
    assert "".join(covered.split()) == "".join(text.split())


def _assert_scores(part: dict[str, Any]) -> None:
    assert list(part["labels"]) == list(LABELS)
    assert list(part["indicators"]) == list(INDICATORS)
    for score in (*part["labels"].values(), *part["indicators"].values()):
        assert list(score) == SCORE
        assert 0 <= score["score"] <= 1
        assert 0 <= score["threshold"] <= 1
        assert isinstance(score["flagged"], bool)


def _assert_evidence(passage: dict[str, Any]) -> None:
    """Check that the weights of each label sum to the log-odds of its score."""
    for item in passage["evidence"]:
        assert list(item) == EVIDENCE
        assert passage["start"] <= item["start"] < item["end"] <= passage["end"]
    for label, score in passage["labels"].items():
        weight = math.fsum(item["weight"] for item in passage["evidence"] if item["label"] == label)
        assert math.isclose(1 / (1 + math.exp(-weight)), score["score"], rel_tol=1e-6)
