"""The sentences are about nothing that the dossier is about: cues are words of a language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.speakers import find_label, find_speakers


def names_in(text: str, language: str | None) -> list[str]:
    return [speaker.name for speaker in find_speakers(text, language) if speaker.is_named]


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "Reuters says that the dam broke at night.", ["Reuters"]),
        ("en", "The bridge is safe, according to the Daily Herald.", ["Daily Herald"]),
        ("en", "The bridge is safe, said the engineer Maria Lopez.", ["engineer Maria Lopez"]),
        ("en", "“It is safe,” wrote Lopez.", ["Lopez"]),
        ("en", "The German agency dpa has the trial ending on 5 May.", ["dpa"]),
        ("en", "Reuters and Tass have 21 March 2011.", ["Reuters", "Tass"]),
        ("en", "BBC, CNN and the Guardian report that it rained.", ["BBC", "CNN", "Guardian"]),
        ("en", "The minister, Anna Berg, said that taxes fall.", ["Anna Berg"]),
        ("en", "The Tax Board, quoted by nobody else, said so.", ["Tax Board"]),
        ("en", "In May 2011 the WHO announced that it was over.", ["WHO"]),
        ("en", "In Lopez’s view, the bridge is safe.", ["Lopez"]),
        ("en", "On the Tax Board's account, taxes fall.", ["Tax Board"]),
        ("en", "The bridge is safe, Lopez submitted.", ["Lopez"]),
        ("fr", "À en croire Marie Dubois, le pont est sûr.", ["Marie Dubois"]),
        ("fr", "Selon l’agence Reuters, le barrage a cédé.", ["Reuters"]),
        ("fr", "D'après Le Monde et Libération, le pont est sûr.", ["Monde", "Libération"]),
        ("fr", "L’OMS a affirmé que c'était fini.", ["OMS"]),
        ("fr", "Le pont est sûr, a déclaré Marie Dubois.", ["Marie Dubois"]),
        ("fr", "Le maire de Lyon a annoncé sa démission.", ["maire de Lyon"]),
        ("fr", "Le quotidien belge Le Soir rapporte que le pont est sûr.", ["Le Soir"]),
        ("de", "Laut dpa brach der Damm in der Nacht.", ["dpa"]),
        ("de", "Laut der Agentur dpa brach der Damm.", ["dpa"]),
        ("de", "Der NASA zufolge ist der Mond älter.", ["NASA"]),
        ("de", "Die Brücke ist sicher, so die FAZ.", ["FAZ"]),
        ("de", "Die Brücke ist sicher, schreibt spiegel.de.", ["spiegel.de"]),
        ("de", "Für die Firma sagte der Anwalt Huber, man habe gezahlt.", ["Huber"]),
        ("de", "Nach Überzeugung von Huber ist die Brücke sicher.", ["Huber"]),
        ("de", "Aus der Sicht der NASA ist der Mond älter.", ["NASA"]),
        ("es", "Según el diario El País, el puente es seguro.", ["El País"]),
        ("es", "La ONU afirmó que había terminado.", ["ONU"]),
        ("es", "El puente es seguro, dijo María López.", ["María López"]),
        ("es", "Desde el punto de vista de la ONU, ha terminado.", ["ONU"]),
        ("ru", "С точки зрения ООН, всё кончено.", ["ООН"]),
        ("ru", "По данным газеты «Известия», плотина рухнула.", ["Известия"]),
        ("ru", "По словам Иванова, мост безопасен.", ["Иванова"]),
        ("ru", "Мост безопасен, сообщает Reuters.", ["Reuters"]),
        ("ru", "Агентство ТАСС в 2011 году писало, а ТАСС и РБК сообщили.", ["ТАСС", "РБК"]),
        ("ru", "ООН в мае 2011 года объявила, что всё кончено.", ["ООН"]),
    ],
)
def test_who_says_it_is_found(language: str, text: str, names: list[str]) -> None:
    assert names_in(text, language) == names


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The civil claims of Universal were left unexamined."),
        ("en", "A Reuters report was wrong."),
        ("en", "Reuters does not say why."),
        ("en", "He said that Paris was closed."),
        ("en", "Paris had to say goodbye to Rome."),
        ("en", "The dam in Austria broke in May 2011, and the court ruled in June."),
        ("fr", "Il affirme que Paris est fermé."),
        ("fr", "Reuters ne dit pas pourquoi."),
        ("fr", "Le pont de Lyon a été fermé en mai 2011."),
        ("de", "Er sagte, Berlin sei weit."),
        ("de", "Die FAZ schreibt nicht, warum."),
        ("de", "Die Brücke bei Köln wurde im Mai 2011 gesperrt."),
        ("es", "Ella dijo que Madrid estaba lejos."),
        ("es", "La ONU no dice por qué."),
        ("es", "El puente de Sevilla se cerró en mayo de 2011."),
        ("ru", "ТАСС не сообщает, почему."),
        ("ru", "Он сказал, что Москва далеко."),
        ("ru", "Мост в Казани закрыли в мае 2011 года."),
    ],
)
def test_what_is_said_by_no_name_has_none(language: str, text: str) -> None:
    assert names_in(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("en", "The prosecutor said that it was closed.", "prosecutor"),
        ("fr", "Le procureur affirme que tout est fermé.", "procureur"),
        ("es", "El fiscal dijo que todo estaba cerrado.", "fiscal"),
    ],
)
def test_a_speaker_told_by_a_role_alone_is_none_with_a_name(
    language: str, text: str, role: str
) -> None:
    assert [(s.name, s.is_named) for s in find_speakers(text, language)] == [(role, False)]


@pytest.mark.parametrize(
    ("language", "text", "is_sure"),
    [
        ("en", "England declared that it was over.", True),
        ("en", "England declared war on France, which lasted.", False),
        ("en", "Reuters gives May 2011.", False),
        ("en", "England claimed the throne of France.", False),
        ("en", "England claims the throne is vacant.", True),
        ("en", "England holds the islands.", False),
        ("en", "England holds that it was over.", True),
        ("en", "Anna called the police.", False),
        ("en", "Anna called the fire a crime.", True),
        ("fr", "Paris considère les candidats.", False),
        ("fr", "Paris considère les candidats comme élus.", True),
        ("de", "Huber hielt die Rede für die Kinder.", False),
        ("de", "Huber hielt die Rede für einen Fehler.", True),
        ("de", "Huber nannte den Termin.", False),
        ("de", "Huber nannte den Termin falsch gewählt und rechtswidrig.", True),
        ("es", "Francia llama a los bomberos.", False),
        ("es", "Francia llamó a la huelga un error.", True),
        ("de", "Frankreich erklärte im Mai, man sei bereit.", True),
        ("de", "Frankreich erklärte England den Krieg.", False),
        ("es", "Francia declaró que no.", True),
        ("es", "Francia declaró la guerra.", False),
        ("ru", "Франция объявила, что готова.", True),
        ("ru", "Франция объявила войну.", False),
        ("ru", "Франция объявила войну ошибкой.", True),
        ("ru", "Франция объявила войну вместе с Англией.", False),
        ("ru", "Мать назвала сына Иваном.", False),
    ],
)
def test_a_verb_that_may_mean_something_else_makes_no_sure_speaker(
    language: str, text: str, is_sure: bool
) -> None:
    assert [speaker.is_sure for speaker in find_speakers(text, language)] == [is_sure]


@pytest.mark.parametrize(
    "text",
    [
        "The House heard a claim that it rained.",
        "The United States signed in May.",
        "Doctor Who has appeared on stage.",
    ],
)
def test_a_noun_that_looks_like_a_verb_of_saying_is_none(text: str) -> None:
    assert find_speakers(text, "en") == ()


@pytest.mark.parametrize(
    ("language", "text", "label"),
    [
        ("en", "NASA: the dam was safe.", ("NASA", True)),
        ("en", "Lopez: the dam was safe.", ("Lopez", False)),
        ("de", "Huber: „Der Damm war sicher.“", ("Huber", True)),
        ("fr", "Marie Dubois : le pont est sûr.", ("Marie Dubois", True)),
        ("en", "Result: the dam was closed.", None),
        ("de", "Folge: Der Damm wurde gesperrt.", None),
        ("ru", "Вывод: плотину закрыли в мае.", None),
        ("en", "Germany: the dam was closed.", None),
        ("en", "In May 2011: the dam was closed.", None),
        ("en", "Reuters: May 2011", None),
        ("en", "The dam was closed.", None),
        ("en", "", None),
    ],
)
def test_a_name_before_a_colon_is_a_label_and_a_heading_is_none(
    language: str, text: str, label: tuple[str, bool] | None
) -> None:
    found = find_label(text, language)

    assert (found and (found.name, found.is_named)) == label


def test_a_name_stands_in_the_text_where_it_is_said_to() -> None:
    text = "Le pont est sûr, d’après l’agence Reuters."
    (speaker,) = find_speakers(text, "fr")

    assert text[speaker.span.start : speaker.span.end] == speaker.name == "Reuters"


pieces = st.sampled_from(
    [
        *("Reuters", "says", "selon", "laut", "l’", "IFPI", "et", "and", "der", "so", "zufolge"),
        *("сообщает", "по данным", "golem.de", "2011", "May", ",", ";", ".", "“", "the", "agency"),
        *("has the trial ending", "(", "’s", "not", "\n", "—", "\u0301", "dijo", "que", "WHO"),
    ]
)


@given(st.lists(pieces, max_size=12).map(" ".join), st.sampled_from(["en", "fr", "de", "es", "ru"]))
def test_any_text_has_its_speakers_where_they_are_said_to_stand(text: str, language: str) -> None:
    for speaker in find_speakers(text, language):
        assert speaker.name
        assert text[speaker.span.start : speaker.span.end] == speaker.name


def test_a_text_of_unknown_language_has_the_cues_of_every_one() -> None:
    assert names_in("Laut Reuters ist die Brücke sicher.", None) == ["Reuters"]
    assert names_in("По данным ТАСС, мост безопасен.", None) == ["ТАСС"]
