"""Reprints are told from articles of their own, on made-up agency stories in five languages."""

import tomllib
import unicodedata
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.copies import Words, have_one_origin, measure_overlap, read_words, share_repeated

EVENTS: list[dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("copies.toml").read_text("utf-8")
)["event"]
RIAA = (
    "The Recording Industry Association of America said on Friday that it had dropped its suit"
    " against the operators of the Russian music site, which closed last summer."
)
BOILERPLATE = (
    "Follow us for more. All rights reserved. Reporting by our staff, editing by the desk."
)


def words_of(event: int, version: str) -> Words:
    return read_words(EVENTS[event][version])


@pytest.mark.parametrize("event", range(len(EVENTS)))
@pytest.mark.parametrize("versions", combinations(["story", "edited", "trimmed"], 2), ids="-".join)
def test_what_papers_made_of_a_story_has_one_origin(event: int, versions: tuple[str, str]) -> None:
    one, other = (words_of(event, version) for version in versions)

    assert have_one_origin(one, other)


@pytest.mark.parametrize("event", range(len(EVENTS)))
@pytest.mark.parametrize("version", ["story", "edited", "trimmed"])
@pytest.mark.parametrize("other", ["independent", "translated"])
def test_an_article_of_its_own_and_a_translation_are_no_copies(
    event: int, version: str, other: str
) -> None:
    """The independent article has a sentence of the story: somebody said it to both."""
    assert not have_one_origin(words_of(event, version), words_of(event, other))


@pytest.mark.parametrize("event", range(len(EVENTS)))
def test_no_cut_makes_a_shared_quotation_a_copy(event: int) -> None:
    """Passages may begin and end anywhere, as with the quotation at the end of one of them."""
    story, article = words_of(event, "story"), words_of(event, "independent")

    for size in (60, 80, 100, 120):
        starts = product(range(0, len(story), 10), range(0, len(article), 10))
        assert not any(
            have_one_origin(Words(story[a : a + size]), Words(article[b : b + size]))
            for a, b in starts
        )


@pytest.mark.parametrize("event", [0, 1, 2, 5])
@pytest.mark.parametrize("later", [20, 35, 45])
def test_an_edited_passage_that_begins_elsewhere_is_a_copy(event: int, later: int) -> None:
    story, edited = words_of(event, "story"), words_of(event, "edited")

    assert have_one_origin(Words(story[:100]), Words(edited[later : later + 100]))


def test_stories_on_different_events_have_nothing_in_common() -> None:
    for one, other in combinations(range(len(EVENTS)), 2):
        assert measure_overlap(words_of(one, "story"), words_of(other, "story")).share < 0.02


def test_a_sentence_below_every_article_makes_no_copies() -> None:
    one, other = (EVENTS[event]["story"] + BOILERPLATE for event in (0, 1))

    assert not have_one_origin(read_words(one), read_words(other))


def test_a_notice_that_two_short_passages_are_is_no_story() -> None:
    assert not have_one_origin(read_words(BOILERPLATE), read_words(BOILERPLATE))


def test_a_short_report_printed_twice_has_one_origin() -> None:
    assert have_one_origin(read_words(RIAA), read_words(f"MOSCOW, 23 May. {RIAA} Agencies"))


def test_case_punctuation_and_unicode_forms_make_no_difference() -> None:
    plain = "L'éditeur n'a pas payé 1,5 million : « la caisse est vide »."
    set_in_type = "L’ÉDITEUR n’a pas pa\u00adyé 1.5 million: “la caisse\u00a0est vide”"

    words = ("l", "éditeur", "n", "a", "pas", "payé", "1", "5", "million")
    assert read_words(plain) == (*words, "la", "caisse", "est", "vide")
    assert read_words(unicodedata.normalize("NFD", set_in_type)) == read_words(plain)


def test_scripts_without_spaces_are_compared_too() -> None:
    story = "法院星期二驳回了唱片业协会的诉讼请求认为该网站的运营者没有违反当时有效的法律规定"

    assert have_one_origin(read_words(story), read_words(f"本报讯{story}记者"))
    assert not have_one_origin(read_words(story), read_words(story[::-1]))


def test_what_is_repeated_is_counted_from_each_side() -> None:
    story, trimmed = words_of(0, "story"), words_of(0, "trimmed")

    assert share_repeated(trimmed, story) == 1.0
    assert round(share_repeated(story, trimmed), 1) == 0.5
    assert share_repeated(Words(()), story) == 0.0


@given(st.text(max_size=200), st.text(max_size=200))
def test_it_makes_no_difference_which_text_is_which(one: str, other: str) -> None:
    first, second = read_words(one), read_words(other)

    overlap = measure_overlap(first, second)
    assert overlap == measure_overlap(second, first)
    assert 0 <= overlap.shared <= overlap.common <= min(len(first), len(second))
