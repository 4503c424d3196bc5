from pathlib import Path

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.answers import Answer, Citation
from bot.errors import EmptyQuestionError
from bot.loading import load_pipeline
from bot.pipeline import Pipeline, read_question
from bot.settings import BotSettings
from ingest.embedding import BUNDLED, model_name
from ingest.errors import IndexMismatchError, IndexMissingError
from ingest.fingerprint import fingerprint
from ingest.folder import list_files, read_files
from ingest.reading import read_file
from tests.conftest import ROOT, SEED, ingest, write_dossier

ANSWERED = (
    "Did the RIAA ever obtain a judgment against AllofMP3?",
    "La RIAA a-t-elle obtenu un jugement contre AllofMP3 ?",
    "Wann wurde die Seite AllofMP3 geschlossen?",
    "¿Quién cerró el sitio AllofMP3?",
    "Когда суд в Москве оправдал основателя AllofMP3?",
)
UNANSWERED = (
    "What is the capital of Australia?",
    "Comment faire une pâte à crêpes ?",
    "Wie hoch ist der Mount Everest?",
    "¿Quién pintó Las Meninas?",
    "Сколько хромосом у человека?",
)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The documents' own texts, by path, read again from the folder."""
    folder = ROOT / "dossier"
    sources = read_files(folder, list_files(folder), {})
    return {source.path: read_file(source).documents[0].text for source in sources}


def check_quotes(citations: tuple[Citation, ...], texts: dict[str, str]) -> None:
    for citation in citations:
        assert citation.quote == texts[citation.document][citation.start : citation.end]
        assert citation.quote.strip()


def ask(pipeline: Pipeline, question: str) -> Answer:
    return pipeline.ask(read_question(question))


@pytest.mark.parametrize("question", ANSWERED)
def test_each_quote_is_the_documents_text_from_start_to_end(
    seed_pipeline: Pipeline, texts: dict[str, str], question: str
) -> None:
    answer = ask(seed_pipeline, question)

    assert answer.citations
    check_quotes(answer.citations, texts)


@pytest.mark.parametrize("question", [*ANSWERED, *UNANSWERED])
def test_each_passage_is_the_documents_text_from_start_to_end(
    seed_pipeline: Pipeline, texts: dict[str, str], question: str
) -> None:
    for passage in ask(seed_pipeline, question).passages:
        assert passage.text == texts[passage.document][passage.start : passage.end]


@pytest.mark.parametrize("question", ANSWERED)
def test_an_answer_has_claims_whose_marks_and_citations_belong_together(
    seed_pipeline: Pipeline, question: str
) -> None:
    answer = ask(seed_pipeline, question)

    assert not answer.abstained
    assert answer.confidence >= answer.threshold
    assert answer.nearest == ()
    marks = {mark for claim in answer.claims for mark in claim.citations}
    assert marks == {citation.n for citation in answer.citations}
    assert all(claim.citations for claim in answer.claims)
    retrieved = {passage.id for passage in answer.passages}
    assert {citation.passage for citation in answer.citations} <= retrieved


@pytest.mark.parametrize("question", UNANSWERED)
def test_an_abstention_claims_and_cites_nothing_and_shows_what_is_nearest(
    seed_pipeline: Pipeline, texts: dict[str, str], question: str
) -> None:
    answer = ask(seed_pipeline, question)

    assert answer.abstained
    assert (answer.claims, answer.citations) == ((), ())
    assert 0 <= answer.confidence < answer.threshold
    assert 1 <= len(answer.nearest) <= 3
    assert {citation.n for citation in answer.nearest} == {0}
    check_quotes(answer.nearest, texts)


@pytest.mark.parametrize(
    ("question", "language"),
    zip((*ANSWERED, *UNANSWERED), ("en", "fr", "de", "es", "ru") * 2, strict=True),
)
def test_an_answer_says_what_was_asked_and_where_was_looked(
    seed_pipeline: Pipeline, question: str, language: str
) -> None:
    answer = ask(seed_pipeline, f"  {question}\n")

    assert (answer.question, answer.language) == (question, language)
    assert answer.answerer == "extractive"
    assert answer.searched.documents == 1
    assert answer.searched.passages == len(answer.passages)
    assert answer.index == fingerprint(model_name(BUNDLED))
    assert 0 <= answer.confidence <= 1
    assert answer.dropped == ()


def test_nothing_of_the_subscription_box_is_ever_quoted(
    seed_pipeline: Pipeline, texts: dict[str, str]
) -> None:
    box = texts[SEED].index("Découvrez les bonus")

    for question in ("Combien coûte l'abonnement à Numerama+ ?", "Numerama+ sans publicité ?"):
        answer = ask(seed_pipeline, question)
        assert all(passage.end <= box for passage in answer.passages)
        assert all(c.end <= box for c in (*answer.citations, *answer.nearest))


@pytest.mark.parametrize("question_id", [None, "q1", "", 7, "é\n"])
def test_the_id_of_a_question_comes_back(
    seed_pipeline: Pipeline, question_id: str | int | None
) -> None:
    assert seed_pipeline.ask(read_question("Qui a gagné ?", question_id)).id == question_id


def test_the_same_question_gives_the_same_answer(seed_pipeline: Pipeline) -> None:
    first, second = (ask(seed_pipeline, ANSWERED[0]).model_dump() for _ in range(2))
    del first["seconds"], second["seconds"]

    assert first == second


def test_what_is_known_of_the_article_stands_in_the_citation(seed_pipeline: Pipeline) -> None:
    citation = ask(seed_pipeline, ANSWERED[1]).citations[0]

    assert citation.model_dump(include={"document", "publisher", "published", "language"}) == {
        "document": "numerama-riaa-allofmp3.fr.txt",
        "publisher": "Numerama",
        "published": "2008-05",
        "language": "fr",
    }
    assert (citation.author, citation.party, citation.page) == (None, None, None)


@pytest.mark.parametrize("text", ["Acquitted", "Ещё.", "東京都"])
def test_a_document_of_one_word_can_be_asked_about(
    tmp_path: Path, embedding: BaseEmbedding, text: str
) -> None:
    ingest(write_dossier(tmp_path / "dossier", {"a.txt": text}), tmp_path / "data", embedding)

    answer = ask(load_pipeline(BotSettings(data_dir=tmp_path / "data")), "Was he acquitted?")

    assert [c.quote for c in (*answer.citations, *answer.nearest)] == [text]


def test_a_document_with_offsets_that_marks_move_is_quoted_exactly(
    tmp_path: Path, embedding: BaseEmbedding
) -> None:
    """Front matter, decomposed letters, emoji and marks that are not seen, before the quote."""
    text = "Cafe\u0301 \U0001f600\u200b ﬁn\u00a0: voilà.\n\nLe tribunal de Moscou a relaxé Kvasov."
    dossier = write_dossier(tmp_path / "dossier", {"a.txt": text})
    ingest(dossier, tmp_path / "data", embedding)

    answer = ask(
        load_pipeline(BotSettings(data_dir=tmp_path / "data")), "Le tribunal a-t-il relaxé Kvasov ?"
    )

    shown = (*answer.citations, *answer.nearest)
    assert any("relaxé Kvasov" in citation.quote for citation in shown)
    check_quotes(shown, {"a.txt": text})


def test_no_index_is_said_before_the_model_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="python -m ingest"):
        load_pipeline(BotSettings(data_dir=tmp_path, embedding_model="no such model"))


def test_an_index_of_another_model_is_not_asked(seed_data: Path) -> None:
    with pytest.raises(IndexMismatchError, match="another/model"):
        load_pipeline(BotSettings(data_dir=seed_data, embedding_model="another/model"))


def test_a_question_is_checked_before_its_language_is_told() -> None:
    with pytest.raises(EmptyQuestionError):
        read_question(" \n")
