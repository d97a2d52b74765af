"""The page of a satisfaction survey: open to whoever holds its link, once (A2).

It asks nothing of who answers, sets no cookie, and says the same of a link that is wrong, used, withdrawn or expired.
"""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from api.errors import Refusal
from api.services.surveys import LONGEST_COMMENT, Asking, answer, opened
from api.web.forms import read_form
from api.web.pace import Pace
from api.web.preferences import LANGS, lang_accepted, theme_of
from db.models.survey import MARKS, Survey
from db.resource import both
from db.store import Store

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=select_autoescape()
)
#: In a minute from one address: a person who changes language and sends; a hall of them behind one address.
MOST, SECONDS = 60, 60.0
#: A form of ours is a few hundred bytes; a comment in Chinese three times its length, percent-encoded nine times.
LARGEST = 12 * LONGEST_COMMENT
FIELDS = ("served", *MARKS, "comment")
QUESTIONS = {name: str(Survey._meta.fields_map[name].description) for name in MARKS}
#: What 1 and 5 mean.
ENDS = ("很不满意 | Very bad", "非常满意 | Very good")
#: Asked first, whatever the platform says: who was never served has nothing to rate.
SERVED = "贵企业是否接受过该平台的改造服务？ | Did this platform serve your enterprise at all?"
SAID = {
    "yes": "是，接受过 | Yes, it did",
    "no": "否，没有接受过 | No, it did not",
}


def survey_routes(store: Store, *, most: int = MOST) -> list[Route]:
    pace = Pace(most, SECONDS)

    async def show(request: Request) -> Response:
        if pace.too_fast(_address(request)):
            return await _page(request, "slow", 429)
        asking = await opened(store, request.path_params["secret"])
        return await (_page(request, "ask", asking=asking) if asking else _page(request, "closed", 404))

    async def take(request: Request) -> Response:
        given = None if pace.too_fast(_address(request)) else await read_form(request, FIELDS, LARGEST)
        if given is None:
            return await _page(request, "slow", 429)
        secret = request.path_params["secret"]
        marks = {name: int(given[name]) for name in MARKS if given[name] in tuple("12345")}
        try:
            comment = given["comment"].replace("\0", "")
            served = {"yes": True, "no": False}.get(given["served"])
            kept = await answer(store, secret, marks, comment, served=served)
        except Refusal as refusal:
            asking = await opened(store, secret)
            if asking is None:
                return await _page(request, "closed", 404)
            return await _page(request, "ask", 422, asking=asking, problem=refusal, given=given)
        return await (_page(request, "thanks") if kept else _page(request, "closed", 404))

    return [
        Route("/survey/{secret}", show, methods=["GET"]),
        Route("/survey/{secret}", take, methods=["POST"]),
    ]


async def _page(
    request: Request,
    what: str,
    status: int = 200,
    *,
    asking: Asking | None = None,
    problem: Refusal | None = None,
    given: dict[str, str] | None = None,
) -> Response:
    wanted = request.query_params.get("lang")
    lang = wanted if wanted in LANGS else _lang(request)
    html = await run_in_threadpool(
        _PAGES.get_template("survey.html").render,
        t=lambda label: both(label)[lang == "en"],
        lang=lang,
        theme=theme_of(request.cookies),
        what=what,
        asking=asking,
        problem=problem.message(lang) if problem else "",
        given=given or {},
        served=SERVED,
        said=SAID,
        questions=QUESTIONS,
        ends=ENDS,
        longest=LONGEST_COMMENT,
    )
    # The address is the secret: it stays out of caches and of other sites' logs. Not "no-referrer": browsers would then
    # send the form with no origin, which is refused.
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
    return HTMLResponse(html, status, headers)


def _lang(request: Request) -> str:
    if "lang" in request.cookies:
        return "en" if request.cookies["lang"] == "en" else "zh"
    return lang_accepted(request.headers.get("accept-language", ""))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
