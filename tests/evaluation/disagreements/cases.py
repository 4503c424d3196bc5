"""The cases of `cases.jsonl`: small documents that contradict each other, or don't, and questions.

The code was written on `dev`. `test`, then `held`, then `last`, each written before the code knew
it, were measured once, and what they showed to be wrong in general was changed afterwards: the
first figures of each are those that tell what to expect (versions right, false alarms): `test` 67 %
and 5.9 %, `held` 59 % and 7.7 %, `last` 70 % and 16.7 %. `review` is a reader's who looked for
false alarms: 0 % (one case) and 31.4 %. `new` was written after it, and before anything was
changed: 65 % and 55 %. D1 to D20 are about one matter, each other
one about another. All that the documents tell is made up, but for what D1 to D20 have of what was
reported.
"""

import re
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from tests.evaluation.records import read_records

Part = Literal["dev", "test", "held", "last", "review", "new"]

CASES_FILE = Path(__file__).with_name("cases.jsonl")


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CaseDocument(_Record):
    """A document, which is one passage."""

    metadata: dict[str, str]
    text: str


class CaseQuestion(_Record):
    """A question, and its language."""

    text: str
    language: str


class ExpectedVersion(_Record):
    """A version that is there to be found."""

    value: str
    """Regular expression of its value, with common spaces."""
    speakers: tuple[str, ...]
    """Those who have it; nobody else may be named."""

    def is_told_by(self, words: str) -> bool:
        """Whether a value or quote has the version."""
        return re.search(self.value, re.sub(r"\s", " ", words)) is not None


class Case(_Record):
    """A line of the file."""

    id: str
    part: Part
    documents: tuple[CaseDocument, ...]
    questions: tuple[CaseQuestion, ...]
    versions: tuple[ExpectedVersion, ...] = ()
    """None where the sources agree, or tell of several things."""
    also: tuple[str, ...] = ()
    """Speakers whose words leave so much open that they may be with any version."""
    note: str = ""


def read_cases() -> list[Case]:
    """Read the cases. Raises: RecordsFileError; RecordError, naming file and line."""
    hint = "tests/evaluation/disagreements/cases.py says what it holds"
    return read_records(CASES_FILE, Case, hint)
