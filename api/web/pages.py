"""The server's own pages, for who is not yet, or not wholly, signed in; and the cookies that come of them."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.errors import Refusal
from api.services.sessions import HALF, SESSION
from api.web.preferences import lang_of, local_path, theme_of
from api.web.session import COOKIE
from db.resource import both

FOLDER = Path(__file__).parent / "templates"
#: Of a sign-in that lacks its second step: it opens nothing but the page of that step.
HALF_COOKIE = "dengta_half"

_PAGES = Environment(loader=FileSystemLoader(FOLDER), autoescape=select_autoescape())


async def page(
    request: Request, template: str, *, refusal: Refusal | None = None, status: int = 200, **values: Any
) -> Response:
    """A page in the caller's language and colours; ``refusal`` stands above its form, and gives the status."""
    lang = lang_of(request.cookies)
    html = await run_in_threadpool(
        _PAGES.get_template(template).render,
        {
            "t": lambda label: both(label)[lang == "en"],
            "lang": lang,
            "theme": theme_of(request.cookies),
            "target": target_of(request),
            "here": f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path,
            "problem": refusal.message(lang) if refusal else "",
            "advice": refusal.hint(lang) if refusal else "",
            **values,
        },
    )
    # What is told once must not be found in a browser's memory.
    return HTMLResponse(html, refusal.status if refusal else status, {"Cache-Control": "no-store"})


def target_of(request: Request) -> str:
    """Where to go afterwards: a place of ours."""
    return local_path(request.query_params.get("next", "/"))


def address_of(request: Request) -> str | None:
    return request.client.host if request.client else None


def device_of(request: Request) -> str | None:
    return request.headers.get("user-agent")


def let_in(response: Response, request: Request, token: str) -> Response:
    """With the cookie of a whole session, and no other."""
    _set(response, request, COOKIE, token, int(SESSION.total_seconds()), "/")
    response.delete_cookie(HALF_COOKIE, path="/sign-in")
    return response


def let_half_in(response: Response, request: Request, token: str) -> Response:
    _set(response, request, HALF_COOKIE, token, int(HALF.total_seconds()), "/sign-in")
    response.delete_cookie(COOKIE)
    return response


def keep(response: Response, request: Request, name: str, value: str, seconds: int, path: str) -> Response:
    """With a cookie that scripts and other sites can't use."""
    _set(response, request, name, value, seconds, path)
    return response


def _set(response: Response, request: Request, name: str, value: str, seconds: int, path: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=path,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
