"""Transcripts: whole sentences, who says them, and when."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents import Place, PlaceKind
from ingest.errors import DamagedDocumentError
from ingest.readers.content import Content
from ingest.readers.transcripts import read_srt, read_vtt


def srt(*cues: tuple[float, float, str]) -> Content:
    blocks = (
        f"{nth}\n{clock(start)} --> {clock(end)}\n{text}\n"
        for nth, (start, end, text) in enumerate(cues, 1)
    )
    return read_srt("a.srt", "\n".join(blocks).encode())


def vtt(*cues: tuple[float, float, str]) -> Content:
    blocks = (
        f"{clock(start)} --> {clock(end)}\n{text}\n".replace(",", ".", 2)
        for start, end, text in cues
    )
    return read_vtt("a.vtt", ("WEBVTT\n\n" + "\n".join(blocks)).encode())


def clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02},{round(seconds % 1 * 1000):03}"


def test_a_sentence_over_several_cues_is_whole_and_each_cue_has_its_time() -> None:
    content = srt((1, 3, "The court\nacquitted him"), (3.1, 5, "in August."), (3723.5, 3725, "So."))

    assert content.text == "The court acquitted him in August.\n\nSo."
    assert content.places == (
        Place(0, PlaceKind.TIME, "0:00:01"),
        Place(24, PlaceKind.TIME, "0:00:03"),
        Place(36, PlaceKind.TIME, "1:02:03"),
    )


@pytest.mark.parametrize(
    ("first", "pause", "joined"),
    [
        ("He won.", 1.9, True),
        ("He won.", 2.1, False),
        ("He won", 9.0, True),
        ("He won", 11.0, False),
    ],
)
def test_a_pause_ends_a_paragraph_sooner_where_a_sentence_has_ended(
    first: str, pause: float, joined: bool
) -> None:
    content = srt((0, 1, first), (1 + pause, 20, "Then"))

    assert content.text == first + (" " if joined else "\n\n") + "Then"


def test_a_voice_is_named_where_it_begins() -> None:
    content = vtt(
        (0, 1, "<v.loud Anna>Who <i>won</i>?"),
        (1, 2, "<v.loud Anna>In court?</v>"),
        (2, 3, "<v Bob &amp; Co>Nobody. <v Anna>Really?"),
    )

    assert content.text == "Anna: Who won? In court?\n\nBob & Co: Nobody.\n\nAnna: Really?"
    assert [content.text[place.start :].split()[0] for place in content.places] == [
        "Anna:", "In", "Bob", "Anna:",
    ]  # fmt: skip


def test_a_dash_says_that_another_speaks() -> None:
    assert srt((0, 2, "- Who won?\n- Nobody."), (2, 3, "At all.")).text == (
        "Who won?\n\nNobody. At all."
    )


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ('<font color="#fff">won</font>', "won"),
        ("{\\an8}won", "won"),
        ("<b>w</b>on", "won"),
        ("1 < 2 > 0", "1 < 2 > 0"),
        ("a &amp; b", "a &amp; b"),
    ],
)
def test_styling_is_left_out_and_nothing_else(cue: str, text: str) -> None:
    assert srt((0, 1, cue)).text == text


def test_marks_of_vtt_are_read_and_its_notes_and_styles_are_not() -> None:
    data = (
        b"WEBVTT - A title\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE\nnot said\n\n"
        b"intro\n00:01.000 --> 00:02.000 align:start\na &lt; b<00:01.500><c> &amp; c</c>\n"
    )

    content = read_vtt("a.vtt", data)

    assert content.text == "a < b & c"
    assert content.places == (Place(0, PlaceKind.TIME, "0:00:01"),)


def test_lines_of_automatic_captions_that_roll_are_taken_once() -> None:
    content = vtt(
        (0, 2, " \nthe<00:00:00.500><c> court</c>"),
        (2, 2.01, "the court\n "),
        (2.01, 4, "the court\nacquitted<00:00:03.000><c> him</c>"),
        (4, 4.01, "acquitted him\n "),
    )

    assert content.text == "the court acquitted him"


def test_words_that_are_said_twice_are_taken_twice() -> None:
    assert srt((0, 1, "No."), (1, 2, "No."), (2.5, 3, "No.\nNever.")).text == "No. No. No. Never."


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_lines_may_end_as_on_windows(mark: bytes) -> None:
    data = mark + b"\r\n1\r\n00:00:01,000 --> 00:00:02,000\r\nHe won.\r\n\r\n"

    assert read_srt("a.srt", data).text == "He won."


def test_what_is_no_transcript_is_refused() -> None:
    with pytest.raises(DamagedDocumentError, match=r"^a\.srt could not be read as SRT: "):
        read_srt("a.srt", b"Some words.")
    with pytest.raises(DamagedDocumentError, match=r"^sub/a\.vtt could not be read as VTT: "):
        read_vtt("sub/a.vtt", b"Some words.")


words = st.lists(st.sampled_from(["He", "won.", "Who", "lost?"]), min_size=1, max_size=5)


@given(st.lists(st.tuples(st.floats(0.2, 15), words), min_size=1, max_size=8))
def test_every_word_is_there_in_order_and_each_cue_begins_at_its_time(
    said: list[tuple[float, list[str]]],
) -> None:
    cues, now = [], 0.0
    for pause, some in said:
        now = round(now + pause, 3)
        cues.append((now, now + 1, " ".join(some)))
        now += 1

    content = srt(*cues)

    assert content.text.split() == [word for _, some in said for word in some]
    starts = [place.start for place in content.places]
    assert starts == sorted(set(starts))
    for (start, _, text), place in zip(cues, content.places, strict=True):
        assert content.text[place.start :].startswith(text)
        assert place.value == f"0:{int(start) // 60:02}:{int(start) % 60:02}"
