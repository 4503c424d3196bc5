import json

import pytest

from bot.writing.objects import Found, find_object

WHOLE = '{"claims": [{"text": "a {b}", "quotes": []}], "sources_disagree": true}'


@pytest.mark.parametrize(
    "reply",
    [
        WHOLE,
        f"```json\n{WHOLE}\n```",
        f"Sure! Here is the object you {{asked}} for:\n\n{WHOLE}\n\nAnything else?",
        f'<think>Perhaps {{"claims": []}}? No.</think>\n{WHOLE}',
        f"thinking without an opening mark</think>{WHOLE}",
        f'{{"note": 1}}\n{WHOLE}',
    ],
)
def test_an_object_is_found_in_whatever_stands_around_it(reply: str) -> None:
    assert find_object(reply, "claims") == Found(json.loads(WHOLE), is_whole=True)


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "I'm sorry, I can't help with that.",
        "{",
        '{"cla',
        "<think>{}".replace("{}", WHOLE),
        WHOLE.replace("claims", "quotes"),
        '{"claims": [{"text": "a "b" c"}]}',
        "[" * 100_000,
        '{"a":' * 100_000,
        "{" * 60_000,
    ],
)
def test_what_is_no_such_object_is_none(reply: str) -> None:
    assert find_object(reply, "claims") is None


def test_a_line_break_inside_a_string_is_forgiven() -> None:
    assert find_object('{"claims": "a\nb"}', "claims") == Found({"claims": "a\nb"}, is_whole=True)


def test_half_a_surrogate_pair_is_replaced_since_it_could_not_be_written_down() -> None:
    assert find_object(r'{"claims": [{"text": "a\ud800b", "n": 1}]}', "claims") == Found(
        {"claims": [{"text": "a\ufffdb", "n": 1}]}, is_whole=True
    )


def test_a_part_is_read_as_far_as_it_has_come() -> None:
    found = find_object('```json\n{"claims": [{"text": "a"}, {"text": "it is n', "claims")

    assert found is not None
    assert found.value == {"claims": [{"text": "a"}, {}]}
    assert (found.is_whole, found.is_closed("claims")) == (False, False)


def test_a_value_is_closed_once_another_key_has_come() -> None:
    found = find_object('{"claims": [{"text": "a"}], "sources_disagree": fal', "claims")
    later = find_object('{"claims": [{"text": "a"}], "sources_disagree": false', "claims")

    assert found is not None and not found.is_closed("claims")
    assert later is not None and later.is_closed("claims") and not later.is_whole
