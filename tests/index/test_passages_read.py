"""Reading passages: what the model gives becomes a calibrated answer and evidence, whatever is read beside."""

from math import exp
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from reader_weights import write_untrained
from tokenizers import Tokenizer

from index.encoders import Encoder
from index.encoders.prepared import E5_MODEL, E5_TOKENS, PREPARED
from index.errors import EncoderUnavailable, RerankerUnavailable
from index.reading.inputs import Inputs, Passage
from index.reading.outputs import Part, together
from index.reading.reader import Reader
from index.reading.words import Words
from ingest.sentences import sentence_spans

TOKENS = Path(__file__).parents[1] / ".cache" / PREPARED / E5_TOKENS
QUESTION = "How hot may the water be?"
TEA = "Green tea is best brewed below boiling. Too hot water makes it bitter."
TEA_ZH = "绿茶用低于沸点的水冲泡最好。水太热会使茶发苦。"


def passage(text: str, context: str = "Tea") -> Passage:
    """A passage with its sentences."""
    return Passage(text, tuple(sentence_spans(text, 0, len(text))), context)


LONG = passage(" ".join(f"Leaf {number} was brewed at {40 + number % 60} degrees." for number in range(120)))
SEVERAL = (passage(TEA), LONG, passage(""), passage(TEA_ZH), passage("Tea.", ""), passage("word " * 900))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reader of two layers with random heads."""
    return write_untrained(tmp_path_factory.mktemp("reader") / "reader.onnx")


@pytest.fixture(scope="module")
def reader(model: Path, encoder: Encoder) -> Reader:  # noqa: ARG001 - the encoder prepares the tokenizer
    """That reader, loaded."""
    return Reader.load(TOKENS, model)


def by_hand(model: Path, question: str, context: str, text: str) -> tuple[float, list[float], list[int]]:
    """Return the logit, each token's share of begin and end, and each token's place in the text (-1 before it)."""
    tokenizer = Tokenizer.from_file(str(TOKENS))
    asked, under, found = (tokenizer.encode(part, add_special_tokens=False) for part in (question, context, text))
    ids = [0, *asked.ids, 2, *under.ids, *found.ids, 2]
    places = [-1] * (2 + len(asked.ids) + len(under.ids)) + [end - 1 for _, end in found.offsets] + [-1]
    answer, spans = onnxruntime.InferenceSession(model).run(None, {"words": Words.load().rows(ids)[None]})
    powers = [[exp(float(one)) for one in column] for column in spans[0].T]
    shares = [(begin / sum(powers[0][1:]) + end / sum(powers[1][1:])) / 2 for begin, end in zip(*powers, strict=True)]
    return float(answer[0]), shares, places


@pytest.mark.parametrize(("text", "temperature"), [(TEA, 0.5), (TEA_ZH, 1.0)])
def test_a_reading_is_what_its_definition_says(reader: Reader, model: Path, text: str, temperature: float) -> None:
    """Log-odds are the logit's by its pair of languages; evidence is where the answer begins and ends."""
    (found,) = reader.read(QUESTION, [passage(text)])
    logit, shares, places = by_hand(model, QUESTION, "Tea", text)
    masses = [
        sum(share for share, place in zip(shares, places, strict=True) if start <= place < end)
        for start, end in passage(text).sentences
    ]
    assert found.log_odds == pytest.approx((logit - 1.0) / temperature, abs=1e-5)
    assert found.answers == pytest.approx(1 / (1 + exp(-found.log_odds)))
    assert found.evidence == pytest.approx([mass / sum(masses) for mass in masses], abs=1e-5)
    assert len(found.evidence) == 2


def test_a_long_passage_is_read_to_its_end(reader: Reader) -> None:
    """It answers as surely as its surest window, and every sentence has its share of the evidence."""
    windows = Inputs.load(TOKENS).windows(QUESTION, LONG)
    assert len(windows) > 3
    alone = []
    for window in windows:
        numbers = [number for number, _, _ in window.sentences]
        start, end = LONG.sentences[numbers[0]][0], LONG.sentences[numbers[-1]][1]
        (one,) = reader.read(QUESTION, [passage(LONG.text[start:end])])
        assert len(one.evidence) == len(numbers)
        alone.append(one.log_odds)
    (found,) = reader.read(QUESTION, [LONG])
    assert found.log_odds == pytest.approx(max(alone), abs=1e-5)
    assert len(found.evidence) == len(LONG.sentences) == 120
    assert min(found.evidence) > 0
    assert sum(found.evidence) == pytest.approx(1)


def test_windows_weigh_what_they_answer() -> None:
    """A sure window's sentences have most of the evidence; a sentence in two windows has the larger share."""
    parts = [Part(0.0, {0: 0.5, 1: 0.5}), Part(-100.0, {1: 0.9, 2: 0.1}), Part(np.log(3), {2: 0.2, 3: 0.6})]
    # Sigmoids .5, 0 and .75: sentences weigh .25, .25, .15 and .45; they sum to 1.1.
    found = together(parts, 4)
    assert found.evidence == pytest.approx([0.25 / 1.1, 0.25 / 1.1, 0.15 / 1.1, 0.45 / 1.1])
    assert (found.log_odds, found.answers) == (np.log(3), pytest.approx(0.75))
    twice = [Part(0.0, {0: 0.2, 1: 0.4}), Part(0.0, {1: 0.6, 2: 0.2})]
    assert together(twice, 3).evidence == pytest.approx([0.2, 0.6, 0.2])


def test_what_is_hopeless_is_no_division_by_nought() -> None:
    """Log-odds of any size give probabilities, and evidence that sums to one or is none."""
    for log_odds in (-800.0, -30.0, 0.0, 30.0, 800.0):
        found = together([Part(log_odds, {0: 0.1, 1: 0.3})], 2)
        assert 0 <= found.answers <= 1
        assert sum(found.evidence) == pytest.approx(1) or (log_odds == -800.0 and found.evidence == (0.0, 0.0))


def test_neighbours_do_not_change_a_reading(reader: Reader) -> None:
    """Read together in any order, each passage has to the bit the reading that it has alone."""
    alone = [reader.read(QUESTION, [one])[0] for one in SEVERAL]
    assert reader.read(QUESTION, SEVERAL) == alone
    assert reader.read(QUESTION, SEVERAL[::-1]) == alone[::-1]
    assert len({one.log_odds for one in alone}) == len(SEVERAL)


def test_evidence_sums_to_one(reader: Reader) -> None:
    """Whatever is read, there is one share a sentence; where there are sentences, they sum to one."""
    for one, found in zip(SEVERAL, reader.read(QUESTION, SEVERAL), strict=True):
        assert len(found.evidence) == len(one.sentences)
        assert sum(found.evidence) == pytest.approx(1 if one.sentences else 0)


def test_nothing_to_read(reader: Reader) -> None:
    """No passages have no readings; a passage without text or sentences has one, without evidence."""
    assert reader.read(QUESTION, []) == []
    empty, unmarked = reader.read(QUESTION, [Passage("", ()), Passage(TEA, ())])
    assert empty.evidence == unmarked.evidence == ()
    assert 0 < empty.answers < 1


@pytest.mark.parametrize("name", ["reader.onnx", "reader.json"])
@pytest.mark.parametrize("content", [None, b"", b"neither", "cut", "other"])
def test_a_damaged_reader_is_one_sentence(model: Path, tmp_path: Path, name: str, content: bytes | str | None) -> None:
    """A file that is missing, empty, cut short or another is named, with the setting that does without it."""
    for whole in (model, model.with_suffix(".json")):
        (tmp_path / whole.name).write_bytes(whole.read_bytes())
    whole = (tmp_path / name).read_bytes()
    others = {"reader.onnx": (TOKENS.parent / E5_MODEL).read_bytes(), "reader.json": b'{"format": 2}'}
    damaged = {"cut": whole[: len(whole) // 2], "other": others[name]}
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_bytes(damaged[content] if isinstance(content, str) else content)
    wanted = rf"^the reader's (model|card) [^\n]*{name} is missing or damaged; install .* CITESHELF_RERANKER=none\.$"
    with pytest.raises(RerankerUnavailable, match=wanted):
        Reader.load(TOKENS, tmp_path / "reader.onnx")


def test_a_card_with_a_pair_left_out(model: Path, tmp_path: Path) -> None:
    """A card must say how sure the reader is in each pair of languages, with numbers."""
    (tmp_path / "reader.onnx").symlink_to(model)
    text = model.with_suffix(".json").read_text("utf-8")
    for spoilt in (text.replace("zh-zh", "zh-fr"), text.replace("0.5", "0.0"), text.replace("-1.0", "NaN")):
        assert spoilt != text
        (tmp_path / "reader.json").write_text(spoilt, "utf-8")
        with pytest.raises(RerankerUnavailable, match=r"reader\.json is missing or damaged"):
            Reader.load(TOKENS, tmp_path / "reader.onnx")


def test_a_damaged_tokenizer_says_what_to_delete(model: Path, tmp_path: Path) -> None:
    """The tokenizer is the encoder's: its folder is to be deleted, not the reader reinstalled."""
    (tmp_path / E5_TOKENS).write_bytes(b"{}")
    with pytest.raises(EncoderUnavailable, match="is damaged; delete that folder"):
        Reader.load(tmp_path / E5_TOKENS, model)
