"""What a press of a button does. All that a button knows is in its id, so that it works after a
restart; where what was kept is deleted, the answer's own message is read instead.
"""

import asyncio
from typing import Any

import discord
from discord import ui

from bot.errors import AnswerGoneError
from bot.feedback import MAX_REASON_CHARS
from bot.following import follow_up
from bot.phrases import Phrases
from bot.pressing import IdButton, Used
from bot.quoted import find_passages, recover_passages
from bot.records import AnswerId
from bot.render.buttons import FOLLOW_UP, PAGE, PASSAGES, VOTE, lay_out, page_row
from bot.render.paging import Page, turn_to
from bot.render.passage import ShownPassage, render_passage
from bot.sending import acknowledge, insist
from bot.services import services_of
from bot.telling import phrases_for, told
from ingest.passages import metadata_of

MAX_FOLLOW_UP_CHARS = 2000
FORM_S = 900.0
"""How long a form may stay open; afterwards discord.py forgets it."""


class _AnswerButton(IdButton, template="-"):
    """A button of an answer."""

    @property
    def answer(self) -> AnswerId:
        """Whose button it is."""
        return AnswerId(self.parts["answer"])


class PassagesButton(_AnswerButton, template=PASSAGES):
    """Shows the first of an answer's passages to who pressed it."""

    async def callback(self, interaction: Used) -> None:
        """As discord.py calls it."""
        async with told(interaction) as reply:
            await reply.open()
            shown = await _kept(interaction, self.answer) or await _recovered(
                interaction, interaction.message
            )
            await reply.answer([_page(self.answer, shown, 1, phrases_for(interaction))], "")


class PageButton(_AnswerButton, template=PAGE):
    """Turns a page of an answer's passages."""

    async def callback(self, interaction: Used) -> None:
        """As discord.py calls it."""
        async with told(interaction):
            await acknowledge(interaction.response.defer)
            shown = await _kept(interaction, self.answer) or await _recovered(
                interaction, await _answer_message(interaction)
            )
            number = turn_to(int(self.parts["page"]), len(shown), 1).number
            view = _page(self.answer, shown, number, phrases_for(interaction))
            await insist(lambda: interaction.edit_original_response(view=view))


class FollowUpButton(_AnswerButton, template=FOLLOW_UP):
    """Asks for a further question."""

    async def callback(self, interaction: Used) -> None:
        """As discord.py calls it."""
        async with told(interaction):
            form = FollowUpForm(self.answer, interaction.message, phrases_for(interaction))
            await acknowledge(lambda: interaction.response.send_modal(form))


class VoteButton(_AnswerButton, template=VOTE):
    """Counts a vote, and asks why an answer was not helpful."""

    async def callback(self, interaction: Used) -> None:
        """As discord.py calls it."""
        feedback, phrases = services_of(interaction).feedback, phrases_for(interaction)
        person, is_helpful = interaction.user.id, self.parts["vote"] == "helpful"
        async with told(interaction) as reply:
            if is_helpful:
                await reply.open()
            else:
                form = WhyForm(self.answer, phrases)
                await acknowledge(lambda: interaction.response.send_modal(form))
            kept = await asyncio.to_thread(
                feedback.vote,
                self.answer,
                person,
                is_helpful=is_helpful,
                reason=None,
            )
            if is_helpful:
                await reply.refuse(phrases("vote_thanks" if kept else "error_answer_gone"))


class FollowUpForm(ui.Modal):
    """A further question about an answer, which goes on in a thread."""

    def __init__(self, answer: AnswerId, message: discord.Message | None, phrases: Phrases) -> None:
        super().__init__(title=phrases("follow_up_title"), timeout=FORM_S)
        self._answer = answer
        self._message = message
        self._question = ui.TextInput[Any](
            style=discord.TextStyle.paragraph,
            placeholder=phrases("follow_up_placeholder"),
            max_length=MAX_FOLLOW_UP_CHARS,
        )
        self.add_item(ui.Label(text=phrases("follow_up_label"), component=self._question))

    async def on_submit(self, interaction: Used) -> None:
        """As discord.py calls it."""
        in_server = interaction.guild is not None
        async with told(interaction, private=in_server) as reply:
            await follow_up(interaction, reply, self._answer, self._message, self._question.value)


class WhyForm(ui.Modal):
    """Why an answer was not helpful."""

    def __init__(self, answer: AnswerId, phrases: Phrases) -> None:
        super().__init__(title=phrases("why_title"), timeout=FORM_S)
        self._answer = answer
        self._reason = ui.TextInput[Any](
            style=discord.TextStyle.paragraph,
            placeholder=phrases("why_placeholder"),
            max_length=MAX_REASON_CHARS,
            required=False,
        )
        self.add_item(ui.Label(text=phrases("why_label"), component=self._reason))

    async def on_submit(self, interaction: Used) -> None:
        """As discord.py calls it."""
        feedback, phrases = services_of(interaction).feedback, phrases_for(interaction)
        async with told(interaction) as reply:
            await reply.open()
            reason = self._reason.value.strip() or None
            kept = await asyncio.to_thread(
                feedback.vote, self._answer, interaction.user.id, is_helpful=False, reason=reason
            )
            thanks = "vote_thanks_reason" if reason else "vote_thanks"
            await reply.refuse(phrases(thanks if kept else "error_answer_gone"))


BUTTONS = (PassagesButton, PageButton, FollowUpButton, VoteButton)
"""What the client registers at its start."""


async def _kept(interaction: Used, answer: AnswerId) -> list[ShownPassage] | None:
    """What is kept of an answer's passages; None if nothing is, or not any more.

    Raises: PassageGoneError, DataFolderError.
    """
    services = services_of(interaction)
    record = await asyncio.to_thread(services.records.find, answer)
    return None if record is None else await find_passages(services.dossier, record)


async def _recovered(interaction: Used, message: discord.Message | None) -> list[ShownPassage]:
    """Raises: AnswerGoneError, PassageGoneError, DataFolderError."""
    if message is None:
        raise AnswerGoneError
    return await recover_passages(services_of(interaction).dossier, message)


def _page(
    answer: AnswerId, shown: list[ShownPassage], number: int, phrases: Phrases
) -> ui.LayoutView:
    page, passage = Page(number, len(shown)), shown[number - 1]
    source = metadata_of(passage.passage).source
    return lay_out(render_passage(passage, page, phrases), page_row(answer, page, source, phrases))


async def _answer_message(interaction: Used) -> discord.Message | None:
    """The answer whose passages a page belongs to, as Discord remembers it."""
    page = interaction.message
    about = page.interaction_metadata if page else None
    channel = interaction.channel
    if about is None or about.interacted_message_id is None:
        return None
    if not isinstance(channel, discord.abc.Messageable):
        return None
    try:
        return await channel.fetch_message(about.interacted_message_id)
    except discord.HTTPException:
        return None  # deleted, private, or out of sight: nothing to read
