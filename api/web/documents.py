"""Documents to take home: the same rows as Word and as PDF, for who may read them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from api.documents.casework.decision import decision_paper
from api.documents.casework.hearing import hearing_paper
from api.documents.casework.notice import notice_paper
from api.documents.casework.receipt import receipt_paper
from api.documents.casework.transfer import transfer_paper
from api.documents.evaluation import evaluation_paper
from api.documents.rendering import FORMATS, Paper, render
from api.documents.settlement import settlement_paper
from api.policy.access import may_read
from api.services.case_party import PartyPaper, tells_party
from api.services.exports import record_export
from api.viewer import Viewer, current_viewer
from db.catalog import catalog
from db.store import NATION, Store


@dataclass(frozen=True)
class Document:
    """``table``: whose readers may have it, and whose key the address has. ``party``: when who it is about may, too."""

    table: str
    write: Callable[[Any, Viewer, int], Awaitable[Paper | None]]
    party: PartyPaper | None = None


#: By the word in the address.
PAPERS: Mapping[str, Document] = {
    "evaluation": Document("Evaluation", evaluation_paper),
    "settlement": Document("Settlement", settlement_paper),
    "notice": Document("CaseNotice", notice_paper, PartyPaper.NOTICE),
    "hearing": Document("Defence", hearing_paper, PartyPaper.HEARING),
    "decision": Document("Penalty", decision_paper, PartyPaper.DECISION),
    "receipt": Document("Case", receipt_paper, PartyPaper.RECEIPT),
    "transfer": Document("Penalty", transfer_paper),
}


def document_routes(store: Store, folder: Path | None = None) -> list[Route]:
    """``/documents/evaluation/12.pdf``; ``folder`` holds an office's own templates."""

    async def document(request: Request) -> Response:
        what, key, kind = (request.path_params[name] for name in ("what", "key", "kind"))
        viewer = current_viewer.get()
        if what not in PAPERS or kind not in FORMATS or not 0 < key < 2**63:
            return _missing()
        paper = await _written(store, viewer, PAPERS[what], key)
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


async def _written(store: Store, viewer: Viewer, document: Document, key: int) -> Paper | None:
    """The paper as the viewer may have it; None where there is none for them."""
    if may_read(viewer.roles, catalog()[document.table].resource.readers):
        async with store.read(viewer.rows) as connection:
            return await document.write(connection, viewer, key)
    if document.party is None or not await tells_party(store, viewer, document.party, key):
        return None
    # What was told to a party is theirs to read, though the case that it stands in is not.
    async with store.read(NATION) as connection:
        return await document.write(connection, viewer, key)


def _missing() -> Response:
    """Nobody is told whether it is there."""
    return PlainTextResponse("没有这份文件 | There is no such document", 404)
