from bot.phrases import phrases_in
from bot.render.paging import Page, count_pages, say_page


def test_what_is_left_over_takes_a_page_and_nothing_takes_one_too() -> None:
    assert [count_pages(total, 10) for total in (0, 1, 10, 11)] == [1, 1, 1, 2]


def test_an_only_page_is_not_numbered() -> None:
    assert say_page(Page(1, 1), phrases_in("en")) == ""
    assert say_page(Page(2, 5), phrases_in("fr")) == "2 sur 5"
