"""How `prompts/` is loaded and checked: what a language model is told, one file a prompt.

A file has a header in YAML between two lines of `---` (`purpose`, `variables`, `output`), then the
text, cut into messages by the headings `# System`, `# User` and `# Assistant`. A variable is its
name in braces; braces around anything else, such as JSON, are text.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frontmatter
import yaml
from jsonschema import Draft202012Validator, SchemaError
from llama_index.core.llms import ChatMessage, MessageRole
from llama_index.core.prompts import ChatPromptTemplate

from bot.errors import (
    PromptHeaderError,
    PromptMissingError,
    PromptOutputError,
    PromptPartError,
    PromptVariableError,
)
from ingest.errors import first_line

TEXT = "text"
"""What a header says as its output where no JSON is asked for."""
_HEADING = re.compile(r"^# +(.+?) *$", re.MULTILINE)
_ROLES = {
    "System": MessageRole.SYSTEM,
    "User": MessageRole.USER,
    "Assistant": MessageRole.ASSISTANT,
}
_HEADER_KEYS = frozenset({"purpose", "variables", "output"})


@dataclass(frozen=True)
class Prompt:
    """What a language model is told to do one thing."""

    template: ChatPromptTemplate
    variables: frozenset[str]
    schema: Mapping[str, object] | None
    """Of the JSON object that is asked for (JSON Schema); None for plain text."""

    def fill(self, **variables: str) -> list[ChatMessage]:
        """Put values in the place of the variables, in one pass: values are not looked through.

        Raises: TypeError, if these are not just the prompt's variables.
        """
        if variables.keys() != self.variables:
            raise TypeError(f"the variables are {', '.join(sorted(self.variables))}")
        return self.template.format_messages(None, **variables)


@dataclass(frozen=True)
class Prompts:
    """All of them."""

    answer: Prompt
    """Of `language`, `passages`, `question`."""
    stand_alone: Prompt
    """Of `earlier`, `message`, `language`."""
    translate: Prompt
    """Of `question`, `languages`."""
    check: Prompt
    """Of `statement`, `passages`, `language`."""
    judge: Prompt
    """Of `question`, `expected`, `answer`."""
    repair: Prompt
    """Of `reply`, `problem`; goes behind the messages of any other."""
    version: str
    """Changes with any word of any file: 16 hexadecimal digits."""


@dataclass(frozen=True)
class _Needs:
    """What the code gives a prompt, and reads in the reply to it."""

    variables: frozenset[str]
    fields: tuple[str, ...] = ()
    """Paths into the JSON object, through lists too; none for plain text."""


_QUOTES = ("quotes.passage", "quotes.quote")
_NEEDS = {
    "answer": _Needs(
        frozenset({"language", "passages", "question"}),
        (
            "claims.text",
            *(f"claims.{field}" for field in _QUOTES),
            "claims.corrects_question",
            "sources_disagree",
        ),
    ),
    "stand_alone": _Needs(frozenset({"earlier", "message", "language"}), ("question",)),
    "translate": _Needs(
        frozenset({"question", "languages"}), ("translations.language", "translations.question")
    ),
    "check": _Needs(frozenset({"statement", "passages", "language"}), ("verdict", *_QUOTES)),
    "judge": _Needs(frozenset({"question", "expected", "answer"}), ("verdict", "reason")),
    "repair": _Needs(frozenset({"reply", "problem"})),
}


def load_prompts(folder: Path) -> Prompts:
    """Load all prompts of a folder. Raises: PromptError, which names the file and what is wrong."""
    texts = {name: _read(folder / f"{name}.md") for name in _NEEDS}
    prompts = {name: parse_prompt(f"{name}.md", text, name) for name, text in texts.items()}
    digest = hashlib.sha256("\0".join(texts.values()).encode()).hexdigest()
    return Prompts(**prompts, version=digest[:16])


def parse_prompt(file: str, text: str, name: str) -> Prompt:
    """Read and check the text of a file, called `file` in errors, for the prompt `name`.

    Raises: PromptHeaderError, PromptPartError, PromptVariableError, PromptOutputError.
    """
    needs = _NEEDS[name]
    header, body = _split(file, text)
    _check_names(file, "The header", needs.variables, frozenset(_declared(file, header)))
    template = ChatPromptTemplate(list(_parts(file, body)))
    _check_names(file, "The text", needs.variables, frozenset(template.template_vars))
    return Prompt(template, needs.variables, _schema(file, header["output"], needs.fields))


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise PromptMissingError(
            path=path, reason=error.strerror or type(error).__name__
        ) from error
    except UnicodeDecodeError as error:
        raise PromptMissingError(path=path, reason="it is no UTF-8 text") from error


def _split(file: str, text: str) -> tuple[Mapping[str, Any], str]:
    try:
        header, body = frontmatter.parse(text.removeprefix("\ufeff"))
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, RecursionError) as error:
        said = " ".join(str(error).split()) or type(error).__name__
        raise PromptHeaderError(file=file, reason=f"it is no YAML: {said}") from error
    if missing := sorted(_HEADER_KEYS - header.keys()):
        raise PromptHeaderError(file=file, reason=f"it has no {missing[0]}")
    if unknown := sorted(map(str, header.keys() - _HEADER_KEYS)):
        raise PromptHeaderError(file=file, reason=f"{unknown[0]} means nothing there")
    return header, str(body)


def _declared(file: str, header: Mapping[str, Any]) -> Iterator[str]:
    """The variables of a header, each with what it is in words."""
    variables = header["variables"]
    if not isinstance(variables, dict):
        raise PromptHeaderError(file=file, reason="variables should be names with a description")
    for variable, description in variables.items():
        if not (isinstance(description, str) and description.strip()):
            raise PromptHeaderError(file=file, reason=f"the variable {variable} isn't described")
        yield str(variable)


def _parts(file: str, body: str) -> Iterator[ChatMessage]:
    before, *rest = _HEADING.split(body)
    if before.strip() or not rest:
        raise PromptPartError(file=file, reason="the text begins without a heading")
    for role, text in zip(rest[::2], rest[1::2], strict=True):
        if role not in _ROLES:
            raise PromptPartError(file=file, reason=f"there is no part called {role}")
        if not text.strip():
            raise PromptPartError(file=file, reason=f"the part {role} is empty")
        yield ChatMessage(role=_ROLES[role], content=text.strip())


def _check_names(file: str, where: str, needed: frozenset[str], there: frozenset[str]) -> None:
    known = ", ".join(f"{{{name}}}" for name in sorted(needed))
    for name in sorted(there - needed):
        reason = f"{where} has {{{name}}}, which nothing fills in"
        raise PromptVariableError(file=file, reason=reason, variables=known)
    for name in sorted(needed - there):
        reason = f"{where} lacks {{{name}}}"
        raise PromptVariableError(file=file, reason=reason, variables=known)


def _schema(file: str, output: Any, fields: tuple[str, ...]) -> Mapping[str, object] | None:
    if not fields and output == TEXT:
        return None
    if not fields or not isinstance(output, dict):
        expected = "a JSON Schema" if fields else f"the word {TEXT}"
        raise PromptOutputError(file=file, reason=f"it should be {expected}")
    try:
        Draft202012Validator.check_schema(output)
    except (SchemaError, RecursionError) as error:
        said = f"at {'.'.join(map(str, getattr(error, 'path', ())))}: {first_line(error)}"
        raise PromptOutputError(file=file, reason=f"it is no JSON Schema, {said}") from error
    for field in fields:
        if not _describes(output, field.split(".")):
            raise PromptOutputError(file=file, reason=f"it has no {field}, which is read")
    return output


def _describes(schema: Any, path: list[str]) -> bool:
    """Whether a schema has a field; what is in a list is described by its `items`."""
    for name in path:
        schema = schema.get("items", schema) if isinstance(schema, dict) else None
        properties = schema.get("properties") if isinstance(schema, dict) else None
        if not isinstance(properties, dict) or name not in properties:
            return False
        schema = properties[name]
    return True
