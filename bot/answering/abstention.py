"""Whether to answer: a logistic model over features of a question and what was retrieved for it.

The weights and the record of how they were fitted are in `abstention.json` beside this file;
`python -m tests.evaluation calibrate` fits and writes them. Pure, apart from reading that file.
"""

import math
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.answers import Question
from bot.retrieval import Retrieval
from ingest.passages import language_of

MODEL_FILE = Path(__file__).with_name("abstention.json")


class Weight(BaseModel):
    """How a feature counts: `weight` times its distance from `mean` in units of `scale`."""

    model_config = ConfigDict(frozen=True)

    mean: float
    scale: float
    weight: float


class AbstentionModel(BaseModel):
    """A fitted model: confidence = 1 / (1 + exp(-(intercept + sum of what features add)))."""

    model_config = ConfigDict(frozen=True)

    intercept: float
    weights: dict[str, Weight]
    threshold: float
    """Below this confidence the bot abstains."""
    record: dict[str, str | int | float]
    """How it was fitted: data, its SHA-256, method, figures."""


@dataclass(frozen=True)
class Decision:
    """Whether to abstain, and why."""

    confidence: float
    """In [0, 1]: that the retrieved passages hold an answer."""
    threshold: float
    contributions: dict[str, float]
    """What each feature adds to the logit of the confidence."""

    @property
    def abstained(self) -> bool:
        """Whether the confidence is too low to answer."""
        return self.confidence < self.threshold


def load_model() -> AbstentionModel:
    """Read the fitted model."""
    return AbstentionModel.model_validate_json(MODEL_FILE.read_text("utf-8"))


def decide(question: Question, retrieval: Retrieval, model: AbstentionModel) -> Decision:
    """Weigh the features of a question and what was retrieved for it."""
    features = measure(question, retrieval)
    contributions = {
        name: weight.weight * (features[name] - weight.mean) / weight.scale
        for name, weight in model.weights.items()
    }
    logit = model.intercept + sum(contributions.values())
    return Decision(_sigmoid(logit), model.threshold, contributions)


def measure(question: Question, retrieval: Retrieval) -> dict[str, float]:
    """Compute the features, by name. None depends on the size of the dossier."""
    best = retrieval.ranked[0]
    contrast = retrieval.contrast
    similarity = best.best_similarity
    same_language = float(language_of(best.passage) == question.language)
    spread = contrast.sentence_deviation
    lead = (similarity - contrast.sentence_mean) / spread if spread > 0 else 0.0
    return {
        "sentence_similarity": similarity,
        "passage_similarity": best.dense,
        "sentence_lead": lead,
        "passage_lead": best.dense - contrast.passage_mean if spread > 0 else 0.0,
        "same_language": same_language,
        "coverage": best.coverage,
        "coverage_same_language": best.coverage * same_language,
        "question_length": min(len(question.text), 200) / 100,
    }


def _sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-500.0, min(500.0, logit))))
