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
        quote("Emil Bahr designed the windows.", "en"),
    )
    claim = "Rosa Lind painted the ceiling of the chapel. Emil Bahr designed the windows."

    assert doubts(claim, "en", first, second) == set()


@pytest.mark.parametrize(
    ("first", "second", "language"),
    [
        ("Rosa Lind painted the chapel in 1940.", "She died there in 1960.", "en"),
        ("The court fined Norvik.", "The company appealed in May 2011.", "en"),
        ("Rosa Lind gründete die Schule.", "Sie starb 1960 in Graz.", "de"),
        ("Rosa Lind pintó la capilla.", "Murió en 1960.", "es"),
        ("Роза Линд расписала часовню.", "В 1960 году она умерла.", "ru"),
    ],
)
def test_who_she_is_is_told_by_the_sentence_before_in_the_passage(
    first: str, second: str, language: str
) -> None:
    claim = f"{first} {second}"
    together = quote(f"{first} {second}", language)
    apart = quote(first, language), quote(f"{second}", language, beside="Vera Holm.")
    between = quote(f"{first} Vera Holm kam 1950. {second}", language)

    assert doubts(claim, language, together) == set()
    assert Why.JOINED in doubts(claim, language, *apart)
    assert Why.JOINED in doubts(claim, language, between)


def test_a_text_that_is_longer_than_a_claim_is_not_compared() -> None:
    assert doubts("The mill burned. " * 40, "en", SUIT) == {Why.TOO_LONG}


def test_what_is_far_behind_in_a_quote_counts_as_not_quoted() -> None:
    told = quote("The mill burned in 1802. " * 80 + "The bridge fell in 1810.", "en")

    assert doubts("The mill burned in 1802.", "en", told) == set()
    assert doubts("The bridge fell in 1810.", "en", told)


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


@pytest.mark.parametrize(
    ("said", "claim", "language"),
    [
        ("The band split from Alba in 1990.", "The band split with Alba in 1990.", "en"),
        ("The pilot let down the flaps.", "The pilot let out the flaps.", "en"),
        ("He told her that the mill burned.", "Her told he that the mill burned.", "en"),
        ("Le maire plaide pour la route.", "Le maire plaide contre la route.", "fr"),
        ("La route est fermée.", "La route était fermée.", "fr"),
        ("Der Preis stieg um 5 Euro.", "Der Preis stieg auf 5 Euro.", "de"),
        ("El tren va a Vigo.", "El tren va de Vigo.", "es"),
        ("Театр будет закрыт.", "Театр был закрыт.", "ru"),
    ],
)
def test_within_a_language_a_claim_has_no_small_words_of_its_own(
    said: str, claim: str, language: str
) -> None:
    assert doubts(said, language, quote(said, language)) == set()
    assert doubts(claim, language, quote(said, language))


@pytest.mark.parametrize(
    ("said", "quoted_in", "claim", "language"),
    [
        ("In 2011 Karl Holm left.", "en", "In 2011 Karla Holm left.", "en"),
        ("In Mali regnete es 2011.", "de", "In Malta regnete es 2011.", "de"),
        ("Gestern kam Karla Holm 2011 an.", "de", "Karl Holm arrived in 2011.", "en"),
        ("L’Autriche a gagné en 2011.", "fr", "Australia won in 2011.", "en"),
        ("Паула Келлер выиграла в 2011 году.", "ru", "Paul Keller won in 2011.", "en"),
    ],
)
def test_a_near_name_is_another(said: str, quoted_in: str, claim: str, language: str) -> None:
    assert doubts(claim, language, quote(said, quoted_in))


@pytest.mark.parametrize(
    ("said", "claim"),
    [
        ("The pill stops pain in rats.", "The pill stops pain."),
        ("The acting mayor opened the bridge.", "The mayor opened the bridge."),
        ("All but Norvik paid the fine.", "Norvik paid the fine."),
        ("In the film by Holm, Lind burned the mill.", "Lind burned the mill."),
        ("Norvik paid the fine in part.", "Norvik paid the fine."),
        ("Norvik came close to selling the mill.", "Norvik sold the mill."),
    ],
)
def test_what_makes_it_less_is_not_left_out(said: str, claim: str) -> None:
    assert doubts(claim, "en", quote(said, "en"))


@pytest.mark.parametrize(
    ("said", "quoted_in", "claim"),
    [
        ("Rosa Lind a vendu sa lampe en 1987.", "fr", "Rosa Lind sold her boat in 1987."),
        ("El alcalde votó contra la ley en 2011.", "es", "The mayor voted for the law in 2011."),
        ("La police a soupçonné Holm en 2011.", "fr", "The police charged Holm in 2011."),
        ("Суд арестовал Громова в 2011 году.", "ru", "The court imprisoned Gromov in 2011."),
        ("Das Werk wird 2011 verkauft.", "de", "The plant was sold in 2011."),
    ],
)
def test_across_languages_what_it_is_done_to_and_how_is_not_guessed(
    said: str, quoted_in: str, claim: str
) -> None:
    assert doubts(claim, "en", quote(said, quoted_in))


@pytest.mark.parametrize(
    ("said", "claim"),
    [
        (
            "Le vaccin protège contre la fièvre chez la souris.",
            "The vaccine protects against fever.",
        ),
        ("Le maire adjoint a ouvert le pont en 2011.", "The mayor opened the bridge in 2011."),
        ("Dans le roman de Bahr, Lind a volé le livre.", "Lind stole the book."),
    ],
)
def test_across_languages_words_that_are_not_understood_are_not_left_out(
    said: str, claim: str
) -> None:
    assert Why.LEFT_OUT in doubts(claim, "en", quote(said, "fr"))


def test_what_is_whose_is_as_in_the_quote() -> None:
    told = quote("Lind sold the farm Holm's barn.", "en")

    assert Why.ORDER in doubts("Lind sold Holm's farm the barn.", "en", told)
