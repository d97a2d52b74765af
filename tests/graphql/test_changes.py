"""A copy that is kept by asking for changes becomes what the tables are, in whatever order transactions end."""

import asyncio
import random
from base64 import b64decode, b64encode
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import orjson
import pytest

from api.graphql.engine import Engine
from api.services import organizations
from api.services.rows import delete, insert, update
from api.viewer import SYSTEM, Viewer
from db.enums import Role
from db.store import NATION, Rows, Store
from tests.graphql.people import person
from tests.services.world import OTHER, UNIT, World, build, firm

#: What of each table is copied, and the root field that lists it.
COPIED = {
    "Organization": ("organizations", "name employees"),
    "Plan": ("plans", "title state"),
    "Platform": ("platforms", "state award planned"),
    "Project": ("projects", "state claimed levelBefore contractedOn"),
    "CostItem": ("costItems", "name amount"),
    "Claim": ("claims", "state approvedAmount"),
    "Event": ("events", "action toState"),
    "Batch": ("batches", "number prepaymentRatio"),
}
#: Under a name of each type's own: GraphQL lets fields of different types not answer under one name.
ASKED = {
    name: " ".join(f"{name}_{field}: {field}" for field in fields.split())
    for name, (_, fields) in COPIED.items()
}
LISTED = " ".join(
    f"{root}(first: 1000) {{ nodes {{ id {ASKED[name]} }} }}" for name, (root, _) in COPIED.items()
)
FRAGMENTS = " ".join(f"... on {name} {{ id {fields} }}" for name, fields in ASKED.items())
FEED = f"changes(since: $since, first: $first) {{ cursor hasMore now changes {{ entity rowId kind at node {{ {FRAGMENTS} }} }} }}"


class Copy:
    """Somebody who keeps a copy, a few changes at a time."""

    def __init__(self, store: Store, viewer: Viewer = SYSTEM, first: int = 3) -> None:
        self._engine = Engine(store)
        self._viewer = viewer
        self._first = first
        self.since: str | None = None
        self.rows: dict[str, Any] = {}
        self.told: list[tuple[str, str]] = []

    async def ask(self, document: str, **variables: Any) -> Any:
        answer = orjson.loads(await self._engine.execute(document, variables, None, self._viewer))
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    async def poll(self) -> None:
        """Take in all that is told by now."""
        more = True
        while more:
            data = await self.ask(
                f"query ($since: String, $first: Int) {{ {FEED} }}", since=self.since, first=self._first
            )
            feed = data["changes"]
            for change in feed["changes"]:
                self.told.append((change["kind"], change["rowId"]))
                if change["node"] is None:
                    self.rows.pop(change["rowId"], None)
                elif change["entity"] in COPIED:
                    assert change["node"]["id"] == change["rowId"]
                    self.rows[change["rowId"]] = change["node"]
            self.since, more = feed["cursor"], feed["hasMore"]

    async def tables(self) -> dict[str, Any]:
        data = await self.ask(f"{{ {LISTED} }}")
        return {node["id"]: node for root in data.values() for node in root["nodes"]}

    async def begin(self) -> None:
        """Rows and the place that goes with them, in one query."""
        data = await self.ask(f"{{ changes(first: 0) {{ now }} {LISTED} }}")
        self.since = data.pop("changes")["now"]
        self.rows = {node["id"]: node for root in data.values() for node in root["nodes"]}


async def settled(store: Store) -> None:
    """Until no transaction of before is under way: other tests write on the same server."""
    async with store.write(NATION) as work:
        mine = await work.connection.fetchval("select pg_current_xact_id()::text::bigint")
    for _ in range(1200):
        async with store.read(NATION) as connection:
            if (
                await connection.fetchval("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
                > mine
            ):
                return
        await asyncio.sleep(0.05)
    raise AssertionError("a transaction of somebody else does not end")


async def test_a_copy_becomes_what_the_tables_are(fresh_store: Store) -> None:
    """From the first plan to the settlement, kept at random moments."""
    rng = random.Random(7)
    early, late = Copy(fresh_store, first=7), Copy(fresh_store, first=50)
    await early.begin()
    async with fresh_store.write(NATION) as work:
        world = await build(work)
    for stage in ("drafted", "approved", "decided"):
        async with fresh_store.write(NATION) as work:
            world.work = work
            await getattr(world, stage)()
        if rng.random() < 0.5:
            await early.poll()
        if stage == "drafted":
            await late.begin()
    async with fresh_store.write(NATION) as work:
        for project in world.projects[:3]:
            await update(work, "Project", [{"id": project, "level_before": rng.randint(1, 4)}])
        items = await work.connection.fetch("select id from cost_items order by id limit 4")
        await delete(work, "CostItem", [row["id"] for row in items])
    await settled(fresh_store)
    for copy in (early, late):
        await copy.poll()
        assert copy.rows == await copy.tables()
    assert sum(kind == "DELETED" for kind, _ in early.told) == 4
    assert {"Batch", "Claim", "CostItem"} <= {b64decode(key).decode().split(":")[0] for _, key in early.told}


async def test_transactions_that_end_in_another_order_than_they_began(fresh_store: Store) -> None:
    copy = Copy(fresh_store)
    await copy.begin()
    rng = random.Random(11)
    for turn in range(6):
        numbers = [turn * 10 + place for place in range(4)]
        async with fresh_store.write(NATION) as first:
            [early] = await insert(first, "Organization", [firm(numbers[0])])
            async with fresh_store.write(NATION) as second:
                [late] = await insert(second, "Organization", [firm(numbers[1])])
                await insert(first, "Organization", [firm(numbers[2])])  # a lower number than it ends by
            await copy.poll()
            assert gid(early) not in copy.rows  # not committed
            async with fresh_store.write(NATION) as third:
                await update(third, "Organization", [{"id": late, "employees": rng.randint(1, 9)}])
            await copy.poll()
        try:
            async with fresh_store.write(NATION) as undone:
                await insert(undone, "Organization", [firm(numbers[3])])
                raise InterruptedError
        except InterruptedError:
            pass
    await settled(fresh_store)
    await copy.poll()
    assert copy.rows == await copy.tables()
    assert len([row for row in copy.rows if b64decode(row).startswith(b"Organization")]) == 18
    keys = [key for kind, key in copy.told if kind == "CREATED"]
    assert len(keys) == len(set(keys)), "nothing was told twice here"


def gid(key: int, entity: str = "Organization") -> str:
    return b64encode(f"{entity}:{key}".encode()).decode()


async def test_many_at_once(fresh_store: Store) -> None:
    """Writers at the same time, and one who asks all the while."""
    copy = Copy(fresh_store, first=2)
    await copy.begin()
    rng = random.Random(3)

    async def write(place: int) -> None:
        for turn in range(5):
            async with fresh_store.write(NATION) as work:
                [key] = await insert(work, "Organization", [firm(place * 100 + turn)])
                await asyncio.sleep(rng.random() / 50)
                await update(work, "Organization", [{"id": key, "employees": turn + 1}])

    async def keep() -> None:
        for _ in range(12):
            await copy.poll()
            await asyncio.sleep(0.01)

    await asyncio.gather(*(write(place) for place in range(3)), keep())
    await settled(fresh_store)
    await copy.poll()
    assert copy.rows == await copy.tables()
    assert all(
        row["Organization_employees"]
        for key, row in copy.rows.items()
        if b64decode(key).startswith(b"Organization")
    )


async def test_the_place_does_not_move_when_nothing_is_taken(fresh_store: Store) -> None:
    copy = Copy(fresh_store)
    await settled(fresh_store)
    start = (await copy.ask("{ changes(first: 0) { now } }"))["changes"]["now"]
    await organizations_of(fresh_store, 1, 2, 3)
    await settled(fresh_store)
    data = await copy.ask(
        "query ($since: String) { changes(since: $since, first: 2) { cursor hasMore changes { rowId } } }",
        since=start,
    )
    assert (len(data["changes"]["changes"]), data["changes"]["hasMore"]) == (2, True)
    again = await copy.ask(
        "query ($since: String) { changes(since: $since, first: 0) { cursor hasMore changes { kind } } }",
        since=data["changes"]["cursor"],
    )
    assert again["changes"] == {"cursor": data["changes"]["cursor"], "hasMore": True, "changes": []}
    rest = await copy.ask(
        "query ($since: String) { changes(since: $since) { hasMore changes { rowId kind node { __typename id } } } }",
        since=again["changes"]["cursor"],
    )
    assert rest["changes"]["hasMore"] is False
    assert [x["node"]["__typename"] for x in rest["changes"]["changes"]] == ["Organization"]


async def organizations_of(store: Store, *numbers: int) -> list[int]:
    async with store.write(NATION) as work:
        return await organizations.register(work, SYSTEM, [firm(number) for number in numbers])


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "!!",
        b64encode(b"1").decode(),
        b64encode(b"1:2:3").decode(),
        b64encode(b"1:-2").decode(),
        b64encode(b"9" * 30 + b":1").decode(),
    ],
)
async def test_what_is_no_cursor_is_refused(fresh_store: Store, cursor: str) -> None:
    answer = orjson.loads(
        await Engine(fresh_store).execute(
            "query ($c: String) { changes(since: $c) { now } }", {"c": cursor}, None, SYSTEM
        )
    )
    assert answer["errors"][0]["extensions"]["code"] == "BAD_CURSOR"


async def test_everybody_is_told_of_their_own_rows_only(fresh_store: Store) -> None:
    await settled(fresh_store)
    start = (await Copy(fresh_store).ask("{ changes(first: 0) { now } }"))["changes"]["now"]
    async with fresh_store.write(NATION) as work:
        world = await (await build(work)).drafted()
        claim = await passed_claim(world)
        place = await work.connection.fetchrow(
            "select project_id, platform_id from evidence.claims where id = $1", claim
        )
        [definition] = await insert(work, "RuleVersion", [RULE])
        await insert(work, "Flag", [flag_row(claim, place, definition)])
        await insert(work, "Organization", [firm(77)])
        [elsewhere] = await insert(work, "Event", [event_row(OTHER)])
        operator = await work.connection.fetchval("select organization_id from platforms")
    await settled(fresh_store)
    own = person(Role.PROVINCIAL_SME_OFFICER, Rows(units=(UNIT,)))
    elsewhere_viewer = person(Role.PROVINCIAL_SME_OFFICER, Rows(units=(OTHER,)))
    everything = await entities_told(fresh_store, start, SYSTEM)
    assert {"Flag", "Project", "Organization", "Event", "User"} <= everything.keys()
    assert gid(elsewhere, "Event") in everything["Event"]
    mine = await entities_told(fresh_store, start, own)
    assert gid(elsewhere, "Event") not in mine["Event"]
    assert mine["Project"] == everything["Project"]
    theirs = await entities_told(fresh_store, start, elsewhere_viewer)
    assert theirs.keys() == {"Organization", "User", "Event"}
    assert theirs["Event"] == {gid(elsewhere, "Event")}
    expert = await entities_told(fresh_store, start, person(Role.EXPERT, Rows(units=(UNIT,))))
    assert not {"Flag", "Case", "User"} & expert.keys()
    platform = person(Role.PLATFORM_OPERATOR, Rows(units=(UNIT,), organization=operator))
    assert {"Platform", "Project", "Plan"} <= (await entities_told(fresh_store, start, platform)).keys()
    stranger = person(Role.PLATFORM_OPERATOR, Rows(units=(UNIT,), organization=operator + 1))
    assert (await entities_told(fresh_store, start, stranger)).keys() == {"Organization"}
    assert not {"Session", "UserRole"} & everything.keys()


async def test_reference_data_is_told_from_the_beginning(fresh_store: Store) -> None:
    """Whoever keeps a copy without having read the tables first gets what was loaded at the start."""
    everything = await entities_told(fresh_store, None, SYSTEM)
    assert len(everything["ReportingUnit"]) == 37
    assert {"Batch", "Clause", "Industry", "Limit", "PenaltyArticle"} <= everything.keys()


async def entities_told(store: Store, since: str | None, viewer: Viewer) -> dict[str, set[str]]:
    copy = Copy(store, viewer, first=400)
    copy.since = since
    await copy.poll()
    found: dict[str, set[str]] = {}
    for _, key in copy.told:
        found.setdefault(b64decode(key).decode().split(":")[0], set()).add(key)
    return found


async def passed_claim(world: World) -> int:
    [claim] = await insert(
        world.work,
        "Claim",
        [
            {
                "unit_code": UNIT,
                "project_id": world.projects[0],
                "state": "submitted",
                "actual_cost": Decimal(1),
                "amount": Decimal(1),
                "submitted_on": date(2023, 1, 1),
            }
        ],
    )
    return claim


RULE = {
    "rule": "R101",
    "number": 1,
    "state": "live",
    "kind": "screening",
    "title": "样例",
    "title_en": "Sample",
    "parameters": {},
    "query": "select 1",
    "since": datetime(2024, 1, 1, tzinfo=UTC),
}


def flag_row(claim: int, place: Any, definition: int) -> dict[str, Any]:
    return {
        "unit_code": UNIT,
        "claim_id": claim,
        "project_id": place["project_id"],
        "platform_id": place["platform_id"],
        "definition_id": definition,
        "kind": "screening",
        "subject": "claim",
        "subject_id": claim,
        "rule": "R101",
        "rule_version": 1,
        "severity": "low",
        "phase": "application",
        "hints_at": "inflation",
        "state": "open",
        "reason": "发票重复",
        "reason_en": "Invoice claimed twice",
        "facts": {},
        "facts_hash": "0",
        "at_risk": Decimal(1),
        "raised_at": datetime(2024, 2, 1, tzinfo=UTC),
        "seen_at": datetime(2024, 2, 1, tzinfo=UTC),
    }


def event_row(unit: str) -> dict[str, Any]:
    return {
        "unit_code": unit,
        "subject": "Plan",
        "subject_id": 1,
        "action": "create",
        "to_state": "draft",
        "at": datetime(2024, 2, 1, tzinfo=UTC),
    }
