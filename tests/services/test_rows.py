"""Bulk writing: order, defaults, and what the database refuses said in sentences."""

from datetime import date
from decimal import Decimal

import pytest

from api.errors import Refusal
from api.services import organizations, plans
from api.services.rows import insert, update
from api.viewer import SYSTEM
from db.enums import Role
from db.store import NATION, Rows, Store
from tests.services.world import OTHER, UNIT, World, build, cost_row, firm, plan_row


async def test_keys_come_back_in_the_order_of_the_rows(world: World) -> None:
    rows = [firm(number) for number in (5, 3, 9, 1)]
    ids = await insert(world.work, "Organization", rows)
    found = await world.work.connection.fetch("select id, uscc from organizations where id = any($1)", ids)
    by_id = {row["id"]: row["uscc"] for row in found}
    assert [by_id[key] for key in ids] == [row["uscc"] for row in rows]


async def test_rows_need_not_have_the_same_columns(world: World) -> None:
    [first, second] = await insert(
        world.work, "Organization", [firm(1) | {"employees": 40}, firm(2) | {"revenue": Decimal("1.50")}]
    )
    found = await world.work.connection.fetch(
        "select employees, revenue, synthetic from organizations where id = any($1) order by id",
        [first, second],
    )
    assert [tuple(row) for row in found] == [(40, None, False), (None, Decimal("1.50"), False)]


async def test_an_unknown_column_is_a_mistake_of_the_caller(world: World) -> None:
    with pytest.raises(KeyError, match="no column colour"):
        await insert(world.work, "Organization", [firm(1) | {"colour": "red"}])


async def test_no_rows_are_no_statement(world: World) -> None:
    assert await insert(world.work, "Organization", []) == []
    await update(world.work, "Organization", [])


@pytest.mark.parametrize(
    "change, code, said",
    [
        ({"unit_code": "999999"}, "MISSING_PARENT", "法人主体引用了不存在或属于其他单位的数据：999999"),
        ({"unit_code": None}, "MISSING_VALUE", "法人主体缺少必填项"),
        ({"employees": -1}, "IMPOSSIBLE_VALUE", "法人主体不符合规则：employees_not_negative"),
        ({"size": "huge"}, "IMPOSSIBLE_VALUE", "法人主体不符合规则：size_known"),
        ({"name": "长" * 81}, "BAD_VALUE", "最多 80 个字"),
        ({"revenue": Decimal(10) ** 15}, "BAD_VALUE", "数值过大"),
        ({"employees": "forty"}, "BAD_VALUE", "类型不对"),
    ],
)
async def test_what_the_database_refuses_is_said(
    world: World, change: dict[str, object], code: str, said: str
) -> None:
    with pytest.raises(Refusal) as caught:
        await insert(world.work, "Organization", [firm(1) | change])
    assert caught.value.code == code
    assert said in caught.value.message("zh")
    for lang in ("zh", "en"):  # nothing of the database's own words, nor of the rest of the row
        told = caught.value.message(lang)
        assert not any(
            word in told for word in ("organizations", "Key (", "Failing row", "$", "character varying")
        )
        assert firm(1)["uscc"] not in told


async def test_a_credit_code_twice_in_one_call_is_one_organization(world: World) -> None:
    ids = await organizations.register(world.work, SYSTEM, [firm(1), firm(1)])
    assert ids[0] == ids[1]


async def test_a_child_does_not_hang_under_another_unit_s_parent(world: World) -> None:
    await world.drafted()
    with pytest.raises(Refusal, match="MISSING_PARENT"):
        await insert(world.work, "CostItem", [cost_row(world.projects[0], "1.00") | {"unit_code": OTHER}])


async def test_rows_of_another_unit_are_refused(fresh_store: Store) -> None:
    async with fresh_store.write(NATION) as work:
        world = await build(work)
    officer = world[Role.PROVINCIAL_SME_OFFICER]
    with pytest.raises(Refusal, match="NOT_YOUR_UNIT"):
        async with fresh_store.write(officer.rows) as work:
            await plans.draft(work, officer, [plan_row(world.batch, OTHER)])
    async with fresh_store.write(Rows(units=(UNIT,))) as work:
        [plan] = await plans.draft(work, officer, [plan_row(world.batch)])
    with pytest.raises(Refusal, match="NOT_FOUND"):
        async with fresh_store.write(Rows(units=(OTHER,))) as work:
            await plans.sign_for_sme(work, officer, [plan], date(2022, 9, 1))
