"""The numbers by which Discord says why it refuses a call, as its API documents them."""

import discord

UNKNOWN_MESSAGE, UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION = 10008, 10015, 10062
INVALID_TOKEN = 50027
ALREADY_ACKNOWLEDGED = 40060
MISSING_ACCESS, MISSING_PERMISSIONS = 50001, 50013
HAS_THREAD = 160004
NO_REPLY_WITHOUT_HISTORY = 160002
"""A message can't be replied to where the bot may not read what was said before."""

EXPIRED = frozenset({UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION, INVALID_TOKEN})
"""What an interaction that is too old fails with."""
GONE = EXPIRED | {UNKNOWN_MESSAGE}
"""What an interaction fails with that is too old, or whose answer was deleted."""
FORBIDDEN = frozenset({MISSING_ACCESS, MISSING_PERMISSIONS})
"""What somebody can mend who may give the bot a permission."""


def code_of(error: BaseException) -> int:
    """Read the number that an error carries; 0 if it carries none."""
    return error.code if isinstance(error, discord.HTTPException) else 0
