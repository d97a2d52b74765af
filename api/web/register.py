"""The public register (处理公示): what was decided and published, by pages or by name; what fell, with the reason."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.services.case_register import YEARS, published, withdrawn
from api.services.tips import LONGEST_NAME
from api.web.pace import Pace
from api.web.public import address_of, public_page
from db.store import Store

#: On a page; pages beyond the last are empty.
ROWS, LAST_PAGE = 20, 500
MOST, SECONDS = 60, 60.0


def register_routes(store: Store, *, most: int = MOST) -> list[Route]:
    pace = Pace(most, SECONDS)

    async def show(request: Request) -> Response:
        if pace.too_fast(address_of(request)):
            return await public_page(request, "register.html", 429, slow=True)
        text = request.query_params.get("q", "").replace("\0", "").strip()[:LONGEST_NAME]
        page = _page(request.query_params.get("page", "1"))
        found = await published(store, first=ROWS, after=ROWS * (page - 1), text=text)
        fallen = await withdrawn(store) if page == 1 and not text else []
        return await public_page(
            request,
            "register.html",
            rows=found.rows,
            total=found.total,
            more=found.total > ROWS * page,
            text=text,
            page=page,
            fallen=fallen,
            years=YEARS,
        )

    return [Route("/register", show, methods=["GET"])]


def _page(given: str) -> int:
    return (
        min(int(given), LAST_PAGE)
        if given.isascii() and given.isdigit() and 0 < len(given) < 6 and int(given)
        else 1
    )
