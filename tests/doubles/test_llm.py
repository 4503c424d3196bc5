"""The language model of our own, as a plain HTTP client meets it."""

import json
from typing import Any

import httpx
import pytest

from tests.doubles.llm.replies import Reply, cut_off, failing, hanging, overfull
from tests.doubles.llm.server import LlmServer


def ask(server: LlmServer, words: str = "Who decided?", **more: Any) -> httpx.Response:
    body = {"model": "parrot", "messages": [{"role": "user", "content": words}], **more}
    return httpx.post(f"{server.url}/chat/completions", json=body, headers={"x-who": "ann"})


def events(response: httpx.Response) -> list[Any]:
    lines = [line.removeprefix("data: ") for line in response.text.splitlines() if line]
    assert lines.pop() == "[DONE]"
    return [json.loads(line) for line in lines]


def test_a_reply_comes_whole_where_no_stream_is_asked_for(llm_server: LlmServer) -> None:
    llm_server.play(Reply("The court.", usage=(12, 3)))

    answer = ask(llm_server).json()

    assert answer["choices"][0]["message"]["content"] == "The court."
    assert answer["choices"][0]["finish_reason"] == "stop"
    assert answer["usage"] == {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15}


def test_a_stream_comes_in_pieces_then_how_it_ended_then_usage(llm_server: LlmServer) -> None:
    llm_server.play(Reply("The court.", usage=(12, 3)))

    sent = events(ask(llm_server, stream=True, stream_options={"include_usage": True}))

    assert [chunk["choices"][0]["delta"] for chunk in sent[:3]] == [
        {"role": "assistant", "content": ""},
        {"content": "The cou"},
        {"content": "rt."},
    ]
    assert sent[3]["choices"][0]["finish_reason"] == "stop"
    assert sent[4]["usage"]["total_tokens"] == 15


def test_replies_are_played_in_order_and_then_there_are_none(llm_server: LlmServer) -> None:
    llm_server.play("one", failing(503, retry_after_s=7))

    assert ask(llm_server).json()["choices"][0]["message"]["content"] == "one"
    failed = ask(llm_server)
    assert (failed.status_code, failed.headers["retry-after"]) == (503, "7")
    assert ask(llm_server).status_code == 410


def test_a_reply_can_go_by_what_is_asked(llm_server: LlmServer) -> None:
    llm_server.play_by(lambda request: request.words.upper())

    assert ask(llm_server, "who?").json()["choices"][0]["message"]["content"] == "WHO?"


def test_what_was_asked_is_recorded(llm_server: LlmServer) -> None:
    llm_server.play("one")

    ask(llm_server, "who?", response_format={"type": "json_object"})

    assert llm_server.requests[0].messages == [{"role": "user", "content": "who?"}]
    assert llm_server.requests[0].headers["x-who"] == "ann"
    assert llm_server.requests[0].format == "json_object"


def test_a_format_it_does_not_have_is_refused_and_takes_no_reply(llm_server: LlmServer) -> None:
    llm_server.formats = frozenset()
    llm_server.play("one")

    assert ask(llm_server, response_format={"type": "json_object"}).status_code == 400
    assert ask(llm_server).json()["choices"][0]["message"]["content"] == "one"


def test_a_connection_is_closed_in_the_middle(llm_server: LlmServer) -> None:
    llm_server.play(cut_off("The court decided.", after=1))

    with pytest.raises(httpx.RemoteProtocolError):
        ask(llm_server, stream=True)


def test_what_hangs_goes_on_when_released(llm_server: LlmServer) -> None:
    llm_server.play(hanging("The court.", after=1))

    body = {"messages": [{"role": "user", "content": "who?"}], "stream": True}
    with httpx.stream("POST", f"{llm_server.url}/chat/completions", json=body) as response:
        lines = filter(None, response.iter_lines())
        assert "The cou" in [next(lines), next(lines)][1]
        llm_server.release()
        assert "[DONE]" in "".join(lines)


def test_who_hangs_up_is_noticed(llm_server: LlmServer) -> None:
    llm_server.play(hanging("The court.", after=1))

    body = {"messages": [{"role": "user", "content": "who?"}], "stream": True}
    with httpx.stream("POST", f"{llm_server.url}/chat/completions", json=body) as response:
        next(response.iter_lines())

    assert llm_server.requests[0].is_abandoned.wait(10)


def test_a_context_that_is_too_long_is_said_as_openai_says_it(llm_server: LlmServer) -> None:
    llm_server.play(overfull())

    assert ask(llm_server).json()["error"]["code"] == "context_length_exceeded"


def test_models_are_listed(llm_server: LlmServer) -> None:
    assert httpx.get(f"{llm_server.url}/models").json()["data"][0]["id"] == "parrot"
