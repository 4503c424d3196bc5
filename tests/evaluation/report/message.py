"""An answer as Discord would show it: the product's own message, its components as HTML. Pure.

simcord's preview, which draws README's pictures, takes a browser for each; this is lighter, and
knows the components and the markdown that our messages have.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from bot.answers import Answer
from bot.phrases import phrases_in
from bot.render.buttons import answer_row
from bot.render.message import render_answer

CONTAINER, ROW, BUTTON, TEXT, SEPARATOR = 17, 1, 2, 10, 14
"""https://discord.com/developers/docs/components/reference"""
_PRIMARY = 1
# Discord's markdown goes line by line and knows neither HTML nor entities.
_INLINE = MarkdownIt("zero").enable(["escape", "emphasis", "strikethrough", "link"])


def draw_message(answer: Answer, asked: str) -> Markup:
    """Draw the messages of an answer to what was asked with a slash command."""
    understood = answer.question if answer.question != asked else None
    row = answer_row("0", phrases_in(answer.language), abstained=answer.abstained)
    parts = [*render_answer(answer, asked=asked, understood=understood), row]
    return Markup("\n").join(draw_component(part.to_component_dict()) for part in parts)


def draw_component(component: Mapping[str, Any]) -> Markup:
    """Draw a component's payload, with those in it; what is unknown is named by its number."""
    match component["type"]:
        case kind if kind == CONTAINER:
            inside = Markup("").join(map(draw_component, component["components"]))
            colour = f"#{component.get('accent_color') or 0:06x}"
            return Markup('<div class="container" style="border-color:{}">{}</div>').format(
                colour, inside
            )
        case kind if kind == ROW:
            inside = Markup("").join(map(draw_component, component["components"]))
            return Markup('<div class="row">{}</div>').format(inside)
        case kind if kind == BUTTON:
            return _button(component)
        case kind if kind == TEXT:
            return Markup("").join(_lines(component["content"]))
        case kind if kind == SEPARATOR:
            return (
                Markup("<hr>")
                if component.get("divider", True)
                else Markup('<div class="gap"></div>')
            )
        case kind:
            return escape(f"(component {kind})")


def _button(button: Mapping[str, Any]) -> Markup:
    label = button.get("label") or (button.get("emoji") or {}).get("name", "")
    style = "button primary" if button.get("style") == _PRIMARY else "button"
    return Markup('<span class="{}">{}</span>').format(style, label)


def _lines(markdown: str) -> Iterator[Markup]:
    for line in markdown.split("\n"):
        if line.startswith("> "):
            yield Markup("<blockquote>{}</blockquote>").format(_inline(line[2:]))
        elif line.startswith("-# "):
            yield Markup("<small>{}</small>").format(_inline(line[3:]))
        else:
            yield Markup("<p>{}</p>").format(_inline(line))


def _inline(markdown: str) -> Markup:
    """Without HTML of its own: the text is escaped by the renderer, addresses are checked by it."""
    return Markup(_INLINE.renderInline(markdown))  # noqa: S704
