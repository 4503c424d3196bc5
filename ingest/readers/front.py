"""What a file says about itself, as metadata: what can't be used is left out, not refused.

Front matter and sidecars are an editor's, who can mend them; a page's or a letter's own marks are
not, and nobody would ingest it for a year that isn't one.
"""

import re
from collections.abc import Mapping

from pydantic import ValidationError

from ingest.documents import Metadata

_SPACE = re.compile(r"\s+")
_MAX_CHARS = 1000


def keep_valid(said: Mapping[str, str | None]) -> dict[str, str]:
    """Keep the keys whose values `Metadata` takes; runs of white space become one space."""
    values = {key: _SPACE.sub(" ", value).strip() for key, value in said.items() if value}
    return {key: value for key, value in values.items() if _is_valid(key, value)}


def day_of(moment: str) -> str | None:
    """The date that an ISO 8601 moment begins with: YYYY, YYYY-MM or YYYY-MM-DD."""
    match = re.match(r"\d{4}(-\d{2}(-\d{2})?)?(?![\d-])", moment.strip())
    return match[0] if match else None


def _is_valid(key: str, value: str) -> bool:
    if len(value) > _MAX_CHARS or not value.isprintable() or "\ufffd" in value:
        return False
    try:
        Metadata.model_validate({key: value})
    except ValidationError:
        return False
    return True
