"""Asks about each case: without a language model, and with what three sorts of it would claim."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import yaml
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode

from bot.answering.disagreement import (
    Disagreement,
    confirm_disagreement,
    find_disagreement,
    find_versions_left_out,
)
from bot.answers import Claim, Question, Quote
from bot.grounding import GroundedClaim, ground
from bot.retrieval import Retriever
from ingest.passages import passage_id, sentences_of, words_at
from tests.conftest import ingest, open_index
from tests.evaluation.disagreements.cases import Case, CaseDocument, CaseQuestion


@dataclass(frozen=True)
class Outcome:
    """What became of a question."""

    case: Case
    question: CaseQuestion
    found: Disagreement | None
    is_confirmed: bool
    """Of claims that are each one source's, and said to contradict each other."""
    is_completed: bool
    """Whether versions are added to claims that tell only the first."""


def ask_case(case: Case, embedding: BaseEmbedding) -> Iterator[Outcome]:
    """Ask the questions of a case about its documents alone."""
    with tempfile.TemporaryDirectory() as name:
        dossier, data = Path(name, "dossier"), Path(name, "data")
        dossier.mkdir()
        for number, document in enumerate(case.documents):
            dossier.joinpath(f"{number}.md").write_text(_write(document), "utf-8")
        ingest(dossier, data, embedding)
        with closing(open_index(data)) as index:
            retriever = Retriever(index, embedding)
            for question in case.questions:
                yield _ask(case, question, retriever)


def _ask(case: Case, question: CaseQuestion, retriever: Retriever) -> Outcome:
    retrieval = retriever.retrieve(question.text)
    asked = Question(text=question.text, language=question.language)
    found = find_disagreement(asked, retrieval)
    passages = [ranked.passage for ranked in retrieval.ranked]
    claims = _claim_each(case, passages)
    return Outcome(
        case,
        question,
        found,
        is_confirmed=confirm_disagreement(claims, asked),
        is_completed=found is not None and bool(find_versions_left_out(claims[:1], found)),
    )


def _claim_each(case: Case, passages: Sequence[TextNode]) -> tuple[GroundedClaim, ...]:
    """Claim every version with the sentence that has it; where there are none, every sentence."""
    quotes = [
        Quote(passage_id(passage), words_at(passage, span))
        for passage in passages
        for span in sentences_of(passage)
    ]
    if case.versions:
        quotes = [
            quote
            for version in case.versions
            for quote in [q for q in quotes if version.is_told_by(q.text)][:1]
        ]
    return ground([Claim(quote.text, (quote,)) for quote in quotes], passages).claims


def _write(document: CaseDocument) -> str:
    return f"---\n{yaml.safe_dump(document.metadata, allow_unicode=True)}---\n\n{document.text}\n"
