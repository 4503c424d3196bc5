from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.gaps import Gap, find_gaps, texts_to_embed
from bot.records import AnswerId, AnswerRecord
from tests.bot.keeping import abstained_of, citation_of, record_of


def gather(embedding: BaseEmbedding, *records: AnswerRecord) -> list[Gap]:
    vectors = [embedding.get_query_embedding(text) for text in texts_to_embed(records)]
    return find_gaps(records, vectors, {})


def test_what_asks_the_same_is_one_gap_and_the_most_asked_comes_first(
    embedding: BaseEmbedding,
) -> None:
    gaps = gather(
        embedding,
        abstained_of("1", "Is there a ferry to the island?"),
        abstained_of("2", "Who makes the Orvax vaccine?"),
        abstained_of("3", "Qui fabrique le vaccin Orvax ?", language="fr"),
        abstained_of("4", "Which company makes Orvax?"),
        abstained_of("5", "Which company makes Orvax?"),
    )

    assert [(gap.count, gap.questions) for gap in gaps] == [
        (
            4,
            (
                "Which company makes Orvax?",
                "Who makes the Orvax vaccine?",
                "Qui fabrique le vaccin Orvax ?",
            ),
        ),
        (1, ("Is there a ferry to the island?",)),
    ]


def test_a_follow_up_counts_as_it_was_understood(embedding: BaseEmbedding) -> None:
    [gap] = gather(
        embedding,
        abstained_of("1", "and when?", understood="When was the town hall built?"),
        abstained_of("2", "When was the town hall built?"),
    )

    assert (gap.count, gap.questions) == (2, ("When was the town hall built?",))


def test_a_gap_has_what_came_near_the_closest_first_and_each_once(
    embedding: BaseEmbedding,
) -> None:
    far, near = citation_of("far", 0, start=5, score=0.7), citation_of("near", 0, score=0.8)
    cited = citation_of("cited", 1, start=9, score=0.75)
    question = "When was the town hall built?"

    [gap] = gather(
        embedding,
        abstained_of("1", question, nearest=(far, near)),
        abstained_of("2", question, nearest=(near,)),
        record_of("3", question, citations=(cited,)),
    )

    assert gap.nearest == (near, cited, far)


def test_a_gap_has_three_near_quotes_at_most(embedding: BaseEmbedding) -> None:
    many = tuple(citation_of("near", 0, start=start) for start in range(5))

    [gap] = gather(embedding, abstained_of("1", "When was it built?", nearest=many))

    assert len(gap.nearest) == 3


def test_each_question_is_embedded_once() -> None:
    records = [abstained_of("1", "Why?"), abstained_of("2", "Why?"), abstained_of("3", "Who?")]

    assert texts_to_embed(records)[-2:] == ["Why?", "Who?"]
    assert len(texts_to_embed(records)) == 62


def test_without_questions_there_are_no_gaps(embedding: BaseEmbedding) -> None:
    assert gather(embedding) == []


def test_a_gap_tells_why_its_answers_were_not_helpful(embedding: BaseEmbedding) -> None:
    records = [record_of("1", "Who makes Orvax?"), record_of("2", "Who makes Orvax?")]
    vectors = [embedding.get_query_embedding(text) for text in texts_to_embed(records)]

    (gap,) = find_gaps(records, vectors, {AnswerId("2"): ("It is about another vaccine.",)})

    assert gap.reasons == ("It is about another vaccine.",)
