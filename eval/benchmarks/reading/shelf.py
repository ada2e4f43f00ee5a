"""One question set as an index, with what searches it, and what reads what is found."""

from collections.abc import Collection

from eval.benchmarks.ours import passage_index
from eval.question_sets import Query, QuestionSet
from eval.removal import index_without
from index.encoders import Encoder
from index.encoders.protocol import Vectors
from index.reading.outputs import Reading
from index.reading.reader import Reader
from index.search import Hit, Searcher
from index.search.reading import passage_of


class Shelf:
    """A set's passages, each a chunk of its own, in an index that the product's search and its reader share."""

    def __init__(self, questions: QuestionSet, encoder: Encoder, reader: Reader) -> None:
        self.questions = questions
        self.reader = reader
        self.index = passage_index(questions.passages, encoder)
        self.searcher = Searcher(self.index, encoder, reader)
        self.rows = {one.id: row for row, one in enumerate(questions.passages)}
        self._names = dict(zip((one.url for one in self.index.documents), self.rows, strict=True))
        vectors = encoder.encode_query([one.text for one in questions.queries])  # together is faster
        self._vectors: dict[str, Vectors] = {
            one.id: vector for one, vector in zip(questions.queries, vectors, strict=True)
        }

    def vector(self, query: Query) -> Vectors:
        """Return a question as the encoder has it."""
        return self._vectors[query.id]

    def name(self, hit: Hit) -> str:
        """Return the id of the passage that a hit is."""
        return self._names[hit.chunk.document.url]

    def answerable(self) -> list[Query]:
        """Return the questions that a passage answers."""
        return [one for one in self.questions.queries if one.relevant]

    def read(self, query: Query, ids: Collection[str]) -> list[Reading]:
        """Return what is read in passages, given by their ids, as the search would have them read."""
        return self.reader.read(query.text, [passage_of(self.index.chunks[self.rows[one]]) for one in ids])

    def cosines(self, query: Query, passage: str) -> list[float]:
        """Return the cosine of a question with each sentence of a passage, as the product tells them."""
        row = self.rows[passage]
        return self.searcher.sentence_scores(self.vector(query), Hit(self.index.chunks[row], row, 1, 0.0))

    def without(self, ids: Collection[str]) -> Searcher:
        """Return the search over the same passages but some; all that depends on the others is counted anew."""
        return Searcher(index_without(self.index, {self.rows[one] for one in ids}), self.searcher.encoder, self.reader)
