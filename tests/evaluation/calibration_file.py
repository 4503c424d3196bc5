"""A file of questions with candidate passages, by which abstention is calibrated.

Each line of the file is one JSON object: `question`, `language`, `passage_language`,
`passages` (id and text each), `answerable` (whether one of the passages answers), and `mode`, by
which figures are told apart. Questions about the same article must not be told apart by chance
into those fitted on and those measured on: the article is the passage id without its last part
and without its language.
"""

from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, Field

from ingest.errors import DossierError
from tests.evaluation.records import read_records


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


def read_questions(path: Path) -> list[CalibrationQuestion]:
    """Read a file of calibration questions.

    Raises: RecordsFileError; RecordError, naming the line; CalibrationFileError.
    """
    hint = "the first lines of tests/evaluation/calibration_file.py say what it holds"
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
