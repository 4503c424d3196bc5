"""`/help`: how to ask, what an answer promises, what the buttons do. Pure."""

from collections.abc import Iterable, Mapping

from bot.phrases import Phrases
from bot.render.buttons import HELPFUL, NOT_HELPFUL
from bot.render.fitting import BLUE, Block, Container, contain

COMMANDS = ("ask", "check", "sources", "search", "status", "forget")
"""Those that the help names; everyone may use them."""
_ASKING = ("help_ask", "help_mention", "help_follow_up", "help_private")
_BUTTONS = ("help_passages", "help_follow_up_button", "help_votes")
_COMMANDS = ("help_check", "help_sources", "help_search", "help_status", "help_forget")


def render_help(commands: Mapping[str, str], phrases: Phrases) -> Container:
    """Lay out the help. `commands`: by name, what to show for it; `/name` for those left out.

    A mention (`</ask:1>`) can be clicked, and is shown by its name in the reader's language.
    """
    names = {name: commands.get(name, f"`/{phrases(f'command_{name}')}`") for name in COMMANDS}
    fields = names | {
        "private": f"`{phrases('command_private')}:`",
        "check_this": phrases("command_check_this"),
        "passages": phrases("button_passages"),
        "follow_up": phrases("button_follow_up"),
        "helpful": HELPFUL + " " + phrases("button_helpful"),
        "not_helpful": NOT_HELPFUL + " " + phrases("button_not_helpful"),
    }
    title, promise = phrases("help_title"), phrases("help_promise")
    groups = [_listed(keys, fields, phrases) for keys in (_ASKING, _BUTTONS, _COMMANDS)]
    return contain([((f"**{title}**\n{promise}",),), *groups], BLUE)


def _listed(keys: Iterable[str], fields: Mapping[str, str], phrases: Phrases) -> Block:
    return (("\n".join(f"- {phrases(key, **fields)}" for key in keys),),)
