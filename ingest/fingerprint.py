"""What makes an index unusable: another embedding model, other passages, another record. Pure."""

from ingest import chunking

SCHEMA_VERSION = 3
"""Of what `ingest.passages` and `ingest.vectors` put into a record."""


def fingerprint(model_name: str) -> str:
    """Name everything that a stored passage depends on besides its document.

    Returns: words for a person; two indexes with the same words are interchangeable.
    """
    return f"{model_name}, chunking {chunking.VERSION}, schema {SCHEMA_VERSION}"
