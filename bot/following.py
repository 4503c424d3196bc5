"""A follow-up by the form: it is asked and answered in a thread, where all can go on."""

import asyncio
from functools import partial

import discord

from bot.conversation import Topic, replay
from bot.desk import FindTopic
from bot.inquiring import inquiry_of
from bot.pressing import Used
from bot.records import AnswerId
from bot.render.reading import read_shown_question
from bot.replies.interaction import InteractionReply
from bot.replies.reply import Reply
from bot.replies.thread import ThreadReply
from bot.services import services_of
from bot.telling import phrases_for


async def follow_up(
    interaction: Used,
    reply: InteractionReply,
    answer: AnswerId,
    message: discord.Message | None,
    question: str,
) -> None:
    """Answer where the conversation goes on: in a thread if there can be one."""
    find_topic = partial(_find_topic, interaction, answer, message)
    # Who may not speak in threads does not have the bot speak for them there.
    is_mute = interaction.guild is None or not interaction.permissions.send_messages_in_threads
    if message is None or message.flags.ephemeral or is_mute:
        await _serve(interaction, reply, question, find_topic)
        return
    phrases = phrases_for(interaction)
    in_thread = ThreadReply(interaction, reply, message, question, phrases)
    await _serve(interaction, in_thread, question, find_topic)


async def _serve(interaction: Used, reply: Reply, question: str, find_topic: FindTopic) -> None:
    inquiry = inquiry_of(interaction, question, is_unseen=isinstance(reply, InteractionReply))
    await services_of(interaction).desk.serve(inquiry, reply, find_topic)


async def _find_topic(
    interaction: Used, answer: AnswerId, message: discord.Message | None
) -> Topic | None:
    """What the answer was about."""
    record = await asyncio.to_thread(services_of(interaction).records.find, answer)
    asked = record.stand_alone if record else message and read_shown_question(message)
    return replay([asked]) if asked else None
