"""Answers that a language model writes, over real HTTP: what is shown of them, and what is not."""

import json
import threading
from dataclasses import replace

import pytest
from pydantic import SecretStr

from bot.answers import Answer, Fallback, Why
from bot.caching import AnswerCache
from bot.llm.model import Limits
from bot.loading import load_translator, load_writer
from bot.pipeline import Pipeline, read_question
from bot.session import ALONE, Session
from bot.settings import BotSettings
from tests.bot.llm.asking import Unreadable
from tests.conftest import ROOT
from tests.doubles.llm.replies import Reply, failing, hanging, refusing
from tests.doubles.llm.server import LlmServer, Request
from tests.doubles.llm.writing import claim, number_of, passages_in, reply

ASKED = "Quand la SCPP a-t-elle porté plainte contre AllofMP3 ?"
SUED = "la SCPP a également porté plainte contre AllofMP3 en janvier 2007"
TRUE = "La SCPP a porté plainte contre AllofMP3 en janvier 2007."
FALSE = "La SCPP a porté plainte contre AllofMP3 en janvier 2008."
COURT = "En octobre 2007, un tribunal de Moscou a confirmé l’innocence du fondateur de Allofmp3"
INNOCENT = "Un tribunal de Moscou a confirmé l’innocence du fondateur de Allofmp3 en octobre 2007."
PREMISE = "À quelle date le fondateur de Allofmp3 est-il sorti de prison en Sibérie ?"


@pytest.fixture
def settings(llm_server: LlmServer) -> BotSettings:
    return BotSettings(
        prompts_dir=ROOT / "prompts",
        llm_base_url=llm_server.url,
        llm_model="parrot",
        llm_api_key=SecretStr("sk-secret"),
    )


@pytest.fixture
def pipeline(seed_pipeline: Pipeline, settings: BotSettings) -> Pipeline:
    return replace(seed_pipeline, writer=load_writer(settings), cache=AnswerCache())


def ask(pipeline: Pipeline, text: str = ASKED, session: Session = ALONE) -> Answer:
    return pipeline.ask(read_question(text), session)


def honest(request: Request) -> str:
    return reply(claim(TRUE, (number_of(request, SUED), SUED)))


def said(answer: Answer) -> list[str]:
    return [claim.text for claim in answer.claims]


def test_a_claim_stands_in_its_own_words_with_the_quote_it_rests_on(
    pipeline: Pipeline, llm_server: LlmServer
) -> None:
    llm_server.play_by(honest)

    answer = ask(pipeline)

    assert said(answer) == [TRUE]
    assert [citation.quote for citation in answer.citations] == [SUED]
    assert (answer.answerer, answer.model, answer.fallback) == ("generative", "parrot", None)
    assert answer.tokens > 0


def test_the_model_is_given_the_retrieved_passages_and_no_secret(
    pipeline: Pipeline, llm_server: LlmServer
) -> None:
    llm_server.play_by(honest)

    answer = ask(pipeline)

    (request,) = llm_server.requests
    assert len(passages_in(request)) == len(answer.passages)
    assert ASKED in request.words
    assert "sk-secret" not in request.words


def test_a_quote_that_stands_nowhere_takes_its_claim_with_it(
    pipeline: Pipeline, llm_server: LlmServer
) -> None:
    invented = "Le tribunal a donné raison à la SCPP."
    llm_server.play(reply(claim(invented, (1, "le tribunal a donné raison"))))

    answer = ask(pipeline)

    assert (answer.answerer, answer.fallback) == ("extractive", Fallback.UNGROUNDED)
    assert invented not in said(answer)
    assert ("le tribunal a donné raison", Why.NOT_VERBATIM) in [
        (dropped.text, dropped.why) for dropped in answer.dropped
    ]


def test_a_claim_that_says_otherwise_than_its_quote_is_shown_as_the_quote(
    pipeline: Pipeline, llm_server: LlmServer
) -> None:
    llm_server.play_by(
        lambda request: reply(
            claim(INNOCENT, (number_of(request, COURT), COURT)),
            claim(FALSE, (number_of(request, SUED), SUED)),
        )
    )

    answer = ask(pipeline)

    assert said(answer) == [INNOCENT, SUED]
    assert FALSE in [dropped.text for dropped in answer.dropped]
    assert (answer.answerer, answer.fallback) == ("generative", None)


def test_where_no_claim_stands_the_quotes_come_first_and_it_is_said(
    pipeline: Pipeline, seed_pipeline: Pipeline, llm_server: LlmServer
) -> None:
    """The quote that a model chose for what is false is not all there is to see."""
    end = "la procédure semble au point mort"
    false = "La procédure a été gagnée en 2009."
    llm_server.play_by(lambda request: reply(claim(false, (number_of(request, end), end))))

    answer = ask(pipeline)

    quoted = said(ask(seed_pipeline))
    assert said(answer)[: len(quoted)] == quoted
    assert (answer.answerer, answer.fallback) == ("extractive", Fallback.UNGROUNDED)
    assert false in [dropped.text for dropped in answer.dropped]


def test_what_stands_already_is_not_shown_twice(pipeline: Pipeline, llm_server: LlmServer) -> None:
    false = [f"La SCPP a porté plainte {count} fois." for count in (3, 4)]
    llm_server.play_by(
        lambda request: reply(
            claim(INNOCENT, (number_of(request, COURT), COURT)),
            *(claim(f, (number_of(request, SUED), SUED)) for f in false),
        )
    )

    assert said(ask(pipeline)) == [INNOCENT, SUED]


def test_a_claim_stands_though_its_first_quote_was_invented(
    pipeline: Pipeline, llm_server: LlmServer
) -> None:
    llm_server.play_by(
        lambda request: reply(
            claim(TRUE, (1, "la SCPP a gagné")),
            *(claim(text, (number_of(request, SUED), SUED)) for text in (TRUE, TRUE.upper())),
        )
    )

    answer = ask(pipeline)

    assert said(answer) == [TRUE]
    assert [citation.quote for citation in answer.citations] == [SUED]


def test_a_false_premise_is_corrected_though_the_question_has_no_answer(
    pipeline: Pipeline, llm_server: LlmServer
) -> None:
    llm_server.play_by(
        lambda request: reply(claim(INNOCENT, (number_of(request, COURT), COURT), corrects=True))
    )

    answer = ask(pipeline, PREMISE)

    assert answer.confidence < answer.threshold
    assert said(answer) == [INNOCENT]
    assert not answer.abstained


@pytest.mark.parametrize(
    ("asked", "corrects"), [(PREMISE, False), ("Quelle est la capitale de la Mongolie ?", True)]
)
def test_what_the_passages_hardly_hold_is_shown_only_if_it_corrects_what_was_asked(
    pipeline: Pipeline, llm_server: LlmServer, asked: str, corrects: bool
) -> None:
    llm_server.play_by(
        lambda request: reply(
            claim(INNOCENT, (number_of(request, COURT), COURT), corrects=corrects)
        )
    )

    answer = ask(pipeline, asked)

    assert answer.abstained
    assert (INNOCENT, Why.UNLIKELY) in [(dropped.text, dropped.why) for dropped in answer.dropped]


def test_a_fallen_server_leaves_the_quotes_and_is_then_left_alone(
    pipeline: Pipeline, llm_server: LlmServer
) -> None:
    llm_server.play_by(lambda _: failing(503))

    fallbacks = [ask(pipeline).fallback for _ in range(4)]

    assert fallbacks == [Fallback.UNAVAILABLE] * 3 + [Fallback.PAUSED]
    assert ask(pipeline).citations


@pytest.mark.parametrize(
    ("played", "fallback"),
    [
        ([refusing()], Fallback.UNUSABLE),
        ([Reply(""), Reply("")], Fallback.UNUSABLE),
        (["I would rather chat.", "Let us chat."], Fallback.UNUSABLE),
        ([failing(401)], Fallback.UNAVAILABLE),
        ([reply()], Fallback.UNGROUNDED),
        ([reply(claim("C’est ainsi.", (99, SUED)))], Fallback.UNGROUNDED),
        ([reply(claim("C’est ainsi."))], Fallback.UNGROUNDED),
    ],
    ids=["refusal", "empty", "prose", "key", "silence", "number out of range", "no quote"],
)
def test_a_reply_without_a_claim_that_stands_leaves_the_quotes(
    pipeline: Pipeline,
    llm_server: LlmServer,
    played: list[Reply | str],
    fallback: Fallback,
) -> None:
    llm_server.play(*played)

    answer = ask(pipeline)

    assert (answer.answerer, answer.fallback) == ("extractive", fallback)
    assert answer.citations


def test_a_question_that_was_answered_is_not_sent_again(
    pipeline: Pipeline, llm_server: LlmServer
) -> None:
    llm_server.play_by(honest)
    first = ask(pipeline)

    again = ask(pipeline, f"  {ASKED} ")

    assert len(llm_server.requests) == 1
    assert (again.claims, again.citations) == (first.claims, first.citations)
    assert again.tokens == 0


def test_a_question_whose_answer_failed_is_sent_again(
    pipeline: Pipeline, llm_server: LlmServer
) -> None:
    llm_server.play(failing(401))
    ask(pipeline)
    llm_server.play_by(honest)

    assert said(ask(pipeline)) == [TRUE]


def test_each_claim_is_shown_as_soon_as_it_is_checked(
    pipeline: Pipeline, llm_server: LlmServer
) -> None:
    so_far: list[list[str]] = []
    llm_server.play_by(
        lambda request: reply(
            claim("La SCPP a gagné.", (1, "a gagné")),
            claim(TRUE, (number_of(request, SUED), SUED)),
            claim("Le fondateur a perdu 3 fois.", (number_of(request, COURT), COURT)),
        )
    )

    answer = ask(pipeline, session=Session(show=lambda answer: so_far.append(said(answer))))

    assert so_far == [[TRUE], [TRUE, COURT]]
    assert said(answer) == [TRUE, COURT]


def test_who_stops_it_keeps_the_claims_that_were_checked(
    pipeline: Pipeline, llm_server: LlmServer
) -> None:
    stopped = threading.Event()

    def play(request: Request) -> Reply:
        whole = reply(
            claim(TRUE, (number_of(request, SUED), SUED)), claim("Rien de plus.", (1, "plus"))
        )
        return hanging(whole, after=len(whole) // 7 - 8)

    llm_server.play_by(play)

    answer = ask(
        pipeline,
        session=Session(Limits(is_stopped=stopped.is_set), show=lambda _: stopped.set()),
    )

    assert said(answer) == [TRUE]
    assert answer.is_cut_short
    llm_server.release()


def test_who_stops_it_before_anything_came_gets_the_quotes(
    pipeline: Pipeline, llm_server: LlmServer
) -> None:
    llm_server.play(hanging())

    answer = ask(pipeline, session=Session(Limits(is_stopped=lambda: True)))

    assert (answer.answerer, answer.fallback) == ("extractive", Fallback.STOPPED)
    llm_server.release()


def test_passages_without_room_are_left_out_lowest_first(
    seed_pipeline: Pipeline, settings: BotSettings, llm_server: LlmServer
) -> None:
    llm_server.play_by(honest)
    settings = settings.model_copy(update={"llm_context_tokens": 2400})

    answer = ask(replace(seed_pipeline, writer=load_writer(settings), cache=AnswerCache()))

    (request,) = llm_server.requests
    given = len(passages_in(request))
    assert 0 < given < len(answer.passages)
    assert answer.left_out == len(answer.passages) - given
    assert answer.passages[0].text[:60] in passages_in(request)[1]


def test_a_question_is_looked_for_in_the_words_of_the_documents_too(
    seed_pipeline: Pipeline, settings: BotSettings, llm_server: LlmServer
) -> None:
    asked = "When did the SCPP file its complaint?"
    translated = {"language": "fr", "question": "Quand la SCPP a-t-elle porté plainte ?"}
    llm_server.play(json.dumps({"translations": [translated]}), reply())

    found = ask(_translating(seed_pipeline, settings), asked)

    alone = seed_pipeline.retriever.retrieve(asked)
    assert found.passages[0].scores["lexical"] > alone.ranked[0].lexical
    assert asked in llm_server.requests[0].words


def test_a_budget_that_can_not_be_read_leaves_the_question_as_it_is_and_the_quotes(
    seed_pipeline: Pipeline, settings: BotSettings, llm_server: LlmServer
) -> None:
    session = Session(Limits(allowance=Unreadable()))

    answer = ask(_translating(seed_pipeline, settings), "When did the SCPP sue?", session)

    assert (answer.answerer, answer.fallback) == ("extractive", Fallback.UNAVAILABLE)
    assert answer.citations
    assert llm_server.requests == []


def test_what_translation_and_writing_take_is_counted_together(
    seed_pipeline: Pipeline, settings: BotSettings, llm_server: LlmServer
) -> None:
    llm_server.play(
        Reply(json.dumps({"translations": []}), usage=(100, 20)),
        Reply(reply(), usage=(1000, 30)),
    )

    answer = ask(_translating(seed_pipeline, settings), "When did the SCPP sue?")

    assert (len(llm_server.requests), answer.tokens) == (2, 1150)


def test_an_answer_without_the_translation_that_failed_is_not_kept(
    seed_pipeline: Pipeline, settings: BotSettings, llm_server: LlmServer
) -> None:
    pipeline = _translating(seed_pipeline, settings)
    llm_server.play(failing(401), reply())
    asked = "When did the SCPP file its complaint?"
    assert ask(pipeline, asked).citations

    llm_server.play(json.dumps({"translations": []}), reply())
    ask(pipeline, asked)

    assert len(llm_server.requests) == 4


def _translating(pipeline: Pipeline, settings: BotSettings) -> Pipeline:
    settings = settings.model_copy(update={"llm_translates": True})
    writer = load_writer(settings)
    translator = load_translator(settings, writer)
    return replace(pipeline, writer=writer, translator=translator, cache=AnswerCache())
