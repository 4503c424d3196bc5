"""What became of a question: the answer, and what was measured of it. Data only."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from bot.answers import Answer
from ingest.passages import PassageId
from tests.evaluation.questions import EvaluationQuestion, Kind, Part, Style


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class Outcome(_Record):
    """A question with its answer under one configuration."""

    question: EvaluationQuestion
    answer: Answer
    relevant: tuple[PassageId, ...]
    """All passages of the index that hold words that answer."""


class Result(_Record):
    """What was measured of an outcome."""

    id: str
    part: Part
    question: str
    lang: str
    kind: Kind
    style: Style
    answerable: bool
    abstained: bool
    confidence: float
    values: dict[str, float]
    """By metric, in [0, 1] but for amounts; a metric that says nothing about it is left out."""
    seconds: dict[str, float]
    """By stage of answering."""


class Run(_Record):
    """A run of the evaluation suite."""

    at: datetime
    revision: str
    """Of git, with "+" where files were changed since; "unknown" outside of a checkout."""
    dataset: str
    index: str
    """Fingerprint of the index of the first configuration."""
    questions: str = ""
    """Equal for runs that asked the same (`results.hash_questions`)."""
    configurations: dict[str, tuple[Result, ...]]
    """By name, the shipped one first; results in order of the questions."""

    @property
    def shipped(self) -> tuple[Result, ...]:
        """Results of the shipped configuration; none of a run that has no configuration."""
        return next(iter(self.configurations.values()), ())


def of_part(results: Iterable[Result], part: Part) -> list[Result]:
    """Those of a part."""
    return [result for result in results if result.part == part]
