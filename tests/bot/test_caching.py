from bot.caching import AnswerCache, AnswerKey
from tests.bot.render.test_terminal import answer_of

ANSWER = answer_of()


def key_of(question: str = "who won?", **known: str) -> AnswerKey:
    return AnswerKey(question, "en", **{"generation": "7", **known})


def test_an_answer_is_found_again() -> None:
    cache = AnswerCache()

    cache.keep(key_of(), ANSWER)

    assert cache.find(key_of()) is ANSWER


def test_another_language_model_or_prompt_has_to_answer_anew() -> None:
    cache = AnswerCache()
    cache.keep(key_of(model="a", prompts="1"), ANSWER)

    assert cache.find(key_of(model="b", prompts="1")) is None
    assert cache.find(key_of(model="a", prompts="2")) is None


def test_another_state_of_the_index_has_to_answer_anew() -> None:
    cache = AnswerCache()
    cache.keep(key_of(), ANSWER)

    assert cache.find(key_of(generation="8")) is None
    assert cache.find(key_of()) is ANSWER


def test_what_was_not_asked_for_longest_makes_room() -> None:
    cache = AnswerCache(size=2)
    cache.keep(key_of("one"), ANSWER)
    cache.keep(key_of("two"), ANSWER)
    cache.find(key_of("one"))

    cache.keep(key_of("three"), ANSWER)

    assert [cache.find(key_of(q)) is not None for q in ("one", "two", "three")] == [
        True, False, True,
    ]  # fmt: skip
