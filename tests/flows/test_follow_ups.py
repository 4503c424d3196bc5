"""Conversations about the dossier in this repository, whose follow-ups alone would be declined."""

import pytest

from bot.answers import Answer, Question
from bot.conversation import Understood, replay, understand_follow_up
from bot.pipeline import Pipeline

SCPP = "En France, la SCPP a également porté plainte contre AllofMP3 en janvier 2007"
VISA = "plusieurs victoires judiciaires, notamment contre Visa et Mastercard"
SUED = "La RIAA avait porté plainte en juillet 2006 contre AllofMP3"
CLOSED = "a effectivement été fermé mi-2007 par les autorités russes"


def ask(pipeline: Pipeline, understood: Understood) -> Answer:
    return pipeline.ask(Question(text=understood.text, language=understood.language))


@pytest.mark.parametrize(
    ("earlier", "follow_up", "quoted"),
    [
        (["Who closed AllofMP3?"], "and in France?", SCPP),
        (["La RIAA a-t-elle porté plainte contre AllofMP3 ?"], "quand ?", SUED),
        (["Wurde AllofMP3 in Russland geschlossen?"], "wann?", CLOSED),
        (["¿Ganó la RIAA en los tribunales?", "¿y en Francia?"], "¿y Visa?", VISA),
        (["Выиграла ли RIAA в суде?"], "а во Франции?", "jamais obtenu de jugement"),
    ],
)
def test_a_follow_up_is_answered_that_alone_would_be_declined(
    seed_pipeline: Pipeline, earlier: list[str], follow_up: str, quoted: str
) -> None:
    alone = ask(seed_pipeline, understand_follow_up(follow_up, None))
    answer = ask(seed_pipeline, understand_follow_up(follow_up, replay(earlier)))

    assert alone.abstained
    assert not answer.abstained
    assert any(quoted in citation.quote for citation in answer.citations)


def test_a_follow_up_to_a_follow_up_keeps_what_the_first_was_about(
    seed_pipeline: Pipeline,
) -> None:
    earlier = ["Wurde AllofMP3 in Russland geschlossen?", "wann?"]
    understood = understand_follow_up("und in Frankreich?", replay(earlier))
    answer = ask(seed_pipeline, understood)

    assert "AllofMP3" in understood.text
    assert SCPP in " ".join(citation.quote for citation in answer.citations)


def test_a_follow_up_to_what_the_dossier_does_not_say_is_declined_too(
    seed_pipeline: Pipeline,
) -> None:
    conversation = ["did the RIAA win in court?", "and Visa?", "Who is the CEO of Apple?", "when?"]
    topics = [replay(conversation[:n]) for n in range(len(conversation))]

    answers = [
        ask(seed_pipeline, understand_follow_up(message, topic))
        for message, topic in zip(conversation, topics, strict=True)
    ]

    assert [answer.abstained for answer in answers] == [False, False, True, True]
