"""The settings of a training: one committed TOML file, read once, checked."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import msgspec

from classifier.artefact import NgramRange
from classifier.errors import SettingsError

Share = Annotated[float, msgspec.Meta(gt=0.0, lt=1.0)]
Count = Annotated[int, msgspec.Meta(ge=1)]
Folds = Annotated[int, msgspec.Meta(ge=2, le=20)]
Positive = Annotated[float, msgspec.Meta(gt=0.0)]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the settings file; a key that it doesn't know is an error."""


class BlockSettings(_Table, frozen=True):
    """Which n-grams of a kind are features, and how much the block weighs beside the others."""

    low: Count
    high: Count
    least_passages: Count
    weight: Positive

    @property
    def size(self) -> NgramRange:
        """The lengths of the n-grams."""
        return NgramRange(self.low, self.high)


class FeatureSettings(_Table, frozen=True):
    """The blocks of features."""

    concept: BlockSettings
    word: BlockSettings
    char_wb: BlockSettings


class LearnerSettings(_Table, frozen=True):
    """How the linear model is fitted."""

    inverse_regularisation: Positive
    tolerance: Positive
    folds: Folds


class SplitSettings(_Table, frozen=True):
    """How much is kept from training."""

    test_share: Share


class ThresholdSettings(_Table, frozen=True):
    """Which recall each threshold is chosen for."""

    coercion_recall: Share
    label_recall: Share
    indicator_recall: Share
    review_recall: Share
    known_quantile: Share


class GateSettings(_Table, frozen=True):
    """What a candidate may lose."""

    largest_drop: Share


class MetricSettings(_Table, frozen=True):
    """How intervals are drawn."""

    resamples: Annotated[int, msgspec.Meta(ge=100, le=100_000)]
    seed: int


class TrainingSettings(_Table, frozen=True):
    """Everything that a training depends on beside the corpus and the code."""

    features: FeatureSettings
    learner: LearnerSettings
    split: SplitSettings
    thresholds: ThresholdSettings
    gate: GateSettings
    metrics: MetricSettings

    def as_dict(self) -> Mapping[str, Any]:
        """Return the settings as plain values, for a manifest."""
        plain: Mapping[str, Any] = msgspec.to_builtins(self)
        return plain


def read_settings(path: Path | None = None) -> TrainingSettings:
    """Read a settings file, by default the committed one.

    Raises:
        SettingsError: the file cannot be read, or a key is unknown, missing or out of range.
    """
    source = files("training").joinpath("settings.toml") if path is None else path
    try:
        return msgspec.toml.decode(source.read_bytes(), type=TrainingSettings)
    except OSError as error:
        raise SettingsError("cannot be read", where=str(source)) from error
    except msgspec.DecodeError as error:
        raise SettingsError(str(error), where=str(source)) from error
