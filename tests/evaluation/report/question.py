"""What is told of one question: expected, retrieved, quoted, decided, and how others did. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.answers import Answer, Citation, Reason, RetrievedPassage
from ingest.documents import Span
from tests.evaluation.outcomes import Outcome, Result
from tests.evaluation.questions import EvaluationQuestion, Words
from tests.evaluation.report.failing import Failure, failure_of
from tests.evaluation.report.marking import find_words, mark
from tests.evaluation.report.message import draw_message


@dataclass(frozen=True)
class Expected:
    """Words that answer, and how far they came."""

    words: Words
    rank: int | None
    """Of the first retrieved passage that holds them, from 1."""
    is_quoted: bool


@dataclass(frozen=True)
class Shown:
    """Text of a passage or a quote, marked."""

    of: RetrievedPassage | Citation
    text: Markup
    is_expected: bool


@dataclass(frozen=True)
class Attempt:
    """What became of a question under one configuration."""

    configuration: str
    outcome: Outcome
    result: Result

    @property
    def failure(self) -> Failure | None:
        """How it failed, if it did."""
        return failure_of(self.result)

    @property
    def question(self) -> EvaluationQuestion:
        """What was asked."""
        return self.outcome.question

    @property
    def answer(self) -> Answer:
        """What was answered."""
        return self.outcome.answer

    @property
    def rank(self) -> int | None:
        """Of the first relevant passage, from 1."""
        hits = (n for n, p in enumerate(self.answer.passages, 1) if p.id in self.outcome.relevant)
        return next(hits, None)

    @property
    def quotes(self) -> tuple[Citation, ...]:
        """What was cited, or shown as near."""
        return self.answer.citations or self.answer.nearest

    @property
    def reasons(self) -> list[tuple[str, Reason]]:
        """What the confidence rests on, what weighs most first."""
        return sorted(self.answer.reasons.items(), key=lambda item: -abs(item[1].adds))

    @property
    def expected(self) -> list[Expected]:
        """All words that answer, and how far each came."""
        return [self._follow(words) for words in self.question.answers]

    @property
    def retrieved(self) -> list[Shown]:
        """The passages, expected words and quotes marked."""
        return [self._show_passage(passage) for passage in self.answer.passages]

    @property
    def quoted(self) -> list[Shown]:
        """The quotes, expected words marked."""
        return [self._show_quote(citation) for citation in self.quotes]

    def message(self) -> Markup:
        """The answer as Discord shows it."""
        return draw_message(self.answer, self.question.question)

    def _follow(self, words: Words) -> Expected:
        passages = enumerate(self.answer.passages, 1)
        ranks = (n for n, p in passages if find_words([words], p.document, p.text))
        is_quoted = any(find_words([words], c.document, c.quote) for c in self.quotes)
        return Expected(words, next(ranks, None), is_quoted)

    def _show_passage(self, passage: RetrievedPassage) -> Shown:
        expected = find_words(self.question.answers, passage.document, passage.text)
        quoted = [
            Span(citation.start - passage.start, citation.end - passage.start)
            for citation in self.quotes
            if citation.passage == passage.id
        ]
        return Shown(passage, mark(passage.text, expected, quoted), bool(expected))

    def _show_quote(self, citation: Citation) -> Shown:
        expected = find_words(self.question.answers, citation.document, citation.quote)
        return Shown(citation, mark(citation.quote, expected), bool(expected))


@dataclass(frozen=True)
class Case:
    """A question under the shipped configuration, and beside it under the others."""

    file: str
    """Name of its page."""
    attempt: Attempt
    others: tuple[Attempt, ...]


def collect_cases(
    results: Mapping[str, Sequence[Result]], outcomes: Mapping[str, Sequence[Outcome]]
) -> list[Case]:
    """Put together what each configuration made of each question, in order of the shipped one's."""
    attempts = {
        name: {
            result.id: Attempt(name, outcome, result)
            for outcome, result in zip(outcomes[name], of_name, strict=True)
        }
        for name, of_name in results.items()
        if name in outcomes
    }
    first, *rest = attempts.values()
    return [
        Case(_file_name(nth, result_id), attempt, tuple(_pick(rest, result_id)))
        for nth, (result_id, attempt) in enumerate(first.items(), start=1)
    ]


def _pick(attempts: Iterable[Mapping[str, Attempt]], result_id: str) -> Iterator[Attempt]:
    return (of_name[result_id] for of_name in attempts if result_id in of_name)


def _file_name(nth: int, result_id: str) -> str:
    """Of a page: an id may hold anything, and letters of one id may differ in case alone."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", result_id)[:40]
    return f"{nth:04}-{plain}.html"
