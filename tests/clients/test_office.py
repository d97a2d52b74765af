"""An office's own sign-on against a real provider (npm oidc-provider): the honest way, and every lie we know of."""

import asyncio
import re
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.policy.office import OfficeSettings, role_map
from api.services.accounts import NewUser, create_users
from api.services.office import OfficeSignOn
from api.services.vault import Vault
from api.viewer import SYSTEM, current_viewer
from api.web.office import office_routes
from api.web.session import COOKIE, SessionMiddleware
from api.web.sign_in import sign_in_routes
from db.enums import Role
from db.store import NATION, NOTHING, Store
from tests.clients.conftest import HERE, Node

HOME = "http://dengta.example"
BACK = f"{HOME}/sign-in/office/back"
NAME = "省工信厅 | Provincial department"


@pytest.fixture(scope="session")
def provider(node: Node) -> Iterator[str]:
    """The address of a provider in a process of its own."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    program = shutil.which("node") or "node"
    process = subprocess.Popen(
        [program, "provider.mjs", str(port), BACK, f"{HOME}/sign-in"],
        cwd=HERE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert any(line.startswith("ready") for line in process.stdout)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=10)


@dataclass
class Office:
    """A browser (two jars of cookies: one for us, one for the provider) and both sides."""

    here: httpx.AsyncClient
    there: httpx.AsyncClient
    store: Store

    async def begin(self, target: str = "/") -> str:
        went = await self.here.get("/sign-in/office", params={"next": target})
        assert went.status_code == 303
        return went.headers["location"]

    async def consent(self, address: str, login: str) -> str:
        """Through the provider's own forms; the address it sends the browser back to."""
        answer = await self.there.get(address)
        for _ in range(8):
            if answer.is_redirect:
                place = answer.headers["location"]
                if place.startswith(BACK):
                    return place.removeprefix(HOME)
                answer = await self.there.get(place)
                continue
            form = re.search(r'action="([^"]+)"', answer.text)
            prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
            assert form, answer.text
            assert prompt
            answer = await self.there.post(
                form[1], data={"prompt": prompt[1], "login": login, "password": "any"}
            )
        raise AssertionError("no way back")

    async def sign_in(self, login: str = "zhang", target: str = "/") -> httpx.Response:
        return await self.here.get(await self.consent(await self.begin(target), login))

    async def lie(self, about: str) -> None:
        await self.there.get("/lie", params={"about": about})

    async def who(self) -> str | None:
        answer = await self.here.get("/")
        return answer.json()["username"] if answer.status_code == 200 else None

    async def roles(self) -> set[tuple[str, str | None, bool]]:
        async with self.store.read(NOTHING) as connection:
            rows = await connection.fetch(
                "select role, unit_code, mapped from user_roles join users on users.id = user_id"
                " where username = 'zhang'"
            )
        return {(row["role"], row["unit_code"], row["mapped"]) for row in rows}


async def whoami(request: Request) -> Response:
    return JSONResponse({"username": current_viewer.get().username})


@pytest_asyncio.fixture
async def office(provider: str, fresh_store: Store) -> AsyncIterator[Office]:
    async with fresh_store.write(NATION) as work:
        people = [NewUser("zhang", "张伟", [(Role.ANALYST, None)]), NewUser("li", "李静", [])]
        for username, user_id in zip(("zhang", "li"), await create_users(work, SYSTEM, people), strict=True):
            await work.connection.execute(
                "insert into identities (user_id, issuer, subject, linked_at, synthetic)"
                " values ($1, $2, $3, now(), false)",
                user_id,
                provider,
                username,
            )
    vault = Vault("secret-of-tests", "office")
    sign_on = OfficeSignOn(OfficeSettings(provider, "dengta", "secret-of-tests", NAME), vault)
    known = role_map(
        {"claim": "groups", "roles": {"js-experts": ["expert:320000"], "root": ["administrator"]}}
    )
    app = Starlette(
        routes=[
            Route("/", whoami),
            *office_routes(fresh_store, sign_on, known),
            *sign_in_routes(fresh_store, [], vault, NAME),
        ],
        middleware=[Middleware(SessionMiddleware, store=fresh_store)],
    )
    async with (
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOME) as here,
        httpx.AsyncClient(base_url=provider) as there,
    ):
        made = Office(here, there, fresh_store)
        await made.lie("")
        yield made


async def test_there_and_back(office: Office) -> None:
    page = await office.here.get("/sign-in?next=/unit/320000")
    assert "使用“省工信厅”登录" in page.text
    assert 'href="/sign-in/office?next=%2Funit%2F320000"' in page.text.replace(
        "/sign-in/office?next=/unit/320000", "/sign-in/office?next=%2Funit%2F320000"
    )
    back = await office.sign_in(target="/unit/320000?batch=2")
    assert back.status_code == 303, back.text
    assert back.headers["location"] == "/unit/320000?batch=2"
    assert await office.who() == "zhang"
    async with office.store.read(NOTHING) as connection:
        assert await connection.fetchval("select office from sessions")


async def test_what_is_sent_there_carries_code_pkce_state_and_nonce(office: Office) -> None:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(await office.begin()).query).items()}
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["redirect_uri"] == BACK
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 32
    again = {name: values[0] for name, values in parse_qs(urlsplit(await office.begin()).query).items()}
    assert all(asked[name] != again[name] for name in ("state", "nonce", "code_challenge"))


async def test_only_mapped_roles_come_and_they_go_with_the_claim(office: Office) -> None:
    await office.sign_in()
    assert await office.roles() == {("analyst", None, False), ("expert", "320000", True)}
    async with office.store.write(NATION) as work:
        await work.connection.execute("update identities set subject = 'other' where subject = 'li'")
        await work.connection.execute("update identities set subject = 'li' where subject = 'zhang'")
    await office.there.aclose()
    fresh = httpx.AsyncClient(base_url=str(office.there.base_url))
    office.there = fresh
    await office.sign_in("li")  # the provider says of this one: nothing
    assert await office.roles() == {("analyst", None, False)}
    await fresh.aclose()


async def test_whom_nobody_linked_gets_no_account_whatever_is_claimed(office: Office) -> None:
    back = await office.sign_in("mallory")  # of the group that is mapped to administrators
    assert back.status_code == 403
    assert "“mallory”尚未关联账户" in back.text
    assert COOKIE not in back.cookies
    assert await office.who() is None
    async with office.store.read(NOTHING) as connection:
        assert await connection.fetchval("select count(*) from users where username = 'mallory'") == 0


async def test_a_linked_person_without_any_role_stays_out(office: Office) -> None:
    back = await office.sign_in("li")
    assert back.status_code == 403
    assert "没有任何角色" in back.text


@pytest.mark.parametrize(
    "about",
    [
        "nonce",
        "no-nonce",
        "audience",
        "party",
        "issuer",
        "expired",
        "stranger",
        "unsigned",
        "shared",
        "missing",
    ],
)
async def test_a_token_that_lies_opens_nothing(office: Office, about: str) -> None:
    await office.lie(about)
    back = await office.sign_in()
    assert back.status_code == 401
    assert "不可信" in back.text
    assert COOKIE not in back.cookies
    assert await office.who() is None
    office.here.cookies.set("lang", "en")
    await office.lie(about)
    assert "does not hold" in (await office.sign_in()).text


async def test_another_state_or_none_and_another_browser_are_refused(office: Office) -> None:
    place = await office.consent(await office.begin(), "zhang")
    said = {name: values[0] for name, values in parse_qs(urlsplit(place).query).items()}
    for state in ("", "x", said["state"][:-1], "é"):
        wrong = await office.here.get("/sign-in/office/back?" + urlencode(said | {"state": state}))
        assert wrong.status_code == 400
        assert "不是从本浏览器发起" in wrong.text
        # Its cookie is spent with the first answer, whatever that was.
        assert not office.here.cookies.get("dengta_office")
    assert (await office.here.get(place)).status_code == 400
    assert await office.who() is None


async def test_a_stranger_s_answer_does_not_sign_a_victim_in(office: Office) -> None:
    """Login CSRF: somebody makes the victim's browser follow the address of their own answer."""
    place = await office.consent(await office.begin(), "zhang")
    victim = httpx.AsyncClient(transport=office.here._transport, base_url=HOME)
    assert (await victim.get(place)).status_code == 400
    await victim.get("/sign-in/office")  # even one with a sign-in of their own under way
    assert (await victim.get(place)).status_code == 400
    assert COOKIE not in victim.cookies


async def test_a_code_serves_once_and_not_for_long(office: Office) -> None:
    place = await office.consent(await office.begin(), "zhang")
    cookie = office.here.cookies["dengta_office"]
    assert (await office.here.get(place)).status_code == 303
    office.here.cookies.clear()
    office.here.cookies.set("dengta_office", cookie, domain="dengta.example", path="/sign-in/office")
    again = await office.here.get(place)
    assert again.status_code == 401
    assert "invalid_grant" in again.text
    office.here.cookies.clear()
    await office.lie("short")
    late = await office.consent(await office.begin(), "zhang")
    await asyncio.sleep(2.1)  # the provider lets a code live for a second
    assert (await office.here.get(late)).status_code == 401
    assert await office.who() is None


async def test_what_the_office_refuses_is_said(office: Office) -> None:
    asked = parse_qs(urlsplit(await office.begin()).query)
    back = await office.here.get(
        "/sign-in/office/back?" + urlencode({"state": asked["state"][0], "error": "access_denied"})
    )
    assert back.status_code == 401
    assert "access_denied" in back.text


async def test_an_answer_of_another_provider_is_refused(office: Office) -> None:
    place = await office.consent(await office.begin(), "zhang")
    said = {name: values[0] for name, values in parse_qs(urlsplit(place).query).items()}
    mixed = await office.here.get("/sign-in/office/back?" + urlencode(said | {"iss": "http://evil.example"}))
    assert mixed.status_code == 401
    assert await office.who() is None


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
async def test_nobody_is_sent_to_another_site_afterwards(office: Office, target: str) -> None:
    assert (await office.sign_in(target=target)).headers["location"] == "/"


async def test_leaving_offers_to_leave_the_office_too(office: Office) -> None:
    await office.sign_in()
    out = await office.here.post("/sign-out")
    assert out.headers["location"] == "/sign-in/left"
    page = (await office.here.get("/sign-in/left")).text
    assert "省工信厅" in page
    assert "/session/end?client_id=dengta" in page.replace("&amp;", "&")
    assert await office.who() is None


async def test_a_provider_that_is_away_is_no_fault_of_ours(fresh_store: Store) -> None:
    vault = Vault("secret-of-tests", "office")
    away = OfficeSignOn(OfficeSettings("http://127.0.0.1:1", "dengta", "x", NAME), vault)
    app = Starlette(
        routes=office_routes(fresh_store, away, None),
        middleware=[Middleware(SessionMiddleware, store=fresh_store)],
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOME) as here:
        answer = await here.get("/sign-in/office")
    assert answer.status_code == 503
    assert "暂时没有回答" in answer.text
