"""Fits the abstention model, on a file of questions with candidates and on the dev part."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from bot.answering.abstention import AbstentionModel, Weight
from tests.evaluation.calibration_file import read_questions
from tests.evaluation.examples import Example, read_candidates
from tests.evaluation.questions import SETS

REGULARIZATION = 0.3
"""scikit-learn's C (inverse L2 strength): AUROC is flat from 0.1 to 1, and less is safer for the
features that say what is missing, which few questions of such a file have."""
MAX_FALSE_ABSTENTION = 0.1
"""The threshold lets the bot decline at most this share of what it could answer, in each mode."""
DEV = "tests/evaluation/sets/dev.jsonl"
"""As a record names the dev part."""


@dataclass(frozen=True)
class Fit:
    """A fitted model and how well it tells apart what it was not fitted on."""

    model: AbstentionModel
    auroc: dict[str, float]
    """By mode: area under the ROC curve, cross-validated over articles."""


def calibrate(
    path: Path, embedding: BaseEmbedding, source: str = "", dev: Sequence[Example] = ()
) -> Fit:
    """Fit the model on a file, and on the dev part if it is given.

    `source` says in the record where the questions of the file are from. Each question counts the
    same.
    Raises: as `read_questions`.
    """
    examples = [*read_candidates(read_questions(path), embedding), *dev]
    names = list(dict.fromkeys(name for example in examples for name in example.features))
    features = np.array([[e.features.get(name, np.nan) for name in names] for e in examples])
    answerable = np.array([example.answerable for example in examples])
    regression = make_pipeline(
        SimpleImputer(), StandardScaler(), LogisticRegression(C=REGULARIZATION, max_iter=1000)
    )
    held_out = _cross_validate(regression, features, answerable, examples)
    auroc = {
        mode: float(roc_auc_score(answerable[chosen], held_out[chosen]))
        for mode, chosen in _by_mode(examples).items()
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
        threshold=_choose_threshold(held_out, answerable, examples),
        embedding=embedding.model_name,
        record=_record(path, source, examples, auroc),
    )
    return Fit(model, auroc)


def _cross_validate(
    regression: Pipeline,
    features: NDArray[np.float64],
    answerable: NDArray[np.bool_],
    examples: Sequence[Example],
) -> NDArray[np.float64]:
    """The confidence in each question by a model fitted on all other groups."""
    groups = [example.group for example in examples]
    held_out: NDArray[np.float64] = cross_val_predict(
        regression,
        features,
        answerable,
        groups=groups,
        cv=GroupKFold(len(set(groups))),
        method="predict_proba",
    )[:, 1]
    return held_out


def _choose_threshold(
    held_out: NDArray[np.float64], answerable: NDArray[np.bool_], examples: Sequence[Example]
) -> float:
    """The highest at which at most MAX_FALSE_ABSTENTION of the answerable of any mode go."""
    quantiles = (
        np.quantile(held_out[answerable & chosen], MAX_FALSE_ABSTENTION, method="lower")
        for chosen in _by_mode(examples).values()
    )
    return math.floor(min(quantiles) * 10_000) / 10_000


def _by_mode(examples: Sequence[Example]) -> dict[str, NDArray[np.bool_]]:
    """Which examples are of each mode, modes in order of appearance."""
    modes = np.array([example.mode for example in examples])
    return {mode: modes == mode for mode in dict.fromkeys(e.mode for e in examples)}


def _record(
    path: Path, source: str, examples: Sequence[Example], auroc: Mapping[str, float]
) -> dict[str, str | int | float]:
    dev = SETS / "dev.jsonl"
    with_dev = any(example.mode == "dev" for example in examples)
    return {
        "data": path.name,
        "source": source,
        "sha256": _hash(path),
        **({"data_2": DEV, "sha256_2": _hash(dev)} if with_dev else {}),
        "questions": len(examples),
        "groups": len({example.group for example in examples}),
        "method": f"logistic regression, L2 with C = {REGULARIZATION}, "
        "figures by cross-validation over articles, and over each question of the dev part",
        "threshold_rule": f"at most {MAX_FALSE_ABSTENTION:.0%} of the answerable of each mode "
        "declined",
        **{f"auroc_{mode}": round(value, 4) for mode, value in auroc.items()},
    }


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
