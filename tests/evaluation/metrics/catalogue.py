"""Which metrics there are, in order of the tables, and where each is from. Data only."""

from dataclasses import dataclass
from typing import Literal

Of = Literal["answerable", "unanswerable", "all"]
Unit = Literal["share", "score", "count", "seconds", "money"]
"""A share is written in per cent, a score in [0, 1] as it is."""
FORMS: dict[Unit, str] = {
    "score": "{:.2f}",
    "count": "{:,.0f}",
    "seconds": "{:.3f}",
    "money": "{:.4f}",
}
"""By unit, how a figure is written; a share in per cent."""


@dataclass(frozen=True)
class Metric:
    """What is measured, of which questions."""

    name: str
    """As in `Result.values`, or as `summarize` gives it for a whole run."""
    label: str
    """As a reader is told, a few words."""
    source: str
    """Who defined it, and how."""
    higher_is_better: bool
    of: Of
    unit: Unit = "share"


_IR = "ir-measures, over passages that hold expected words"
_ALCE = (
    "Gao et al. 2023, Enabling Large Language Models to Generate Text with Citations (ALCE); "
    "a citation supports where it holds expected words"
)
_SPAN = "own: a quote that is cited holds expected words"
_SELECTIVE = "Geifman and El-Yaniv 2017, Selective Classification for Deep Neural Networks"

METRICS = (
    Metric("cited", "cited", _SPAN, True, "answerable"),
    Metric("cited_first", "cited first", f"{_SPAN}, the first one", True, "answerable"),
    Metric(
        "false_answer", "false answers", "own: answered, and nothing answers", False, "unanswerable"
    ),
    Metric("false_abstention", "false abstentions", "own: abstained in vain", False, "answerable"),
    Metric(
        "key_facts",
        "key facts",
        "Zhu et al. 2025, RAGEval, completeness; by words instead of a judge: shown facts of "
        "those expected",
        True,
        "answerable",
    ),
    Metric("citation_precision", "citation precision", _ALCE, True, "answerable"),
    Metric("citation_recall", "citation recall", _ALCE, True, "answerable"),
    Metric("hit@1", "hit@1", f"Success@1 of {_IR}", True, "answerable"),
    Metric("hit@8", "hit@8", f"Success@8 of {_IR}", True, "answerable"),
    Metric("recall@1", "recall@1", f"R@1 of {_IR}", True, "answerable"),
    Metric("recall@3", "recall@3", f"R@3 of {_IR}", True, "answerable"),
    Metric("recall@8", "recall@8", f"R@8 of {_IR}", True, "answerable"),
    Metric("mrr", "MRR", f"RR of {_IR} (Kantor and Voorhees 2000)", True, "answerable", "score"),
    Metric(
        "ndcg@8",
        "nDCG@8",
        f"nDCG@8 of {_IR} (Järvelin and Kekäläinen 2002)",
        True,
        "answerable",
        "score",
    ),
    Metric("language", "language", "own: answered in the question's language", True, "all"),
    Metric(
        "judged",
        "judged",
        "prompts/judge.md: right 1, partly 0.5, wrong or declined 0",
        True,
        "answerable",
    ),
    Metric(
        "right_if_answered",
        "right if answered",
        "own: what is cited, or shown as nearest, holds expected words; what selective risk is "
        "made of",
        True,
        "all",
    ),
    Metric(
        "selective_risk",
        "wrong of answered",
        f"selective risk at the threshold ({_SELECTIVE})",
        False,
        "all",
    ),
    Metric("coverage", "answered", f"coverage at the threshold ({_SELECTIVE})", True, "all"),
    Metric(
        "aurc",
        "AURC",
        "area under the risk-coverage curve (Geifman, Uziel and El-Yaniv 2019, Bias-Reduced "
        "Uncertainty Estimation for Deep Neural Classifiers)",
        False,
        "all",
        "score",
    ),
    Metric(
        "auroc",
        "AUROC",
        "of the confidence, answerable against not, as scikit-learn's roc_auc_score",
        True,
        "all",
        "score",
    ),
    Metric(
        "brier",
        "Brier score",
        "of the confidence that it is answerable (Brier 1950), scikit-learn's brier_score_loss",
        False,
        "all",
        "score",
    ),
    Metric("shown_chars", "characters shown", "own: claims and quotes", False, "all", "count"),
    Metric("tokens", "tokens", "as the server counts, read and written", False, "all", "count"),
    Metric("cost", "cost", "tokens at the prices that are set", False, "all", "money"),
    Metric("seconds_p50", "seconds, median", "of all stages together", False, "all", "seconds"),
    Metric("seconds_p95", "seconds, p95", "of all stages together", False, "all", "seconds"),
)

BY_NAME = {metric.name: metric for metric in METRICS}
