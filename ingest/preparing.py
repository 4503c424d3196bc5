"""A file of the dossier as it is to be in the index: read, cut into passages, and what to say."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from llama_index.core.schema import TextNode

from ingest.chunking import cut_passages
from ingest.documents import Document
from ingest.errors import DocumentError, EmptyDocumentError
from ingest.folder import SourceFile
from ingest.orders import Finding, find_orders
from ingest.reading import read_file
from ingest.records import mark_head


@dataclass(frozen=True)
class Marked:
    """What was marked as boilerplate in a document."""

    chars: int
    share: float
    """Of the document's characters, in [0, 1]."""
    begins: tuple[str, ...]
    """The first words of each marked run."""


@dataclass
class Notes:
    """What an editor should know of documents that were read, by path."""

    marked: dict[str, Marked] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    """Paths of attachments that no reader is for."""
    orders: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    """What of documents addresses a machine. They are quoted like any other."""

    def add(self, other: "Notes") -> None:
        """Take in the notes of another file."""
        self.marked.update(other.marked)
        self.left_out.extend(other.left_out)
        self.orders.update(other.orders)


@dataclass(frozen=True)
class PreparedFile:
    """What a file is to be in the index."""

    path: str
    passages: Mapping[str, list[TextNode]]
    """By path of document, in the document's order; at least one of each."""
    failed: Mapping[str, DocumentError]
    """Attachments that can't be used; what the index has of them stays."""
    notes: Notes


def prepare_file(source: SourceFile) -> PreparedFile:
    """Read and cut a file.

    Raises: DocumentError.
    """
    read = read_file(source)
    passages: dict[str, list[TextNode]] = {}
    notes = Notes(left_out=read.left_out)
    for document in read.documents:
        if cut := cut_passages(document):
            passages[document.path] = cut
        else:
            read.failed[document.path] = _nothing_left(document)
        if document.boilerplate:
            notes.marked[document.path] = _describe_marks(document)
        if orders := find_orders(document.text):
            notes.orders[document.path] = orders
    if not passages:
        raise next(iter(read.failed.values()))
    documents = len(passages) + len(read.failed)  # a file with one that fails is never whole
    for cut in passages.values():
        mark_head(cut[0], source.path, len(cut), documents)
    return PreparedFile(source.path, passages, read.failed, notes)


def _nothing_left(document: Document) -> EmptyDocumentError:
    if document.boilerplate:
        return EmptyDocumentError(path=document.path, reason=": all of it is marked as boilerplate")
    return EmptyDocumentError(path=document.path, reason=" but headings")


def _describe_marks(document: Document) -> Marked:
    chars = sum(end - start for start, end in document.boilerplate)
    begins = tuple(
        document.text[start:end].split("\n", 1)[0][:60] for start, end in document.boilerplate
    )
    return Marked(chars, chars / len(document.text), begins)
