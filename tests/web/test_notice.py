"""What strangers may read of selections, and how often they may object (P12)."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest_asyncio
from starlette.applications import Starlette
from starlette.middleware import Middleware

from api.services import calls
from api.services.clock import today
from api.services.objections import MOST_AN_HOUR
from api.web.notice import notice_routes
from api.web.session import SessionMiddleware
from db.store import NATION, Store
from tests.services.selection import AFTER, Selection
from tests.services.world import build

SAID = {"name": "王某", "contact": "13800000000", "text": "<script>alert(1)</script>案例存疑"}


@pytest_asyncio.fixture
async def client(fresh_store: Store) -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(
        routes=notice_routes(fresh_store), middleware=[Middleware(SessionMiddleware, store=fresh_store)]
    )
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://dengta.test") as client:
        yield client


async def noticed(store: Store, until_days: int = 9) -> Selection:
    """A selection on notice until some days from now."""
    async with store.write(NATION) as work:
        one = await Selection(await build(work)).noticed()
        await work.connection.execute(
            "update calls set notice_until = $2 where id = $1", one.call, today() + timedelta(days=until_days)
        )
    return one


async def objections(store: Store) -> int:
    async with store.read(NATION) as connection:
        count: int = await connection.fetchval("select count(*) from objections")
        return count


async def test_a_draft_is_not_there_for_strangers_and_an_open_call_shows_no_candidate(
    client: httpx.AsyncClient, fresh_store: Store
) -> None:
    async with fresh_store.write(NATION) as work:
        one = await Selection(await build(work)).drafted()
    assert (await client.get(f"/notice/{one.call}")).status_code == 404
    assert "样例行业服务平台遴选" not in (await client.get("/notice")).text
    async with fresh_store.write(NATION) as work:
        one.world.work = work
        await one.applied()
    page = await client.get(f"/notice/{one.call}")
    assert page.status_code == 200
    assert "服务能力" in page.text
    assert "样例9100号有限公司" not in page.text


async def test_a_notice_shows_ranks_names_and_totals_and_nothing_else_of_the_candidates(
    client: httpx.AsyncClient, fresh_store: Store
) -> None:
    one = await noticed(fresh_store)
    text = (await client.get(f"/notice/{one.call}")).text
    for shown in ("样例9101号有限公司", "94.0000", "拟入选"):
        assert shown in text
    for hidden in ("评委", "实施团队40人", "云端生产执行系统"):
        assert hidden not in text


async def test_a_stranger_objects_and_is_escaped_wherever_it_is_read(
    client: httpx.AsyncClient, fresh_store: Store
) -> None:
    one = await noticed(fresh_store)
    answer = await client.post(f"/notice/{one.call}", data=SAID)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/notice/{one.call}?sent=1")
    async with fresh_store.read(NATION) as connection:
        row = await connection.fetchrow("select name, text, user_id, sender from objections")
    assert (row["name"], row["text"], row["user_id"]) == (SAID["name"], SAID["text"], None)
    assert len(row["sender"]) == 64  # whence it came is counted by, not kept
    shown = (await client.get(f"/notice/{one.call}?sent=1")).text
    assert "王某" not in shown  # who objects is not public


async def test_the_sixth_objection_in_an_hour_is_refused(
    client: httpx.AsyncClient, fresh_store: Store
) -> None:
    one = await noticed(fresh_store)
    codes = [
        (await client.post(f"/notice/{one.call}", data=SAID)).status_code for _ in range(MOST_AN_HOUR + 1)
    ]
    assert codes == [303] * MOST_AN_HOUR + [429]
    assert await objections(fresh_store) == MOST_AN_HOUR


async def test_nothing_is_kept_of_what_is_incomplete_too_long_from_elsewhere_or_too_late(
    client: httpx.AsyncClient, fresh_store: Store
) -> None:
    one = await noticed(fresh_store)
    at = f"/notice/{one.call}"
    assert (await client.post(at, data=SAID | {"contact": " "})).status_code == 400
    assert (await client.post(at, data=SAID | {"text": "长" * 2001})).status_code == 400
    assert (await client.post(at, data=SAID | {"text": "长" * 20_000})).status_code == 413
    elsewhere = {"Origin": "http://elsewhere.test"}
    assert (await client.post(at, data=SAID, headers=elsewhere)).status_code == 403
    assert (await client.post("/notice/999999", data=SAID)).status_code in (404, 409)
    async with fresh_store.write(NATION) as work:
        await calls.recall(work, one.sme, one.call, "更正")
    assert (await client.post(at, data=SAID)).status_code == 409
    assert await objections(fresh_store) == 0


async def test_after_the_last_day_nobody_objects(client: httpx.AsyncClient, fresh_store: Store) -> None:
    one = await noticed(fresh_store, until_days=-1)
    assert (await client.post(f"/notice/{one.call}", data=SAID)).status_code == 409
    assert "不再受理异议" in (await client.get(f"/notice/{one.call}")).text
    assert today() > AFTER
