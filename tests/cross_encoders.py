"""Makes small real CrossEncoders, so that none has to be downloaded, and scores pairs without sentence-transformers."""

from collections.abc import Sequence
from pathlib import Path
from string import ascii_lowercase, digits

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
POSITIONS = 128


def write_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """Write a BERT of one layer with a head of so many scores a pair; letters are its words."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    letters = [*ascii_lowercase, *digits]
    words = [*SPECIAL, *letters, *(f"##{letter}" for letter in letters)]
    (folder / "vocab.txt").write_text("\n".join(words), "utf-8")
    tokenizer = BertTokenizerFast.from_pretrained(folder, model_max_length=POSITIONS)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(5)
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    config = BertConfig(
        vocab_size=len(words), max_position_embeddings=POSITIONS, num_labels=labels, initializer_range=0.5, **sizes
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def logits(folder: Path, question: str, texts: Sequence[str]) -> list[float]:
    """Score each pair by itself, by transformers alone."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    with torch.inference_mode():
        return [
            float(model(**tokenizer([question], [text], truncation=True, return_tensors="pt")).logits[0, 0])
            for text in texts
        ]
