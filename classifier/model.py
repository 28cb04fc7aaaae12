"""The classifier: from documents to findings in one readable chain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from msgspec import UNSET
from numpy.typing import NDArray

from classifier.artefact import Model, read_model
from classifier.decision import decide, highest_scores, judge_passage
from classifier.errors import InputError
from classifier.evidence import explain_passage
from classifier.findings import Document, Finding, PassageFinding
from classifier.language import UNDETERMINED, identify_language
from classifier.normalise import normalise
from classifier.passages import Passage, split_passages
from classifier.scoring import score_texts


@dataclass(frozen=True, slots=True)
class _PassageReading:
    """All that is read off one passage before anything is decided."""

    passage: Passage
    text: str
    language: str
    supported: bool
    known: float
    probabilities: NDArray[np.float64]


class Classifier:
    """Reads documents with one model; keeps no state beside it, so threads may share it."""

    def __init__(self, model: Model) -> None:
        self.model = model

    @classmethod
    def from_folder(cls, models: Path, version: str | None = None) -> "Classifier":
        """Load ``models/<version>``, by default the current one.

        Raises:
            ModelError: the folder is missing, damaged or of another protocol.
        """
        return cls(read_model(models, version))

    @property
    def version(self) -> str:
        """The version of the model, as every finding names it."""
        return self.model.manifest.version

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return calibrated probabilities of texts that are one passage each.

        Returns:
            Shape (texts, outputs), columns as in `classifier.labels.OUTPUTS`.
        """
        return self._score(texts)[0]

    def classify(
        self, documents: Sequence[Document], *, explain: bool = False, include_text: bool = False
    ) -> list[Finding]:
        """Return one finding per document, in order.

        Args:
            documents: each with at least one character that is not white space.
            explain: add the evidence of every passage.
            include_text: add the text of every passage.

        Raises:
            InputError: a document has no text.
        """
        cuts = [_cut(document, at) for at, document in enumerate(documents)]
        readings = self._read([(d.text, p) for d, cut in zip(documents, cuts, strict=True) for p in cut])
        return [
            self._find(document, [next(readings) for _ in cut], explain, include_text)
            for document, cut in zip(documents, cuts, strict=True)
        ]

    def _read(self, cut: Sequence[tuple[str, Passage]]) -> Iterator[_PassageReading]:
        """Score the passages of all documents in one batch and identify their languages."""
        texts = [passage.of(text) for text, passage in cut]
        probabilities, known = self._score(texts)
        manifest = self.model.manifest
        for row, text in enumerate(texts):
            language = identify_language(text)
            in_corpus = language in manifest.languages
            yield _PassageReading(
                passage=cut[row][1],
                text=text,
                language=language,
                supported=in_corpus and bool(known[row] >= manifest.known_share),
                known=float(known[row]),
                probabilities=probabilities[row],
            )

    def _score(self, texts: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return probabilities, shape (texts, outputs), and known shares, shape (texts,)."""
        scores = score_texts(self.model.blocks, self.model.bias, [normalise(text) for text in texts])
        return self.model.calibration.probabilities(scores.margins), scores.known

    def _find(
        self, document: Document, readings: Sequence[_PassageReading], explain: bool, include_text: bool
    ) -> Finding:
        """Decide on one document."""
        manifest = self.model.manifest
        passages = tuple(self._find_passage(r, explain, include_text) for r in readings)
        highest = highest_scores(passages)
        decision, reasons = decide(manifest, passages, [r.known for r in readings])
        return Finding(
            id=document.id,
            language=_main_language(readings),
            decision=decision,
            labels=highest.labels,
            indicators=highest.indicators,
            passages=passages,
            model=self.version,
            warnings=reasons,
        )

    def _find_passage(self, reading: _PassageReading, explain: bool, include_text: bool) -> PassageFinding:
        """Hold one passage against the thresholds, with evidence and text where asked for."""
        scores = judge_passage(self.model.manifest, reading.probabilities, supported=reading.supported)
        start, end = reading.passage.start, reading.passage.end
        return PassageFinding(
            start=start,
            end=end,
            language=reading.language,
            supported=reading.supported,
            labels=scores.labels,
            indicators=scores.indicators,
            evidence=explain_passage(self.model, reading.text, start) if explain else UNSET,
            text=reading.text if include_text else UNSET,
        )


def _cut(document: Document, at: int) -> list[Passage]:
    """Return the passages of a document, refusing one without any text."""
    passages = split_passages(document.text)
    if not passages:
        raise InputError("text is empty", where=f"documents[{at}].text", hint="send at least one word")
    return passages


def _main_language(readings: Sequence[_PassageReading]) -> str:
    """Return the language that most of the document's characters are in."""
    lengths: dict[str, int] = {}
    for reading in readings:
        if reading.language != UNDETERMINED:
            lengths[reading.language] = lengths.get(reading.language, 0) + len(reading.text)
    return max(lengths, key=lambda language: lengths[language], default=UNDETERMINED)
