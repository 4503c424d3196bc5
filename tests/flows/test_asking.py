"""Every way to ask on Discord, and what comes back."""

import pytest

from bot.phrases import phrases_in
from tests.flows.wire import calls, create_own_role, messages_sent, set_language
from tests.flows.world import World, answer_of, texts

QUESTION = "did the RIAA win in court?"
ANSWERED = "The passages that answer this best:"
NEVER_WON = "n’a jamais obtenu de jugement validant sa thèse"
UNKNOWN = "What is the capital of Mongolia?"
GREY = 0x8A8F98
LONG = (QUESTION + " ") * 223


def said(world: World) -> list[tuple[str, list[str]]]:
    """Who said what in the channel."""
    return [(message.author.name, texts(message)) for message in world.channel.history()]


def last_texts(world: World) -> str:
    return "\n".join(texts(world.channel.last_message))


async def test_a_command_is_answered_for_all_to_see_by_one_edit(world: World) -> None:
    before = len(world.env.http_requests)

    asked = await world.ann.slash(world.channel, "ask", question=QUESTION)

    shown = texts(answer_of(asked))
    assert shown[:2] == [f"-# {QUESTION}", ANSWERED]
    assert any(NEVER_WON in text for text in shown)
    assert shown[-1] == "-# 3 quotes, each found word for word, in 1 document"
    assert not answer_of(asked).ephemeral
    assert calls(world.env, before) == ["POST callback", "PATCH @original"]


async def test_a_private_command_is_answered_to_who_asked_alone(world: World) -> None:
    asked = await world.ann.slash(world.channel, "ask", question=QUESTION, private=True)

    assert answer_of(asked).ephemeral
    assert any(NEVER_WON in text for text in texts(answer_of(asked)))
    assert world.channel.history(viewer=world.bob) == []


async def test_a_mention_is_answered_by_a_reply_that_starts_with_the_first_quote(
    world: World,
) -> None:
    """Notifications show the first words of a message and nothing of its components."""
    mention = await world.ann.send(world.channel, f"{world.at_bot} {QUESTION}")

    answer = world.channel.last_message
    assert answer is not None and answer.reference is not None
    assert answer.reference.message_id == mention.id
    assert texts(answer)[0] == ANSWERED
    first, second = messages_sent(world.env)
    assert first["content"].startswith("“La RIAA avait porté plainte")
    assert first["content"].endswith("” – Numerama, May 2008")
    assert second["content"] is None


async def test_the_bots_own_role_is_as_good_as_its_name(world: World) -> None:
    role = create_own_role(world.env, world.guild, "TestBot")

    await world.ann.send(world.channel, f"{role.mention} {QUESTION}")

    assert NEVER_WON in last_texts(world)


async def test_another_role_does_not_call_the_bot(world: World) -> None:
    role = world.guild.create_role("Lawyers", mentionable=True)

    await world.ann.send(world.channel, f"{role.mention} {QUESTION}")

    assert said(world) == [("ann", [f"{role.mention} {QUESTION}"])]


async def test_a_reply_to_an_answer_asks_on(world: World) -> None:
    await world.ann.send(world.channel, f"{world.at_bot} Who closed AllofMP3?")
    answer = world.channel.last_message

    await world.bob.send(world.channel, "and in France?", reply_to=answer)

    assert texts(world.channel.last_message)[0].startswith("-# Understood as: ")
    assert "En France, la SCPP a également porté plainte" in last_texts(world)


async def test_a_reply_to_a_reply_asks_on_from_the_last_question(world: World) -> None:
    await world.ann.send(world.channel, f"{world.at_bot} {QUESTION}")
    await world.ann.send(world.channel, "and against Visa?", reply_to=world.channel.last_message)

    await world.ann.send(world.channel, "when?", reply_to=world.channel.last_message)

    understood = texts(world.channel.last_message)[0]
    assert understood.startswith("-# Understood as: when ")
    assert "Visa" in understood


async def test_a_direct_message_is_answered_and_so_is_the_next(world: World) -> None:
    await world.ann.send_dm("Who closed AllofMP3?")
    await world.ann.send_dm("and in France?")

    first, answer, _, follow_up = world.ann.user.dm_channel.history()
    assert first.content == "Who closed AllofMP3?"
    assert texts(answer)[0] == ANSWERED
    assert texts(follow_up)[0].startswith("-# Understood as: ")
    assert "En France, la SCPP a également porté plainte" in "\n".join(texts(follow_up))
    assert said(world) == []


async def test_a_command_in_direct_messages_is_what_they_are_about_next(world: World) -> None:
    await world.ann.user.slash("ask", question="Who closed AllofMP3?")
    await world.ann.send_dm("and in France?")

    understood = texts(world.ann.user.dm_channel.last_message)[0]
    assert understood == "-# Understood as: Who closed AllofMP3 in France?"


async def test_thanks_in_a_direct_message_are_not_answered(world: World) -> None:
    await world.ann.send_dm(QUESTION)
    await world.ann.send_dm("thanks!")

    assert [m.author.name for m in world.ann.user.dm_channel.history()] == ["ann", "TestBot", "ann"]


async def test_the_menu_of_a_message_asks_about_it(world: World) -> None:
    message = await world.ann.send(world.channel, QUESTION)

    asked = await world.bob.context_menu(world.channel, "Ask the dossier about this", message)

    assert texts(answer_of(asked))[:2] == [f"-# {QUESTION}", ANSWERED]
    assert not answer_of(asked).ephemeral


async def test_the_menu_of_a_message_without_words_says_so_privately(world: World) -> None:
    message = await world.ann.send(world.channel, attachments=[("cat.png", b"\x89PNG")])

    asked = await world.bob.context_menu(world.channel, "Ask the dossier about this", message)

    assert answer_of(asked).ephemeral
    assert answer_of(asked).content == (
        "That message has no text to ask about. Choose another, or use /ask."
    )


async def test_the_menu_of_an_answer_asks_its_question_again(world: World) -> None:
    asked = await world.ann.slash(world.channel, "ask", question=QUESTION)

    again = await world.bob.context_menu(
        world.channel, "Ask the dossier about this", answer_of(asked)
    )

    assert texts(answer_of(again)) == texts(answer_of(asked))


async def test_a_mention_without_words_is_told_how_to_ask(world: World) -> None:
    await world.ann.send(world.channel, world.at_bot)

    assert last_texts(world).startswith("Ask me something about the dossier:")


async def test_a_mention_in_reply_to_a_person_asks_what_that_person_said(world: World) -> None:
    question = await world.bob.send(world.channel, QUESTION)

    await world.ann.send(world.channel, world.at_bot, reply_to=question)

    assert NEVER_WON in last_texts(world)


async def test_a_question_the_dossier_does_not_answer_is_declined_in_grey(world: World) -> None:
    asked = await world.ann.slash(world.channel, "ask", question=UNKNOWN)

    shown = texts(answer_of(asked))
    assert shown[1] == (
        f"**The dossier doesn't say.**\nLooked for “{UNKNOWN}” in 1 document (3 passages)."
    )
    assert shown[2] == "-# What comes nearest:"
    assert answer_of(asked).components[0]["accent_color"] == GREY


@pytest.mark.parametrize(
    ("language", "question", "quoted"),
    [
        ("fr", "La RIAA a-t-elle porté plainte contre AllofMP3 ?", "en juillet 2006"),
        ("de", "Hat die RIAA vor Gericht gegen AllofMP3 gewonnen?", NEVER_WON),
        ("es-ES", "¿Ganó la RIAA en los tribunales?", NEVER_WON),
        ("ru", "Выиграла ли RIAA суд против AllofMP3?", NEVER_WON),
    ],
)
async def test_an_answer_is_in_the_language_of_its_question(
    world: World, language: str, question: str, quoted: str
) -> None:
    """Quotes stay in that of their document."""
    phrases = phrases_in(language[:2])

    asked = await world.ann.slash(world.channel, "ask", question=question)

    shown = texts(answer_of(asked))
    assert shown[1] == phrases("answered")
    assert any(quoted in text for text in shown)


@pytest.mark.parametrize("language", ["fr", "de", "es-ES", "es-419", "ru"])
async def test_what_is_told_to_one_person_is_in_the_language_of_their_discord(
    world: World, language: str
) -> None:
    phrases = phrases_in(language[:2])
    set_language(world.env, world.ann, language)

    asked = await world.ann.slash(world.channel, "ask", question="  ")

    assert answer_of(asked).ephemeral
    assert answer_of(asked).content == phrases("error_empty_question")


async def test_a_question_of_six_thousand_characters_is_refused_privately(world: World) -> None:
    asked = await world.ann.slash(world.channel, "ask", question=LONG[:6000])

    assert answer_of(asked).ephemeral
    assert answer_of(asked).content.startswith("The question has 6000 characters, and at most ")
    assert world.channel.history(viewer=world.bob) == []


async def test_an_empty_question_is_refused_privately(world: World) -> None:
    asked = await world.ann.slash(world.channel, "ask", question="   ")

    assert answer_of(asked).ephemeral
    assert answer_of(asked).content.startswith("The question is empty.")


async def test_a_mention_with_thanks_or_a_smile_is_no_question(world: World) -> None:
    await world.ann.send(world.channel, f"{world.at_bot} thanks!")
    await world.ann.send(world.channel, f"{world.at_bot} 👍")

    assert len(world.channel.history()) == 2


async def test_another_bot_that_mentions_ours_is_left_alone(world: World) -> None:
    """Two bots would talk for ever."""
    parrot = world.guild.add_member(world.env.create_user("parrot", bot=True))

    await parrot.send(world.channel, f"{world.at_bot} {QUESTION}")
    await world.guild.create_webhook(world.channel).send(f"{world.at_bot} {QUESTION}")

    assert len(world.channel.history()) == 2


async def test_a_message_that_does_not_call_the_bot_is_left_alone(world: World) -> None:
    await world.ann.send(world.channel, QUESTION)

    assert len(world.channel.history()) == 1


async def test_what_a_question_holds_is_shown_inert(world: World) -> None:
    question = f"@everyone **win** {world.bob.mention} <t:1:R> did the RIAA win in court?"

    asked = await world.ann.slash(world.channel, "ask", question=question)

    shown = texts(answer_of(asked))[0]
    assert shown == r"-# \@everyone \*\*win\*\* did the RIAA win in court?"
    record = world.bot.services.records.find_by_message(answer_of(asked).id)
    assert record is not None
    assert str(world.bob.id) not in record.model_dump_json()


async def test_nobody_is_ever_pinged(world: World) -> None:
    """Whatever stands in a question."""
    hostile = f"@everyone @here {world.bob.mention} did the RIAA win in court?"
    await world.ann.slash(world.channel, "ask", question=hostile)
    await world.ann.slash(world.channel, "ask", question=hostile, private=True)
    await world.ann.slash(world.channel, "ask", question=" ")
    await world.ann.send(world.channel, f"{world.at_bot} {hostile}")
    await world.ann.send_dm(hostile)

    sent = messages_sent(world.env)

    assert len(sent) == 7
    assert all(body["allowed_mentions"]["parse"] == [] for body in sent)
    assert not any(body["allowed_mentions"].get("replied_user") for body in sent)


async def test_who_only_greets_is_told_how_to_ask(world: World) -> None:
    await world.ann.send(world.channel, f"{world.at_bot} hi")

    assert world.channel.last_message is not None
    assert world.channel.last_message.content.startswith("Ask me something about the dossier")


async def test_who_is_named_in_a_question_and_emoji_are_not_looked_for(world: World) -> None:
    asked = f"{world.at_bot} {world.bob.mention} <:wave:1118000000000000009> did the RIAA win?"
    await world.ann.send(world.channel, asked)

    assert "n’a jamais obtenu de jugement" in "".join(texts(world.channel.last_message))


async def test_what_others_wrote_is_asked_about_and_not_shown_to_editors(world: World) -> None:
    remark = await world.bob.send(world.channel, "did the RIAA win in court?")

    asked = await world.ann.context_menu(world.channel, "Ask the dossier about this", remark)

    record = world.bot.services.records.find_by_message(answer_of(asked).id)
    assert record is not None
    assert record.is_private
    assert not answer_of(asked).ephemeral


async def test_a_call_below_a_remark_that_asks_nothing_is_told_how_to_ask(world: World) -> None:
    remark = await world.bob.send(world.channel, "lol")

    await world.ann.send(world.channel, world.at_bot, reply_to=remark)

    assert world.channel.last_message is not None
    assert world.channel.last_message.content.startswith("Ask me something about the dossier")
