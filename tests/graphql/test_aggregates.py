"""What all rows of a connection come to, by a computation of our own: whatever the page, at any depth."""

from typing import Any

import pytest

from api.graphql.figures import numbers, ranged
from api.graphql.shape import entities
from db.catalog import Kind
from db.enums import Role
from db.store import NOTHING
from tests.graphql import figures
from tests.graphql.conftest import Ask
from tests.graphql.people import ANALYST, EXPERT, PROVINCE, SUPERVISOR, person
from tests.graphql.rows import OWN, Programme, Row

EVERYTHING = """
  count
  countDistinct { state unit platform enterprise contractNumber contractedOn synthetic expert }
  sum { actualCost claimed targetLevel }
  avg { actualCost targetLevel }
  stddev { actualCost }
  median: percentile(p: 0.5) { actualCost }
  ninth: percentile(p: 0.9) { actualCost claimed }
  lowest: percentile(p: 0) { actualCost }
  min { actualCost contractedOn acceptedOn }
  max { actualCost contractedOn }
"""


def everything(rows: list[Row]) -> dict[str, Any]:
    def both(function: Any, *columns: tuple[str, str]) -> dict[str, Any]:
        return {name: function(rows, column) for name, column in columns}

    cost, claimed, level = (
        ("actualCost", "actual_cost"),
        ("claimed", "claimed"),
        ("targetLevel", "target_level"),
    )
    contracted, accepted = ("contractedOn", "contracted_on"), ("acceptedOn", "accepted_on")
    return {
        "count": len(rows),
        "countDistinct": both(
            figures.different,
            ("state", "state"),
            ("unit", "unit_code"),
            ("platform", "platform_id"),
            ("enterprise", "enterprise_id"),
            ("contractNumber", "contract_number"),
            contracted,
            ("synthetic", "synthetic"),
            ("expert", "expert_id"),
        ),
        "sum": both(figures.total, cost, claimed, level),
        "avg": both(figures.average, cost, level),
        "stddev": both(figures.deviation, cost),
        "median": {"actualCost": figures.percentile(rows, "actual_cost", 0.5)},
        "ninth": {
            "actualCost": figures.percentile(rows, "actual_cost", 0.9),
            "claimed": figures.percentile(rows, "claimed", 0.9),
        },
        "lowest": {"actualCost": figures.percentile(rows, "actual_cost", 0)},
        "min": both(figures.least, cost, contracted, accepted),
        "max": both(figures.greatest, cost, contracted),
    }


async def test_every_figure_is_what_its_name_says(ask: Ask, programme: Programme) -> None:
    data = await ask(f"{{ projects {{ aggregate {{ {EVERYTHING} }} }} }}", viewer=SUPERVISOR)
    wanted = everything(programme.rows("Project"))
    assert data["projects"]["aggregate"] == wanted
    assert wanted["sum"]["targetLevel"] is None  # nobody has one: a sum of nothing is not 0
    assert wanted["stddev"]["actualCost"] is not None


@pytest.mark.parametrize(
    ("where", "meets"),
    [
        ({"state": {"eq": "PASSED"}}, lambda row: row["state"] == "passed"),
        ({"platform": {"planned": {"gt": 12}}}, None),
        ({"actualCost": {"gt": "99999999"}}, lambda row: False),
    ],
)
async def test_figures_are_of_the_rows_that_meet_the_filter(
    ask: Ask, programme: Programme, where: dict[str, Any], meets: Any
) -> None:
    meets = meets or (lambda row: programme.get("Platform", row["platform_id"])["planned"] > 12)
    rows = programme.having("Project", meets)
    data = await ask(
        f"query ($where: ProjectWhere) {{ projects(where: $where) {{ aggregate {{ {EVERYTHING} }} }} }}",
        {"where": where},
        SUPERVISOR,
    )
    assert data["projects"]["aggregate"] == everything(rows)


async def test_of_no_rows_counts_are_0_and_all_else_is_null(ask: Ask) -> None:
    data = await ask(
        f'{{ projects(where: {{contractNumber: {{eq: "没有"}}}}) {{ aggregate {{ {EVERYTHING} }} }} }}',
        viewer=SUPERVISOR,
    )
    found = data["projects"]["aggregate"]
    assert found["count"] == 0
    assert set(found["countDistinct"].values()) == {0}
    assert {
        value
        for name, part in found.items()
        if name not in ("count", "countDistinct")
        for value in part.values()
    } == {None}


async def test_the_page_does_not_matter_and_parts_keep_their_order(ask: Ask, programme: Programme) -> None:
    data = await ask(
        """{ projects(first: 2, offset: 1, orderBy: [{actualCost: DESC}]) {
          nodes { state } aggregate { __typename count } totalCount again: aggregate { sum { __typename claimed } }
          pageInfo { hasNextPage } edges { cursor } __typename } }""",
        viewer=SUPERVISOR,
    )
    rows = programme.rows("Project")
    found = data["projects"]
    assert list(found) == [
        "nodes",
        "aggregate",
        "totalCount",
        "again",
        "pageInfo",
        "edges",
        "__typename",
    ]
    assert found["aggregate"] == {"__typename": "ProjectAggregate", "count": len(rows)}
    assert found["totalCount"] == len(rows)
    assert found["again"]["sum"] == {
        "__typename": "ProjectSum",
        "claimed": figures.total(rows, "claimed"),
    }
    assert len(found["nodes"]) == len(found["edges"]) == 2
    assert found["pageInfo"] == {"hasNextPage": True}


async def test_a_type_name_alone_is_told_once(ask: Ask) -> None:
    data = await ask(
        """{ projects { aggregate { __typename sum { __typename } } }
             more: projects(first: 1) { __typename nodes { __typename } aggregate { __typename } } }""",
        viewer=SUPERVISOR,
    )
    assert data == {
        "projects": {"aggregate": {"__typename": "ProjectAggregate", "sum": {"__typename": "ProjectSum"}}},
        "more": {
            "__typename": "ProjectConnection",
            "nodes": [{"__typename": "Project"}],
            "aggregate": {"__typename": "ProjectAggregate"},
        },
    }


async def test_a_page_of_nothing_still_has_its_totals(ask: Ask, programme: Programme) -> None:
    data = await ask(
        "{ projects(first: 0) { nodes { id } totalCount aggregate { count max { claimed } } } }",
        viewer=SUPERVISOR,
    )
    rows = programme.rows("Project")
    assert data["projects"] == {
        "nodes": [],
        "totalCount": len(rows),
        "aggregate": {"count": len(rows), "max": {"claimed": figures.greatest(rows, "claimed")}},
    }


async def test_below_any_parent_figures_are_of_its_rows(ask: Ask, programme: Programme) -> None:
    data = await ask(
        """{ reportingUnits(where: {plans: {some: {}}}) { nodes { code platforms { nodes {
          id: planned projects(where: {state: {ne: LISTED}}) { aggregate { count sum { actualCost } } }
          disbursements(first: 1) { nodes { kind } aggregate { max { amount paidOn } } } } } } } }""",
        viewer=SUPERVISOR,
    )
    seen = 0
    for unit in data["reportingUnits"]["nodes"]:
        platforms = programme.children("Platform", "unit_code", unit["code"])
        assert len(platforms) == len(unit["platforms"]["nodes"])
        for row, found in zip(platforms, unit["platforms"]["nodes"], strict=True):
            rows = [
                x for x in programme.children("Project", "platform_id", row["id"]) if x["state"] != "listed"
            ]
            ledger = programme.children("Disbursement", "platform_id", row["id"])
            assert found["projects"]["aggregate"] == {
                "count": len(rows),
                "sum": {"actualCost": figures.total(rows, "actual_cost")},
            }
            assert found["disbursements"]["aggregate"]["max"] == {
                "amount": figures.greatest(ledger, "amount"),
                "paidOn": figures.greatest(ledger, "paid_on"),
            }
            seen += 1
    assert seen == len(programme.rows("Platform"))


async def test_exactness_does_not_end_at_fifteen_digits(ask: Ask, programme: Programme) -> None:
    """Money never becomes a float: the sum of a rate keeps the rate's three places, that of money two."""
    data = await ask("{ invoices { aggregate { sum { taxRate net } min { taxRate } } } }", viewer=SUPERVISOR)
    rows = programme.rows("Invoice")
    assert data["invoices"]["aggregate"] == {
        "sum": {"taxRate": figures.total(rows, "tax_rate"), "net": figures.total(rows, "net")},
        "min": {"taxRate": "0.060"},
    }


async def test_moments_have_a_least_and_a_greatest(ask: Ask, programme: Programme) -> None:
    data = await ask("{ flags { aggregate { min { raisedAt } max { raisedAt } } } }", viewer=SUPERVISOR)
    moments = figures.values(programme.rows("Flag"), "raised_at")
    assert data["flags"]["aggregate"] == {
        "min": {"raisedAt": figures.in_china(min(moments))},
        "max": {"raisedAt": figures.in_china(max(moments))},
    }


async def test_fragments_and_directives_work_below(ask: Ask, programme: Programme) -> None:
    data = await ask(
        """query ($no: Boolean = false) { projects { ...A aggregate { count @skip(if: $no) avg @include(if: $no) { claimed } } } }
        fragment A on ProjectConnection { aggregate { ...B sum { ... on ProjectSum { claimed } } } }
        fragment B on ProjectAggregate { sum { cost: actualCost } }""",
        viewer=SUPERVISOR,
    )
    rows = programme.rows("Project")
    assert data["projects"]["aggregate"] == {
        "sum": {"cost": figures.total(rows, "actual_cost"), "claimed": figures.total(rows, "claimed")},
        "count": len(rows),
    }


@pytest.mark.parametrize("share", [-0.1, 1.0001, 50])
async def test_a_percentile_is_from_0_to_1(refusal: Ask, share: float) -> None:
    error = await refusal(
        "query ($p: Float!) { projects { aggregate { percentile(p: $p) { claimed } } } }",
        {"p": share},
        SUPERVISOR,
    )
    assert error["extensions"]["code"] == "BAD_PERCENTILE"
    assert error["path"] == ["projects", "aggregate", "percentile"]


async def test_shares_are_bound_each_time(ask: Ask, programme: Programme) -> None:
    rows = programme.rows("Project")
    for share in (0.25, 0.75, 1):
        data = await ask(
            "query ($p: Float!) { projects { aggregate { percentile(p: $p) { claimed } } } }",
            {"p": share},
            SUPERVISOR,
        )
        wanted = figures.percentile(rows, "claimed", share)
        assert data["projects"]["aggregate"]["percentile"]["claimed"] == wanted


# -- rights ------------------------------------------------------------------------------------------


async def test_figures_are_of_the_caller_s_rows_only(ask: Ask, programme: Programme) -> None:
    document = "{ projects { aggregate { count countDistinct { unit } sum { actualCost } } } }"
    own = programme.children("Project", "unit_code", OWN)
    assert (await ask(document, viewer=PROVINCE))["projects"]["aggregate"] == {
        "count": len(own),
        "countDistinct": {"unit": 1},
        "sum": {"actualCost": figures.total(own, "actual_cost")},
    }
    nobody = person(Role.PROVINCIAL_SME_OFFICER, NOTHING)
    assert (await ask(document, viewer=nobody))["projects"]["aggregate"]["count"] == 0


@pytest.mark.parametrize(
    "document",
    [
        "{ platforms { aggregate { countDistinct { bankAccount } } } }",
        "{ platforms { aggregate { countDistinct { contactPhone } } } }",
        "{ reportingUnits { nodes { platforms { aggregate { countDistinct { x: bankAccount } } } } } }",
        "{ organizations { aggregate { countDistinct { phone } } } }",
        "{ payments { aggregate { countDistinct { payeeAccount } } } }",
    ],
)
async def test_a_masked_value_is_not_counted(refusal: Ask, ask: Ask, document: str) -> None:
    for viewer in (ANALYST, PROVINCE):
        error = await refusal(document, viewer=viewer)
        assert error["extensions"]["code"] == "FORBIDDEN"
        assert error["path"][0] in document
    await ask(document, viewer=SUPERVISOR)


@pytest.mark.parametrize(
    "document",
    [
        "{ flags { aggregate { count } } }",
        "{ claims { nodes { flags { aggregate { count } } } } }",
        "{ platforms { nodes { cases { aggregate { sum { atStake } } } } } }",
        "{ projects { aggregate { countDistinct { expert } } } }",
    ],
)
async def test_a_closed_table_has_no_figures(refusal: Ask, document: str) -> None:
    assert (await refusal(document, viewer=EXPERT))["extensions"]["code"] == "FORBIDDEN"


def test_only_numbers_are_added_up_and_no_sensitive_field_has_a_least_value() -> None:
    for entity in entities().values():
        for source in ranged(entity.name).values():
            field = entity.fields[source]
            assert not field.sensitive
            assert field.kind not in (Kind.TEXT, Kind.WORD, Kind.BOOLEAN, Kind.JSON)
        assert entity.key not in numbers(entity.name).values()
