"""llama-index as its own starter tutorial has it, with the same texts and the same embedding model.

`VectorStoreIndex.from_documents`, `as_retriever`, all else as it is by default: what somebody gets
who does not build a bot of their own. Without a language model its nodes are what it shows; it
declines nothing.
"""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from llama_index.core import Document as LlamaDocument
from llama_index.core import VectorStoreIndex
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode

from bot.answers import Answer, Citation, CitedClaim, Question, RetrievedPassage, Searched
from bot.citing import cite
from bot.grounding import GroundedQuote
from ingest.documents import Document, Span
from ingest.passages import document_of, make_passage, passage_id, span_of, words_at

NAME = "llama-index, as its tutorial has it"


@dataclass(frozen=True)
class Tutorial:
    """What the tutorial builds."""

    retriever: BaseRetriever
    passages: Mapping[str, TextNode]
    """Its nodes as passages of ours, by its own ids."""
    documents: int
    max_chars: int | None = None
    """What a quote has at most: a node is cut to that. None: nodes are quoted whole."""

    def ask(self, question: Question) -> Answer:
        """Answer with the nodes that are found, the best first."""
        started = time.perf_counter()
        hits = self.retriever.retrieve(question.text)
        seconds = time.perf_counter() - started
        found = [(self.passages[hit.node_id], hit.get_score()) for hit in hits]
        citations = tuple(
            cite(self._quote(passage), n, score) for n, (passage, score) in enumerate(found, 1)
        )
        return Answer(
            id=question.id,
            question=question.text,
            language=question.language,
            abstained=False,
            answerer="extractive",
            claims=tuple(map(_claim, citations)),
            citations=citations,
            nearest=(),
            passages=tuple(_describe(passage, score) for passage, score in found),
            confidence=max(0.0, min(1.0, found[0][1])),
            threshold=0.0,
            reasons={},
            dropped=(),
            searched=Searched(documents=self.documents, passages=len(self.passages)),
            index=NAME,
            seconds={"retrieval": seconds},
        )

    def _quote(self, passage: TextNode) -> GroundedQuote:
        start, end = span_of(passage)
        span = Span(start, end if self.max_chars is None else min(end, start + self.max_chars))
        return GroundedQuote(passage, span, words_at(passage, span))


def build_tutorial(documents: Sequence[Document], embedding: BaseEmbedding) -> Tutorial:
    """Index documents, at least one with a text, in memory."""
    wrapped = [LlamaDocument(text=document.text, id_=document.path) for document in documents]
    index = VectorStoreIndex.from_documents(wrapped, embed_model=embedding)
    nodes = [node for node in index.docstore.docs.values() if isinstance(node, TextNode)]
    by_path = {document.path: document for document in documents}
    return Tutorial(index.as_retriever(), _convert(nodes, by_path), len(documents))


def _convert(nodes: Sequence[TextNode], documents: Mapping[str, Document]) -> dict[str, TextNode]:
    """Make passages of nodes, by the nodes' ids."""
    seen: Counter[tuple[str, str]] = Counter()
    passages = {}
    for node in nodes:
        document = documents[str(node.ref_doc_id)]
        span = _find(node, document.text)
        words = (document.path, node.text)
        passages[node.node_id] = make_passage(document, span, [span], [], seen[words])
        seen[words] += 1
    return passages


def _find(node: TextNode, text: str) -> Span:
    """Where a node stands: it says so itself, but for some of those whose words come twice."""
    start = node.start_char_idx or 0
    if not text.startswith(node.text, start):
        start = text.index(node.text)
    return Span(start, start + len(node.text))


def _claim(citation: Citation) -> CitedClaim:
    return CitedClaim(text=citation.quote, citations=(citation.n,))


def _describe(passage: TextNode, score: float) -> RetrievedPassage:
    span = span_of(passage)
    return RetrievedPassage(
        id=passage_id(passage),
        document=document_of(passage),
        start=span.start,
        end=span.end,
        text=passage.text,
        scores={"dense": score},
    )
