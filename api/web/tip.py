"""The page for whoever has something to tell (举报), and the one that says by a code what became of it.

Neither sets a cookie nor asks who is there. No files are taken: what a file holds of its author, device and place tells
who sent it. The code is told on the page that answers the form, so that it stands in no address.
"""

import secrets

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.errors import Refusal
from api.services import tips
from api.services.clock import CHINA
from api.services.tips import LONGEST, LONGEST_CONTACT, LONGEST_NAME, Told
from api.services.vault import Vault
from api.web.forms import read_form
from api.web.pace import Pace
from api.web.public import Look, address_of, public_page
from db.enums import FraudKind, TipState
from db.store import Store

#: In a minute from one address: somebody who changes language and tries again; an office of them behind one address.
MOST, SECONDS = 60, 60.0
#: Percent-encoded Chinese takes nine bytes a character.
LARGEST = 10 * (LONGEST + LONGEST_NAME + LONGEST_CONTACT + 200)
LARGEST_CODE = 400
FIELDS = ("about", "about_uscc", "kind", "body", "contact", "nonce")
#: What the one who told it is told of its state: of a case no more than that there is somebody looking.
SAID = {
    TipState.RECEIVED: "已收到，正在核对 | Received; it is being looked at",
    TipState.MATCHED: "已受理，正在核查 | Taken up; it is being looked into",
    TipState.FOLLOWED: "已作为线索转入调查 | It is part of an investigation",
    TipState.UNFOUNDED: "已办结：经核查，未能查实 | Closed: it could not be found true",
}


def tip_routes(store: Store, vault: Vault, *, most: int = MOST) -> list[Route]:
    pace = Pace(most, SECONDS)

    async def form(
        request: Request,
        status: int = 200,
        problem: Refusal | None = None,
        given: dict[str, str] | None = None,
    ) -> Response:
        lang = Look(request, kept=False).lang
        return await public_page(
            request,
            "tip.html",
            status,
            kept=False,
            problem=problem.message(lang) if problem else "",
            wrong=problem.facts.get("field") if problem else None,
            given=given or {},
            nonce=(given or {}).get("nonce") or secrets.token_urlsafe(16),
            kinds=list(FraudKind),
            most={"about": LONGEST_NAME, "body": LONGEST, "contact": LONGEST_CONTACT},
        )

    async def show(request: Request) -> Response:
        if pace.too_fast(address_of(request)):
            return await form(request, 429, _slow())
        return await form(request)

    async def take(request: Request) -> Response:
        if pace.too_fast(address_of(request)):
            return await form(request, 429, _slow())
        given = await read_form(request, FIELDS, LARGEST)
        if given is None:
            return await form(request, 413, _long())
        told = Told(
            given["about"],
            given["body"].replace("\r\n", "\n"),
            given["about_uscc"],
            next((kind for kind in FraudKind if kind.value == given["kind"]), None),
            given["contact"],
        )
        try:
            code = await tips.receive(store, vault, told, given["nonce"][:64], address_of(request))
        except Refusal as refusal:
            return await form(request, refusal.status, refusal, given)
        return await public_page(request, "tip_received.html", kept=False, code=code)

    async def ask(request: Request, status: int = 200, problem: Refusal | None = None) -> Response:
        lang = Look(request, kept=False).lang
        said = problem.message(lang) if problem else ""
        return await public_page(request, "tip_status.html", status, kept=False, problem=said, found=None)

    async def show_status(request: Request) -> Response:
        if pace.too_fast(address_of(request)):
            return await ask(request, 429, _slow())
        return await ask(request)

    async def tell_status(request: Request) -> Response:
        if pace.too_fast(address_of(request)):
            return await ask(request, 429, _slow())
        given = await read_form(request, ("code",), LARGEST_CODE)
        if given is None:
            return await ask(request, 413, _long())
        try:
            found = await tips.status(store, vault, given["code"], address_of(request))
        except Refusal as refusal:
            return await ask(request, refusal.status, refusal)
        if found is None:
            return await ask(request, 404, _unknown())
        return await public_page(
            request,
            "tip_status.html",
            kept=False,
            problem="",
            found=found,
            said=SAID[found.state],
            received=found.received.astimezone(CHINA).date(),
        )

    return [
        Route("/tip", show, methods=["GET"]),
        Route("/tip", take, methods=["POST"]),
        Route("/tip/status", show_status, methods=["GET"]),
        Route("/tip/status", tell_status, methods=["POST"]),
    ]


def _slow() -> Refusal:
    return Refusal(
        "TOO_MANY_TIPS", "操作过于频繁，请稍后再试 | Too much at once: try again in a minute", status=429
    )


def _long() -> Refusal:
    return Refusal("TOO_LARGE", "内容过长 | Too long", status=413)


def _unknown() -> Refusal:
    return Refusal(
        "NOT_FOUND",
        "没有这个查询码，请核对后再试 | There is no such code: check it and try again",
        status=404,
    )
