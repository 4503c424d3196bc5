"""DOCX in the order of the document, and what is wrong with files that only look like one."""

import io
import re
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.documents import Heading, Span
from ingest.errors import DamagedDocumentError, EncryptedDocumentError, SwollenDocumentError
from ingest.readers.content import Content
from ingest.readers.docx import read_docx

W = nsdecls("w")
BOX = "<w:p><w:r><w:t>box</w:t></w:r></w:p>"


def saved(document: Docx) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def read(document: Docx) -> Content:
    return read_docx("a.docx", saved(document))


def add_xml(document: Docx, xml: str) -> None:
    """Add to the end of the body what python-docx has no way to write."""
    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))


def a_document() -> bytes:
    document = docx.Document()
    document.add_paragraph("Words.")
    return saved(document)


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Rewrite an archive part by part; None leaves a part out."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
    return file.getvalue()


def test_paragraphs_lists_and_tables_stand_in_their_order() -> None:
    document = docx.Document()
    document.add_paragraph("It had two licences.")
    document.add_paragraph("first", style="List Bullet")
    document.add_paragraph("second", style="List Number")
    table = document.add_table(2, 3)
    for cell, words in zip(
        table._cells, ("Year", "Price", "", "2006", "ten\ncents", "x"), strict=True
    ):
        cell.text = words
    document.add_paragraph("The 😀 end.\nOf it.")

    assert read(document).text == (
        "It had two licences.\n\nfirst\n\nsecond\n\nYear | Price | \n\n2006 | ten cents | x\n\n"
        "The 😀 end.\nOf it."
    )


def test_headings_have_their_level_and_place() -> None:
    document = docx.Document()
    document.add_heading("The site", 0)
    document.add_heading("Licences", 1)
    document.add_paragraph("Two.")
    document.add_heading("ROMS", 2)

    content = read(document)

    assert content.text == "The site\n\nLicences\n\nTwo.\n\nROMS"
    assert content.headings == (
        Heading(1, "The site", Span(0, 8)),
        Heading(1, "Licences", Span(10, 18)),
        Heading(2, "ROMS", Span(26, 30)),
    )


def test_a_heading_of_several_lines_is_one_line() -> None:
    document = docx.Document()
    document.add_heading("The site\n\nand its licences", 1)

    content = read(document)

    assert [heading.title for heading in content.headings] == ["The site and its licences"]
    assert content.text == "The site and its licences"


def test_a_heading_is_known_by_its_outline_level_whatever_its_style_is_called() -> None:
    document = docx.Document()
    chapter = document.styles.add_style("Kapitel", WD_STYLE_TYPE.PARAGRAPH)
    chapter.element.insert(1, parse_xml(f'<w:pPr {W}><w:outlineLvl w:val="2"/></w:pPr>'))
    based = document.styles.add_style("Unterkapitel", WD_STYLE_TYPE.PARAGRAPH)
    based.base_style = chapter
    document.add_paragraph("Eins", style="Kapitel")
    document.add_paragraph("Zwei", style="Unterkapitel")
    add_xml(
        document,
        f'<w:p {W}><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Drei</w:t></w:r></w:p>',
    )
    document.add_paragraph("Text.")

    headings = read(document).headings

    assert [(one.level, one.title) for one in headings] == [(3, "Eins"), (3, "Zwei"), (1, "Drei")]


def test_styles_that_are_based_on_each_other_end() -> None:
    document = docx.Document()
    one = document.styles.add_style("One", WD_STYLE_TYPE.PARAGRAPH)
    two = document.styles.add_style("Two", WD_STYLE_TYPE.PARAGRAPH)
    one.base_style, two.base_style = two, one
    document.add_paragraph("Words.", style="One")

    assert read(document).text == "Words."


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ("<w:ins><w:r><w:t>inserted</w:t></w:r></w:ins>", "inserted"),
        ("<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>", ""),
        ("<w:moveFrom><w:r><w:t>moved away</w:t></w:r></w:moveFrom>", ""),
        ("<w:hyperlink><w:r><w:t>linked</w:t></w:r></w:hyperlink>", "linked"),
        ("<w:sdt><w:sdtContent><w:r><w:t>control</w:t></w:r></w:sdtContent></w:sdt>", "control"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>", ""),
        ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>shown</w:t></w:r>", "shown"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>", ""),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a\tb\nc"),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>", "a\u2011b"),
        ("<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r>", "a"),
        (f"<w:r><w:pict><w:txbxContent>{BOX}</w:txbxContent></w:pict></w:r>", ""),
    ],
)
def test_words_are_those_that_are_shown(xml: str, words: str) -> None:
    document = docx.Document()
    add_xml(document, f"<w:p {W}>{xml}</w:p>")

    assert read(document).text == words


def test_a_content_control_around_paragraphs_is_read_and_a_table_of_contents_is_not() -> None:
    document = docx.Document()
    document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Licences  3", style="toc 1")
    paragraph = "<w:p><w:r><w:t>Inside.</w:t></w:r></w:p>"
    add_xml(document, f"<w:sdt {W}><w:sdtContent>{paragraph}</w:sdtContent></w:sdt>")

    assert read(document).text == "Inside."


def test_a_table_in_a_cell_is_words_of_the_cell() -> None:
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "a"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "b", "c"

    assert read(document).text == "a | b c"


def with_notes(notes: str) -> bytes:
    document = docx.Document()
    add_xml(
        document,
        f"<w:p {W}><w:r><w:t>It closed.</w:t></w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
    )
    document.add_paragraph("The end.")

    def add(name: str, part: bytes) -> bytes:
        if name == "word/_rels/document.xml.rels":
            return part.replace(
                b"</Relationships>",
                b'<Relationship Id="n" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
                b'relationships/footnotes" Target="footnotes.xml"/></Relationships>',
            )
        if name == "[Content_Types].xml":
            return part.replace(
                b"</Types>",
                b'<Override PartName="/word/footnotes.xml" ContentType="application/xml"/></Types>',
            )
        return part

    data = io.BytesIO(repacked(saved(document), add))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("word/footnotes.xml", notes)
    return data.getvalue()


def test_a_footnote_follows_its_paragraph() -> None:
    data = with_notes(
        f'<w:footnotes {W}><w:footnote w:id="-1"><w:p/></w:footnote><w:footnote w:id="2"><w:p>'
        "<w:r><w:t>On a Monday.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )

    assert read_docx("a.docx", data).text == "It closed.\n\nOn a Monday.\n\nThe end."


SMALL = '<!DOCTYPE w:x [<!ENTITY e "ha"><!ENTITY file SYSTEM "file:///etc/passwd">]>'
BOMB = '<!DOCTYPE w:x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip


def with_entity(doctype: str, entity: str) -> bytes:
    def declare(name: str, part: bytes) -> bytes:
        if name != "word/document.xml":
            return part
        declaration, _, rest = part.decode().partition("?>")
        used = rest.replace("Words.", f"Words. {entity}")
        return f"{declaration}?>{doctype}{used}".encode()

    return repacked(a_document(), declare)


@pytest.mark.parametrize("entity", ["&e;", "&file;"])
def test_entities_are_not_written_out(entity: str) -> None:
    assert read_docx("a.docx", with_entity(SMALL, entity)).text == "Words."


def test_entities_of_footnotes_are_not_written_out() -> None:
    data = with_notes(
        f'{SMALL}<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>&e;</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )

    assert read_docx("a.docx", data).text == "It closed.\n\nThe end."


def test_a_bomb_of_entities_is_damage() -> None:
    with pytest.raises(DamagedDocumentError, match=r"DOCX: a part of it is not whole XML\."):
        read_docx("a.docx", with_entity(BOMB, "&i;"))


def test_title_author_and_language_are_what_the_file_says() -> None:
    """When it was saved is not when it was published."""
    document = docx.Document()
    about = document.core_properties
    about.title, about.author, about.language = "Licences", "Ann", "fr-FR"

    assert read(document).front == {"title": "Licences", "author": "Ann", "language": "fr"}


def test_a_file_that_says_nothing_of_itself_has_no_metadata() -> None:
    def forget(name: str, part: bytes) -> bytes | None:
        if name == "_rels/.rels":
            return re.sub(rb"<Relationship [^>]*core-properties[^>]*/>", b"", part)
        return None if name == "docProps/core.xml" else part

    assert read_docx("a.docx", repacked(saved(docx.Document()), forget)).front == {}


@pytest.mark.parametrize("length", [0, 1, 100, 10_000, -30])
def test_a_file_that_is_cut_short_is_damaged(length: int) -> None:
    with pytest.raises(DamagedDocumentError, match=r"^a\.docx .* it is no whole zip archive\. Get"):
        read_docx("a.docx", a_document()[:length])


def test_a_damaged_part_is_named_as_damage() -> None:
    data = bytearray(a_document())
    start = data.index(b"word/document.xml") + 60
    data[start : start + 100] = bytes(100)

    with pytest.raises(DamagedDocumentError, match=r"^a\.docx could not be read as DOCX: "):
        read_docx("a.docx", bytes(data))


@pytest.mark.parametrize("part", ["[Content_Types].xml", "_rels/.rels", "word/document.xml"])
def test_a_part_that_is_missing_is_damage(part: str) -> None:
    data = repacked(a_document(), lambda name, words: None if name == part else words)

    with pytest.raises(DamagedDocumentError):
        read_docx("a.docx", data)


def test_a_part_that_is_no_xml_is_damage() -> None:
    data = repacked(
        a_document(), lambda name, part: part[:500] if name == "word/document.xml" else part
    )

    with pytest.raises(DamagedDocumentError):
        read_docx("a.docx", data)


def test_another_file_of_office_is_no_word_document() -> None:
    data = repacked(
        a_document(), lambda _, part: part.replace(b"wordprocessingml", b"spreadsheetml")
    )

    with pytest.raises(DamagedDocumentError, match="it is no Word document"):
        read_docx("a.docx", data)


def test_another_archive_is_damage() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "Words.")

    with pytest.raises(DamagedDocumentError, match="a part of it is missing"):
        read_docx("a.docx", file.getvalue())


def test_text_is_no_docx() -> None:
    with pytest.raises(DamagedDocumentError, match="it is no whole zip archive"):
        read_docx("a.docx", b"Words.")


COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def test_a_file_with_a_password_is_encrypted() -> None:
    data = COMPOUND_FILE + "EncryptedPackage".encode("utf-16-le") + bytes(1000)

    with pytest.raises(EncryptedDocumentError, match=r"^a\.docx is encrypted\. Save it again "):
        read_docx("a.docx", data)


def test_a_file_of_word_97_is_told_from_an_encrypted_one() -> None:
    data = COMPOUND_FILE + "WordDocument".encode("utf-16-le")

    with pytest.raises(DamagedDocumentError, match="it is in Office's format of 1997"):
        read_docx("a.docx", data)


def test_an_archive_with_a_password_is_encrypted() -> None:
    data = bytearray(a_document())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1

    with pytest.raises(EncryptedDocumentError):
        read_docx("a.docx", bytes(data))


def test_a_small_file_that_unpacks_to_a_large_one_is_refused_unopened() -> None:
    data = io.BytesIO(a_document())
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/zeros.bin", bytes(100_000_000))

    assert len(data.getvalue()) < 200_000
    with pytest.raises(SwollenDocumentError, match=r"^a\.docx holds more .*: 60 MB\."):
        read_docx("a.docx", data.getvalue())


def test_a_bomb_that_lies_about_its_size_is_damage() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", bytes(100_000_000))
    lying = data.getvalue().replace(
        (100_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little")
    )

    with pytest.raises(DamagedDocumentError):
        read_docx("a.docx", lying)


def test_a_document_of_nothing_but_elements_is_refused() -> None:
    """Some kilobytes that would take gigabytes as a tree."""
    empty = b"<w:p/>" * 4_000_000
    data = repacked(
        a_document(),
        lambda name, part: (
            part.replace(b"<w:body>", b"<w:body>" + empty) if name == "word/document.xml" else part
        ),
    )

    with pytest.raises(DamagedDocumentError, match="it has more than 4,000,000 elements"):
        read_docx("a.docx", data)


def test_xml_that_is_nested_too_deeply_is_damage() -> None:
    deep = b"<w:sdt><w:sdtContent>" * 10_000
    data = repacked(
        a_document(),
        lambda name, part: (
            part.replace(b"<w:body>", b"<w:body>" + deep) if name == "word/document.xml" else part
        ),
    )

    with pytest.raises(DamagedDocumentError):
        read_docx("a.docx", data)
