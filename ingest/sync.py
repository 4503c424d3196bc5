"""The order of writes that makes a kill harmless.

Of each document, the new passages are written before the stale ones go, and every passage says how
many siblings it has: whatever moment a run dies at, each document answers, and the next run sees
which one is half done. Small documents share one call of the model and of the store.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode

from ingest.chunking import cut_passages
from ingest.documents import Document
from ingest.errors import DocumentError, EmptyDocumentError
from ingest.folder import list_files, read_document, read_files
from ingest.index import Index, StoredDocument
from ingest.passages import document_of, passage_id, vector_key_of
from ingest.plan import Plan, plan_sync
from ingest.vectorizing import Embedder

Progress = Callable[[str, int, int], None]
"""Called with a document's path, documents done and documents to do."""
_GROUP = 64
"""Passages that are embedded and written together: a call costs what ten short texts cost."""


@dataclass(frozen=True)
class Marked:
    """What was marked as boilerplate in a document."""

    chars: int
    share: float
    """Of the document's characters, in [0, 1]."""
    begins: tuple[str, ...]
    """The first words of each marked run."""


@dataclass(frozen=True)
class SyncReport:
    """What a sync did, or, as a dry run, would do."""

    plan: Plan
    failed: Mapping[str, DocumentError]
    marked: Mapping[str, Marked]
    """By path, of the documents that were read."""
    kept: tuple[str, ...]
    """Paths that are gone from the folder and stay in the index, since every file there failed."""
    passages: int
    """In the index, afterwards."""
    replaces: str | None
    """Fingerprint of the index that still answers, since only it has `missing`; else None."""
    missing: tuple[str, ...]
    """Paths of documents that failed and that only the index that still answers has."""
    embedded: int
    """Texts that the model was run on: passages, sentences and title paths."""
    seconds: float


def plan_folder(
    folder: Path, stored: Mapping[str, StoredDocument]
) -> tuple[Plan, dict[str, DocumentError]]:
    """Compare the folder with what an index holds, without reading any document.

    Raises: FolderError.
    """
    failed: dict[str, DocumentError] = {}
    hashes = {
        source.path: source.content_hash
        for source in read_files(folder, list_files(folder), failed)
    }
    return plan_sync(hashes, stored, failed), failed


def sync(
    folder: Path,
    index: Index,
    load_model: Callable[[], BaseEmbedding],
    on_progress: Progress | None = None,
) -> SyncReport:
    """Make the index hold what the folder holds, doing only the difference.

    `load_model` is called only if there is something to embed.
    Raises: FolderError, DataFolderError, EmbeddingError. Files that fail are in the report.
    """
    started = time.monotonic()
    stored = index.documents()
    plan, failed = plan_folder(folder, stored)
    present = {*plan.added, *plan.replaced, *plan.unchanged, *failed}
    marked: dict[str, Marked] = {}
    embedder = Embedder(load_model)

    def cut_changed() -> Iterator[list[TextNode]]:
        changed = [*plan.added, *plan.replaced]
        for done, source in enumerate(read_files(folder, [folder / p for p in changed], failed)):
            if on_progress:
                on_progress(source.path, done, len(changed))
            try:
                document = read_document(source)
                marked.update(_describe_marks(document))
                passages = _cut(document)
            except DocumentError as error:
                failed[source.path] = error
            else:
                yield passages

    for passages in _grouped(cut_changed()):
        embedder.embed(passages, index.by_vector_key({vector_key_of(p) for p in passages}))
        index.write(passages)
        old = [stored[path] for path in {document_of(p) for p in passages} if path in stored]
        new = {passage_id(passage) for passage in passages}
        index.delete({i for document in old for i in document.passage_ids} - new)
    kept: tuple[str, ...] = ()
    if present <= failed.keys():
        # As with an empty folder, a mistake is likelier than a wish to remove everything.
        plan, kept = replace(plan, removed=()), plan.removed
    index.delete({i for path in plan.removed for i in stored[path].passage_ids})
    passages_now = index.count()
    replaces, missing = _missing(index, stored, failed)
    if passages_now and not missing:
        index.switch_over()
    return SyncReport(
        plan=_without(plan, failed),
        failed=failed,
        marked=marked,
        kept=kept,
        passages=passages_now,
        replaces=replaces,
        missing=missing,
        embedded=embedder.count,
        seconds=time.monotonic() - started,
    )


def _grouped(documents: Iterable[list[TextNode]]) -> Iterator[list[TextNode]]:
    """Gather the passages of whole documents until there are enough for a call."""
    gathered: list[TextNode] = []
    for passages in documents:
        gathered += passages
        if len(gathered) >= _GROUP:
            yield gathered
            gathered = []
    if gathered:
        yield gathered


def _missing(
    index: Index, stored: Mapping[str, StoredDocument], failed: Mapping[str, DocumentError]
) -> tuple[str | None, tuple[str, ...]]:
    """Find what would be lost if `index` took over now: failed documents that only another has."""
    unread = {path for path in failed if path not in stored or not stored[path].is_whole}
    for other in index.replaces() if unread else []:
        if missing := unread & other.documents().keys():
            return other.fingerprint, tuple(sorted(missing))
    return None, ()


def _cut(document: Document) -> list[TextNode]:
    passages = cut_passages(document)
    if not passages:
        raise EmptyDocumentError(path=document.path, reason=": all of it is marked as boilerplate")
    return passages


def _describe_marks(document: Document) -> dict[str, Marked]:
    if not document.boilerplate:
        return {}
    chars = sum(end - start for start, end in document.boilerplate)
    begins = tuple(
        document.text[start:end].split("\n", 1)[0][:60] for start, end in document.boilerplate
    )
    return {document.path: Marked(chars, chars / len(document.text), begins)}


def _without(plan: Plan, failed: Mapping[str, DocumentError]) -> Plan:
    def done(paths: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(path for path in paths if path not in failed)

    return Plan(done(plan.added), done(plan.replaced), plan.removed, plan.unchanged)
