"""Gives the language model that is set."""

from bot.llm.breaker import Breaker
from bot.llm.model import LanguageModel
from bot.llm.terms import Terms
from bot.settings import BotSettings
from ingest.errors import SettingsError


def load_language_model(settings: BotSettings) -> LanguageModel | None:
    """The model of LLM_MODEL, left alone for a while when it fails; None if there is none.

    Nothing is asked of its server yet.
    Raises: SettingsError, if one of the settings is there without another that it needs.
    """
    if settings.llm_model is None:
        if settings.llm_base_url is not None:
            raise _missing("llm_model", "LLM_BASE_URL is set, and no model is named")
        return None
    if settings.llm_base_url is None and settings.llm_api_key is None:
        raise _missing("llm_api_key", "without LLM_BASE_URL, OpenAI is asked, which wants a key")
    # The client of OpenAI takes a second to import.
    from bot.llm.server import OpenAiServer

    return Breaker(OpenAiServer(Terms.of(settings, settings.llm_model)))


def _missing(name: str, reason: str) -> SettingsError:
    (example, *_) = BotSettings.model_fields[name].examples or [""]
    return SettingsError(name=name.upper(), reason=reason, example=example)
