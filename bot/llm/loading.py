"""Gives the language model that is set."""

from bot.llm.breaker import Breaker
from bot.llm.model import LanguageModel
from bot.llm.terms import Terms
from bot.settings import BotSettings


def load_language_model(settings: BotSettings) -> LanguageModel | None:
    """The model of LLM_MODEL, left alone for a while when it fails; None if there is none.

    Nothing is asked of its server yet.
    """
    if settings.llm_model is None:
        return None
    # The client of OpenAI takes a second to import.
    from bot.llm.server import OpenAiServer

    return Breaker(OpenAiServer(Terms.of(settings, settings.llm_model)))
