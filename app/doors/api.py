"""The HTTP API: typed JSON in and out, the same objects that the commands print with `--json`."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.contract import Json
from app.doors.asking import Asking
from app.doors.shapes import AnswerShape, LinksShape, PassagesShape, Problem, SearchShape, TopicsShape

MOST_HITS = 100
MOST_BEFORE = 100
PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "The question or topic cannot be used; the sentence says what to do."},
    401: {"model": Problem, "description": "Only with --auth: a name and password are wanted."},
    413: {"model": Problem, "description": "The request is too large."},
    422: {"model": Problem, "description": "The request is not what is described here."},
    429: {"model": Problem, "description": "Too many requests; Retry-After says how long to wait."},
    503: {"model": Problem, "description": "The models or the index cannot be used."},
}
Topic = Annotated[
    str | None, Field(description="Only sources under this heading of the list, as `topics` gives it.", max_length=2000)
]


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str = Field(description="In English or Chinese, at most 2,000 characters.")
    topic: Topic = None
    id: str | None = Field(None, description="Given back as it is.", max_length=200)


class Ask(_Given):
    """A question to be answered."""

    history: list[str] = Field([], description="The questions before it, the oldest first.", max_length=MOST_BEFORE)


class Search(_Given):
    """A question whose nearest passages are wanted."""

    k: int = Field(8, ge=1, le=MOST_HITS, description="How many passages.")


def api(asking: Asking) -> APIRouter:
    """Return the routes under /api."""
    router = APIRouter(prefix="/api", responses=PROBLEMS)

    @router.post("/ask", response_model=AnswerShape)
    async def ask(given: Ask) -> Json:
        """Answer a question from the sources, each sentence cited, or refuse and say what is near."""
        return (await asking.answer(given.question, given.topic, given.history, given.id))[1]

    @router.post("/search", response_model=SearchShape)
    async def search(given: Search) -> Json:
        """Find the passages nearest to a question."""
        return await asking.hits(given.question, given.k, given.topic, given.id)

    @router.get("/topics", response_model=TopicsShape)
    async def topics() -> Json:
        """List the headings that questions can be kept to, as a tree with counts of links."""
        return await asking.topics()

    @router.get("/links", response_model=LinksShape)
    async def links() -> Json:
        """Report the health of the list's links, as the last build found them."""
        return await asking.links()

    @router.get("/passage", response_model=PassagesShape)
    async def passage(
        url: str, start: Annotated[int, Field(ge=0)] = 0, end: Annotated[int | None, Field(ge=1)] = None
    ) -> Json:
        """Read what is stored of a link around a passage, at most 4,000 characters."""
        return await asking.passages(url, start, end)

    return router
