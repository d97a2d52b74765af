"""Documents to take home: the same rows as Word and as PDF, for who may read them."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from api.documents.evaluation import evaluation_paper
from api.documents.rendering import FORMATS, Paper, render
from api.documents.settlement import settlement_paper
from api.policy.access import may_read
from api.services.exports import record_export
from api.viewer import Viewer, current_viewer
from db.catalog import catalog
from db.store import Store

#: By the word in the address: the table whose readers may have it, and what writes it.
PAPERS: Mapping[str, tuple[str, Callable[[Any, Viewer, int], Awaitable[Paper | None]]]] = {
    "evaluation": ("Evaluation", evaluation_paper),
    "settlement": ("Settlement", settlement_paper),
}


def document_routes(store: Store, folder: Path | None = None) -> list[Route]:
    """``/documents/evaluation/12.pdf``; ``folder`` holds an office's own templates."""

    async def document(request: Request) -> Response:
        what, key, kind = (request.path_params[name] for name in ("what", "key", "kind"))
        viewer = current_viewer.get()
        if what not in PAPERS or kind not in FORMATS or not 0 < key < 2**63:
            return _missing()
        table, write = PAPERS[what]
        if not may_read(viewer.roles, catalog()[table].resource.readers):
            return _missing()
        async with store.read(viewer.rows) as connection:
            paper = await write(connection, viewer, key)
        if paper is None:
            return _missing()
        # Setting a page takes a moment of CPU: not on the loop that answers everybody.
        content = await run_in_threadpool(render, paper, kind, folder=folder)
        await record_export(store, viewer, f"{what}-{key}.{kind}", 1, [paper.name])
        return Response(
            content,
            media_type=FORMATS[kind],
            headers={
                "Content-Disposition": f"attachment; filename=\"{what}-{key}.{kind}\"; filename*=UTF-8''{quote(paper.name)}.{kind}",
                "Cache-Control": "no-store",
            },
        )

    return [Route("/documents/{what}/{key:int}.{kind}", document, methods=["GET"])]


def _missing() -> Response:
    """Nobody is told whether it is there."""
    return PlainTextResponse("没有这份文件 | There is no such document", 404)
