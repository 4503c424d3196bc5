"""Plain text in the encodings that can be told, and no other."""

import codecs

import pytest

from ingest.errors import BinaryDocumentError, EncodingDocumentError
from ingest.readers import READERS
from ingest.readers.text import decode, read_text

TEXT = "Суд: « fermé\u00a0! » 😀\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    ],
    ids=["UTF-8", "UTF-8 with BOM", "UTF-16 LE", "UTF-16 BE"],
)
def test_an_encoding_that_says_what_it_is_is_read(data: bytes) -> None:
    assert read_text("a.txt", data).text == TEXT


def test_line_ends_of_every_system_become_one() -> None:
    assert decode("a.txt", b"one\r\ntwo\rthree\n\r\n") == "one\ntwo\nthree\n\n"


def test_nothing_else_is_changed() -> None:
    """White space, form feeds and forms of letters are the file's own: offsets count in them."""
    text = "  a\u0301\tb\x0c\u2028c  \n\n\n"

    assert read_text("a.txt", text.encode()).text == text


def test_text_has_neither_headings_nor_front_matter() -> None:
    content = read_text("a.txt", b"---\ntitle: T\n---\n# H\n")

    assert content.text == "---\ntitle: T\n---\n# H\n"
    assert content.headings == ()
    assert content.front == {}


def test_latin_1_is_refused_with_its_byte_and_offset() -> None:
    """Not guessed at: a wrong guess would corrupt quotes."""
    with pytest.raises(EncodingDocumentError) as caught:
        decode("a.txt", "Café fermé".encode("latin-1"))

    assert str(caught.value) == (
        "a.txt is not UTF-8: byte 0xe9 at offset 3. Save it again with the encoding UTF-8."
    )


@pytest.mark.parametrize(
    ("data", "offset"),
    [(b"abc\0def", 3), (b"\x89PNG\r\n\x1a\n\0\0", 8), ("text".encode("utf-16-le"), 1)],
    ids=["NUL", "picture", "UTF-16 without BOM"],
)
def test_what_has_nul_bytes_is_not_text(data: bytes, offset: int) -> None:
    with pytest.raises(BinaryDocumentError) as caught:
        decode("a.txt", data)

    assert str(caught.value) == (
        f"a.txt is not text: it has a NUL byte at offset {offset}. "
        "Save it as plain text in UTF-8, or move it out of the dossier folder."
    )


def test_a_nul_character_in_utf_16_is_refused_too() -> None:
    """Its offset counts bytes, as in a file of UTF-8."""
    with pytest.raises(BinaryDocumentError, match=r"a NUL byte at offset 8\."):
        decode("a.txt", codecs.BOM_UTF16_BE + "a😀\0b".encode("utf-16-be"))


def test_utf_16_that_breaks_off_is_refused() -> None:
    with pytest.raises(
        EncodingDocumentError, match=r"^a\.txt is not UTF-16: byte 0x62 at offset 4\."
    ):
        decode("a.txt", codecs.BOM_UTF16_LE + b"a\0b")


def test_suffixes_have_their_readers() -> None:
    assert {".md", ".markdown", ".txt", ".text", ".html", ".htm", ".docx", ".eml"} <= READERS.keys()
