"""What the explorer (GraphiQL) is served: its page, its files, the saved examples."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from api.client.generate import client
from api.graphql.schema import schema, sdl

HERE = Path(__file__).parent
PAGE = HERE / "graphiql" / "index.html"
CLOSED = HERE / "closed.html"


@cache
def examples() -> list[dict[str, Any]]:
    """The saved examples in their order: ``name_zh``, ``name_en``, ``query``, ``variables``."""
    listed = tomllib.loads((HERE / "examples" / "examples.toml").read_text(encoding="utf-8"))
    return [
        {
            "name_zh": example["zh"],
            "name_en": example["en"],
            "query": (HERE / "examples" / f"{name}.graphql").read_text(encoding="utf-8"),
            "variables": example.get("variables"),
        }
        for name, example in listed.items()
    ]


@cache
def python_client() -> str:
    """``dengta_client.py`` for the schema of this server."""
    return client(schema()._schema)


def explorer_page(*, closed: bool) -> Response:
    """The explorer, or word that only trusted documents run here."""
    # The page names its files by content, so only the page itself must be asked for anew.
    return FileResponse(
        CLOSED if closed else PAGE,
        media_type="text/html",
        headers={"Cache-Control": "no-cache", "Vary": "Accept"},
    )


def explorer_routes() -> list[BaseRoute]:
    async def saved(request: Request) -> Response:
        return JSONResponse(examples())

    async def published(request: Request) -> Response:
        return Response(sdl(), media_type="text/plain; charset=utf-8")

    async def python(request: Request) -> Response:
        return Response(
            python_client(),
            media_type="text/x-python; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="dengta_client.py"'},
        )

    return [
        Route("/graphql/examples.json", saved),
        Route("/schema.graphql", published),
        Route("/client.py", python),
        Mount("/graphql/static", StaticFiles(directory=HERE / "graphiql" / "static")),
    ]
