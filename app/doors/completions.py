"""The door for clients that speak OpenAI's protocol: what the user said last is asked, in the light of the rest."""

import json
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, HTTPException
from fastapi.responses import JSONResponse, StreamingResponse

from app.contract import Json
from app.doors.asking import Asking
from app.doors.completion_shapes import MODEL, Completion, Model, Models, Wanted
from app.doors.message import message_blocks
from app.errors import QuestionInvalid
from app.follow_ups.conversation import MOST_BEFORE
from app.questions import checked


def completions(asking: Asking) -> APIRouter:
    """Return the routes under /v1."""
    router = APIRouter(prefix="/v1")

    @router.get("/models")
    async def models() -> Models:
        """List the one model there is."""
        return Models(data=[_model(asking)])

    @router.get("/models/{name}")
    async def model(name: str) -> Model:
        """Describe the one model there is."""
        if name != MODEL:
            raise HTTPException(404)
        return _model(asking)

    @router.post("/chat/completions", response_model=Completion)
    async def complete(wanted: Wanted) -> JSONResponse | StreamingResponse:
        """Answer the user's last message; with `stream`, as server-sent events of chat.completion.chunk objects."""
        *before, question = wanted.questions
        answer, found = await asking.answer(question, wanted.topic, _asked(before))
        head = {"id": f"chatcmpl-{uuid4().hex}", "created": int(time.time()), "model": MODEL}
        blocks = message_blocks(answer)
        if wanted.stream:
            counts = bool((wanted.stream_options or {}).get("include_usage"))
            return StreamingResponse(_events(head, blocks, found, counts=counts), media_type="text/event-stream")
        choice = {"message": {"role": "assistant", "content": "\n\n".join(blocks)}}
        whole = Completion.model_validate({**head, "choices": [choice], "citeshelf": found})
        return JSONResponse(whole.model_dump(mode="json"))

    return router


def _model(asking: Asking) -> Model:
    return Model(created=int(datetime.fromisoformat(asking.desk.index.manifest.built).timestamp()))


def _asked(before: list[str]) -> list[str]:
    """Return the questions before that can be understood; what is none was answered with an error then."""
    found = []
    for text in islice(reversed(before), MOST_BEFORE):
        try:
            found.append(checked(text))
        except QuestionInvalid:
            continue
    return found[::-1]


def _events(head: Json, blocks: list[str], found: Json, *, counts: bool) -> Iterator[str]:
    """Yield a finished answer block by block: what a model drafts is shown by none but those that can take it back."""
    for number, block in enumerate(blocks):
        delta = {"content": block if number == 0 else f"\n\n{block}"}
        yield _event(head, [_choice({"role": "assistant", **delta} if number == 0 else delta)])
    yield _event(head, [_choice({}, "stop")], citeshelf=found)
    if counts:
        yield _event(head, [], usage={"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0})
    yield "data: [DONE]\n\n"


def _choice(delta: Json, reason: str | None = None) -> Json:
    return {"index": 0, "delta": delta, "finish_reason": reason}


def _event(head: Json, choices: list[Json], **more: Any) -> str:
    chunk = {**head, "object": "chat.completion.chunk", "choices": choices, **more}
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"
