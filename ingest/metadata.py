"""Where a document's metadata comes from: front matter, a sidecar file, language detection.

A sidecar stands beside a file that must stay verbatim: `NAME.meta.yaml` for the file `NAME`.
"""

import difflib
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import yaml
from frontmatter.default_handlers import YAMLHandler
from pydantic import ValidationError

from ingest.documents import Metadata
from ingest.errors import MetadataError, first_line, say_invalid

if TYPE_CHECKING:
    from lingua import LanguageDetector
    from pydantic_core import ErrorDetails

SIDECAR_SUFFIX = ".meta.yaml"
_YAML_ERRORS = (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError)
_DETECTION_CHARS = 20_000
_MIN_LETTERS = 20
_SHORT_LETTERS = 60
_MIN_LEAD, _MIN_LEAD_SHORT = 0.2, 0.95
"""Lead of the likeliest language over the next below which a text counts as undecided. Of a short
one much is asked: "A song costs ten cents. An album costs a dollar." is Tagalog by 0.3."""


class _Loader(yaml.SafeLoader):
    """Reads dates as words: PyYAML's own message of an impossible one doesn't name its key."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def is_sidecar(path: Path) -> bool:
    """Whether a file describes another one."""
    return path.name.endswith(SIDECAR_SUFFIX)


def sidecar_of(path: Path) -> Path:
    """Where the sidecar of `path` is, if it has one."""
    return path.with_name(path.name + SIDECAR_SUFFIX)


def read_metadata(path: str, front: Mapping[str, Any], sidecar: bytes | None) -> Metadata:
    """Check and merge what front matter and sidecar say; the sidecar has the last word.

    Raises: MetadataError, naming the key.
    """
    place = f"{PurePosixPath(path).name}{SIDECAR_SUFFIX}"
    try:
        beside = yaml.load(sidecar or b"", Loader=_Loader)  # noqa: S506 - a SafeLoader
    except _YAML_ERRORS as error:
        raise _unusable(path, place, _not_yaml(error)) from error
    beside = {} if beside is None else beside
    if not isinstance(beside, dict):
        raise _unusable(path, place, "it is not a list of 'key: value' lines")
    front = {key: value for key, value in front.items() if key not in beside}
    _check(path, path, front)
    _check(path, place, beside)
    return Metadata.model_validate({**front, **beside})


def _check(path: str, place: str, said: Mapping[str, Any]) -> None:
    try:
        Metadata.model_validate(said)
    except ValidationError as error:
        reason = "; ".join(_describe(mistake) for mistake in error.errors())
        raise _unusable(path, place, reason) from error


def _describe(mistake: "ErrorDetails") -> str:
    key = ".".join(str(part) for part in mistake["loc"])
    if mistake["type"] != "extra_forbidden":
        return f"{key} {say_invalid(mistake['msg']).removeprefix('it ')}".strip()
    close = difflib.get_close_matches(key.lower(), Metadata.model_fields, n=1)
    return f"{key} is not a known key" + (f" (did you mean {close[0]}?)" if close else "")


def split_front_matter(path: str, text: str) -> tuple[Mapping[str, Any], str]:
    """Separate YAML front matter from the text below it; no front matter gives an empty mapping.

    Words between two rules at the top that are no mapping are text.
    Raises: MetadataError, if there is front matter that is not YAML.
    """
    text = text.strip()
    handler = YAMLHandler()
    _, *parts = handler.FM_BOUNDARY.split(text, 2) if handler.detect(text) else [text]
    if len(parts) < 2:
        return {}, text
    above, below = parts
    try:
        front = handler.load(above, Loader=_Loader)
    except _YAML_ERRORS as error:
        raise _unusable(path, path, _not_yaml(error)) from error
    if isinstance(front, dict):
        return front, below
    return {}, text if above.strip() else below


def detect_language(text: str) -> str | None:
    """The language most of `text` is in, as ISO 639-1; None if it can't be told."""
    sample = text[:_DETECTION_CHARS]
    letters = sum(character.isalpha() for character in sample)
    if letters < _MIN_LETTERS:
        return None
    first, second, *_ = _detector().compute_language_confidence_values(sample)
    if first.value - second.value < (_MIN_LEAD_SHORT if letters < _SHORT_LETTERS else _MIN_LEAD):
        return None
    return first.language.iso_code_639_1.name.lower()


@cache
def _detector() -> "LanguageDetector":
    # Low accuracy is enough for whole documents (lingua's own advice from 120 characters on) and
    # needs a tenth of the memory; the models of 75 languages load as texts call for them.
    from lingua import LanguageDetectorBuilder

    return LanguageDetectorBuilder.from_all_languages().with_low_accuracy_mode().build()


def _unusable(path: str, place: str, reason: str) -> MetadataError:
    keys = ", ".join(Metadata.model_fields)
    return MetadataError(path=path, reason=reason, where=place, keys=keys)


def _not_yaml(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is not YAML (nested too deeply)"
    return f"it is not YAML ({first_line(error)})"
