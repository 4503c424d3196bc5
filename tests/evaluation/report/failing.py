"""Which questions went wrong, and in which of the ways that want different mending. Pure."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from tests.evaluation.outcomes import Result


class Failure(StrEnum):
    """How an answer failed, as a reader of the report is told."""

    ANSWERED = "answered, though the dossier does not"
    ABSTAINED = "abstained, though the dossier answers"
    NOT_RETRIEVED = "expected words not retrieved"
    NOT_QUOTED = "expected words retrieved, not quoted"


def failure_of(result: Result) -> Failure | None:
    """How the answer failed; None where it was right to answer, with expected words, or decline."""
    if not result.answerable:
        return None if result.abstained else Failure.ANSWERED
    if result.abstained:
        return Failure.ABSTAINED
    if result.values.get("cited", 0.0) > 0:
        return None
    is_retrieved = result.values.get("recall@8", 0.0) > 0
    return Failure.NOT_QUOTED if is_retrieved else Failure.NOT_RETRIEVED


def count_failures(results: Iterable[Result]) -> list[tuple[Failure, int]]:
    """How often answers failed in each way, the most frequent first."""
    return Counter(filter(None, map(failure_of, results))).most_common()
