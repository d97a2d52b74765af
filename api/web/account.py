"""One's own password and second step: pages of the server's own, so that no secret passes through anything else."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.errors import Refusal
from api.policy.passwords import SHORTEST
from api.services.audit_log import audit_log
from api.services.in_person import check_in_person
from api.services.own_password import change_password
from api.services.second_step import confirm, offer, remove, state_of
from api.services.vault import Vault
from api.viewer import current_viewer
from api.web.pages import address_of, device_of, let_in, page
from api.web.sign_in import check_alike, enrol_page
from db.store import Store


def account_routes(store: Store, vault: Vault) -> list[Route]:
    """The routes of who is signed in."""

    async def password(request: Request) -> Response:
        viewer = current_viewer.get()
        refusal = None
        if request.method == "POST":
            given = await request.form()
            new = str(given.get("password", ""))
            try:
                check_alike(new, str(given.get("again", "")))
                old = str(given.get("old", ""))
                token = await change_password(
                    store, viewer, old, new, address_of(request), device_of(request)
                )
                return let_in(RedirectResponse("/account?said=password", 303), request, token)
            except Refusal as raised:
                audit_log(store).refused(raised, viewer, action="change_password")
                refusal = raised
        return await page(
            request,
            "password.html",
            refusal=refusal,
            name=viewer.name,
            username=viewer.username,
            least=SHORTEST,
            link="",
            action="/account/password",
        )

    async def second_step(request: Request) -> Response:
        viewer = current_viewer.get()
        user_id = check_in_person(viewer)
        left = (await state_of(store, [user_id]))[user_id]
        if left is not None:
            return await page(request, "turn_off.html", left=left)
        refusal = None
        if request.method == "POST":
            given = str((await request.form()).get("code", ""))
            try:
                codes = await confirm(store, vault, user_id, viewer.username, given)
                return await page(request, "recovery.html", codes=codes, target="/account")
            except Refusal as raised:
                refusal = raised
        made = await offer(store, vault, user_id, viewer.username)
        return await enrol_page(request, made, refusal, must=False)

    async def off(request: Request) -> Response:
        viewer = current_viewer.get()
        user_id = check_in_person(viewer)
        given = str((await request.form()).get("code", ""))
        try:
            await remove(store, vault, viewer, given)
        except Refusal as refusal:
            audit_log(store).refused(refusal, viewer, action="remove_second_step")
            left = (await state_of(store, [user_id]))[user_id] or 0
            return await page(request, "turn_off.html", refusal=refusal, left=left)
        return RedirectResponse("/account?said=second-step-off", 303)

    return [
        Route("/account/password", password, methods=["GET", "POST"]),
        Route("/account/second-step", second_step, methods=["GET", "POST"]),
        Route("/account/second-step/off", off, methods=["POST"]),
    ]
