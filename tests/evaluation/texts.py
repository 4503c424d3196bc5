"""The texts of the documents, against which expected words and quotes are held."""

from pathlib import Path

from ingest.documents import Document
from ingest.errors import DocumentError
from ingest.folder import list_files, read_files
from ingest.reading import read_file


def read_texts(folder: Path) -> dict[str, str]:
    """Read the texts that offsets of citations count in, by path. Raises: FolderError."""
    return {path: document.text for path, document in read_documents(folder).items()}


def read_documents(folder: Path) -> dict[str, Document]:
    """Read what is in a dossier folder, by path.

    What can't be read is left out, as ingestion does. Raises: FolderError.
    """
    failed: dict[str, DocumentError] = {}
    found: dict[str, Document] = {}
    for source in read_files(folder, list_files(folder), failed):
        try:
            documents = read_file(source).documents
        except DocumentError as error:
            failed[source.path] = error
        else:
            found |= {document.path: document for document in documents}
    return found
