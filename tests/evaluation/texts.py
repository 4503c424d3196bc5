"""The texts of the documents, against which expected words and quotes are held."""

from pathlib import Path

from ingest.errors import DocumentError
from ingest.folder import list_files, read_files
from ingest.reading import read_file


def read_texts(folder: Path) -> dict[str, str]:
    """Read what is in a dossier folder, by path: the texts that offsets of citations count in.

    What can't be read is left out, as ingestion does. Raises: FolderError.
    """
    failed: dict[str, DocumentError] = {}
    texts: dict[str, str] = {}
    for source in read_files(folder, list_files(folder), failed):
        try:
            documents = read_file(source).documents
        except DocumentError as error:
            failed[source.path] = error
        else:
            texts |= {document.path: document.text for document in documents}
    return texts
