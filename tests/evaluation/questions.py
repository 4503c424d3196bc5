"""The evaluation questions: what is asked, whether the dossier answers it, and with which words."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from tests.evaluation.records import read_records

QUESTIONS_FILE = Path(__file__).with_name("questions.jsonl")


class EvaluationQuestion(BaseModel):
    """A line of the file."""

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    lang: str
    kind: str
    answerable_from_seed: Literal["yes", "no"]
    key_facts: tuple[str, ...]
    seed_quote: str
    """Words of the seed article that answer; empty where it doesn't answer."""
    note: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the seed article answers it."""
        return self.answerable_from_seed == "yes"


def read_questions(path: Path = QUESTIONS_FILE) -> list[EvaluationQuestion]:
    """Read a file of questions.

    Raises: RecordsFileError; RecordError, naming file and line.
    """
    return read_records(
        path, EvaluationQuestion, "tests/evaluation/questions.py says what it holds"
    )
