"""The API's page for people: /openapi.json as plain HTML, which loads nothing."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "pre{overflow:auto;padding:.75rem;border:1px solid #8886;border-radius:.4rem;font-size:.85rem}"
    "h2{margin-top:2rem;font-size:1.15rem}code{font-size:.95em}"
)
INTRODUCTION = (
    "Send and receive JSON. With <code>--auth</code>, every request needs the name and password, as HTTP Basic or as "
    "<code>Authorization: Bearer USER:PASSWORD</code>. For programs: <a href='/openapi.json'>openapi.json</a>. An MCP "
    "server listens at <code>/mcp</code>; OpenAI clients take <code>/v1</code> as their base URL."
)


def reference(description: dict[str, Any]) -> str:
    """Return an OpenAPI description as a page: each route, what it takes, what it gives, and all shapes."""
    title = escape(description["info"]["title"])
    routes = "".join(_routes(description["paths"]))
    shapes = "".join(
        f"<h3 id='{escape(name)}'>{escape(name)}</h3><pre>{_written(shape)}</pre>"
        for name, shape in sorted(description.get("components", {}).get("schemas", {}).items())
    )
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>"
        f"<meta name='viewport' content='width=device-width'><style>{STYLE}</style></head><body><main>"
        f"<h1>{title}</h1><p>{INTRODUCTION}</p>{routes}<h2>Shapes</h2>{shapes}</main></body></html>"
    )


def _routes(paths: dict[str, Any]) -> Iterator[str]:
    for path, methods in paths.items():
        for method, route in methods.items():
            yield f"<h2><code>{escape(method.upper())} {escape(path)}</code></h2><p>{escape(route['description'])}</p>"
            if taken := _taken(route):
                yield f"<p>Takes</p><pre>{taken}</pre>"
            yield f"<p>Gives {_given(route)}</p>"


def _taken(route: dict[str, Any]) -> str:
    """Return what a route reads: its parameters, or the shape of its body."""
    if "requestBody" in route:
        return _written(route["requestBody"]["content"]["application/json"]["schema"])
    return "\n".join(f"{one['name']}: {_written(one['schema'])}" for one in route.get("parameters", ()))


def _given(route: dict[str, Any]) -> str:
    schema = route["responses"]["200"]["content"]["application/json"]["schema"]
    name = escape(str(schema.get("$ref", "")).rpartition("/")[2])
    return f"<a href='#{name}'>{name}</a>; errors: {', '.join(sorted(set(route['responses']) - {'200'}))}"


def _written(schema: Any) -> str:
    return escape(json.dumps(schema, ensure_ascii=False, indent=1))
