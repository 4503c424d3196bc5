"""How well passages were found, by ir-measures. Pure.

ir-measures rather than ranx: it comes with trec_eval and a megabyte in two packages, and is
imported in 40 ms; ranx brings eleven, numba, llvmlite and pandas among them.
"""

from collections.abc import Collection, Sequence

from ir_measures import RR, Qrel, R, ScoredDoc, Success, iter_calc, nDCG

_MEASURES = {
    "recall@1": R @ 1,
    "recall@3": R @ 3,
    "recall@8": R @ 8,
    "hit@1": Success @ 1,
    "hit@8": Success @ 8,
    "mrr": RR,
    "ndcg@8": nDCG @ 8,
}
_NAMES = {measure: name for name, measure in _MEASURES.items()}


def measure_retrieval(retrieved: Sequence[str], relevant: Collection[str]) -> dict[str, float]:
    """Compare what was retrieved, best first, with all that is relevant (ids of passages).

    `recall@k` is the share of the relevant among the first k: where four passages answer, the first
    alone recalls a quarter; `hit@k` is whether any is there. Nothing relevant: the index cuts the
    words that answer in two, so that nothing could be found; all are 0.
    """
    if not relevant or not retrieved:
        return dict.fromkeys(_MEASURES, 0.0)
    qrels = [Qrel("q", passage, 1) for passage in relevant]
    ranked = [ScoredDoc("q", passage, -rank) for rank, passage in enumerate(retrieved)]
    found = iter_calc(list(_NAMES), qrels, ranked)
    values = {_NAMES[metric.measure]: float(metric.value) for metric in found}
    return {name: values[name] for name in _MEASURES}
