"""How sets in SQuAD's format become ours.

An article becomes one document. A quote is right if it holds the sentence that an answer stands in:
the answer's own words ("12") may stand in many that answer nothing. They are the key fact, as any
of the annotators wrote it. Other sentences of the article may answer as well: nobody marked them,
and they count as wrong.
"""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from ingest.chunking import split_sentences
from ingest.documents import Span
from ingest.metadata import detect_language
from tests.evaluation.datasets.dataset import (
    DISTRACTORS,
    Dataset,
    OutsideDocument,
    can_be_asked,
    clean,
    language_of_all,
    path_of,
    take_sample,
)
from tests.evaluation.datasets.errors import EmptyDatasetError
from tests.evaluation.datasets.squad_file import (
    Asked,
    SquadAnswer,
    SquadArticle,
    questions_of,
    read_squad_file,
)
from tests.evaluation.questions import EvaluationQuestion, Words


def load_squad(path: Path, limit: int | None, seed: int) -> Dataset:
    """Read a file; see `load_dataset`.

    Raises: OSError, UnknownDatasetError, BrokenSquadError, EmptyDatasetError.
    """
    articles = read_squad_file(path)
    found = list(questions_of(articles))
    asked = [question for question in found if can_be_asked(question.question.question)]
    left_out = [q.question.id for q in found if not can_be_asked(q.question.question)]
    if not asked:
        raise EmptyDatasetError(path=path, reason=f"of {len(left_out)} questions none has words")
    chosen = take_sample(asked, limit, seed)
    documents = _choose_documents(articles, chosen, limit, seed)
    return Dataset(
        path.name,
        tuple(_make_questions(articles, chosen, documents)),
        tuple(documents.values()),
        tuple(left_out),
    )


def _choose_documents(
    articles: Sequence[SquadArticle], chosen: Sequence[Asked], limit: int | None, seed: int
) -> dict[int, OutsideDocument]:
    """Give the articles that are asked about and, as distractors, others; by place in the file."""
    about = {question.article for question in chosen}
    others = [number for number in range(len(articles)) if number not in about]
    count = None if limit is None else DISTRACTORS * limit
    numbers = sorted(about | set(take_sample(others, count, seed)))
    return {number: _make_document(number, articles[number]) for number in numbers}


def _make_document(number: int, article: SquadArticle) -> OutsideDocument:
    text = "\n\n".join(clean(paragraph.context) for paragraph in article.paragraphs)
    # Wikipedia's own way of writing a title in an address.
    title = article.title.replace("_", " ")
    return OutsideDocument(path_of(number, title), title, text, detect_language(text))


def _make_questions(
    articles: Sequence[SquadArticle], chosen: Sequence[Asked], documents: dict[int, OutsideDocument]
) -> list[EvaluationQuestion]:
    by_article = defaultdict(list)
    for asked in chosen:
        by_article[asked.article].append(asked.question.question)
    languages = {number: language_of_all(texts) for number, texts in by_article.items()}
    return [
        _make_question(asked, articles, documents[asked.article], languages[asked.article])
        for asked in chosen
    ]


def _make_question(
    asked: Asked, articles: Sequence[SquadArticle], document: OutsideDocument, language: str
) -> EvaluationQuestion:
    question = asked.question
    answers = () if question.is_impossible else question.answers
    context = clean(articles[asked.article].paragraphs[asked.paragraph].context)
    sentences = split_sentences(context, document.language)
    quotes = dict.fromkeys(_sentence_of(answer, context, sentences) for answer in answers)
    facts = tuple(dict.fromkeys(clean(answer.text) for answer in answers))
    return EvaluationQuestion(
        id=question.id,
        part="test",
        question=question.question,
        lang=language,
        kind="factoid" if answers else "unanswerable",
        answerable=bool(answers),
        answers=tuple(Words(document=document.path, quote=quote) for quote in quotes),
        key_facts=(facts,) if facts else (),
    )


def _sentence_of(answer: SquadAnswer, context: str, sentences: Sequence[Span]) -> str:
    """The sentence that holds an answer, or all that it runs through; the answer, if none does."""
    place = Span(answer.answer_start, answer.answer_start + len(answer.text))
    inside = [sentence for sentence in sentences if sentence.overlaps(place)]
    return context[inside[0].start : inside[-1].end] if inside else answer.text
