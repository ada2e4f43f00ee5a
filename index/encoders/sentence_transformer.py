"""Any sentence-transformers model as an encoder; the one file that imports sentence-transformers (and so torch)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from index.encoders.protocol import EncoderIdentity, Vectors
from index.errors import EncoderUnavailable

try:
    import transformers.utils.logging
    from sentence_transformers import SentenceTransformer
except ImportError as error:
    raise EncoderUnavailable(
        "sentence-transformers is not installed", "run `pip install 'citeshelf[embedders]'`"
    ) from error

transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers has no types
E5_PREFIXES = ("query: ", "passage: ")  # Wang et al. 2022; most E5 repositories do not state them in their config
DEFAULT_MAX_TOKENS = 512


class SentenceTransformerEncoder:
    """Wraps a loaded model; it uses a GPU when sentence-transformers finds one."""

    def __init__(self, model: SentenceTransformer, name: str) -> None:
        self._model = model
        self.max_tokens = int(model.max_seq_length or DEFAULT_MAX_TOKENS)
        query, document = _prefixes(model, name)
        self.identity = EncoderIdentity(name, int(model.get_embedding_dimension() or 0), query, document)

    @classmethod
    def load(cls, name: str) -> Self:
        """Load a model by folder or by hub name (which asks the hub, if it is not in the hub's own cache).

        Raises:
            EncoderUnavailable: there is no such model, or it cannot be read.
        """
        try:
            return cls(SentenceTransformer(name, local_files_only=Path(name).exists()), name)
        except Exception as error:  # readers of weights, tokenizers and configurations each raise their own
            reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            raise EncoderUnavailable(
                f"the embedder {name} cannot be loaded ({reason[:200]})",
                "give the folder of a sentence-transformers model, or leave --embedder out",
            ) from error

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [texts, dimension] unit vectors of questions."""
        return self._encode(self.identity.query_prefix, texts)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [texts, dimension] unit vectors of passages."""
        return self._encode(self.identity.document_prefix, texts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's token count, special tokens left out."""
        if not texts:
            return []  # transformers' tokenizers fail on an empty list
        encoded = self._model.tokenizer(list(texts), add_special_tokens=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def _encode(self, prefix: str, texts: Sequence[str]) -> Vectors:
        found = self._model.encode(list(texts), prompt=prefix, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(found, np.float32).reshape(len(texts), self.identity.dimension)


def _prefixes(model: SentenceTransformer, name: str) -> tuple[str, str]:
    prompts = model.prompts or {}
    query = prompts.get("query") or ""
    document = prompts.get("document") or prompts.get("passage") or ""
    if not (query or document) and "e5" in Path(name).name.lower():
        return E5_PREFIXES
    return query, document
