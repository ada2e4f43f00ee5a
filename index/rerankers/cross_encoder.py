"""Any sentence-transformers CrossEncoder as a reranker; imports sentence-transformers (and so torch)."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.errors import RerankerUnavailable

try:
    import transformers.utils.logging
    from sentence_transformers import CrossEncoder
    from torch.nn import Identity
except ImportError as error:
    raise RerankerUnavailable(
        "sentence-transformers is not installed", "run `pip install 'citeshelf[embedders]'`"
    ) from error

BATCH = 16  # pairs; sentence-transformers sorts them by length first, so that little is padding
HEADS = ("ForSequenceClassification", "ForCausalLM")  # of architectures whose weights hold what scores a pair
REMEDY = "give the folder of a sentence-transformers CrossEncoder, or leave --reranker out"


class CrossEncoderReranker:
    """Wraps a loaded model; it uses a GPU when sentence-transformers finds one."""

    def __init__(self, model: CrossEncoder, name: str) -> None:
        self._model = model
        self.name = name

    @classmethod
    def load(cls, name: str) -> Self:
        """Load a model by folder or by hub name (which asks the hub, if it is not in the hub's own cache).

        Raises:
            RerankerUnavailable: there is no such model, it cannot be read, or it gives no single score for a pair.
        """
        _silence()
        try:
            model = CrossEncoder(name, local_files_only=Path(name).exists())
        except Exception as error:  # readers of weights, tokenizers and configurations each raise their own
            raise RerankerUnavailable(f"the reranker {name} cannot be loaded ({_reason(error)})", REMEDY) from error
        if not _was_trained(model):
            raise RerankerUnavailable(f"the reranker {name} is a model of another kind: it scores no pairs", REMEDY)
        reranker = cls(model, name)
        reranker.scores("a question", ["a passage"])  # what does not fit is known before the first question
        return reranker

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 [texts]: the model's score of each passage, before the sigmoid, which makes good ones equal.

        Raises:
            RerankerUnavailable: the model fails, or gives something else than one number a passage.
        """
        if not texts:
            return np.zeros(0, np.float32)
        pairs = [(question, text) for text in texts]
        try:
            found = self._model.predict(pairs, batch_size=BATCH, show_progress_bar=False, activation_fn=Identity())
        except Exception as error:  # torch and each model's own code raise what they like
            raise RerankerUnavailable(f"the reranker {self.name} fails ({_reason(error)})", REMEDY) from error
        scores = np.asarray(found, np.float32)
        if scores.shape != (len(texts),) or not np.isfinite(scores).all():
            raise RerankerUnavailable(f"the reranker {self.name} does not give one number for each passage", REMEDY)
        return scores


def _was_trained(model: CrossEncoder) -> bool:
    """Say whether what scores a pair came with the weights; the library adds a random layer to any other model."""
    kinds = (model.config and model.config.architectures) or ()
    return len(model) > 1 or any(kind.endswith(HEADS) for kind in kinds)  # further modules hold weights of their own


def _silence() -> None:
    """Keep the libraries' reports off the terminal; what is wrong is said in our one sentence."""
    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers has no types
    transformers.utils.logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # so too
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)


def _reason(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
