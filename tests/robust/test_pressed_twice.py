"""Two people press the same button at the same moment: it is done once, and the other is told so."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
import pytest_asyncio

from api.graphql.engine import Engine
from api.services.accounts import NewUser, create_users
from api.services.clock import work_on
from api.services.verification import check_books
from api.viewer import SYSTEM
from db.enums import Role
from db.store import NATION, Store
from tests.databases import Server
from tests.story import scenes
from tests.story.sheet import BALANCE, PREPAID
from tests.story.stage import PERFORM, Stage, hire

THIRD = "finance3"


@pytest_asyncio.fixture
async def stage(postgres: Server, reference_template: str) -> AsyncIterator[Stage]:
    """The story up to its settlement, and a third officer who could approve it as well."""
    async with postgres.clone(reference_template) as database:
        store = await Store.open(database.app_url, size=6)
        await hire(store)
        async with store.write(NATION) as work:
            await create_users(work, SYSTEM, [NewUser(THIRD, "财务", [(Role.FINANCE_OFFICER, None)])])
        made = Stage(store, Engine(store))
        for scene in scenes.SCENES[: max(scenes.MONEY)]:
            await scene(made)
        yield made
        await store.close()
    work_on(None)


async def press(stage: Stage, who: str, action: str, of: str | None, **values: Any) -> dict[str, Any]:
    """What one of them is told, whatever it is."""
    variables = {"action": action, "id": of, "values": values, "key": f"{who}-{action}"}
    answer = orjson.loads(await stage.engine.execute(PERFORM, variables, None, await stage.person(who)))
    assert "errors" not in answer, answer
    told: dict[str, Any] = answer["data"]["perform"]
    return told


async def both(stage: Stage, people: tuple[str, str], action: str, of: str | None, **values: Any) -> str:
    """The id that the one who came first is told; the other is refused, clearly."""
    told = await asyncio.gather(*(press(stage, who, action, of, **values) for who in people))
    done, refused = sorted(told, key=lambda one: not one["done"])
    assert (done["done"], done["repeated"], done["problems"]) == (True, False, [])
    assert not refused["done"]
    [problem] = refused["problems"]
    assert problem["code"] in CLEAR, problem
    assert (
        "取代" not in problem["message"]
    )  # what would become of it if it were done once more is not how it stands
    # Who came first presses once more, with the same key: told the same, and nothing is done again.
    first = people[told.index(done)]
    again = await press(stage, first, action, of, **values)
    assert (again["done"], again["repeated"], again["id"]) == (True, True, done["id"])
    return str(done["id"])


#: What the second is told: it is no longer so, or it is under way already.
CLEAR = {"WRONG_STATE", "PROPOSED_ALREADY", "NOTHING_TO_PAY"}


async def test_money_moves_once_whoever_presses(stage: Stage) -> None:
    await stage.on(scenes.SETTLED)
    platform, plan = await scenes.platform_of(stage, "finance"), await scenes.plan_of(stage, "finance")
    settlement = await both(stage, ("finance", "finance2"), "proposeSettlement", platform)
    [proposer] = await stage.all(
        "finance", "settlements", "proposedBy { username }", f'{{id: {{eq: "{settlement}"}}}}'
    )
    others = {"finance", "finance2", THIRD} - {proposer["proposedBy"]["username"]}
    await both(stage, tuple(sorted(others)), "approveSettlement", settlement)  # type: ignore[arg-type]
    batch = await both(stage, ("finance", "finance2"), "listBankBatch", plan)
    files = await asyncio.gather(*(stage.export(who, batch) for who in ("finance", "finance2")))
    assert files[0] == files[1]
    await both(stage, ("finance", THIRD), "confirmBankBatch", batch, paidOn="2026-02-13", receipt="HD1")
    paid = await stage.all("finance", "disbursements", "kind amount")
    assert sorted((one["kind"], one["amount"]) for one in paid) == [
        ("PREPAYMENT", str(PREPAID)),
        ("SETTLEMENT", str(BALANCE)),
    ]
    async with stage.store.read(NATION) as connection:
        assert await check_books(connection) == []


@pytest.mark.parametrize("same", [True, False], ids=["one after the other", "at once"])
async def test_the_same_key_is_done_once(stage: Stage, same: bool) -> None:
    await stage.on(scenes.SETTLED)
    platform = await scenes.platform_of(stage, "finance")
    presses = [press(stage, "finance", "proposeSettlement", platform) for _ in range(5)]
    told = [await one for one in presses] if same else await asyncio.gather(*presses)
    assert [one["done"] for one in told] == [True] * 5
    assert sum(not one["repeated"] for one in told) == 1
    assert len({one["id"] for one in told}) == 1
    assert len(await stage.all("finance", "settlements", "id")) == 1
