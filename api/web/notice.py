"""Selections for the public, without signing in: the calls, a notice with its ranking, and the form to object (P12)."""

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from api.errors import Refusal
from api.services.clock import today
from api.services.notices import Notice, listed, public_notice
from api.services.objections import LONGEST, object_publicly
from api.web.public import FOLDER, Look, address_of, public_page
from db.enums import CallState, CandidateState, Sector
from db.store import Store

FURNITURE = ("page.css", "notice.css", "emblem.svg")
#: The whole form, urlencoded Chinese; what is longer is not read to its end.
MOST_BYTES = 40_000


def notice_routes(store: Store) -> list[Route]:
    """``/notice`` and ``/notice/<call>``; objections are posted to the latter."""

    async def calls(request: Request) -> Response:
        found = await listed(store)
        return await _page(request, "notices.html", 200, calls=found)

    async def show(request: Request, status: int = 200, problem: str = "") -> Response:
        call = request.path_params["call"]
        notice = await public_notice(store, call) if call < 2**63 else None
        if notice is None:
            return await _page(request, "notices.html", 404, calls=await listed(store), missing=True)
        sent = request.query_params.get("sent") == "1"
        return await _page(
            request,
            "notice.html",
            status,
            notice=notice,
            problem=problem,
            sent=sent,
            open=_may_object(notice, today()),
            longest=LONGEST,
        )

    async def post(request: Request) -> Response:
        look = Look(request, kept=True)
        if request.path_params["call"] >= 2**63:
            return await show(request)
        if int(request.headers.get("content-length") or MOST_BYTES + 1) > MOST_BYTES:
            return await show(request, 413, look.say("内容过长 | Too long"))
        form = await request.form(max_files=0)
        values = {name: str(form.get(name, "")) for name in ("name", "contact", "text")}
        try:
            await object_publicly(store, request.path_params["call"], values, address_of(request), today())
        except Refusal as refusal:
            return await show(request, refusal.status, refusal.message(look.lang))
        return RedirectResponse(f"{request.url.path}?sent=1", 303)

    async def furniture(request: Request) -> Response:
        name = request.path_params["name"]
        return FileResponse(FOLDER / name) if name in FURNITURE else Response(status_code=404)

    return [
        Route("/notice", calls, methods=["GET"]),
        Route("/notice/{call:int}", show, methods=["GET"]),
        Route("/notice/{call:int}", post, methods=["POST"]),
        Route("/notice/style/{name}", furniture),
    ]


def _may_object(notice: Notice, on: date) -> bool:
    return notice.state == CallState.NOTICED and notice.notice_until is not None and on <= notice.notice_until


async def _page(request: Request, template: str, status: int, **facts: Any) -> HTMLResponse:
    look = Look(request, kept=True)
    return await public_page(
        request,
        template,
        status,
        state=lambda value: look.say(CallState(value).label),
        place=lambda value: look.say(CandidateState(value).label),
        sector=lambda value: look.say(Sector(value).label),
        **facts,
    )
