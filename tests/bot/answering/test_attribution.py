"""The parties and papers are made up, but for what they are called."""

import re

import pytest
from llama_index.core.schema import TextNode

from bot.answering.attribution import attribute
from bot.grounding import GroundedQuote, locate_quote
from ingest.documents import Kind, Span
from ingest.passages import make_passage, words_at
from tests.bot.building import make_document


def passage_of(text: str, **metadata: object) -> TextNode:
    """A document of one passage, of as many sentences as it has full stops."""
    document = make_document(text, "a.txt", **metadata)
    sentences = [Span(*match.span()) for match in re.finditer(r"\S[^.!]*[.!]?", text)]
    return make_passage(document, Span(0, len(text)), sentences, [], 0)


def quote_of(words: str, passage: TextNode | None = None, **metadata: object) -> GroundedQuote:
    passage = passage or passage_of(words, **metadata)
    span = locate_quote(words, passage)
    assert span is not None
    return GroundedQuote(passage, span, words_at(passage, span))


WON = "We have won."


@pytest.mark.parametrize(
    ("language", "claim", "attributed"),
    [
        ("en", "The site was legal.", "According to RIAA: The site was legal."),
        ("fr", "Le site était légal.", "Selon RIAA\u00a0: Le site était légal."),
        ("de", "Die Seite war legal.", "Laut RIAA: Die Seite war legal."),
        ("es", "El sitio era legal.", "Según RIAA: El sitio era legal."),
        ("ru", "Сайт был законным.", "По версии RIAA: Сайт был законным."),
    ],
)
def test_a_claim_on_a_partys_words_names_the_party(
    language: str, claim: str, attributed: str
) -> None:
    assert attribute(claim, language, [quote_of(WON, party="RIAA")]) == attributed


@pytest.mark.parametrize(
    ("language", "claim"),
    [
        ("en", "The RIAA says that it won."),
        ("en", "According to the RIAA, it won."),
        ("en", "It won, the RIAA claims."),
        ("fr", "La RIAA affirme avoir gagné."),
        ("fr", "Selon la RIAA, elle a gagné."),
        ("de", "Laut RIAA hat sie gewonnen."),
        ("de", "Die RIAA habe gewonnen, so die RIAA."),
        ("es", "La RIAA afirma que ganó."),
        ("ru", "По словам RIAA, она победила."),
        ("en", "The Recording Industry Association of America says that it won."),
    ],
)
def test_a_claim_that_says_who_says_so_stays_as_it_is(language: str, claim: str) -> None:
    assert attribute(claim, language, [quote_of(WON, party="RIAA")]) == claim


def test_a_party_that_is_only_spoken_of_is_not_yet_named_as_speaker() -> None:
    """ "The RIAA won" is what the RIAA says, and no fact."""
    claim = attribute("The RIAA won.", "en", [quote_of(WON, party="RIAA")])

    assert claim == "According to RIAA: The RIAA won."


@pytest.mark.parametrize(
    ("party", "language", "claim"),
    [
        ("Денис Квасов", "en", "Kvasov says that it was legal."),
        ("Denis Kvasov", "ru", "По словам Квасова, всё было законно."),
        ("International Federation of the Phonographic Industry", "en", "IFPI says so."),
    ],
)
def test_a_party_is_known_in_any_script_and_by_its_letters(
    party: str, language: str, claim: str
) -> None:
    assert attribute(claim, language, [quote_of(WON, party=party)]) == claim


def test_a_statement_is_by_its_author_else_by_its_publisher() -> None:
    by_author = quote_of(WON, kind=Kind.STATEMENT, author="Ann Bell", publisher="Herald")
    by_publisher = quote_of(WON, kind=Kind.STATEMENT, publisher="Herald")

    assert attribute("So.", "en", [by_author]) == "According to Ann Bell: So."
    assert attribute("So.", "en", [by_publisher]) == "According to Herald: So."


def test_two_parties_are_both_named() -> None:
    quotes = [quote_of(WON, party="RIAA"), quote_of(WON, party="IFPI")]

    assert attribute("It is over.", "en", quotes) == "According to RIAA and IFPI: It is over."


def test_what_a_document_says_in_its_own_voice_is_attributed_to_nobody() -> None:
    ruled = quote_of("The claim is dismissed.", kind=Kind.RULING)
    told = quote_of("The site closed in July 2007.", kind=Kind.PRESS, publisher="Herald")
    party = quote_of(WON, party="RIAA")

    assert attribute("The court ruled so.", "en", [ruled]) == "The court ruled so."
    assert attribute("It closed.", "en", [told]) == "It closed."
    assert attribute("It closed.", "en", [party, told]) == "It closed."


@pytest.mark.parametrize(
    ("language", "sentence", "speaker"),
    [
        ("en", "The Water Board says that the dam was safe.", "Water Board"),
        ("fr", "Selon l’OMS, le barrage était sûr.", "OMS"),
        ("de", "Der Damm war sicher, so die NASA.", "NASA"),
        ("es", "La ONU afirmó que la presa era segura.", "ONU"),
        ("ru", "По данным ТАСС, плотина была безопасна.", "ТАСС"),
    ],
)
def test_what_a_document_reports_is_attributed_to_whom_it_names(
    language: str, sentence: str, speaker: str
) -> None:
    quote = quote_of(sentence, language=language, kind=Kind.PRESS, publisher="Herald")

    claim = attribute("The dam was safe.", "en", [quote])

    assert claim == f"According to {speaker}: The dam was safe."


def test_a_quote_cut_out_behind_its_speaker_still_has_it() -> None:
    passage = passage_of("It rained. According to NASA, the dam was safe. It broke.")

    claim = attribute("The dam was safe.", "en", [quote_of("the dam was safe", passage)])

    assert claim == "According to NASA: The dam was safe."


def test_a_speaker_of_the_sentence_beside_has_no_part_in_a_claim() -> None:
    passage = passage_of("NASA says that the dam was safe. It broke in May 2011.")
    quote = quote_of(passage.text, passage)

    assert attribute("It broke in May 2011.", "en", [quote]) == "It broke in May 2011."
    assert attribute("The dam was safe.", "en", [quote]) == "According to NASA: The dam was safe."


def test_of_two_who_contradict_each_other_the_one_who_says_it_is_named() -> None:
    text = "NASA says that the dam broke in May 2011, but the BBC says that it broke in June 2012."
    quote = quote_of(text)

    assert attribute("It broke in June 2012.", "en", [quote]).startswith("According to BBC: ")
    assert attribute("It broke in May 2011.", "en", [quote]).startswith("According to NASA: ")


def test_where_it_cannot_be_told_which_of_two_says_it_neither_is_named() -> None:
    quote = quote_of(
        "NASA denies it, but the BBC confirmed it, the Guardian says.", publisher="Herald"
    )

    claim = attribute("Die Sache ist wahr.", "de", [quote])

    assert claim == "Laut einer von Herald zitierten Quelle: Die Sache ist wahr."


def test_a_speaker_without_a_name_is_a_source_of_the_document() -> None:
    quote = quote_of("Le procureur affirme que tout est fermé.", language="fr", publisher="Herald")

    assert attribute("All is closed.", "en", [quote]) == (
        "According to a source quoted by Herald: All is closed."
    )
    assert attribute("The prosecutor says so.", "en", [quote]) == "The prosecutor says so."


def test_a_claim_without_quotes_is_nobodys() -> None:
    assert attribute("So it is.", "en", []) == "So it is."


@pytest.mark.parametrize(
    ("language", "sentence", "claim", "attributed"),
    [
        (
            "en",
            "According to Warner, the site owes 5 million dollars.",
            "The site owes 5 million dollars.",
            "According to Warner: The site owes 5 million dollars.",
        ),
        (
            "de",
            "Die Seite schuldet 5 Millionen, so Warner.",
            "Die Seite schuldet 5 Millionen.",
            "Laut Warner: Die Seite schuldet 5 Millionen.",
        ),
        (
            "de",
            "Nach Ansicht der Klägerin schuldet die Seite 5 Millionen.",
            "Die Seite schuldet 5 Millionen.",
            "Laut Klägerin: Die Seite schuldet 5 Millionen.",
        ),
        (
            "fr",
            "Selon Warner, le site doit 5 millions.",
            "Le site doit 5 millions.",
            "Selon Warner\u00a0: Le site doit 5 millions.",
        ),
        (
            "es",
            "Según Warner, el sitio debe 5 millones.",
            "El sitio debe 5 millones.",
            "Según Warner: El sitio debe 5 millones.",
        ),
        (
            "ru",
            "По мнению Warner, сайт должен 5 миллионов.",
            "Сайт должен 5 миллионов.",
            "По версии Warner: Сайт должен 5 миллионов.",
        ),
    ],
)
def test_what_a_ruling_tells_a_party_to_say_is_attributed_to_the_party(
    language: str, sentence: str, claim: str, attributed: str
) -> None:
    quote = quote_of(sentence, language=language, kind=Kind.RULING, publisher="Herald")

    assert attribute(claim, language, [quote]) == attributed


def test_words_cut_out_of_a_ruling_behind_a_party_are_still_the_partys() -> None:
    passage = passage_of("It is late. According to Warner, the site owes money.", kind=Kind.RULING)

    claim = attribute("The site owes money.", "en", [quote_of("the site owes money", passage)])

    assert claim == "According to Warner: The site owes money."


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The court held that the site owes money."),
        ("en", "The court found that the site owes money."),
        ("en", "The Court said that the site owes money."),
        ("en", "The judge said that the site owes money."),
        ("en", "Judge Berg held that the site owes money."),
        ("fr", "Le tribunal estime que le site doit de l’argent."),
        ("de", "Nach Auffassung des Gerichts schuldet die Seite Geld."),
        ("de", "Der Senat ist der Ansicht, dass die Seite Geld schuldet."),
        ("es", "El tribunal considera que el sitio debe dinero."),
        ("ru", "Суд счёл, что сайт должен деньги."),
        ("ru", "По мнению суда, сайт должен деньги."),
    ],
)
def test_what_a_ruling_says_as_its_court_is_attributed_to_nobody(
    language: str, sentence: str
) -> None:
    quote = quote_of(sentence, language=language, kind=Kind.RULING, author="Ann Berg")

    assert attribute("So it is.", "en", [quote]) == "So it is."


@pytest.mark.parametrize(
    ("language", "sentence", "attributed"),
    [
        ("en", "The High Court held that the site owes money.", "According to High Court: So."),
        ("en", "Judge Miller said that the site owes money.", "According to Judge Miller: So."),
        ("de", "Das Landgericht ist der Ansicht, dass sie zahlt.", None),
    ],
)
def test_what_a_ruling_reports_of_another_court_is_attributed_to_that(
    language: str, sentence: str, attributed: str | None
) -> None:
    """It may be the ruling under appeal, and wrong."""
    quote = quote_of(sentence, language=language, kind=Kind.RULING, publisher="Supreme Bench")

    expected = attributed or "According to a source quoted by Supreme Bench: So."
    assert attribute("So.", "en", [quote]) == expected


@pytest.mark.parametrize(
    ("kind", "language", "attributed"),
    [
        (Kind.STATEMENT, "en", "According to a statement: It won."),
        (Kind.FILING, "en", "According to a filing: It won."),
        (Kind.STATEMENT, "fr", "Selon une déclaration\u00a0: It won."),
        (Kind.FILING, "de", "Laut einem Schriftsatz: It won."),
        (Kind.STATEMENT, "es", "Según una declaración: It won."),
        (Kind.FILING, "ru", "По версии одного из процессуальных документов: It won."),
    ],
)
def test_the_words_of_nobody_known_are_no_fact_either(
    kind: Kind, language: str, attributed: str
) -> None:
    assert attribute("It won.", language, [quote_of(WON, kind=kind)]) == attributed


def test_a_claim_that_says_it_is_somebodys_words_needs_no_unknown_speaker() -> None:
    claim = "A party says that it won."

    assert attribute(claim, "en", [quote_of(WON, kind=Kind.STATEMENT)]) == claim


@pytest.mark.parametrize(
    ("sentence", "attributed"),
    [
        ("The Dam Board: the dam was safe.", "According to Dam Board: The dam was safe."),
        ("NASA: the dam was safe.", "According to NASA: The dam was safe."),
        ("Warner: “The dam was safe.”", "According to Warner: The dam was safe."),
        ("Warner: the dam was safe.", "According to a source quoted by Herald: The dam was safe."),
    ],
)
def test_who_stands_before_a_colon_says_what_follows(sentence: str, attributed: str) -> None:
    """One word with a capital alone may be a place: it is not named."""
    quote = quote_of(sentence, publisher="Herald")

    assert attribute("The dam was safe.", "en", [quote]) == attributed


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "IFPI considers the site illegal."),
        ("fr", "L’IFPI considère le site comme illégal."),
        ("de", "Die IFPI hält die Seite für illegal."),
        ("es", "La IFPI califica el sitio de ilegal."),
        ("ru", "IFPI назвала сайт незаконным."),
    ],
)
def test_what_somebody_holds_is_no_fact(language: str, sentence: str) -> None:
    claim = attribute("The site was illegal.", "en", [quote_of(sentence, language=language)])

    assert claim == "According to IFPI: The site was illegal."
    assert attribute(sentence, language, [quote_of(sentence, language=language)]) == sentence
