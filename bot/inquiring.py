"""What somebody asks by a command or a form, and whether they may ask it there."""

from bot.addressing import may_answer, wrong_channel
from bot.inquiry import Inquiry
from bot.pressing import Used
from bot.services import services_of
from bot.translator import language_of


def inquiry_of(
    interaction: Used, question: str, *, is_unseen: bool, is_own: bool = True
) -> Inquiry:
    """Raises: WrongChannelError. `is_unseen`, `is_own`: as `Inquiry`."""
    settings, channel = (
        services_of(interaction).servers.read(interaction.guild_id),
        interaction.channel,
    )
    if channel is not None and not may_answer(channel, settings):
        raise wrong_channel(settings)
    return Inquiry(
        text=question,
        person=interaction.user.id,
        server=interaction.guild_id,
        channel=interaction.channel_id or 0,
        locale=language_of(interaction.locale),
        is_unseen=is_unseen,
        is_own=is_own,
    )
