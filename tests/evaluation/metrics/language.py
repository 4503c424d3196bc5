"""Whether an answer is in the question's language. Pure."""

from bot.answers import Answer, CitedClaim
from bot.languages import likely_language


def is_in_language(answer: Answer, language: str) -> bool:
    """Whether the answer's own words are of a language (ISO 639-1); quotes keep theirs.

    What is told by code is in `Answer.language`; claims that a model wrote are looked at, and those
    whose letters leave it open are believed.
    """
    quotes = {citation.quote for citation in answer.citations}
    written = [claim for claim in answer.claims if claim.text not in quotes]
    return answer.language == language and all(_may_be(claim, language) for claim in written)


def _may_be(claim: CitedClaim, language: str) -> bool:
    return claim.said_by != () or likely_language(claim.text) in (None, language)
