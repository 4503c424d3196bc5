"""HTML as a reader of the rendered page sees it, without what stands around its content."""

import codecs

import pytest

from ingest.documents import Heading, Metadata, Span
from ingest.errors import BinaryDocumentError, DamagedDocumentError, EncodingDocumentError
from ingest.readers.content import Content
from ingest.readers.html import read_html

ARTICLES = {
    "en": (
        "A court in Munich on Friday forbade a provider to advertise the Russian site.",
        "The judges held that the licence did not apply outside Russia, the federation said.",
        "A spokesman of the company said by telephone that they do not comment on rulings.",
    ),
    "fr": (
        "Le tribunal de Munich a interdit vendredi à un fournisseur la publicité du site russe.",
        "Les juges ont estimé que la licence ne valait pas hors de Russie, selon la fédération.",
        "« Nous ne commentons pas les décisions », a dit un porte-parole joint par téléphone.",
    ),
    "de": (
        "Das Landgericht München hat einem Anbieter am Freitag die Werbung für sie untersagt.",
        "Die Richter meinten, die Lizenz gelte außerhalb Russlands nicht, so der Verband.",
        "Ein Sprecher der Firma sagte am Telefon, man äußere sich nicht zu Urteilen.",
    ),
    "es": (
        "El tribunal de Múnich prohibió el viernes a un proveedor anunciar el sitio ruso.",
        "Los jueces opinaron que la licencia no vale fuera de Rusia, según la federación.",
        "Un portavoz de la empresa dijo por teléfono que no comentan las sentencias.",
    ),
    "ru": (
        "Суд в Мюнхене в пятницу запретил провайдеру рекламировать российский сайт.",
        "Судьи сочли, что лицензия не действует за пределами России, сообщила федерация.",
        "Представитель компании заявил по телефону, что решения суда там не комментируют.",
    ),
}
NEWS = """<!DOCTYPE html>
<html lang="{language}-XX"><head><meta charset="utf-8"><title>Munich | The Paper</title>
<meta property="og:title" content="Munich forbids it">
<meta property="og:site_name" content="The Paper"><meta name="author" content="Anna Muster">
<meta property="article:published_time" content="2006-12-21T10:00:00+01:00">
<link rel="canonical" href="https://paper.example/munich">
<style>p {{ color: red }}</style><script>track("SCRIPT")</script></head>
<body><header><a href="/">The Paper</a>
<nav><ul><li><a href="/s">Sport</a></li><li><a href="/c">Culture</a></li></ul></nav></header>
<div class="sidebar"><h3>Most read</h3><ul><li><a href="/1">The longest title of another article</a>
</li><li><a href="/2">One more title of one more article</a></li></ul></div>
<div><p>Ten stories a day, in your letter box.</p></div>
<main><article><h1>Munich forbids it</h1><div class="text"><p>{0}</p><h2>The licence</h2><p>{1}</p>
<!-- COMMENT --><p hidden>HIDDEN</p><div style="color:red; DISPLAY : none">HIDDEN</div>
<ul><li>Short point</li><li>Another <b>bold</b> point</li></ul>
<table><tr><th>Year</th><th>Price</th></tr><tr><td>2006</td><td>$0.10</td></tr></table>
<figure><img src="a.jpg" alt="PICTURE"><figcaption>The court.</figcaption></figure>
<p>{2}</p></div></article></main>
<footer><a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a></footer></body></html>"""


NO_CHARSETS = ("zlib", "hex", "rot13", "idna", "punycode", "undefined", "unicode_escape")
"""Codecs of Python that no page can be written in: one that names them says nothing."""


def read(html: str) -> Content:
    return read_html("a.html", html.encode())


def text_of(body: str) -> str:
    return read(f"<html><body>{body}</body></html>").text


@pytest.mark.parametrize("language", ARTICLES)
def test_an_article_is_read_without_what_stands_around_it(language: str) -> None:
    first, second, third = ARTICLES[language]

    content = read(NEWS.format(first, second, third, language=language))

    assert content.text == (
        f"Munich forbids it\n\n{first}\n\nThe licence\n\n{second}\n\nShort point\n\n"
        "Another bold point\n\nYear | Price\n\n2006 | $0.10\n\nThe court.\n\n" + third
    )
    assert [(heading.level, heading.title) for heading in content.headings] == [
        (1, "Munich forbids it"),
        (2, "The licence"),
    ]


def test_what_a_page_says_of_itself_is_its_metadata() -> None:
    """Its title is left to its heading, which says the same."""
    assert read(NEWS.format(*ARTICLES["en"], language="en")).front == {
        "author": "Anna Muster",
        "publisher": "The Paper",
        "published": "2006-12-21",
        "language": "en",
        "source": "https://paper.example/munich",
    }


def test_headings_have_their_place_in_the_text() -> None:
    content = read("<h1>Big <i>one</i> 😀</h1><p>Words.</p><h3>Under<br>it</h3>Others.")

    assert content.text == "Big one 😀\n\nWords.\n\nUnder it\n\nOthers."
    assert content.headings == (
        Heading(1, "Big one 😀", Span(0, 9)),
        Heading(3, "Under it", Span(19, 27)),
    )


def test_nothing_of_a_page_by_hand_is_lost() -> None:
    """trafilatura leaves out its nested list, its <center> and its words between two tags."""
    page = """<html><body><h1>Licences</h1><p>There were two.</p><h2>ROMS</h2>
    <p>ROMS gave one
    in 2002.</p><ul><li>5 %<ul><li>each quarter</li></ul></li><li>10 % later</li></ul>
    <dl><dt>FAIR</dt><dd>Another society</dd></dl>
    Between two tags.<br>After a break.
    <center><font size="2">An old page.</font></center></body></html>"""

    assert read(page).text == (
        "Licences\n\nThere were two.\n\nROMS\n\nROMS gave one in 2002.\n\n5 %\n\neach quarter\n\n"
        "10 % later\n\nFAIR\n\nAnother society\n\nBetween two tags.\nAfter a break.\n\nAn old page."
    )


def test_a_forum_is_read_post_by_post() -> None:
    posts = "".join(
        f"<div class='post'><div class='who'>user{number}</div><div>{words}</div></div>"
        for number, words in enumerate((*ARTICLES["en"], "Mine too."))
    )

    text = text_of(f"<div id='nav'><a href='/'>All forums</a></div><h1>Cards</h1>{posts}")

    assert text.startswith("Cards\n\nuser0\n\nA court in Munich")
    assert text.endswith("user3\n\nMine too.")


def test_a_page_with_almost_no_text_is_read() -> None:
    assert read("<html><head><title>Notice</title></head><p>Closed.</p>").text == "Closed."


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("one<br>two", "one\ntwo"),
        ("one<br> <br>two<br/><br/><br/>three", "one\n\ntwo\n\nthree"),
        ("<p>a  <b> b</b>\n c&nbsp;!</p>", "a b c\u00a0!"),
        ("<pre>one\n  two<br>three</pre>", "one\n  two\nthree"),
        ("<span>un</span><span>done</span>", "undone"),
        ("<h1>One<br><br>title</h1>Words.", "One title\n\nWords."),
        ("<h2><button>What is it?</button></h2><p>A shop.</p>", "What is it?\n\nA shop."),
        ("<table><tr><td><p>a</p></td><td></td><td>b<br>c</td></tr></table>", "a |  | b c"),
        (
            "<table><tr><td>Menu</td><td><h1>T</h1>a<p>b</p></td></tr></table>",
            "Menu\n\nT\n\na\n\nb",
        ),
        ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", "a\n\nb"),
        ("<p>Here <a href='/x'>is a link</a>.</p>", "Here is a link."),
        ("<details><summary>Why</summary>So.</details>", "Why\n\nSo."),
        ("1 &lt; 2 &amp; caf&eacute; &#x1F600;", "1 < 2 & café 😀"),
        ("<p>open<p>end", "open\n\nend"),
        ("<button>Press</button><form><input value='V'><label>Name</label></form>", "Name"),
    ],
)
def test_words_stand_as_the_page_shows_them(body: str, text: str) -> None:
    assert text_of(body) == text


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>send()</script>",
        "<style>p { color: red }</style>",
        "<noscript>On</noscript>",
        "<template>Later</template>",
        "<!-- note -->",
        "<?php note ?>",
        "<svg><title>Logo</title><text>Logo</text></svg>",
        "<p hidden>Not yet</p>",
        "<p style='visibility: hidden'>Not yet</p>",
        "<p style='font-size:0px;'>Not yet</p>",
        "<p style='opacity:0'>Not yet</p>",
        "<textarea>Yours</textarea><select><option>One</option></select>",
        "<iframe src='file:///etc/passwd'>No frames</iframe>",
        "<div role='dialog'>We use cookies.</div>",
        "<object data='http://127.0.0.1:9/x'>No</object>",
    ],
)
def test_what_is_not_shown_is_left_out(hidden: str) -> None:
    assert text_of(f"<p>Words.</p>{hidden}<p>Others.</p>") == "Words.\n\nOthers."


def test_what_is_hidden_is_not_taken_for_the_content() -> None:
    hidden = "".join(f"<p hidden>{words}</p>" for words in ARTICLES["en"])

    assert text_of(f"<p>Closed.</p><div>{hidden}</div>") == "Closed."


def test_a_small_part_that_looks_like_an_article_is_not_all_of_a_page() -> None:
    article = [words for language in ARTICLES.values() for words in language]
    others = [f"This is the part of the page with the number {number}." for number in range(40)]
    page = "".join(f"<li>{words}</li>" for words in others)

    text = text_of(f"<ul>{page}</ul><article><p>{'<p>'.join(article)}</article>")

    assert text == "\n\n".join((*others, *article))


@pytest.mark.parametrize(
    ("head", "front"),
    [
        ("<title>Notice</title>", {"title": "Notice"}),
        ("<title>a\n  b</title><meta property='og:title' content=' c '>", {"title": "c"}),
        ("<meta name='DC.date' content='2006/12'>", {"published": "2006-12"}),
        ("<meta name='date' content='2006-13-45'>", {}),
        ("<meta name='date' content='yesterday'>", {}),
        ("<meta name='author' content='  '>", {}),
        (f"<meta name='author' content='{'Ann ' * 300}'>", {}),
        ("<meta property='article:author' content='https://a.example/ann'>", {}),
        ("<link rel='canonical' href='/relative'>", {}),
        ("<meta property='og:url' content='javascript:x()'>", {}),
        (
            "<meta property='og:url' content='https://a.example/b'>",
            {"source": "https://a.example/b"},
        ),
        ("<meta name='kind' content='ruling'>", {}),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": '
            '"T", "datePublished": "2006-12-21T10:00Z", "author": [{"name": "Ann"}, "Bob"], '
            '"publisher": {"name": "P"}}]}</script>',
            {"title": "T", "published": "2006-12-21", "author": "Ann, Bob", "publisher": "P"},
        ),
        (f'<script type="application/ld+json">{"[" * 100_000}</script>', {}),
        ('<script type="application/ld+json">{"@type": ["x"], "author": 3}</script>', {}),
    ],
)
def test_metadata_is_what_the_head_says_where_it_is_valid(head: str, front: dict[str, str]) -> None:
    """A date or a name out of the words of the page would be a guess."""
    page = f"<html><head>{head}</head><body><p>By Ann Smith, 3 May 2002.</p></body></html>"

    assert read(page).front == front
    Metadata.model_validate(read(page).front)


def test_a_language_that_is_none_is_left_to_the_words() -> None:
    assert read("<html lang='zxx'><p>Words.").front == {}


WORDS = "Суд: « fermé » 😀"


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode(),
        WORDS.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + f"<meta charset='koi8-r'>{WORDS}".encode("utf-16-be"),
        f"<meta charset='utf-16'>{WORDS}".encode(),
        *(f"<meta charset={name}>{WORDS}".encode() for name in NO_CHARSETS),
        f"<?xml version='1.0' encoding='UTF-8'?><html><body>{WORDS}</body></html>".encode(),
    ],
)
def test_unicode_is_read(data: bytes) -> None:
    assert read_html("a.html", data).text == WORDS


@pytest.mark.parametrize(
    ("declared", "encoding", "words"),
    [
        ("<meta charset=windows-1251>", "cp1251", "Суд"),
        ("<meta http-equiv='Content-Type' content='text/html; charset=koi8-r'>", "koi8-r", "Суд"),
        ("<META CHARSET='ISO-8859-1'>", "cp1252", "“fermé” €"),
        ("<?xml version='1.0' encoding='iso-8859-15'?>", "iso-8859-15", "fermé €"),
    ],
)
def test_the_encoding_that_a_page_declares_is_its_encoding(
    declared: str, encoding: str, words: str
) -> None:
    """ISO 8859-1 is what every browser reads it as: Windows' extension of it."""
    assert read_html("a.html", f"{declared}<p>{words}".encode(encoding)).text == words


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<p>caf\xe9", "a.html is not UTF-8: byte 0xe9 at offset 6."),
        (b"<meta charset=nonsense><p>\xe9", "a.html is not UTF-8: byte 0xe9 at offset 26."),
        (b"<meta charset=cp1251>\x98", "a.html is not cp1251: byte 0x98 at offset 21."),
    ],
)
def test_an_encoding_that_can_not_be_told_is_not_guessed(data: bytes, message: str) -> None:
    with pytest.raises(EncodingDocumentError) as caught:
        read_html("a.html", data)

    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("end", ["</body>", "</html>", "</BODY >\n</html>"])
def test_words_behind_the_end_of_a_page_are_read(end: str) -> None:
    page = f"<html><body><p>One.</p>{end}<p>Two.</p></html><html><body><p>Three."

    assert read(page).text == "One.\n\nTwo.\n\nThree."


def test_a_binary_file_is_refused() -> None:
    with pytest.raises(BinaryDocumentError):
        read_html("a.html", b"<meta charset=cp1251><p>a\0b")


@pytest.mark.parametrize("data", [b"", b"  \n", b"<!-- only -->", b"<html></html>", b"<title>T"])
def test_a_page_without_words_has_no_text(data: bytes) -> None:
    assert read_html("a.html", data).text == ""


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<div>" * 100_000 + "x" + "</div>" * 100_000, "it is nested too deeply"),
        ("<b>a " * 100_000, "it is nested too deeply"),
        ("<i></i>" * 1_000_001, "it has more than 1,000,000 elements"),
    ],
    ids=["deep", "never closed", "many"],
)
def test_a_page_that_would_take_too_much_is_refused(page: str, reason: str) -> None:
    with pytest.raises(DamagedDocumentError) as caught:
        read(page)

    assert str(caught.value).startswith(f"a.html could not be read as HTML: {reason}.")


def test_words_two_thousand_elements_deep_are_read() -> None:
    assert text_of("<div>" * 2_000 + "deep") == "deep"


def test_entities_are_not_written_out() -> None:
    page = (
        '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">'
        "]><p>Words &b; &f;</p>"
    )

    assert "haha" not in read(page).text
    assert "root:" not in read(page).text


def test_a_large_page_is_read_whole() -> None:
    """Too large for trafilatura, so it is read from top to bottom."""
    page = "".join(
        f"<p>Paragraph {number} of a page without an end.</p>" for number in range(60_000)
    )

    assert text_of(page).count("\n\n") == 59_999


@pytest.mark.parametrize("attribute", ["a{}", "a{}=1", "a{}='1'"])
def test_an_element_with_very_many_attributes_is_refused_at_once(attribute: str) -> None:
    """A megabyte of them takes the parser minutes."""
    tag = "<p " + " ".join(attribute.format(n) for n in range(100_000)) + ">"

    with pytest.raises(DamagedDocumentError, match="more than 5,000 attributes"):
        read_html("a.html", f"<body>{tag}Words</p>".encode())


def test_a_drawing_of_many_numbers_is_no_element_of_many_attributes() -> None:
    drawing = f'<svg><path d="M {" ".join(map(str, range(20_000)))}"/></svg>'

    assert read_html("a.html", f"<body>{drawing}<p>Words.</p>".encode()).text == "Words."
