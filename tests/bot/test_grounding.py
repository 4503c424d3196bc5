"""The oracle here is slow and shares nothing with the product: it decomposes where that composes,
and tells what is equal from lists of its own.
"""

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import Claim, Quote, Why
from bot.grounding import GroundedQuote, ground, locate_quote
from ingest.documents import Span
from ingest.passages import PassageId, passage_id, words_at
from tests.bot.building import claim_of, make_document, passage_at, passage_of

UNSEEN = "\u00ad\u034f\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"

# Each as it stands in a text; none is a part of another, so that a place is unmistakable.
WORDS = (
    "RIAA", "site", "l’éditeur", "d'octobre", "qu‘elle", "cafe\u0301", "été", "MP3Search", "2006",
    "1.65", "1,000", "3’500", "anti-piratage", "mi‑2007", "naı̈ve", "суд", "йод", "и\u0306ога",
    "Größe", "¿Quién", "ﬁnal", "oﬃce", "un\u00adlawful", "zero\u200bwidth", "한국",
    "각\u1100\u1161", "ẹ́kọ́", "§12", "№7", "50%", "1\u202f000", "−5", ".75", "1/2", "10:30",
    "won’t", "l`ami", "हिन्दी", "கொ", "\u0995\u09c7\u09be", "กำ\u200e", "e\u200b\u0301a",
)  # fmt: skip
SEPARATORS = (" ", "\u00a0", "\u202f", "\n", "  ", "\r\n\t", " \u200b", ", ", ". ", "; ", " – ",
              "—", " “", "” ", " «\u00a0", "\u00a0» ", " (", "… ", "...", "!\n\n", "/")  # fmt: skip
SPACES_AND_STOPS = (" ", "\n", ", ", ". ", " – ", "—", " (", "...")

RETYPED: dict[str, Callable[[str], str]] = {
    "as it stands": lambda quote: quote,
    "composed": lambda quote: unicodedata.normalize("NFC", quote),
    "decomposed": lambda quote: unicodedata.normalize("NFD", quote),
    "straight apostrophes": lambda quote: re.sub("[’‘]", "'", quote),
    "curly apostrophes": lambda quote: quote.replace("'", "’"),
    "straight quotation marks": lambda quote: re.sub("[“”]", '"', quote),
    "spaces collapsed": lambda quote: re.sub(r"\s+", " ", quote),
    "spaces that do not break": lambda quote: re.sub(r"\s", "\u00a0", quote),
    "one line a word": lambda quote: re.sub(r"\s+", "\n", quote),
    "spaces around": lambda quote: f" \n{quote}\u00a0",
    "hyphens": lambda quote: re.sub("[‑–—]", "-", quote),
    "dashes": lambda quote: re.sub("[‑–—-]", "—", quote),
    "unseen marks gone": lambda quote: re.sub(f"[{UNSEEN}]", "", quote),
    "unseen marks between all words": lambda quote: re.sub(" ", " \u2060", quote),
    "ligatures undone": lambda quote: quote.replace("ﬁ", "fi").replace("ﬃ", "ffi"),
    "ligatures": lambda quote: quote.replace("ffi", "ﬃ").replace("fi", "ﬁ"),
}
"""Ways to type-set the same words."""

retyped = st.lists(st.sampled_from(sorted(RETYPED)), max_size=4)
around = st.text(alphabet="ab é1.’\u0301\n한", max_size=20)


def plain(text: str) -> str:
    """The words alone: decomposed, one kind of each mark, single spaces."""
    text = unicodedata.normalize("NFD", text)
    for kind, alike in {"'": "‘’‚‛′ʼ＇´`", '"': "“”„‟″＂", "-": "‐‑‒–—―−", "": UNSEEN}.items():
        for other in alike:
            text = text.replace(other, kind)
    for ligature, letters in {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}.items():
        text = text.replace(ligature, letters)
    return " ".join(text.split())


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no word or number goes on beyond the ends of a span."""
    inside = plain(text[start:end])
    before, after = plain(f"|{text[:start]}|")[:-1], plain(f"|{text[end:]}|")[1:]
    if before.endswith(" ") or text[:start][-1:].isspace():
        before = " "
    if after.startswith(" ") or text[end:][:1].isspace():
        after = " "
    if is_mark(after[:1] or " "):
        return False
    before = "".join(character for character in before if not is_mark(character))
    bare = "".join(character for character in inside if not is_mark(character))
    letter = r"[^\W_]"
    joined = (
        re.search(letter + r"\Z", before) and re.match(letter, inside),
        re.search(letter + r"\Z", bare) and re.match(f"'?{letter}", after),
        re.search(letter + r"'\Z", bare) and re.match(letter, after),
        re.search(letter + r"\Z", before) and re.match(f"'{letter}", inside),
        re.search(r"\d[.,']?\Z", before) and re.match(r"[.,']?\d", inside),
        re.search(r"\d[.,']?\Z", inside) and re.match(r"[.,']?\d", after),
        re.search(r"(?:\s|^\|)(?:-|-?[.,])\Z", before) and re.match(r"\d", inside),
    )
    return not any(joined)


def is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


@st.composite
def texts_with_a_quote(draw: st.DrawFn) -> tuple[str, int, int]:
    """A text of words, and where some of its words in a row stand in it."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
    text, spans = "", []
    for word, after in zip(words, [*words[1:], ""], strict=True):
        spans.append((len(text), len(text) + len(word)))
        # "1/2" and "3’500 000" are one number each, not two words.
        digits = word[-1].isdigit() and after[:1].isdigit()
        text += word + draw(st.sampled_from(SPACES_AND_STOPS if digits else SEPARATORS))
    first = draw(st.integers(0, len(words) - 1))
    last = draw(st.integers(first, len(words) - 1))
    return text, spans[first][0], spans[last][1]


@given(texts_with_a_quote(), retyped, around, around)
def test_words_cut_out_of_a_passage_are_found_however_they_are_type_set(
    made: tuple[str, int, int], ways: list[str], before: str, after: str
) -> None:
    text, start, end = made
    quote = text[start:end]
    for way in ways:
        quote = RETYPED[way](quote)
    # White space around the passage, so that what is before it is no part of its first word.
    document = make_document(f"{before}\n\n{text}\n\n{after}")
    offset = len(before) + 2
    passage = passage_at(document, offset, offset + len(text))

    span = locate_quote(quote, passage)

    assert span is not None
    assert offset <= span.start < span.end <= offset + len(text)
    assert plain(document.text[span.start : span.end]) == plain(text[start:end])
    assert words_at(passage, span) == document.text[span.start : span.end]
    assert span.start <= offset + start  # the first place with these words


pieces = st.sampled_from(
    [
        *("a", "e", "w", "i", "n", "é", "e\u0301", "1", "65", "0", ".", ",", "'", "’", " "),
        *("\u00a0", "\n", "-", "‑", "“", '"', "…", "\u00ad", "\u200b", "ﬁ", "ﬃ", "f", "и\u0306"),
        *("t", "क", "\u093f", "\u0bc6", "\u0bbe", "\u034f", "\u200e", "`", "\u2009"),
        *("한", "\u1112\u1161", "A", "WIN", "\u0301", "\U0001f600", "\ud800", "\u200d", "_", "²"),
    ]
)
any_text = st.lists(pieces, max_size=14).map("".join)


@given(any_text, any_text, st.integers(0, 9))
def test_what_is_found_has_the_same_words_and_stands_alone(
    quote: str, text: str, offset: int
) -> None:
    document = make_document("_" * offset + text)
    span = locate_quote(quote, passage_at(document, offset))

    if span is not None:
        assert offset <= span.start < span.end <= len(document.text)
        assert plain(document.text[span.start : span.end]) == plain(quote)
        assert stands_alone(text, span.start - offset, span.end - offset)


@given(st.lists(st.tuples(any_text, st.lists(any_text, max_size=3)), max_size=3), any_text)
def test_no_quote_survives_that_is_not_in_the_passage_word_for_word(
    claims: list[tuple[str, list[str]]], text: str
) -> None:
    passage = passage_of(f"some words before {text}")
    made = [claim_of(said, *((passage, quote) for quote in quotes)) for said, quotes in claims]

    verdict = ground(made, [passage])

    for claim in verdict.claims:
        assert claim.quotes
        for quote in claim.quotes:
            assert quote.text in passage.text
            assert plain(quote.text) in plain(passage.text)
    survived = sum(len(claim.quotes) for claim in verdict.claims)
    said_without = sum(not quotes for _, quotes in claims)
    assert survived + len(verdict.dropped) == said_without + sum(len(q) for _, q in claims)


@given(texts_with_a_quote())
def test_what_was_found_is_found_again_at_the_same_place(made: tuple[str, int, int]) -> None:
    text, start, end = made
    passage = passage_of(text)
    span = locate_quote(text[start:end], passage)

    assert span is not None
    assert locate_quote(words_at(passage, span), passage) == span


SENTENCE = "Il réclame 1.65 million d’euros, soit 1,000 fois le prix d'une window « défunte »."


@pytest.mark.parametrize(
    "quote",
    [
        pytest.param("win", id="part of a word"),
        pytest.param("indow", id="end of a word"),
        pytest.param("window « défunt", id="part of the last word"),
        pytest.param("65", id="the digits behind a point"),
        pytest.param("1", id="the digits before a point or a comma"),
        pytest.param("1.6", id="part of the digits behind a point"),
        pytest.param("000", id="the digits behind a comma"),
        pytest.param(",000", id="a comma and the digits behind it"),
        pytest.param("1.", id="digits with the point behind them"),
        pytest.param("165", id="a number without its point"),
        pytest.param("1,65", id="another decimal mark"),
        pytest.param("il réclame", id="another case"),
        pytest.param("Il reclame", id="an accent left out"),
        pytest.param("Il réclamé", id="an accent added"),
        pytest.param("Il reclame\u0301", id="an accent elsewhere"),
        pytest.param("Il réclame … d’euros", id="an ellipsis"),
        pytest.param("Il réclame [...] d’euros", id="an ellipsis in brackets"),
        pytest.param("Il réclame d’euros", id="words left out"),
        pytest.param("Il réclame 1.65 millions", id="a letter added"),
        pytest.param("1.65million", id="a space left out"),
        pytest.param("win dow", id="a space added"),
        pytest.param("deuros", id="an apostrophe left out"),
        pytest.param("une window \"défunte\"", id="words with other marks around, one space less"),
        pytest.param("I1 réclame", id="a letter that looks alike"),
        pytest.param("Il\u0301 réclame", id="a combining mark of its own"),
        pytest.param("\u0301clame", id="a combining mark first"),
        pytest.param(SENTENCE + " Oui", id="more than the passage has"),
    ],
)  # fmt: skip
def test_words_that_differ_by_more_than_type_setting_are_not_found(quote: str) -> None:
    assert locate_quote(quote, passage_of(SENTENCE)) is None


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("d'euros", "d’euros"),
        ("d’une", "d'une"),
        ("euros", "euros"),
        ("1,000 fois", "1,000 fois"),
        ("1.65", "1.65"),
        ("window « défunte »", "window « défunte »"),
        ("re\u0301clame", "réclame"),
        ("  Il\n\nréclame ", "Il réclame"),
        ("Il ré\u00adclame", "Il réclame"),
        (SENTENCE, SENTENCE),
    ],
)
def test_type_setting_is_forgiven_and_the_documents_own_words_are_shown(
    quote: str, found: str
) -> None:
    passage = passage_of(SENTENCE)

    verdict = ground([claim_of("So it is.", (passage, quote))], [passage])

    assert [q.text for claim in verdict.claims for q in claim.quotes] == [found]


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        pytest.param("한국 영화", "\u1112\u1161\u11ab\u1100\u116e\u11a8", "한국", id="taken apart"),
        pytest.param("\u1112\u1161\u11ab 말", "한", "\u1112\u1161\u11ab", id="put together"),
        pytest.param("\u1112\u1161\u11ab 말", "하", None, id="without its last part"),
        pytest.param("한 말", "하", None, id="another syllable"),
        pytest.param("각 말", "가\u11a8", "각", id="half taken apart"),
        pytest.param("가\u11a8 말", "각", "가\u11a8", id="half put together"),
        pytest.param("가\u11a8 말", "가", None, id="half taken apart, without its last part"),
    ],
)
def test_a_korean_syllable_is_found_whole_or_not_at_all(
    text: str, quote: str, found: str | None
) -> None:
    passage = passage_of(text, language="ko")
    span = locate_quote(quote, passage)

    assert (None if span is None else words_at(passage, span)) == found


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("ﬁn", "fin", "ﬁn"),
        ("fin", "ﬁn", "fin"),
        ("oﬃce", "office", "oﬃce"),
        ("a ﬁ b", "a f", None),
        ("a ﬁ b", "i b", None),
    ],
)
def test_a_ligature_is_found_whole_or_not_at_all(text: str, quote: str, found: str | None) -> None:
    passage = passage_of(text)
    span = locate_quote(quote, passage)

    assert (None if span is None else words_at(passage, span)) == found


def test_a_letter_is_not_found_without_the_accents_it_has() -> None:
    for text in ("café", "cafe\u0301", "cafe\u0323\u0301"):
        assert locate_quote("cafe", passage_of(text)) is None
        assert locate_quote(text, passage_of(text)) == Span(0, len(text))


def test_accents_are_equal_in_either_order_of_those_that_do_not_touch() -> None:
    assert locate_quote("q\u0323\u0307", passage_of("q\u0307\u0323")) == Span(0, 3)


def test_a_word_of_a_script_without_spaces_is_found_inside_a_run() -> None:
    """東京都 and กรุงเทพ have no spaces that could tell where a word ends."""
    assert locate_quote("東京", passage_of("在東京都")) == Span(1, 3)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("한국은 이겼다", "한국"),
        ("ليس محظورا", "ظورا"),
        ("אסורים", "אסור"),
        ("हिन्दीमें", "हिन्दी"),
        ("நீதிமன்றம்", "நீதி"),
        ("a한", "a"),
        ("a한", "한"),
        ("5万人", "5"),
        ("三万人", "三"),
    ],
)
def test_a_word_or_number_of_any_other_script_is_found_whole_or_not_at_all(
    text: str, quote: str
) -> None:
    assert locate_quote(quote, passage_of(text)) is None
    assert locate_quote(text, passage_of(text)) == Span(0, len(text))


def test_a_word_of_another_script_is_found_in_a_run_without_spaces() -> None:
    assert locate_quote("AllofMP3", passage_of("在2007年AllofMP3被关闭")) == Span(6, 14)
    assert locate_quote("2007", passage_of("在2007年AllofMP3被关闭")) == Span(1, 5)


@pytest.mark.parametrize("apostrophe", "'’´`ʼ")
@pytest.mark.parametrize(
    ("text", "quote", "is_found"),
    [
        ("The RIAA won't say.", "won", False),
        ("The RIAA won't say.", "won'", False),
        ("The RIAA won't say.", "t say", False),
        ("The RIAA won't say.", "'t say", False),
        ("The RIAA won't say.", "won't", True),
        ("It can't be sold.", "It can", False),
        ("IT CAN'T BE SOLD.", "IT CAN", False),
        ("It's closed.", "s closed", False),
        ("IT'S CLOSED.", "S CLOSED", False),
        ("Ils ont fermé l'site.", "site", True),
        ("la vente d'AllofMP3", "AllofMP3", True),
        ("l'e\u0301diteur a payé", "éditeur a", True),
        ("l'éditeur a payé", "l'éditeur", True),
        ("l'éditeur a payé", "l'", False),
        ("dit qu'elle paie", "dit qu", False),
        ("the judges' ruling", "the judges", True),
        ("the 'site' closed", "site", True),
        ("in the '90s", "90s", True),
    ],
)
def test_no_quote_ends_at_an_apostrophe_inside_a_word(
    text: str, quote: str, is_found: bool, apostrophe: str
) -> None:
    """ "won" is the opposite of "won't", but "éditeur" is a word of its own in "l'éditeur"."""
    span = locate_quote(quote, passage_of(text.replace("'", apostrophe)))

    assert (span is not None) is is_found


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("1\u00a0000 euros", "1", None),
        ("1\u202f000 euros", "000 euros", None),
        ("1\u2009000\u2009000 euros", "1 000", None),
        ("1\u2009000\u2009000 euros", "000", None),
        ("1\u202f000 euros", "1 000", "1\u202f000"),
        ("en 2007\u00a0350 sites", "2007", "2007"),
        ("en 2007\u00a0350 sites", "350 sites", "350 sites"),
        ("a share of .65 only", "65", None),
        ("a share of .65 only", ".65", ".65"),
        ("at -5 degrees", "5", None),
        ("at −5 degrees", "5 degrees", None),
        ("at −5 degrees", "-5", "−5"),
        ("(-5)", "5", None),
        ("-5", "5", None),
        ("1/2 of it", "1", None),
        ("1/2 of it", "2 of it", None),
        ("1/2 of it", "1/2", "1/2"),
        ("at 10:30", "10", None),
        ("at 10:30", "30", None),
        ("mi-2007", "2007", "2007"),
        ("2006-2007", "2007", "2007"),
        ("2006/2007", "2007", "2007"),
        ("20 mai...2008", "2008", "2008"),
        ("p.65", "65", "65"),
        ("In 2007: 30 sites.", "30", "30"),
    ],
)
def test_a_number_is_found_whole_or_not_at_all(text: str, quote: str, found: str | None) -> None:
    passage = passage_of(text)
    span = locate_quote(quote, passage)

    assert (None if span is None else words_at(passage, span)) == found


@pytest.mark.parametrize(
    ("text", "part"),
    [
        pytest.param("कि", "क", id="Hindi vowel sign"),
        pytest.param("กี", "ก", id="Thai vowel sign"),
        pytest.param("កា", "ក", id="Khmer vowel sign"),
        pytest.param("\u0995\u09cb", "\u0995", id="Bengali vowel of two parts"),
        pytest.param("\u0995\u09cb", "\u0995\u09c7", id="its first part"),
        pytest.param("\u0b95\u0bca", "\u0b95\u0bc6", id="Tamil vowel of two parts"),
        pytest.param("e\u200b\u0301", "e", id="an unseen mark before the accent"),
        pytest.param("a\u034fb", "a", id="an unseen joiner"),
        pytest.param("a\u200eb", "b", id="an unseen direction"),
    ],
)
def test_a_written_character_is_found_whole_or_not_at_all(text: str, part: str) -> None:
    passage = passage_of(f"{text} x")

    assert locate_quote(part, passage) is None
    for form in ("NFC", "NFD"):
        assert locate_quote(unicodedata.normalize(form, text), passage) == Span(0, len(text))


@pytest.mark.parametrize("mark", UNSEEN)
def test_a_mark_that_is_not_seen_is_not_compared(mark: str) -> None:
    assert locate_quote("site fermé", passage_of(f"si{mark}te{mark} ferme{mark}\u0301")) is not None
    assert locate_quote(f"s{mark}ite{mark}", passage_of("site")) == Span(0, 4)


def test_guillemets_are_no_quotation_marks_of_another_kind() -> None:
    assert locate_quote('"défunte"', passage_of("«défunte»")) is None


def test_a_whole_number_is_found_after_the_same_digits_as_a_part() -> None:
    assert locate_quote("65", passage_of("1.65, then 265, then 65.")) == Span(21, 23)


def test_a_quote_from_two_passages_is_not_found_across_them() -> None:
    document = make_document("The court ruled. The site closed.")
    both = [passage_at(document, 0, 16), passage_at(document, 17, 33)]

    quoted = claim_of("Both.", *((passage, "ruled. The site") for passage in both))

    assert [d.why for d in ground([quoted], both).dropped] == [Why.NOT_VERBATIM] * 2


def test_offsets_count_from_the_beginning_of_the_document() -> None:
    document = make_document("Première phrase. Le site a été fermé.")
    passage = passage_at(document, 17)

    assert locate_quote("a e\u0301te\u0301 fermé", passage) == Span(25, 36)


def test_the_first_of_two_equal_places_is_taken() -> None:
    assert locate_quote("won", passage_of("She won, he won.")) == Span(4, 7)


def test_a_claim_quoting_a_passage_that_was_not_retrieved_is_dropped() -> None:
    """True somewhere in the dossier is not enough: it must stand where we point."""
    munich, london = passage_of("Der Vertrieb wurde untersagt."), passage_of("Banned.", "b.txt")

    verdict = ground([claim_of("It was banned.", (munich, "untersagt"))], [london])

    assert verdict.claims == ()
    assert [(d.text, d.why) for d in verdict.dropped] == [("untersagt", Why.PASSAGE_NOT_RETRIEVED)]


def test_words_that_stand_in_another_retrieved_passage_are_not_found_in_this_one() -> None:
    munich, london = passage_of("Der Vertrieb wurde untersagt."), passage_of("Banned.", "b.txt")

    verdict = ground([claim_of("It was banned.", (london, "untersagt"))], [munich, london])

    assert [d.why for d in verdict.dropped] == [Why.OTHER_PASSAGE]


def test_a_passage_that_was_made_up_is_dropped() -> None:
    claim = Claim("It was.", (Quote(PassageId("nowhere"), "Banned."),))

    verdict = ground([claim], [passage_of("Banned.")])

    assert [d.why for d in verdict.dropped] == [Why.PASSAGE_NOT_RETRIEVED]


@pytest.mark.parametrize(
    "quote", ["", " ", "\n\u00a0", "…", "...", "« »", "—", "\u200b", "\u0301", "\U0001f600", "'\"'"]
)
def test_a_quote_without_words_is_no_quote(quote: str) -> None:
    passage = passage_of("« … » — the site ... '\"' \U0001f600 \u0301")

    verdict = ground([claim_of("Nothing.", (passage, quote))], [passage])

    assert verdict.claims == ()
    assert [d.why for d in verdict.dropped] == [Why.EMPTY_QUOTE]


def test_a_claim_without_quotes_is_dropped_under_its_own_words() -> None:
    verdict = ground([Claim("The RIAA won.", ())], [passage_of("The RIAA won.")])

    assert verdict.claims == ()
    assert [(d.text, d.why) for d in verdict.dropped] == [("The RIAA won.", Why.NO_QUOTE)]


def test_a_claim_keeps_its_good_quotes_and_loses_the_bad() -> None:
    passage, other = passage_of("The site closed in 2007."), passage_of("Elsewhere.", "b.txt")
    claim = claim_of(
        "It closed.", (passage, "closed in 2006"), (passage, "in 2007"), (other, "Elsewhere")
    )

    verdict = ground([claim], [passage])

    assert [(c.text, [q.text for q in c.quotes]) for c in verdict.claims] == [
        ("It closed.", ["in 2007"])
    ]
    assert [(d.text, d.why) for d in verdict.dropped] == [
        ("closed in 2006", Why.NOT_VERBATIM),
        ("Elsewhere", Why.PASSAGE_NOT_RETRIEVED),
    ]


def test_claims_that_survive_keep_their_order() -> None:
    passage = passage_of("One. Two. Three.")
    claims = [claim_of(w, (passage, w)) for w in ("Three", "Four", "One")]

    assert [claim.text for claim in ground(claims, [passage]).claims] == ["Three", "One"]


def test_nothing_claimed_gives_nothing() -> None:
    verdict = ground([], [])

    assert (verdict.claims, verdict.dropped) == ((), ())


def test_ten_thousand_characters_are_found_and_one_more_is_not() -> None:
    text = "l’été " * 1_700
    passage = passage_of(text)

    assert locate_quote("l'e\u0301te\u0301 " * 1_700, passage) == Span(0, len(text) - 1)
    assert locate_quote(text + "x", passage) is None
    assert locate_quote("l" * 10_000, passage_of("l" * 20_000)) is None


def test_half_of_a_surrogate_pair_harms_nothing() -> None:
    passage = passage_of("a \ud83d site \udc00")

    assert locate_quote("\ud83d site", passage) == Span(2, 8)
    assert locate_quote("\udc00 site", passage) is None


def test_a_passage_is_found_whole_whatever_its_id_is_of() -> None:
    passage = passage_of("MP3Sparks ou Memphismembers")

    assert locate_quote(passage.text, passage) == Span(0, 27)
    assert locate_quote(str(passage_id(passage)), passage) is None


SITE = "The site closed in July 2007 after a long dispute."
COURT = "The court in Moscow cleared its founder of every charge."


@pytest.mark.parametrize(
    ("quote", "why"),
    [
        ("The court in Moscow cleared its founder", Why.OTHER_PASSAGE),
        ("the court in moscow cleared its founder …", Why.OTHER_PASSAGE),
        ("The site closed in July cleared its founder of every charge", Why.STITCHED),
        ("The site closed … after a long dispute in Moscow cleared its founder", Why.STITCHED),
        ("The site closed in July 2008 after a long dispute.", Why.NOT_VERBATIM),
        ("The site was sold in July 2007", Why.NOT_VERBATIM),
        ("Nobody was ever charged", Why.NOT_VERBATIM),
    ],
)
def test_what_is_wrong_with_a_quote_is_told(quote: str, why: Why) -> None:
    site, court = passage_of(SITE), passage_of(COURT, "b.txt")

    verdict = ground([claim_of("So it was.", (site, quote))], [site, court])

    assert verdict.claims == ()
    assert [(d.text, d.why) for d in verdict.dropped] == [(quote, why)]


def test_a_careless_copy_is_shown_in_the_documents_own_words() -> None:
    site = passage_of(f"Before. {SITE}")

    verdict = ground([claim_of("It closed.", (site, "“the Site closed in July 2007…”"))], [site])

    assert [q.text for q in verdict.claims[0].quotes] == ["The site closed in July 2007"]
    assert verdict.dropped == ()


def test_a_correction_stays_one() -> None:
    site = passage_of(SITE)
    quotes = (Quote(passage_id(site), SITE),)

    verdict = ground([Claim("No.", quotes, corrects=True), Claim("So.", quotes)], [site])

    assert [claim.corrects for claim in verdict.claims] == [True, False]


def test_quotes_overlap_in_words_of_one_document_alone() -> None:
    document = make_document(text := f"{SITE} It opened again.", "a.txt")
    one, other = passage_at(document), passage_at(document, 4)
    elsewhere = passage_of(text, "elsewhere.txt")
    quote = GroundedQuote(one, Span(0, 8), text[:8])

    assert quote.overlaps(GroundedQuote(other, Span(4, 8), text[4:8]))
    assert not quote.overlaps(GroundedQuote(one, Span(9, 15), text[9:15]))
    assert not quote.overlaps(GroundedQuote(elsewhere, Span(0, 8), text[:8]))
