"""PDF: whole sentences, the page of each, and no harm from files that mean it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents import Heading, Metadata, Place, PlaceKind, Span
from ingest.errors import (
    DamagedDocumentError,
    EncryptedDocumentError,
    ScannedDocumentError,
    SwollenDocumentError,
)
from ingest.readers.pdf import read_pdf
from tests.ingest.readers.making_pdf import (
    landscape_of,
    laughing_pdf,
    pdf_of,
    raw_pdf,
    scan_of,
    stream,
    zeros,
)

COURT = (
    "The court acquitted him in August. It found no proof that a crime had been committed, "
    "although record companies had asked for fifteen million roubles in damages."
)
CARD = "Later the operator sued a payment company that had stopped to take money for it, and won."


def page_starts(data: bytes) -> dict[str, str]:
    """The first three words of each page, by its number."""
    content = read_pdf("a.pdf", data)
    return {
        place.value: " ".join(content.text[place.start :].split()[:3]) for place in content.places
    }


def test_lines_become_paragraphs_and_sentences_whole() -> None:
    content = read_pdf("a.pdf", pdf_of([COURT, CARD]))

    assert content.text == f"{COURT}\n\n{CARD}"
    assert content.places == (Place(0, PlaceKind.PAGE, "1"),)


def test_every_page_begins_where_its_words_do() -> None:
    assert page_starts(pdf_of([COURT], [CARD], ["It appealed."])) == {
        "1": "The court acquitted", "2": "Later the operator", "3": "It appealed.",
    }  # fmt: skip


def test_a_sentence_over_the_border_of_a_page_stays_one() -> None:
    first, second = COURT.split(" although ")

    content = read_pdf("a.pdf", pdf_of([CARD, first], [f"although {second}", CARD]))

    assert content.text == f"{CARD}\n\n{COURT}\n\n{CARD}"
    assert content.places[1] == Place(content.text.index("although"), PlaceKind.PAGE, "2")


def test_a_page_that_begins_a_sentence_of_its_own_begins_a_paragraph() -> None:
    assert read_pdf("a.pdf", pdf_of([COURT], [CARD])).text == f"{COURT}\n\n{CARD}"


@pytest.mark.parametrize("degrees", [90, 270])
def test_a_page_in_landscape_is_read_as_it_is_shown(degrees: int) -> None:
    assert read_pdf("a.pdf", landscape_of(COURT, CARD, degrees=degrees)).text == (
        f"{COURT}\n\n{CARD}"
    )


def test_pages_without_words_are_counted() -> None:
    assert page_starts(pdf_of([COURT], [], [CARD])) == {
        "1": "The court acquitted", "3": "Later the operator",
    }  # fmt: skip


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [[f"{word} {COURT}"] for word in ("One.", "Two.", "Three.")]

    text = read_pdf("a.pdf", pdf_of(*pages, head="The case of 2007", foot="Page {page} of 3")).text

    assert text == "\n\n".join(page[0] for page in pages)


def test_what_stands_at_the_edge_of_few_pages_or_without_running_on_is_kept() -> None:
    """A year at the foot of pages is no page number, and two equal lines are no running head."""
    pages = [["One."], ["Two."]]

    assert read_pdf("a.pdf", pdf_of(*pages, head="A verdict", foot="2007")).text.split() == [
        "A", "verdict", "One.", "2007", "A", "verdict", "Two.", "2007",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cut", "elsewhere", "mended"),
    [
        ("inter-\nnational", "The nations.", "inter-national"),
        ("inter-\nnational", "Internationally.", "international"),
        ("card-\npayment", "The card-payment case.", "card-payment"),
        ("court-\nordered", "The court.", "court-ordered"),
        ("Anglo-\nAmerican", "Angloamerican.", "Anglo-American"),
        ("Ein-\nund Ausfuhr", "Einund.", "Ein- und Ausfuhr"),
    ],
)
def test_a_hyphen_at_a_lines_end_goes_only_where_the_word_is_known_without_it(
    cut: str, elsewhere: str, mended: str
) -> None:
    text = f"This is a line of words with nothing in it, long enough: {cut} and so on it goes."

    content = read_pdf("a.pdf", pdf_of([text, elsewhere]))

    assert content.text == f"{text.replace(cut, mended)}\n\n{elsewhere}"


def test_short_lines_stay_apart() -> None:
    address = "High Court of Justice\nChancery Division\nThe Strand"

    assert (
        read_pdf("a.pdf", pdf_of([COURT, address, CARD])).text == f"{COURT}\n\n{address}\n\n{CARD}"
    )


def test_items_of_a_list_stay_apart() -> None:
    items = f"1. {CARD}\n2. {CARD}"

    assert read_pdf("a.pdf", pdf_of([COURT, items])).text == f"{COURT}\n\n{items}"


def test_bookmarks_become_headings_where_their_words_stand() -> None:
    data = pdf_of(
        ["2. The case", COURT],
        ["The verdict", CARD],
        outline=[("The case", 0, 0), ("The verdict", 1, 1), ("Not there", 0, 1)],
    )

    content = read_pdf("a.pdf", data)

    second = content.text.index("The verdict")
    assert content.headings == (
        Heading(1, "2. The case", Span(0, 11)),
        Heading(2, "The verdict", Span(second, second + 11)),
    )
    assert content.text.startswith("2. The case\n\nThe court")


def test_title_and_author_are_taken_from_the_file() -> None:
    content = read_pdf("a.pdf", pdf_of([COURT], title="The  verdict of 2007", author="A. Writer"))

    assert content.front == {"title": "The verdict of 2007", "author": "A. Writer"}
    assert Metadata.model_validate(content.front).title == "The verdict of 2007"


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - verdict.doc", "verdict.pdf", "untitled", "C:\\docs\\a", "a_b", "2007",
        "", " ", "Document1", "x" * 301,
    ],
)  # fmt: skip
def test_a_title_that_nobody_gave_is_none(title: str) -> None:
    assert read_pdf("a.pdf", pdf_of([COURT], title=title, author="Administrator")).front == {}


def test_a_pdf_that_asks_for_a_password_says_so() -> None:
    with pytest.raises(EncryptedDocumentError, match=r"^sub/a\.pdf is encrypted\."):
        read_pdf("sub/a.pdf", pdf_of([COURT], password="secret"))  # noqa: S106


def test_a_pdf_that_only_forbids_is_read() -> None:
    assert read_pdf("a.pdf", pdf_of([COURT], password="")).text == COURT


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7\n", b"no PDF", bytes(range(256)) * 40, pdf_of([COURT])[:300]],
    ids=["empty", "only a head", "text", "garbage", "cut off"],
)
def test_what_is_no_whole_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedDocumentError, match=r"^a\.pdf could not be read as PDF: it has no"):
        read_pdf("a.pdf", data)


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_a_pdf_with_a_byte_changed_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(pdf_of([COURT], [CARD]))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] = data.draw(st.integers(0, 255))

    try:
        content = read_pdf("a.pdf", bytes(whole))
    except (DamagedDocumentError, EncryptedDocumentError, ScannedDocumentError):
        return
    assert all(content.text[place.start] != " " for place in content.places)


PICTURE = b"/Type/XObject/Subtype/Image/Width 30000/Height 30000/ColorSpace/DeviceRGB"


@pytest.mark.parametrize(
    "data",
    [raw_pdf(zeros(1500), b"/Filter/FlateDecode"), laughing_pdf()],
    ids=["zeros", "forms in forms"],
)
def test_a_bomb_goes_off_in_a_process_of_its_own(data: bytes) -> None:
    with pytest.raises(SwollenDocumentError, match=r"^a\.pdf holds more .*: 1000 MB\."):
        read_pdf("a.pdf", data)


def test_a_page_tree_that_claims_more_pages_than_there_are_is_read() -> None:
    data = raw_pdf(b"BT /F 12 Tf 10 10 Td (Hello.) Tj ET").replace(b"/Count 1", b"/Count 2000000")

    assert read_pdf("a.pdf", data).text == "Hello."


def test_scanned_pages_are_read_and_keep_their_numbers() -> None:
    """Pages with text and pages that are pictures, in one file."""
    content = read_pdf("a.pdf", scan_of(COURT, "=" + CARD, CARD))

    assert content.text.split("\n\n") == [COURT, CARD, CARD]
    assert [place.value for place in content.places] == ["1", "2", "3"]


def test_a_page_of_which_nothing_can_be_read_is_named(caplog: pytest.LogCaptureFixture) -> None:
    content = read_pdf("a.pdf", scan_of("=" + COURT, "...", "=" + CARD))

    assert [place.value for place in content.places] == ["1", "3"]
    assert caplog.messages == ["a.pdf: nothing can be read on page 2."]


@pytest.mark.parametrize(
    "text",
    ["Le tribunal a jugé : « L’été, où ça ? »", "Größe und Öl der Straße, so das Gericht."],
)
def test_accents_are_read_from_a_picture(text: str) -> None:
    assert letters(read_pdf("a.pdf", scan_of(text)).text) == letters(text)


def test_a_scan_in_which_nothing_can_be_read_says_that_it_is_one() -> None:
    with pytest.raises(ScannedDocumentError, match=r"^a\.pdf is scanned: .*dossier\[ocr\]"):
        read_pdf("a.pdf", scan_of("..."))


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    picture = stream(zeros(2700), PICTURE + b"/BitsPerComponent 8/Filter/FlateDecode")
    content = b"q 600 0 0 700 0 0 cm /X Do Q"

    with pytest.raises((ScannedDocumentError, SwollenDocumentError)):
        read_pdf("a.pdf", raw_pdf(content, resources=b"/XObject<</X 6 0 R>>", more=[picture]))


words = st.text(st.sampled_from("abcdefgh"), min_size=1, max_size=9)
paragraphs = st.lists(words, min_size=1, max_size=40).map(lambda some: " ".join(some).title() + ".")


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(paragraphs, max_size=3), min_size=1, max_size=4))
def test_no_word_is_lost_and_each_page_begins_with_its_own(drawn: list[list[str]]) -> None:
    """What is the same on several pages may be a running head: each has a mark of its own."""
    marked = zip(["Xi", "Rho", "Tau", "Mu"], drawn, strict=False)
    pages = [[f"{mark} {text} {mark}." for text in page] for mark, page in marked]

    content = read_pdf("a.pdf", pdf_of(*pages))

    assert content.text.split() == " ".join(text for page in pages for text in page).split()
    starts = [place.start for place in content.places]
    assert starts == sorted(starts)
    printed = [(str(n), page[0].split()[0]) for n, page in enumerate(pages, 1) if page]
    assert [(p.value, content.text[p.start :].split()[0]) for p in content.places] == printed


def letters(text: str) -> list[str]:
    """Which apostrophe it was is not always seen."""
    return re.findall(r"\w+", text)


def test_words_that_go_down_like_stairs_are_read() -> None:
    """PDFium takes them for one line."""
    steps = b"BT /F 12 Tf 50 700 Td " + b"5 -1 Td (step ) Tj " * 3000 + b"ET"

    assert read_pdf("a.pdf", raw_pdf(steps)).text.split() == ["step"] * 3000
