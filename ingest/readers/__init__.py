"""Which suffix goes to whom."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ingest.readers.content import Content
from ingest.readers.markdown import read_markdown
from ingest.readers.text import read_text

Reader = Callable[[str, bytes], Content]
"""Takes a path (for messages) and the file's bytes; raises DocumentError."""

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": read_text,
        ".text": read_text,
        ".md": read_markdown,
        ".markdown": read_markdown,
    }
)
