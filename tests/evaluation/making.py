"""Results made by hand, from as little as a test cares about."""

from typing import Any

from tests.evaluation.outcomes import Result

_PLAIN = Result(
    id="q1",
    part="dev",
    question="Who built it?",
    lang="en",
    kind="factoid",
    style="plain",
    answerable=True,
    abstained=False,
    confidence=0.5,
    values={},
    seconds={},
)


def make_result(**changes: Any) -> Result:
    """A result of an answered question, but for what is said."""
    return _PLAIN.model_copy(update=changes)
