import discord

from bot.render.fitting import GAP, contain, pack
from tests.bot.render.seeing import texts_of


def test_blocks_share_a_message_while_they_fit() -> None:
    small = (("a" * 1800,),)

    assert pack([small, small, small]) == [[small, small], [small]]


def test_a_block_too_large_for_any_message_is_cut_between_its_pieces() -> None:
    first, second, third = ("a" * 3000,), ("b" * 700, "b" * 200), ("c" * 900,)

    assert pack([(first, second, third)]) == [[(first,)], [(second,), (third,)]]


def test_components_are_counted_with_the_lines_between_blocks() -> None:
    block = (("a", "b", "c"),)

    assert [len(message) for message in pack([block] * 17)] == [8, 8, 1]


def test_a_line_stands_between_blocks_and_a_gap_where_one_is_asked_for() -> None:
    container = contain([(("a", "b"), (GAP, "c")), (("d",),)], 0x010203)

    assert [type(item).__name__ for item in container.children] == [
        "TextDisplay",
        "TextDisplay",
        "Separator",
        "TextDisplay",
        "Separator",
        "TextDisplay",
    ]
    separators = [item for item in container.children if isinstance(item, discord.ui.Separator)]
    assert [separator.visible for separator in separators] == [False, True]
    assert texts_of(container) == ["a", "b", "c", "d"]
    assert container.accent_colour == 0x010203
