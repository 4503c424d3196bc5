import pytest

from bot.answers import CitedClaim
from tests.bot.render.test_sources import citation_of
from tests.bot.render.test_terminal import answer_of
from tests.evaluation.metrics.facts import measure_facts, tells


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("It has 42 pages.", "42"),
        ("In 1942, 42.", "42"),
        ("The RIAA's members left.", "riaa"),
        ("the RIAA’s members", "RIAA's"),
        ("L’éditeur a perdu.", "éditeur"),
        ("Судья Екатерина Шарапова решила", "шарапова"),
        ("Am 25.10.2006 entschieden", "2006"),
        ("Am 25.10.2006 entschieden", "25.10.2006"),
        ("a fine of US$1.65 trillion", "$1.65"),
        ("1\u00a0650 euros", "1 650"),
        ("the ﬁrst\nof May", "first of may"),
        ("die STRASSE", "Straße"),
        ("Cafe\u0301 du Nord", "café"),
        ("order FI-15124/2006.", "FI-15124/2006"),
        ("bis zu 42.", "42"),
        ("10–20 March", "20 March"),
    ],
)
def test_a_fact_is_told_however_it_is_set(text: str, fact: str) -> None:
    assert tells(text, fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("In 1942.", "42"),
        ("Article 42a", "42"),
        ("42,5 percent", "42"),
        ("3.42 percent", "42"),
        ("1,650 euros", "650"),
        ("42'000 francs", "42"),
        ("Шараповой", "Шарапова"),
        ("Пришла", "шла"),
        ("a riaalike body", "RIAA"),
        ("Cafe du Nord", "café"),
        ("anything", ""),
    ],
)
def test_a_part_of_a_word_or_number_is_no_fact(text: str, fact: str) -> None:
    assert not tells(text, fact)


FACTS = (("Sharapova", "Шарапова"), ("42", "forty-two"))


def test_the_share_of_facts_counts_claims_and_quotes_and_any_variant() -> None:
    answer = answer_of(
        claims=(CitedClaim(text="Judge Sharapova decided.", citations=(1,)),),
        citations=(citation_of(quote="приговор занимает 42 страницы"),),
    )

    assert measure_facts(answer, FACTS) == {"key_facts": 1.0}
    assert measure_facts(answer, (*FACTS, ("2007",), ("Kvasov",))) == {"key_facts": 0.5}


def test_a_fact_is_not_put_together_from_two_quotes() -> None:
    answer = answer_of(citations=(citation_of(quote="in May"), citation_of(quote="2006 it fell")))

    assert measure_facts(answer, [["May 2006"]]) == {"key_facts": 0.0}


def test_an_abstention_tells_no_fact_that_it_shows_as_near() -> None:
    near = citation_of(quote="Judge Sharapova wrote 42 pages.")
    answer = answer_of(abstained=True, claims=(), citations=(), nearest=(near,))

    assert measure_facts(answer, FACTS) == {"key_facts": 0.0}
    assert measure_facts(answer, ()) == {}
