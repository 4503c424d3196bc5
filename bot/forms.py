"""The forms that buttons open, and what is done with them once filled in. All that a form knows is
in its id, so that one which stayed open over a restart is still read.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import discord
from discord import ui

from bot.answers import MAX_QUESTION_CHARS
from bot.feedback import MAX_REASON_CHARS
from bot.following import follow_up
from bot.phrases import Phrases
from bot.pressing import Used
from bot.records import AnswerId
from bot.render.buttons import ANSWER_ID
from bot.replies.interaction import InteractionReply
from bot.services import services_of
from bot.telling import phrases_for, telling_failures

FOLLOW_UP_FORM = rf"dossier:follow-form:(?P<answer>{ANSWER_ID})"
WHY_FORM = rf"dossier:why-form:(?P<answer>{ANSWER_ID})"


async def ask_follow_up(reply: InteractionReply, answer: AnswerId, phrases: Phrases) -> None:
    """Open the form for a further question. Raises: one of FAILED_CALL."""
    question = ui.TextInput[ui.Modal](
        style=discord.TextStyle.paragraph,
        placeholder=phrases("follow_up_placeholder"),
        max_length=MAX_QUESTION_CHARS,
    )
    label = ui.Label[ui.Modal](text=phrases("follow_up_label"), component=question)
    await reply.open_form(_form(f"dossier:follow-form:{answer}", phrases("follow_up_title"), label))


async def ask_why(reply: InteractionReply, answer: AnswerId, phrases: Phrases) -> None:
    """Open the form for why an answer was not helpful. Raises: as `ask_follow_up`."""
    reason = ui.TextInput[ui.Modal](
        style=discord.TextStyle.paragraph,
        placeholder=phrases("why_placeholder"),
        max_length=MAX_REASON_CHARS,
        required=False,
    )
    label = ui.Label[ui.Modal](text=phrases("why_label"), component=reason)
    await reply.open_form(_form(f"dossier:why-form:{answer}", phrases("why_title"), label))


async def take_form(interaction: Used) -> None:
    """Do what a form that was filled in asks for; forms that aren't ours are left alone."""
    data: Any = interaction.data
    for pattern, take in _TAKEN.items():
        if match := re.fullmatch(pattern, data["custom_id"]):
            filled = "".join(_values(data["components"]))
            await take(interaction, AnswerId(match["answer"]), filled)


def _form(custom_id: str, title: str, field: ui.Label[ui.Modal]) -> ui.Modal:
    form = ui.Modal(title=title, custom_id=custom_id)
    form.add_item(field)
    form.stop()  # so that discord.py doesn't keep it: `take_form` finds it by its id
    return form


async def _take_follow_up(interaction: Used, answer: AnswerId, question: str) -> None:
    in_server = interaction.guild is not None
    async with telling_failures(interaction, private=in_server) as reply:
        await follow_up(interaction, reply, answer, interaction.message, question)


async def _take_reason(interaction: Used, answer: AnswerId, text: str) -> None:
    feedback, phrases = services_of(interaction).feedback, phrases_for(interaction)
    async with telling_failures(interaction) as reply:
        await reply.open()
        reason = text.strip() or None
        kept = await asyncio.to_thread(
            feedback.vote, answer, interaction.user.id, is_helpful=False, reason=reason
        )
        thanks = "vote_thanks_reason" if reason else "vote_thanks"
        await reply.tell(phrases(thanks if kept else "error_answer_gone"))


_TAKEN: dict[str, Callable[[Used, AnswerId, str], Awaitable[None]]] = {
    FOLLOW_UP_FORM: _take_follow_up,
    WHY_FORM: _take_reason,
}


def _values(components: list[dict[str, Any]]) -> Iterator[str]:
    """What was filled in, wherever the field stands."""
    for component in components:
        if component.get("value"):
            yield component["value"]
        inner = [component["component"]] if "component" in component else []
        yield from _values(component.get("components") or inner)
