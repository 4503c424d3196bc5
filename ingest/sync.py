"""The order of writes that makes a kill harmless.

All is written to a draft, which takes the place of what answers in one step. Where the draft is
what answers, as on a server: of each file, what is new is written before what is stale goes, and
the heads of its documents say until the end that it is not whole. Whatever moment a run dies at,
every document answers, and the next run sees what is half done, and finds the vectors of the rest.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode

from ingest.errors import DocumentError
from ingest.folder import list_files, read_files
from ingest.index import Index
from ingest.parts import FINISHED, WRITTEN, FileChange, Part, compare, share_out
from ingest.passages import PassageId, passage_id, vector_key_of
from ingest.plan import Plan, plan_sync, without_failed
from ingest.preparing import Notes, PreparedFile, prepare_file
from ingest.repeats import Copy, find_copies
from ingest.stored import StoredFile, group_files
from ingest.stores.store import Draft, Store
from ingest.vectorizing import Embedder

Progress = Callable[[str, float, int], None]
"""Called with a file's path, files done (and the share of this one) and files to do."""


@dataclass(frozen=True)
class SyncReport:
    """What a sync did, or, as a dry run, would do."""

    plan: Plan
    failed: Mapping[str, DocumentError]
    notes: Notes = field(default_factory=Notes)
    """On what was read."""
    copies: tuple[Copy, ...] = ()
    """Documents that repeat another, by what was written. Not of a dry run."""
    kept: tuple[str, ...] = ()
    """Paths that are gone from the folder and stay in the index, since every file there failed."""
    passages: int = 0
    """In the index, afterwards."""
    replaces: str | None = None
    """Fingerprint of the index that still answers, since only it has `missing`; else None."""
    missing: tuple[str, ...] = ()
    """Paths of files that failed and that only the index that still answers has."""
    embedded: int = 0
    """Texts that the model was run on: passages, sentences and title paths."""
    seconds: float = 0.0


def try_sync(folder: Path, store: Store, fingerprint: str) -> SyncReport:
    """Find what a sync would do; files that changed are read. Writes nothing.

    Raises: FolderError, DataFolderError, ChromaServerError.
    """
    hashes, failed = _hash_files(folder)
    stored, passages = _read_stored(store, fingerprint)
    plan, notes = plan_sync(hashes, stored, failed), Notes()
    for prepared in _prepare(folder, plan.to_read, failed):
        notes.add(prepared.notes)
    plan, kept = _keep(plan, failed)
    return SyncReport(without_failed(plan, failed), failed, notes, kept=kept, passages=passages)


def sync(
    folder: Path,
    store: Store,
    fingerprint: str,
    load_model: Callable[[], BaseEmbedding],
    on_progress: Progress = lambda *_: None,
    *,
    purge: bool = False,
) -> SyncReport:
    """Make the index hold what the folder holds, doing only the difference. For the one writer.

    `load_model` is called only if there is something to embed. `purge`: leave nothing in the
    store's files of what ever was replaced, as nothing is left anyway after a file was removed.
    Raises: FolderError, DataFolderError, ChromaServerError, EmbeddingError. Files that fail are in
    the report.
    """
    started = time.monotonic()
    hashes, failed = _hash_files(folder)
    report = None if purge else _confirm(store, fingerprint, hashes, failed)
    if report is None:
        with closing(store.begin(fingerprint)) as draft:
            run = _Run(folder, draft, Embedder(load_model), failed, on_progress)
            report = run.write(hashes)
            report = _take_over(store, draft, report, purge)
    return replace(report, seconds=time.monotonic() - started)


def _confirm(
    store: Store, fingerprint: str, hashes: Mapping[str, str], failed: dict[str, DocumentError]
) -> SyncReport | None:
    """Note that the index is up to date; None if it isn't."""
    index = store.peek(fingerprint)
    if index is None:
        return None
    with closing(index):
        plan, kept = _keep(plan_sync(hashes, group_files(index.heads()), failed), failed)
        if plan.changes:
            return None
        index.mark_synced(time.time())
        passages = index.count()
    store.sweep()
    return SyncReport(plan, failed, kept=kept, passages=passages)


class _Run:
    """The writes of one sync."""

    def __init__(
        self,
        folder: Path,
        draft: Draft,
        embedder: Embedder,
        failed: dict[str, DocumentError],
        on_progress: Progress,
    ) -> None:
        self._folder, self._index, self._spare = folder, draft.index, draft.spare
        self._embedder = embedder
        self._failed = failed
        self._on_progress = on_progress
        self._notes = Notes()
        self._written: list[PassageId] = []
        """New passages, but for those of files that only moved."""

    def write(self, hashes: Mapping[str, str]) -> SyncReport:
        """Write and delete the difference."""
        stored = group_files(self._index.heads())
        plan = plan_sync(hashes, stored, self._failed)
        places = {path: place for place, path in enumerate(plan.to_read)}
        waiting = Part()
        moved = {move.new for move in plan.moved}
        for part in share_out(self._find_changes(places, stored, moved)):
            self._embedder.embed(part.new, self._find_vectors(part.new))
            waiting.add(part)
            if len(waiting.new) >= WRITTEN or len(waiting.heads) >= FINISHED:
                waiting = self._write(waiting)
            if part.unfinished:
                done = places[part.unfinished] + part.share
                self._on_progress(part.unfinished, done, len(places))
        self._index.finish(self._write(waiting).heads)
        plan, kept = _keep(without_failed(plan, self._failed), self._failed)
        for path in plan.to_delete:
            self._index.delete(self._passages_of(stored[path].passages))
        return SyncReport(
            plan,
            self._failed,
            self._notes,
            find_copies(self._index, self._written),
            kept,
            passages=self._index.count(),
            embedded=self._embedder.count,
        )

    def _find_changes(
        self, places: Mapping[str, int], stored: Mapping[str, StoredFile], moved: Set[str]
    ) -> Iterator[FileChange]:
        def tell(path: str) -> None:
            self._on_progress(path, places[path], len(places))

        for prepared in _prepare(self._folder, places, self._failed, tell):
            self._notes.add(prepared.notes)
            had = stored[prepared.path].passages if prepared.path in stored else {}
            change = compare(prepared, self._passages_of(had.keys() - prepared.failed.keys()))
            if prepared.path not in moved:
                self._written += map(passage_id, change.new)
            yield change

    def _passages_of(self, documents: Iterable[str]) -> dict[PassageId, TextNode]:
        found: dict[PassageId, TextNode] = {}
        for document in documents:
            found.update(self._index.passages_of(document))
        return found

    def _write(self, part: Part) -> Part:
        """Write a part, and give what may wait: to say which documents are whole."""
        self._index.revise(part.revised)
        self._index.write(part.new)
        self._index.delete(part.stale)
        if len(part.heads) < FINISHED:
            return Part(heads=part.heads)
        self._index.finish(part.heads)
        return Part()

    def _find_vectors(self, passages: Iterable[TextNode]) -> dict[str, TextNode]:
        """Passages with the same vectors, by vector key, wherever they are."""
        keys = {vector_key_of(passage) for passage in passages}
        found: dict[str, TextNode] = {}
        for index in (self._index, *self._spare):
            found.update(index.by_vector_key(keys - found.keys()))
        return found


def _take_over(store: Store, draft: Draft, report: SyncReport, purge: bool) -> SyncReport:
    """Let the draft answer, unless it holds nothing, or lacks what only another index has."""
    replaces, missing = _find_missing(store, draft.index, report.failed)
    if report.passages and not missing:
        if purge or report.plan.removed:
            draft.rewrite()
        draft.index.mark_synced(time.time())
        draft.publish()
    return replace(report, replaces=replaces, missing=missing)


def _find_missing(
    store: Store, draft: Index, failed: Mapping[str, DocumentError]
) -> tuple[str | None, tuple[str, ...]]:
    """Find what would be lost if the draft took over: failed documents that only another has."""
    other = store.other(draft.fingerprint) if failed else None
    if other is None:
        return None, ()
    with closing(other):
        had = {head.path for head in other.heads() if {head.path, head.file} & failed.keys()}
        missing = had - {head.path for head in draft.heads() if head.is_whole}
        return (other.fingerprint if missing else None), tuple(sorted(missing))


def _hash_files(folder: Path) -> tuple[dict[str, str], dict[str, DocumentError]]:
    failed: dict[str, DocumentError] = {}
    files = read_files(folder, list_files(folder), failed)
    return {source.path: source.content_hash for source in files}, failed


def _read_stored(store: Store, fingerprint: str) -> tuple[dict[str, StoredFile], int]:
    """What the index that answers holds, and how many passages that is."""
    index = store.peek(fingerprint)
    if index is None:
        return {}, 0
    with closing(index):
        return group_files(index.heads()), index.count()


def _prepare(
    folder: Path,
    paths: Iterable[str],
    failed: dict[str, DocumentError],
    tell: Callable[[str], None] = lambda _: None,
) -> Iterator[PreparedFile]:
    """Read and cut files one by one; what can't be goes into `failed`."""
    for source in read_files(folder, [folder / path for path in paths], failed):
        tell(source.path)
        try:
            prepared = prepare_file(source)
        except DocumentError as error:
            failed[source.path] = error
        else:
            failed.update(prepared.failed)
            yield prepared


def _keep(plan: Plan, failed: Mapping[str, DocumentError]) -> tuple[Plan, tuple[str, ...]]:
    """Remove nothing if every file failed, and say what else would have been removed.

    As with an empty folder, a mistake is likelier than a wish to remove everything.
    """
    if {*plan.to_read, *plan.unchanged} <= failed.keys():
        return replace(plan, removed=()), plan.removed
    return plan, ()
