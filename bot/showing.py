"""What is shown of one question on Discord: progress, the answer as it grows, and the whole."""

from dataclasses import dataclass

from discord.ui import LayoutView

from bot.answers import Answer
from bot.conversation import Understood
from bot.inquiry import Inquiry
from bot.phrases import phrases_in
from bot.records import AnswerId
from bot.render.buttons import answer_row, lay_out_answer, lay_out_unfinished, stop_row
from bot.render.fitting import Container
from bot.render.message import push_line, render_answer
from bot.replies.reply import Reply


@dataclass
class Showing:
    """One question, and the way back to who asked."""

    request: AnswerId
    inquiry: Inquiry
    reply: Reply
    understood: Understood | None = None
    """What the question was taken for, once that is known."""

    async def say_progress(self, place: int, *, is_writing: bool) -> None:
        """`place` in the queue, 0 for none; `is_writing`: whether a language model answers."""
        phrases = phrases_in(self.inquiry.locale)
        if place or not is_writing:
            key = "progress_waiting" if place else "progress_reading"
            await self.reply.say_progress(phrases(key, place=place))
            return
        text, row = phrases("progress_writing"), stop_row(self.request, phrases)
        await self.reply.show_so_far(lay_out_unfinished(None, text, row), text)

    async def show_so_far(self, answer: Answer) -> None:
        """Show a part of the answer, and how to stop it."""
        phrases = phrases_in(self.inquiry.locale)
        first, *_ = self._render(answer)
        row = stop_row(self.request, phrases)
        view = lay_out_unfinished(first, phrases("progress_writing"), row)
        await self.reply.show_so_far(view, push_line(answer))

    def lay_out(self, answer: Answer) -> list[LayoutView]:
        """Make the messages of the whole answer, buttons on the last."""
        phrases = phrases_in(answer.language)
        row = answer_row(self.request, phrases, abstained=answer.abstained)
        return lay_out_answer(self._render(answer), row)

    def _render(self, answer: Answer) -> tuple[Container, ...]:
        inquiry, understood = self.inquiry, self.understood
        return render_answer(
            answer,
            asked=inquiry.text if inquiry.is_unseen else None,
            understood=understood.text if understood and understood.rewritten else None,
        )
