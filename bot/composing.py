"""How a draft becomes an answer: quotes are numbered, and what it was decided on is told. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from bot.answering.abstention import Decision
from bot.answering.draft import Draft
from bot.answers import Answer, Citation, Question, RetrievedPassage, Searched
from bot.citing import cite, number_citations
from bot.grounding import GroundedClaim
from bot.ranking import RankedPassage
from bot.retrieval import Retrieval
from ingest.passages import PassageId, document_of, passage_id, span_of


def compose(
    question: Question,
    retrieval: Retrieval,
    decision: Decision,
    draft: Draft,
    nearest: Sequence[GroundedClaim],
    index: str,
    seconds: dict[str, float],
) -> Answer:
    """Make the answer of a draft; one without claims declines, and shows what is nearest.

    `index`: fingerprint of the index.
    """
    scores = {
        passage_id(found.passage): max(found.dense, found.best_similarity)
        for found in retrieval.all_passages
    }
    claims, citations = number_citations(draft.claims, scores)
    return Answer(
        id=question.id,
        question=question.text,
        language=question.language,
        abstained=not claims,
        answerer=draft.answerer,
        model=draft.model,
        fallback=draft.fallback,
        is_cut_short=draft.is_cut_short,
        left_out=draft.left_out,
        claims=claims,
        citations=citations,
        nearest=() if claims else tuple(_cite_nearest(nearest, scores)),
        disagreement=draft.disagreement,
        passages=tuple(_describe(found) for found in retrieval.all_passages),
        confidence=decision.confidence,
        threshold=decision.threshold,
        reasons=decision.reasons,
        dropped=draft.dropped,
        searched=Searched(documents=retrieval.documents, passages=retrieval.passages),
        index=index,
        seconds=seconds,
    )


def _cite_nearest(
    claims: Iterable[GroundedClaim], scores: Mapping[PassageId, float]
) -> Iterable[Citation]:
    for claim in claims:
        quote = claim.quotes[0]  # what follows are its copies
        yield cite(quote, 0, scores[passage_id(quote.passage)])


def _describe(found: RankedPassage) -> RetrievedPassage:
    span = span_of(found.passage)
    return RetrievedPassage(
        id=passage_id(found.passage),
        document=document_of(found.passage),
        start=span.start,
        end=span.end,
        text=found.passage.text,
        scores={
            "dense": found.dense,
            "lexical": found.lexical,
            "title": found.title,
            "sentence": found.best_similarity,
            "interaction": found.interaction,
            "fused": found.fused,
            **({} if found.reranked is None else {"reranked": found.reranked}),
        },
    )
