"""Whether to answer: a logistic model over features of a question and what was retrieved for it.

The weights and the record of how they were fitted are in `abstention.json` beside this file;
`python -m tests.evaluation calibrate` fits and writes them. Pure, apart from reading that file.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.answering.asked import understand
from bot.answering.evidence import read_passages, share_missing, share_of_names_missing
from bot.answering.held import join, read
from bot.answering.sorts import Sort
from bot.answers import Question, Reason
from bot.ranking import RankedPassage
from bot.retrieval import Retrieval
from ingest.passages import language_of

MODEL_FILE = Path(__file__).with_name("abstention.json")
CONTENDER_MARGIN = 0.02
"""A sentence this much less similar than the best one may still be the one that answers."""


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
    embedding: str
    """Name of the embedding model whose similarities it was fitted on."""
    record: dict[str, str | int | float]
    """How it was fitted: data, its SHA-256, method, figures."""


@dataclass(frozen=True)
class Decision:
    """Whether to abstain, and why."""

    confidence: float
    """In [0, 1]: that the retrieved passages hold an answer."""
    threshold: float
    reasons: dict[str, Reason]
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
    reasons = {
        name: _weigh(features.get(name, weight.mean), weight)
        for name, weight in model.weights.items()
    }
    logit = model.intercept + sum(reason.adds for reason in reasons.values())
    return Decision(_sigmoid(logit), model.threshold, reasons)


def measure(question: Question, retrieval: Retrieval) -> dict[str, float]:
    """Compute the features, by name. None depends on the size of the dossier."""
    lead = retrieval.closeness.lead
    return {
        "passage_similarity": retrieval.closeness.passage,
        **({} if lead is None else {"sentence_lead": lead}),
        "same_language": float(_is_same_language(question, retrieval)),
        **_missing_features(question, retrieval),
    }


def _missing_features(question: Question, retrieval: Retrieval) -> dict[str, float]:
    """What the question asks for or takes as given and the likeliest sentences don't hold.

    Each in [0, 1], 0 where nothing is missing.
    """
    asked = understand(question.text, question.language)
    least = max(found.best_similarity for found in retrieval.ranked) - CONTENDER_MARGIN
    contenders = _find_contenders(retrieval, least)
    sentences = join(
        read(sentence.text, language_of(found.passage))
        for found in contenders
        for sentence in found.sentences
        if sentence.similarity >= least
    )
    passages = read_passages(contenders)
    same_language = _is_same_language(question, retrieval)

    given = asked.given
    figures = [passages.tells_date(date) for date in given.dates]
    figures += [passages.tells_number(number) for number in given.numbers]
    names = share_of_names_missing(given, passages, same_language=same_language)
    named = asked.sorts & {Sort.PERSON, Sort.PLACE, Sort.NAME}
    return {
        "sort_missing": _any_missing(sentences.holds(s, given) for s in asked.sorts - named),
        "name_missing": _any_missing(sentences.holds(s, given) for s in named),
        "figures_missing": share_missing(figures),
        "names_missing": names,
        "names_missing_same_language": names * same_language,
    }


def _is_same_language(question: Question, retrieval: Retrieval) -> bool:
    return language_of(retrieval.ranked[0].passage) == question.language


def _find_contenders(retrieval: Retrieval, least: float) -> list[RankedPassage]:
    """The passage that fits best, and those with a sentence of at least this similarity."""
    best, *others = retrieval.ranked
    return [best, *(found for found in others if found.best_similarity >= least)]


def _any_missing(held: Iterable[bool]) -> float:
    return float(not all(held))


def _weigh(value: float, weight: Weight) -> Reason:
    per_unit = weight.weight / weight.scale
    return Reason(value=value, weight=per_unit, adds=per_unit * (value - weight.mean))


def _sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-500.0, min(500.0, logit))))
