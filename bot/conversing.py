"""What a message in a conversation asks: by rule, or by a language model where no rule applies."""

import logging
from dataclasses import dataclass, replace

from bot.answering.rephrasing import Rephraser
from bot.conversation import Topic, Understood, is_question, understand_follow_up
from bot.errors import LlmError
from bot.llm.model import Limits

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Listener:
    """Makes stand-alone questions of messages."""

    rephraser: Rephraser | None = None

    def understand(
        self, text: str, topic: Topic | None, hint: str | None, limits: Limits
    ) -> Understood:
        """As `understand_follow_up`; what its rules leave as it is, the language model may mend."""
        understood = understand_follow_up(text, topic, hint)
        if topic is None or understood.rewritten or self.rephraser is None:
            return understood
        if not is_question(text):
            return understood
        try:
            written = self.rephraser.stand_alone(
                text, [topic.wording.text], understood.language, limits
            )
        except LlmError as error:
            log.warning("the message is taken as it is: %s", error)
            written = None
        return replace(understood, text=written, rewritten=True) if written else understood
