"""How a pipeline is put together from the settings: index, models, prompts."""

import logging
from contextlib import ExitStack
from dataclasses import replace

from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.answering.abstention import load_model
from bot.answering.generative import Writer
from bot.answering.rephrasing import Rephraser
from bot.llm.loading import load_language_model
from bot.pipeline import Pipeline
from bot.prompts import load_prompts
from bot.reranking import load_reranker
from bot.retrieval import Reranker, Retriever
from bot.settings import BotSettings
from ingest.embedding import load_embedding, model_name
from ingest.fingerprint import fingerprint
from ingest.index import Index
from ingest.stores.opening import open_store
from ingest.stores.store import Store

log = logging.getLogger(__name__)


def load_pipeline(settings: BotSettings) -> Pipeline:
    """Open the index and load the models; to be closed in the end.

    Raises: IndexMissingError, IndexMismatchError, DataFolderError, ChromaServerError,
    EmbeddingError, RerankerError, PromptError.
    """
    writer = load_writer(settings)
    reranker = load_reranker(settings.reranker_model)
    model = settings.embedding_model
    store = open_store(settings.data_dir, settings.chroma_url)
    generation = store.version()
    index = open_index(store, model)
    with ExitStack() as on_failure:
        on_failure.callback(index.close)
        pipeline = build_pipeline(index, load_embedding(model), model_name(model), writer, reranker)
        on_failure.pop_all()
    translator = load_translator(settings, writer)
    return replace(pipeline, translator=translator, generation=generation)


def load_writer(settings: BotSettings) -> Writer | None:
    """Get the language model of the settings ready, with its prompts; None if none is set.

    Raises: PromptError.
    """
    model = load_language_model(settings)
    if model is None:
        return None
    prompts = load_prompts(settings.prompts_dir)
    return Writer(model, prompts, settings.llm_reply_tokens)


def load_translator(settings: BotSettings, writer: Writer | None) -> Rephraser | None:
    """Let the language model translate questions, too, if that is wanted."""
    if writer is None or not settings.llm_translates:
        return None
    return Rephraser(writer.model, writer.prompts)


def open_index(store: Store, embedding_model: str) -> Index:
    """Open the index that the settings ask for, to be closed in the end.

    Raises: IndexMissingError, IndexMismatchError, DataFolderError, ChromaServerError.
    """
    return store.open_to_read(fingerprint(model_name(embedding_model)))


def build_pipeline(
    index: Index,
    embedding: BaseEmbedding,
    name: str,
    writer: Writer | None,
    reranker: Reranker | None = None,
) -> Pipeline:
    """Put a pipeline together; `name` is that of the embedding model (`model_name`).

    Raises: DataFolderError, ChromaServerError.
    """
    abstention = load_model()
    if abstention.embedding != name:
        log.warning(
            "When to decline was fitted for %s, not for %s: run python -m tests.evaluation "
            "calibrate FILE --write",
            abstention.embedding,
            name,
        )
    retriever = Retriever(index, embedding, reranker=reranker)
    return Pipeline(index, retriever, abstention, writer)
