"""Nobody sees another unit's rows, a masked value, or a table that is not for their role, by any way in."""

from typing import Any

import pytest

from api.graphql.engine import Engine
from api.graphql.live import Live
from api.graphql.names import connection_root
from api.policy.access import may_read
from api.viewer import NOBODY
from db.catalog import catalog
from db.enums import Role
from db.resource import Scope
from db.store import Rows
from tests.graphql.conftest import Ask
from tests.graphql.ids import gid
from tests.graphql.people import ANALYST, EXPERT, EXPERT_EN, PROVINCE, SUPERVISOR, person
from tests.graphql.rows import OTHER, OWN, Programme

SCOPED = sorted(
    entity.name
    for entity in catalog().values()
    if entity.resource.scope is Scope.UNIT and may_read(PROVINCE.roles, entity.resource.readers)
)


@pytest.mark.parametrize("entity", SCOPED)
async def test_lists_hold_the_caller_s_units_only(ask: Ask, programme: Programme, entity: str) -> None:
    root = connection_root(catalog()[entity])
    data = await ask(
        f"{{ {root}(first: 1000) {{ totalCount nodes {{ id unit {{ code }} }} }} }}", viewer=PROVINCE
    )
    own = [row for row in programme.rows(entity) if row["unit_code"] == OWN]
    assert data[root]["totalCount"] == len(own)
    assert [node["id"] for node in data[root]["nodes"]] == [gid(entity, row["id"]) for row in own]
    assert all(node["unit"]["code"] == OWN for node in data[root]["nodes"])


async def test_no_way_in_leads_to_another_unit(ask: Ask, programme: Programme) -> None:
    platform = programme.children("Platform", "unit_code", OTHER)[0]
    project = programme.children("Project", "unit_code", OTHER)[0]
    enterprise = project["enterprise_id"]
    data = await ask(
        """query ($platform: ID!, $project: ID!, $enterprise: ID!, $operator: ID!, $other: ID!) {
          single: platform(id: $platform) { id }
          node(id: $project) { id }
          listed: projects(where: {id: {eq: $project}}) { totalCount nodes { id } }
          # Organizations are for everybody, what they do in another unit is not.
          operator: organization(id: $operator) { name appointmentCount appointments { totalCount nodes { id } } }
          enterprise: organization(id: $enterprise) { projects { totalCount nodes { id } } }
          guessed: organizations(where: {appointments: {some: {planned: {gt: 0}}}, unitCode: {eq: "320000"}}) { totalCount }
          counted: organizations(where: {appointmentCount: {gt: 0}, unitCode: {eq: "320000"}}) { totalCount }
          unit: reportingUnit(id: $other) { platforms { totalCount } progress { platforms passed paid flags } months { paid } }
          batches { nodes { plans { totalCount } progress { units } } }
        }""",
        {
            "platform": gid("Platform", platform["id"]),
            "project": gid("Project", project["id"]),
            "enterprise": gid("Organization", enterprise),
            "operator": gid("Organization", platform["organization_id"]),
            "other": gid("ReportingUnit", OTHER),
        },
        PROVINCE,
    )
    assert data["single"] is None
    assert data["node"] is None
    assert data["listed"] == {"totalCount": 0, "nodes": []}
    assert data["operator"]["name"]
    assert data["operator"]["appointmentCount"] == 0
    assert data["operator"]["appointments"] == {"totalCount": 0, "nodes": []}
    assert data["enterprise"]["projects"]["totalCount"] == 0
    assert data["guessed"]["totalCount"] == 0
    assert data["counted"]["totalCount"] == 0
    assert data["unit"] == {
        "platforms": {"totalCount": 0},
        "progress": {"platforms": 0, "passed": 0, "paid": "0.00", "flags": 0},
        "months": [],
    }
    for batch in data["batches"]["nodes"]:
        assert batch["plans"]["totalCount"] <= 1
        assert batch["progress"]["units"] <= 1


async def test_an_operator_sees_its_own_platforms(ask: Ask, programme: Programme) -> None:
    platform = programme.children("Platform", "unit_code", OWN)[1]
    rows = Rows(units=(OWN,), organization=platform["organization_id"])
    operator = person(Role.PLATFORM_OPERATOR, rows)
    data = await ask(
        "{ platforms { nodes { id planIndustry { plan { unit { code } } } } } projects(first: 100) { nodes { id } }"
        " programme { progress { platforms planned } } }",
        viewer=operator,
    )
    assert data["platforms"]["nodes"] == [
        {"id": gid("Platform", platform["id"]), "planIndustry": {"plan": {"unit": {"code": OWN}}}}
    ]
    projects = programme.children("Project", "platform_id", platform["id"])
    assert [node["id"] for node in data["projects"]["nodes"]] == [
        gid("Project", row["id"]) for row in projects
    ]
    assert data["programme"]["progress"]["platforms"] == 1


def masked(value: str | None) -> str | None:
    return None if value is None else "****" if len(value) < 8 else f"****{value[-4:]}"


async def test_sensitive_values_are_masked_unless_the_role_needs_them(ask: Ask, programme: Programme) -> None:
    document = """{ platforms { nodes { bankAccount } } payments(first: 1000) { nodes { payerAccount payeeAccount
      project { platform { bankAccount } } } } organizations(first: 1000) { nodes { phone bankAccount } } }"""
    hidden, plain = await ask(document, viewer=ANALYST), await ask(document, viewer=SUPERVISOR)
    accounts = [row["bank_account"] for row in programme.rows("Platform")]
    assert [node["bankAccount"] for node in plain["platforms"]["nodes"]] == accounts
    assert [node["bankAccount"] for node in hidden["platforms"]["nodes"]] == [
        masked(value) for value in accounts
    ]
    assert {masked(value) for value in accounts} >= {None, "****", "****1234", "****5678"}
    for row, node in zip(programme.rows("Payment"), hidden["payments"]["nodes"], strict=True):
        platform = programme.get("Platform", programme.get("Project", row["project_id"])["platform_id"])
        assert node == {
            "payerAccount": masked(row["payer_account"]),
            "payeeAccount": masked(row["payee_account"]),
            "project": {"platform": {"bankAccount": masked(platform["bank_account"])}},
        }
    for row, node in zip(programme.rows("Organization"), hidden["organizations"]["nodes"], strict=True):
        assert node == {"phone": masked(row["phone"]), "bankAccount": masked(row["bank_account"])}


GUESSES = [
    "platforms(where: {bankAccount: {startsWith: \"6\"}}) { totalCount }",
    "platforms(where: {not: {or: [{bankAccount: {isNull: true}}]}}) { totalCount }",
    "platforms(orderBy: [{similarity: {bankAccount: \"622\"}}]) { edges { cursor } }",
    "projects(orderBy: [{enterprise: {similarity: {phone: \"139\"}}}]) { nodes { id } }",
    "platforms(where: {bankAccount: {fuzzy: {text: \"622\"}}}) { totalCount }",
    "organizations(where: {phone: {between: {from: \"1\"}}}) { totalCount }",
    "platforms(orderBy: [{bankAccount: ASC}]) { nodes { id } }",
    "projects(where: {platform: {bankAccount: {eq: \"1\"}}}) { totalCount }",
    "projects(orderBy: [{platform: {contactPhone: ASC}}]) { edges { cursor } }",
    "organizations(where: {appointments: {some: {bankAccount: {gt: \"5\"}}}}) { totalCount }",
    "platforms { nodes { projects(where: {payments: {every: {payerAccount: {eq: \"1\"}}}}) { totalCount } } }",
]  # fmt: skip


@pytest.mark.parametrize("field", GUESSES)
async def test_a_masked_value_can_be_neither_filtered_nor_ordered_by(
    ask: Ask, refusal: Ask, field: str
) -> None:
    error = await refusal(f"{{ ok: platforms {{ totalCount }} it: {field} }}", viewer=ANALYST)
    assert error["extensions"]["code"] == "FORBIDDEN"
    assert error["path"][0] == "it"
    await ask(f"{{ {field} }}", viewer=SUPERVISOR)


CLOSED = [
    ("flags { totalCount }", ["it"]),
    ("cases { nodes { id } }", ["it"]),
    ("claims { nodes { id risk: flags { nodes { id } } } }", ["it", "nodes", "risk"]),
    ("claims { edges { node { openFlagCount } } }", ["it", "edges", "node", "openFlagCount"]),
    ("claims(where: {flags: {some: {state: {eq: OPEN}}}}) { totalCount }", ["it"]),
    ("claims(where: {atRisk: {gt: \"0\"}}) { totalCount }", ["it"]),
    ("claims(orderBy: [{flagCount: DESC}]) { nodes { id } }", ["it"]),
    ("projects { nodes { expert { name } } }", ["it", "nodes", "expert"]),
    ("projects(orderBy: [{expert: {name: ASC}}]) { nodes { id } }", ["it"]),
    ("projects(where: {expert: {name: {eq: \"x\"}}}) { totalCount }", ["it"]),
    ("platforms { nodes { cases { totalCount } } }", ["it", "nodes", "cases"]),
    (f"node(id: \"{gid('Flag', 1)}\") {{ id }}", ["it"]),
]  # fmt: skip


@pytest.mark.parametrize("field,path", CLOSED)
async def test_a_closed_table_is_refused_by_every_way_in(refusal: Ask, field: str, path: list[str]) -> None:
    error = await refusal(f"{{ it: {field} }}", viewer=EXPERT)
    assert error["extensions"]["code"] == "FORBIDDEN"
    assert error["path"] == path
    assert "您的角色" in error["message"]


async def test_the_same_document_differs_by_rights_not_by_who_came_first(ask: Ask, refusal: Ask) -> None:
    document = "{ claims(first: 1) { nodes { flagCount } } platforms(first: 3) { nodes { bankAccount } } }"
    supervisor = await ask(document, viewer=SUPERVISOR)
    await refusal(document, viewer=EXPERT)
    analyst = await ask(document, viewer=ANALYST)
    assert analyst["platforms"] != supervisor["platforms"]
    assert await ask(document, viewer=SUPERVISOR) == supervisor


ROOTS: list[Any] = ["programme { progress { passed } }", "platforms { totalCount }", "resources { name }"]


@pytest.mark.parametrize("field", ROOTS)
async def test_strangers_are_sent_to_sign_in(refusal: Ask, field: str) -> None:
    error = await refusal(f"{{ viewer {{ name }} {field} }}", viewer=NOBODY)
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    assert error["message"] == "请先登录。"


async def test_strangers_are_told_who_they_are_and_nothing_else(ask: Ask) -> None:
    for selection in ("{ name }", "{ noSuchField }", ""):
        data = await ask(f"{{ me: viewer {selection} ...T }} fragment T on X {{ __typename }}", viewer=NOBODY)
        assert data == {"me": None, "__typename": "Query"}


#: What would tell a stranger what exists, and what would not: all are answered alike.
CURIOUS = [
    "{ __schema { types { name } } }",
    '{ __type(name: "Platform") { name } }',
    "{ platforms { totalCount } }",
    "{ nonsense }",
    "{ platforms { nonsense } }",
    "{ platforms(nonsense: 1) { totalCount } }",
    "{ viewer { name } ... on Query { nonsense } }",
    "{ ...F }",
    "{ ...F } fragment F on Platform { id }",
    "mutation { importPlan(file: 1) { created } }",
    "mutation { nonsense }",
    "subscription { progress { passed } }",
    "query ($n: Nonsense) { platforms(first: $n) { totalCount } }",
    "{ viewer { name } } { platforms { totalCount } }",
    "query A { viewer { name } } query B { viewer { name } }",
]


async def test_strangers_learn_nothing_of_the_schema(engine: Engine) -> None:
    answers = {await engine.execute(document, None, None, NOBODY) for document in CURIOUS}
    assert len(answers) == 1
    assert b"UNAUTHENTICATED" in answers.pop()


async def test_signed_in_without_units_sees_no_rows(ask: Ask) -> None:
    lost = person(Role.PROVINCIAL_SME_OFFICER, Rows())
    data = await ask("{ platforms { totalCount } programme { progress { platforms } } }", viewer=lost)
    assert data == {"platforms": {"totalCount": 0}, "programme": {"progress": {"platforms": 0}}}


async def test_refusals_are_in_the_caller_s_language(refusal: Ask) -> None:
    chinese = await refusal("{ flags { totalCount } }", viewer=EXPERT)
    english = await refusal("{ flags { totalCount } }", viewer=EXPERT_EN)
    assert chinese["message"] == "您的角色不能查看预警。"
    assert english["message"] == "Your role may not read: Flag."
    assert english["extensions"] == {
        "code": "FORBIDDEN",
        "hint": "Ask an administrator if your work needs it.",
        "clause": None,
    }


@pytest.mark.parametrize("units", [(), (OWN,), (OWN, OTHER)])
async def test_the_rows_of_no_unit_of_one_and_of_several(
    ask: Ask, programme: Programme, units: tuple[str, ...]
) -> None:
    viewer = person(Role.PROVINCIAL_SME_OFFICER, Rows(units=units))
    data = await ask(
        "{ projects(first: 1000) { totalCount estimatedCount nodes { unitCode platform { unitCode } } }"
        " plain: organizations { totalCount } }",
        viewer=viewer,
    )
    expected = [row["unit_code"] for row in programme.rows("Project") if row["unit_code"] in units]
    assert [node["unitCode"] for node in data["projects"]["nodes"]] == expected
    assert [node["platform"]["unitCode"] for node in data["projects"]["nodes"]] == expected
    assert data["projects"]["totalCount"] == data["projects"]["estimatedCount"] == len(expected)
    assert data["plain"]["totalCount"] == len(programme.rows("Organization"))


@pytest.mark.parametrize(
    "document", ["subscription { progress { passed } }", "subscription { nonsense { x } }"]
)
async def test_strangers_learn_nothing_by_subscribing(engine: Engine, document: str) -> None:
    [answer] = [one async for one in Live(engine).answers(document, None, None, NOBODY)]
    assert answer.body == await engine.execute("{ nonsense }", None, None, NOBODY)
