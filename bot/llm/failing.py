"""Which failure of the client's library is which of ours.

What the server says of it is looked at and never passed on: it may send the key or question back.
"""

import re
from collections.abc import Iterator

import httpx
import openai

from bot.errors import (
    LlmBusyError,
    LlmContextError,
    LlmCreditError,
    LlmCutError,
    LlmError,
    LlmKeyError,
    LlmModelError,
    LlmNonsenseError,
    LlmRequestError,
    LlmSlowError,
    LlmUnreachableError,
)
from bot.llm.terms import Terms
from ingest.errors import first_line

# As OpenAI, vLLM, llama.cpp, Ollama, LM Studio, Mistral and Groq say it.
_TOO_LONG = re.compile(
    r"context[ _](length|size|window)|n_ctx|maximum (input|prompt) length"
    r"|(prompt|input|request|messages?)( is| are)? too (long|large)"
    r"|too many (input |prompt )?tokens"
)
_NO_CREDIT = re.compile(r"insufficient_quota|insufficient (balance|credit)|billing")
MALFORMED = (ValueError, TypeError, AttributeError, LookupError)
"""What the library raises over JSON that is none, or that has another shape than OpenAI's."""


def translate(error: Exception, terms: Terms, last_status: int | None) -> LlmError:
    """Say what happened. `last_status`: of the server's last answer, if it gave one."""
    if isinstance(error, TimeoutError | openai.APITimeoutError | httpx.TimeoutException):
        return _out_of_time(terms, last_status)
    if isinstance(error, openai.APIConnectionError):
        return LlmUnreachableError(server=terms.server, reason=_cause(error))
    if isinstance(error, openai.APIStatusError):
        return _by_status(error, terms)
    if isinstance(error, (openai.APIResponseValidationError, *MALFORMED)):
        return LlmNonsenseError(server=terms.server)
    if is_too_long(error):
        return LlmContextError(model=terms.model)
    return LlmCutError(server=terms.server)


def complaint_of(error: Exception) -> str:
    """What the server says is wrong, in lower case."""
    if not isinstance(error, openai.APIError):
        return ""
    return " ".join(_said(error.body)).lower()


def is_too_long(error: Exception) -> bool:
    """Whether the server says that the model can't read so much."""
    too_large = isinstance(error, openai.APIStatusError) and error.status_code == 413
    return too_large or bool(_TOO_LONG.search(complaint_of(error)))


def _said(body: object) -> Iterator[str]:
    """The parts of an error's body that say what is wrong: others repeat what was sent."""
    if isinstance(body, str):
        yield body
    elif isinstance(body, dict):
        for key in ("message", "code", "param", "type", "error", "detail"):
            yield from _said(body.get(key))


def _out_of_time(terms: Terms, last_status: int | None) -> LlmError:
    """Time may have gone by in waiting to try again."""
    if last_status is not None and last_status >= httpx.codes.BAD_REQUEST:
        return LlmBusyError(server=terms.server, status=last_status)
    return LlmSlowError(server=terms.server, seconds=terms.timeout_s)


def _by_status(error: openai.APIStatusError, terms: Terms) -> LlmError:
    status, server = error.status_code, terms.server
    if status < httpx.codes.INTERNAL_SERVER_ERROR and is_too_long(error):
        return LlmContextError(model=terms.model)
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return LlmKeyError(server=server, status=status)
    if status == httpx.codes.PAYMENT_REQUIRED or _NO_CREDIT.search(complaint_of(error)):
        return LlmCreditError(server=server, status=status)
    if status == httpx.codes.NOT_FOUND:
        return LlmModelError(server=server, model=terms.model)
    if status in (408, 409, 429) or status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return LlmBusyError(server=server, status=status)
    return LlmRequestError(server=server, status=status)


def _cause(error: Exception) -> str:
    inner = error.__cause__
    said = first_line(inner if isinstance(inner, Exception) else error)
    return said.rstrip(".")
