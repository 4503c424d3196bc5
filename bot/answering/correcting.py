"""Whether a claim corrects a question, or only says that it does. Pure.

Counts where the passages are not thought to hold an answer: there, a language model's word that it
corrects something would otherwise be enough to be shown.
"""

from bot.answering.evidence import share_of_names_missing
from bot.answering.held import join, read
from bot.answers import Question
from bot.grounding import GroundedClaim
from ingest.passages import language_of, metadata_of

MOST_MISSING = 0.5
"""Share of the question's names that a correction may leave out: one of them may be what is wrong
("When did Kvasov leave prison in Siberia?")."""


def is_about(question: Question, claim: GroundedClaim) -> bool:
    """Whether a claim and its quotes name what a question names; False if that names nothing."""
    given = read(question.text, question.language)
    if not given.names:
        return False
    parts = [read(claim.text, question.language)]
    for quote in claim.quotes:
        language = language_of(quote.passage)
        title = metadata_of(quote.passage).title
        parts += [read(text, language) for text in (quote.text, title) if text]
    same_language = all(language_of(q.passage) == question.language for q in claim.quotes)
    missing = share_of_names_missing(given, join(parts), same_language=same_language)
    return missing <= MOST_MISSING
