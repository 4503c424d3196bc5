"""What code can tell of a statement beside quotes, whatever the languages."""

from bot.grounding import GroundedQuote
from bot.statements.checks import Difference
from bot.statements.comparing import compare
from ingest.passages import span_of
from tests.bot.building import passage_of


def quote_of(text: str, language: str = "en", **metadata: object) -> GroundedQuote:
    passage = passage_of(text, "a.txt", language=language, **metadata)
    return GroundedQuote(passage, span_of(passage), text)


def test_dates_numbers_and_names_of_a_quote_agree() -> None:
    quote = quote_of("In May 2011 the city of Linz paid Anna Berg 40,000 euros.")

    comparison = compare("Anna Berg got 40,000 euros from Linz in 2011.", "en", [quote])

    assert comparison.agrees == ("2011", "40,000 euros", "Berg", "Linz")
    assert comparison.differs == ()
    assert comparison.missing == ()


def test_they_agree_across_languages() -> None:
    quote = quote_of("Im Mai 2011 zahlte Moskau 1,65 Billionen Euro.", "de")

    comparison = compare("In May 2011 it cost Moscow 1.65 trillion euros.", "en", [quote])

    assert comparison.agrees == ("May 2011", "1.65 trillion euros", "Moscow")


def test_another_power_of_ten_differs() -> None:
    quote = quote_of("The dam cost 1.5 million euros.")

    comparison = compare("The dam cost 1.5 billion euros.", "en", [quote])

    assert comparison.differs == (
        Difference(said="1.5 billion euros", here=("1.5 million euros",)),
    )


def test_a_date_that_the_nearest_quote_has_otherwise_differs() -> None:
    comparison = compare("It broke in May 2012.", "en", [quote_of("It broke on 3 May 2011.")])

    assert comparison.differs == (Difference(said="May 2012", here=("3 May 2011",)),)


def test_a_number_is_not_put_beside_one_of_another_unit() -> None:
    comparison = compare("It cost 30 euros.", "en", [quote_of("It broke after 12 percent.")])

    assert comparison.differs == ()
    assert comparison.missing == ("30 euros",)


def test_a_name_that_no_quote_has_is_missing() -> None:
    comparison = compare("The dam in Graz broke.", "en", [quote_of("The dam in Linz broke.")])

    assert comparison.missing == ("Graz",)


def test_who_published_a_quote_counts_as_there() -> None:
    quote = quote_of("The dam broke.", publisher="Linz Herald")

    assert compare("So wrote the Linz Herald.", "en", [quote]).agrees == ("Linz Herald",)


def test_without_quotes_all_is_missing() -> None:
    assert compare("It broke in May 2011.", "en", []).missing == ("May 2011",)
