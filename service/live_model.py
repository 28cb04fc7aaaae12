"""The model that a process serves with."""

from http import HTTPStatus
from pathlib import Path

from classifier.errors import ModelError
from classifier.model import Classifier
from service.problems import ProblemError


class LiveModel:
    """Holds the classifier in use; without a good one it says so on every request."""

    def __init__(self, models: Path) -> None:
        self._models = models
        self._classifier: Classifier | None = None

    def load(self) -> Classifier:
        """Read the current model.

        Raises:
            ModelError: there is no good one; the one in use stays in use.
        """
        self._classifier = Classifier.from_folder(self._models)
        return self._classifier

    def load_if_good(self) -> None:
        """Read the current model; without a good one stay without, and not ready."""
        try:
            self.load()
        except ModelError:
            self._classifier = None

    @property
    def classifier(self) -> Classifier:
        """The classifier in use.

        Raises:
            ProblemError: there is none.
        """
        if self._classifier is None:
            raise ProblemError(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "no-model",
                "no good model is loaded",
                hint="`duress models list` shows what is there",
            )
        return self._classifier
