"""How well a search ranks the relevant articles, by ir-measures (MacAvaney, Macdonald and Ounis, ECIR 2022)."""

from collections.abc import Collection, Sequence

import ir_measures
from ir_measures import RR, R, nDCG

from eval.scores.measures import Scores

NAMES = {R @ 5: "recall@5", R @ 10: "recall@10", RR: "mrr", nDCG @ 10: "ndcg@10"}
_QUERY = "q"


def retrieval_scores(ranking: Sequence[str], relevant: Collection[str]) -> Scores:
    """Return how a ranking of distinct keys, best first, finds the relevant ones; None where nothing is relevant."""
    if not relevant:
        return dict.fromkeys(NAMES.values())
    qrels = [ir_measures.Qrel(_QUERY, key, 1) for key in sorted(relevant)]
    run = [ir_measures.ScoredDoc(_QUERY, key, -float(rank)) for rank, key in enumerate(ranking)]
    return {NAMES[found.measure]: float(found.value) for found in ir_measures.iter_calc(list(NAMES), qrels, run)}
