"""Language models that are played: each says one verdict whatever is asked, or the true one."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from llama_index.core.llms import ChatMessage

from bot.answering.extractive import extract
from bot.llm.model import Limits
from bot.retrieval import Retrieval
from bot.statements.checks import Verdict
from bot.statements.countering import find_near
from ingest.passages import document_of, passage_id
from tests.evaluation.statements.cases import Case

MAX_NEAR = 3


@dataclass
class Played:
    """A language model that writes what it is given, for the next statement."""

    reply: str = ""

    @property
    def name(self) -> str:
        """As `LanguageModel`."""
        return "played"

    @property
    def context_tokens(self) -> int:
        """As `LanguageModel`."""
        return 100_000

    def write(
        self,
        messages: Sequence[ChatMessage],  # noqa: ARG002 - it doesn't read
        schema: Mapping[str, object] | None,  # noqa: ARG002
        limits: Limits,  # noqa: ARG002
    ) -> Iterator[str]:
        """As `LanguageModel`."""
        yield self.reply


Quoted = list[tuple[int, str]]
"""Numbers of passages, from 1, and words of them."""
Choose = Callable[[Case, Retrieval], Quoted]


@dataclass(frozen=True)
class Player:
    """How a model replies."""

    name: str
    verdict: Verdict | None
    """None: the true one."""
    choose: Choose

    def reply(self, case: Case, retrieval: Retrieval) -> str:
        """Write the JSON that the prompt asks for."""
        quotes = [{"passage": n, "quote": words} for n, words in self.choose(case, retrieval)]
        verdict = self.verdict or case.label
        return json.dumps({"verdict": verdict, "quotes": quotes}, ensure_ascii=False)


def nothing(_: Case, __: Retrieval) -> Quoted:
    """Quote nothing."""
    return []


def nearest(case: Case, retrieval: Retrieval) -> Quoted:
    """Quote what an extractive answer would quote first."""
    first = extract(retrieval, case.language)[0].quotes[0]
    return _numbered(retrieval, [(str(first.passage), first.text)])


def all_near(_: Case, retrieval: Retrieval) -> Quoted:
    """Quote the closest sentences, all together."""
    near = find_near(retrieval)[:MAX_NEAR]
    return _numbered(retrieval, [(passage_id(q.passage), q.text) for q in near])


def labelled(case: Case, retrieval: Retrieval) -> Quoted:
    """Quote what the label rests on, as far as it was found; else the nearest."""
    quotes: Quoted = []
    for each in case.quotes:
        for n, found in enumerate(retrieval.ranked, 1):
            if document_of(found.passage) == each.document and each.quote in found.passage.text:
                quotes.append((n, each.quote))
    return quotes or nearest(case, retrieval)


def _numbered(retrieval: Retrieval, quotes: Sequence[tuple[str, str]]) -> Quoted:
    numbers = {passage_id(found.passage): n for n, found in enumerate(retrieval.ranked, 1)}
    return [(numbers[p], words) for p, words in quotes if p in numbers]  # type: ignore[index]


PLAYERS = (
    Player("says yes, nearest quote", Verdict.SUPPORTED, nearest),
    Player("says yes, near quotes together", Verdict.SUPPORTED, all_near),
    Player("says yes, quotes of the label", Verdict.SUPPORTED, labelled),
    Player("says no, quotes of the label", Verdict.CONTRADICTED, labelled),
    Player("says disputed, quotes of the label", Verdict.DISPUTED, labelled),
    Player("says no, near quotes", Verdict.CONTRADICTED, all_near),
    Player("says disputed, near quotes", Verdict.DISPUTED, all_near),
    Player("says not there", Verdict.NOT_IN_DOSSIER, nothing),
    Player("says the truth", None, labelled),
)
