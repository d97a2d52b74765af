"""What a question costs, reckoned by hand beside what is told; and who may ask how much."""

from typing import Any

import orjson
import pytest

from api.graphql.cost import CHANGE, FEW, SCAN, STATIC, STATIC_USUAL, TABLE
from api.graphql.engine import Engine
from api.policy.limits import MIDDLE, NARROW, POINT, WIDE
from api.viewer import Viewer
from db.enums import Role
from db.store import NATION
from tests.graphql.people import ANALYST, EXPERT, PROVINCE

PROVINCIAL_EN = Viewer(1, "p", "p", frozenset({Role.PROVINCIAL_FINANCE_OFFICER}), NATION, lang="en")

#: (document, its cost). A list costs 1 + what it counts + rows × fields of a row.
COSTS: list[tuple[str, int]] = [
    ("{ platforms { nodes { id } } }", 1 + 50),
    ("{ platforms(first: 20) { nodes { id planned state } } }", 1 + 20 * 3),
    ("{ platforms(last: 20) { nodes { id planned state } } }", 1 + 20 * 3),
    ("{ platforms(first: 20, offset: 300) { nodes { id } } }", 1 + 300 + 20),
    ("{ platforms(first: 0) { totalCount } }", 1 + TABLE),
    ("{ platforms(first: 5) { __typename edges { cursor node { id } } pageInfo { endCursor hasNextPage } } }", 1 + 1 + 5 * 2 + 2),
    ("{ platforms(first: 5) { nodes { id } edges { node { id } } } }", 1 + 5 * 2),
    ("{ platforms(first: 5) { nodes { organization { name uscc } } } }", 1 + 5 * (1 + 2)),
    ("{ platforms(first: 5) { nodes { projectCount } } }", 1 + 5 * FEW),
    ("{ platforms(first: 5) { nodes { projects(first: 10) { nodes { id } } } } }", 1 + 5 * (1 + 10)),
    ("{ platforms(first: 5) { nodes { projects { totalCount nodes { id } } } } }", 1 + 5 * (1 + SCAN + 50)),
    ("{ reportingUnits(first: 40) { nodes { code progress { passed planned } } } }", 1 + 40 * (1 + SCAN + 2)),
    ("{ programme { platformsTarget months { month passed } } }", 1 + 1 + TABLE + 24),
    ("{ programme { progress { passed } } }", 1 + TABLE + 1),
    ("{ clause(id: \"P1\") { code text } }", 1 + 2),
    ("{ a: clause(id: \"P1\") { code } b: clause(id: \"P2\") { code } }", 2 * (1 + 1)),
    ("{ clause(id: \"P1\") { code } viewer { name } resources { name } }", 2 + STATIC_USUAL + STATIC["resources"]),
    ("{ platforms(first: 5, where: {projects: {some: {claims: {none: {}}}}}) { nodes { id } } }", 1 + 2 * TABLE + 5),
    ("{ platforms(first: 5) { nodes { projects(first: 2, where: {claims: {some: {}}}) { nodes { id } } } } }", 1 + 5 * (1 + SCAN + 2)),
    ("{ platforms(first: 5) { nodes { projects(first: 0) { aggregate { count } } } } }", 1 + 5 * (1 + SCAN + 1)),
    ("{ projects(first: 0) { groupBy(first: 30) { key { state unit { code } } count avg { claimed } } } }", 1 + TABLE + 30 * (1 + 3 + 1 + 2)),
    ("{ platforms(first: 5, where: {planned: {eq: 3}}) { nodes { id } } }", 1 + 5),
    ("{ platforms(first: 5, where: {projects: {aggregate: {count: {lt: 3}}}}) { nodes { id } } }", 1 + TABLE + 5),
    ("{ platforms(first: 5, orderBy: [{projects: {count: ASC}}]) { nodes { id } } }", 1 + TABLE + 5),
    ("{ platforms { aggregate { count sum { planned } } } }", 1 + TABLE + 3),
    ("{ platforms { groupBy(first: 20) { key { state } count } } }", 1 + TABLE + 20 * 3),
    ("{ platforms { groupBy(first: 20, offset: 7) { count } } }", 1 + TABLE + 7 + 20),
    ("{ platforms { groupBy { key { unit { code } } } } }", 1 + TABLE + 1000 * 3),
    ("{ platforms { groupBy(first: 10000) { count } } }", 1 + TABLE + 10_000),
    ("{ platforms { groupBy(first: 1, having: {where: {projects: {some: {}}}, count: {gt: 1}}) { count } } }", 1 + 2 * TABLE + 1),
    ("{ platforms(first: 5) @skip(if: true) { nodes { id } } clause(id: \"P1\") { code } }", 1 + 1),
]  # fmt: skip

#: What analysts do all day.
REALISTIC = [
    "{ platforms(first: 1000) { nodes { id planned state organization { name uscc } projects(first: 10) { nodes { id state claimed actualCost acceptedOn } } } } }",
    "{ reportingUnits(first: 37) { nodes { code shortName platforms(first: 300) { nodes { id planned projects(first: 200) { nodes { id state claimed } } } } } } }",
    "{ reportingUnits(first: 40) { nodes { code platforms(first: 100) { nodes { id projects(first: 1000) { nodes { id state claimed enterprise { name } } } } } } } }",
    "{ projects(first: 1000, offset: 100000) { nodes { id platform { organization { name } planIndustry { plan { batch { number } unit { name } } } } } } }",
]
TOO_MUCH = "{ reportingUnits(first: 1000) { nodes { platforms(first: 1000) { nodes { projects(first: 1000) { nodes { id } } } } } } }"


async def said(engine: Engine, document: str, viewer: Viewer = ANALYST, **variables: Any) -> Any:
    return orjson.loads((await engine.answer(document, variables, None, viewer)).body)


@pytest.mark.parametrize("document,cost", COSTS, ids=[row[0] for row in COSTS])
async def test_the_cost_is_told_with_the_answer(engine: Engine, document: str, cost: int) -> None:
    answer = await said(engine, document)
    assert answer["extensions"] == {"cost": {"requested": cost, "limit": WIDE.cost}}


@pytest.mark.parametrize("sizes", [{"a": 3, "b": 7}, {"a": 7, "b": 3}, {"a": 3}, {"a": 0, "b": 1000}])
async def test_sizes_in_variables_count_as_those_in_the_document(
    engine: Engine, sizes: dict[str, int]
) -> None:
    document = (
        "{ platforms(first: %s) { nodes { id projects(first: %s, offset: 2) { nodes { id state } } } } }"
    )
    written = await said(engine, document % (sizes["a"], sizes.get("b", 50)))
    given = await said(engine, "query ($a: Int!, $b: Int = 50)" + document % ("$a", "$b"), **sizes)
    assert given == written
    assert given["extensions"]["cost"]["requested"] == 1 + sizes["a"] * (1 + 1 + 2 + sizes.get("b", 50) * 2)


@pytest.mark.parametrize("document", REALISTIC)
async def test_realistic_questions_of_analysts_pass(engine: Engine, document: str) -> None:
    answer = await said(engine, document)
    assert "errors" not in answer
    assert answer["extensions"]["cost"]["requested"] < WIDE.cost


async def test_a_thousand_thousand_thousands_do_not(engine: Engine) -> None:
    answer = await said(engine, TOO_MUCH)
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "TOO_COSTLY"
    assert f"{1 + 1000 * (1 + 1000 * (1 + 1000)):,}" in error["message"]
    assert f"{WIDE.cost:,}" in error["message"]
    assert "data" not in answer
    english = await said(engine, TOO_MUCH, PROVINCIAL_EN)
    assert f"your role may ask {MIDDLE.cost:,} at once" in english["errors"][0]["message"]


async def test_exactly_the_limit_passes(engine: Engine) -> None:
    # 1 + 200 × (1 + o + n), with o so large that it comes to what an expert may ask.
    document = (
        "query ($n: Int!, $o: Int!) { platforms(first: 200)"
        " { nodes { projects(first: $n, offset: $o) { nodes { id } } } } }"
    )
    inner = (NARROW.cost - 1) // 200 - 1  # what hangs below one platform may cost
    left_over = (NARROW.cost - 1) % 200
    exact = await said(engine, document, EXPERT, n=200, o=inner - 200)
    assert "errors" not in exact
    assert exact["extensions"]["cost"]["requested"] == NARROW.cost - left_over
    beyond = await said(engine, document, EXPERT, n=200, o=inner - 200 + 1)
    assert beyond["errors"][0]["extensions"]["code"] == "TOO_COSTLY"
    assert "errors" not in await said(engine, document, PROVINCE, n=200, o=inner - 200 + 1)


async def test_a_huge_number_is_a_refusal_and_no_fault(engine: Engine) -> None:
    document = "query ($o: Int!) { platforms(first: 1000, offset: $o) { nodes { id } } }"
    assert (await said(engine, document, o=2**31 - 1))["errors"][0]["extensions"]["code"] == "TOO_COSTLY"
    for offset in (2**31, -1):
        assert (await said(engine, document, o=offset))["errors"][0]["extensions"]["code"] in (
            "BAD_PAGE",
            "BAD_VARIABLES",
        )


async def test_the_whole_schema_cannot_be_asked_over_and_over(engine: Engine) -> None:
    many = " ".join(f"a{one}: __schema {{ queryType {{ name }} }}" for one in range(11))
    answer = await said(engine, f"{{ {many} }}", EXPERT)
    assert answer["errors"][0]["extensions"]["code"] == "TOO_COSTLY"


def test_a_change_takes_points_too() -> None:
    assert CHANGE // POINT == 10
