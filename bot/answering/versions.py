"""How statements about one thing become versions of it, or turn out to agree. Pure.

Precision first: what two statements may both be right about is no disagreement. Dates, amounts and
names are compared; what else sources make of a matter counts where a text itself says that they
differ, or one denies what another says.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.answering.contrasts import find_denied, tells_agreement, tells_difference
from bot.answering.matter import (
    Evidence,
    Matter,
    are_of_one,
    asks_for_other,
    has_names,
    has_names_around,
    heading_of,
    is_of_another,
    tells_topic,
)
from bot.answering.names import sound_of
from bot.answering.naming import Name
from bot.answering.statements import Statement
from bot.answering.topics import find_topics
from bot.answering.values import (
    Kind,
    Value,
    are_comparable,
    are_of_one_time,
    can_both_be,
    is_as_exact,
)
from bot.answers import Quote
from ingest.passages import language_of, passage_id, title_path_of

MAX_QUOTES = 3
"""Of one version: more sources of it are named, not quoted."""
ALIKE_DENIED = 0.86
"""Cosine of two sentences of which one denies what the other says."""
_PART = re.compile(r"[,;:]\s|\b(?:and|but|et|mais|und|aber|y|pero|и|а|но)\b")


@dataclass(frozen=True)
class Version:
    """What some sources have, where others have something else."""

    value: str
    """In the words of the first quote."""
    speakers: tuple[str, ...]
    """Each once, however often it says so."""
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Candidate:
    """A statement that may tell what is asked for."""

    statement: Statement
    similarity: float
    """Cosine of its sentence and the question; 1 where it isn't known."""
    kind: Kind | None = None
    """None of a statement as a whole, whatever it says."""
    value: Value | None = None
    aside: tuple[Name, ...] = ()
    """The names of its clause that are neither asked about nor its value or speakers."""
    evidence: Evidence = Evidence.WORDS


_Group = list[Candidate]


def compare_values(matter: Matter, candidates: Iterable[Candidate]) -> tuple[Version, ...]:
    """Put statements together that can all be right, the closest to the question first.

    What leaves so much open that it fits several versions belongs to none. What can't be compared
    (euros, with dollars) is a version only beside two that contradict each other.

    candidates: with values of one kind, of what is asked about.
    Returns: at least two versions by different speakers, or none.
    """
    near = sorted(candidates, key=lambda candidate: -candidate.similarity)
    surest = next((c for c in near if c.evidence is Evidence.WORDS), None)
    if surest is None:
        return ()
    alike = [candidate for candidate in near if _are_of_one(matter, surest, candidate)]
    for first in alike:
        same = [c for c in alike if _are_comparable(first, c)]
        groups = _once_each(_group(same))
        if len(_apart(groups)) > 1:
            rest = _once_each(_group([c for c in alike if c not in same]))
            return _to_versions(_apart([*groups, *rest]))
    return ()


def contrast_outcomes(matter: Matter, candidates: Sequence[Candidate]) -> tuple[Version, ...]:
    """Find what one source says and another denies ("blocked", "did not block").

    Returns: two versions by different speakers, or none.
    """
    said = [(c, _find_told(matter, c.statement, is_denied=False)) for c in candidates]
    denied = [(c, _find_told(matter, c.statement, is_denied=True)) for c in candidates]
    for one, its in said:
        for other, theirs in denied:
            if its & theirs and _are_of_one_matter(matter, one.statement, other.statement):
                return _to_versions(_apart([[one], [other]]))
    return ()


def read_reports(matter: Matter, candidates: Sequence[Candidate]) -> tuple[Version, ...]:
    """Find what a passage that says its sources differ has each of them say.

    candidates: of one passage, in order.
    Returns: at least two versions by different speakers, or none.
    """
    passage = candidates[0].statement.passage
    if not tells_difference(f"{title_path_of(passage)}\n{passage.text}"):
        return ()
    if asks_for_other(heading_of(passage), language_of(passage), matter):
        return ()
    if not has_names_around(passage, matter):
        return ()
    return _to_versions(_apart(list(_find_reports(matter, candidates))))


def _find_reports(matter: Matter, candidates: Sequence[Candidate]) -> Iterator[_Group]:
    """Find who says something of what is asked about, or is set against who does."""
    statements = [candidate.statement for candidate in candidates]
    announced = [s.text for s in statements if not s.is_reported and tells_difference(s.text)]
    heads = [heading_of(statements[0].passage).casefold(), *announced]
    is_announced = any(tells_topic(head, statements[0].language, matter) for head in heads)
    follows = False
    for candidate, statement in zip(candidates, statements, strict=True):
        if is_of_another(statement, matter):
            continue
        if statement.is_reported and not tells_agreement(statement.text):
            is_set_against = follows and tells_difference(statement.text)
            follows = is_announced or tells_topic(statement.told, statement.language, matter)
            if follows or is_set_against:
                yield [candidate]


def _are_of_one(matter: Matter, one: Candidate, other: Candidate) -> bool:
    """Whether two statements tell of one thing; amounts and names are of a time, too."""
    if one is other:
        return True
    return are_of_one(
        matter, one.statement, one.aside, other.statement, other.aside, other.evidence
    ) and (
        one.kind is Kind.DATE or are_of_one_time(one.statement.sentence, other.statement.sentence)
    )


def _are_comparable(one: Candidate, other: Candidate) -> bool:
    return bool(one.value and other.value and are_comparable(one.value, other.value))


def _group(candidates: Sequence[Candidate]) -> list[_Group]:
    """Begin with what leaves least open; what fits more than one group, or part of one, is out."""
    groups: list[_Group] = []
    for candidate in sorted(candidates, key=lambda c: c.value.width if c.value else 0.0):
        fitting = [group for group in groups if any(_agree(candidate, c) for c in group)]
        if not fitting:
            groups.append([candidate])
        elif len(fitting) == 1 and all(_tells_it(candidate, c) for c in fitting[0]):
            fitting[0].append(candidate)
    return groups


def _once_each(groups: Sequence[_Group]) -> list[_Group]:
    """Keep of each speaker what is closest to the question, and what agrees with it.

    Who seems to contradict himself rather speaks of two things.
    """
    members = sorted((c for group in groups for c in group), key=lambda c: -c.similarity)
    closest: dict[str, Candidate] = {}
    for candidate in members:
        for speaker in candidate.statement.speakers:
            closest.setdefault(_sound(speaker), candidate)
    kept = [
        [c for c in group if all(closest[_sound(s)] in group for s in c.statement.speakers)]
        for group in groups
    ]
    return [group for group in kept if group]


def _agree(one: Candidate, other: Candidate) -> bool:
    return bool(one.value and other.value and can_both_be(one.value, other.value))


def _tells_it(one: Candidate, other: Candidate) -> bool:
    return bool(
        one.value and other.value and _agree(one, other) and is_as_exact(one.value, other.value)
    )


def _are_of_one_matter(matter: Matter, one: Statement, other: Statement) -> bool:
    both = (one, other)
    return (
        all(has_names(s.sentence, s.language, matter) for s in both)
        and all(has_names_around(s.passage, matter) for s in both)
        and bool(one.vector @ other.vector >= ALIKE_DENIED)
    )


def _find_told(
    matter: Matter, statement: Statement, *, is_denied: bool
) -> frozenset[frozenset[str]]:
    """Find the topics of each part of a sentence that says, or denies, what is asked about.

    Only parts with the same topics are set against each other: a claim of a victory is none.
    """
    language = statement.language
    return frozenset(
        find_topics(part, language)
        for part in _PART.split(statement.told)
        if tells_topic(part, language, matter)
        and any(find_denied(part, language).get(t) is is_denied for t in matter.topics)
    )


def _apart(groups: Sequence[_Group]) -> list[_Group]:
    """Keep the groups that are not all one speaker's; none if fewer than two are left."""
    speakers = [{_sound(s) for c in group for s in c.statement.speakers} for group in groups]
    differ = [
        any(mine - theirs and theirs - mine for theirs in speakers if theirs is not mine)
        for mine in speakers
    ]
    kept = [group for group, is_apart in zip(groups, differ, strict=True) if is_apart]
    return kept if len(kept) > 1 else []


def _to_versions(groups: Sequence[_Group]) -> tuple[Version, ...]:
    ordered = sorted(groups, key=lambda group: -max(c.similarity for c in group))
    return tuple(_to_version(group) for group in ordered)


def _to_version(group: _Group) -> Version:
    """Those who speak themselves come before those who are reported."""
    members = sorted(group, key=lambda c: (c.statement.is_reported, -c.similarity))
    speakers: dict[str, str] = {}
    for member in members:
        for speaker in member.statement.speakers:
            speakers.setdefault(_sound(speaker), speaker)
    quotes = dict.fromkeys(
        Quote(passage_id(c.statement.passage), c.statement.text) for c in members
    )
    first = members[0]
    value = first.value.text if first.value else first.statement.text
    return Version(value, tuple(speakers.values()), tuple(quotes)[:MAX_QUOTES])


def _sound(speaker: str) -> str:
    """A speaker's name in one spelling: "The Moscow Times", "Moscow Times"."""
    return sound_of("".join(word for word in speaker.split() if word.casefold() != "the"))
