"""What a way back to somebody on Discord has to do; one file beside this for each."""

from collections.abc import Sequence
from typing import Protocol

from discord.ui import LayoutView

from bot.sending import Placed


class Reply(Protocol):
    """One person's question on Discord, and the way back to them."""

    @property
    def private(self) -> bool:
        """Whether only the person who asked sees the answer."""

    @property
    def is_owed(self) -> bool:
        """Whether Discord shows the person that something will come, so that something has to."""

    async def open(self) -> None:
        """Tell Discord that an answer will come."""

    async def say_progress(self, text: str) -> None:
        """Show what is being done, in the place of what was said of it before."""

    async def show_so_far(self, view: LayoutView, push: str) -> None:
        """Show a part of the answer that is there already, in the place of what was there before.

        `push`: as `answer`. What can't be shown now is shown by `answer`.
        """

    async def answer(self, messages: Sequence[LayoutView], push: str) -> Placed | None:
        """Show the answer; `push` is what a notification may show of it.

        Returns: where its last message stands; None if there was no way left to show it.
        """

    async def tell(self, text: str) -> None:
        """Tell the person alone something that is no answer, and may come besides one."""

    async def refuse(self, text: str) -> None:
        """Tell the person alone why there is no answer; what promised one is taken back."""
