"""A reply as OpenAI's servers put it on the wire: whole, or chunk by chunk."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.doubles.llm.replies import Reply

CHARS_A_TOKEN = 4


def whole(body: Mapping[str, Any], reply: Reply) -> dict[str, Any]:
    """The object that answers a request which asks for no stream."""
    message = {"role": "assistant", "content": reply.whole(), "refusal": reply.refusal}
    choice = {"index": 0, "message": message, "finish_reason": reply.finish or "stop"}
    return {**_head(body, "chat.completion"), "choices": [choice], "usage": _usage(body, reply)}


def chunks(body: Mapping[str, Any], reply: Reply, *, has_usage: bool) -> Iterator[dict[str, Any]]:
    """The objects of a stream: the role, a piece of text each, how it ended, usage."""
    head = _head(body, "chat.completion.chunk")
    yield {**head, "choices": [_choice({"role": "assistant", "content": ""})]}
    for piece in reply.cut():
        yield {**head, "choices": [_choice({"content": piece})]}
    if reply.refusal:
        yield {**head, "choices": [_choice({"refusal": reply.refusal})]}
    if reply.finish:
        yield {**head, "choices": [_choice({}, reply.finish)]}
    if has_usage:
        yield {**head, "choices": [], "usage": _usage(body, reply)}


def _head(body: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 0, "model": body.get("model", "")}


def _choice(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "finish_reason": finish}


def _usage(body: Mapping[str, Any], reply: Reply) -> dict[str, int]:
    asked = sum(len(str(message["content"])) for message in body["messages"])
    read, written = reply.usage or (asked // CHARS_A_TOKEN, len(reply.whole()) // CHARS_A_TOKEN)
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
