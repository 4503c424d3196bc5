"""An answer made of quotes and nothing else: which sentences, and how much around them.

It never says yes or no: judgement belongs to the reader. Pure.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

from bot.answering.asked import Asked, understand
from bot.answering.copied import name_some, quote_copies
from bot.answering.evidence import read_passages, share_of_names_missing
from bot.answering.held import Held, read
from bot.answers import Claim, Quote
from bot.origins import SAME_WORDS
from bot.ranking import RankedPassage
from bot.retrieval import Retrieval
from ingest.documents import Span
from ingest.passages import language_of, passage_id, words_at

MAX_QUOTES = 3
MAX_SENTENCES = 3
MAX_QUOTE_CHARS = 400
"""What Discord's layout gives a quote. One sentence is never longer (`ingest.chunking`)."""

COVERAGE_WEIGHT = 0.05
INTERACTION_WEIGHT = 0.2
"""Of the sentence, and again of its whole passage."""
TITLE_WEIGHT = 0.1
SORT_WEIGHT = 0.04
"""For a sentence that holds the sort of thing that is asked for."""
NAMES_WEIGHT = 0.03
"""Taken off where a passage has none of the question's names.

These, beside the sentence's own similarity: on the dev part and on questions about other articles
in four languages, one after the other (`tests/evaluation/FINDINGS.md`)."""
NEIGHBOUR_MARGIN = 0.15
"""A neighbour within this of a quoted sentence's score goes along: on the calibration file, more
first quotes hold the answer than with 0.1, and no fewer than with 0.2."""
QUOTE_MARGIN = 0.1
"""A further quote is shown if its score is within this of the first one's."""
_WORD = re.compile(r"\w+")
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class _Sentence:
    place: tuple[int, int]
    """Number of the passage, number of the sentence in it."""
    span: Span
    score: float


def extract(retrieval: Retrieval, language: str) -> list[Claim]:
    """Choose up to three quotes that answer a question best, the best first.

    Returns: claims that are each one quote, with the same from copies of its passage; at least one.
    """
    ranked = retrieval.ranked
    asked = understand(retrieval.question, language)
    sentences = {
        sentence.place: sentence
        for at, found in enumerate(ranked)
        for sentence in _score(at, found, language, asked)
    }
    used: set[tuple[int, int]] = set()
    chosen: list[Claim] = []
    by_score = sorted(sentences.values(), key=lambda s: (-s.score, s.place))
    for sentence in by_score:
        if len(chosen) == MAX_QUOTES or sentence.score < by_score[0].score - QUOTE_MARGIN:
            break
        if sentence.place in used:
            continue
        found = ranked[sentence.place[0]]
        quoted = _grow(sentence, found, sentences, used)
        used |= {s.place for s in quoted}
        words = words_at(found.passage, Span(quoted[0].span.start, quoted[-1].span.end))
        if any(fuzz.ratio(words, claim.text) >= SAME_WORDS for claim in chosen):
            continue
        copies = quote_copies(words, found, retrieval.all_passages)
        used |= {place for copy in copies for place in copy.places}
        chosen.append(Claim(words, (Quote(passage_id(found.passage), words), *name_some(copies))))
    return chosen


def points_back(sentence: str, language: str | None) -> bool:
    """Whether a sentence begins with a word that is understood only from the one before."""
    words = [word.casefold() for word in _WORD.findall(sentence[:80])]
    return any(words[: len(cue)] == list(cue) for cue in _cues().get(language or "", ()))


def _score(at: int, found: RankedPassage, language: str, asked: Asked) -> Iterator[_Sentence]:
    of_passage = _score_passage(found, language, asked.given)
    for number, sentence in enumerate(found.sentences):
        held = read(sentence.text, language_of(found.passage))
        score = (
            sentence.similarity
            - found.bias.sentence
            + INTERACTION_WEIGHT * sentence.interaction
            + COVERAGE_WEIGHT * sentence.coverage
            + SORT_WEIGHT * asked.share_held(held)
        )
        yield _Sentence((at, number), sentence.span, of_passage + score)


def _score_passage(found: RankedPassage, language: str, given: Held) -> float:
    """What all sentences of a passage have for it."""
    is_same = language_of(found.passage) == language
    missing = share_of_names_missing(given, read_passages([found]), same_language=is_same)
    return (
        INTERACTION_WEIGHT * found.interaction
        + TITLE_WEIGHT * found.title_lead
        - NAMES_WEIGHT * missing
    )


def _grow(
    sentence: _Sentence,
    found: RankedPassage,
    sentences: dict[tuple[int, int], _Sentence],
    used: set[tuple[int, int]],
) -> list[_Sentence]:
    """Add what a sentence needs to stand alone, then neighbours that fit nearly as well."""

    def free(number: int) -> _Sentence | None:
        place = (sentence.place[0], number)
        return None if place in used else sentences.get(place)

    quoted = [sentence]
    while len(quoted) < MAX_SENTENCES:
        first, last = quoted[0].place[1], quoted[-1].place[1]
        before, after = free(first - 1), free(last + 1)
        if points_back(found.sentences[first].text, language_of(found.passage)):
            if before is None or not _fits(before, quoted[-1]):
                break
            quoted = [before, *quoted]
            continue
        options = [
            neighbour
            for neighbour in (before, after)
            if neighbour is not None
            and not _breaks(neighbour, sentence, found)
            and neighbour.score >= sentence.score - NEIGHBOUR_MARGIN
            and _fits(min(neighbour, quoted[0], key=_start), max(neighbour, quoted[-1], key=_start))
        ]
        if not options:
            break
        quoted = sorted([*quoted, max(options, key=lambda option: option.score)], key=_start)
    return quoted


def _breaks(one: _Sentence, other: _Sentence, found: RankedPassage) -> bool:
    """Whether a paragraph ends between two sentences."""
    first, last = sorted((one, other), key=_start)
    return (
        _PARAGRAPH_BREAK.search(words_at(found.passage, Span(first.span.end, last.span.start)))
        is not None
    )


def _start(sentence: _Sentence) -> int:
    return sentence.span.start


def _fits(first: _Sentence, last: _Sentence) -> bool:
    return last.span.end - first.span.start <= MAX_QUOTE_CHARS


@cache
def _cues() -> dict[str, Sequence[tuple[str, ...]]]:
    """By language, each cue as its words."""
    raw: dict[str, Iterable[str]] = tomllib.loads(
        Path(__file__).with_name("anaphora.toml").read_text("utf-8")
    )
    return {
        language: [tuple(cue.casefold().split()) for cue in cues] for language, cues in raw.items()
    }
