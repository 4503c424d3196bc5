"""Leaves a language model alone for a while that has failed too often in a row."""

import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

from llama_index.core.llms import ChatMessage

from bot.errors import LlmContextError, LlmPausedError, LlmReplyError, LlmServerError
from bot.llm.model import LanguageModel, Limits

FAILURES = 3
"""So many in a row, each after the client's own retries, are no accident."""
PAUSE_S = 60.0


class Breaker:
    """As the model that it is given, until its server has failed `failures` times in a row.

    Then nothing is asked of it for `pause_s`, and after that one question goes through: if it is
    answered, all is as before; if not, the pause begins anew. A reply that is no use is an answer,
    and so is one that nobody reads to its end, once it has begun. A spent budget and a question
    that was given up before are neither an answer nor a failure.
    """

    def __init__(
        self,
        model: LanguageModel,
        failures: int = FAILURES,
        pause_s: float = PAUSE_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`clock`: in seconds."""
        self._model = model
        self._most = failures
        self._pause_s = pause_s
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._paused_until = 0.0
        self._is_trying = False

    @property
    def name(self) -> str:
        """As `LanguageModel`."""
        return self._model.name

    @property
    def context_tokens(self) -> int:
        """As `LanguageModel`."""
        return self._model.context_tokens

    def write(
        self, messages: Sequence[ChatMessage], schema: Mapping[str, object] | None, limits: Limits
    ) -> Iterator[str]:
        """As `LanguageModel`. Raises: LlmPausedError, too."""
        is_trial = self._admit()
        is_answered = False
        pieces = self._model.write(messages, schema, limits)
        try:
            for piece in pieces:
                is_answered = True
                yield piece
        except (LlmReplyError, LlmContextError):
            is_answered = True
            raise
        except LlmServerError:
            is_answered = False
            self._fail()
            raise
        finally:
            if is_answered:
                self._recover()
            if is_trial:
                self._is_trying = False
            if isinstance(pieces, Generator):
                pieces.close()

    def _admit(self) -> bool:
        """Returns: whether it is the one question after a pause."""
        with self._lock:
            if self._failures < self._most:
                return False
            left = self._paused_until - self._clock()
            if left > 0 or self._is_trying:
                raise LlmPausedError(failures=self._failures, seconds=max(left, 0.0))
            self._is_trying = True
            return True

    def _recover(self) -> None:
        with self._lock:
            self._failures = 0

    def _fail(self) -> None:
        with self._lock:
            self._failures += 1
            self._paused_until = self._clock() + self._pause_s
