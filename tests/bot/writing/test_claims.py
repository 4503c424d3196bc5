import json
from typing import Any

import pytest

from bot.answers import Claim, Quote
from bot.writing.claims import MAX_CLAIMS, ClaimReader
from ingest.passages import PassageId

IDS = [PassageId("munich"), PassageId("london")]


def reply_of(*claims: Any, disagree: bool = False) -> str:
    return json.dumps({"claims": list(claims), "sources_disagree": disagree}, ensure_ascii=False)


def written(text: str, passage: object = 1, quote: str = "untersagt") -> dict[str, Any]:
    quotes = [{"passage": passage, "quote": quote}]
    return {"text": text, "quotes": quotes, "corrects_question": False}


def claim(text: str, passage: str = "munich", quote: str = "untersagt") -> Claim:
    return Claim(text, (Quote(PassageId(passage), quote),))


def read_all(reply: str, piece_chars: int = 3) -> tuple[list[Claim], ClaimReader]:
    reader = ClaimReader(IDS)
    starts = range(0, len(reply), piece_chars)
    claims = [c for at in starts for c in reader.feed(reply[at : at + piece_chars])]
    return [*claims, *reader.end()], reader


@pytest.mark.parametrize("piece_chars", [1, 2, 7, 10_000])
def test_claims_are_the_same_however_the_reply_is_cut(piece_chars: int) -> None:
    reply = reply_of(
        written("It was {banned}."), written("Es “war” so.", 2, "a } b"), disagree=True
    )

    claims, reader = read_all(f"```json\n{reply}\n```", piece_chars)

    assert claims == [claim("It was {banned}."), claim("Es “war” so.", "london", "a } b")]
    assert (reader.problem, reader.says_disagree) == (None, True)


def test_a_claim_comes_only_once_it_is_whole() -> None:
    reader = ClaimReader(IDS)
    first, second = json.dumps(written("One.")), json.dumps(written("Two."))

    assert reader.feed('{"claims": [' + first[:-1]) == []
    assert reader.feed("}") == []
    assert reader.feed(", " + second) == [claim("One.")]
    assert reader.feed("]}") == [claim("Two.")]


def test_half_a_sentence_is_never_a_claim() -> None:
    """The half that is missing may be the "not"."""
    claims, reader = read_all('{"claims": [{"quotes": [], "text": "The court did')

    assert claims == []
    assert (reader.is_broken_off, reader.problem) == (True, "it breaks off")


@pytest.mark.parametrize(
    ("said", "passage"),
    [
        (1, "munich"), (2, "london"), ("2", "london"), ("passage 2", "london"), ("[1]", "munich"),
        (0, "passage 0"), (3, "passage 3"), (-1, "passage -1"), (10**30, f"passage {10**19}"),
        ("munich", "passage munich"), ("", "passage "), ("1 and 2", "passage 1 and 2"),
    ],
)  # fmt: skip
def test_a_quotes_passage_is_the_one_of_its_number_or_none(said: object, passage: str) -> None:
    claims, _ = read_all(reply_of(written("One.", said)))

    assert claims == [claim("One.", passage)]


def test_a_claim_without_quotes_is_left_to_the_check() -> None:
    claims, reader = read_all(reply_of({"text": "One."}))

    assert claims == [Claim("One.", ())]
    assert reader.problem is None


def test_a_correction_is_marked() -> None:
    claims, _ = read_all(reply_of({**written("No."), "corrects_question": True}))

    assert [c.corrects for c in claims] == [True]


@pytest.mark.parametrize(
    ("spoilt", "problem"),
    [
        ("no object", "claims.0: Input should be a valid dictionary or instance of _WrittenClaim"),
        ({"quotes": []}, "claims.0.text: Field required"),
        (written("One.", True), "claims.0.quotes.0.passage.int: Input should be a valid integer"),
        ({"text": "a", "quotes": [{"passage": 1}]}, "claims.0.quotes.0.quote: Field required"),
    ],
)
def test_a_claim_that_cannot_be_read_is_passed_over_and_said(spoilt: Any, problem: str) -> None:
    claims, reader = read_all(reply_of(spoilt, written("Two.")))

    assert claims == [claim("Two.")]
    assert reader.problem == problem


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        ("", "it is empty"),
        (" \n", "it is empty"),
        ("I can't help with that.", "it is not a JSON object with claims"),
        ('{"claims": "none"}', "claims is not a list"),
        ('{"claims": null}', "claims is not a list"),
        ('{"answer": "yes"}', "it is not a JSON object with claims"),
        ('{"claims": [{"text": "a "b" c"}]}', "it is not a JSON object with claims"),
    ],
)
def test_a_reply_without_claims_says_what_is_wrong_with_it(reply: str, problem: str) -> None:
    claims, reader = read_all(reply)

    assert (claims, reader.problem) == ([], problem)


def test_claims_before_the_json_breaks_are_given() -> None:
    reply = reply_of(written("One."), written("Two."))[:-40] + '"x" "y'

    claims, reader = read_all(reply)

    assert claims == [claim("One.")]
    assert reader.problem == "it is not a JSON object with claims"


def test_an_empty_list_is_a_good_reply() -> None:
    claims, reader = read_all(reply_of())

    assert (claims, reader.problem) == ([], None)


def test_no_more_claims_are_read_than_an_answer_may_have() -> None:
    claims, reader = read_all(reply_of(*[written(f"{n}.") for n in range(MAX_CLAIMS + 3)]))

    assert [c.text for c in claims] == ["0.", "1.", "2.", "3.", "4."]
    assert (reader.is_full, reader.problem) == (True, None)


def test_mark_up_is_left_out_of_a_claim_and_not_of_its_quote() -> None:
    claims, _ = read_all(
        reply_of(written("**It** [was](https://evil.example).", 1, "**a** [b](c)"))
    )

    assert claims == [claim("It was.", "munich", "**a** [b](c)")]


@pytest.mark.parametrize("text", ["https://evil.example/", "", "***", "word " * 401])
def test_what_is_left_without_words_or_has_too_many_is_no_claim(text: str) -> None:
    claims, reader = read_all(reply_of(written(text), written("Two.")))

    assert (claims, reader.problem) == ([claim("Two.")], None)
