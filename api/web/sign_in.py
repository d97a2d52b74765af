"""The sign-in page: who are you? And the second step, where one is due."""

import io
from urllib.parse import urlencode

import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from api.errors import Refusal
from api.policy.passwords import SHORTEST
from api.services.accounts import sign_in
from api.services.audit_log import audit_log
from api.services.own_password import link_over, use_link, whose_link
from api.services.second_step import Offer, enrol, enter_code, offer
from api.services.sessions import Half, half_of, sign_out
from api.services.vault import Vault
from api.web.pages import (
    FOLDER,
    HALF_COOKIE,
    address_of,
    device_of,
    let_half_in,
    let_in,
    page,
    target_of,
)
from api.web.session import COOKIE
from db.enums import Stage
from db.store import Store

FURNITURE = ("page.css", "survey.css", "emblem.svg")
NEXT = {Stage.CODE: "/sign-in/code", Stage.ENROL: "/sign-in/second-step"}

#: Username, password, role in Chinese, role in English.
DemoAccount = tuple[str, str, str, str]


def sign_in_routes(store: Store, accounts: list[DemoAccount], vault: Vault, office: str = "") -> list[Route]:
    """The routes to come and go; ``accounts`` are shown as shortcuts on a demonstration system.

    ``office`` names, ``中文 | English``, the office whose own sign-on may be used; "" for none.
    """

    async def form(request: Request, refusal: Refusal | None = None, username: str = "") -> Response:
        return await page(
            request, "sign_in.html", refusal=refusal, username=username, accounts=accounts, office=office
        )

    async def show(request: Request) -> Response:
        return await form(request)

    async def enter(request: Request) -> Response:
        given = await request.form()
        username, password = str(given.get("username", "")).strip(), str(given.get("password", ""))
        try:
            token = await sign_in(store, username, password, address_of(request), device_of(request))
        except Refusal as refusal:
            await audit_log(store).sign_in_failed(refusal, username)
            return await form(request, refusal, username)
        return await go_on(store, request, token)

    async def code(request: Request) -> Response:
        half = await _half(store, request, Stage.CODE)
        if half is None:
            return RedirectResponse("/sign-in", 303)
        if request.method == "GET":
            return await page(request, "code.html")
        given = str((await request.form()).get("code", ""))
        try:
            token = await enter_code(
                store, vault, _token(request), given, address_of(request), device_of(request)
            )
        except Refusal as refusal:
            await audit_log(store).sign_in_failed(refusal, half.username)
            return await page(request, "code.html", refusal=refusal)
        return let_in(RedirectResponse(target_of(request), 303), request, token)

    async def second_step(request: Request) -> Response:
        half = await _half(store, request, Stage.ENROL)
        if half is None:
            return RedirectResponse("/sign-in", 303)
        refusal = None
        if request.method == "POST":
            given = str((await request.form()).get("code", ""))
            try:
                token, codes = await enrol(
                    store, vault, _token(request), given, address_of(request), device_of(request)
                )
                return let_in(await page(request, "recovery.html", codes=codes), request, token)
            except Refusal as raised:
                refusal = raised
        made = await offer(store, vault, half.user_id, half.username)
        return await enrol_page(request, made, refusal, must=True)

    async def set_up(request: Request) -> Response:
        secret = request.path_params.get("secret") or str((await request.form()).get("link", ""))
        found = await whose_link(store, secret)
        if found is None:
            return await page(request, "said.html", refusal=link_over(), title="", back="/sign-in")
        _, username, name = found
        refusal = None
        if request.method == "POST":
            given = await request.form()
            new = str(given.get("password", ""))
            try:
                check_alike(new, str(given.get("again", "")))
                token = await use_link(store, secret, new, address_of(request), device_of(request))
                return await go_on(store, request, token)
            except Refusal as raised:
                refusal = raised
        return await page(
            request,
            "password.html",
            refusal=refusal,
            name=name,
            username=username,
            least=SHORTEST,
            link=secret,
            action="/sign-in/set-up",
        )

    async def furniture(request: Request) -> Response:
        name = request.path_params["name"]
        return FileResponse(FOLDER / name) if name in FURNITURE else Response(status_code=404)

    async def leave(request: Request) -> Response:
        token = request.cookies.get(COOKIE)
        by_office = bool(token) and await sign_out(store, str(token))
        response = RedirectResponse("/sign-in/left" if office and by_office else "/sign-in", 303)
        response.delete_cookie(COOKIE)
        return response

    return [
        Route("/sign-in", show, methods=["GET"]),
        Route("/sign-in", enter, methods=["POST"]),
        Route("/sign-in/code", code, methods=["GET", "POST"]),
        Route("/sign-in/second-step", second_step, methods=["GET", "POST"]),
        Route("/sign-in/set-up", set_up, methods=["POST"]),
        Route("/sign-in/set-up/{secret}", set_up, methods=["GET"]),
        Route("/sign-in/{name}", furniture),
        # Posting, not following a link: another site's image tag must not sign anybody out.
        Route("/sign-out", leave, methods=["POST"]),
    ]


async def go_on(store: Store, request: Request, token: str, target: str | None = None) -> Response:
    """To where the person wanted to go, or to the step that is still due."""
    target = target or target_of(request)
    half = await half_of(store, token)
    if half is None:
        return let_in(RedirectResponse(target, 303), request, token)
    place = f"{NEXT[half.stage]}?{urlencode({'next': target})}"
    return let_half_in(RedirectResponse(place, 303), request, token)


async def enrol_page(request: Request, made: Offer, refusal: Refusal | None, *, must: bool) -> Response:
    """What to scan, and where to type the first code."""
    drawing = io.BytesIO()
    # Drawn here: the secret must not go to anybody who draws pictures.
    segno.make(made.address, error="m", micro=False).save(
        drawing, kind="svg", scale=4, border=2, xmldecl=False, svgns=True, nl=False
    )
    return await page(
        request,
        "enrol.html",
        refusal=refusal,
        qr=Markup(drawing.getvalue().decode()),  # noqa: S704  segno's own drawing
        secret=" ".join(made.secret[place : place + 4] for place in range(0, len(made.secret), 4)),
        must=must,
        action=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
    )


def check_alike(new: str, again: str) -> None:
    """
    Raises:
        Refusal: the two differ.
    """
    if new != again:
        raise Refusal(
            "PASSWORDS_DIFFER", "两次输入的密码不一致 | The two passwords are not the same", status=400
        )


async def _half(store: Store, request: Request, stage: Stage) -> Half | None:
    half = await half_of(store, _token(request)) if _token(request) else None
    return half if half and half.stage is stage else None


def _token(request: Request) -> str:
    return request.cookies.get(HALF_COOKIE, "")
