import shutil
from pathlib import Path

import pytest
from llama_index.core.llms import MessageRole

from bot.errors import (
    PromptError,
    PromptHeaderError,
    PromptMissingError,
    PromptOutputError,
    PromptPartError,
    PromptVariableError,
)
from bot.prompts import Prompts, load_prompts, parse_prompt
from tests.conftest import ROOT

FOLDER = ROOT / "prompts"

STAND_ALONE = """\
---
purpose: Make a question of a message.
variables:
  earlier: The questions before it.
  message: The message.
  language: Its language.
output:
  type: object
  properties:
    question: {type: string}
---
# System

Reply like {"question": "Who built {it}?"}, in {language}.

# User

{earlier}
{message}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of all prompts, to be spoilt."""
    return Path(shutil.copytree(FOLDER, tmp_path / "prompts"))


def read(text: str) -> None:
    parse_prompt("mine.md", text, "stand_alone")


def parse_stand_alone(text: str) -> list[tuple[MessageRole, str | None]]:
    prompt = parse_prompt("mine.md", text, "stand_alone")
    messages = prompt.fill(earlier="{message}", message="{{language}} {earlier}", language="French")
    return [(message.role, message.content) for message in messages]


def test_the_prompts_that_are_here_can_be_used() -> None:
    prompts = load_prompts(FOLDER)

    assert isinstance(prompts, Prompts)
    assert prompts.answer.schema is not None
    assert prompts.repair.schema is None


def test_values_are_put_in_once_and_never_looked_through() -> None:
    text = STAND_ALONE.replace(' "Who built {it}?"', ' "Who built it?"')

    assert parse_stand_alone(text) == [
        (MessageRole.SYSTEM, 'Reply like {"question": "Who built it?"}, in French.'),
        (MessageRole.USER, "{message}\n{{language}} {earlier}"),
    ]


def test_a_variable_that_nothing_fills_in_is_named_with_its_file() -> None:
    with pytest.raises(PromptVariableError) as error:
        read(STAND_ALONE)

    assert str(error.value) == (
        "The text has {it}, which nothing fills in, in the prompt mine.md. Its variables are "
        "{earlier}, {language}, {message}, each of them in the header and in the text."
    )


def test_a_variable_that_the_text_lacks_is_named() -> None:
    with pytest.raises(PromptVariableError, match=r"The text lacks \{passages\}, in the prompt a"):
        text = (FOLDER / "answer.md").read_text("utf-8")
        parse_prompt("answer.md", text.replace("{passages}", "passages"), "answer")


def test_a_variable_that_the_header_lacks_is_named() -> None:
    with pytest.raises(PromptVariableError, match=r"The header lacks \{language\}"):
        read(STAND_ALONE.replace("  language: Its language.\n", ""))


def test_a_variable_of_the_header_that_nothing_fills_in_is_named() -> None:
    with pytest.raises(PromptVariableError, match=r"The header has \{mood\}, which nothing"):
        read(STAND_ALONE.replace("  language:", "  mood: Good.\n  language:"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No header at all.", "it has no output"),
        ("", "it has no output"),
        ("---\n- a list\n---\n# User\n\nhello", "it has no"),
        (STAND_ALONE.replace("purpose: Make", "purpose: [Make"), "it is no YAML"),
        (STAND_ALONE.replace("purpose: Make a question of a message.\n", ""), "it has no purpose"),
        (STAND_ALONE.replace("purpose:", "purpos: 1\npurpose:"), "purpos means nothing there"),
        (STAND_ALONE.replace(": The message.", ":"), "the variable message isn't described"),
    ],
)
def test_a_header_that_cannot_be_used_is_an_error(text: str, said: str) -> None:
    with pytest.raises(PromptHeaderError, match=f"of the prompt mine.md can't be used: {said}"):
        read(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (STAND_ALONE.replace("# User", "# Robot"), "there is no part called Robot"),
        (STAND_ALONE.replace("# System", "Hello\n\n# System"), "begins without a heading"),
        (STAND_ALONE.replace("# System\n\n", "# System\n\n# User\n\n"), "part System is empty"),
        (STAND_ALONE.partition("# System")[0], "begins without a heading"),
    ],
)
def test_a_text_that_is_not_cut_into_messages_is_an_error(text: str, said: str) -> None:
    with pytest.raises(PromptPartError, match=said):
        read(text)


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ("question: {type: strong}", "it is no JSON Schema, at properties.question.type"),
        ("reply: {type: string}", "it has no question, which is read"),
    ],
)
def test_an_output_that_the_code_cannot_read_is_an_error(spoilt: str, said: str) -> None:
    text = STAND_ALONE.replace("{it}", "it").replace("question: {type: string}", spoilt)

    with pytest.raises(PromptOutputError, match=f"prompt mine.md can't be used: {said}"):
        read(text)


def test_plain_text_is_not_enough_where_json_is_read() -> None:
    header, _, _ = STAND_ALONE.replace("{it}", "it").partition("output:")
    _, _, text = STAND_ALONE.replace("{it}", "it").partition("---\n# System")

    with pytest.raises(PromptOutputError, match="it should be a JSON Schema"):
        read(f"{header}output: text\n---\n# System{text}")


def test_fields_in_lists_are_looked_for_too(folder: Path) -> None:
    file = folder / "answer.md"
    file.write_text(file.read_text("utf-8").replace("quote: {type", "words: {type"), "utf-8")

    with pytest.raises(PromptOutputError, match=r"answer\.md.*it has no claims\.quotes\.quote"):
        load_prompts(folder)


def test_a_file_that_is_missing_is_named_with_its_folder(folder: Path) -> None:
    (folder / "check.md").unlink()

    with pytest.raises(PromptMissingError, match=r"prompts/check\.md can't be read: No such file"):
        load_prompts(folder)


def test_a_folder_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=r"nowhere/answer\.md can't be read"):
        load_prompts(tmp_path / "nowhere")


def test_a_file_in_another_encoding_is_an_error(folder: Path) -> None:
    (folder / "judge.md").write_bytes("---\npurpose: Prüfen".encode("latin-1"))

    with pytest.raises(PromptMissingError, match="it is no UTF-8 text"):
        load_prompts(folder)


def test_the_version_changes_with_any_word(folder: Path) -> None:
    before = load_prompts(folder).version
    file = folder / "translate.md"
    file.write_text(file.read_text("utf-8").replace("You translate", "Please translate"), "utf-8")

    assert load_prompts(folder).version != before == load_prompts(FOLDER).version


def test_a_prompt_is_filled_with_all_of_its_variables_and_no_other() -> None:
    prompt = load_prompts(FOLDER).repair

    with pytest.raises(TypeError):
        prompt.fill(reply="a")
    with pytest.raises(TypeError):
        prompt.fill(reply="a", problem="b", passages="c")
