from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.pipeline import Pipeline, read_question
from bot.retrieval import RETRIEVED, Retriever, sample_common_names
from ingest.embedding import BundledEmbedding
from ingest.passages import passage_id
from tests.bot.building import pipeline_of
from tests.conftest import open_index

QUESTIONS = (
    "Did the RIAA win in court?",
    "La RIAA a-t-elle obtenu un jugement ?",
    "Wer hat die Seite geschlossen?",
    "¿Cuándo se absolvió al fundador?",
    "Когда основатель был оправдан?",
)


class CountingEmbedding(BundledEmbedding):
    """The real model, and how often it was asked for anything."""

    calls: list[str] = []  # noqa: RUF012 - pydantic copies it for each instance

    def _get_query_embedding(self, query: str) -> list[float]:
        self.calls.append(query)
        return super()._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        self.calls.append(text)
        return super()._get_text_embedding(text)

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        self.calls.extend(texts)
        return super()._get_text_embeddings(texts)


def retriever_of(data: Path, embedding: BaseEmbedding) -> Retriever:
    return Retriever(open_index(data), embedding)


def test_a_question_costs_one_embedding_and_one_more_if_it_has_a_common_name(
    seed_data: Path, seed_pipeline: Pipeline
) -> None:
    counting = CountingEmbedding()
    pipeline = replace(seed_pipeline, retriever=retriever_of(seed_data, counting))
    assert counting.calls == []

    pipeline.ask(read_question("qui a porté plainte ?"))
    assert counting.calls == ["qui a porté plainte ?"]

    counting.calls.clear()
    pipeline.ask(read_question("Who closed the site AllofMP3 ?"))
    assert counting.calls == ["Who closed the site AllofMP3 ?", "Who closed the site ?"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_question_gives_the_same_order_and_scores(
    seed_data: Path, seed_pipeline: Pipeline, embedding: BaseEmbedding, question: str
) -> None:
    again = retriever_of(seed_data, embedding).retrieve(question)
    found = seed_pipeline.retriever.retrieve(question)

    assert [(passage_id(f.passage), f.fused) for f in found.ranked] == [
        (passage_id(f.passage), f.fused) for f in again.ranked
    ]


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_passage_is_found_twice_and_the_best_is_first(
    seed_pipeline: Pipeline, question: str
) -> None:
    ranked = seed_pipeline.retriever.retrieve(question).ranked

    ids = [passage_id(found.passage) for found in ranked]
    assert 1 <= len(ids) <= RETRIEVED == 8
    assert len(set(ids)) == len(ids)
    assert [f.fused for f in ranked] == sorted((f.fused for f in ranked), reverse=True)


def test_similarities_are_cosines_with_what_was_embedded_at_ingest(
    seed_pipeline: Pipeline, embedding: BaseEmbedding
) -> None:
    """Agreement with the model itself; eight bits a component cost up to 0.003."""
    question = "Qui a obtenu un jugement ?"  # no name in it, so it is embedded as it is
    vector = np.array(embedding.get_query_embedding(question))
    best = seed_pipeline.retriever.retrieve(question).ranked[0]

    def cosine(text: str) -> float:
        other = np.array(embedding.get_text_embedding(text))
        return float(vector @ other / np.linalg.norm(vector) / np.linalg.norm(other))

    assert best.dense == pytest.approx(cosine(best.passage.text), abs=1e-4)
    for sentence in best.sentences:
        assert sentence.text in best.passage.text
        assert sentence.similarity == pytest.approx(cosine(sentence.text), abs=3e-3)
    assert best.best_similarity == max(sentence.similarity for sentence in best.sentences)


def test_the_passage_that_says_it_is_found_first_from_another_language(
    seed_pipeline: Pipeline,
) -> None:
    found = seed_pipeline.retriever.retrieve("When did the SCPP file a complaint in France?")

    assert "la SCPP a également porté plainte" in found.ranked[0].passage.text


def test_a_rare_name_is_found_by_its_letters(tmp_path: Path, embedding: BaseEmbedding) -> None:
    documents = {f"{n}.txt": "The hearing was adjourned." for n in range(60)}
    documents["clone.txt"] = "Zvukomania sells songs."
    pipeline = pipeline_of(tmp_path, documents, embedding)

    assert (
        pipeline.retriever.retrieve("zvukomania?").ranked[0].passage.text
        == "Zvukomania sells songs."
    )


@pytest.mark.parametrize("text", ["Acquitted", "It closed. It reopened. It closed again.", "東京"])
def test_a_dossier_of_one_passage_is_enough(
    tmp_path: Path, embedding: BaseEmbedding, text: str
) -> None:
    pipeline = pipeline_of(tmp_path, {"a.txt": text}, embedding)

    found = pipeline.retriever.retrieve("Was he acquitted?")

    assert [f.passage.text for f in found.ranked] == [text]
    assert (found.documents, found.passages) == (1, 1)
    assert found.closeness.passage > 0.5


def test_documents_and_passages_searched_are_counted(
    tmp_path: Path, embedding: BaseEmbedding
) -> None:
    documents = {"a.txt": "It closed.", "b.txt": "It opened.", "c/d.txt": "It opened."}
    found = pipeline_of(tmp_path, documents, embedding).retriever.retrieve("closed?")

    assert (found.documents, found.passages) == (3, 3)


def test_equal_passages_of_two_documents_are_both_found_in_the_order_of_their_ids(
    tmp_path: Path, embedding: BaseEmbedding
) -> None:
    documents = dict.fromkeys(("b.txt", "a.txt", "c.txt"), "The court acquitted the founder.")
    found = pipeline_of(tmp_path, documents, embedding).retriever.retrieve("acquitted?")

    ids = [passage_id(f.passage) for f in found.ranked]
    assert len(ids) == 3
    assert ids == sorted(ids)


def test_the_name_that_stands_all_over_the_dossier_is_found(seed_data: Path) -> None:
    index = open_index(seed_data)

    assert sample_common_names(index.passages()) == {"allofmp3"}
