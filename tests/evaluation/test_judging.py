import json
from pathlib import Path

import pytest

from bot.answers import CitedClaim
from bot.llm.loading import load_language_model
from bot.prompts import load_prompts
from bot.settings import BotSettings
from tests.bot.render.test_terminal import answer_of
from tests.conftest import ROOT
from tests.doubles.llm.replies import Reply, failing
from tests.doubles.llm.server import LlmServer
from tests.evaluation.judging import AnswerJudge, judge_all
from tests.evaluation.measuring import measure
from tests.evaluation.outcomes import Outcome
from tests.evaluation.test_measuring import RIGHT, outcome_of, unanswerable

ANSWER = answer_of(
    claims=(CitedClaim(text="The hall closed one winter.", citations=(1,)),), citations=(RIGHT,)
)


@pytest.fixture
def judge(llm_server: LlmServer) -> AnswerJudge:
    model = load_language_model(
        BotSettings(llm_base_url=llm_server.url, llm_model="parrot", data_dir=Path("unused"))
    )
    assert model is not None
    return AnswerJudge(model, load_prompts(ROOT / "prompts"), make_mark=lambda: "mark")


def says(verdict: str) -> str:
    return json.dumps({"reason": "It names no year.", "verdict": verdict})


def judged(judge: AnswerJudge, *outcomes: Outcome) -> list[float | None]:
    found = judge_all(judge, outcomes, [measure(outcome) for outcome in outcomes])
    return [result.values.get("judged") for result in found.results]


def test_a_verdict_becomes_a_value(judge: AnswerJudge, llm_server: LlmServer) -> None:
    llm_server.play(*map(says, ["right", "partly", "wrong", "declined"]))

    assert judged(judge, *[outcome_of(ANSWER)] * 4) == [1, 0.5, 0, 0]


def test_the_model_reads_question_facts_and_answer_between_fences(
    judge: AnswerJudge, llm_server: LlmServer
) -> None:
    llm_server.play(says("right"))

    judged(judge, outcome_of(ANSWER, before=("Who built the hall?",)))

    words = llm_server.requests[0].words
    assert "mark>>>\nWho built the hall?\nWhen did it close?\n<<<end mark>>>" in words
    assert "mark>>>\nAll of:\n1994\nwinter = hiver\n<<<end mark>>>" in words
    assert "mark>>>\nThe hall closed one winter.\n<<<end mark>>>" in words


def test_without_key_facts_the_expected_words_are_what_is_right(
    judge: AnswerJudge, llm_server: LlmServer
) -> None:
    llm_server.play(says("right"))

    judged(judge, outcome_of(ANSWER, key_facts=()))

    assert "Any of:\nclosed in 1994\n" in llm_server.requests[0].words


def test_nobody_is_asked_about_abstentions_and_what_nothing_answers(
    judge: AnswerJudge, llm_server: LlmServer
) -> None:
    abstention = answer_of(abstained=True, claims=(), citations=())

    assert judged(judge, outcome_of(abstention), unanswerable(ANSWER)) == [0, None]
    assert llm_server.requests == []


@pytest.mark.parametrize("reply", ["It is right.", '{"verdict": "perfect"}', '{"verdict": "rig'])
def test_a_reply_that_cannot_be_read_is_asked_for_again(
    judge: AnswerJudge, llm_server: LlmServer, reply: str
) -> None:
    llm_server.play(reply, says("partly"))

    assert judged(judge, outcome_of(ANSWER)) == [0.5]
    assert reply in llm_server.requests[1].words


@pytest.mark.parametrize(
    "replies",
    [["no", "never"], [failing(401, "wrong key")], [Reply("")]],
)
def test_what_the_model_fails_at_has_no_value_and_is_told(
    judge: AnswerJudge, llm_server: LlmServer, replies: list[Reply | str]
) -> None:
    llm_server.play(*replies, says("right"))
    outcomes = [outcome_of(ANSWER, id="d7"), outcome_of(ANSWER, id="d8")]

    found = judge_all(judge, outcomes, [measure(outcome) for outcome in outcomes])

    assert [result.values.get("judged") for result in found.results] == [None, 1]
    assert [failure.id for failure in found.failures] == ["d7"]
    (line,) = found.describe_failures()
    assert line.startswith("1 answers are not judged; d7: ")


def test_progress_is_told_answer_by_answer(judge: AnswerJudge, llm_server: LlmServer) -> None:
    llm_server.play(says("right"), says("right"))
    outcomes = [outcome_of(ANSWER)] * 2
    done: list[int] = []

    judge_all(judge, outcomes, [measure(outcome) for outcome in outcomes], done.append)

    assert done == [1, 2]
