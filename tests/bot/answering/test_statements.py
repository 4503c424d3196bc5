"""How a sentence is split where another speaker has the word."""

from bot.answering.statements import split_clauses


def split(sentence: str, language: str = "en") -> list[tuple[tuple[str, ...], str]]:
    return [
        (clause.speakers, sentence[clause.span.start : clause.span.end])
        for clause in split_clauses(sentence, language)
    ]


def test_a_sentence_without_speakers_is_one_clause() -> None:
    assert split("The site closed in May.") == [((), "The site closed in May.")]


def test_each_speaker_has_the_words_up_to_the_next() -> None:
    assert split("The Herald says that it sank in May; the Post writes that it sank in June.") == [
        (("Herald",), "The Herald says that it sank in May"),
        (("Post",), "the Post writes that it sank in June."),
    ]


def test_speakers_of_the_same_words_stay_together() -> None:
    assert split("Herald and Post say that it sank in May.")[0][0] == ("Herald", "Post")


def test_a_verb_need_not_be_repeated() -> None:
    clauses = split("The Herald dates the fire to 3 May 1921, the Post to 5 May 1921.")

    assert clauses == [
        (("Herald",), "The Herald dates the fire to 3 May 1921"),
        (("Post",), "the Post to 5 May 1921."),
    ]


def test_who_is_contradicted_is_no_speaker() -> None:
    sentence = "Anders als der Anbieter behauptet, hat er nicht jeden Prozess gewonnen."

    assert split(sentence, "de") == [((), sentence)]


def test_who_is_quoted_speaks_and_not_who_quotes() -> None:
    (clause,) = split("International Trade Today and IFPI as quoted by Slyck say that it closed.")

    assert clause[0] == ("International Trade Today", "IFPI")
