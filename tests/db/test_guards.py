"""The database itself refuses nonsense, and shows nobody another unit's rows."""

from datetime import date
from typing import Any

import asyncpg
import pytest

from db.catalog import catalog
from db.guards import APPEND_ONLY
from db.store import NATION, NOTHING, Rows, Store
from tests.db.rows import USCC, insert, programme

D = date.fromisoformat

#: What is tried on a project that has nothing wrong with it, and the constraint that must refuse it.
NONSENSE = [
    ("a negative contract", "projects", "contract_amount = -1", "projects_contract_amount_not_negative"),
    (
        "delivered before it was contracted",
        "projects",
        "contracted_on = '2023-05-02', delivered_on = '2023-05-01'",
        "projects_delivered_on_not_before_contracted_on",
    ),
    ("passed without a date", "projects", "state = 'passed'", "projects_passed_has_a_date"),
    ("a state nobody knows", "projects", "state = 'finished'", "projects_state_known"),
    ("a score of 101", "projects", "acceptance_score = 101", "projects_score_in_range"),
    ("level 5", "projects", "level_after = 5", "projects_level_after_in_range"),
    ("a confirmed project that failed", "projects", "confirmed_on = '2023-06-01'", "projects_confirmed_only_passed"),
    ("a project of another unit", "claims", "unit_code = '320000'", "claims_project_id_linked"),
    ("a unit nobody knows", "organizations", "unit_code = '999999'", "organizations_unit_code_linked"),
    ("a wrong check digit", "organizations", "uscc = '91110000MA0ABCDE1A'", "organizations_uscc_ok"),
    ("a size nobody knows", "organizations", "size = 'huge'", "organizations_size_known"),
    ("a negative deduction", "platforms", "deduction = -0.01", "platforms_deduction_not_negative"),
    ("a claim decided before it came", "claims", "decided_on = '2023-05-31'", "claims_decided_on_not_before_submitted_on"),
    ("approved before submitted", "plans", "submitted_on = '2023-02-01', approved_on = '2023-01-01'", "plans_approved_on_not_before_submitted_on"),
]  # fmt: skip

#: Near-misses of the above: unusual and right.
SENSE = [
    ("a contract for nothing", "projects", "contract_amount = 0"),
    (
        "contracted and delivered on one day",
        "projects",
        "contracted_on = '2023-05-02', delivered_on = '2023-05-02'",
    ),
    (
        "delivered without a recorded start",
        "projects",
        "contracted_on = '2023-05-02', delivered_on = '2023-06-02'",
    ),
    ("a score of 100", "projects", "acceptance_score = 100"),
    ("no size known", "organizations", "size = null"),
    ("a claim decided on the same day", "claims", "decided_on = submitted_on"),
]


@pytest.mark.parametrize(
    ("what", "table", "change", "constraint"), NONSENSE, ids=[row[0] for row in NONSENSE]
)
async def test_the_database_refuses(
    owner_connection: asyncpg.Connection, what: str, table: str, change: str, constraint: str
) -> None:
    keys = await programme(owner_connection, "110000")
    key = keys[table.removesuffix("s")]
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await owner_connection.execute(f"update {table} set {change} where id = $1", key)
    assert refused.value.constraint_name == constraint


@pytest.mark.parametrize(("what", "table", "change"), SENSE, ids=[row[0] for row in SENSE])
async def test_the_database_accepts(
    owner_connection: asyncpg.Connection, what: str, table: str, change: str
) -> None:
    keys = await programme(owner_connection, "110000")
    done = await owner_connection.execute(
        f"update {table} set {change} where id = $1", keys[table.removesuffix("s")]
    )
    assert done == "UPDATE 1"


async def test_an_enterprise_is_in_one_live_project_at_a_time(owner_connection: asyncpg.Connection) -> None:
    keys = await programme(owner_connection, "110000")
    again: dict[str, Any] = {
        "unit_code": "110000",
        "platform_id": keys["platform"],
        "enterprise_id": keys["organization"],
        "state": "listed",
    }
    with pytest.raises(asyncpg.UniqueViolationError) as refused:
        async with owner_connection.transaction():
            await insert(owner_connection, "Project", **again)
    assert refused.value.constraint_name == "projects_one_live_per_enterprise"

    await owner_connection.execute("update projects set state = 'withdrawn' where id = $1", keys["project"])
    assert await insert(owner_connection, "Project", **again)


async def test_a_unit_has_one_plan_per_batch(owner_connection: asyncpg.Connection) -> None:
    keys = await programme(owner_connection, "110000")
    with pytest.raises(asyncpg.UniqueViolationError) as refused:
        await insert(
            owner_connection,
            "Plan",
            unit_code="110000",
            batch_id=keys["batch"],
            title="又一份",
            state="draft",
        )
    assert refused.value.constraint_name == "plans_one_per_unit_and_batch"


async def test_every_table_of_a_unit_is_row_secured_and_indexed_by_unit_and_parent(
    owner_connection: asyncpg.Connection,
) -> None:
    secured = {
        row["relname"]
        for row in await owner_connection.fetch("select relname from pg_class where relrowsecurity")
    }
    indexes = {
        (row["tablename"], row["indexname"])
        for row in await owner_connection.fetch("select tablename, indexname from pg_indexes")
    }
    for entity in catalog().values():
        if entity.unit_scoped:
            assert entity.table in secured, f"{entity.table} has no row-level security"
            for relation in entity.relations.values():
                if not relation.many and relation.column != "unit_code":
                    assert (entity.table, f"{entity.table}_below_{relation.column}") in indexes
            assert (entity.table, f"{entity.table}_unit_key") in indexes


async def test_the_application_owns_nothing_and_cannot_bypass_row_security(
    owner_connection: asyncpg.Connection,
) -> None:
    rights = await owner_connection.fetchrow(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = 'dengta_app'"
    )
    assert rights is not None
    assert not any(rights.values())
    owned = await owner_connection.fetchval(
        "select count(*) from pg_class where relowner = 'dengta_app'::regrole"
    )
    assert owned == 0


async def test_each_sees_the_rows_of_their_own_units_only(fresh_store: Store, fresh_database: Any) -> None:
    owner = await asyncpg.connect(fresh_database.owner_url)
    beijing = await programme(owner, "110000", 0)
    jiangsu = await programme(owner, "320000", 1)
    await owner.close()
    seen = {
        "nation": (NATION, {beijing["claim"], jiangsu["claim"]}),
        "Beijing": (Rows(units=("110000",)), {beijing["claim"]}),
        "both": (Rows(units=("110000", "320000")), {beijing["claim"], jiangsu["claim"]}),
        "Zhejiang": (Rows(units=("330000",)), set()),
        "nobody": (NOTHING, set()),
        "Beijing's operator": (
            Rows(units=("110000",), organization=beijing["organization"]),
            {beijing["claim"]},
        ),
        "another operator in Beijing": (
            Rows(units=("110000",), organization=jiangsu["organization"]),
            set(),
        ),
    }
    for who, (rows, expected) in seen.items():
        async with fresh_store.read(rows) as connection:
            for table in ("claims", "projects", "platforms", "plan_industries", "plans"):
                found = await connection.fetchval(f"select count(*) from {table}")
                assert found == len(expected), f"{who} sees {found} {table}"
            progress = await connection.fetchval("select count(*) from platform_progress")
            assert progress == len(expected), f"{who} sees {progress} platforms in the progress view"


async def test_nobody_writes_into_another_unit(fresh_store: Store, fresh_database: Any) -> None:
    owner = await asyncpg.connect(fresh_database.owner_url)
    beijing = await programme(owner, "110000", 0)
    await owner.close()
    async with fresh_store.write(Rows(units=("320000",))) as work:
        status = await work.connection.execute(
            "update platforms set planned = 99 where id = $1", beijing["platform"]
        )
        assert status == "UPDATE 0"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with fresh_store.write(Rows(units=("320000",))) as work:
            await insert(
                work.connection,
                "Plan",
                unit_code="110000",
                batch_id=beijing["batch"],
                title="越权",
                state="draft",
            )


async def test_the_scope_ends_with_the_transaction(fresh_store: Store, fresh_database: Any) -> None:
    owner = await asyncpg.connect(fresh_database.owner_url)
    await programme(owner, "110000", 0)
    await owner.close()
    async with fresh_store.read(NATION) as connection:
        assert await connection.fetchval("select count(*) from plans") == 1
    async with fresh_store.read(NOTHING) as connection:
        assert await connection.fetchval("select count(*) from plans") == 0


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["delete from {}", "update {} set synthetic = true", "truncate {}"])
async def test_what_is_append_only_is_only_ever_appended(
    app_connection: asyncpg.Connection, table: str, change: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app_connection.execute(change.format(table))


async def test_no_rule_can_read_what_was_planted(app_connection: asyncpg.Connection) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app_connection.fetch("select * from truth.planted")


async def test_uscc_ok_knows_the_check_digit(owner_connection: asyncpg.Connection) -> None:
    async def ok(code: str) -> bool:
        return bool(await owner_connection.fetchval("select uscc_ok($1)", code))

    for code in USCC:
        assert await ok(code)
        assert not await ok(code[:-1] + ("0" if code[-1] != "0" else "1"))
    assert not await ok(USCC[0].lower())
    assert not await ok("")
    assert not await ok(USCC[0] + "0")


async def test_what_people_search_by_is_indexed_where_the_index_can_be_used(
    owner_connection: asyncpg.Connection,
) -> None:
    """Behind row security `like` is no condition for an index, so there it would only cost."""
    found = await owner_connection.fetch(
        "select tablename, indexname from pg_indexes where indexdef like '%gin_trgm_ops%'"
    )
    names = {row["indexname"] for row in found}
    assert {"organizations_name_trigrams", "organizations_name_apart", "industries_name_apart"} <= names
    scoped = {entity.table for entity in catalog().values() if entity.unit_scoped}
    assert not {row["tablename"] for row in found} & scoped
