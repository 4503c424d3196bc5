import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.answering.extractive import extract, points_back
from bot.answers import Claim
from bot.neutrality import Bias
from bot.pipeline import Pipeline, read_question
from bot.ranking import RankedPassage
from bot.retrieval import Retrieval
from ingest.passages import passage_id
from tests.bot.building import pipeline_of, rank_by_hand, retrieval_of

sentences = st.lists(
    st.sampled_from(
        [
            "The site closed in 2007.",
            "It was never tried.",
            "Cela dit, rien ne change.",
            "On a la victoire qu’on peut.",
            "Он закрыт.",
            "a" * 400,
            "Music " * 40 + "ends.",
            "1.65 million!",
        ]
    ),
    min_size=1,
    max_size=7,
)
scores = st.sampled_from([0.5, 0.78, 0.8, 0.85, 0.9])


@st.composite
def retrievals(draw: st.DrawFn) -> Retrieval:
    """One to five passages of one to seven sentences, as similar as it comes."""
    found = []
    for number in range(draw(st.integers(1, 5))):
        words = draw(sentences)
        similarities = draw(st.lists(scores, min_size=len(words), max_size=len(words)))
        language = draw(st.sampled_from(["en", "fr", "ru", "ko"]))
        found.append(rank_by_hand(words, similarities, f"{number}.txt", language=language))
    return retrieval_of(found)


def quoted(claims: list[Claim]) -> list[str]:
    return [claim.quotes[0].text for claim in claims]


def only(sentences: list[str], similarities: list[float], language: str = "en") -> Retrieval:
    return retrieval_of([rank_by_hand(sentences, similarities, language=language)])


@given(retrievals(), st.sampled_from(["en", "fr", "ru"]))
def test_there_are_one_to_three_quotes_of_one_to_three_whole_sentences(
    retrieval: Retrieval, language: str
) -> None:
    claims = extract(retrieval, language)

    assert 1 <= len(claims) <= 3
    passages = {passage_id(found.passage): found for found in retrieval.ranked}
    for claim in claims:
        quote = claim.quotes[0]
        found = passages[quote.passage]
        words = [sentence.text for sentence in found.sentences]
        runs = [
            " ".join(words[first:last])
            for first in range(len(words))
            for last in range(first + 1, min(first + 3, len(words)) + 1)
        ]
        assert quote.text in runs
        assert len(quote.text) <= 400


@given(retrievals(), st.sampled_from(["en", "fr", "ru"]))
def test_no_word_is_its_own(retrieval: Retrieval, language: str) -> None:
    texts = [found.passage.text for found in retrieval.ranked]

    for claim in extract(retrieval, language):
        assert any(claim.text in text for text in texts)
        assert claim.quotes[0].text == claim.text
        assert all(any(quote.text in text for text in texts) for quote in claim.quotes)


@given(retrievals(), st.sampled_from(["en", "fr", "ru"]))
def test_no_words_are_quoted_twice(retrieval: Retrieval, language: str) -> None:
    words = quoted(extract(retrieval, language))

    assert len(set(words)) == len(words)


@given(retrievals())
def test_the_same_retrieval_gives_the_same_quotes(retrieval: Retrieval) -> None:
    assert extract(retrieval, "en") == extract(retrieval, "en")


def test_the_sentence_most_alike_is_quoted_alone_if_its_neighbours_are_far_behind() -> None:
    retrieval = only(["The RIAA sued.", "The court acquitted.", "Clones came."], [0.7, 0.9, 0.7])

    assert quoted(extract(retrieval, "en")) == ["The court acquitted."]


def test_neighbours_that_fit_nearly_as_well_go_along() -> None:
    retrieval = only(["The RIAA sued.", "The court acquitted.", "Clones came."], [0.6, 0.9, 0.85])

    assert quoted(extract(retrieval, "en")) == ["The court acquitted. Clones came."]


@pytest.mark.parametrize(
    ("before", "sentence", "language"),
    [
        ("The site closed in 2007.", "It was never convicted.", "en"),
        ("The site closed in 2007.", "They were never convicted.", "en"),
        ("The site closed in 2007.", "This ended the suit.", "en"),
        ("The site closed in 2007.", "“It was never convicted.”", "en"),
        ("The site closed in 2007.", "As a result, the suit ended.", "en"),
        ("Le site a fermé.", "Cela a mis fin au procès.", "fr"),
        ("Le site a fermé.", "Il n’a jamais été condamné.", "fr"),
        ("Le site a fermé.", "C’est la fin.", "fr"),
        ("Le site a fermé.", "D’ailleurs, rien ne change.", "fr"),
        ("Die Seite wurde geschlossen.", "Sie wurde nie verurteilt.", "de"),
        ("El sitio cerró.", "Esto puso fin al proceso.", "es"),
        ("Сайт закрыт.", "Он не был осуждён.", "ru"),
        ("Сайт закрыт.", "Тем не менее иск отозван.", "ru"),
    ],
)
def test_a_sentence_that_points_back_brings_the_one_before(
    before: str, sentence: str, language: str
) -> None:
    """However badly that one fits by itself."""
    retrieval = only([before, sentence, "Far off."], [0.1, 0.9, 0.1], language)

    assert quoted(extract(retrieval, language)) == [f"{before} {sentence}"]


def test_a_sentence_that_points_back_twice_brings_two() -> None:
    words = ["The site closed.", "It was tried.", "It was acquitted.", "Far off."]

    assert quoted(extract(only(words, [0.1, 0.1, 0.9, 0.1]), "en")) == [
        "The site closed. It was tried. It was acquitted."
    ]


def test_a_passage_that_begins_by_pointing_back_is_quoted_as_it_is() -> None:
    assert quoted(extract(only(["It was acquitted."], [0.9]), "en")) == ["It was acquitted."]


def test_the_sentence_before_stays_behind_if_it_is_too_long() -> None:
    retrieval = only(["a" * 395, "It was acquitted."], [0.1, 0.9])

    assert quoted(extract(retrieval, "en")) == ["It was acquitted."]


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Item one closed.", "en"),
        ("Itself a shop, the site closed.", "en"),
        ("Ilse wurde verurteilt.", "de"),
        ("Das Gericht entschied.", "de"),
        ("El tribunal absolvió.", "es"),
        ("Онлайн-магазин закрыт.", "ru"),
        ("It closed.", None),
        ("It closed.", "ja"),
        ("Il closed.", "en"),
        ("", "en"),
        ("…", "en"),
    ],
)
def test_a_sentence_that_stands_alone_does_not_point_back(
    sentence: str, language: str | None
) -> None:
    assert not points_back(sentence, language)


def test_the_same_words_of_two_documents_are_shown_once() -> None:
    """As one is a reprint of the other, or nearly so."""
    first = rank_by_hand(["A court in Moscow acquitted the founder in October 2007."], [0.9])
    reprint = rank_by_hand(
        ["A court in Moscow acquitted the founder, in October 2007."], [0.9], "b.txt"
    )
    other = rank_by_hand(["The RIAA never obtained a judgment."], [0.9], "c.txt")

    assert quoted(extract(retrieval_of([first, reprint, other]), "en")) == [
        "A court in Moscow acquitted the founder in October 2007.",
        "The RIAA never obtained a judgment.",
    ]


def test_of_more_than_three_that_fit_the_best_three_are_quoted() -> None:
    kinds = ("Apples grow.", "Courts rule.", "Shops close.", "Songs play.", "Dogs bark.")
    found = [rank_by_hand([words], [0.9 - n / 100], f"{n}.txt") for n, words in enumerate(kinds)]

    assert quoted(extract(retrieval_of(reversed(found)), "en")) == list(kinds[:3])


def test_what_fits_far_worse_than_the_first_is_not_quoted() -> None:
    found = [rank_by_hand(["Courts rule."], [0.9]), rank_by_hand(["Dogs bark."], [0.6], "b.txt")]

    assert quoted(extract(retrieval_of(found), "en")) == ["Courts rule."]


def bilingual(english: float, french: float, for_french: float = 0.0) -> list[RankedPassage]:
    """Two that fit so well; of the second, so much is its language's."""
    closed = rank_by_hand(["Le site a fermé."], [french], "b.txt", language="fr")
    return [
        rank_by_hand(["The site closed."], [english], "a.txt", language="en"),
        replace(closed, bias=Bias(passage=0.0, sentence=for_french)),
    ]


def test_what_is_near_by_its_language_alone_does_not_come_first() -> None:
    assert quoted(extract(retrieval_of(bilingual(0.8, 0.85)), "fr"))[0] == "Le site a fermé."
    neutral = retrieval_of(bilingual(0.8, 0.85, for_french=0.1))
    assert quoted(extract(neutral, "fr"))[0] == "The site closed."


def read_by_hand(words: str, path: str, sentence: float, passage: float) -> RankedPassage:
    """A passage of one sentence, with its late interactions."""
    found = rank_by_hand([words], [0.8], path)
    (only,) = found.sentences
    return replace(found, interaction=passage, sentences=(replace(only, interaction=sentence),))


def test_of_two_that_are_as_near_the_one_that_has_more_of_the_words_comes_first() -> None:
    less, more = (0.3, 0.3), (0.4, 0.3)
    found = [read_by_hand("One.", "a.txt", *less), read_by_hand("Two.", "b.txt", *more)]

    assert quoted(extract(retrieval_of(found), "en"))[0] == "Two."


def test_the_words_of_the_whole_passage_count_as_well() -> None:
    less, more = (0.3, 0.3), (0.3, 0.4)
    found = [read_by_hand("One.", "a.txt", *less), read_by_hand("Two.", "b.txt", *more)]

    assert quoted(extract(retrieval_of(found), "en"))[0] == "Two."


def test_a_sentence_with_the_sort_of_thing_that_is_asked_for_comes_first() -> None:
    found = [rank_by_hand(["It closed."], [0.82], "a.txt"),
             rank_by_hand(["It closed in May 2007."], [0.80], "b.txt")]  # fmt: skip
    asked = replace(retrieval_of(found), question="When did it close?")

    assert quoted(extract(asked, "en"))[0] == "It closed in May 2007."


def test_a_passage_with_the_name_that_is_asked_about_comes_before_one_without() -> None:
    """Another court's ruling is no answer, though its words are as near."""
    other = rank_by_hand(["The court in Hamburg ruled that Acme had won."], [0.82], "acme.txt")
    named = rank_by_hand(["The RIAA never obtained a judgment."], [0.80], "riaa.txt")
    found = replace(retrieval_of([other, named]), question="Did the RIAA win in court?")

    assert extract(found, "en")[0].text == "The RIAA never obtained a judgment."


@pytest.mark.parametrize(("between", "quotes"), [(" ", 1), ("\n\n", 2)])
def test_neighbours_of_another_paragraph_are_quotes_of_their_own(between: str, quotes: int) -> None:
    found = rank_by_hand(["Zorb has closed.", "Acme is open."], [0.8, 0.79], between=between)

    assert len(extract(retrieval_of([found]), "en")) == quotes


def test_the_askers_language_does_not_outweigh_a_better_fit() -> None:
    assert quoted(extract(retrieval_of(bilingual(0.9, 0.8)), "fr"))[0] == "The site closed."


def test_a_document_of_one_word_is_quoted() -> None:
    assert quoted(extract(only(["Acquitted"], [0.2]), "en")) == ["Acquitted"]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, embedding: BaseEmbedding) -> Pipeline:
    """A dossier of 500 documents; one of them says what is asked for."""
    texts = {f"{n}.txt": "The hearing was adjourned." for n in range(499)}
    texts["ruling.txt"] = "The court in Moscow acquitted the founder of the music shop."
    return pipeline_of(tmp_path_factory.mktemp("large"), texts, embedding)


def test_one_document_among_500_is_found_and_quoted(large: Pipeline) -> None:
    question = read_question("Did the Moscow court acquit the founder of the music shop?")
    claims = extract(large.retriever.retrieve(question.text), question.language)

    assert claims[0].text == "The court in Moscow acquitted the founder of the music shop."
    assert len(claims) <= 3


def test_quotes_of_the_seed_dossier_stand_in_the_article(seed_pipeline: Pipeline) -> None:
    for asked in ("Who closed the site?", "Qui a porté plainte ?", "Сколько стоил альбом?"):
        retrieval = seed_pipeline.retriever.retrieve(asked)
        texts = [found.passage.text for found in retrieval.ranked]
        for quote in quoted(extract(retrieval, "en")):
            assert any(quote in text for text in texts)
            assert len(quote) <= 400
            assert re.search(r"\w", quote)
