"""Which of Gradio's routes the page needs; uploads, files, proxies, its own API and its editors stay shut."""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from app.doors.problems import NOT_FOUND, problem

OURS = re.compile(r"/(?:(?:api|v1)/.*|mcp|docs|openapi\.json)")
NEEDED = re.compile(
    r"/(?:|config|theme\.css|favicon\.ico|robots\.txt|manifest\.json|(?:assets|static|svelte)/.*)"
    r"|/gradio_api/(?:app_id|startup-events|reset|cancel|component_server|queue/(?:join|data)|heartbeat/[^/]*)/?"
)


class ClosedRoutes:
    """Answers 404 in place of every route that is neither a door nor needed by the page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say that nothing is there."""
        path = scope.get("path", "")
        if scope["type"] == "lifespan" or OURS.fullmatch(path) or NEEDED.fullmatch(path):
            await self._app(scope, receive, send)
        else:
            sentence = f"{scope['method']} {path} is not served here; see /docs."
            await problem(path, NOT_FOUND, sentence)(scope, receive, send)
