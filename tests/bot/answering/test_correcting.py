import pytest

from bot.answering.correcting import is_about
from bot.answers import Question
from bot.grounding import ground
from tests.bot.building import claim_of, passage_of

PASSAGE = passage_of("The court in Linz acquitted Anna Berg in 1931.", title="The Berg case")


@pytest.mark.parametrize(
    ("asked", "is_one"),
    [
        ("When did Anna Berg leave prison?", True),
        ("When did Berg leave the prison of Graz?", True),
        ("Когда Анна Берг вышла из тюрьмы?", True),
        ("What is the capital of Mongolia?", False),
        ("how long was the sentence?", False),
    ],
)
def test_a_correction_names_what_the_question_names(asked: str, is_one: bool) -> None:
    said = claim_of("Anna Berg was acquitted.", (PASSAGE, "acquitted Anna Berg in 1931"))
    (claim,) = ground([said], [PASSAGE]).claims
    language = "ru" if asked.startswith("К") else "en"

    assert is_about(Question(text=asked, language=language), claim) is is_one
