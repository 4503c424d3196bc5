import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.abstention import CONTENDER_MARGIN, decide, load_model, measure
from bot.answers import Question
from bot.closeness import Closeness
from bot.ranking import RankedPassage
from bot.retrieval import Retrieval
from tests.bot.building import rank_by_hand, retrieval_of

MODEL = load_model()
ANYTHING = Question(text="How did it begin?", language="en")


def features_of(
    question: str, *found: RankedPassage | str, language: str = "en"
) -> dict[str, float]:
    """What is measured of a question for these passages, or passages of one sentence."""
    ranked = [one_sentence(f, language) if isinstance(f, str) else f for f in found]
    return measure(Question(text=question, language=language), retrieval_of(ranked))


def one_sentence(text: str, language: str = "en", similarity: float = 0.8) -> RankedPassage:
    return rank_by_hand([text], [similarity], language=language)


def closeness_of(passage: float, lead: float) -> Retrieval:
    """A passage as close to the question as this, with a sentence that stands out as much."""
    found = retrieval_of([one_sentence("It began with a fair.")])
    return replace(found, closeness=Closeness(passage, lead, 0.0, 1.0, 12))


@given(st.floats(-1, 1), st.floats(-1e9, 1e9))
def test_confidence_is_the_sigmoid_of_the_intercept_and_what_each_feature_adds(
    passage: float, lead: float
) -> None:
    decision = decide(ANYTHING, closeness_of(passage, lead), MODEL)
    logit = MODEL.intercept + sum(reason.adds for reason in decision.reasons.values())

    assert 0 <= decision.confidence <= 1
    assert decision.confidence == pytest.approx((1 + math.tanh(logit / 2)) / 2, abs=1e-12)


def test_a_reason_tells_the_value_and_what_one_unit_more_would_add() -> None:
    nearer, farther = (decide(ANYTHING, closeness_of(p, 3.0), MODEL).reasons for p in (0.9, 0.8))
    one, other = nearer["passage_similarity"], farther["passage_similarity"]

    assert (one.value, other.value) == (0.9, 0.8)
    assert one.adds - other.adds == pytest.approx(one.weight * 0.1)
    assert nearer["sentence_lead"] == farther["sentence_lead"]


def test_a_feature_at_its_mean_adds_nothing() -> None:
    mean = MODEL.weights["passage_similarity"].mean

    assert decide(ANYTHING, closeness_of(mean, 3.0), MODEL).reasons["passage_similarity"].adds == 0


def test_the_bot_abstains_below_the_threshold_and_not_at_it() -> None:
    decision = decide(ANYTHING, closeness_of(0.85, 3.0), MODEL)

    assert not replace(decision, threshold=decision.confidence).abstained
    assert replace(decision, threshold=math.nextafter(decision.confidence, 1)).abstained


def test_what_is_closer_is_answered_with_more_confidence() -> None:
    far, near = closeness_of(0.75, 1.0), closeness_of(0.9, 5.0)

    assert decide(ANYTHING, far, MODEL).abstained
    assert not decide(ANYTHING, near, MODEL).abstained


def test_the_model_weighs_what_is_measured_and_nothing_else() -> None:
    measured = measure(Question(text="How did it begin?", language="en"), closeness_of(0.8, 2.0))

    assert set(MODEL.weights) == set(measured)


def test_a_sentence_with_hardly_another_beside_it_is_judged_as_the_average_one() -> None:
    """A dossier of one sentence has nothing that the sentence could stand out from."""
    found = retrieval_of([one_sentence("It began with a fair.")])

    assert decide(ANYTHING, found, MODEL).reasons["sentence_lead"].adds == 0


def test_the_shipped_record_says_what_the_model_was_fitted_on() -> None:
    sha256 = str(MODEL.record["sha256"])

    assert MODEL.record["data"]
    assert MODEL.record["source"]
    assert len(sha256) == 64
    assert set(sha256) <= set("0123456789abcdef")


@pytest.mark.parametrize(
    ("feature", "language", "question", "without", "having"),
    [
        (
            "sort_missing",
            "en",
            "How many clerks did the hall have?",
            "The hall had clerks.",
            "The hall had 40 clerks.",
        ),
        (
            "sort_missing",
            "fr",
            "En quelle année la halle a-t-elle fermé ?",
            "La halle a fermé en hiver.",
            "La halle a fermé en 1994.",
        ),
        (
            "sort_missing",
            "de",
            "Wie viel Prozent gingen an die Maler?",
            "Die Maler bekamen wenig.",
            "Die Maler bekamen 15 %.",
        ),
        (
            "sort_missing",
            "es",
            "¿Cuánto dinero pagó la lonja?",
            "La lonja pagó en enero.",
            "La lonja pagó 30 euros.",
        ),
        (
            "sort_missing",
            "ru",
            "Сколько сторожей было на рынке?",
            "На рынке были сторожа.",
            "На рынке было 40 сторожей.",
        ),
        (
            "name_missing",
            "en",
            "Who founded the hall?",
            "The hall was founded by a painter.",
            "The hall was founded by Ada Quist.",
        ),
        (
            "name_missing",
            "fr",
            "Qui a fondé la halle ?",
            "La halle a été fondée par un peintre.",
            "La halle a été fondée par Ada Quist.",
        ),
        (
            "name_missing",
            "ru",
            "Кто основал рынок?",
            "Его основал один художник.",
            "Этот рынок основал Пётр Ершов.",
        ),
        (
            "figures_missing",
            "en",
            "What happened to the hall in May 1994?",
            "The hall closed in May 1987.",
            "The hall closed in May 1994.",
        ),
        (
            "figures_missing",
            "de",
            "Warum gingen 1.650 Maler?",
            "Es gingen 1.420 Maler.",
            "Es gingen 1650 Maler.",
        ),
        (
            "figures_missing",
            "es",
            "¿Qué pasó el 3 de mayo de 1994?",
            "Cerró el 4 de mayo de 1994.",
            "Cerró el 3 de mayo de 1994.",
        ),
        (
            "names_missing",
            "en",
            "Why did Ada Quist leave?",
            "Then Bo Lind left.",
            "Then Ada Quist left.",
        ),
        (
            "names_missing",
            "es",
            "¿Por qué se fue Ada Quist?",
            "Entonces se fue Bo Lind.",
            "Entonces se fue Ada Quist.",
        ),
        (
            "names_missing",
            "ru",
            "Почему оттуда ушёл Пётр Ершов?",
            "Потом оттуда ушёл Иван Громов.",
            "Потом оттуда ушёл Пётр Ершов.",
        ),
        (
            "names_missing_same_language",
            "fr",
            "Pourquoi Ada Quist est-elle partie ?",
            "Puis Bo Lind est parti.",
            "Puis Ada Quist est partie.",
        ),
    ],
)
def test_a_feature_fires_where_what_it_tells_of_is_missing_and_is_silent_where_it_stands(
    feature: str, language: str, question: str, without: str, having: str
) -> None:
    assert features_of(question, without, language=language)[feature] > 0
    assert features_of(question, having, language=language)[feature] == 0


def test_a_question_that_gives_and_asks_for_nothing_misses_nothing() -> None:
    found = features_of("Why was it so?", "It was late.")

    assert [value for name, value in found.items() if "missing" in name] == [0.0] * 5


def test_a_missing_name_is_told_apart_from_other_things_asked_for() -> None:
    found = features_of("Who founded the hall?", "The hall was founded by a painter.")

    assert (found["name_missing"], found["sort_missing"]) == (1, 0)


def test_the_share_of_what_is_missing_counts() -> None:
    found = features_of("What changed between 1990 and 1994?", "It was large in 1990.")

    assert found["figures_missing"] == 0.5


def test_a_missing_name_counts_as_one_of_the_same_language_only_within_a_language() -> None:
    """Across languages a name may be spelt in a way that nobody could know."""
    abroad = features_of("Why did Ada Quist go?", one_sentence("Puis Bo Lind est parti.", "fr"))
    home = features_of("Why did Ada Quist go?", one_sentence("Then Bo Lind left."))

    assert (abroad["names_missing"], abroad["names_missing_same_language"]) == (1, 0)
    assert (home["names_missing"], home["names_missing_same_language"]) == (1, 1)
    assert (abroad["same_language"], home["same_language"]) == (0, 1)


@pytest.mark.parametrize("known", ["publisher", "author", "title"])
def test_what_is_known_of_a_document_counts_as_held(known: str) -> None:
    """ "According to the Harbour Gazette" names the document, not what stands in it."""
    question = "According to Harbour Gazette, why did it close?"
    sentence = ["It closed for want of money."]

    anonymous = features_of(question, rank_by_hand(sentence, [0.8]))
    told = features_of(question, rank_by_hand(sentence, [0.8], **{known: "Harbour Gazette"}))

    assert anonymous["names_missing"] == 1
    assert told["names_missing"] == 0


@pytest.mark.parametrize(("behind", "missing"), [(0.5, 0), (1.5, 1)])
def test_a_passage_with_a_sentence_nearly_as_similar_as_the_best_is_a_contender(
    behind: float, missing: float
) -> None:
    found = features_of(
        "Who founded the hall?",
        one_sentence("The hall was founded by a painter."),
        one_sentence("It was founded by Ada Quist.", similarity=0.8 - behind * CONTENDER_MARGIN),
    )

    assert found["name_missing"] == missing


def test_the_passage_that_fits_best_is_a_contender_whatever_its_sentences() -> None:
    found = features_of(
        "Why did Ada Quist leave?",
        one_sentence("Then Ada Quist left.", similarity=0.5),
        one_sentence("Then somebody left.", similarity=0.9),
    )

    assert found["names_missing"] == 0


def test_the_answer_must_stand_in_a_likely_sentence_but_names_anywhere_in_its_passage() -> None:
    passage = rank_by_hand(["It closed for long.", "Ada Quist left in 1994."], [0.8, 0.6])

    found = features_of("In which year did Ada Quist close it?", passage)

    assert (found["sort_missing"], found["names_missing"]) == (1, 0)


@pytest.mark.parametrize(
    ("language", "question"), [("en", "Who is Bo Lind?"), ("ru", "Кто такой Иван Громов?")]
)
def test_a_name_is_missing_from_a_short_question_too(language: str, question: str) -> None:
    """Three of its four words have a capital, but nobody shouts."""
    assert features_of(question, "Ada.", language=language)["names_missing"] > 0
