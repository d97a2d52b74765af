"""Programs that come with a token: known, narrowed, or turned away with a code, never taken for strangers."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.policy.access import TokenScope
from api.services.accounts import NewUser, create_users, sign_in, viewer_named
from api.services.tokens import create_token, revoke_token
from api.viewer import SYSTEM, current_viewer
from api.web.preferences import lang_accepted
from api.web.session import COOKIE, SessionMiddleware
from db.enums import Role
from db.store import NATION, Store

OPEN = ["/sign-in", "/health", "/assets/10-base.css", "/graphql/static/app.js"]


async def whoami(request: Request) -> Response:
    viewer = current_viewer.get()
    return JSONResponse({"name": viewer.username, "lang": viewer.lang, "token": viewer.token_id})


@pytest_asyncio.fixture(scope="module")
async def client(store: Store) -> AsyncIterator[httpx.AsyncClient]:
    async with store.write(NATION) as work:
        await create_users(work, SYSTEM, [NewUser("robot", "机器", [(Role.ANALYST, None)], "lamp-2022")])
    app = Starlette(
        routes=[Route("/{path:path}", whoami, methods=["GET", "POST"])],
        middleware=[Middleware(SessionMiddleware, store=store)],
    )
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://dengta.example") as client:
        yield client


async def token(store: Store, *scopes: TokenScope) -> tuple[str, int]:
    viewer = await viewer_named(store, "robot")
    assert viewer
    async with store.write(NATION) as work:
        await work.connection.execute("delete from api_tokens")  # a person has twenty at most
    secret, made = await create_token(
        store, viewer, "测试", scopes or [TokenScope.READ], datetime.now(UTC) + timedelta(days=1)
    )
    return secret, made.id


def bearer(secret: str, **headers: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}", **headers}


async def test_a_program_is_its_user(client: httpx.AsyncClient, store: Store) -> None:
    secret, number = await token(store)
    for headers in (bearer(secret), {"authorization": f"bearer  {secret} "}):
        answer = await client.get("/graphql", headers=headers)
        assert answer.json() == {"name": "robot", "lang": "zh", "token": number}
    english = await client.get("/graphql", headers=bearer(secret, **{"accept-language": "en-GB,zh;q=0.5"}))
    assert english.json()["lang"] == "en"


async def test_a_token_needs_no_origin_since_no_page_can_send_it_by_accident(
    client: httpx.AsyncClient, store: Store
) -> None:
    secret, _ = await token(store)
    evil = {"origin": "http://evil.example"}
    assert (await client.post("/graphql", headers=bearer(secret, **evil))).status_code == 200
    assert (await client.post("/graphql", headers=evil)).status_code == 403


async def test_a_bad_token_is_401_everywhere_whatever_cookie_comes_with_it(
    client: httpx.AsyncClient, store: Store
) -> None:
    secret, number = await token(store)
    viewer = await viewer_named(store, "robot")
    assert viewer
    await revoke_token(store, viewer, number)
    session = await sign_in(store, "robot", "lamp-2022", None)
    for sent, code in ((secret, "TOKEN_REVOKED"), ("dgt_nonsense", "TOKEN_UNKNOWN"), ("", "TOKEN_UNKNOWN")):
        for cookie in ("", f"{COOKIE}={session}"):
            answer = await client.get("/graphql", headers=bearer(sent, cookie=cookie))
            assert answer.status_code == 401
            assert "invalid_token" in answer.headers["www-authenticate"]
            assert answer.json()["errors"][0]["extensions"]["code"] == code
    english = await client.get("/graphql", headers=bearer("x", **{"accept-language": "en"}))
    assert "not a token of ours" in english.json()["errors"][0]["message"]


@pytest.mark.parametrize("path", [*OPEN, "/", "/account/tokens", "/_dash-update-component", "/graphqlx"])
async def test_pages_are_for_people(client: httpx.AsyncClient, store: Store, path: str) -> None:
    secret, _ = await token(store, *(scope for scope in TokenScope if scope is not TokenScope.UNMASK))
    expected = 200 if path.startswith("/graphql/") else 403
    assert (await client.get(path, headers=bearer(secret))).status_code == expected
    assert (await client.get(path, headers=bearer("dgt_x"))).status_code in (401, 403)


@pytest.mark.parametrize(
    "path, scope",
    [
        ("/schema.graphql", TokenScope.READ),
        ("/export/platforms.csv", TokenScope.EXPORT),
        ("/export", TokenScope.EXPORT),
        ("/template.xlsx", TokenScope.READ),
    ],
)
async def test_each_path_needs_its_scope(
    client: httpx.AsyncClient, store: Store, path: str, scope: TokenScope
) -> None:
    right, _ = await token(store, scope)
    assert (await client.get(path, headers=bearer(right))).status_code == 200
    wrong, _ = await token(store, TokenScope.WRITE)
    refused = await client.get(path, headers=bearer(wrong))
    assert refused.status_code == 403
    assert refused.json()["errors"][0]["extensions"]["code"] == "TOKEN_SCOPE"
    assert scope.value in refused.json()["errors"][0]["message"]


async def test_other_ways_to_authorize_are_not_ours(client: httpx.AsyncClient) -> None:
    answer = await client.get("/", headers={"authorization": "Basic cm9ib3Q6eA=="})
    assert answer.status_code == 303


@pytest.mark.parametrize("path", ["/schema.graphql", "/graphql/examples.json", "/graphql/stream"])
async def test_what_tells_the_schema_is_closed_to_strangers(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 401
    assert (await client.get("/graphql")).status_code == 200  # the engine itself refuses strangers


@pytest.mark.parametrize(
    "header, lang",
    [("", "zh"), ("en", "en"), ("EN-us, zh", "en"), ("zh-CN,en;q=0.8", "zh"), ("eng", "zh"), ("*", "zh")],
)
def test_a_programs_language(header: str, lang: str) -> None:
    assert lang_accepted(header) == lang
