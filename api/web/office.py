"""The office's own sign-on: there, back, and out again."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.errors import Refusal
from api.policy.office import RoleMap
from api.services.audit_log import audit_log
from api.services.office import UNDERWAY_SECONDS, OfficeSignOn
from api.services.office_people import sign_in_by_office
from api.viewer import NOBODY
from api.web.pages import address_of, device_of, keep, page, target_of
from api.web.preferences import local_path
from api.web.sign_in import go_on
from db.enums import AuditKind
from db.store import Store

COOKIE = "dengta_office"
PLACE = "/sign-in/office"


def office_routes(store: Store, office: OfficeSignOn, roles: RoleMap | None) -> list[Route]:
    """The routes of one provider; ``roles``: what its claims stand for, None if nothing."""

    def back_to(request: Request) -> str:
        return str(request.base_url).rstrip("/") + f"{PLACE}/back"

    async def go(request: Request) -> Response:
        try:
            address, kept = await office.begin(back_to(request), target_of(request))
        except Refusal as refusal:
            return await _said(request, refusal)
        return keep(RedirectResponse(address, 303), request, COOKIE, kept, UNDERWAY_SECONDS, PLACE)

    async def back(request: Request) -> Response:
        try:
            claims, target = await office.finish(
                back_to(request), dict(request.query_params), request.cookies.get(COOKIE, "")
            )
            token = await sign_in_by_office(store, claims, roles, address_of(request), device_of(request))
        except Refusal as refusal:
            audit_log(store).refused(refusal, NOBODY, kind=AuditKind.SIGN_IN_FAILED, office=True)
            response = await _said(request, refusal)
        else:
            response = await go_on(store, request, token, local_path(target))
        response.delete_cookie(COOKIE, path=PLACE)  # one sign-in, one answer
        return response

    async def left(request: Request) -> Response:
        here = str(request.base_url).rstrip("/") + "/sign-in"
        return await page(
            request,
            "left.html",
            office=office.settings.name,
            out=await office.leaving(here),
        )

    return [
        Route(PLACE, go, methods=["GET"]),
        Route(f"{PLACE}/back", back, methods=["GET"]),
        Route("/sign-in/left", left, methods=["GET"]),
    ]


async def _said(request: Request, refusal: Refusal) -> Response:
    return await page(request, "said.html", refusal=refusal, back="/sign-in")
