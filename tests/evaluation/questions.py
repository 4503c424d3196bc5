"""The evaluation questions: what is asked, whether the dossier answers it, and with which words."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from tests.evaluation.records import read_records

QUESTIONS_FILE = Path(__file__).with_name("questions.jsonl")
SEED = "numerama-riaa-allofmp3.fr.txt"


class Words(BaseModel):
    """Words of a document that answer a question, or correct what it takes for granted."""

    model_config = ConfigDict(frozen=True)

    document: str
    quote: str


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
    answers: tuple[Words, ...] = ()
    """Words of the whole dossier, any of which answer; empty where it doesn't answer."""
    note: str = ""
    origin: Literal["starter", "ours"] = "starter"
    """Ours were written for the whole dossier, and are not asked about the seed article alone."""

    def expect(self, *, seed: bool) -> tuple[Words, ...]:
        """The words, any of which answer, of the seed article alone or of the whole dossier."""
        if not seed:
            return self.answers
        if self.answerable_from_seed == "no":
            return ()
        return (Words(document=SEED, quote=self.seed_quote),)


def read_questions(path: Path = QUESTIONS_FILE) -> list[EvaluationQuestion]:
    """Read a file of questions.

    Raises: RecordsFileError; RecordError, naming file and line.
    """
    return read_records(
        path, EvaluationQuestion, "tests/evaluation/questions.py says what it holds"
    )
