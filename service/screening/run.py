"""One screening: files → documents → findings → writer, reject file, summary."""

import heapq
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from classifier.findings import Document, Finding
from classifier.labels import Label
from classifier.model import Classifier
from service.screening.readers import Columns, Item, Reject, read_documents
from service.screening.writers import RejectFile, Sink

BATCH: Final = 64
"""Documents scored at a time."""

_ORDER: Final = {"flag": 2, "review": 1, "clear": 0}


@dataclass(slots=True)
class Summary:
    """What a screening found; ``first`` holds the documents to read first."""

    documents: int = 0
    passages: int = 0
    rejected: int = 0
    decisions: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    first: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Screening:
    """How to screen.

    Attributes:
        classifier: reads the documents.
        columns: where text and id stand.
        max_chars: longest document taken, in code points.
        explain: add the evidence of every passage.
        include_text: write the text of every passage too.
        show_text: keep the text in the summary's findings, for the table.
        keep: how many findings the summary holds for the table.
    """

    classifier: Classifier
    columns: Columns
    max_chars: int
    explain: bool = False
    include_text: bool = False
    show_text: bool = False
    keep: int = 50

    def run(
        self, sources: Sequence[str], sink: Sink, rejects: RejectFile, tick: Callable[[int], None]
    ) -> Summary:
        """Screen every source; ``tick`` is told how many more rows are done.

        Raises:
            InputError: a file has no readable form at all.
        """
        summary = Summary()
        started = time.perf_counter()
        items = (item for source in sources for item in read_documents(source, self.columns, self.max_chars))
        for batch in _batches(items, BATCH):
            documents = []
            for item in batch:
                if isinstance(item, Reject):
                    rejects.write(item)
                    summary.rejected += 1
                else:
                    documents.append(item)
            self._screen(documents, sink, summary)
            tick(len(batch))
        summary.seconds = time.perf_counter() - started
        return summary

    def _screen(self, documents: Sequence[Document], sink: Sink, summary: Summary) -> None:
        with_text = self.include_text or self.show_text
        for finding in self.classifier.classify(documents, explain=self.explain, include_text=with_text):
            sink.write(finding if self.include_text else finding.without_text())
            summary.documents += 1
            summary.passages += len(finding.passages)
            summary.decisions[finding.decision] += 1
            kept = finding if self.show_text else finding.without_text()
            summary.first = heapq.nlargest(self.keep, [*summary.first, kept], key=reading_order)


def reading_order(finding: Finding) -> tuple[int, float]:
    """Return what documents are ranked by: the decision, then the probability of coercion."""
    return _ORDER[finding.decision], finding.labels[Label.COERCION].score


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
