"""What is tried or looked at without anything being written is in the trail, and nothing secret with it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import orjson
import pytest_asyncio
from starlette.applications import Starlette
from starlette.middleware import Middleware

from api.errors import Refusal
from api.graphql.documents import Documents
from api.graphql.endpoint import graphql_routes
from api.services.accounts import NewUser, create_users
from api.services.audit_check import check
from api.services.audit_log import REFUSALS_A_MINUTE, audit_log
from api.services.vault import Vault
from api.viewer import SYSTEM
from api.web.export import export_routes
from api.web.session import SessionMiddleware
from api.web.sign_in import sign_in_routes
from db.enums import Role
from db.store import NATION, Store
from tests.actions.conftest import Desk
from tests.audit.test_history import gid
from tests.services.world import OTHER, UNIT

PASSWORD, WRONG = "lamp-2022-lamp", "a wrong secret 4711"


async def entries(desk: Desk, kind: str) -> list[dict[str, Any]]:
    await audit_log(desk.store).write()
    async with desk.store.read(NATION) as connection:
        rows = await connection.fetch("select * from audit_entries where kind = $1 order by id", kind)
    assert (await check(desk.store, [])).findings == ()
    return [{**row, "facts": orjson.loads(row["facts"] or "{}")} for row in rows]


async def test_a_refused_change_is_told_though_its_transaction_is_undone(desk: Desk) -> None:
    analyst, plan = desk[Role.ANALYST], gid("Plan", desk.world.plan)
    await desk.ask(analyst, "mutation($id: ID!) { submitPlan(input: {id: $id}) { done } }", id=plan)
    sme = desk[Role.PROVINCIAL_SME_OFFICER]
    await desk.ask(sme, "mutation($id: ID!) { submitPlan(input: {id: $id}) { done } }", id=plan)
    first, second = await entries(desk, "refused")
    assert (first["actor_id"], first["facts"]) == (
        analyst.user_id,
        {"code": "FORBIDDEN", "clause": "A1", "path": "submitPlan"},
    )
    assert (second["actor_id"], second["subject"], second["subject_key"], second["unit_code"]) == (
        sme.user_id,
        "Plan",
        str(desk.world.plan),
        UNIT,
    )
    assert second["facts"]["action"] == "submit"


async def test_a_table_that_is_closed_and_a_row_of_another_unit_are_told(desk: Desk) -> None:
    sme = desk[Role.PROVINCIAL_SME_OFFICER]
    await desk.ask(sme, "{ auditEntries { totalCount } }")
    there = replace(sme, rows=replace(sme.rows, units=(OTHER,)))
    document = "query($id: ID!) { plan(id: $id) { title } }"
    assert (await desk.ask(there, document, id=gid("Plan", desk.world.plan)))["data"] == {"plan": None}
    await desk.ask(sme, document, id=gid("Plan", desk.world.plan))  # their own: nothing to tell
    closed, foreign = await entries(desk, "refused")
    assert closed["facts"] == {"code": "FORBIDDEN", "path": "auditEntries"}
    assert (foreign["facts"]["code"], foreign["subject"], foreign["subject_key"]) == (
        "NOT_FOUND",
        "Plan",
        str(desk.world.plan),
    )


async def test_a_mistake_is_no_attempt(desk: Desk) -> None:
    analyst = desk[Role.ANALYST]
    await desk.ask(analyst, "{ nothing }")
    await desk.ask(analyst, "query($id: ID!) { plan(id: $id) { title } }", id="x")
    await desk.ask(analyst, "{ plans(first: 5) { nodes { title } } }")
    assert await entries(desk, "refused") == []
    assert await entries(desk, "unmasked") == []


async def test_one_entry_says_which_sensitive_fields_were_seen_and_how_many(desk: Desk) -> None:
    async with desk.store.write(NATION) as work:
        from api.services.rows import update

        change = {"id": desk.world.platform, "bank_account": "6222020200011112222"}
        await update(work, "Platform", [change])
    document = (
        "{ platforms { nodes { account: bankAccount contactPhone } } plans { nodes { contactPhone } } }"
    )
    finance, analyst = desk[Role.FINANCE_OFFICER], desk[Role.ANALYST]
    assert "6222020200011112222" in str(await desk.ask(finance, document))
    assert "****2222" in str(await desk.ask(analyst, document))
    [entry] = await entries(desk, "unmasked")
    assert entry["actor_id"] == finance.user_id
    assert entry["facts"]["fields"]["Platform.bank_account"] == 1
    assert "62220202" not in str(entry)


async def test_who_is_refused_without_end_is_counted_and_fills_no_disk(desk: Desk) -> None:
    log, refusal = audit_log(desk.store), Refusal("FORBIDDEN", "不可 | No", status=403)
    analyst = desk[Role.ANALYST]
    for _ in range(REFUSALS_A_MINUTE + 500):
        log.refused(refusal, analyst)
    log.refused(refusal, desk[Role.EXPERT])  # somebody else is not counted with them
    assert len(await entries(desk, "refused")) == REFUSALS_A_MINUTE + 1
    for asker, (began, count) in log._minutes.items():
        log._minutes[asker] = (began - 61, count)
    log.refused(refusal, analyst)
    assert (await entries(desk, "refused"))[-1]["facts"]["left_out_before"] == 500


async def test_closing_the_store_writes_what_waits(desk: Desk) -> None:
    other = await Store.open(desk.store._url)
    audit_log(other).refused(Refusal("FORBIDDEN", "不可 | No", status=403), desk[Role.ANALYST])
    await other.close()
    assert len(await entries(desk, "refused")) == 1


@pytest_asyncio.fixture
async def browser(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with desk.store.write(NATION) as work:
        user = NewUser("visitor", "来访者", [(Role.ANALYST, None)], PASSWORD)
        await create_users(work, SYSTEM, [user])
    documents = Documents(None)
    app = Starlette(
        routes=[
            *graphql_routes(desk.engine, documents),
            *sign_in_routes(desk.store, [], Vault("secret-of-tests", "second step")),
            *export_routes(desk.engine, desk.store, documents),
        ],
        middleware=[Middleware(SessionMiddleware, store=desk.store)],
    )
    transport = httpx.ASGITransport(app, client=("192.0.2.7", 4711))
    headers = {"user-agent": "Firefox\\150 " + "x" * 500}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://dengta.example", headers=headers
    ) as client:
        yield client


async def test_coming_and_going_is_told_with_where_from_and_never_a_password(
    desk: Desk, browser: httpx.AsyncClient
) -> None:
    for name, password in (("visitor", WRONG), (WRONG, PASSWORD), ("visitor", PASSWORD)):
        await browser.post("/sign-in", data={"username": name, "password": password})
    await browser.post("/sign-out")
    failed = await entries(desk, "sign_in_failed")
    [came], [went] = await entries(desk, "signed_in"), await entries(desk, "signed_out")
    assert [one["facts"]["code"] for one in failed] == ["BAD_CREDENTIALS"] * 2
    assert (failed[0]["subject"], failed[0]["subject_key"]) == ("User", str(came["actor_id"]))
    assert failed[1]["subject_key"] is None  # what was typed for a name may be a password
    assert came["actor_id"] == went["actor_id"] is not None
    for entry in (*failed, came, went):
        assert entry["address"] == "192.0.2.7"
        assert entry["agent"].startswith("Firefox")
        assert len(entry["agent"]) == 120
        assert WRONG not in str(entry)
        assert PASSWORD not in str(entry)


async def test_an_export_and_a_refused_one_are_told(desk: Desk, browser: httpx.AsyncClient) -> None:
    await browser.post("/sign-in", data={"username": "visitor", "password": PASSWORD})
    assert (await browser.get("/export/plans.csv")).status_code == 200
    assert (await browser.get("/export/auditEntries.csv")).status_code == 403
    [entry] = await entries(desk, "exported")
    assert (entry["facts"]["file"], entry["facts"]["rows"]) == ("plans.csv", 1)
    assert "title" in entry["facts"]["columns"]
    assert entry["address"] == "192.0.2.7"
    [refused] = await entries(desk, "refused")
    assert refused["facts"]["code"] == "FORBIDDEN"


async def test_a_bad_token_is_told(desk: Desk, browser: httpx.AsyncClient) -> None:
    headers = {"authorization": "Bearer dgt_secret-that-nobody-has"}
    assert (
        await browser.post("/graphql", headers=headers, json={"query": "{ __typename }"})
    ).status_code == 401
    [entry] = await entries(desk, "refused")
    assert (entry["facts"]["code"], entry["address"]) == ("TOKEN_UNKNOWN", "192.0.2.7")
    assert "secret" not in str(entry)


async def test_an_account_that_is_gone_keeps_nobody_s_entry_from_being_written(desk: Desk) -> None:
    refusal = Refusal("FORBIDDEN", "不可 | No")
    gone = replace(desk[Role.ANALYST], user_id=9_999_999)
    audit_log(desk.store).refused(refusal, desk[Role.AUDITOR])
    audit_log(desk.store).refused(refusal, gone, subject="Plan", key=7)
    audit_log(desk.store).refused(refusal, desk[Role.LEADER])
    told = await entries(desk, "refused")
    assert [one["actor_id"] for one in told] == [desk[Role.AUDITOR].user_id, None, desk[Role.LEADER].user_id]
    assert (told[1]["subject_key"], told[1]["facts"]) == ("7", {"code": "FORBIDDEN", "account": 9_999_999})
