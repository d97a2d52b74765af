"""Signing in, being known, being turned away, signing out."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.services.accounts import NewUser, create_users
from api.services.vault import Vault
from api.viewer import SYSTEM, current_viewer
from api.web.headers import SecurityHeaders
from api.web.preferences import local_path, preferences
from api.web.session import COOKIE, SessionMiddleware
from api.web.sign_in import sign_in_routes
from db.enums import Role
from db.store import NATION, Store

DEMO = [("leader", "lamp-2022", "领导", "National leader")]


async def whoami(request: Request) -> Response:
    viewer = current_viewer.get()
    return JSONResponse({"name": viewer.name, "lang": viewer.lang, "theme": viewer.theme})


@pytest_asyncio.fixture
async def client(fresh_store: Store) -> AsyncIterator[httpx.AsyncClient]:
    async with fresh_store.write(NATION) as work:
        await create_users(
            work,
            SYSTEM,
            [NewUser("leader", "王建国", [(Role.LEADER, None)], password="lamp-2022", synthetic=True)],
        )
    app = Starlette(
        routes=[
            Route("/", whoami),
            Route("/_dash-update-component", whoami, methods=["POST"]),
            Route("/preferences", preferences),
            *sign_in_routes(fresh_store, DEMO, Vault("secret-of-tests", "second step")),
        ],
        middleware=[Middleware(SecurityHeaders), Middleware(SessionMiddleware, store=fresh_store)],
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://dengta.example"
    ) as client:
        yield client


async def sign_in(client: httpx.AsyncClient, password: str = "lamp-2022", then: str = "/") -> httpx.Response:
    return await client.post(
        "/sign-in", params={"next": then}, data={"username": "leader", "password": password}
    )


async def test_a_stranger_is_led_to_the_sign_in_page_and_back(client: httpx.AsyncClient) -> None:
    turned = await client.get("/?unit=320000")
    assert turned.status_code == 303
    assert turned.headers["location"] == "/sign-in?next=/%3Funit%3D320000"
    back = await sign_in(client, then="/?unit=320000")
    assert back.status_code == 303
    assert back.headers["location"] == "/?unit=320000"
    assert (await client.get("/")).json()["name"] == "王建国"


async def test_a_wrong_password_is_told_in_the_callers_language_and_keeps_the_name(
    client: httpx.AsyncClient,
) -> None:
    refused = await sign_in(client, "wrong")
    assert refused.status_code == 401
    assert "用户名或密码不正确" in refused.text
    assert 'value="leader"' in refused.text
    client.cookies.set("lang", "en")
    assert "The user name or the password is wrong" in (await sign_in(client, "wrong")).text


async def test_programs_get_a_status_and_not_a_page(client: httpx.AsyncClient) -> None:
    assert (await client.post("/_dash-update-component")).status_code == 401
    await sign_in(client)
    assert (await client.post("/_dash-update-component")).status_code == 200


async def test_a_write_from_another_site_is_refused(client: httpx.AsyncClient) -> None:
    await sign_in(client)
    for origin, status in (("http://dengta.example", 200), ("http://evil.example", 403), ("null", 403)):
        answer = await client.post("/_dash-update-component", headers={"origin": origin})
        assert answer.status_code == status, origin


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(client: httpx.AsyncClient) -> None:
    cookie = (await sign_in(client)).headers["set-cookie"]
    assert cookie.startswith(COOKIE)
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


async def test_signing_out_ends_the_session_not_only_the_cookie(client: httpx.AsyncClient) -> None:
    await sign_in(client)
    token = client.cookies[COOKIE]
    assert (await client.get("/sign-out")).status_code == 405
    assert (await client.post("/sign-out")).headers["location"] == "/sign-in"
    client.cookies.set(COOKIE, token)
    assert (await client.get("/")).status_code == 303


async def test_language_and_theme_are_remembered(client: httpx.AsyncClient) -> None:
    await sign_in(client)
    assert (await client.get("/")).json() == {"name": "王建国", "lang": "zh", "theme": "light"}
    moved = await client.get("/preferences?lang=en&theme=dark&next=/platforms")
    assert moved.headers["location"] == "/platforms"
    assert (await client.get("/")).json() == {"name": "王建国", "lang": "en", "theme": "dark"}
    await client.get("/preferences?lang=klingon&theme=neon")
    assert (await client.get("/")).json() == {"name": "王建国", "lang": "en", "theme": "dark"}


async def test_every_answer_carries_the_security_policy(client: httpx.AsyncClient) -> None:
    for path in ("/sign-in", "/", "/nowhere"):
        headers = (await client.get(path)).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("/unit/320000?batch=2", "/unit/320000?batch=2"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("/\t/evil.example", "/"),
        ("", "/"),
    ],
)
def test_nobody_is_sent_to_another_site(target: str, place: str) -> None:
    assert local_path(target) == place
