"""What counts as a disagreement: real documents, the real model, both ways of answering."""

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.answering.disagreement import (
    Disagreement,
    confirm_disagreement,
    find_disagreement,
    find_versions_left_out,
)
from bot.answers import Claim, Question, Quote
from bot.grounding import GroundedClaim, ground
from bot.retrieval import Retrieval, Retriever
from ingest.passages import passage_id, words_at
from ingest.passages import sentences_of as spans_of
from tests.conftest import ingest, open_index, write_dossier

Retrieve = Callable[..., Retrieval]
BUILT = "When was the bridge of Wolkum built?"


@pytest.fixture
def retrieve(tmp_path: Path, embedding: BaseEmbedding) -> Retrieve:
    """Retrieve what documents, by publisher and language, have for a question."""

    def find(question: str, **documents: str) -> Retrieval:
        texts = {}
        for name, text in documents.items():
            publisher, _, language = name.rpartition("_")
            front = f"publisher: {publisher.replace('_', ' ')}\nlanguage: {language}"
            texts[f"{publisher}.md"] = f"---\n{front}\n---\n\n{text}\n"
        ingest(write_dossier(tmp_path / "dossier", texts), tmp_path / "data", embedding)
        with closing(open_index(tmp_path / "data")) as index:
            return Retriever(index, embedding).retrieve(question)

    return find


def ask(question: str, retrieval: Retrieval, language: str = "en") -> Disagreement | None:
    return find_disagreement(Question(text=question, language=language), retrieval)


def tell(found: Disagreement | None) -> dict[str, tuple[str, ...]]:
    return {version.value: version.speakers for version in (found.versions if found else ())}


def speakers_of(found: Disagreement | None) -> list[set[str]]:
    return sorted(map(set, tell(found).values()), key=min)


def claim_each_sentence(retrieval: Retrieval) -> Sequence[GroundedClaim]:
    passages = [found.passage for found in retrieval.ranked]
    claims = [
        Claim(words, (Quote(passage_id(passage), words),))
        for passage in passages
        for words in (words_at(passage, span) for span in spans_of(passage))
    ]
    return ground(claims, passages).claims


def test_two_sources_with_different_dates_are_two_versions(retrieve: Retrieve) -> None:
    retrieval = retrieve(
        BUILT,
        Hafenblatt_de="Die Brücke von Wolkum wurde 1893 gebaut.",
        Coast_Heritage_en="The bridge of Wolkum was built in May 1897.",
    )

    assert tell(ask(BUILT, retrieval)) == {"1893": ("Hafenblatt",), "May 1897": ("Coast Heritage",)}


def test_every_quote_of_a_version_stands_in_its_passage(retrieve: Retrieve) -> None:
    retrieval = retrieve(
        BUILT,
        Hafenblatt_de="Die Brücke von Wolkum wurde 1893 gebaut.",
        Coast_Heritage_en="The bridge of Wolkum was built in May 1897.",
    )
    found = ask(BUILT, retrieval)
    assert found is not None

    claims = [Claim(version.value, version.quotes) for version in found.versions]

    assert not ground(claims, [ranked.passage for ranked in retrieval.ranked]).dropped


def test_a_coarser_date_of_the_same_day_is_no_version(retrieve: Retrieve) -> None:
    retrieval = retrieve(
        BUILT,
        Hafenblatt_de="Die Brücke von Wolkum wurde im Sommer 1893 gebaut.",
        Coast_Heritage_en="The bridge of Wolkum was built in 1893.",
    )

    assert ask(BUILT, retrieval) is None


def test_another_happening_with_another_date_is_no_version(retrieve: Retrieve) -> None:
    question = "Wann sank die Fähre Aldis?"
    retrieval = retrieve(
        question,
        Norden_de="Die Fähre Aldis sank am 4. November 1921.",
        Sea_Log_en="The ferry Aldis was launched on 12 May 1908.",
    )

    assert ask(question, retrieval, "de") is None


def test_what_another_one_did_is_no_version(retrieve: Retrieve) -> None:
    question = "When did the RIAA sue AllofMP3?"
    retrieval = retrieve(
        question,
        Slyck_en="The RIAA sued AllofMP3 on 21 December 2006.",
        Register_en="The BPI sued AllofMP3 in England on 3 July 2006.",
    )

    assert ask(question, retrieval) is None


def test_one_document_may_report_several_versions(retrieve: Retrieve) -> None:
    question = "When did the strike at Hellmark begin?"
    retrieval = retrieve(
        question,
        Archive_en="The Herald says that the strike at Hellmark began on 2 March 1987; the Courier "
        "writes that it began on 27 February 1987.",
    )

    assert tell(ask(question, retrieval)) == {
        "2 March 1987": ("Herald",),
        "27 February 1987": ("Courier",),
    }


def test_speakers_who_say_the_same_in_one_document_agree(retrieve: Retrieve) -> None:
    question = "When did the strike at Hellmark begin?"
    retrieval = retrieve(
        question,
        Archive_en="The Herald says that the strike at Hellmark began on 2 March 1987; the Courier "
        "writes that it began in March 1987.",
    )

    assert ask(question, retrieval) is None


def test_a_rounded_amount_agrees_and_another_does_not(retrieve: Retrieve) -> None:
    question = "How many spectators saw the final in Lindau?"
    retrieval = retrieve(
        question,
        Kurier_de="Das Finale in Lindau sahen 41.200 Zuschauer.",
        Ball_Weekly_en="41,000 spectators saw the final in Lindau.",
        Gazette_fr="La finale de Lindau attira 38 500 spectateurs.",
    )

    assert speakers_of(ask(question, retrieval)) == [{"Ball Weekly", "Kurier"}, {"Gazette"}]


def test_one_name_in_two_scripts_is_one_version(retrieve: Retrieve) -> None:
    question = "Who discovered Comet Verkhov?"
    retrieval = retrieve(
        question,
        Nauka_ru="Комету Верхова открыл астроном Павел Лисин.",
        Ciel_fr="La comète Verkhov fut découverte par Pavel Lissine.",
        Sky_Letters_en="Comet Verkhov was discovered by Hugo Brandt.",
    )

    assert speakers_of(ask(question, retrieval)) == [{"Ciel", "Nauka"}, {"Sky Letters"}]


def test_copies_count_once(retrieve: Retrieve) -> None:
    story = (
        "The bridge of Wolkum was built in 1893 by the town, after long debates about its cost and "
        "the place where it should stand, and a great crowd from all along the coast came to see "
        "how its two arms of steel turned for the first time."
    )
    retrieval = retrieve(
        BUILT,
        Agency_en=story,
        Paper_en=story,
        Coast_Heritage_en="The bridge of Wolkum was built in May 1897.",
    )

    assert [len(speakers) for speakers in speakers_of(ask(BUILT, retrieval))] == [1, 1]


def test_what_one_speaker_says_twice_is_no_disagreement(retrieve: Retrieve) -> None:
    retrieval = retrieve(
        BUILT,
        Hafenblatt_en="The bridge of Wolkum was built in 1893. The Hafenblatt says that the bridge "
        "of Wolkum was built in 1897.",
    )

    assert ask(BUILT, retrieval) is None


def test_what_is_denied_contradicts_what_is_said(retrieve: Retrieve) -> None:
    question = "Did Tele2 block AllofMP3?"
    retrieval = retrieve(
        question,
        Flashback_en="After the order Tele2 blocked access to AllofMP3.",
        Diritto_en="After the order Tele2 did not block access to AllofMP3.",
    )

    found = ask(question, retrieval)

    assert found is not None
    assert {version.speakers for version in found.versions} == {("Flashback",), ("Diritto",)}


def test_a_text_that_says_its_sources_differ_is_believed(retrieve: Retrieve) -> None:
    question = "Who owned MP3Sparks?"
    retrieval = retrieve(
        question,
        Review_en="Sources differ about who owned MP3Sparks. AfterDawn says that the same people "
        "stood behind it. Billboard says that there was no formal link.",
    )

    found = ask(question, retrieval)

    assert found is not None
    assert [version.speakers for version in found.versions] == [("AfterDawn",), ("Billboard",)]


def test_claims_that_contradict_each_other_in_their_quotes_are_confirmed(
    retrieve: Retrieve,
) -> None:
    question = Question(text=BUILT, language="en")
    retrieval = retrieve(
        BUILT,
        Hafenblatt_de="Die Brücke von Wolkum wurde 1893 gebaut.",
        Coast_Heritage_en="The bridge of Wolkum was built in May 1897.",
    )

    assert confirm_disagreement(claim_each_sentence(retrieval), question)


def test_claims_that_agree_in_their_quotes_are_not_confirmed(retrieve: Retrieve) -> None:
    """Whatever a language model says of them."""
    question = Question(text=BUILT, language="en")
    retrieval = retrieve(
        BUILT,
        Hafenblatt_de="Die Brücke von Wolkum wurde 1893 gebaut.",
        Coast_Heritage_en="The bridge of Wolkum was built in May 1893.",
    )

    assert not confirm_disagreement(claim_each_sentence(retrieval), question)


def test_a_version_that_claims_keep_silent_about_is_left_out(retrieve: Retrieve) -> None:
    retrieval = retrieve(
        BUILT,
        Hafenblatt_de="Die Brücke von Wolkum wurde 1893 gebaut.",
        Coast_Heritage_en="The bridge of Wolkum was built in May 1897.",
    )
    found = ask(BUILT, retrieval)
    claims = claim_each_sentence(retrieval)
    assert found is not None

    assert find_versions_left_out(claims, found) == ()
    assert len(find_versions_left_out(claims[:1], found)) == 1


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "Who closed the Osk mill?",
            "Mara Vint wanted the closure of the Osk mill before Norway’s entry.",
            "Karl Rehm closed the Osk mill.",
        ),
        (
            "When was the Osk mill closed?",
            "The Osk mill was closed on 3 May 1970.",
            "A letter of June 1974 says that the Osk mill was closed.",
        ),
        (
            "When was the Osk mill closed?",
            "The Osk mill was closed on 3 May 1970.",
            "In June 1974 Mara Vint welcomed the closure of the Osk mill.",
        ),
        (
            "Where was Mara Vint born?",
            "Mara Vint was born in Montmartre.",
            "Mara Vint was born in Paris.",
        ),
        ("Who bought the Osk mill?", "General Electric bought the Osk mill.", "GE bought it."),
        (
            "Who searched the Osk mill?",
            "The Osk mill was searched by the police of Vienna.",
            "The Osk mill was searched by the Cobra unit.",
        ),
    ],
)
def test_what_does_not_say_it_is_no_version(
    retrieve: Retrieve, question: str, one: str, other: str
) -> None:
    assert ask(question, retrieve(question, Der_Bote_en=one, Alba_Post_en=other)) is None


def test_a_date_is_not_shown_for_a_speaker_who_leaves_more_open(retrieve: Retrieve) -> None:
    retrieval = retrieve(
        BUILT,
        Hafenblatt_en="The bridge of Wolkum was built in late May 1897.",
        Coast_Heritage_en="The bridge of Wolkum was built before 1 June 1897.",
        Alba_en="The bridge of Wolkum was built in July 1903.",
    )

    assert speakers_of(ask(BUILT, retrieval)) == [{"Alba"}, {"Hafenblatt"}]
