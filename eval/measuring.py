"""From questions and an assistant to a run; what was answered before a stop is not asked again."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from app.assistant import Assistant
from app.progress import stage
from app.settings import Settings
from eval.asking import AssistantAnswerer
from eval.corpus import Corpus
from eval.environment import code, environment
from eval.journal import Journal
from eval.questions import Question, digest
from eval.rows import Json, Run
from eval.run import evaluate

USED = ("embedder", "reranker", "refusal", "llm")


@dataclass(frozen=True, slots=True)
class Asking:
    """Questions, what they are called, and what else a run says of them."""

    name: str
    questions: Sequence[Question]
    further: Json = field(default_factory=dict)

    @property
    def described(self) -> Json:
        """What a run says of its questions."""
        return {"name": self.name, "digest": digest(self.questions), "number": len(self.questions)} | self.further


def measured(asking: Asking, assistant: Assistant, settings: Settings, out: Path) -> Run:
    """Ask all questions and return the run; its unfinished rows lie in `out` until then."""
    index = assistant.searcher.index
    depends_on: Json = {
        "questions": asking.described,
        "index": {"hash": index.manifest.corpus, "built": index.manifest.built},
        "settings": {name: getattr(settings, name) for name in USED} | {"encoder": asdict(index.manifest.encoder)},
    }
    same = {
        "index": index.manifest.corpus,
        "code": code(),
    }  # built anew from the same texts an index is the same
    around = environment()
    journal = Journal.open(out / f"{asking.name}.unfinished", depends_on | same)
    answerer, corpus = AssistantAnswerer(assistant), Corpus.of(index.chunks)
    with stage("asking") as reporter:
        rows = evaluate(answerer, asking.questions, corpus, index.manifest, reporter.step, journal)
    journal.close()
    return Run(**depends_on, environment=around, rows=tuple(rows))
