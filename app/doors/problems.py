"""How the doors say what is wrong: one sentence as JSON, in the shape that the client of each door reads."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from app.errors import USER_ERRORS, PassageMissing, QuestionInvalid
from index.topics import UnknownTopic

OPENAI = "/v1/"
BAD_REQUEST, NOT_FOUND, UNPROCESSABLE, BROKEN, UNAVAILABLE = 400, 404, 422, 500, 503
FOR_THE_ASKER = (QuestionInvalid, UnknownTopic, PassageMissing)
KINDS = {401: "authentication_error", 429: "rate_limit_error"}


def problem(path: str, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return an error for the door at a path."""
    if not path.startswith(OPENAI):
        return JSONResponse({"error": sentence}, status, headers)
    kind = KINDS.get(status, "invalid_request_error" if status < BROKEN else "server_error")
    error = {"message": sentence, "type": kind, "param": None, "code": None}
    return JSONResponse({"error": error}, status, headers)


def add_problems(app: FastAPI) -> None:
    """Answer what goes wrong in an app's own routes with one sentence."""
    for kind in USER_ERRORS:
        app.add_exception_handler(kind, _said)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _broken)


async def _said(request: Request, error: Exception) -> JSONResponse:
    status = BAD_REQUEST if isinstance(error, FOR_THE_ASKER) else UNAVAILABLE
    return problem(request.url.path, status, str(error))


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    first = error.errors()[0] if isinstance(error, RequestValidationError) else {}
    return problem(request.url.path, UNPROCESSABLE, _sentence(first))


def _sentence(first: Mapping[str, Any]) -> str:
    where: Sequence[str | int] = first.get("loc", ())
    if first.get("type") == "json_invalid":
        return "the request's body is no JSON; send an object as /docs describes it."
    name = ".".join(str(part) for part in where if part != "body") or "the request's body"
    return f"{name} is wrong ({str(first.get('msg', 'invalid')).lower()}); send what /docs describes."


async def _refused(request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else BROKEN
    headers = error.headers if isinstance(error, HTTPException) else None
    sentence = f"{request.method} {request.url.path} is not served here; see /docs."
    return problem(request.url.path, status, sentence, headers)


async def _broken(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001 - the server writes it to stderr
    return problem(request.url.path, BROKEN, "something failed here; the server's own output says what.")
