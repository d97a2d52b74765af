"""The sign-in page: who are you?"""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from api.errors import Refusal
from api.services.accounts import SESSION, sign_in, sign_out
from api.web.preferences import lang_of, local_path, theme_of
from api.web.session import COOKIE
from db.resource import both
from db.store import Store

FOLDER = Path(__file__).parent / "templates"
FURNITURE = ("page.css", "emblem.svg")

_PAGES = Environment(loader=FileSystemLoader(FOLDER), autoescape=select_autoescape())

#: Username, password, role in Chinese, role in English.
DemoAccount = tuple[str, str, str, str]


def sign_in_routes(store: Store, accounts: list[DemoAccount]) -> list[Route]:
    """The routes to come and go; ``accounts`` are shown as shortcuts on a demonstration system."""

    def page(request: Request, problem: str = "", username: str = "", status: int = 200) -> Response:
        lang = lang_of(request.cookies)
        html = _PAGES.get_template("sign_in.html").render(
            t=lambda label: both(label)[lang == "en"],
            lang=lang,
            theme=theme_of(request.cookies),
            target=local_path(request.query_params.get("next", "/")),
            here=f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path,
            problem=problem,
            username=username,
            accounts=accounts,
        )
        return HTMLResponse(html, status)

    async def show(request: Request) -> Response:
        return await run_in_threadpool(page, request)

    async def enter(request: Request) -> Response:
        form = await request.form()
        username, password = str(form.get("username", "")).strip(), str(form.get("password", ""))
        address = request.client.host if request.client else None
        try:
            token = await sign_in(store, username, password, address)
        except Refusal as refusal:
            return page(request, refusal.message(lang_of(request.cookies)), username, 401)
        response = RedirectResponse(local_path(request.query_params.get("next", "/")), 303)
        response.set_cookie(
            COOKIE,
            token,
            max_age=int(SESSION.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    async def furniture(request: Request) -> Response:
        name = request.path_params["name"]
        return FileResponse(FOLDER / name) if name in FURNITURE else Response(status_code=404)

    async def leave(request: Request) -> Response:
        token = request.cookies.get(COOKIE)
        if token:
            await sign_out(store, token)
        response = RedirectResponse("/sign-in", 303)
        response.delete_cookie(COOKIE)
        return response

    return [
        Route("/sign-in", show, methods=["GET"]),
        Route("/sign-in", enter, methods=["POST"]),
        Route("/sign-in/{name}", furniture),
        # Posting, not following a link: another site's image tag must not sign anybody out.
        Route("/sign-out", leave, methods=["POST"]),
    ]
