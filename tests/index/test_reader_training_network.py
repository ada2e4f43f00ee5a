"""The network in training beside what ships of it: the same logits, whatever is padded beside."""

import copy
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from reader_weights import untrained, wheel, write_card

from index.encoders import Encoder
from index.encoders.onnx_model import open_tokenizer
from index.encoders.prepared import E5_TOKENS, PREPARED
from index.reading.inputs import Inputs, Passage
from index.reading.onnx_reader import write_reader
from index.reading.outputs import evidence_in
from index.reading.reader import Reader
from index.reading.training.network import STEP, Network, padded
from index.reading.training.pairs import NOWHERE, Pair
from index.reading.training.steps import outputs
from ingest.sentences import sentence_spans

pytestmark = pytest.mark.slow
TOKENS = Path(__file__).parents[1] / ".cache" / PREPARED / E5_TOKENS
LAYERS = 2
QUESTION = "What makes bread dough rise?"
TEXTS = (
    "Bread dough rises because yeast makes gas. It rests for 40 minutes.",
    "面团发起来，是因为酵母产生气体。李秀兰的面包房让面团静置40分钟。",
    "Tyres lose air. " * 20,
    "Tea.",
)


@pytest.fixture(scope="module")
def network() -> Network:
    """E5's first layers under heads that were drawn at random."""
    torch.manual_seed(7)
    network = Network(wheel(), LAYERS).eval()
    for head in (network.outer, network.spans):  # as large as a trained one's: what is rounded off must not hide
        torch.nn.init.normal_(head.weight, std=0.25)
    return network


@pytest.fixture(scope="module")
def inputs(encoder: Encoder) -> Inputs:  # noqa: ARG001 - the encoder prepares the tokenizer
    """The encoder's own tokens."""
    return Inputs(open_tokenizer(TOKENS))


def passage(text: str) -> Passage:
    """A passage with its sentences."""
    return Passage(text, tuple(sentence_spans(text, 0, len(text))))


def logits(network: Network, ids: tuple[int, ...]) -> tuple[float, NDArray[np.float32]]:
    """Return a text's logits, in float32 and with nothing beside."""
    with torch.no_grad():
        answer, spans = network(torch.tensor([ids]), torch.ones(1, len(ids), dtype=torch.int64))
    return float(answer), spans[0].numpy()


def test_what_ships_reads_as_the_network_does(network: Network, inputs: Inputs, tmp_path: Path) -> None:
    """Written as ONNX and loaded, the weights give the network's answer and evidence, but for int8's rounding.

    As for any reader of few layers (`test_onnx_reader.py`), the answer's logit keeps within .05, and shares of evidence
    by logits of one size within .05, too.
    """
    found = []
    for seed in (1, 2):
        drawn = copy.deepcopy(network)
        torch.nn.init.normal_(drawn.outer.weight, std=0.25, generator=torch.Generator().manual_seed(seed))
        write_reader(drawn.arrays(), tmp_path / "reader.onnx")
        write_card(tmp_path / "reader.onnx", 0.0, (1.0, 1.0, 1.0, 1.0))
        reader = Reader.load(TOKENS, tmp_path / "reader.onnx")
        for text in TEXTS:
            (window,) = inputs.windows(QUESTION, passage(text))
            answer, spans = logits(drawn, window.ids)
            (reading,) = reader.read(QUESTION, [passage(text)])
            assert reading.log_odds == pytest.approx(answer, abs=0.05)
            shares = np.array(list(evidence_in(window, spans).values()))
            assert reading.evidence == pytest.approx(tuple(shares / shares.sum()), abs=0.05)
            found.append(answer)
    assert max(found) - min(found) > 0.5  # else any constant would do


def test_the_first_layers_are_the_encoders(network: Network) -> None:
    """Before training all but the heads is the wheel's own, to the bit, under the names that the ONNX is made of."""
    wanted, found = untrained(LAYERS), network.arrays()
    assert {name: array.shape for name, array in found.items()} == {name: a.shape for name, a in wanted.items()}
    heads = {name for name in wanted if name.startswith(("answer.", "spans."))}
    assert all(np.array_equal(found[name], wanted[name]) for name in wanted.keys() - heads)
    trained = {name for name, _ in network.named_parameters()}
    assert "words" not in trained | network.state_dict().keys()  # frozen, and in no checkpoint


def test_padding_changes_nothing(network: Network, inputs: Inputs) -> None:
    """A pair's logits are the same to a ten-thousandth alone and beside longer ones, where padding is masked."""
    rows = [inputs.windows(QUESTION, passage(text))[0].ids for text in TEXTS]
    ids, mask = padded(rows)
    assert ids.shape[1] % STEP == 0
    assert mask.sum(1).tolist() == [len(row) for row in rows]
    with torch.no_grad():
        answers, spans = network(ids, mask)
    for n, row in enumerate(rows):
        answer, alone = logits(network, row)
        assert float(answers[n]) == pytest.approx(answer, abs=1e-4)
        assert np.abs(spans[n, : len(row)].numpy() - alone).max() < 1e-4


def test_order_is_kept(network: Network, inputs: Inputs) -> None:
    """However many pairs run at once, sorted by length, each gets its own logits; bfloat16 keeps three digits."""
    rows = [inputs.windows(f"{QUESTION} {n}", passage(TEXTS[n % 4]))[0].ids for n in range(13)]
    answers, spans = outputs(network, [Pair(row, NOWHERE, "right", "en-en") for row in rows])
    for row, answer, found in zip(rows, answers, spans, strict=True):
        wanted, alone = logits(network, row)
        assert float(answer.detach()) == pytest.approx(wanted, abs=0.05)
        assert found.shape == (len(row), 2)
        assert np.corrcoef(found.detach().numpy().T, alone.T)[0, 2] > 0.99
