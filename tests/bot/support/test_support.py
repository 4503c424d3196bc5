import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import Why
from bot.phrases import LANGUAGES
from bot.support.support import find_doubts
from tests.bot.support.saying import doubts, quote

SUIT = quote("In March 2009 Alba Foods sued Norvik in Vienna over 4 million euros.", "en")
KLAGE = quote("Im März 2009 verklagte Alba Foods in Wien Norvik auf 4 Millionen Euro.", "de")


@pytest.mark.parametrize(
    ("claim", "language"),
    [
        ("Alba Foods sued Norvik in Vienna over 4 million euros in March 2009.", "en"),
        ("Norvik was sued by Alba Foods in Vienna in March 2009 over 4 million euros.", "en"),
        ("In March 2009 Alba Foods sued Norvik.", "en"),
        ("In 2009 Alba Foods sued Norvik.", "en"),
        ("En mars 2009, Alba Foods a poursuivi Norvik à Vienne pour 4 millions d’euros.", "fr"),
        ("En marzo de 2009, Alba Foods demandó a Norvik en Viena por 4 millones de euros.", "es"),
        ("Im März 2009 verklagte Alba Foods in Wien Norvik auf 4 Millionen Euro.", "de"),
    ],
)
def test_a_faithful_claim_is_not_doubted(claim: str, language: str) -> None:
    assert doubts(claim, language, SUIT) == set()


@pytest.mark.parametrize(
    ("claim", "language", "why"),
    [
        ("In March 2009 Alba Foods sued Norvik in Vienna over 5 million euros.", "en", Why.NUMBER),
        ("In March 2009 Alba Foods sued Norvik in Vienna over 4 billion euros.", "en", Why.NUMBER),
        ("In March 2009 Alba Foods sued Norvik over 4 million dollars.", "en", Why.NUMBER),
        ("On 3 March 2009 Alba Foods sued Norvik.", "en", Why.DATE),
        ("In March 2009 Alba Foods sued Norvik in Lausanne.", "en", Why.NAME),
        ("In March 2009 Alba Foods never sued Norvik.", "en", Why.NEGATION),
        ("In March 2009 Alba Foods may have sued Norvik.", "en", Why.SCOPE),
        ("In March 2009 Alba Foods acquitted Norvik.", "en", Why.OUTCOME),
        ("In March 2009 Alba Foods sued Norvik over a trademark.", "en", Why.WORDS),
        ("In March 2009 Norvik sued Alba Foods.", "en", Why.ORDER),
        ("Alba Foods was sued by Norvik in March 2009.", "en", Why.ORDER),
        ("Alba Foods was sued in March 2009.", "en", Why.ORDER),
        ("En mars 2009, Norvik a poursuivi Alba Foods à Vienne pour 4 millions d’euros.", "fr",
         Why.ORDER),
        ("En mars 2009, Alba Foods a poursuivi Norvik à Vienne.", "fr", Why.LEFT_OUT),
        ("En marzo de 2009, Alba Foods absolvió a Norvik en Viena por 4 millones de euros.", "es",
         Why.OUTCOME),
    ],
)  # fmt: skip
def test_what_the_quote_does_not_say_is_doubted(claim: str, language: str, why: Why) -> None:
    assert why in doubts(claim, language, SUIT)


def test_roles_are_told_apart_where_german_has_the_verb_before_the_subject() -> None:
    told = "sued {} in Vienna over 4 million euros in March 2009."

    assert doubts("Alba Foods " + told.format("Norvik"), "en", KLAGE) == set()
    assert Why.ORDER in doubts("Norvik " + told.format("Alba Foods"), "en", KLAGE)


def test_a_cause_that_the_quote_does_not_give_is_doubted() -> None:
    both = quote("The mill closed in 2011, and the owner moved to Turin.", "en")

    assert doubts("The owner moved to Turin because the mill closed.", "en", both)
    assert doubts("The mill closed in 2011, and the owner moved to Turin.", "en", both) == set()


def test_the_subject_of_one_sentence_does_not_do_what_another_tells() -> None:
    first, second = (
        quote("Rosa Lind painted the ceiling of the chapel.", "en"),
        quote("Emil Bahr designed its windows.", "en"),
    )

    assert doubts("Rosa Lind designed its windows.", "en", first, second)


def test_a_claim_of_two_sentences_may_rest_on_two_quotes() -> None:
    first, second = (
        quote("Rosa Lind painted the ceiling of the chapel.", "en"),
        quote("Emil Bahr designed its windows.", "en"),
    )
    claim = "Rosa Lind painted the ceiling of the chapel. Emil Bahr designed its windows."

    assert doubts(claim, "en", first, second) == set()


def test_across_languages_a_quote_of_several_sentences_leaves_open_which_is_meant() -> None:
    both = quote("La mairie fermera la piscine en 2020. Elle vendra le stade en 2021.", "fr")

    assert Why.JOINED in doubts("The town hall will sell the stadium in 2021.", "en", both)


def test_a_claim_may_say_who_reported_it_and_when() -> None:
    told = quote("The mill closed in 2011.", "en", publisher="Valley Echo", published="2012-02")

    assert doubts("Valley Echo reported in February 2012 that the mill closed in 2011.", "en",
                  told) == set()  # fmt: skip
    assert doubts("Valley Echo reported in March 2012 that the mill closed in 2011.", "en", told)
    assert doubts("Valley Echo never reported that the mill closed in 2011.", "en", told)
    assert doubts("The mill closed in February 2012.", "en", told)


@pytest.mark.parametrize(
    ("said", "language", "claim"),
    [
        ("The court upheld the ban.", "en", "The court overturned the ban."),
        ("Le tribunal a confirmé l’interdiction.", "fr", "The court overturned the ban."),
        ("Das Gericht wies die Klage ab.", "de", "The court allowed the suit."),
        ("El juez absolvió al acusado.", "es", "Der Richter verurteilte den Angeklagten."),
        ("Цены выросли на 3 процента.", "ru", "Les prix ont baissé de 3 %."),
        ("The rent is due before the first day.", "en", "The rent is due after the first day."),
        ("Some tenants paid.", "en", "All tenants paid."),
        ("The firm claimed that the engine works.", "en", "The engine works."),
        ("The union asked for a pause.", "en", "The union got a pause."),
    ],
)
def test_a_reversal_is_doubted(said: str, language: str, claim: str) -> None:
    asked_in = "de" if "Richter" in claim else "fr" if "prix" in claim else "en"

    assert doubts(claim, asked_in, quote(said, language))


def test_a_name_of_the_passage_is_one_though_it_begins_the_sentence() -> None:
    """German has a capital on every noun, and every sentence begins with one."""
    told = quote("He left the club in 2014.", "en", beside="Bergmann and Quist had founded it.")

    assert Why.NAME in doubts("Quist verließ den Verein 2014.", "de", told)


def test_nothing_quoted_nothing_said() -> None:
    assert doubts("The mill closed.", "en") != set()


@pytest.mark.parametrize("claim", ["", "…", "—?!"])
def test_a_claim_without_words_is_doubted(claim: str) -> None:
    assert doubts(claim, "en", SUIT) != set()


def test_a_quote_in_a_language_that_is_not_read_is_shown_instead() -> None:
    told = quote("Nel 2011 il mulino ha chiuso per tre anni.", "it")

    assert doubts("The mill closed for three years in 2011.", "en", told) != set()


@given(
    claim=st.text(max_size=60),
    said=st.text(min_size=1, max_size=60).filter(str.strip),
    language=st.sampled_from(LANGUAGES),
    quoted_in=st.sampled_from((*LANGUAGES, "it")),
)
def test_any_text_can_be_compared(claim: str, said: str, language: str, quoted_in: str) -> None:
    find_doubts(claim, language, [quote(said, quoted_in)])
