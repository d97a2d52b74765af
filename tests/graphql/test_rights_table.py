"""What the table of rights says is what really happens: each role asks for each table, and tries each action."""

from dataclasses import replace

import asyncpg
import orjson
import pytest

from api.actions.perform import Asked, perform
from api.actions.registry import ACTIONS
from api.errors import Refusal
from api.graphql.engine import Engine
from api.graphql.names import connection_root
from api.policy.rights import Reach, Right, closed_subjects, rights
from api.policy.workflow import MOVES
from api.services.accounts import viewer_named
from api.services.rights import rights as whole
from api.viewer import Viewer
from db.catalog import Entity, catalog
from db.config import Database
from db.enums import Role
from db.resource import Scope
from db.store import Store

#: Who has which role in the demo programme (seed.synthetic.people).
PEOPLE = {
    Role.LEADER: "leader",
    Role.ANALYST: "analyst",
    Role.PROGRAMME_OFFICER: "programme",
    Role.FINANCE_OFFICER: "finance",
    Role.PROVINCIAL_SME_OFFICER: "jiangsu",
    Role.PROVINCIAL_FINANCE_OFFICER: "jiangsu_finance",
    Role.PLATFORM_OPERATOR: "platform",
    Role.EXPERT: "expert",
    Role.SUPERVISOR: "supervisor",
    Role.AUDITOR: "auditor",
    Role.ADMINISTRATOR: "admin",
}
HOME = "320000"
READ = {name: entity for name, entity in catalog().items() if entity.resource.scope is not Scope.PRIVATE}


async def person(store: Store, role: Role) -> Viewer:
    viewer = await viewer_named(store, PEOPLE[role])
    assert viewer
    return viewer


def of(role: Role, table: str) -> Right:
    [found] = [right for right in whole() if (right.role, right.table) == (role, table)]
    return found


async def counted(connection: asyncpg.Connection, entity: Entity, right: Right, viewer: Viewer) -> int:
    """How many rows the table says this person reads, counted by the owner, whom no policy stops."""
    conditions, values = ["true"], []
    if right.reach in (Reach.UNITS, Reach.UNITS_AND_PUBLISHED):
        values.append(HOME)
        conditions.append(f"(unit_code = ${len(values)} or {entity.resource.published or 'false'})")
    if entity.name == "Event":
        closed = closed_subjects({right.role}, {name: one.resource for name, one in catalog().items()})
        values.append(list(closed))
        conditions.append(f"subject <> all(${len(values)})")
    return await connection.fetchval(
        f"select count(*) from {entity.table} where {' and '.join(conditions)}", *values
    )


@pytest.mark.parametrize("role", Role)
async def test_each_role_reads_what_the_table_says(
    demo_store: Store, demo_database: Database, role: Role
) -> None:
    engine, viewer = Engine(demo_store), await person(demo_store, role)
    owner = await asyncpg.connect(demo_database.owner_url)
    wrong = []
    for name, entity in READ.items():
        right = of(role, name)
        document = f"{{ it: {connection_root(entity)} {{ aggregate {{ count }} }} }}"  # totalCount is about
        # What was refused before is noted in the audit trail, a moment later.
        before = await counted(owner, entity, right, viewer)
        answer = orjson.loads(await engine.execute(document, None, None, viewer))
        errors = answer.get("errors")
        got = errors[0]["extensions"]["code"] if errors else answer["data"]["it"]["aggregate"]["count"]
        if right.reach is Reach.NONE:
            good = got in ("FORBIDDEN", 0)
        elif right.reach in (Reach.PLATFORMS, Reach.PUBLISHED) or getattr(entity.resource, "sealed", ""):
            everything = await owner.fetchval(f"select count(*) from {entity.table}")
            good = isinstance(got, int) and got <= everything
        else:
            after = await counted(owner, entity, right, viewer)
            good = isinstance(got, int) and before <= got <= after
        if not good:
            wrong.append(f"{name}: {right.reach.value}, but {got}, not {before}")
    await owner.close()
    assert not wrong, "; ".join(wrong)


async def test_an_operator_reads_its_own_platform_and_no_other(demo_store: Store) -> None:
    engine, viewer = Engine(demo_store), await person(demo_store, Role.PLATFORM_OPERATOR)
    document = "{ platforms { nodes { organization { id } } } projects { totalCount } }"
    data = orjson.loads(await engine.execute(document, None, None, viewer))["data"]
    assert len({node["organization"]["id"] for node in data["platforms"]["nodes"]}) == 1
    assert 0 < data["projects"]["totalCount"] < 100


@pytest.mark.parametrize("role", Role)
async def test_fields_are_masked_as_the_table_says(demo_store: Store, role: Role) -> None:
    engine, viewer = Engine(demo_store), await person(demo_store, role)
    for name, entity in READ.items():
        right = of(role, name)
        if right.reach is Reach.NONE or not entity.resource.sensitive:
            continue
        for field in entity.resource.sensitive:
            head, *rest = field.split("_")
            api = head + "".join(part.title() for part in rest)
            document = f"{{ it: {connection_root(entity)}(first: 20) {{ nodes {{ value: {api} }} }} }}"
            answer = orjson.loads(await engine.execute(document, None, None, viewer))
            assert "errors" not in answer, (name, field, answer)
            seen = [node["value"] for node in answer["data"]["it"]["nodes"] if node["value"]]
            hidden = [value.startswith("****") for value in seen]
            assert all(hidden) if field in right.masked else not any(hidden), (name, field, seen[:3])


@pytest.mark.parametrize("role", Role)
async def test_only_the_roles_of_the_table_may_begin_an_action(demo_store: Store, role: Role) -> None:
    """What is wrong with the values is told to who may act; who may not is told only that."""
    viewer = await person(demo_store, role)
    nothing = Asked(0, {"no such field": 1})
    for action in ACTIONS:
        may = action.name in {move.action for move in of(role, action.noun).moves}
        try:
            [done] = await perform(demo_store, viewer, action, [nothing])
            said = done.problems[0].code
        except Refusal as refusal:
            said = refusal.code
        assert (said == "FORBIDDEN") is not may, (action.noun, action.name, said)


@pytest.mark.parametrize("role", [Role.EXPERT, Role.PLATFORM_OPERATOR])
async def test_suspicions_are_not_told_by_their_events_either(
    demo_store: Store, demo_database: Database, role: Role
) -> None:
    engine, viewer = Engine(demo_store), await person(demo_store, role)
    owner = await asyncpg.connect(demo_database.owner_url)
    there = await owner.fetchval(
        "select count(*) from events where subject in ('Flag', 'Case', 'Penalty') and unit_code = $1", HOME
    )
    await owner.close()
    assert there > 0
    documents = (
        '{ it: events(where: {subject: {in: ["Flag", "Case", "Penalty", "User", "ApiToken"]}}) { totalCount } }',
        '{ it: events(search: "可疑") { totalCount } }',
        '{ it: reportingUnit(id: "320000") { events(where: {subject: {eq: "Flag"}}) { totalCount } } }',
    )
    for document in documents:
        answer = orjson.loads(await engine.execute(document, None, None, viewer))
        if "errors" in answer:
            continue  # not a question that can be put: nothing is told
        assert '"totalCount":0' in orjson.dumps(answer["data"]).decode(), (document, answer)
    told = orjson.loads(
        await engine.execute("{ events(first: 1000) { nodes { subject } } }", None, None, viewer)
    )["data"]["events"]["nodes"]
    assert told
    assert not {node["subject"] for node in told} & set(viewer.rows.closed)


async def test_a_connection_told_nothing_reads_as_before_and_one_told_a_name_does_not(
    demo_store: Store,
) -> None:
    viewer = await person(demo_store, Role.PROVINCIAL_SME_OFFICER)
    for rows, seen in (
        (replace(viewer.rows, closed=()), True),
        (replace(viewer.rows, closed=("Flag", "Case")), False),
    ):
        async with demo_store.read(rows) as connection:
            there = await connection.fetchval("select exists (select from events where subject = 'Flag')")
        assert there is seen


async def test_the_table_is_shown_whole_to_auditors_and_otherwise_one_s_own_part(demo_store: Store) -> None:
    engine = Engine(demo_store)
    document = "{ rights { role table { name } reach { value } } }"
    for role, roles in ((Role.AUDITOR, set(Role)), (Role.EXPERT, {Role.EXPERT})):
        viewer = await person(demo_store, role)
        data = orjson.loads(await engine.execute(document, None, None, viewer))["data"]
        assert {row["role"].lower() for row in data["rights"]} == roles
        assert {row["table"]["name"] for row in data["rights"]} == set(catalog())


def test_every_step_of_the_workflow_stands_in_the_table_for_each_of_its_roles() -> None:
    shown = {(right.role, move) for right in whole() for move in right.moves}
    assert shown == {(role, move) for move in MOVES for role in move.roles}


def test_nobody_reads_private_tables_but_accounts_are_looked_after() -> None:
    resources = {name: entity.resource for name, entity in catalog().items()}
    for right in rights(resources, ()):
        if right.table in ("SecondStep", "RecoveryCode", "SetupLink", "Attempt"):
            assert right.reach is Reach.NONE
        if right.table == "UserRole":
            keeps = right.role in (Role.ADMINISTRATOR, Role.AUDITOR)
            assert right.reach is (Reach.ALL if keeps else Reach.OWN)
