"""Findings of the shipped model, and files of tips."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from classifier.findings import Document, Finding
from classifier.model import Classifier
from tests.conftest import tip

PARAGRAPHS = tip("They came at night and took him.\n\nThe court rejected the appeal of the lawyers.")


@pytest.fixture
def finding(classifier: Classifier) -> Finding:
    """Return the finding of a text of two passages, with its text."""
    return classifier.classify([Document(PARAGRAPHS, "t-1")], include_text=True)[0]


@pytest.fixture
def write_tips(tmp_path: Path) -> Callable[..., str]:
    """Return a function that writes rows as JSON lines and returns the path."""

    def write(*rows: object, name: str = "tips.jsonl") -> str:
        (tmp_path / name).write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
        return str(tmp_path / name)

    return write
