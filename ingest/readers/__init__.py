"""Which suffix goes to whom."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ingest.readers.content import Content
from ingest.readers.docx import read_docx
from ingest.readers.eml import read_eml
from ingest.readers.html import read_html
from ingest.readers.jsonl import read_jsonl
from ingest.readers.markdown import read_markdown
from ingest.readers.pdf import read_pdf
from ingest.readers.tables import read_table
from ingest.readers.text import read_text
from ingest.readers.transcripts import read_srt, read_vtt

Reader = Callable[[str, bytes], Content]
"""Takes a path (for messages) and the file's bytes; raises DocumentError."""

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": read_text,
        ".text": read_text,
        ".md": read_markdown,
        ".markdown": read_markdown,
        ".html": read_html,
        ".htm": read_html,
        ".docx": read_docx,
        ".eml": read_eml,
        ".pdf": read_pdf,
        ".csv": read_table,
        ".tsv": read_table,
        ".jsonl": read_jsonl,
        ".srt": read_srt,
        ".vtt": read_vtt,
    }
)

WITH_PICTURES = frozenset({".pdf", ".docx", ".eml"})
"""Suffixes of kinds in which most bytes are none of the text."""
