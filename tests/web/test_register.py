"""The public register: what strangers read of decisions, and of those that fell."""

from collections.abc import AsyncIterator
from datetime import date

import httpx
import pytest_asyncio
from starlette.applications import Starlette
from starlette.middleware import Middleware

from api.services import case_register
from api.services.case_outcomes import NewPenalty
from api.services.clock import today
from api.web.headers import SecurityHeaders
from api.web.register import register_routes
from api.web.session import SessionMiddleware
from db.enums import PenaltyOutcome, Role
from db.store import NATION, Store
from tests.services.casefile import SERVED, deduction, opened
from tests.services.world import World, build

HEAD = "欧阳某甲"


@pytest_asyncio.fixture
async def client(fresh_store: Store) -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(
        routes=register_routes(fresh_store, most=30),
        middleware=[Middleware(SecurityHeaders), Middleware(SessionMiddleware, store=fresh_store)],
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://dengta.example"
    ) as client:
        yield client


async def published(store: Store, on: date | None = None) -> tuple[World, int]:
    """A decision that criticises in public, published."""
    async with store.write(NATION) as work:
        world = await (await (await (await build(work)).drafted()).approved()).decided()
        await work.connection.execute(
            "update organizations set legal_person = $1 where id = $2", HEAD, world.operator
        )
        outcomes = [deduction("480000.00"), NewPenalty(PenaltyOutcome.CIRCULAR)]
        case = await (await opened(world)).through(outcomes)
        said = f"{HEAD}指使以同一发票两次申报，电话13800001111，<i>情节</i>属实"
        made = await case_register.publish(work, world[Role.PROGRAMME_OFFICER], case.id, said, on or today())
    return world, made


async def test_a_decision_is_read_by_everybody_with_persons_masked(
    client: httpx.AsyncClient, fresh_store: Store
) -> None:
    assert "没有符合条件的公示" in (await client.get("/register")).text
    await published(fresh_store)
    page = await client.get("/register")
    assert page.status_code == 200
    assert "set-cookie" not in page.headers
    until = today().replace(year=today().year + case_register.YEARS) if today().day < 29 else None
    shown = [
        "样例9000号有限公司",
        "扣减奖补资金480,000.00元；通报批评",
        "工信厅联企业〔2022〕22号",
        "欧某某某",
    ]
    for text in [*shown, *([str(until)] if until else [])]:
        assert text in page.text, text
    for hidden in (HEAD, "13800001111", "<i>", "样例0号有限公司", "person-"):
        assert hidden not in page.text, hidden
    english = (await client.get("/register?lang=en")).text
    assert "Decisions in public" in english
    assert "Jiangsu" in english


async def test_it_is_found_by_name_code_and_number_only(
    client: httpx.AsyncClient, fresh_store: Store
) -> None:
    await published(fresh_store)

    async def found(text: str) -> bool:
        return "扣减奖补资金" in (await client.get("/register", params={"q": text})).text

    async with fresh_store.read(NATION) as connection:
        row = await connection.fetchrow("select number, party_uscc from publications")
    for text in ("样例9000", " 样例9000号有限公司 ", row["number"], row["party_uscc"]):
        assert await found(text), text
    for text in (
        "别的公司",
        row["number"][:-1],
        row["party_uscc"][:-1],
        "同一发票",
        "%",
        "_",
        "' or '1'='1",
        "\0x",
    ):
        assert not await found(text), text
    odd = await client.get("/register", params={"q": '"><script>alert(1)</script>'})
    assert "<script" not in odd.text


async def test_what_fell_is_gone_and_its_reason_is_public(
    client: httpx.AsyncClient, fresh_store: Store
) -> None:
    world, made = await published(fresh_store)
    async with fresh_store.write(NATION) as work:
        await case_register.withdraw(
            work, world[Role.PROGRAMME_OFFICER], [made], today(), "复议撤销原决定，联系13800001111"
        )
    text = (await client.get("/register")).text
    assert "样例9000号有限公司" not in text
    assert "已撤回的公示" in text
    assert "复议撤销原决定，联系13*******11" in text
    assert "样例9000号有限公司" not in (await client.get("/register", params={"q": "样例"})).text


async def test_what_is_old_is_shown_no_more(client: httpx.AsyncClient, fresh_store: Store) -> None:
    await published(fresh_store, SERVED)
    at = date(SERVED.year + case_register.YEARS, SERVED.month, SERVED.day)
    assert (await case_register.published(fresh_store, on=at)).total == 1
    assert (await case_register.published(fresh_store, on=date.fromordinal(at.toordinal() + 1))).total == 0


async def test_pages_are_turned_and_odd_ones_are_the_first(
    client: httpx.AsyncClient, fresh_store: Store
) -> None:
    await published(fresh_store)
    many = [
        await client.get("/register", params={"page": page}) for page in ("1", "0", "-1", "x", "٣", "1e3")
    ]
    assert len({page.text for page in many}) == 1
    beyond = await client.get("/register", params={"page": "99999"})
    assert beyond.status_code == 200
    assert "扣减奖补资金" not in beyond.text
    pages = [await case_register.published(fresh_store, first=1, after=after) for after in (0, 1)]
    assert [len(page.rows) for page in pages] == [1, 0]


async def test_whoever_asks_too_often_is_held_up(client: httpx.AsyncClient) -> None:
    answers = [(await client.get("/register")).status_code for _ in range(31)]
    assert answers[-2:] == [200, 429]
