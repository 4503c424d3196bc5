"""What editors should know of: questions that had no answer, or a bad one, gathered. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bot.alike import (
    drop_language,
    group_alike,
    language_axes,
    measure_alike,
    parallel_questions,
)
from bot.answering.asked import understand
from bot.answers import Citation
from bot.records import AnswerId, AnswerRecord

MAX_NEAREST = 3


@dataclass(frozen=True)
class Gap:
    """Questions that ask the same thing and had no answer, or one that was voted down."""

    questions: tuple[str, ...]
    """In different words, most asked first."""
    count: int
    """How many times they were asked."""
    nearest: tuple[Citation, ...]
    """What the answers showed or came near to, closest first, at most MAX_NEAREST."""
    reasons: tuple[str, ...] = ()
    """Why people found the answers not helpful."""


def texts_to_embed(records: Sequence[AnswerRecord]) -> list[str]:
    """What `find_gaps` takes the vectors of: each question once, and some that are always there."""
    return [*parallel_questions(), *_questions(records)]


def find_gaps(
    records: Sequence[AnswerRecord],
    vectors: Sequence[ArrayLike],
    reasons: Mapping[AnswerId, Sequence[str]],
) -> list[Gap]:
    """Gather answers whose questions ask the same thing, most asked first.

    vectors: of unit length, those of `texts_to_embed(records)` as questions. reasons: why answers
    were voted down, by answer.
    """
    if not records:
        return []
    known = len(parallel_questions())
    rows = np.asarray(vectors, dtype=np.float32)
    questions = _questions(records)
    languages = {record.stand_alone: record.language for record in records}
    asked = [understand(question, languages[question]) for question in questions]
    free = drop_language(rows[known:], language_axes(rows[:known]))
    groups = group_alike(measure_alike(free, asked))
    gaps = [_gather([questions[at] for at in group], records, reasons) for group in groups]
    return sorted(gaps, key=lambda gap: -gap.count)


def _questions(records: Sequence[AnswerRecord]) -> list[str]:
    """Each question once, oldest first."""
    return list(dict.fromkeys(record.stand_alone for record in records))


def _gather(
    questions: Sequence[str],
    records: Sequence[AnswerRecord],
    reasons: Mapping[AnswerId, Sequence[str]],
) -> Gap:
    members = [record for record in records if record.stand_alone in questions]
    counts = Counter(record.stand_alone for record in members)
    shown = [citation for record in members for citation in (record.nearest or record.citations)]
    nearest = {(citation.document, citation.start, citation.end): citation for citation in shown}
    best = sorted(nearest.values(), key=lambda citation: -citation.score)[:MAX_NEAREST]
    return Gap(
        questions=tuple(question for question, _ in counts.most_common()),
        count=len(members),
        nearest=tuple(best),
        reasons=tuple(reason for record in members for reason in reasons.get(record.id, ())),
    )
