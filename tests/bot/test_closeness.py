import numpy as np
import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.closeness import NEIGHBOURS, measure_closeness
from bot.pipeline import Pipeline
from ingest.passages import vectors_of


def test_the_background_is_every_other_sentence_of_the_best_passages(
    seed_pipeline: Pipeline, embedding: BaseEmbedding
) -> None:
    """Worked out beside the product: all sentences of the neighbours but the closest."""
    question = "Qui a obtenu un jugement ?"
    ranked = seed_pipeline.retriever.retrieve(question).ranked
    vector = np.array(embedding.get_query_embedding(question), dtype=np.float32)
    closest, *others = sorted(
        (
            float(row @ vector)
            for f in ranked[:NEIGHBOURS]
            for row in vectors_of(f.passage).sentences
        ),
        reverse=True,
    )

    closeness = measure_closeness(vector, ranked)

    assert closeness.background_mean == pytest.approx(np.mean(others))
    assert closeness.background_deviation == pytest.approx(np.std(others))
    assert closeness.lead == pytest.approx((closest - np.mean(others)) / np.std(others), rel=1e-4)


def test_closeness_is_of_the_whole_question_and_of_everything_retrieved(
    seed_pipeline: Pipeline, embedding: BaseEmbedding
) -> None:
    """A common name is left out where sentences compete, not where one is compared with none."""
    question = "Who closed the site AllofMP3?"
    found = seed_pipeline.retriever.retrieve(question)
    whole = np.array(embedding.get_query_embedding(question))
    whole /= np.linalg.norm(whole)

    own = [vectors_of(f.passage).own @ whole for f in found.ranked]
    sentences = [vectors_of(f.passage).sentences @ whole for f in found.ranked]

    assert found.closeness.passage == pytest.approx(max(own), abs=1e-4)
    assert found.closeness.sentence == pytest.approx(np.concatenate(sentences).max(), abs=1e-4)
