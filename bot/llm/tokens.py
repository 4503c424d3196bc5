"""How many tokens a text has, for any model, without its tokenizer."""

from collections.abc import Sequence

from llama_index.core.llms import ChatMessage

BYTES_A_TOKEN = 3
"""Tokenizers of today take 4 bytes of English and more of Cyrillic: this errs to be too many."""
MESSAGE_TOKENS = 8
"""What marks one message's begin, role and end."""


def estimate_tokens(text: str) -> int:
    """How many tokens a text has at most, more or less."""
    return -(-len(text.encode(errors="replace")) // BYTES_A_TOKEN)


def estimate_prompt(messages: Sequence[ChatMessage]) -> int:
    """How many tokens messages have at most, more or less."""
    return sum(estimate_tokens(message.content or "") + MESSAGE_TOKENS for message in messages)
