"""The whole server as one ASGI app: the doors, then the page, behind one gate."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, HTTPException
from fastapi.responses import HTMLResponse
from mcp.server.transport_security import TransportSecuritySettings

from app.chat.mounting import mount_page
from app.desk import Desk
from app.doors.api import api
from app.doors.asking import Asking
from app.doors.completions import completions
from app.doors.problems import add_problems
from app.doors.reference import reference
from app.doors.tools import tools
from app.serving.credentials import Credentials
from app.serving.gate import Gate
from app.serving.headers import SecurityHeaders
from app.serving.hosts import HostNames, is_loopback
from app.serving.limits import Limits
from app.serving.pages import ClosedRoutes

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
DESCRIPTION = "Cited answers from a curated list of links, in English and Chinese."


def whole_app(desk: Desk) -> FastAPI:
    """Return the app over a desk, as its settings want it.

    Raises:
        SettingsInvalid: the name and password are none.
    """
    settings = desk.settings
    credentials = Credentials(settings.auth.get_secret_value()) if settings.auth else None
    asking = Asking(desk, settings.answers_at_once)
    server = tools(asking)
    mcp = server.streamable_http_app(
        json_response=True,
        stateless_http=True,  # nothing is kept of a client, so nothing piles up
        max_request_body_size=settings.max_request_bytes,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),  # the gate has looked
    )

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        async with server.session_manager.run():
            yield

    app = FastAPI(title="Citeshelf", description=DESCRIPTION, docs_url=None, redoc_url=None, lifespan=running)
    add_problems(app)
    app.include_router(api(asking))
    app.include_router(completions(asking))
    app.router.routes.extend(mcp.routes)

    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(reference(app.openapi()))

    @app.api_route("/api/{rest:path}", methods=METHODS, include_in_schema=False)
    @app.api_route("/v1/{rest:path}", methods=METHODS, include_in_schema=False)
    async def nothing() -> None:
        raise HTTPException(404)  # here, not by Gradio, whose errors have another shape

    mount_page(app, desk, may_build=credentials is not None or is_loopback(settings.host))
    app.add_middleware(ClosedRoutes)
    app.add_middleware(Limits, requests_per_minute=settings.requests_per_minute, max_bytes=settings.max_request_bytes)
    app.add_middleware(Gate, names=HostNames(settings.host, settings.host_names), credentials=credentials)
    app.add_middleware(SecurityHeaders)  # what is added last stands outermost, and what is turned away has them, too
    return app
