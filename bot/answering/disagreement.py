"""Whether retrieved passages contradict each other in what a question asks for. Pure.

Sources that disagree are not merged, and none of them is picked: each version is shown with who
says it, whoever wrote the answer.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from llama_index.core.schema import TextNode

from bot.answering.matter import Matter, find_evidence, read_matter
from bot.answering.names import find_names, spell
from bot.answering.periods import find_periods
from bot.answering.readers import Reader
from bot.answering.statements import Statement, read_statements
from bot.answering.values import Kind, asks_for_values_only, kinds_of
from bot.answering.versions import (
    Candidate,
    Version,
    compare_values,
    contrast_outcomes,
    read_reports,
)
from bot.answers import Question
from bot.grounding import GroundedClaim, GroundedQuote
from bot.origins import find_copies
from bot.retrieval import Retrieval
from ingest.passages import language_of, passage_id, title_path_of

NEAR = 0.13
"""How much less close to the question than the closest sentence a statement may be."""
OTHER_LANGUAGE = 0.05
"""How much less close what is in another language may be: so much less similar the embedding holds
what is said in two."""
REPORTS = 3
"""Passages, the best first, in which what others say of a matter is looked for."""
COMMON_SHARE, COMMON_PASSAGES = 0.6, 5
"""A name in this share of so many passages, or more, is what all of them are about."""
OUTCOME = "outcome"


@dataclass(frozen=True)
class Disagreement:
    """At least two versions of one thing."""

    sort: str
    """What is compared: a `Sort`, or OUTCOME."""
    versions: tuple[Version, ...]
    """By different speakers, the closest to the question first."""


def find_disagreement(question: Question, retrieval: Retrieval) -> Disagreement | None:
    """Find the versions that sources have of what a question asks for.

    Returns: None where they agree, or it can't be told.
    """
    matter = read_matter(question.text, question.language)
    similarities = {
        (passage_id(found.passage), nth): sentence.similarity
        + (OTHER_LANGUAGE if language_of(found.passage) != question.language else 0.0)
        for found in retrieval.ranked
        for nth, sentence in enumerate(found.sentences)
    }
    statements = [
        statement
        for passage in _without_copies([found.passage for found in retrieval.ranked])
        for statement in read_statements(passage)
    ]
    return _find(matter, statements, lambda s: similarities[passage_id(s.passage), s.nth])


def confirm_disagreement(claims: Sequence[GroundedClaim], question: Question) -> bool:
    """Whether claims that are said to contradict each other do so in what they quote."""
    quoted = [quote for claim in claims for quote in claim.quotes]
    passages = {passage_id(quote.passage): quote.passage for quote in quoted}
    statements = [
        statement
        for passage in _without_copies(list(passages.values()))
        for statement in read_statements(passage)
        if any(_is_quoted(statement, quote) for quote in quoted)
    ]
    matter = read_matter(question.text, question.language)
    return _find(matter, statements, lambda _: 1.0) is not None


def find_versions_left_out(
    claims: Iterable[GroundedClaim], disagreement: Disagreement
) -> tuple[Version, ...]:
    """Find the versions that claims keep silent about though they tell another.

    Where one claim quotes several versions as if they were one, all of them are left out. None are
    where the claims tell each version apart, or none of them.
    """
    told = [[v for v in disagreement.versions if _tells(claim, v)] for claim in claims]
    if any(len(versions) > 1 for versions in told):
        return disagreement.versions
    known = [version for versions in told for version in versions]
    return tuple(v for v in disagreement.versions if v not in known) if known else ()


def _find(
    matter: Matter, statements: Sequence[Statement], closeness: Callable[[Statement], float]
) -> Disagreement | None:
    whole = [Candidate(statement, closeness(statement)) for statement in statements]
    least = max((candidate.similarity for candidate in whole), default=0.0) - NEAR
    near = [candidate for candidate in whole if candidate.similarity >= least]
    for kind in kinds_of(matter.asked) if matter.is_of_one else ():
        if versions := compare_values(matter, _read_values(matter, near, kind)):
            return Disagreement(kind, versions)
    if asks_for_values_only(matter.asked):
        return None
    versions = () if matter.asked.sorts else contrast_outcomes(matter, near)
    versions = versions or _find_reports(matter, whole)
    return Disagreement(OUTCOME, versions) if versions else None


def _find_reports(matter: Matter, candidates: Sequence[Candidate]) -> tuple[Version, ...]:
    """Look into the passages that are found first."""
    by_passage: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_passage.setdefault(passage_id(candidate.statement.passage), []).append(candidate)
    first = list(by_passage.values())[:REPORTS]
    return next(filter(None, (read_reports(matter, members) for members in first)), ())


def _read_values(
    matter: Matter, candidates: Sequence[Candidate], kind: Kind
) -> Iterator[Candidate]:
    """Read what statements that tell of what is asked about have of it."""
    statements = [candidate.statement for candidate in candidates]
    given = frozenset(sound for name in matter.names for sound in name.sounds)
    counts = _count_names(statements)
    reader = Reader(
        matter.asked,
        matter.topics,
        given | matter.asked.given.names,
        frozenset(counts) | given,
        _find_common(statements, counts),
    )
    for candidate in candidates:
        statement = candidate.statement
        value = reader.read_value(statement, kind, _find_year(statement.passage))
        if value is None:
            continue
        aside = reader.names_aside(statement, value)
        if evidence := find_evidence(statement, matter, aside):
            yield replace(candidate, kind=kind, value=value, aside=aside, evidence=evidence)


def _count_names(statements: Iterable[Statement]) -> Counter[str]:
    """Count in how many passages each word stands that is a name inside a sentence, by sound."""
    return Counter(
        sound
        for _, sound in {
            (passage_id(s.passage), spell(word))
            for s in statements
            for word in find_names(s.sentence, s.language)
        }
    )


def _find_common(statements: Iterable[Statement], counts: Counter[str]) -> frozenset[str]:
    passages = len({passage_id(statement.passage) for statement in statements})
    if passages < COMMON_PASSAGES:
        return frozenset()
    return frozenset(name for name, n in counts.items() if n >= COMMON_SHARE * passages)


def _find_year(passage: TextNode) -> int | None:
    """The year that a passage or its headings tell, if they tell one alone."""
    for text in (passage.text, title_path_of(passage)):
        periods = find_periods(text)
        years = {date.fromordinal(period.last).year for period in periods}
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def _without_copies(passages: Sequence[TextNode]) -> list[TextNode]:
    """Leave out what has its words from an earlier passage of another document."""
    kept: list[TextNode] = []
    for passage in passages:
        if not find_copies(passage, kept):
            kept.append(passage)
    return kept


def _is_quoted(statement: Statement, quote: GroundedQuote) -> bool:
    """Whether a quote has a statement, or stands in it."""
    if passage_id(statement.passage) != passage_id(quote.passage):
        return False
    return statement.text in quote.text or quote.text in statement.sentence


def _tells(claim: GroundedClaim, version: Version) -> bool:
    """Whether a claim quotes what a version rests on."""
    return any(
        passage_id(quote.passage) == told.passage
        and (told.text in quote.text or quote.text in told.text)
        for quote in claim.quotes
        for told in version.quotes
    )
