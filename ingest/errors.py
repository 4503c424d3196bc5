"""Every way ingestion can fail that a person can mend: what happened, to which thing, what to do.

DossierError
├── SettingsError               a setting can't be used
│   └── EnvFileError            the file of settings can't be read
├── FolderError                 the dossier folder is missing, unreadable or empty
│   └── ClosedFolderError       a folder in it can't be read
├── DataFolderError             the data folder can't be written or read
├── ChromaServerError           the Chroma server can't be reached, or refuses
├── BusyError                   another process is writing to the index
├── EmbeddingError              the embedding model can't be loaded
├── NothingIngestedError        every file failed
├── IndexMissingError           nothing has been ingested yet
├── IndexMismatchError          the index was made by another model or another version
├── RebuildUnfinishedError      the new index lacks what only the old one has
└── DocumentError               one file can't be used; the others are ingested
    ├── UnsupportedDocumentError
    ├── UnreadableDocumentError
    ├── LinkDocumentError
    ├── UnsettledDocumentError
    ├── NameDocumentError
    ├── BinaryDocumentError
    ├── EncodingDocumentError
    ├── TooLargeDocumentError
    ├── SwollenDocumentError
    ├── EncryptedDocumentError
    ├── DamagedDocumentError
    ├── SlowDocumentError
    ├── LongDocumentError
    ├── ScannedDocumentError
    ├── EmptyDocumentError
    ├── MetadataError
    └── UnknownDocumentError
"""

import re
from typing import ClassVar

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

_NUMBER = re.compile("a valid integer, unable to parse string as an integer")
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def printable(name: object) -> str:
    """Escape what breaks a line, turns it round or can't be encoded: a file name may hold any."""
    return _UNPRINTABLE.sub(lambda match: repr(match[0])[1:-1], str(name))


def harmless(text: str) -> str:
    """Replace what steers a terminal or turns lines round, one for one, so that offsets hold."""
    return _STEERING.sub("\ufffd", text)


def first_line(error: Exception) -> str:
    """What a library's exception says in its first line; its name if it says nothing."""
    return (str(error) or type(error).__name__).splitlines()[0]


def say_invalid(message: str) -> str:
    """What pydantic says of a value, as part of a sentence: "it should be a whole number"."""
    said = message.removeprefix("Value error, ").rstrip(".").replace("Input should", "it should")
    return _NUMBER.sub("a whole number", said)


class DossierError(Exception):
    """The root: `problem` and `remedy` are sentences with fields, filled from keyword arguments.

    `key` names the error for programs (JSON output, phrases) and never changes.
    """

    key: ClassVar[str]
    problem: ClassVar[str]
    remedy: ClassVar[str]

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(
            printable(f"{self.problem.format(**fields)} {self.remedy.format(**fields)}")
        )


class SettingsError(DossierError):
    """A setting has a value that can't be used."""

    key = "setting"
    problem = "The setting {name} can't be used: {reason}."
    remedy = "Set it in the environment or in .env, for example {name}={example}."


class EnvFileError(SettingsError):
    """The file of settings can't be read."""

    key = "env-file"
    problem = "The file of settings {path} can't be read: {reason}."
    remedy = "Save it again as UTF-8 text that you may read, or remove it."


class FolderError(DossierError):
    """The folder of documents can't be used. Nothing is removed from the index because of it."""

    key = "folder"
    problem = "The dossier folder {folder} {reason}."
    remedy = (
        "Put documents there, or set DOSSIER_DIR to the folder that has them. "
        "What was ingested before is still there."
    )


class ClosedFolderError(FolderError):
    """A folder in the dossier can't be read: not the same as there being nothing in it."""

    key = "closed-folder"
    problem = "The folder {folder} in the dossier can't be read ({reason})."
    remedy = (
        "Give read permission to it, or move it out of the dossier folder. "
        "What was ingested before is still there."
    )


class DataFolderError(DossierError):
    """The data folder can't be used: read-only, full, or not a folder."""

    key = "data-folder"
    problem = "The data folder {folder} can't be used: {reason}."
    remedy = "Make it writable, or set DATA_DIR to a folder that is."


class ChromaServerError(DossierError):
    """The Chroma server that CHROMA_URL names can't be used."""

    key = "chroma-server"
    problem = "The Chroma server at {url} can't be used: {reason}."
    remedy = "Start it (chroma run), or set CHROMA_URL to where it runs, or to nothing."


class BusyError(DossierError):
    """Another process holds the writer's lock."""

    key = "busy"
    problem = "Another process is ingesting into {folder} right now."
    remedy = "Wait until it has finished, then run this again."


class EmbeddingError(DossierError):
    """The embedding model can't be loaded."""

    key = "embedding"
    problem = "The embedding model {model} can't be loaded: {reason}."
    remedy = (
        "Set EMBEDDING_MODEL to 'bundled', or to the name or folder of a "
        "sentence-transformers model."
    )


class IndexMissingError(DossierError):
    """Nothing has been ingested into this data folder."""

    key = "index-missing"
    problem = "There is no index in {folder} yet."
    remedy = "Run: python -m ingest"


class IndexMismatchError(DossierError):
    """The index can't answer for these settings; it stays as it is until it is made anew."""

    key = "index-mismatch"
    problem = "The index was made with {found}, but the settings ask for {wanted}."
    remedy = "Run: python -m ingest - or set EMBEDDING_MODEL back."


class RebuildUnfinishedError(DossierError):
    """The index that answers has documents that could not be read for the one to replace it."""

    key = "rebuild-unfinished"
    problem = "The index made with {found} stays in use: only it has {documents}."
    remedy = "Mend these files, or remove them from {folder}, then run this again."


class NothingIngestedError(DossierError):
    """Every file of the dossier failed. Nothing is removed from the index because of it."""

    key = "nothing-ingested"
    problem = "No document in {folder} could be ingested."
    remedy = "The warnings say what to do about each. What was ingested before is still there."


class DocumentError(DossierError):
    """One file can't be used. The others are ingested; its old passages stay."""


class UnsupportedDocumentError(DocumentError):
    """No reader for this kind of file."""

    key = "unsupported-document"
    problem = "{path} is of a kind that can't be read ({suffix})."
    remedy = "Save it as one of {supported}, or move it out of the dossier folder."


class UnreadableDocumentError(DocumentError):
    """The file can't be opened."""

    key = "unreadable-document"
    problem = "{path} could not be read: {reason}."
    remedy = "Give read permission to it, or move it out of the dossier folder."


class LinkDocumentError(DocumentError):
    """The file is a link that is not followed: what it leads to is not the dossier's."""

    key = "link-document"
    problem = "{path} is a link that {reason}."
    remedy = "Put the file itself in its place, or remove the link."


class UnsettledDocumentError(DocumentError):
    """The file was written to while it was read, each time."""

    key = "unsettled-document"
    problem = "{path} changes while it is read."
    remedy = "Run this again once it is saved."


class NameDocumentError(DocumentError):
    """The file's name is not UTF-8, as out of an old archive: no citation could name it."""

    key = "name-document"
    problem = "{path} has a name that is not UTF-8."
    remedy = "Rename it, or move it out of the dossier folder."


class BinaryDocumentError(DocumentError):
    """The file has bytes that no text has."""

    key = "binary-document"
    problem = "{path} is not text: it has a NUL byte at offset {offset}."
    remedy = "Save it as plain text in UTF-8, or move it out of the dossier folder."


class EncodingDocumentError(DocumentError):
    """The file is not in UTF-8, or in the UTF-16 that it says it is in.

    It is not guessed at: a wrong guess would corrupt its quotes.
    """

    key = "encoding-document"
    problem = "{path} is not {encoding}: byte 0x{byte:02x} at offset {offset}."
    remedy = "Save it again with the encoding UTF-8."


class TooLargeDocumentError(DocumentError):
    """The file is larger than a document may be."""

    key = "too-large-document"
    problem = "{path} is too large: {megabytes:.0f} MB, and a document may have {limit:.0f} MB."
    remedy = "Split it into several files."


class SwollenDocumentError(DocumentError):
    """The file is small, and what is packed in it is not: by mistake, or meant to do harm."""

    key = "swollen-document"
    problem = "{path} holds more than may be unpacked of one document: {limit:.0f} MB."
    remedy = "Split it into several files, or take out its pictures."


class EncryptedDocumentError(DocumentError):
    """The file asks for a password."""

    key = "encrypted-document"
    problem = "{path} is encrypted."
    remedy = "Save it again without a password, or move it out of the dossier folder."


class DamagedDocumentError(DocumentError):
    """The file is not what its name says, or only a part of it."""

    key = "damaged-document"
    problem = "{path} could not be read as {kind}: {reason}."
    remedy = "Get it anew, or open it in the program that made it and save it again."


class SlowDocumentError(DocumentError):
    """Reading the file has no end in sight: it is built so that a reader goes round in it."""

    key = "slow-document"
    problem = "{path} could not be read in {limit:.0f} seconds."
    remedy = "Split it into several files, or save it again in another program."


class LongDocumentError(DocumentError):
    """The file has more pages than a document may have."""

    key = "long-document"
    problem = "{path} is too long: {pages} pages, and a document may have {limit}."
    remedy = "Split it into several files."


class ScannedDocumentError(DocumentError):
    """The file has pictures of pages, and no text."""

    key = "scanned-document"
    problem = "{path} is scanned: it has pictures of its pages, and no text."
    remedy = "Install what reads them (pip install 'dossier[ocr]'), or save it again with its text."


class EmptyDocumentError(DocumentError):
    """The file has no text that could be asked about."""

    key = "empty-document"
    problem = "{path} has no text to ingest{reason}."
    remedy = "Add text to it, or move it out of the dossier folder."


class MetadataError(DocumentError):
    """Front matter or sidecar can't be used."""

    key = "metadata"
    problem = "The metadata of {path} can't be used: {reason}."
    remedy = "Mend it in {where}; the known keys are {keys}."


class UnknownDocumentError(DocumentError):
    """A document was named that the dossier doesn't have."""

    key = "unknown-document"
    problem = "There is no document {path} in {folder}."
    remedy = "The documents are: {documents}."
