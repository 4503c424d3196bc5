"""Fits the abstention model from a file of questions with candidate passages.

Each line of the file is one JSON object: `question`, `language`, `passage_language`,
`passages` (id and text each), `answerable` (whether one of the passages answers), and `mode`, by
which figures are told apart. Questions about the same article must not be told apart by chance
into those fitted on and those measured on: the article is the passage id without its last part
and without its language.
"""

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode
from numpy.typing import NDArray
from pydantic import BaseModel, Field
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from bot.answering.abstention import AbstentionModel, Weight, measure
from bot.answers import Question
from bot.closeness import measure_closeness
from bot.lexical import LexicalIndex
from bot.ranking import rank
from bot.retrieval import Retrieval, embed_question, sample_common_names
from ingest.chunking import split_sentences
from ingest.documents import Document, Metadata, Span
from ingest.errors import DossierError
from ingest.passages import make_passage, passage_id
from ingest.vectorizing import Embedder
from tests.evaluation.records import read_records

REGULARIZATION = 0.3
"""scikit-learn's C (inverse L2 strength): AUROC is flat from 0.1 to 1, and less is safer for the
features that say what is missing, which few questions of such a file have."""
MAX_FALSE_ABSTENTION = 0.1
"""The threshold lets the bot decline at most this share of what it could answer, in each mode."""


class CalibrationFileError(DossierError):
    """A file of calibration questions can't be fitted on as a whole."""

    key = "calibration-file"
    problem = "{path} can't be fitted on: {reason}."
    remedy = (
        "Each mode needs questions with and without an answer, and so do the other articles "
        "when one is left out."
    )


class _Candidate(BaseModel):
    id: str = Field(pattern="^[^-]+-.+-[^-]+$")
    text: str


class CalibrationQuestion(BaseModel):
    """A line of the file."""

    question: str
    language: str
    passage_language: str
    mode: str
    answerable: bool
    passages: list[_Candidate] = Field(min_length=1)

    @property
    def article(self) -> str:
        """What the question is about: in "en-01-3", the "01"."""
        return self.passages[0].id.split("-", 1)[1].rsplit("-", 1)[0]


@dataclass(frozen=True)
class Fit:
    """A fitted model and how well it tells apart what it was not fitted on."""

    model: AbstentionModel
    auroc: dict[str, float]
    """By mode: area under the ROC curve, cross-validated over articles."""


def read_questions(path: Path) -> list[CalibrationQuestion]:
    """Read a file of calibration questions.

    Raises: RecordsFileError; RecordError, naming the line; CalibrationFileError.
    """
    hint = "the first lines of tests/evaluation/calibrate.py say what it holds"
    questions = read_records(path, CalibrationQuestion, hint)
    if not questions:
        raise CalibrationFileError(path=path, reason="it has no questions")
    for mode in {question.mode for question in questions}:
        if not _has_both_kinds(q for q in questions if q.mode == mode):
            raise CalibrationFileError(path=path, reason=f"all of mode {mode} are of one kind")
    for article in {question.article for question in questions}:
        if not _has_both_kinds(q for q in questions if q.article != article):
            reason = f"all but those about article {article} are of one kind"
            raise CalibrationFileError(path=path, reason=reason)
    return questions


def _has_both_kinds(questions: Iterable[CalibrationQuestion]) -> bool:
    return len({question.answerable for question in questions}) == 2


def calibrate(path: Path, embedding: BaseEmbedding, source: str = "") -> Fit:
    """Fit the model on a file; `source` says in the record where its questions are from.

    Raises: as `read_questions`.
    """
    questions = read_questions(path)
    measured = list(_measure(questions, embedding))
    names = list(dict.fromkeys(name for row in measured for name in row))
    features = np.array([[row.get(name, np.nan) for name in names] for row in measured])
    answerable = np.array([question.answerable for question in questions])
    regression = make_pipeline(
        SimpleImputer(), StandardScaler(), LogisticRegression(C=REGULARIZATION, max_iter=1000)
    )
    held_out = _cross_validate(regression, features, answerable, questions)
    auroc = {
        mode: float(roc_auc_score(answerable[chosen], held_out[chosen]))
        for mode, chosen in _by_mode(questions).items()
    }
    regression.fit(features, answerable)
    scaler, logistic = regression[1], regression[2]
    model = AbstentionModel(
        intercept=round(float(logistic.intercept_[0]), 4),
        weights={
            name: Weight(mean=round(mean, 5), scale=round(scale, 5), weight=round(weight, 4))
            for name, mean, scale, weight in zip(
                names, scaler.mean_, scaler.scale_, logistic.coef_[0], strict=True
            )
        },
        threshold=_choose_threshold(held_out, answerable, questions),
        embedding=embedding.model_name,
        record=_record(path, source, questions, auroc),
    )
    return Fit(model, auroc)


def _cross_validate(
    regression: Pipeline,
    features: NDArray[np.float64],
    answerable: NDArray[np.bool_],
    questions: Sequence[CalibrationQuestion],
) -> NDArray[np.float64]:
    """The confidence in each question by a model fitted on all other articles."""
    articles = [question.article for question in questions]
    held_out: NDArray[np.float64] = cross_val_predict(
        regression,
        features,
        answerable,
        groups=articles,
        cv=GroupKFold(len(set(articles))),
        method="predict_proba",
    )[:, 1]
    return held_out


def _choose_threshold(
    held_out: NDArray[np.float64],
    answerable: NDArray[np.bool_],
    questions: Sequence[CalibrationQuestion],
) -> float:
    """The highest at which at most MAX_FALSE_ABSTENTION of the answerable of any mode go."""
    quantiles = (
        np.quantile(held_out[answerable & chosen], MAX_FALSE_ABSTENTION, method="lower")
        for chosen in _by_mode(questions).values()
    )
    return math.floor(min(quantiles) * 10_000) / 10_000


def _by_mode(questions: Sequence[CalibrationQuestion]) -> dict[str, NDArray[np.bool_]]:
    """Which questions are of each mode, modes in order of appearance."""
    modes = np.array([question.mode for question in questions])
    return {mode: modes == mode for mode in dict.fromkeys(q.mode for q in questions)}


def _record(
    path: Path,
    source: str,
    questions: Sequence[CalibrationQuestion],
    auroc: Mapping[str, float],
) -> dict[str, str | int | float]:
    return {
        "data": path.name,
        "source": source,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "questions": len(questions),
        "articles": len({question.article for question in questions}),
        "method": f"logistic regression, L2 with C = {REGULARIZATION}, "
        "figures by cross-validation over articles",
        "threshold_rule": f"at most {MAX_FALSE_ABSTENTION:.0%} of the answerable of each mode "
        "declined",
        **{f"auroc_{mode}": round(value, 4) for mode, value in auroc.items()},
    }


def _measure(
    questions: Sequence[CalibrationQuestion], embedding: BaseEmbedding
) -> Iterator[dict[str, float]]:
    """The features as the product computes them, with the candidates as the whole dossier."""
    passages = _embed_passages(questions, embedding)
    for question in questions:
        candidates = [passages[candidate.id] for candidate in question.passages]
        lexical = LexicalIndex((passage_id(p), p.text) for p in candidates)
        scores = lexical.scores(question.question)
        common_names = sample_common_names(candidates)
        vectors = embed_question(question.question, embedding, common_names)
        ranked = rank(
            question.question,
            vectors.focused,
            candidates,
            [scores.of(passage_id(p)) for p in candidates],
        )
        closeness = measure_closeness(vectors.whole, ranked)
        retrieval = Retrieval(
            question.question, tuple(ranked), closeness, len(candidates), len(candidates)
        )
        yield measure(Question(text=question.question, language=question.language), retrieval)


def _embed_passages(
    questions: Iterable[CalibrationQuestion], embedding: BaseEmbedding
) -> dict[str, TextNode]:
    passages: dict[str, TextNode] = {}
    for question in questions:
        metadata = Metadata(language=question.passage_language)
        for candidate in question.passages:
            document = Document(candidate.id, candidate.text, metadata, "")
            sentences = split_sentences(candidate.text, metadata.language)
            span = Span(0, len(candidate.text))
            passages[candidate.id] = make_passage(document, span, sentences, [], 0)
    Embedder(lambda: embedding).embed(list(passages.values()), {})
    return passages
