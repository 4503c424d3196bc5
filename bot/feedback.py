"""What is kept about people's votes; lists, exports and deletes it, with the answers voted on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from llama_index.core.utils import iter_batch
from sqlalchemy import ColumnElement, Connection, case, delete, func, select, union, update
from sqlalchemy.dialects.sqlite import insert

from bot.askers import Asker, Askers, load_askers
from bot.candidates import Vote, write_candidate
from bot.database import FILE_NAME, Database, open_database
from bot.records import IS_PUBLIC, AnswerId, read_row
from bot.schema import answers, spending, votes

MAX_REASON_CHARS = 1000
"""A longer reason is cut."""
_BATCH = 100
"""Answers read at a time, so that an export holds up nobody who writes."""


@dataclass(frozen=True)
class Forgotten:
    """How much was deleted."""

    answers: int
    """Questions with their answers."""
    votes: int
    """Votes that the person gave; after `Feedback.prune`, all that went with the answers."""
    votes_of_others: int = 0
    """Votes of others on the person's answers."""


class Feedback:
    """The votes that are kept. All methods raise DataFolderError."""

    def __init__(self, database: Database, askers: Askers) -> None:
        self._database = database
        self._askers = askers

    def vote(
        self, answer_id: AnswerId, user_id: int, *, is_helpful: bool, reason: str | None = None
    ) -> bool:
        """Keep a person's vote on an answer, in place of an earlier one.

        The same vote once more, without a reason, leaves the reason that was given.
        Returns: False if the answer was deleted.
        """
        voter = self._askers.hash_person(user_id)
        with self._database.write() as connection:
            if not connection.scalar(select(answers.c.id).where(answers.c.id == answer_id)):
                return False
            _put_vote(connection, answer_id, voter, Vote(is_helpful, _clean(reason)))
        return True

    def reasons(self, ids: Sequence[AnswerId]) -> dict[AnswerId, tuple[str, ...]]:
        """Give what people said was not helpful about some answers, oldest first."""
        given: dict[AnswerId, tuple[str, ...]] = {}
        for batch in iter_batch(ids, _BATCH):
            with self._database.read() as connection:
                votes_on = _read_votes(connection, batch)
            for answer, found in votes_on.items():
                said = (vote.reason for vote in found if not vote.is_helpful)
                given[AnswerId(answer)] = tuple(filter(None, said))
        return given

    def forget(self, user_id: int) -> Forgotten:
        """Delete everything that is kept about a person, to the last byte of it.

        Raises: RecordsBusyError, if another process doesn't let go of the file; calling again
        completes what was begun.
        """
        return forget(self._database, self._askers.hash_person(user_id))

    def prune(self, older_than: datetime) -> Forgotten:
        """Delete the answers of before a time, and the votes on them, as `forget` does."""
        day = older_than.astimezone(UTC).date().isoformat()
        with self._database.erase() as connection:
            connection.execute(delete(spending).where(spending.c.day < day))
            return Forgotten(
                votes=_delete_votes(connection, _on_answers(answers.c.asked_at < older_than)),
                answers=_delete_answers(connection, answers.c.asked_at < older_than),
            )

    def export(self) -> Iterator[str]:
        """Give answers with their votes as candidate evaluation questions, oldest first.

        A JSON object each, see `bot.candidates`; none that was asked in private.
        """
        oldest_first = select(answers.c.id).where(IS_PUBLIC).order_by(answers.c.asked_at)
        with self._database.read() as connection:
            ids = connection.scalars(oldest_first).all()
        for start in range(0, len(ids), _BATCH):
            yield from self._export(ids[start : start + _BATCH])

    def _export(self, ids: Iterable[str]) -> Iterator[str]:
        query = select(answers).where(answers.c.id.in_(ids)).order_by(answers.c.asked_at)
        with self._database.read() as connection:
            rows = connection.execute(query).mappings().all()
            given = _read_votes(connection, ids)
        for row in rows:
            yield write_candidate(read_row(row), given.get(row["id"], []))


def forget(database: Database, person: Asker) -> Forgotten:
    """Delete everything that is kept about a person, see `Feedback.forget`."""
    theirs = votes.c.voter == person
    with database.erase() as connection:
        _unlink_follow_ups(connection, person)
        connection.execute(delete(spending).where(spending.c.payer == person))
        return Forgotten(
            votes=_delete_votes(connection, theirs),
            votes_of_others=_delete_votes(connection, _on_answers(answers.c.asker == person)),
            answers=_delete_answers(connection, answers.c.asker == person),
        )


def export_feedback(data_dir: Path) -> Iterator[str]:
    """Give the lines of `Feedback.export`; none if nothing is kept in a data folder.

    Raises: DataFolderError.
    """
    if not (data_dir / FILE_NAME).exists():
        return
    with open_database(data_dir) as database:
        # No person is looked for, so no key is needed.
        yield from Feedback(database, Askers(b"")).export()


def forget_person(data_dir: Path, user_id: int) -> Forgotten:
    """Do what `Feedback.forget` does, while the bot runs or not.

    Raises: RecordsBusyError; AskerKeyError, if there is no key to find the person with;
    DataFolderError.
    """
    if not (data_dir / FILE_NAME).exists():
        return Forgotten(answers=0, votes=0)
    askers = load_askers(data_dir, may_make=False)
    with open_database(data_dir) as database:
        return Feedback(database, askers).forget(user_id)


def _unlink_follow_ups(connection: Connection, person: Asker) -> None:
    """Drop what questions of others were understood as: it may have the person's words in it."""
    theirs = answers.c.asker == person
    # A thread below a message has the message's id.
    places = union(select(answers.c.channel).where(theirs), select(answers.c.message).where(theirs))
    connection.execute(
        update(answers).where(answers.c.channel.in_(places), ~theirs).values(understood=None)
    )


def _clean(reason: str | None) -> str | None:
    return ((reason or "").strip()[:MAX_REASON_CHARS]) or None


def _put_vote(connection: Connection, answer_id: AnswerId, voter: Asker, vote: Vote) -> None:
    row = insert(votes).values(
        answer=answer_id,
        voter=voter,
        is_helpful=vote.is_helpful,
        reason=vote.reason,
        voted_at=datetime.now(UTC),
    )
    new = row.excluded
    same = new.is_helpful == votes.c.is_helpful
    kept = case((same, func.coalesce(new.reason, votes.c.reason)), else_=new.reason)
    changed = {"is_helpful": new.is_helpful, "reason": kept, "voted_at": new.voted_at}
    connection.execute(
        row.on_conflict_do_update(index_elements=["answer_id", "voter"], set_=changed)
    )


def _read_votes(connection: Connection, ids: Iterable[str]) -> dict[str, list[Vote]]:
    query = select(votes).where(votes.c.answer.in_(ids)).order_by(votes.c.voted_at)
    found: dict[str, list[Vote]] = {}
    for row in connection.execute(query).mappings():
        vote = Vote(row["is_helpful"], row["reason"])
        found.setdefault(row[votes.c.answer], []).append(vote)
    return found


def _on_answers(where: ColumnElement[bool]) -> ColumnElement[bool]:
    return votes.c.answer.in_(select(answers.c.id).where(where))


def _delete_votes(connection: Connection, where: ColumnElement[bool]) -> int:
    return connection.execute(delete(votes).where(where)).rowcount


def _delete_answers(connection: Connection, where: ColumnElement[bool]) -> int:
    return connection.execute(delete(answers).where(where)).rowcount
