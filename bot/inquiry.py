"""What somebody asks on Discord, and where. Data only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Inquiry:
    """What somebody asks, and where."""

    text: str
    person: int
    server: int | None
    channel: int
    locale: str
    """Language of the person's Discord, for what is said to them alone."""
    is_direct: bool = True
    """Whether the bot was spoken to; if not, it stays silent rather than decline."""
    is_unseen: bool = False
    """Whether others can't see the question, as with a command."""
    is_own: bool = True
    """Whether the words are those of the person; if not, they are kept for the buttons alone."""
