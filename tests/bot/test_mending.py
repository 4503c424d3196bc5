"""What is mended, and what never is. The passages are about nothing that the dossier is about."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mending import mend_quote
from bot.splitting import fold, split_words
from ingest.documents import Span
from ingest.passages import make_passage, words_at
from tests.bot.building import make_document, passage_of

EN = (
    "The council did not approve the new bridge in March 2011. Engineer Maria Lopez warned that "
    "the old one carries 1,650 lorries a day, which is 35% more than the limit."
)
FR = "Le conseil n’a pas approuvé le marché du pont, estimé à 1 650 euros par le maire de Lyon."
DE = "Der Stadtrat würde die neue Brücke nicht genehmigen, sagte die Ingenieurin im März 2011."
ES = "El alcalde no pagó los 1.650 euros del puente que había prometido en la última campaña."
RU = "Совет не одобрил новый мост в марте 2011 года, хотя инженер предупреждал об опасности."
TEXTS = {"en": EN, "fr": FR, "de": DE, "es": ES, "ru": RU}


def mend(quote: str, language: str) -> str | None:
    document = make_document(TEXTS[language], language=language)
    sentences = [
        Span(*match.span()) for match in re.finditer(r"\S[^.]*\w\.(?=\s|$)", document.text)
    ]
    passage = make_passage(document, Span(0, len(document.text)), sentences, [], 0)
    span = mend_quote(quote, passage)
    return None if span is None else words_at(passage, span)


@pytest.mark.parametrize(
    ("language", "quote", "mended"),
    [
        pytest.param("en", "the Council did not approve", "The council did not approve", id="case"),
        pytest.param("en", "“did not approve the new bridge.”", "did not approve the new bridge",
                     id="quotation marks and a full stop"),
        pytest.param("en", "… carries 1,650 lorries a day…", "carries 1,650 lorries a day",
                     id="ellipses around"),
        pytest.param("en", "carries 1650 lorries a day", "carries 1,650 lorries a day",
                     id="a number without its group mark"),
        pytest.param("en", "carries 1 650 lorries a day", "carries 1,650 lorries a day",
                     id="a number with another group mark"),
        pytest.param("en", "did not approve new bridge in March", "did not approve the new bridge "
                     "in March", id="an article lost"),
        pytest.param("en", "did not approve the new bridge in the March 2011",
                     "did not approve the new bridge in March 2011", id="an article added"),
        pytest.param("en", "did not aprove the new bridge", "did not approve the new bridge",
                     id="a misspelt word"),
        pytest.param("en", "warned that the old one carri", "warned that the old one carries",
                     id="a word cut at the end"),
        pytest.param("en", "gineer Maria Lopez warned that", "Engineer Maria Lopez warned that",
                     id="a word cut at the start"),
        pytest.param("en", "Engineer Maria Lopez … the old one carries",
                     "Engineer Maria Lopez warned that the old one carries",
                     id="an ellipsis for a few words of a sentence"),
        pytest.param("fr", "le conseil n'a pas approuve le marche du pont",
                     "Le conseil n’a pas approuvé le marché du pont", id="accents lost"),
        pytest.param("fr", "estimé à 1,650 euros", "estimé à 1 650 euros", id="another language’s"),
        pytest.param("de", "„die neue Brucke nicht genehmigen“", "die neue Brücke nicht genehmigen",
                     id="an umlaut lost"),
        pytest.param("es", "había prometido en la ultima campana", "había prometido en la última "
                     "campaña", id="Spanish accents lost"),
        pytest.param("ru", "совет не одобрил НОВЫЙ мост", "Совет не одобрил новый мост",
                     id="Russian case"),
    ],
)  # fmt: skip
def test_a_careless_copy_becomes_the_documents_own_words(
    language: str, quote: str, mended: str
) -> None:
    assert mend(quote, language) == mended


@pytest.mark.parametrize(
    ("language", "quote"),
    [
        pytest.param("en", "did not approve the new bridge in March 2012", id="a digit"),
        pytest.param("en", "carries 1,560 lorries a day", id="digits swapped"),
        pytest.param("en", "carries 1.650 lorries a day", id="a decimal point, in English"),
        pytest.param("en", "which is 35 more than the limit", id="a unit lost"),
        pytest.param("en", "The council did approve the new bridge", id="a negation lost"),
        pytest.param("en", "the old one not carries 1,650 lorries a day", id="a negation added"),
        pytest.param("en", "Engineer Mario Lopez warned that the old one", id="another name"),
        pytest.param("en", "Engineer Maria Lopes warned that the old one", id="a name misspelt"),
        pytest.param("en", "did not approve the new fridge in March", id="another word"),
        pytest.param("en", "did not improve the new bridge in March", id="another word, alike"),
        pytest.param("en", "warned that the bold one carries 1,650", id="another short word"),
        pytest.param("en", "the council approved the new bridge", id="another form"),
        pytest.param("en", "did not approve a bridge in March 2011", id="a content word lost"),
        pytest.param("en", "did not approve the bridge new in March", id="another order"),
        pytest.param(
            "en", "The council did not approve … Engineer Maria Lopez", id="two sentences"
        ),
        pytest.param("en", "The council did not approve … 2011 lorries", id="half of it elsewhere"),
        pytest.param("en", "us", id="one short word"),
        pytest.param("en", "did not aprove the new brigde", id="two misspelt of few"),
        pytest.param("fr", "Le conseil a approuvé le marché du pont", id="French negation lost"),
        pytest.param("fr", "estimé à 1 560 euros par le maire", id="French digits"),
        pytest.param("fr", "estimé à 1,65 euros par le maire", id="French decimals"),
        pytest.param(
            "de", "Der Stadtrat wurde die neue Brücke nicht genehmigen", id="another mood"
        ),
        pytest.param("de", "Der Stadtrat würde die neue Brücke genehmigen", id="German negation"),
        pytest.param("es", "El alcalde no pago los 1.650 euros del puente", id="another tense"),
        pytest.param("es", "El alcalde pagó los 1.650 euros del puente", id="Spanish negation"),
        pytest.param("ru", "Совет одобрил новый мост в марте", id="Russian negation"),
        pytest.param("ru", "Совет не одобрил новый мост в мае", id="another month"),
        pytest.param("ru", "инженер предупреждала об опасности", id="another gender"),
    ],
)
def test_a_difference_that_may_matter_is_never_mended(language: str, quote: str) -> None:
    assert mend(quote, language) is None


def test_won_is_not_mended_to_wont() -> None:
    passage = passage_of("They won't sell it to the city.")

    assert mend_quote("THEY WON", passage) is None


def test_a_mended_quote_is_placed_in_the_document_not_in_the_passage() -> None:
    document = make_document(f"Before it. {EN}")
    start = document.text.index("Engineer")
    passage = make_passage(document, Span(start, len(document.text)), [], [], 0)

    span = mend_quote("engineer maria lopez", passage)

    assert span == Span(start, start + len("Engineer Maria Lopez"))


words = st.lists(st.sampled_from([*EN.replace("\n", " ").split(), "…", "not", "12", "A", "é"]))


@given(words, st.sampled_from(sorted(TEXTS)))
def test_whatever_is_mended_is_a_run_of_whole_words_of_the_document(
    made: list[str], language: str
) -> None:
    """And it has every number and no other word than the quote, articles and letters aside."""
    passage = passage_of(EN, language=language)
    quote = " ".join(made)
    span = mend_quote(quote, passage)

    if span is not None:
        found = words_at(passage, span)
        assert found in passage.text
        own, mended = split_words(quote), split_words(found)
        assert {w.text for w in own if w.text.isdigit()} <= {w.text for w in mended}
        if "…" not in quote:
            extra = {fold(w.text) for w in mended} ^ {fold(w.text) for w in own}
            assert extra <= {"the", "a", "an", "that", *(fold(w.text) for w in (own[0], own[-1]))}
