"""A language model over real HTTP: what is sent, what comes, what it takes, and how it ends."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import pytest
from llama_index.core.llms import ChatMessage

from bot.errors import BudgetSpentError, LlmBusyError, LlmUnreachableError
from bot.llm.loading import load_language_model
from bot.llm.model import NOTHING, Limits, Usage
from bot.settings import BotSettings
from tests.bot.llm.asking import KEY, QUESTION, SCHEMA, Ledger, Spent, ask, messages_of, model_of
from tests.doubles.llm.replies import Reply, cut_off, failing, hanging
from tests.doubles.llm.server import LlmServer

REPLY = '{"claims": ["The harbour was sold."]}'


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("nowhere"))


def test_a_reply_comes_piece_by_piece(llm_server: LlmServer) -> None:
    llm_server.play(REPLY)

    pieces = list(ask(model_of(llm_server)))

    assert "".join(pieces) == REPLY
    assert len(pieces) == 6


def test_a_piece_is_there_before_the_next_is_written(llm_server: LlmServer) -> None:
    llm_server.play(hanging(REPLY, after=1))

    pieces = ask(model_of(llm_server))

    assert next(pieces) == REPLY[:7]
    llm_server.release()
    assert "".join(pieces) == REPLY[7:]


def test_it_is_asked_for_json_by_schema_and_no_more_than_it_may_write(
    llm_server: LlmServer,
) -> None:
    llm_server.play(REPLY)

    list(ask(model_of(llm_server, llm_reply_tokens=321)))

    request = llm_server.requests[0]
    assert request.messages == [
        {"role": "system", "content": "Answer in JSON."},
        {"role": "user", "content": QUESTION},
    ]
    assert request.body["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "reply", "schema": SCHEMA, "strict": True},
    }
    assert (request.body["model"], request.body["temperature"]) == ("parrot", 0)
    assert (request.body["max_tokens"], request.body["stream"]) == (321, True)
    assert request.headers["Authorization"] == f"Bearer {KEY}"


def test_plain_text_is_asked_for_without_a_format(llm_server: LlmServer) -> None:
    llm_server.play("Sold.")

    assert "".join(model_of(llm_server).write(messages_of(), None, Limits())) == "Sold."
    assert llm_server.requests[0].format is None


@pytest.mark.parametrize(
    ("has", "refused", "played"),
    [
        ({"json_object"}, ["json_schema"], "json_object"),
        (set(), ["json_schema", "json_object"], None),
    ],
)
def test_a_server_without_the_format_is_asked_more_plainly_and_remembered(
    llm_server: LlmServer, has: set[str], refused: list[str], played: str | None
) -> None:
    llm_server.formats = frozenset(has)
    llm_server.play(REPLY, REPLY)
    model = model_of(llm_server)

    for _ in range(2):
        assert "".join(ask(model)) == REPLY

    assert [request.format for request in llm_server.refused] == refused
    assert [request.format for request in llm_server.requests] == [played, played]


def test_what_a_server_refuses_else_is_left_out(llm_server: LlmServer) -> None:
    """As OpenAI's own models that reason."""
    llm_server.unknown = frozenset({"max_tokens", "temperature", "stream_options"})
    llm_server.play(REPLY)

    assert "".join(ask(model_of(llm_server, llm_reply_tokens=321))) == REPLY

    body = llm_server.requests[0].body
    assert body["max_completion_tokens"] == 321
    assert not body.keys() & {"max_tokens", "temperature", "stream_options"}
    assert llm_server.requests[0].format == "json_schema"


@pytest.mark.parametrize("how", ["refuses to stream", "answers whole all the same"])
def test_a_server_that_does_not_stream_answers_in_one_piece(
    llm_server: LlmServer, how: str
) -> None:
    llm_server.streams = how == "refuses to stream"
    llm_server.unknown = frozenset({"stream"} if llm_server.streams else ())
    llm_server.play_by(lambda _: Reply(REPLY, usage=(50, 9)))
    ledger = Ledger()
    model = model_of(llm_server)

    assert list(ask(model, Limits(allowance=ledger))) == [REPLY]
    assert list(ask(model)) == [REPLY]

    assert not llm_server.requests[-1].body.get("stream")
    assert len(llm_server.requests) + len(llm_server.refused) == 3
    assert ledger.spent == [Usage(50, 9, 0.0)]


def test_what_does_not_stream_is_tried_no_more_often(llm_server: LlmServer) -> None:
    llm_server.streams = False
    llm_server.play_by(lambda _: REPLY)
    model = model_of(llm_server)
    list(ask(model))
    llm_server.requests.clear()
    llm_server.play_by(lambda _: failing(500))

    with pytest.raises(LlmBusyError):
        list(ask(model))

    assert len(llm_server.requests) == 3


def test_it_is_tried_again_when_it_is_busy_as_it_says(llm_server: LlmServer) -> None:
    llm_server.play(failing(429), failing(503), REPLY)

    assert "".join(ask(model_of(llm_server))) == REPLY
    assert len(llm_server.requests) == 3


def test_a_connection_that_is_closed_at_once_is_tried_again(llm_server: LlmServer) -> None:
    llm_server.play(cut_off("", after=0), REPLY)

    assert "".join(ask(model_of(llm_server))) == REPLY


def test_what_was_stopped_while_nothing_comes_ends_and_hangs_up(llm_server: LlmServer) -> None:
    llm_server.play(hanging(REPLY, after=0))

    assert list(ask(model_of(llm_server), Limits(lambda: bool(llm_server.requests)))) == []

    assert llm_server.requests[0].is_abandoned.wait(10)


def test_what_was_stopped_in_the_middle_gives_no_more(llm_server: LlmServer) -> None:
    llm_server.play(hanging(REPLY, after=2))
    stopped = threading.Event()
    pieces = ask(model_of(llm_server), Limits(is_stopped=stopped.is_set))

    assert next(pieces) == REPLY[:7]
    stopped.set()

    assert list(pieces) == []
    assert llm_server.requests[0].is_abandoned.wait(10)


def test_a_reply_that_nobody_reads_on_is_hung_up_on(llm_server: LlmServer) -> None:
    llm_server.play(hanging(REPLY, after=1))
    pieces = model_of(llm_server).write(messages_of(), SCHEMA, Limits())

    assert next(iter(pieces)) == REPLY[:7]
    pieces.close()  # type: ignore[attr-defined]

    assert llm_server.requests[0].is_abandoned.wait(10)


def test_no_thread_is_left(llm_server: LlmServer) -> None:
    llm_server.play(REPLY, hanging(REPLY, after=1))
    before = threading.active_count()

    list(ask(model_of(llm_server)))
    with pytest.raises(Exception, match="has not finished"):
        list(ask(model_of(llm_server, llm_timeout_s=0.2)))

    assert threading.active_count() == before


def test_many_ask_at_once_and_each_gets_their_own(llm_server: LlmServer) -> None:
    llm_server.play_by(lambda request: request.messages[-1]["content"].upper())
    model = model_of(llm_server)
    replies: dict[int, str] = {}

    def work(nth: int) -> None:
        asked = [ChatMessage(role="user", content=f"question {nth}")]
        replies[nth] = "".join(model.write(asked, None, Limits()))

    threads = [threading.Thread(target=work, args=(nth,)) for nth in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert replies == {nth: f"QUESTION {nth}" for nth in range(12)}


def test_what_it_took_is_what_the_server_counts(llm_server: LlmServer) -> None:
    llm_server.play(Reply(REPLY, usage=(1200, 300)))
    ledger = Ledger()

    list(
        ask(
            model_of(llm_server, llm_input_price=0.5, llm_output_price=2.0),
            Limits(allowance=ledger),
        )
    )

    assert ledger.spent == [Usage(1200, 300, 0.0012)]


def test_what_it_took_is_estimated_where_the_server_does_not_count(llm_server: LlmServer) -> None:
    """36 bytes of messages and 16 for their roles; the six pieces by threes of bytes."""
    llm_server.sends_usage = False
    llm_server.play(REPLY)
    ledger = Ledger()

    list(ask(model_of(llm_server), Limits(allowance=ledger)))

    assert ledger.spent == [Usage(28, 16, 0.0)]


def test_what_a_call_may_take_is_set_aside_before_it(llm_server: LlmServer) -> None:
    llm_server.play(REPLY)
    ledger = Ledger()

    list(ask(model_of(llm_server, llm_reply_tokens=321), Limits(allowance=ledger)))

    assert ledger.expected == [Usage(28, 321, 0.0)]


def test_nothing_is_asked_once_the_budget_is_spent(llm_server: LlmServer) -> None:
    with pytest.raises(BudgetSpentError):
        list(ask(model_of(llm_server), Limits(allowance=Spent())))

    assert llm_server.requests == []


def test_what_was_stopped_counts_as_far_as_it_came(llm_server: LlmServer) -> None:
    llm_server.play(hanging(REPLY, after=1))
    stopped = threading.Event()
    ledger = Ledger()
    pieces = ask(model_of(llm_server), Limits(stopped.is_set, ledger))
    next(pieces)
    stopped.set()
    list(pieces)

    assert ledger.spent == [Usage(28, 3, 0.0)]


def test_what_was_stopped_before_it_was_sent_took_nothing(llm_server: LlmServer) -> None:
    ledger = Ledger()

    assert list(ask(model_of(llm_server), Limits(lambda: True, ledger))) == []

    assert llm_server.requests == []
    assert ledger.spent == [NOTHING]


def test_what_was_stopped_before_the_server_let_it_in_took_nothing() -> None:
    looks = iter([False] * 5)
    ledger = Ledger()
    with crowded_port() as port:
        model = model_of(url=f"http://127.0.0.1:{port}/v1")

        assert list(ask(model, Limits(lambda: next(looks, True), ledger))) == []

    assert ledger.spent == [NOTHING]


@contextmanager
def crowded_port() -> Iterator[int]:
    """A port of a server that lets nobody in any more: those who wait fill its queue."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=0)) as server, ExitStack() as stack:
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(server.getsockname())
        yield server.getsockname()[1]


def test_what_was_refused_took_nothing(llm_server: LlmServer) -> None:
    llm_server.play(failing(401))
    ledger = Ledger()

    with pytest.raises(Exception, match="LLM_API_KEY"):
        list(ask(model_of(llm_server), Limits(allowance=ledger)))

    assert ledger.spent == [NOTHING]


def test_no_log_line_has_the_key_or_the_question(
    llm_server: LlmServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    llm_server.play(failing(500), REPLY, failing(401, f"no key {KEY}, you asked {QUESTION}"))
    model = model_of(llm_server)

    list(ask(model))
    with pytest.raises(Exception, match="LLM_API_KEY") as told:
        list(ask(model))
    logging.getLogger("test").error("It failed", exc_info=told.value)

    assert "It failed" in caplog.text
    assert "Traceback" in caplog.text
    assert KEY not in caplog.text
    assert QUESTION not in caplog.text


def test_the_model_that_is_set_is_loaded_and_asked(llm_server: LlmServer) -> None:
    llm_server.play(REPLY)
    model = load_language_model(
        BotSettings(llm_base_url=f"{llm_server.url}/", llm_model="parrot", llm_context_tokens=4096)
    )

    assert model is not None
    assert (model.name, model.context_tokens) == ("parrot", 4096)
    assert "".join(model.write(messages_of(), SCHEMA, Limits())) == REPLY
    assert llm_server.requests[0].headers["Authorization"] == "Bearer none"


def test_a_key_of_openai_in_the_environment_goes_to_no_other_server(
    llm_server: LlmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    llm_server.play(REPLY)

    list(ask(model_of(llm_server, llm_api_key=None)))

    assert KEY not in str(llm_server.requests[0].headers)


def test_a_server_that_is_not_there_is_named(llm_server: LlmServer) -> None:
    model = model_of(llm_server, url="http://127.0.0.1:9/v1")

    with pytest.raises(LlmUnreachableError) as told:
        list(ask(model))

    assert str(told.value) == (
        "The language model at http://127.0.0.1:9/v1 can't be reached: All connection attempts "
        "failed. See that its server runs, and that LLM_BASE_URL is its address."
    )
