"""A small model for tests, written as training writes one."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from classifier.artefact import Manifest
from tests.samples import lexicon
from training.corpus import LabelledPassage
from training.pipeline import fit_passages
from training.publish import Arrays, write_model
from training.settings import TrainingSettings, read_settings


def quick_settings() -> TrainingSettings:
    """Return the committed settings with fewer folds and resamples."""
    settings = read_settings()
    return msgspec.structs.replace(
        settings,
        learner=msgspec.structs.replace(settings.learner, folds=2),
        metrics=msgspec.structs.replace(settings.metrics, resamples=100),
    )


def fit_small(passages: Sequence[LabelledPassage], version: str) -> tuple[Arrays, Manifest]:
    """Fit, calibrate and name a model."""
    arrays, manifest = fit_passages(passages, quick_settings(), lexicon(), lambda _step: None)
    return arrays, msgspec.structs.replace(manifest, version=version)


def write_small_model(folder: Path, version: str, passages: Sequence[LabelledPassage]) -> None:
    """Write a model folder trained on ``passages``."""
    arrays, manifest = fit_small(passages, version)
    write_model(folder / version, arrays, manifest, "# A small model\n")
