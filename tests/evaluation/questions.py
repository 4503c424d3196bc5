"""The evaluation questions: what is asked, whether the dossier answers it, and with which words."""

from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from tests.evaluation.records import read_records

SETS = Path(__file__).with_name("sets")

Part = Literal["dev", "test"]
"""What is tuned is tuned on dev; test is for measuring alone. Questions that the same words answer
are in one part, in whatever language and style they ask."""
Kind = Literal[
    "factoid",
    "judgement",
    "temporal",
    "list",
    "causal",
    "comparison",
    "contradiction",
    "follow_up",
    "false_premise",
    "unanswerable",
    "out_of_scope",
    "injection",
    "outside",
]
"""The last is for questions of outside sets that don't say what they are: none of ours."""
Style = Literal["plain", "colloquial", "misspelt"]


class Words(BaseModel):
    """Words of a document that answer a question, or correct what it takes for granted."""

    model_config = ConfigDict(frozen=True)

    document: str
    quote: str
    """Empty: any words of the document. So outside sets judge, which name documents alone."""


class EvaluationQuestion(BaseModel):
    """A line of a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    """Its first letter says who wrote it, not which part it is of."""
    part: Part
    question: str
    lang: str
    kind: Kind
    style: Style = "plain"
    before: tuple[str, ...] = ()
    """What was asked before, in a conversation; the question alone may not be understood."""
    answerable: bool
    answers: tuple[Words, ...] = ()
    """All words of the dossier, any of which answer; empty where it doesn't answer."""
    key_facts: tuple[tuple[str, ...], ...] = ()
    """What a right answer holds: facts, each as it may be written, in any language."""
    note: str = ""

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.answerable != bool(self.answers):
            raise ValueError("answers are for what is answerable, and it needs one at least")
        return self


def read_questions(*files: Path) -> list[EvaluationQuestion]:
    """Read files of questions; the shipped ones if none is named.

    Raises: RecordsFileError; RecordError, naming file and line.
    """
    hint = "tests/evaluation/questions.py says what it holds"
    paths = files or (SETS / "dev.jsonl", SETS / "test.jsonl")
    return [question for path in paths for question in read_records(path, EvaluationQuestion, hint)]
