"""The order of writes that makes a kill harmless.

Of each document, the new passages are written before the stale ones go, and every passage says how
many siblings it has: whatever moment a run dies at, each document answers, and the next run sees
which one is half done. Small documents share one call of the model and of the store; large ones
are written in slices, whose vectors the next run finds.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode

from ingest.chunking import cut_passages
from ingest.documents import Document
from ingest.errors import DocumentError, EmptyDocumentError
from ingest.folder import list_files, read_document, read_files
from ingest.index import Index, StoredDocument
from ingest.passages import PassageId, document_of, passage_id, vector_key_of
from ingest.plan import Plan, plan_sync
from ingest.vectorizing import Embedder

Progress = Callable[[str, float, int], None]
"""Called with a document's path, documents done (and the share of this one) and documents to do."""
_GROUP = 32
"""Passages that are embedded and written together: a call costs what ten short texts cost, and
what a kill loses is one call's work."""


@dataclass(frozen=True)
class Marked:
    """What was marked as boilerplate in a document."""

    chars: int
    share: float
    """Of the document's characters, in [0, 1]."""
    begins: tuple[str, ...]
    """The first words of each marked run."""


@dataclass
class _Part:
    """What is embedded and written in one go: small documents, or a slice of a large one."""

    passages: list[TextNode] = field(default_factory=list)
    ids: dict[str, frozenset[PassageId]] = field(default_factory=dict)
    """Of all the passages of each of its documents, by path."""
    unfinished: str | None = None
    """Path of the document that has passages after these."""
    share: float = 1.0
    """Of that document's passages, those up to here."""


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


def try_folder(
    folder: Path, stored: Mapping[str, StoredDocument]
) -> tuple[Plan, dict[str, DocumentError]]:
    """Find what a sync would do: as `plan_folder`, but documents that changed are read.

    Raises: FolderError.
    """
    plan, failed = plan_folder(folder, stored)
    for _ in _read_documents(folder, [*plan.added, *plan.replaced], failed, lambda *_: None):
        pass
    plan, _kept = _keep(plan, failed)
    return _without(plan, failed), failed


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
    places = {path: place for place, path in enumerate([*plan.added, *plan.replaced])}
    marked: dict[str, Marked] = {}
    embedder = Embedder(load_model)

    def tell(path: str, share: float) -> None:
        if on_progress:
            on_progress(path, places[path] + share, len(places))

    def cut_changed() -> Iterator[deque[TextNode]]:
        for document, passages in _read_documents(folder, places, failed, tell):
            marked.update(_describe_marks(document))
            yield deque(passages)

    for part in _share_out(cut_changed()):
        embedder.embed(part.passages, index.by_vector_key(map(vector_key_of, part.passages)))
        index.write(part.passages, {path: len(ids) for path, ids in part.ids.items()})
        finished = part.ids.keys() - ({part.unfinished} if part.unfinished else set())
        for path in sorted(finished & stored.keys()):
            index.delete(stored[path].passage_ids - part.ids[path])
        if part.unfinished:
            tell(part.unfinished, part.share)
    plan, kept = _keep(plan, failed)
    index.delete({i for path in plan.removed for i in stored[path].passage_ids})
    passages_now = index.count()
    replaces, missing = _missing(index, stored, failed)
    if passages_now and not missing:
        index.switch_over()
    index.mark_synced(time.time())
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


def _read_documents(
    folder: Path,
    paths: Iterable[str],
    failed: dict[str, DocumentError],
    tell: Callable[[str, float], None],
) -> Iterator[tuple[Document, list[TextNode]]]:
    """Read and cut documents one by one; those that can't be go into `failed`."""
    for source in read_files(folder, [folder / path for path in paths], failed):
        tell(source.path, 0)
        try:
            document = read_document(source)
            passages = _cut(document)
        except DocumentError as error:
            failed[source.path] = error
        else:
            yield document, passages


def _share_out(documents: Iterable[deque[TextNode]]) -> Iterator[_Part]:
    """Gather passages until there are enough for a call; they leave their documents' queues."""
    part = _Part()
    for waiting in documents:
        path, ids = document_of(waiting[0]), frozenset(map(passage_id, waiting))
        while waiting:
            part.passages.append(waiting.popleft())
            part.ids[path] = ids
            if len(part.passages) >= _GROUP:
                part.unfinished = path if waiting else None
                part.share = 1 - len(waiting) / len(ids)
                yield part
                part = _Part()
    if part.passages:
        yield part


def _keep(plan: Plan, failed: Mapping[str, DocumentError]) -> tuple[Plan, tuple[str, ...]]:
    """Remove nothing if every file failed, and say what else would have been removed.

    As with an empty folder, a mistake is likelier than a wish to remove everything.
    """
    if {*plan.added, *plan.replaced, *plan.unchanged} <= failed.keys():
        return replace(plan, removed=()), plan.removed
    return plan, ()


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
