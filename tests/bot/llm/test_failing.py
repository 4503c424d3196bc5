"""Each way a server can fail, over real HTTP: one error that says so, and nothing hangs."""

import pytest

from bot.errors import (
    LlmBusyError,
    LlmContextError,
    LlmCreditError,
    LlmCutError,
    LlmEmptyError,
    LlmError,
    LlmKeyError,
    LlmLongReplyError,
    LlmModelError,
    LlmNonsenseError,
    LlmRefusedError,
    LlmRequestError,
    LlmSlowError,
    LlmUnfinishedError,
)
from bot.llm.reading import MAX_REPLY_CHARS
from tests.bot.llm.asking import KEY, QUESTION, ask, model_of
from tests.doubles.llm.replies import (
    Reply,
    cut_off,
    endless,
    failing,
    garbled,
    hanging,
    off_protocol,
    overfull,
    refusing,
)
from tests.doubles.llm.server import LlmServer

ECHO = f"You sent {KEY} and asked: {QUESTION}"
TEXT = '{"claims": ["The harbour was sold."]}'


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("nowhere"))


def event(data: str) -> Reply:
    return Reply(body=f"data: {data}\n\ndata: [DONE]\n\n".encode())


@pytest.mark.parametrize(
    ("reply", "error", "times"),
    [
        (failing(401, ECHO), LlmKeyError, 1),
        (failing(403, ECHO), LlmKeyError, 1),
        (failing(402, ECHO), LlmCreditError, 1),
        (failing(429, ECHO, code="insufficient_quota"), LlmCreditError, 3),
        (failing(404, ECHO), LlmModelError, 1),
        (failing(429, ECHO), LlmBusyError, 3),
        (failing(500, ECHO), LlmBusyError, 3),
        (failing(503, ECHO), LlmBusyError, 3),
        (failing(400, ECHO), LlmRequestError, 3),
        (failing(418, ECHO), LlmRequestError, 1),
        (overfull(), LlmContextError, 1),
        (failing(413, ECHO), LlmContextError, 1),
        (cut_off(TEXT, after=0), LlmError, 3),
        (cut_off(TEXT, after=2), LlmCutError, 1),
        (Reply(TEXT, finish=None), LlmCutError, 1),
        (event(f'{{"error": {{"message": "{ECHO}"}}}}'), LlmCutError, 1),
        (event('{"error": {"message": "context size exceeded"}}'), LlmContextError, 1),
        (garbled(), LlmNonsenseError, 1),
        (event("[1, 2]"), LlmNonsenseError, 1),
        (event('{"choices": [{"delta": "words"}]}'), LlmNonsenseError, 1),
        (off_protocol(), LlmNonsenseError, 1),
        (Reply(""), LlmEmptyError, 1),
        (Reply(" \n "), LlmEmptyError, 1),
        (Reply(body=b""), LlmEmptyError, 1),
        (refusing(), LlmRefusedError, 1),
        (Reply(TEXT, finish="content_filter"), LlmRefusedError, 1),
        (Reply(TEXT, finish="length"), LlmUnfinishedError, 1),
        (endless(), LlmLongReplyError, 1),
        (Reply(body=b"data: " + b"x" * 1_000_000), LlmEmptyError, 1),
    ],
)
def test_each_failure_is_an_error_of_its_own_that_repeats_nothing(
    llm_server: LlmServer, reply: Reply, error: type[LlmError], times: int
) -> None:
    llm_server.play_by(lambda _: reply)

    with pytest.raises(error) as told:
        list(ask(model_of(llm_server, llm_timeout_s=20)))

    assert len(llm_server.requests) == times
    for secret in (KEY, QUESTION, "harbour"):
        assert secret not in str(told.value)
    assert told.value.__suppress_context__ or told.value.__context__ is None


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_server_that_hangs_is_given_up_at_the_time_limit(
    llm_server: LlmServer, after: int
) -> None:
    llm_server.play(hanging(TEXT, after=after))
    pieces = ask(model_of(llm_server, llm_timeout_s=0.3))

    came: list[str] = []
    with pytest.raises(LlmSlowError, match=r"has not finished in 0\.3 seconds"):
        came.extend(pieces)

    assert llm_server.requests[0].is_abandoned.wait(10)


def test_waiting_to_try_again_ends_at_the_time_limit_too(llm_server: LlmServer) -> None:
    """And what is told is why there was to wait."""
    llm_server.play_by(lambda _: failing(429, retry_after_s=30))

    with pytest.raises(LlmBusyError, match="429"):
        list(ask(model_of(llm_server, llm_timeout_s=0.3)))


def test_a_reply_without_an_end_is_read_no_further_than_its_limit(llm_server: LlmServer) -> None:
    llm_server.play(endless())
    came: list[str] = []

    with pytest.raises(LlmLongReplyError):
        came.extend(ask(model_of(llm_server)))

    assert sum(map(len, came)) <= MAX_REPLY_CHARS


def test_what_came_before_a_failure_was_given(llm_server: LlmServer) -> None:
    llm_server.play(cut_off(TEXT, after=3))
    came = []

    with pytest.raises(LlmCutError):
        for piece in ask(model_of(llm_server)):
            came.append(piece)  # noqa: PERF402 - what came until then is wanted

    assert "".join(came) == TEXT[:21]


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (400, "This model's maximum context length is 4096 tokens. However, you requested 9000."),
        (400, "the request exceeds the available context size, try increasing it"),
        (400, "the input length exceeds the context length"),
        (
            400,
            "Prompt contains 40000 tokens, too large for model with 32768 maximum context length",
        ),
        (400, "prompt is too long: 210000 tokens > 200000 maximum"),
        (400, "'max_tokens' is too large: 1000. This model's maximum context length is 512."),
        (422, "Input validation error: too many tokens"),
    ],
)
def test_servers_say_in_many_ways_that_it_is_too_much(
    llm_server: LlmServer, status: int, message: str
) -> None:
    llm_server.play(failing(status, message))

    with pytest.raises(LlmContextError, match="LLM_CONTEXT_TOKENS"):
        list(ask(model_of(llm_server)))


def test_what_is_wrong_is_found_where_another_kind_of_server_says_it(
    llm_server: LlmServer,
) -> None:
    llm_server.play(Reply(status=400, body=b'{"detail": "context window exceeded"}'))

    with pytest.raises(LlmContextError):
        list(ask(model_of(llm_server)))
