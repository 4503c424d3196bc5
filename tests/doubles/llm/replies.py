"""What the language model of our own answers, and each way it can fail to."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

PIECE_CHARS = 7
"""Cuts words, quotes and JSON escapes in two."""
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Reply:
    """One reply; what it is made of is sent in this order."""

    text: str = ""
    finish: str | None = "stop"
    """`length`, `content_filter`; None: the stream ends as if it were whole, and doesn't say so."""
    refusal: str | None = None
    pieces: Sequence[str] | None = None
    """The text as it is cut for streaming; by itself, PIECE_CHARS at a time."""
    usage: tuple[int, int] | None = None
    """Tokens read and written; by itself, a token for four characters."""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    """Sent in place of everything above but status and headers."""
    hangs_after: int | None = None
    """So many pieces are sent, then nothing until the server is released; 0: not even headers."""
    cut_after: int | None = None
    """So many pieces are sent, then the connection is closed; 0: before any byte."""

    def cut(self) -> list[str]:
        """The text in pieces."""
        if self.pieces is not None:
            return list(self.pieces)
        starts = range(0, len(self.text), PIECE_CHARS)
        return [self.text[start : start + PIECE_CHARS] for start in starts]

    def whole(self) -> str:
        """The text in one piece."""
        return self.text if self.pieces is None else "".join(self.pieces)


def failing(
    status: int, message: str = "no", *, code: str | None = None, retry_after_s: float = 0.001
) -> Reply:
    """An error as OpenAI's servers write it; clients wait `retry_after_s` before they try again."""
    return Reply(
        status=status,
        body=error_body(message, code),
        headers={"retry-after-ms": str(retry_after_s * 1000), "retry-after": str(retry_after_s)},
    )


def error_body(message: str, code: str | None = None, param: str | None = None) -> bytes:
    """The body of an error."""
    error = {"message": message, "type": "an_error", "param": param, "code": code}
    return json.dumps({"error": error}).encode()


def hanging(text: str = "", after: int = 0) -> Reply:
    """A reply that stops coming after so many pieces."""
    return Reply(text, hangs_after=after)


def cut_off(text: str, after: int) -> Reply:
    """A connection that is closed after so many pieces."""
    return Reply(text, cut_after=after)


def refusing(refusal: str = "I can't help with that.") -> Reply:
    """What OpenAI's models do when they won't answer."""
    return Reply(refusal=refusal)


def garbled() -> Reply:
    """A stream of events that are no JSON."""
    return Reply(body=b'data: {"choices": [\n\ndata: nonsense\n\n')


def off_protocol() -> Reply:
    """A page where a stream was asked for, as a proxy puts there."""
    return Reply(body=b"<html>Sign in</html>", headers={"content-type": "text/html"})


def endless() -> Reply:
    """A megabyte of reply."""
    return Reply("blah " * (MEGABYTE // 5), pieces=["blah " * 200] * (MEGABYTE // 1000))


def overfull(tokens: int = 4096) -> Reply:
    """What OpenAI says when the messages are longer than the model can read."""
    message = (
        f"This model's maximum context length is {tokens} tokens. However, you asked for more."
    )
    return Reply(status=400, body=error_body(message, "context_length_exceeded"))
