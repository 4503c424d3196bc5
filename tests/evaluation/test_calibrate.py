import hashlib
import json
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.answering.abstention import load_model
from tests.evaluation.calibrate import MAX_FALSE_ABSTENTION, Fit, _choose_threshold, calibrate
from tests.evaluation.calibration_file import CalibrationFileError, read_questions
from tests.evaluation.examples import Example
from tests.evaluation.records import RecordError, RecordsFileError

ARTICLES = {
    "market": {
        "en": "The fish market opened in 1931. Forty traders sold herring. It had a tin roof.",
        "fr": "La halle a ouvert en 1931. Quarante marchands y vendaient du hareng. Il pleuvait.",
        "answered": "How many traders sold herring?",
        "not answered": "Who saved the archive of the market from the fire?",
    },
    "bridge": {
        "en": "The bridge is 240 metres long. It was built of oak. Carts had to pay a toll.",
        "fr": "Le pont mesure 240 mètres. Il fut bâti en chêne. Les charrettes payaient un péage.",
        "answered": "How long is the bridge?",
        "not answered": "Which engineer drew the bridge?",
    },
    "school": {
        "en": "The school taught music. Lessons were free on Mondays. It owned a piano.",
        "fr": "L'école enseignait la musique. Les cours étaient gratuits le lundi. Il pleuvait.",
        "answered": "On which day were music lessons free?",
        "not answered": "In which year did the school close?",
    },
}


DEV_EXAMPLES = [
    Example({"passage_similarity": 0.9}, answerable=True, mode="dev", group="d001"),
    Example({"passage_similarity": 0.8}, answerable=False, mode="dev", group="d002"),
    Example({"passage_similarity": 0.7}, answerable=False, mode="dev", group="d003"),
]


def lines_of(*articles: str) -> list[dict[str, object]]:
    """Four questions an article: in each mode, one that its paragraph answers and one not."""
    lines: list[dict[str, object]] = []
    for name, other in zip(articles, (*articles[1:], articles[0]), strict=True):
        for mode, language in (("same", "en"), ("cross", "fr")):
            for answerable in (True, False):
                asked = ARTICLES[name]["answered" if answerable else "not answered"]
                line: dict[str, object] = {
                    "question": asked,
                    "language": "en",
                    "passage_language": language,
                    "mode": mode,
                    "answerable": answerable,
                    "passages": [candidate(name, language), candidate(other, language)],
                }
                lines.append(line)
    return lines


def candidate(article: str, language: str) -> dict[str, str]:
    return {"id": f"{language}-{article}-1", "text": ARTICLES[article][language]}


def write_lines(folder: Path, lines: list[dict[str, object]]) -> Path:
    file = folder / "invented.jsonl"
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return file


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lines(tmp_path_factory.mktemp("calibration"), lines_of(*ARTICLES))


@pytest.fixture(scope="module")
def fit(file: Path, embedding: BaseEmbedding) -> Fit:
    return calibrate(file, embedding, "invented, CC0", DEV_EXAMPLES)


def test_a_fit_tells_how_well_it_does_in_each_mode(fit: Fit) -> None:
    assert list(fit.auroc) == ["same", "cross", "dev"]
    assert all(0 <= figure <= 1 for figure in fit.auroc.values())


def test_a_fit_weighs_what_the_shipped_model_weighs(fit: Fit) -> None:
    shipped = load_model()

    assert list(fit.model.weights) == list(shipped.weights)
    assert fit.model.embedding == shipped.embedding
    assert 0 < fit.model.threshold < 1


def test_the_record_says_all_that_the_shipped_one_says(fit: Fit, file: Path) -> None:
    record = fit.model.record

    assert record.keys() == load_model().record.keys()
    assert record["data"] == "invented.jsonl"
    assert record["source"] == "invented, CC0"
    assert record["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (record["questions"], record["groups"]) == (15, 6)
    assert record["data_2"] == "tests/evaluation/sets/dev.jsonl"
    assert record["auroc_cross"] == pytest.approx(fit.auroc["cross"], abs=1e-4)


def test_the_same_file_gives_the_same_model(fit: Fit, file: Path, embedding: BaseEmbedding) -> None:
    assert calibrate(file, embedding, "invented, CC0", DEV_EXAMPLES) == fit


def examples_of(modes: list[str]) -> list[Example]:
    return [Example({}, answerable=True, mode=mode, group=mode) for mode in modes]


_TENS = st.sampled_from([10, 20, 40])


@given(_TENS, _TENS, st.integers(0, 9), st.randoms(use_true_random=False))
def test_the_threshold_declines_at_most_a_tenth_of_the_answerable_of_each_mode(
    same: int, cross: int, others: int, random: Random
) -> None:
    modes = ["same"] * same + ["cross"] * cross + ["same"] * others
    answerable = np.array([True] * (same + cross) + [False] * others)
    confidence = np.array([round(random.random(), 3) for _ in modes])

    threshold = _choose_threshold(confidence, answerable, examples_of(modes))

    for mode in ("same", "cross"):
        asked = confidence[answerable & (np.array(modes) == mode)]
        assert (asked < threshold).mean() <= MAX_FALSE_ABSTENTION


@pytest.mark.parametrize("count", [3, 12, 245])
def test_the_threshold_rule_holds_for_any_number_of_questions(count: int) -> None:
    confidence = np.linspace(0.1, 0.9, count).round(3)

    threshold = _choose_threshold(confidence, np.full(count, True), examples_of(["same"] * count))

    assert (confidence < threshold).mean() <= MAX_FALSE_ABSTENTION


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"mode": None}, "mode: Input should be a valid string"),
        ({"answerable": "perhaps"}, "answerable: Input should be a valid boolean"),
        ({"passages": [{"id": "en-market-1"}]}, "passages.0.text: Field required"),
    ],
)
def test_a_line_with_a_wrong_value_is_named(
    tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    first, second, *others = lines_of(*ARTICLES)
    file = write_lines(tmp_path, [first, {**second, **change}, *others])

    with pytest.raises(RecordError) as caught:
        read_questions(file)

    assert f"{file}, line 2 can't be used: {reason}" in str(caught.value)


def test_a_line_without_a_mode_is_named(tmp_path: Path) -> None:
    *others, last = lines_of(*ARTICLES)
    del last["mode"]

    with pytest.raises(RecordError, match=r"line 12 .*: mode: Field required\."):
        read_questions(write_lines(tmp_path, [*others, last]))


@pytest.mark.parametrize("line", ["{", "Why?", "[]", ""])
def test_a_line_that_is_no_json_object_is_named(file: Path, tmp_path: Path, line: str) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text(file.read_text("utf-8") + line + "\n", "utf-8")

    with pytest.raises(RecordError) as caught:
        read_questions(broken)

    assert str(caught.value).startswith(f"{broken}, line 13 can't be used: ")


def test_a_reason_without_a_field_begins_with_words(tmp_path: Path) -> None:
    file = tmp_path / "broken.jsonl"
    file.write_text("{\n", "utf-8")

    with pytest.raises(RecordError, match=r"used: Invalid JSON"):
        read_questions(file)


@pytest.mark.parametrize("passages", [[], [{"id": "market", "text": "It opened in 1931."}]])
def test_a_line_whose_article_cannot_be_told_is_named(
    tmp_path: Path, passages: list[dict[str, str]]
) -> None:
    first, *others = lines_of(*ARTICLES)
    file = write_lines(tmp_path, [{**first, "passages": passages}, *others])

    with pytest.raises(RecordError, match=r"line 1 "):
        read_questions(file)


def test_a_file_that_is_missing_or_no_text_cannot_be_fitted_on(tmp_path: Path) -> None:
    missing, binary = tmp_path / "none.jsonl", tmp_path / "binary.jsonl"
    binary.write_bytes(b"\xff\xfe\x00")

    for file in (missing, binary, tmp_path):
        with pytest.raises(RecordsFileError) as caught:
            read_questions(file)
        assert str(caught.value).startswith(f"{file} can't be read: ")


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([], id="empty"),
        pytest.param(lines_of("market"), id="one article"),
        pytest.param(
            [line for line in lines_of(*ARTICLES) if line["answerable"]], id="only answerable"
        ),
        pytest.param(
            [line for line in lines_of(*ARTICLES) if not line["answerable"]], id="none answerable"
        ),
    ],
)
def test_a_file_without_two_articles_and_both_kinds_cannot_be_fitted_on(
    tmp_path: Path, embedding: BaseEmbedding, lines: list[dict[str, object]]
) -> None:
    with pytest.raises(CalibrationFileError):
        calibrate(write_lines(tmp_path, lines), embedding)


@pytest.mark.parametrize(
    "unfit",
    [
        pytest.param(("cross", True), id="a mode without unanswerable questions"),
        pytest.param(("cross", False), id="a mode without answerable questions"),
    ],
)
def test_a_file_with_a_mode_of_one_kind_cannot_be_fitted_on(
    tmp_path: Path, embedding: BaseEmbedding, unfit: tuple[str, bool]
) -> None:
    """Its AUROC has no value, which JSON cannot hold either."""
    mode, kept = unfit
    lines = [
        line for line in lines_of(*ARTICLES) if line["mode"] != mode or line["answerable"] is kept
    ]

    with pytest.raises(CalibrationFileError):
        calibrate(write_lines(tmp_path, lines), embedding)


def test_a_file_with_one_kind_in_all_articles_but_one_cannot_be_fitted_on(
    tmp_path: Path, embedding: BaseEmbedding
) -> None:
    market, bridge = lines_of("market", "bridge")[:4], lines_of("market", "bridge")[4:]
    lines = [*market, *(line for line in bridge if line["answerable"])]

    with pytest.raises(CalibrationFileError):
        calibrate(write_lines(tmp_path, lines), embedding)


def test_a_line_separator_in_a_passage_ends_no_line(tmp_path: Path) -> None:
    """JSON allows U+2028 unescaped."""
    lines = lines_of(*ARTICLES)
    lines[0]["question"] = "Who\u2028sold herring?"

    assert len(read_questions(write_lines(tmp_path, lines))) == len(lines)
