"""The evaluation questions: what is asked, whether the dossier answers it, and with which words."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from ingest.errors import DossierError

QUESTIONS_FILE = Path(__file__).with_name("questions.jsonl")


class EvaluationQuestionError(DossierError):
    """A line of a file of questions can't be used."""

    key = "evaluation-question"
    problem = "{path}, line {line} is no evaluation question: {reason}."
    remedy = "Mend the line; tests/evaluation/questions.py says what it holds."


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

    Raises: EvaluationQuestionError, naming file and line.
    """
    questions = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            questions.append(EvaluationQuestion.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            reason = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
            raise EvaluationQuestionError(path=path, line=number, reason=reason) from error
    return questions
