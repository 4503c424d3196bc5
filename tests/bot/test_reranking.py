"""A cross-encoder of a few random layers: made on disk, but loaded and asked as any other."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding
from sentence_transformers import CrossEncoder

from bot.errors import RerankerError
from bot.loading import load_pipeline
from bot.pipeline import Pipeline, read_question
from bot.reranking import CrossEncoderReranker, load_reranker
from bot.retrieval import RETRIEVED, Retriever
from bot.settings import BotSettings
from ingest.passages import passage_id
from tests.bot.building import rank_by_hand
from tests.conftest import open_index
from tests.ingest.test_embedding import minilm

QUESTION = "Did the RIAA win in court?"
TEXTS = ("The court acquitted him.", "A song costs ten cents.", "The RIAA never won.", "東京")
REMEDY = (
    "Set RERANKER_MODEL to the name or folder of a sentence-transformers cross-encoder, or to "
    "nothing."
)


def make_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """Write a cross-encoder into a folder: the words of minilm, and weights that are random."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    tokenizer = AutoTokenizer.from_pretrained(minilm())
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        initializer_range=1.0,
    )
    config.num_labels = labels
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_cross_encoder(tmp_path_factory.mktemp("cross-encoder"))


@pytest.fixture(scope="module")
def reranker(model: Path) -> CrossEncoderReranker:
    loaded = load_reranker(str(model))
    assert loaded is not None
    return loaded


def predict(model: Path, question: str, texts: list[str]) -> list[float]:
    return [
        float(score) for score in CrossEncoder(str(model)).predict([(question, t) for t in texts])
    ]


def test_candidates_are_in_the_order_that_the_cross_encoder_gives_them(
    model: Path, reranker: CrossEncoderReranker
) -> None:
    scores = dict(zip(TEXTS, predict(model, QUESTION, list(TEXTS)), strict=True))
    assert len(set(scores.values())) == len(TEXTS)

    ordered = reranker.reorder(QUESTION, [rank_by_hand([text], [0.5]) for text in TEXTS])

    texts = [found.passage.text for found in ordered]
    assert texts == sorted(TEXTS, key=lambda text: -scores[text])
    assert [found.reranked for found in ordered] == pytest.approx([scores[t] for t in texts])


def test_what_is_handed_on_is_the_best_of_all_candidates_not_of_those_handed_on_before(
    model: Path, reranker: CrossEncoderReranker, seed_data: Path, embedding: BaseEmbedding
) -> None:
    index = open_index(seed_data)
    texts = [passage.text for passage in index.passages()]
    best = max(zip(predict(model, QUESTION, texts), texts, strict=True))

    retriever = Retriever(index, embedding, reranker=reranker)
    found = retriever.retrieve(QUESTION).ranked

    assert len(texts) > 1
    assert found[0].passage.text == best[1]
    assert found[0].reranked == pytest.approx(best[0])
    assert len(found) <= RETRIEVED


def test_the_setting_orders_the_passages_of_an_answer_and_says_their_scores(
    model: Path, seed_data: Path, seed_pipeline: Pipeline
) -> None:
    settings = BotSettings(data_dir=seed_data, reranker_model=str(model))
    answer = load_pipeline(settings).ask(read_question(QUESTION))
    without = seed_pipeline.ask(read_question(QUESTION))

    scores = [passage.scores["reranked"] for passage in answer.passages]
    assert scores == sorted(scores, reverse=True)
    assert not any("reranked" in passage.scores for passage in without.passages)


def test_the_order_of_equals_stays(reranker: CrossEncoderReranker) -> None:
    alike = [replace(rank_by_hand(["It closed."], [0.5], path), fused=1.0) for path in "bca"]

    assert [passage_id(found.passage) for found in reranker.reorder("Why?", alike)] == [
        passage_id(found.passage) for found in alike
    ]


def test_no_setting_no_reranker() -> None:
    assert load_reranker(None) is None


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(RerankerError) as caught:
        load_reranker(str(tmp_path))

    assert str(caught.value).startswith(f"The reranking model {tmp_path} can't be loaded: ")
    assert str(caught.value).endswith(REMEDY)


def test_an_embedding_model_is_no_reranker() -> None:
    """Loaded as one, it would get a last layer at random, and order passages by it."""
    with pytest.raises(RerankerError, match="it is no cross-encoder, but a BertModel"):
        load_reranker(minilm())


def test_a_model_that_classifies_is_no_reranker(tmp_path: Path) -> None:
    folder = make_cross_encoder(tmp_path, labels=3)

    with pytest.raises(RerankerError, match="it tells 3 classes apart, and gives no score"):
        load_reranker(str(folder))


def test_no_code_that_comes_with_a_model_is_run(tmp_path: Path) -> None:
    """A model's folder may name a module of its own to load; that is anybody's code."""
    folder = make_cross_encoder(tmp_path / "foreign")
    config = json.loads((folder / "config.json").read_text("utf-8"))
    config["model_type"] = "foreign"
    config["auto_map"] = {
        "AutoConfig": "foreign.Config",
        "AutoModelForSequenceClassification": "foreign.Model",
    }
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    trace = tmp_path / "ran"
    (folder / "foreign.py").write_text(f"open({str(trace)!r}, 'w').close()\n", "utf-8")

    with pytest.raises(RerankerError):
        load_reranker(str(folder))

    assert not trace.exists()


def test_a_name_that_is_nowhere_is_told() -> None:
    with pytest.raises(RerankerError, match="it is neither a folder nor whole in the local cache"):
        load_reranker("no such model")
