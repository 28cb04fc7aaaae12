"""The whole training in one function: corpus → split → fit → calibrate → evaluate → gate → publish."""

import hashlib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np

from classifier.artefact import BLOCKS, CURRENT, PROTOCOL, Manifest, Model, current_version, file_digest
from classifier.errors import InputError
from classifier.labels import LABELS, LANGUAGES, OUTPUTS, Label
from classifier.lexicon import Lexicon
from classifier.model import Classifier
from classifier.normalise import normalise
from training.calibrate import choose_threshold, choose_thresholds, fit_calibration
from training.card import write_card
from training.corpus import LabelledPassage, corpus_digest, read_corpus, truth
from training.evaluate import Report, evaluate
from training.fit import fit_linear, out_of_fold_margins
from training.gate import Verdict, judge_candidate
from training.lexicon import read_lexicon
from training.publish import Arrays, activate_model, name_version, publish_model
from training.settings import TrainingSettings
from training.split import fold_numbers, split_corpus

LEAST_POSITIVES = 10
"""A label or indicator with fewer training passages cannot be learned, let alone calibrated."""

Status = Literal["published", "unchanged", "rejected"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a training; ``report`` holds the figures on the test part."""

    status: Status
    version: str
    verdict: Verdict
    report: Report


def train(
    data: Path,
    models: Path,
    settings: TrainingSettings,
    *,
    day: str,
    force: bool = False,
    say: Callable[[str], None] = lambda _step: None,
) -> Outcome:
    """Train on ``data/passages``, publish into ``models`` and make it the current model.

    Args:
        data: folder with ``passages/`` and ``CODEBOOK.md``.
        models: folder of published models.
        settings: of the training.
        day: ISO date that the version is named after.
        force: publish although the gate says no.
        say: told of each step, for progress.

    Raises:
        InputError: the corpus does not hold or is too small.
    """
    say("reading the corpus")
    passages = read_corpus(data / "passages")
    train_part, test_part = split_corpus(passages, settings.split.test_share)
    _check_size(train_part, test_part)
    lexicon = read_lexicon(data / "lexicon")
    arrays, manifest = fit_passages(train_part, settings, lexicon, say)
    manifest = msgspec.structs.replace(
        manifest, codebook_sha256=file_digest(data / "CODEBOOK.md"), corpus_sha256=corpus_digest(passages)
    )
    manifest = msgspec.structs.replace(manifest, version=name_version(day, _digest(arrays, manifest)))
    say("evaluating on the test part")
    candidate = Classifier(Model(manifest, arrays.blocks, arrays.bias, arrays.calibration))
    report = evaluate(candidate, test_part, settings.metrics)
    manifest = msgspec.structs.replace(manifest, metrics=msgspec.to_builtins(report))
    say("comparing with the current model")
    verdict = _judge(candidate, models, test_part, settings)
    if not (verdict.passed or force):
        return Outcome("rejected", manifest.version, verdict, report)
    say("publishing")
    card = write_card(manifest, report, train_part, test_part)
    published = publish_model(models, arrays, manifest, card)
    activate_model(models, manifest.version)
    return Outcome("published" if published else "unchanged", manifest.version, verdict, report)


def fit_passages(
    passages: Sequence[LabelledPassage],
    settings: TrainingSettings,
    lexicon: Lexicon,
    say: Callable[[str], None],
) -> tuple[Arrays, Manifest]:
    """Fit, calibrate and choose thresholds; the manifest still lacks what names it."""
    texts = [normalise(p.text) for p in passages]
    target = truth(passages)
    say(f"fitting {settings.learner.folds} folds for calibration")
    folds = fold_numbers(passages, settings.learner.folds)
    margins, known = out_of_fold_margins(texts, target, folds, settings, lexicon)
    calibration = fit_calibration(margins, target)
    probabilities = calibration.probabilities(margins)
    say("fitting the model")
    linear = fit_linear(texts, target, settings, lexicon)
    coercion = LABELS.index(Label.COERCION)
    band = choose_threshold(
        probabilities[:, coercion], target[:, coercion], settings.thresholds.review_recall
    )
    manifest = Manifest(
        protocol=PROTOCOL,
        version="",
        codebook_sha256="",
        corpus_sha256="",
        settings=dict(settings.as_dict()),
        outputs=tuple(OUTPUTS),
        blocks={kind: getattr(settings.features, kind).size for kind in BLOCKS},
        thresholds=dict(choose_thresholds(probabilities, target, settings.thresholds)),
        review=band.threshold,
        known_share=float(np.quantile(known, settings.thresholds.known_quantile)),
        languages=tuple(lang for lang in LANGUAGES if lang in {p.lang for p in passages}),
        metrics={},
        libraries={name: library_version(name) for name in ("numpy", "scipy", "scikit-learn")},
        unicode=unicodedata.unidata_version,
        files={},
    )
    return Arrays(linear.blocks, linear.bias, calibration), manifest


def _judge(
    candidate: Classifier, models: Path, test: Sequence[LabelledPassage], settings: TrainingSettings
) -> Verdict:
    """Hold the candidate against the current model; the first model has none to beat."""
    if not (models / CURRENT).exists():
        return Verdict(passed=True, reasons=())
    current = Classifier.from_folder(models, current_version(models))
    return judge_candidate(candidate, current, test, settings)


def _digest(arrays: Arrays, manifest: Manifest) -> str:
    """Return a digest of everything that decides, so that a version never names two models."""
    digest = hashlib.sha256()
    for name, array in sorted(arrays.named().items()):
        digest.update(name.encode() + array.tobytes())
    digest.update(msgspec.json.encode(manifest))
    return digest.hexdigest()


def _check_size(train_part: Sequence[LabelledPassage], test_part: Sequence[LabelledPassage]) -> None:
    """Refuse a corpus in which some label or indicator hardly occurs on one side."""
    for part, name, least in ((train_part, "training", LEAST_POSITIVES), (test_part, "test", 1)):
        counts = truth(part).sum(axis=0) if part else np.zeros(len(OUTPUTS))
        for output, count in zip(OUTPUTS, counts, strict=True):
            if count < least:
                raise InputError(
                    f"`{output}` has {int(count)} passages in the {name} part, of {least} needed"
                )
