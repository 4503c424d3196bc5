"""The buttons under what the bot shows, and how their ids are spelt. Pure.

An id is `dossier:<act>:<answer id>[:<page>]`; who handles a press is found by it (`bot.views`), so
that a button outlives the process that made it.
"""

import hashlib
from collections.abc import Sequence

import discord
from discord import ui

from bot.phrases import Phrases
from bot.render.paging import Page, say_page

HELPFUL, NOT_HELPFUL = "👍", "👎"
ANSWER_ID = r"[A-Za-z0-9_-]{1,40}"
PASSAGES = rf"dossier:passages:(?P<answer>{ANSWER_ID})"
PAGE = rf"dossier:page:(?P<answer>{ANSWER_ID}):(?P<page>\d{{1,4}})"
FOLLOW_UP = rf"dossier:follow:(?P<answer>{ANSWER_ID})"
VOTE = rf"dossier:(?P<vote>helpful|unhelpful):(?P<answer>{ANSWER_ID})"
STOP = rf"dossier:stop:(?P<answer>{ANSWER_ID})"
DOCUMENTS = r"dossier:documents:(?P<page>\d{1,4})"
DOCUMENT = r"dossier:document:(?P<document>[0-9a-f]{16}):(?P<page>\d{1,4})"

REMOVAL = r"dossier:(?P<what>remove|keep):(?P<document>[0-9a-f]{16})"
SHOW_ALL = r"dossier:show"
"""What it shows is the message that it stands under."""
GAPS = r"dossier:gaps:(?P<page>\d{1,4})"


def answer_row(answer_id: str, phrases: Phrases, *, abstained: bool) -> ui.ActionRow[ui.LayoutView]:
    """What can be done with an answer; an abstention is not voted on."""
    style = discord.ButtonStyle
    buttons = [
        _button(f"dossier:passages:{answer_id}", phrases("button_passages")),
        _button(f"dossier:follow:{answer_id}", phrases("button_follow_up"), style.primary),
    ]
    if not abstained:
        buttons += [
            _button(f"dossier:helpful:{answer_id}", emoji=HELPFUL),
            _button(f"dossier:unhelpful:{answer_id}", emoji=NOT_HELPFUL),
        ]
    return ui.ActionRow(*buttons)


def stop_row(answer_id: str, phrases: Phrases) -> ui.ActionRow[ui.LayoutView]:
    """What can be done with an answer that is being written."""
    return ui.ActionRow(_button(f"dossier:stop:{answer_id}", phrases("button_stop")))


def page_row(
    answer_id: str, page: Page, source: str | None, phrases: Phrases
) -> ui.ActionRow[ui.LayoutView] | None:
    """Turn the pages of an answer's passages, and open the source."""
    buttons = _turning(f"dossier:page:{answer_id}", page, phrases)
    if source and len(source) <= 512:
        buttons.append(ui.Button(label=phrases("button_source"), url=source))
    return ui.ActionRow(*buttons) if buttons else None


def documents_row(page: Page, phrases: Phrases) -> ui.ActionRow[ui.LayoutView] | None:
    """Turn the pages of the list of documents."""
    buttons = _turning("dossier:documents", page, phrases)
    return ui.ActionRow(*buttons) if buttons else None


def document_row(path: str, page: Page, phrases: Phrases) -> ui.ActionRow[ui.LayoutView] | None:
    """Turn the pages of a document's passages."""
    buttons = _turning(f"dossier:document:{document_key(path)}", page, phrases)
    return ui.ActionRow(*buttons) if buttons else None


def gaps_row(page: Page, phrases: Phrases) -> ui.ActionRow[ui.LayoutView] | None:
    """Turn the pages of the gaps."""
    buttons = _turning("dossier:gaps", page, phrases)
    return ui.ActionRow(*buttons) if buttons else None


def removal_row(path: str, phrases: Phrases) -> ui.ActionRow[ui.LayoutView]:
    """Remove a document, or keep it."""
    key, danger = document_key(path), discord.ButtonStyle.danger
    return ui.ActionRow(
        _button(f"dossier:remove:{key}", phrases("removal_yes"), danger),
        _button(f"dossier:keep:{key}", phrases("removal_no")),
    )


def show_all_row(phrases: Phrases) -> ui.ActionRow[ui.LayoutView]:
    """Show to everyone what only one person sees."""
    return ui.ActionRow(_button(SHOW_ALL, phrases("button_show_all")))


def document_key(path: str) -> str:
    """Stand for a document in a button's id, where its path may not fit."""
    return hashlib.sha256(path.encode()).hexdigest()[:16]


def lay_out(*items: "ui.Item[ui.LayoutView] | None") -> ui.LayoutView:
    """Put items into a view that discord.py does not keep: presses are found by their ids."""
    view = ui.LayoutView(timeout=None)
    for item in items:
        if item is not None:
            view.add_item(item)
    view.stop()
    return view


def lay_out_answer(
    containers: Sequence[ui.Container[ui.LayoutView]], row: ui.ActionRow[ui.LayoutView]
) -> list[ui.LayoutView]:
    """One view a message, the buttons on the last."""
    return [*(lay_out(c) for c in containers[:-1]), lay_out(containers[-1], row)]


def lay_out_unfinished(
    container: ui.Container[ui.LayoutView] | None, text: str, row: ui.ActionRow[ui.LayoutView]
) -> ui.LayoutView:
    """What there is of an answer so far, if anything, and in small what is being done."""
    return lay_out(container, ui.TextDisplay[ui.LayoutView](f"-# {text}"), row)


def _turning(prefix: str, page: Page, phrases: Phrases) -> list[ui.Button[ui.LayoutView]]:
    if page.pages < 2:
        return []
    back = _button(f"{prefix}:{page.number - 1}", phrases("button_previous"))
    on = _button(f"{prefix}:{page.number + 1}", phrases("button_next"))
    back.disabled, on.disabled = page.number == 1, page.number == page.pages
    place = ui.Button[ui.LayoutView](
        label=say_page(page, phrases), disabled=True, custom_id=f"{prefix}:{page.number}"
    )
    return [back, place, on]


def _button(
    custom_id: str,
    label: str | None = None,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    emoji: str | None = None,
) -> ui.Button[ui.LayoutView]:
    return ui.Button(custom_id=custom_id, label=label, style=style, emoji=emoji)
