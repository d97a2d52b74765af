"""The page to tell something on, and the one to ask by a code: as strangers meet them, well-meaning and not."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.middleware import Middleware

from api.services import tip_handling
from api.services.tips import MOST_AT_ONCE, WRONG_CODES
from api.services.vault import Vault
from api.web.headers import SecurityHeaders
from api.web.session import SessionMiddleware
from api.web.tip import LARGEST, LARGEST_CODE, tip_routes
from db.enums import Role
from db.store import NATION, Store
from tests.services.world import build, firm

VAULT = Vault("secret-of-tests", "tips")
FINE = {
    "about": "样例0号有限公司",
    "about_uscc": "",
    "kind": "fabrication",
    "body": "改造合同八十万元，\r\n实际只装了二十万元的设备。",
    "contact": "13912345678",
    "nonce": "n" * 22,
}


@dataclass
class Door:
    client: httpx.AsyncClient
    store: Store

    async def send(self, **changes: str) -> httpx.Response:
        return await self.client.post("/tip", data=FINE | changes)

    async def ask(self, code: str) -> httpx.Response:
        return await self.client.post("/tip/status", data={"code": code})

    async def rows(self) -> list[Any]:
        async with self.store.read(NATION) as connection:
            found: list[Any] = await connection.fetch("select * from tips order by id")
            return found


def code_in(page: httpx.Response) -> str:
    found = re.search(r"<code>([A-Z2-7-]{19})</code>", page.text)
    assert found
    return found[1]


@pytest_asyncio.fixture
async def door(fresh_store: Store) -> AsyncIterator[Door]:
    app = Starlette(
        routes=tip_routes(fresh_store, VAULT, most=40),
        middleware=[Middleware(SecurityHeaders), Middleware(SessionMiddleware, store=fresh_store)],
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://dengta.example"
    ) as client:
        yield Door(client, fresh_store)


async def test_somebody_tells_and_asks_later_what_became_of_it(door: Door) -> None:
    async with door.store.write(NATION) as work:
        world = await (await build(work)).drafted()
    page = await door.client.get("/tip")
    assert page.status_code == 200
    assert 'name="nonce"' in page.text
    sent = await door.send()
    assert sent.status_code == 200
    code = code_in(sent)
    [row] = await door.rows()
    assert (row["state"], row["organization_id"], row["kind"]) == (
        "matched",
        world.enterprises[0],
        "fabrication",
    )
    assert row["body"] == FINE["body"].replace("\r\n", "\n")
    assert VAULT.unseal(row["contact"]) == FINE["contact"]
    assert code.replace("-", "") not in str(tuple(row))

    found = await door.ask(code)
    assert found.status_code == 200
    assert "已受理，正在核查" in found.text
    assert firm(0)["name"] not in found.text  # whom it was matched to is not told
    async with door.store.write(NATION) as work:
        await tip_handling.take_up(work, world[Role.SUPERVISOR], row["id"])
        await tip_handling.reject(work, world[Role.SUPERVISOR], row["id"], "经核对，<b>未</b>发现")
    found = await door.ask(code.lower())
    assert "未能查实" in found.text
    assert "经核对，&lt;b&gt;未&lt;/b&gt;发现" in found.text
    assert FINE["body"][:8] not in found.text


async def test_no_cookie_is_set_nothing_is_cached_and_no_address_holds_the_code(door: Door) -> None:
    sent = await door.send()
    for page in (
        await door.client.get("/tip"),
        sent,
        await door.client.get("/tip/status"),
        await door.ask(code_in(sent)),
        await door.ask("wrong"),
    ):
        assert "set-cookie" not in page.headers
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "same-origin"
        assert "script" not in page.text
        assert code_in(sent) not in str(page.url)
        assert "/preferences" not in page.text  # where a cookie would be set


async def test_the_look_goes_along_in_the_address(door: Door) -> None:
    page = await door.client.get("/tip?lang=en&theme=dark")
    assert 'lang="en"' in page.text
    assert 'data-theme="dark"' in page.text
    assert 'action="/tip?lang=en&amp;theme=dark"' in page.text
    sent = await door.client.post("/tip?lang=en", data=FINE)
    assert "Write this code down" in sent.text
    assert "lang=en" in sent.text
    odd = await door.client.get('/tip?lang="><script>&theme=x')
    assert "<script" not in odd.text


async def test_pressed_twice_it_is_one_tip_with_one_code(door: Door) -> None:
    first, second = await door.send(), await door.send()
    assert code_in(first) == code_in(second)
    assert len(await door.rows()) == 1


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"about": ""}, 400, "about"),
        ({"body": "短"}, 400, "body"),
        ({"about_uscc": "12345"}, 400, "about_uscc"),
        ({"body": "长" * 4001}, 400, "body"),
        ({"body": "长" * 40_000}, 413, None),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_kept_but_what_was_typed_stays_on_the_page(
    door: Door, changes: dict[str, str], status: int, field: str | None
) -> None:
    answer = await door.send(**changes)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text
    assert await door.rows() == []
    if field:
        assert len(re.findall(r'aria-invalid="true"', answer.text)) == 1
        assert 'value="13912345678"' in answer.text
        assert f'value="{FINE["nonce"]}"' in answer.text


async def test_what_was_typed_is_escaped(door: Door) -> None:
    answer = await door.send(about='"><script>alert(1)</script>', body="短", contact="<img src=x>")
    assert "<script>" not in answer.text
    assert "<img src=x" not in answer.text


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/tip", b"about=" + b"x" * LARGEST),
        ("/tip", b"a=1&" * 40),
        ("/tip/status", b"code=" + b"x" * LARGEST_CODE),
        ("/tip/status", b"a=1&" * 40),
    ],
)
async def test_a_body_is_never_read_further_than_a_form_could_be(door: Door, path: str, body: bytes) -> None:
    answer = await door.client.post(path, content=body)
    assert answer.status_code == 413
    assert await door.rows() == []


@pytest.mark.parametrize(
    "body", [b"\xff\xfe\x00", b"", b"--x\r\nContent-Disposition: form-data", b"about=%00%00"]
)
async def test_what_is_no_form_is_no_tip(door: Door, body: bytes) -> None:
    for path in ("/tip", "/tip/status"):
        assert (await door.client.post(path, content=body)).status_code in (400, 404)
    assert await door.rows() == []


async def test_another_site_cannot_send_for_somebody(door: Door) -> None:
    for headers in ({"Origin": "http://elsewhere.test"}, {"Sec-Fetch-Site": "cross-site"}):
        for path in ("/tip", "/tip/status"):
            assert (await door.client.post(path, data=FINE, headers=headers)).status_code == 403
    assert await door.rows() == []


async def test_who_sends_many_waits(door: Door) -> None:
    codes = [(await door.send(nonce=str(number))).status_code for number in range(MOST_AT_ONCE + 2)]
    assert codes == [200] * MOST_AT_ONCE + [429, 429]
    assert len(await door.rows()) == MOST_AT_ONCE


async def test_who_guesses_codes_waits_and_is_told_the_same_whatever_is_wrong(door: Door) -> None:
    sent = await door.send()
    wrong = ["", "A", code_in(sent)[:-1], "A" * 19, "AAAA-AAAA-AAAA-AAAA", "' or 1=1 --", "长" * 20, "%00"]
    answers = [await door.ask(code) for code in wrong[:WRONG_CODES]]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert (await door.ask(code_in(sent))).status_code == 429


async def test_whoever_comes_too_often_is_held_up_in_memory(door: Door) -> None:
    answers = [(await door.client.get("/tip")).status_code for _ in range(41)]
    assert answers[-2:] == [200, 429]


async def test_no_other_method_or_address_is_open(door: Door) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        assert (await door.client.request(method, "/tip")).status_code == 405
    for path in ("/tips", "/tip-off/1", "/tip/", "/tip/status/", "/tip/statusx", "/tipx"):
        answer = await door.client.get(path)
        assert (answer.status_code, answer.headers.get("location", "")[:8]) == (303, "/sign-in"), path
