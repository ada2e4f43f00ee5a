"""What every door asks the desk: in threads of their own, a few questions at once, the others wait their turn."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from app.answers import Answer
from app.contract import Json, answer_json, search_json
from app.desk import Desk
from app.doors.looking_up import passages_json, topics_json
from app.health.as_json import report_json
from app.health.report import report_on
from app.questions import checked

T = TypeVar("T")


class Asking:
    """Asks one desk; each call raises what the assistant, the searcher or the index raises (`USER_ERRORS`)."""

    def __init__(self, desk: Desk, at_once: int) -> None:
        self.desk = desk
        self._limit = CapacityLimiter(at_once)

    async def answer(
        self, question: str, topic: str | None = None, history: Sequence[str] = (), key: str | None = None
    ) -> tuple[Answer, Json]:
        """Return the answer, and what `ask --json` prints of it."""
        return await self._run(partial(self._answered, checked(question), topic, history, key))

    async def hits(self, question: str, k: int = 8, topic: str | None = None, key: str | None = None) -> Json:
        """Return what `search --json` prints."""
        return await self._run(partial(self._found, checked(question), k, topic, key))

    async def topics(self) -> Json:
        """Return the topics as a tree."""
        return await self._run(lambda: topics_json(self.desk.index))

    async def links(self) -> Json:
        """Return what `links --json` prints."""
        return await self._run(self._report)

    async def passages(self, url: str, start: int, end: int | None) -> Json:
        """Return what is stored of a link from one place to another."""
        return await self._run(lambda: passages_json(self.desk.index, url, start, end))

    async def _run(self, work: Callable[[], T]) -> T:
        return await to_thread.run_sync(work, limiter=self._limit)

    def _answered(
        self, question: str, topic: str | None, history: Sequence[str], key: str | None
    ) -> tuple[Answer, Json]:
        assistant = self.desk.assistant
        answer = assistant.ask(question, topic, history)
        return answer, answer_json(answer, assistant.searcher.index.manifest, key)

    def _found(self, question: str, k: int, topic: str | None, key: str | None) -> Json:
        searcher = self.desk.assistant.searcher
        started = time.perf_counter()
        hits = searcher.search(question, k, topic)
        took_ms = 1000 * (time.perf_counter() - started)
        return search_json(question, hits, took_ms, searcher.index.manifest, key)

    def _report(self) -> Json:
        index = self.desk.index
        report = report_on(index.links, index.manifest.list_name, index.manifest.built)
        return report_json(report, index.manifest)
