"""What people asked on Discord, as candidates for the evaluation questions.

`python -m bot feedback export` tells a question, its votes and its quotes; whether the documents
answer it, and with which words, is for a person to judge. What is left to that is marked, and a
line is refused by `read_questions` until it is done.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from pydantic import BaseModel

from ingest.errors import DossierError
from tests.evaluation.questions import SETS, Kind, Words
from tests.evaluation.records import read_records

MARK = "FILL IN"
TO_DO = (
    f"Replace each “{MARK}: …”. Keep of `answers` the fewest words that answer, and add those of "
    "other documents; none, if it is not answerable. List in `key_facts` what a right answer holds."
)
"""What a person is told to do with the lines."""
_FEEDBACK = "it should be as python -m bot feedback export writes it"
_KINDS = ", ".join(kind for kind in get_args(Kind) if kind != "outside")


class CandidatesFileError(DossierError):
    """Candidates can't be added to a file."""

    key = "candidates-file"
    problem = "The candidates can't be written to {path}: {reason}."
    remedy = "Name a file in a folder that is there and can be written."


@dataclass(frozen=True)
class Candidates:
    """Questions that the sets don't have."""

    lines: tuple[str, ...]
    """Of JSON, in the form of `EvaluationQuestion`, to be completed."""
    known: int
    """How many that were asked are in the sets already."""


class _Votes(BaseModel):
    up: int = 0
    down: int = 0


class _Exported(BaseModel):
    """What is used of a line of the export."""

    id: str
    question: str
    lang: str
    votes: _Votes = _Votes()
    reasons: tuple[str, ...] = ()
    abstained: bool = False
    citations: tuple[Words, ...] = ()

    @property
    def is_liked(self) -> bool:
        return self.votes.up > self.votes.down


class _Known(BaseModel):
    """What is used of a line of a set, finished or not."""

    question: str
    before: tuple[str, ...] = ()


def find_candidates(feedback: Path, into: Path | None = None) -> Candidates:
    """Make candidates of an export, but for what the sets or `into` have.

    Two questions are one if they differ in case and white space alone. Words are proposed as
    answers where more people found them helpful than not.
    Raises: RecordsFileError; RecordError, naming file and line.
    """
    asked = defaultdict(list)
    for line in read_records(feedback, _Exported, _FEEDBACK):
        asked[_key(line.question)].append(line)
    known = asked.keys() & _read_known(into)
    lines = (_write(same) for key, same in asked.items() if key not in known)
    return Candidates(tuple(lines), len(known))


def add_candidates(lines: Iterable[str], into: Path) -> None:
    """Add lines to a file, below what it holds. Raises: CandidatesFileError."""
    try:
        with into.open("a+", encoding="utf-8", newline="\n") as file:
            file.seek(0)
            held = file.read()
            file.write("\n" if held and not held.endswith("\n") else "")
            file.writelines(f"{line}\n" for line in lines)
    except (OSError, UnicodeDecodeError) as error:
        raise CandidatesFileError(path=into, reason=error) from error


def _read_known(into: Path | None) -> set[str]:
    """Read what is asked in the sets, without a conversation before it."""
    hint = "tests/evaluation/questions.py says what it holds"
    files = {*SETS.glob("*.jsonl"), *([into] if into is not None and into.exists() else [])}
    lines = (line for file in sorted(files) for line in read_records(file, _Known, hint))
    return {_key(line.question) for line in lines if not line.before}


def _key(question: str) -> str:
    return " ".join(question.split()).casefold()


def _write(same: Sequence[_Exported]) -> str:
    """Write what is known of a question that was asked once or several times."""
    first = same[0]
    liked = (words for line in same if line.is_liked for words in line.citations)
    candidate = {
        "id": f"asked-{first.id}",
        "part": "dev",
        "question": first.question,
        "lang": first.lang,
        "kind": f"{MARK}: {_KINDS}",
        "style": f"{MARK}: plain, colloquial, misspelt",
        "before": [],
        "answerable": f"{MARK}: true, false",
        "answers": [words.model_dump() for words in dict.fromkeys(liked)],
        "key_facts": [],
        "note": " ".join(map(_describe, same)),
    }
    return json.dumps(candidate, ensure_ascii=False)


def _describe(line: _Exported) -> str:
    """Say what became of it: "Answered, voted up 0, down 2: too vague; wrong year." """
    done = "Declined" if line.abstained else "Answered"
    votes = (
        f", voted up {line.votes.up}, down {line.votes.down}"
        if line.votes.up or line.votes.down
        else ""
    )
    reasons = f": {'; '.join(line.reasons)}" if line.reasons else ""
    return f"{done}{votes}{reasons}."
