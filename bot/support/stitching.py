"""Whether the sentences of a claim that point at one another stand so in a passage. Pure.

"She died there" is true of somebody: of whom is told by the sentence before it, in the passage and
in the claim.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from llama_index.core.schema import TextNode

from bot.answers import Why
from bot.support.doubt import Doubt
from bot.support.tables import small_words
from bot.support.text import Text
from ingest.documents import Span
from ingest.passages import words_at


class Said(NamedTuple):
    """A sentence of a quote and where it stands in the document."""

    text: Text
    passage: TextNode
    span: Span

    def follows(self, other: "Said") -> bool:
        """Whether it stands right behind another in a passage."""
        if self.passage.id_ != other.passage.id_ or self.span.start < other.span.end:
            return False
        between = words_at(self.passage, Span(other.span.end, self.span.start))
        return not any(letter.isalnum() for letter in between)


def stitched(
    sentences: Sequence[Text], said: Sequence[Said], compared: Sequence[Sequence[Sequence[Doubt]]]
) -> Iterator[Doubt]:
    """Find sentences of a claim that point at the one before, which isn't before theirs.

    `compared`: for each sentence of the claim its doubts beside each of `said`.
    """
    bearing = [
        [other for other, doubts in zip(said, beside, strict=True) if not doubts]
        for beside in compared
    ]
    for at in range(1, len(sentences)):
        befores = bearing[at - 1]
        if _points_back(sentences[at]):
            bearing[at] = [one for one in bearing[at] if any(map(one.follows, befores))]
            if not bearing[at]:
                yield Doubt(Why.JOINED, sentences[at].text)


def _points_back(sentence: Text) -> bool:
    """Whether it has a pronoun, or no name of its own that it can be about: "The company …"."""
    pointing = small_words("pronouns", sentence.language) | small_words(
        "pointing", sentence.language
    )
    is_named = any(
        word.is_name or (at == 0 and not word.is_small and word.value is None and not word.concepts)
        for at, word in enumerate(sentence.words)
        if word.lead is None
    )
    return not is_named or any(word.text.lower() in pointing for word in sentence.words)
