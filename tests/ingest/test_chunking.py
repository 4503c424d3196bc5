"""Where passages are cut; the properties hold for documents made up by hypothesis."""

from itertools import pairwise

import pytest
from hypothesis import given, settings

from ingest.chunking import MAX_SENTENCE_CHARS, TARGET_CHARS, cut_passages, split_sentences
from ingest.documents import Document, Heading, Metadata, Span
from ingest.passages import passage_id, sentences_of, span_of, title_path_of, words_at
from tests.ingest.generated import documents

generated = settings(deadline=None, max_examples=50)


def document(text: str, *titles: tuple[int, str], language: str = "en") -> Document:
    """A document with headings, each at the next place that its title stands at."""
    headings, position = [], 0
    for level, title in titles:
        start = text.index(title, position)
        position = start + len(title)
        headings.append(Heading(level, title, Span(start, position)))
    return Document("a.md", text, Metadata(language=language), "hash", tuple(headings))


def texts(document: Document) -> list[str]:
    return [passage.text for passage in cut_passages(document)]


@generated
@given(documents())
def test_a_passages_text_is_the_documents_between_its_offsets(document: Document) -> None:
    for passage in cut_passages(document):
        start, end = span_of(passage)
        assert passage.text == document.text[start:end]
        assert passage.text == passage.text.strip() != ""


@generated
@given(documents())
def test_sentences_lie_in_their_passage_in_order_and_apart(document: Document) -> None:
    for passage in cut_passages(document):
        start, end = span_of(passage)
        sentences = sentences_of(passage)
        assert sentences[0].start == start
        assert sentences[-1].end == end
        assert all(sentence.start < sentence.end for sentence in sentences)
        assert all(first.end <= second.start for first, second in pairwise(sentences))


@generated
@given(documents())
def test_between_two_sentences_of_a_passage_is_only_white_space(document: Document) -> None:
    """No word of a passage is out of reach of a quote."""
    for passage in cut_passages(document):
        for first, second in pairwise(sentences_of(passage)):
            assert words_at(passage, Span(first.end, second.start)).strip() == ""


@generated
@given(documents())
def test_no_sentence_is_longer_than_a_quote_may_be(document: Document) -> None:
    for passage in cut_passages(document):
        assert all(end - start <= MAX_SENTENCE_CHARS for start, end in sentences_of(passage))


@generated
@given(documents())
def test_nothing_of_boilerplate_is_in_any_passage(document: Document) -> None:
    for passage in cut_passages(document):
        start, end = span_of(passage)
        assert not any(mark.start < end and start < mark.end for mark in document.boilerplate)


@generated
@given(documents())
def test_no_passage_holds_or_crosses_a_heading(document: Document) -> None:
    for passage in cut_passages(document):
        start, end = span_of(passage)
        for heading in document.headings:
            assert heading.span.end <= start or end <= heading.span.start


@generated
@given(documents())
def test_every_word_that_is_no_heading_and_no_boilerplate_is_in_one_passage(
    document: Document,
) -> None:
    claimed = [0] * len(document.text)
    for passage in cut_passages(document):
        for position in range(*span_of(passage)):
            claimed[position] += 1
    left_out = {
        position
        for span in [*(heading.span for heading in document.headings), *document.boilerplate]
        for position in range(*span)
    }
    for position, character in enumerate(document.text):
        if not character.isspace():
            assert claimed[position] == (0 if position in left_out else 1)


@generated
@given(documents())
def test_the_same_document_gives_the_same_passages(document: Document) -> None:
    first, second = cut_passages(document), cut_passages(document)

    assert [passage.to_dict() for passage in first] == [passage.to_dict() for passage in second]


@generated
@given(documents())
def test_no_two_passages_share_an_id(document: Document) -> None:
    ids = [passage_id(passage) for passage in cut_passages(document)]

    assert len(set(ids)) == len(ids)


def test_the_same_words_twice_in_a_document_are_two_passages() -> None:
    twice = document(
        "One\n\nThe court agreed.\n\nTwo\n\nNo.\n\nOne\n\nThe court agreed.",
        (1, "One"),
        (1, "Two"),
        (1, "One"),
    )

    first, _, third = cut_passages(twice)

    assert first.text == third.text == "The court agreed."
    assert title_path_of(first) == title_path_of(third) == "One"
    assert passage_id(first) != passage_id(third)


def paragraphs(third: str) -> str:
    """Five paragraphs that each fill a passage."""
    filled = [f"Paragraph {n}. " + f"It says {n} again and again. " * 24 for n in range(5)]
    filled[2] = third + filled[2]
    return "\n\n".join(paragraph.strip() for paragraph in filled)


def test_an_edit_of_one_paragraph_keeps_the_ids_of_the_others() -> None:
    before = cut_passages(document(paragraphs("")))
    after = cut_passages(document(paragraphs("A sentence more. ")))

    same = [passage_id(a) == passage_id(b) for a, b in zip(before, after, strict=True)]
    assert same == [True, True, False, True, True]
    assert span_of(after[4]).start == span_of(before[4]).start + len("A sentence more. ")


def test_a_heading_is_above_its_passages_and_in_none() -> None:
    sections = document(
        "Sales\n\nOne.\n\nIn Russia\n\nTwo.\n\nDownloads\n\nThree.\n\nCourts\n\nFour.",
        (1, "Sales"),
        (2, "In Russia"),
        (3, "Downloads"),
        (1, "Courts"),
    )

    assert [(title_path_of(p), p.text) for p in cut_passages(sections)] == [
        ("Sales", "One."),
        ("Sales › In Russia", "Two."),
        ("Sales › In Russia › Downloads", "Three."),
        ("Courts", "Four."),
    ]


def test_two_sections_of_the_same_name_in_a_row_are_not_one_passage() -> None:
    notes = document("Notes\n\nOne.\n\nNotes\n\nTwo.", (1, "Notes"), (1, "Notes"))

    assert texts(notes) == ["One.", "Two."]


def test_short_paragraphs_are_gathered_up_to_the_target_size() -> None:
    sentence = "A paragraph of sixty characters, which is too short by far.."
    short = "\n\n".join([sentence] * 20)

    assert [len(text) for text in texts(document(short))] == [12 * 62 - 2, 8 * 62 - 2]


def test_another_target_size_gathers_fewer_paragraphs_and_shares_out_more() -> None:
    text = paragraphs("The third one.") + "\n\n" + "One of many sentences. " * 20
    whole, small = cut_passages(document(text)), cut_passages(document(text), 200)

    assert len(small) > len(whole)
    assert max(len(passage.text) for passage in small) <= 200
    assert " ".join(passage.text for passage in small).split() == text.split()


def test_a_paragraph_over_the_target_size_is_shared_out_evenly_between_sentences() -> None:
    long = " ".join(f"This is sentence number {n:02} of a long paragraph." for n in range(40))

    parts = cut_passages(document(long))

    assert [len(sentences_of(part)) for part in parts] == [13, 13, 14]
    assert all(part.text.endswith("paragraph.") for part in parts)


def test_passages_do_not_reach_across_boilerplate() -> None:
    text = "Before.\n\nSubscribe to us!\n\nAfter."
    marked = Document("a.txt", text, Metadata(), "hash", boilerplate=(Span(9, 25),))

    assert texts(marked) == ["Before.", "After."]


def test_a_document_that_is_all_boilerplate_has_no_passages() -> None:
    assert texts(Document("a.txt", "Share", Metadata(), "hash", boilerplate=(Span(0, 5),))) == []


def test_an_empty_document_has_no_passages() -> None:
    assert texts(document(" \n\n\u00a0\n")) == []


def sentences(text: str, language: str | None = "en") -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Mr. Smith paid $1.5 million. He left.",
            ["Mr. Smith paid $1.5 million.", "He left."],
        ),
        ("fr", "« Fermé\u00a0! » dit-il. C’est tout.", ["« Fermé\u00a0! » dit-il.", "C’est tout."]),
        ("ru", "Суд отказал. Сайт закрыт.", ["Суд отказал.", "Сайт закрыт."]),
        ("ja", "裁判所は認めた。終わり。", ["裁判所は認めた。", "終わり。"]),
        (None, "One 😀. Two.", ["One 😀.", "Two."]),
    ],
)
def test_sentences_are_split_by_the_rules_of_their_language(
    language: str | None, text: str, expected: list[str]
) -> None:
    assert sentences(text, language) == expected


def test_items_of_a_list_are_sentences_of_their_own() -> None:
    assert sentences("Sold:\n- songs\n* albums\n• films") == [
        "Sold:",
        "- songs",
        "* albums",
        "• films",
    ]


def test_the_number_of_an_item_is_no_sentence() -> None:
    assert sentences("Sold:\n1. songs\n2. films") == ["Sold:", "1. songs", "2. films"]
    assert sentences("(1) Songs. Albums.\n2) films") == ["(1) Songs.", "Albums.", "2) films"]


def test_a_long_sentence_is_cut_at_a_clause_rather_than_in_a_word() -> None:
    clause = "the court said that it had " + "very " * 40 + "good reasons"
    pieces = sentences(f"{clause}; {clause}; {clause}.")

    assert [piece.removesuffix(";").removesuffix(".") for piece in pieces] == [clause] * 3


def test_a_long_sentence_without_any_clause_is_cut_between_words() -> None:
    pieces = sentences("word " * 300)

    assert " ".join(pieces).split() == ["word"] * 300
    assert all(len(piece) <= MAX_SENTENCE_CHARS for piece in pieces)


def test_a_long_sentence_is_not_cut_at_a_colon_within_a_word() -> None:
    text = "word " * 50 + "at 10:30 and " + "word " * 60

    assert next(text[start:end].split()[-1] for start, end in split_sentences(text, "en")) == "word"


def test_a_cut_within_a_word_leaves_a_letter_its_marks() -> None:
    text = "e\u0301" * 1000 + "x" + "e\u0301" * 1000

    pieces = [text[start:end] for start, end in split_sentences(text, "en")]

    assert "".join(pieces) == text
    assert [piece[0] for piece in pieces if piece[0] == "\u0301"] == []


def test_one_endless_word_is_cut_where_it_must_be() -> None:
    assert [len(piece) for piece in sentences("x" * 1000)] == [400, 400, 200]


def test_a_document_of_one_line_is_cut_like_any_other() -> None:
    line = "All of it stands on one line, and goes on. " * 5_000

    sizes = [len(text) for text in texts(document(line))]

    assert len(sizes) == 269
    assert max(sizes) <= TARGET_CHARS + MAX_SENTENCE_CHARS
