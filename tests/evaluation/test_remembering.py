import numpy as np
import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from ingest.bundled.engine import OnnxEngine
from ingest.embedding import BundledEmbedding, find_token_reader
from tests.evaluation.remembering import RememberingEngine, remember

HALL, DOORS = "The hall closed in 1994.", "Its doors were of oak."


@pytest.fixture
def engine(embedding: BaseEmbedding) -> OnnxEngine:
    assert isinstance(embedding, BundledEmbedding)
    assert isinstance(embedding.engine, OnnxEngine)
    return embedding.engine


def test_what_was_read_before_is_not_read_again(engine: OnnxEngine) -> None:
    remembering = RememberingEngine(engine)

    [hall] = remembering.read_passages([HALL])
    again, _ = remembering.read_passages([HALL, DOORS])

    assert again is hall


def test_it_gives_what_the_model_itself_gives(engine: OnnxEngine, embedding: BaseEmbedding) -> None:
    remembering = remember(embedding)
    reader = find_token_reader(remembering)
    assert reader is not None
    [doors, hall, same] = reader.read_passages([DOORS, HALL, DOORS])
    [own_doors, own_hall] = engine.read_passages([DOORS, HALL])

    assert (doors.ids, doors.spans, same.ids) == (own_doors.ids, own_doors.spans, own_doors.ids)
    assert (hall.ids, hall.spans) == (own_hall.ids, own_hall.spans)
    assert np.allclose(doors.states, own_doors.states, atol=1e-2)
    assert remembering.get_query_embedding(HALL) == embedding.get_query_embedding(HALL)
    assert remembering.get_text_embedding(HALL) == embedding.get_text_embedding(HALL)
    assert np.array_equal(reader.read_question(HALL).states, engine.read_question(HALL).states)


def test_no_more_is_kept_than_there_is_room_for(engine: OnnxEngine) -> None:
    remembering = RememberingEngine(engine, kept=1)

    remembering.read_passages([HALL])
    first = remembering.read_passages([DOORS, HALL])
    again = [remembering.read_passages([text])[0] for text in (DOORS, HALL)]

    assert [a is b for a, b in zip(first, again, strict=True)] == [True, False]
