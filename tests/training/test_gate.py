"""The gate: a candidate that loses coercion or precision stays out."""

import msgspec
import numpy as np
import pytest

from classifier.artefact import Model, read_model
from classifier.labels import OUTPUTS, Label
from classifier.model import Classifier
from tests.samples import small_corpus
from tests.training.fixtures import quick_settings, write_small_model
from training.gate import judge_candidate

VERSION = "2026-01-01-abcdef"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    folder = tmp_path_factory.mktemp("models")
    write_small_model(folder, VERSION, small_corpus())
    return read_model(folder, VERSION)


def judge(candidate: Model, current: Model):
    return judge_candidate(Classifier(candidate), Classifier(current), small_corpus(), quick_settings())


def test_a_model_is_no_worse_than_itself(model: Model) -> None:
    verdict = judge(model, model)
    assert verdict.passed
    assert verdict.reasons == ()


def test_a_higher_coercion_threshold_is_refused_by_name(model: Model) -> None:
    thresholds = dict(model.manifest.thresholds)
    thresholds[Label.COERCION] = msgspec.structs.replace(thresholds[Label.COERCION], threshold=0.99)
    candidate = _with(model, thresholds)
    verdict = judge(candidate, model)
    assert not verdict.passed
    assert any(reason.startswith("coercion recall would fall") for reason in verdict.reasons)
    assert judge(model, candidate).passed


def test_weights_turned_to_noise_are_refused(model: Model) -> None:
    rng = np.random.default_rng(1)
    calibration = type(model.calibration)(rng.normal(size=len(OUTPUTS)) * 0.0, model.calibration.intercept)
    candidate = Model(model.manifest, model.blocks, model.bias, calibration)
    assert any("macro average precision" in reason for reason in judge(candidate, model).reasons)


def _with(model: Model, thresholds) -> Model:
    manifest = msgspec.structs.replace(model.manifest, thresholds=thresholds)
    return Model(manifest, model.blocks, model.bias, model.calibration)
