"""What an answer looks like as a candidate for the evaluation questions. Pure.

What is known of an evaluation question (`tests/evaluation/questions.py`) is named as there: id,
question and language. Whether the documents answer, and with which words, is not: that is for a
person to judge, and without it the evaluation doesn't take the line. The rest is to judge by.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from bot.answers import Citation
from bot.records import AnswerRecord


@dataclass(frozen=True)
class Vote:
    """What somebody thought of an answer."""

    is_helpful: bool
    reason: str | None


def write_candidate(record: AnswerRecord, votes: Sequence[Vote]) -> str:
    """Write a line of JSON, without whose question it was or where it was asked."""
    up = sum(vote.is_helpful for vote in votes)
    candidate = {
        "id": record.id,
        "question": record.stand_alone,
        "lang": record.language,
        "votes": {"up": up, "down": len(votes) - up},
        "reasons": [vote.reason for vote in votes if vote.reason],
        "abstained": record.abstained,
        "confidence": record.confidence,
        "documents": list(dict.fromkeys(citation.document for citation in record.citations)),
        "citations": [_describe(citation) for citation in record.citations],
        "index": record.index,
        "asked_at": record.asked_at.astimezone(UTC).isoformat(timespec="seconds"),
    }
    return json.dumps(candidate, ensure_ascii=False)


def _describe(citation: Citation) -> dict[str, object]:
    return citation.model_dump(
        mode="json",
        include={"n", "document", "document_hash", "quote", "start", "end", "passage"},
    )
