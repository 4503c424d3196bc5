"""What is kept about an answer: so that its buttons work after a restart, and editors see gaps."""

import secrets
from datetime import UTC, datetime
from typing import Any, NewType, Self

from pydantic import BaseModel, ConfigDict, TypeAdapter
from sqlalchemy import ColumnElement, RowMapping, case, delete, func, insert, or_, select, update

from bot.answers import Answer, Citation, CitedClaim, RetrievedPassage
from bot.askers import Asker, Askers
from bot.database import Database
from bot.schema import answers, votes
from ingest.passages import PassageId

AnswerId = NewType("AnswerId", str)
"""12 characters of A-Z, a-z, 0-9, _ and -."""
_ID_BYTES = 9


class KeptPassage(BaseModel):
    """A passage that was retrieved, without its words: the index has those."""

    model_config = ConfigDict(frozen=True)

    id: PassageId
    document: str
    start: int
    end: int
    score: float
    """As `Citation.score`."""

    @classmethod
    def of(cls, passage: RetrievedPassage) -> Self:
        """What is kept of a retrieved passage."""
        score = max(passage.scores["dense"], passage.scores["sentence"])
        return cls(score=score, **passage.model_dump(include={"id", "document", "start", "end"}))


class AnswerRecord(BaseModel):
    """An answer with where, when and of whom it was asked. Fields as in `Answer`, but for these."""

    model_config = ConfigDict(frozen=True)

    id: AnswerId
    asked_at: datetime
    """With its time zone."""
    question: str
    """As it was asked."""
    understood: str | None
    """The stand-alone question that was answered; None if it is `question`."""
    language: str
    abstained: bool
    confidence: float
    answerer: str
    claims: tuple[CitedClaim, ...]
    citations: tuple[Citation, ...]
    nearest: tuple[Citation, ...]
    passages: tuple[KeptPassage, ...]
    """Best first."""
    index: str
    server: int | None
    """None in a direct message."""
    channel: int
    message: int | None
    """The answer's, once it is there: the last if there are several."""
    is_private: bool
    """Whether only who asked saw the answer."""
    asker: Asker

    @property
    def stand_alone(self) -> str:
        """The question as it was answered, clear without what was said before it."""
        return self.question if self.understood is None else self.understood

    @classmethod
    def of(
        cls,
        answer_id: AnswerId,
        answer: Answer,
        *,
        asked: str,
        asker: Asker,
        server: int | None,
        channel: int,
        is_private: bool,
        asked_at: datetime | None = None,
    ) -> Self:
        """What is kept of an answer to `asked`, a message as it was written; now, if not told."""
        question = asked.strip()
        return cls(
            id=answer_id,
            asked_at=asked_at or datetime.now(UTC),
            question=question,
            understood=None if answer.question == question else answer.question,
            language=answer.language,
            abstained=answer.abstained,
            confidence=answer.confidence,
            answerer=answer.answerer,
            claims=answer.claims,
            citations=answer.citations,
            nearest=answer.nearest,
            passages=tuple(map(KeptPassage.of, answer.passages)),
            index=answer.index,
            server=server,
            channel=channel,
            message=None,
            is_private=is_private,
            asker=asker,
        )


_LISTS: dict[str, TypeAdapter[Any]] = {
    "claims": TypeAdapter(tuple[CitedClaim, ...]),
    "citations": TypeAdapter(tuple[Citation, ...]),
    "nearest": TypeAdapter(tuple[Citation, ...]),
    "passages": TypeAdapter(tuple[KeptPassage, ...]),
}
"""Columns of JSON."""
IS_PUBLIC = ~answers.c.is_private & answers.c.server.is_not(None)
"""Asked on a server for all to see: all that is ever shown to anyone but who asked."""
MAX_UNANSWERED = 500
"""As many as can be embedded while somebody waits, at some 10 ms each."""


class Records:
    """The answers that are kept. All methods raise DataFolderError, but for `hash_person`."""

    def __init__(self, database: Database, askers: Askers) -> None:
        self._database = database
        self._askers = askers

    def hash_person(self, user_id: int) -> Asker:
        """How a person is kept."""
        return self._askers.hash_person(user_id)

    def add(self, record: AnswerRecord) -> None:
        """Keep an answer."""
        with self._database.write() as connection:
            connection.execute(insert(answers).values(write_row(record)))

    def place(
        self, answer_id: AnswerId, channel: int, message: int, *, is_private: bool = False
    ) -> None:
        """Keep where an answer stands, now that it is there; nothing if it was deleted already.

        `is_private`: whether only who asked sees it there, though others were to.
        """
        there = {"channel": channel, "message": message}
        changed = there | ({"is_private": True} if is_private else {})
        with self._database.write() as connection:
            connection.execute(update(answers).where(answers.c.id == answer_id).values(changed))

    def remove(self, answer_id: AnswerId) -> None:
        """Drop an answer that nobody was shown."""
        with self._database.write() as connection:
            connection.execute(delete(answers).where(answers.c.id == answer_id))

    def find(self, answer_id: AnswerId) -> AnswerRecord | None:
        """Give an answer by its id; None if it was deleted."""
        return self._find_one(answers.c.id == answer_id)

    def find_by_message(self, message: int) -> AnswerRecord | None:
        """Give the answer that stands in a message; None if there is none."""
        return self._find_one(answers.c.message == message)

    def last_asker(self, channel: int) -> Asker | None:
        """Tell whose question was the last to be answered for all to see in a channel."""
        query = (
            select(answers.c.asker)
            .where(answers.c.channel == channel, ~answers.c.is_private)
            .order_by(answers.c.asked_at.desc())
            .limit(1)
        )
        with self._database.read() as connection:
            asker = connection.scalar(query)
        return None if asker is None else Asker(asker)

    def unanswered(self, server: int | None = None) -> list[AnswerRecord]:
        """Give what was not answered, or not well: declined, or voted down as often as up.

        What was asked in private or in a direct message is nobody else's business. Of the newest
        MAX_UNANSWERED, oldest first; of all servers if none is named.
        """
        balance = (
            select(func.sum(case((votes.c.is_helpful, 1), else_=-1)))
            .where(votes.c.answer == answers.c.id)
            .scalar_subquery()
        )
        where = [IS_PUBLIC, or_(answers.c.abstained, balance <= 0)]
        if server is not None:
            where.append(answers.c.server == server)
        newest_first = answers.c.asked_at.desc(), answers.c.id
        with self._database.read() as connection:
            query = select(answers).where(*where).order_by(*newest_first).limit(MAX_UNANSWERED)
            rows = connection.execute(query).mappings().all()
        return [read_row(row) for row in reversed(rows)]

    def _find_one(self, where: ColumnElement[bool]) -> AnswerRecord | None:
        with self._database.read() as connection:
            row = connection.execute(select(answers).where(where)).mappings().first()
        return None if row is None else read_row(row)


def new_answer_id() -> AnswerId:
    """Make an id that nobody can guess."""
    return AnswerId(secrets.token_urlsafe(_ID_BYTES))


def write_row(record: AnswerRecord) -> dict[str, Any]:
    """Turn a record into a row of the table of answers."""
    row = dict(record)
    return row | {name: kind.dump_json(row[name]).decode() for name, kind in _LISTS.items()}


def read_row(row: RowMapping) -> AnswerRecord:
    """Turn a row of the table of answers into a record."""
    known = {column.key: row[column] for column in answers.c}
    lists = {name: kind.validate_json(known[name]) for name, kind in _LISTS.items()}
    return AnswerRecord(**known | lists)
