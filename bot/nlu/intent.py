"""An intent classifier that stores plain arrays: stock Rasa's imports all of scikit-learn (5 s) to read its file."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier

from bot.version_guard import require_rasa

WEIGHTS = "weights.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LeanLogisticRegressionClassifier(LogisticRegressionClassifier):
    """Rasa's logistic regression, same options and same predictions, kept as `.npz` without pickle."""

    def persist(self) -> None:
        """Write coefficients, intercepts and class names into the model archive."""
        require_rasa("bot/nlu/intent.py")
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(
                folder / WEIGHTS,
                coef=self.clf.coef_,
                intercept=self.clf.intercept_,
                classes=np.array([str(name) for name in self.clf.classes_]),
            )

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LeanLogisticRegressionClassifier:
        """Read the arrays back; a model trained without examples has none and gives an empty classifier."""
        require_rasa("bot/nlu/intent.py")
        classifier = cls(config, execution_context.node_name, model_storage, resource)
        try:
            with model_storage.read_from(resource) as folder:
                weights = np.load(folder / WEIGHTS, allow_pickle=False)
                classifier.clf.coef_ = weights["coef"]
                classifier.clf.intercept_ = weights["intercept"]
                classifier.clf.classes_ = weights["classes"]
        except (ValueError, FileNotFoundError):
            return cls(config, execution_context.node_name, model_storage, resource)
        return classifier
