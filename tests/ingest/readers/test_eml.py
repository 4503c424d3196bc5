"""Letters as their readers see them; what is attached to them is a file of its own."""

from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from ingest.documents import Heading, Span
from ingest.errors import DamagedDocumentError, EncryptedDocumentError
from ingest.readers.content import Attachment, Content
from ingest.readers.eml import read_eml


def letter(text: str = "Words.\n", **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in ({"subject": "Licences", "from": "Ann <ann@a.example>"} | headers).items():
        message[name] = value
    message.set_content(text)
    return message


def read(message: EmailMessage | MIMEMultipart) -> Content:
    return read_eml("a.eml", message.as_bytes())


def raw(lines: str, encoding: str = "utf-8") -> Content:
    return read_eml("a.eml", lines.encode(encoding))


def test_headers_are_metadata_and_not_text() -> None:
    content = read(
        letter(
            "It is not legal.\n",
            subject="Les licences : réponse",
            **{"from": "Änn Muster <ann@a.example>", "date": "Sat, 23 Dec 2006 01:30:00 +0300"},
        )
    )

    assert content == Content(
        "It is not legal.",
        front={
            "title": "Les licences : réponse",
            "author": "Änn Muster",
            "published": "2006-12-23",
        },
    )


@pytest.mark.parametrize(
    ("headers", "front"),
    [
        ("From: ann@a.example", {"author": "ann@a.example"}),
        ("From: Ann <a@a.example>, Bob <b@a.example>", {"author": "Ann, Bob"}),
        ("From: <<<@@", {}),
        ("From: " + "(" * 1900, {}),
        ("From: undisclosed-recipients:;", {}),
        ("To: b@a.example\nDate: yesterday", {}),
        ("To: b@a.example\nDate: Sat, 45 Dec 2006 01:30:00", {}),
        ("To: b@a.example\nSubject: =?utf-8?b?////?=", {}),
        ("Subject: =?nonsense?q?a?=", {"title": "a"}),
        ("Subject: one\n two", {"title": "one two"}),
        ("Subject: caf\xe9", {"title": "café"}),
        ("Subject:\nFrom:\nDate:", {}),
    ],
)
def test_headers_are_taken_where_they_are_valid(headers: str, front: dict[str, str]) -> None:
    content = raw(f"{headers}\n\nWords.\n")

    assert (content.text, content.front) == ("Words.", front)


def test_of_two_forms_the_plain_one_is_taken() -> None:
    message = letter("Plain words.\n")
    message.add_alternative("<p>Other <b>words</b></p>", subtype="html")

    assert read(message).text == "Plain words."


def test_html_is_read_as_a_page_is() -> None:
    message = EmailMessage()
    message["subject"] = "News"
    message.set_content("<h1>News</h1><p>Words.</p><script>send()</script>", subtype="html")

    content = read(message)

    assert content.text == "News\n\nWords."
    assert content.headings == (Heading(1, "News", Span(0, 4)),)


def test_html_is_taken_where_the_plain_form_is_empty() -> None:
    message = letter(" \n")
    message.add_alternative("<p>Words.</p>", subtype="html")

    assert read(message).text == "Words."


def test_text_before_and_after_an_attachment_is_read() -> None:
    """As Apple's Mail writes it."""
    message = MIMEMultipart("mixed")
    message["subject"] = "Two parts"
    message.attach(MIMEText("Before.\n"))
    message.attach(MIMEText("<p>After.</p>", "html"))

    assert read(message).text == "Before.\n\nAfter."


def test_what_is_quoted_below_has_a_heading_that_says_whose_words_they_are() -> None:
    content = read(
        letter(
            "No.\n\nAnn\n\nOn 3 May 2006, Bob Smith <b@b.example>\nwrote:\n\n"
            "> Is it legal?\n>\n> Bob\n"
        )
    )

    assert content.text == (
        "No.\n\nAnn\n\nOn 3 May 2006, Bob Smith <b@b.example> wrote:\n\n> Is it legal?\n>\n> Bob"
    )
    assert content.headings == (
        Heading(1, "On 3 May 2006, Bob Smith <b@b.example> wrote:", Span(10, 55)),
    )


@pytest.mark.parametrize(
    "line",
    [
        "Le 3 mai 2006 à 10:00, Bob a écrit :",
        "Am 03.05.2006 um 10:00 schrieb Bob:",
        "El 3 may 2006, Bob escribió:",
        "3 мая 2006 г., 10:00 Боб написал:",
    ],
)
def test_such_a_line_is_known_in_any_language(line: str) -> None:
    content = read(letter(f"Words.\n\n{line}\n> Others.\n"))

    assert [heading.title for heading in content.headings] == [line]
    assert content.text == f"Words.\n\n{line}\n\n> Others."


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May Bob wrote:\n> Is it legal?\n\nNo.\n\n> Why?\n\nAsk them.",
        "The list:\n\n- one\n- two",
        "> Is it legal?",
    ],
)
def test_where_answers_stand_between_quotes_the_text_stays_as_it_is(text: str) -> None:
    content = read(letter(f"{text}\n"))

    assert (content.text, content.headings) == (text, ())


def test_attachments_are_files() -> None:
    message = letter()
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Bericht ä.pdf")
    message.add_attachment("name,price\n", filename="list.csv")
    message.add_attachment(b"GIF", maintype="image", subtype="gif", filename="scan.gif")

    content = read(message)

    assert content.text == "Words."
    assert content.attachments == (
        Attachment("Bericht ä.pdf", b"%PDF"),
        Attachment("list.csv", b"name,price\n"),
        Attachment("scan.gif", b"GIF"),
    )


def test_pictures_in_the_text_and_signatures_are_no_attachments() -> None:
    message = letter()
    message.add_alternative("<p>Words. <img src='cid:logo'></p>", subtype="html")
    page = message.get_payload(1)
    assert isinstance(page, EmailMessage)
    page.add_related(b"PNG", maintype="image", subtype="png", cid="<logo>", filename="logo.png")
    message.make_mixed()
    message.add_attachment(b"GIF", maintype="image", subtype="gif", disposition="inline")
    message.add_attachment(b"sig", maintype="application", subtype="pgp-signature")

    assert read(message) == Content("Words.", front={"title": "Licences", "author": "Ann"})


def test_a_letter_in_a_letter_is_an_attachment_that_can_be_read() -> None:
    message = letter()
    message.add_attachment(letter("Inner words é.\n", subject="Re: a/b"))

    (attachment,) = read(message).attachments

    assert attachment.name == "Re_ a_b.eml"
    inner = read_eml(attachment.name, attachment.data)
    assert (inner.text, inner.front["title"]) == ("Inner words é.", "Re: a/b")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\ann\\list.txt", "list.txt"),
        ("a\u202etxt.exe", "a_txt.exe"),
        (".hidden.txt", "hidden.txt"),
        ("..", "attachment 1.bin"),
        ("/", "attachment 1.bin"),
        ("x" * 300 + ".txt", "x" * 76 + ".txt"),
        ("y" * 300, "y" * 80),
        ("cafe\u0301.txt", "café.txt"),
    ],
)
def test_a_name_is_one_that_every_system_can_keep(given: str, name: str) -> None:
    message = letter()
    message.add_attachment(b"x", maintype="application", subtype="octet-stream", filename=given)

    assert [attachment.name for attachment in read(message).attachments] == [name]


def test_no_two_attachments_have_one_name() -> None:
    message = letter()
    for name in ("a.txt", "A.txt", "a.txt", "b", "b"):
        message.add_attachment(b"x", maintype="application", subtype="x", filename=name)

    assert [attachment.name for attachment in read(message).attachments] == [
        "a.txt",
        "A (2).txt",
        "a (3).txt",
        "b",
        "b (2)",
    ]


@pytest.mark.parametrize(
    ("content_type", "data", "text"),
    [
        ("text/plain; charset=koi8-r", "Суд".encode("koi8-r"), "Суд"),
        ("text/plain", "café".encode(), "café"),
        ("text/plain; charset=us-ascii", "café".encode(), "café"),
        ("text/plain; charset=nonsense", "café".encode(), "café"),
        ("text/plain; charset=utf-8", b"caf\xe9 \x00", "caf\ufffd \ufffd"),
        ('text/plain; charset="', b"Words.", "Words."),
        ("text/plain; charset=zlib", b"Words.", "Words."),
        ("text/plain; charset=idna", b"W\xc3\xb6rter.", "Wörter."),
        ("text/plain; charset=undefined", b"Words.", "Words."),
        ('text/plain; charset="a\0b"', b"Words.", "Words."),
        ("text/html; charset=koi8-r", "<p>Суд".encode("koi8-r"), "Суд"),
        ("text", b"Words.", "Words."),
        ("", b"one\r\ntwo\r\n", "one\ntwo"),
    ],
)
def test_a_broken_encoding_costs_no_more_than_its_letters(
    content_type: str, data: bytes, text: str
) -> None:
    header = f"Subject: a\nContent-Type: {content_type}\n\n".encode()

    assert read_eml("a.eml", header + data).text == text


def test_base64_that_is_cut_short_is_read_as_far_as_it_goes() -> None:
    assert raw("Subject: a\nContent-Transfer-Encoding: base64\n\nV29yZH").text.startswith("Wor")


def test_parts_that_never_end_are_read() -> None:
    assert (
        raw("Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nWords.").text
        == "Words."
    )


def test_a_file_without_headers_is_no_letter() -> None:
    with pytest.raises(
        DamagedDocumentError, match=r"^a\.eml could not be read as a letter: it has"
    ):
        raw("Only some words.\n")


@pytest.mark.parametrize(
    "content_type", ["multipart/encrypted; boundary=b", "application/pkcs7-mime"]
)
def test_a_letter_that_is_encrypted_is_refused(content_type: str) -> None:
    with pytest.raises(EncryptedDocumentError, match=r"^a\.eml is encrypted\."):
        raw(f"Subject: a\nContent-Type: {content_type}\n\n--b\nContent-Type: a/b\n\nx\n--b--\n")


def test_parts_in_parts_without_end_are_refused() -> None:
    parts = "".join(
        f"Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n"
        for depth in range(3_000)
    )

    with pytest.raises(DamagedDocumentError, match="it is nested too deeply"):
        raw(f"Subject: a\n{parts}\nWords.\n")


def test_parts_without_number_are_refused() -> None:
    with pytest.raises(DamagedDocumentError, match="it has more than 10,000 parts"):
        raw("Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n" * 20_000)


def test_a_header_without_end_is_left_out() -> None:
    """`email` itself would take half an hour for it."""
    content = raw(f"From: {'a <a@a.example>,' * 100_000}\nSubject: {'a b ' * 500_000}\n\nWords.")

    assert content == Content("Words.")


def test_a_letter_without_words_has_no_text() -> None:
    assert raw("Subject: a\n\n").text == ""
