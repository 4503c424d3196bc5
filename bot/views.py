"""What a press of a button does. All that a button knows is in its id, so that it works after a
restart; where what was kept is deleted, the answer's own message is read instead.
"""

import asyncio

import discord
from discord import ui

from bot.errors import AnswerGoneError
from bot.forms import ask_follow_up, ask_why
from bot.phrases import Phrases
from bot.pressing import IdButton, Used, turn_page
from bot.quoted import find_passages, recover_passages
from bot.records import AnswerId
from bot.render.buttons import FOLLOW_UP, PAGE, PASSAGES, STOP, VOTE, lay_out, page_row
from bot.render.paging import Page, turn_to
from bot.render.passage import ShownPassage, render_passage
from bot.sending import FAILED_CALL
from bot.services import services_of
from bot.telling import phrases_for, telling_failures
from ingest.passages import metadata_of


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
        async with telling_failures(interaction) as reply:
            await reply.open()
            async with services_of(interaction).desk.queue.admit(is_question=False):
                shown = await _kept(interaction, self.answer) or await _recovered(
                    interaction, interaction.message
                )
                await reply.answer([_page(self.answer, shown, 1, phrases_for(interaction))], "")


class PageButton(_AnswerButton, template=PAGE):
    """Turns a page of an answer's passages."""

    async def callback(self, interaction: Used) -> None:
        """As discord.py calls it."""
        await turn_page(interaction, lambda: self._make_page(interaction))

    async def _make_page(self, interaction: Used) -> ui.LayoutView:
        """Raises: as `_kept` and `_recovered`."""
        shown = await _kept(interaction, self.answer) or await _recovered(
            interaction, await _answer_message(interaction)
        )
        number = turn_to(int(self.parts["page"]), len(shown), 1).number
        return _page(self.answer, shown, number, phrases_for(interaction))


class FollowUpButton(_AnswerButton, template=FOLLOW_UP):
    """Asks for a further question."""

    async def callback(self, interaction: Used) -> None:
        """As discord.py calls it."""
        async with telling_failures(interaction) as reply:
            await ask_follow_up(reply, self.answer, phrases_for(interaction))


class VoteButton(_AnswerButton, template=VOTE):
    """Counts a vote, and asks why an answer was not helpful."""

    async def callback(self, interaction: Used) -> None:
        """As discord.py calls it."""
        feedback, phrases = services_of(interaction).feedback, phrases_for(interaction)
        person, is_helpful = interaction.user.id, self.parts["vote"] == "helpful"
        async with telling_failures(interaction) as reply:
            if is_helpful:
                await reply.open()
            else:
                await ask_why(reply, self.answer, phrases)
            kept = await asyncio.to_thread(
                feedback.vote,
                self.answer,
                person,
                is_helpful=is_helpful,
                reason=None,
            )
            if is_helpful:
                await reply.tell(phrases("vote_thanks" if kept else "error_answer_gone"))


class StopButton(_AnswerButton, template=STOP):
    """Stops an answer that is being written; what is checked of it stays."""

    async def callback(self, interaction: Used) -> None:
        """As discord.py calls it."""
        async with telling_failures(interaction) as reply:
            services_of(interaction).desk.running.stop(
                self.answer,
                interaction.user.id,
                may_stop_others=interaction.permissions.manage_messages,
            )
            await reply.keep_message()


BUTTONS = (PassagesButton, PageButton, FollowUpButton, VoteButton, StopButton)
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
    return await recover_passages(interaction, message)


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
    except FAILED_CALL:
        return None  # deleted, private, or out of sight: nothing to read
