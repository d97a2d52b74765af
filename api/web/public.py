"""What the pages that are open to everybody share: the frame, its language and colours, and who comes how often."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.web.preferences import LANGS, THEMES, lang_of, theme_of
from db.resource import both

FOLDER = Path(__file__).parent / "templates"

_PAGES = Environment(loader=FileSystemLoader(FOLDER), autoescape=select_autoescape())


class Look:
    """Language and colours of a page: as the address says, else as the cookies do.

    ``kept`` False: they are passed on from address to address, for pages that set no cookie.
    """

    def __init__(self, request: Request, *, kept: bool) -> None:
        given = {
            name: value
            for name, known in (("lang", LANGS), ("theme", THEMES))
            if (value := request.query_params.get(name)) in known
        }
        self.lang = given.get("lang") or lang_of(request.cookies)
        self.theme = given.get("theme") or theme_of(request.cookies)
        #: What the address said, for forms to pass on.
        self.given: Mapping[str, str] = given
        self._path = request.url.path
        self._kept = kept

    def say(self, label: str) -> str:
        return both(label)[self.lang == "en"]

    def to(self, path: str, **query: object) -> str:
        """The address of another of these pages, in the same look."""
        told = {**query, **self.given}
        return f"{path}?{urlencode(told)}" if told else path

    def switch(self, name: str, value: str) -> str:
        """The address of this page in another language or in other colours."""
        if self._kept:
            return f"/preferences?{urlencode({name: value, 'next': self._path}, safe='/')}"
        return f"{self._path}?{urlencode({**self.given, name: value})}"


async def public_page(
    request: Request, template: str, status: int = 200, *, kept: bool = True, **facts: Any
) -> HTMLResponse:
    """Drawn by a template that extends ``public_frame.html``; with ``kept`` False it is kept in no cache either."""
    look = Look(request, kept=kept)
    html = await run_in_threadpool(
        _PAGES.get_template(template).render,
        t=look.say,
        to=look.to,
        switch=look.switch,
        look=look.given,
        lang=look.lang,
        theme=look.theme,
        path=request.url.path,
        **facts,
    )
    return HTMLResponse(html, status, None if kept else {"Cache-Control": "no-store"})


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""
