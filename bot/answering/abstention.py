"""Whether to answer: a logistic model over features of a question and what was retrieved for it.

The weights and the record of how they were fitted are in `abstention.json` beside this file;
`python -m tests.evaluation calibrate` fits and writes them. Pure, apart from reading that file.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.answering.asked import understand
from bot.answering.held import Held, join, read
from bot.answering.sorts import Sort
from bot.answers import Question, Reason
from bot.ranking import RankedPassage
from bot.retrieval import Retrieval
from ingest.passages import language_of, metadata_of

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
    reasons = {name: _weigh(features[name], weight) for name, weight in model.weights.items()}
    logit = model.intercept + sum(reason.adds for reason in reasons.values())
    return Decision(_sigmoid(logit), model.threshold, reasons)


def measure(question: Question, retrieval: Retrieval) -> dict[str, float]:
    """Compute the features, by name. None depends on the size of the dossier."""
    return {
        "passage_similarity": retrieval.closeness.passage,
        "sentence_lead": retrieval.closeness.lead,
        "same_language": float(_is_same_language(question, retrieval)),
        **_missing_features(question, retrieval),
    }


def _missing_features(question: Question, retrieval: Retrieval) -> dict[str, float]:
    """What the question asks for or takes as given and the likeliest sentences don't hold.

    Each in [0, 1], 0 where nothing is missing.
    """
    asked = understand(question.text, question.language)
    contenders = _find_contenders(retrieval)
    sentences = join(
        read(sentence.text, language_of(found.passage))
        for found in contenders
        for sentence in found.sentences
        if sentence.similarity >= _least_similarity(retrieval)
    )
    passages = join(part for found in contenders for part in _read_passage(found))
    same_language = _is_same_language(question, retrieval)

    given = asked.given
    figures = [passages.tells_date(date) for date in given.dates]
    figures += [passages.tells_number(number) for number in given.numbers]
    names = [passages.tells_name(name, same_language) for name in given.names]
    named = asked.sorts & {Sort.PERSON, Sort.PLACE, Sort.NAME}
    return {
        "sort_missing": _any_missing(sentences.holds(s, given) for s in asked.sorts - named),
        "name_missing": _any_missing(sentences.holds(s, given) for s in named),
        "figures_missing": _share_missing(figures),
        "names_missing": _share_missing(names),
        "names_missing_same_language": _share_missing(names) * same_language,
    }


def _is_same_language(question: Question, retrieval: Retrieval) -> bool:
    return language_of(retrieval.ranked[0].passage) == question.language


def _find_contenders(retrieval: Retrieval) -> list[RankedPassage]:
    """The passage that fits best, and those with a sentence that is nearly the most similar."""
    least = _least_similarity(retrieval)
    best, *others = retrieval.ranked
    return [best, *(found for found in others if found.best_similarity >= least)]


def _least_similarity(retrieval: Retrieval) -> float:
    return max(found.best_similarity for found in retrieval.ranked) - CONTENDER_MARGIN


def _read_passage(found: RankedPassage) -> Iterator[Held]:
    """What a passage holds, and what is known about its document ("according to Numerama")."""
    language = language_of(found.passage)
    metadata = metadata_of(found.passage)
    known = (metadata.title, metadata.publisher, metadata.author)
    for text in (*(sentence.text for sentence in found.sentences), *filter(None, known)):
        yield read(text, language)


def _any_missing(held: Iterable[bool]) -> float:
    return float(not all(held))


def _share_missing(held: Sequence[bool]) -> float:
    return held.count(False) / len(held) if held else 0.0


def _weigh(value: float, weight: Weight) -> Reason:
    per_unit = weight.weight / weight.scale
    return Reason(value=value, weight=per_unit, adds=per_unit * (value - weight.mean))


def _sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-500.0, min(500.0, logit))))
