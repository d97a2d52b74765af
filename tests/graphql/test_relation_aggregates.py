"""Filters and orders by what the rows below a row come to, by a computation of our own."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from api.graphql.engine import Engine
from db.store import Store
from tests.graphql import figures
from tests.graphql.conftest import Ask
from tests.graphql.ids import gid
from tests.graphql.people import ANALYST, EXPERT, PROVINCE, SUPERVISOR
from tests.graphql.rows import OTHER, OWN, Programme, Row
from tests.graphql.test_statements import Counted

Meets = Callable[[Row, Programme], Any]


def projects(row: Row, p: Programme, *states: str) -> list[Row]:
    return [x for x in p.children("Project", "platform_id", row["id"]) if not states or x["state"] in states]


def cost(row: Row, p: Programme, *states: str) -> Decimal | None:
    found = figures.values(projects(row, p, *states), "actual_cost")
    return sum(found) if found else None


#: (what `projects: {aggregate: …}` says of a platform, the same in Python)
FILTERS: list[tuple[str, Meets]] = [
    ("{count: {lt: 2}}", lambda r, p: len(projects(r, p)) < 2),
    ("{count: {eq: 0}}", lambda r, p: not projects(r, p)),
    ("{count: {in: [1, 3]}}", lambda r, p: len(projects(r, p)) in (1, 3)),
    ("{where: {state: {eq: PASSED}}, count: {lt: 1}}", lambda r, p: not projects(r, p, "passed")),
    (
        '{where: {state: {eq: PASSED}}, count: {lt: 10}, sum: {actualCost: {gt: "100000"}}}',
        lambda r, p: (cost(r, p, "passed") or 0) > 100_000,
    ),
    # Of no value there is no sum: it is neither more nor less than anything.
    ('{sum: {actualCost: {lt: "100000"}}}', lambda r, p: cost(r, p) is not None and cost(r, p) < 100_000),
    ('{not: {sum: {actualCost: {gte: "100000"}}}}', lambda r, p: (cost(r, p) or 0) < 100_000),
    ("{sum: {actualCost: {isNull: true}}}", lambda r, p: cost(r, p) is None),
    ("{sum: {actualCost: {eq: null}}}", lambda r, p: cost(r, p) is None),
    (
        '{avg: {actualCost: {gte: "90000"}}, max: {actualCost: {lt: "200000"}}}',
        lambda r, p: (
            cost(r, p) is not None
            and cost(r, p) / len(figures.values(projects(r, p), "actual_cost")) >= 90_000
            and max(figures.values(projects(r, p), "actual_cost")) < 200_000
        ),
    ),
    (
        '{min: {contractedOn: {lt: "2023-04-01"}}}',
        lambda r, p: (
            min(figures.values(projects(r, p), "contracted_on"), default=date.max) < date(2023, 4, 1)
        ),
    ),
    ("{countDistinct: {state: {gte: 3}}}", lambda r, p: figures.different(projects(r, p), "state") >= 3),
    (
        '{percentile: {p: 0.5, actualCost: {gt: "120000"}}}',
        lambda r, p: Decimal(figures.percentile(projects(r, p), "actual_cost", 0.5) or 0) > 120_000,
    ),
    (
        "{or: [{where: {state: {eq: FAILED}}, count: {gt: 0}}, {where: {state: {eq: LISTED}}, count: {gt: 0}}]}",
        lambda r, p: projects(r, p, "failed", "listed"),
    ),
    # What is said outside holds inside, too.
    (
        '{where: {state: {in: [PASSED, FAILED]}}, and: [{where: {actualCost: {gt: "100000"}}, count: {gte: 1}}]}',
        lambda r, p: [x for x in projects(r, p, "passed", "failed") if (x["actual_cost"] or 0) > 100_000],
    ),
    (
        "{where: {invoices: {aggregate: {count: {gte: 2}}}}, count: {gte: 1}}",
        lambda r, p: [x for x in projects(r, p) if len(p.children("Invoice", "project_id", x["id"])) >= 2],
    ),
    ("{}", lambda r, p: True),
    ("{where: {state: {eq: PASSED}}}", lambda r, p: True),
    ("{count: null}", lambda r, p: True),
    ("{or: []}", lambda r, p: False),
    ("{not: {or: []}}", lambda r, p: True),
]


@pytest.mark.parametrize(("condition", "meets"), FILTERS, ids=[condition for condition, _ in FILTERS])
async def test_rows_are_found_by_what_hangs_below(
    ask: Ask, programme: Programme, condition: str, meets: Meets
) -> None:
    data = await ask(
        f"""{{ found: platforms(first: 1000, where: {{projects: {{aggregate: {condition}}}}}) {{ nodes {{ id }} }}
               left: platforms(first: 1000, where: {{not: {{projects: {{aggregate: {condition}}}}}}}) {{ nodes {{ id }} }} }}""",
        viewer=SUPERVISOR,
    )
    rows = programme.rows("Platform")
    wanted = [gid("Platform", row["id"]) for row in rows if meets(row, programme)]
    assert [node["id"] for node in data["found"]["nodes"]] == wanted
    assert {node["id"] for node in data["left"]["nodes"]} == {gid("Platform", r["id"]) for r in rows} - set(
        wanted
    )


async def test_it_goes_with_quantifiers_and_from_far_away(ask: Ask, programme: Programme) -> None:
    data = await ask(
        """query ($least: Int!, $where: PlatformWhere) {
          units: reportingUnits(where: {platforms: {aggregate: {where: {projects: {aggregate: {count: {gte: $least}}}}, count: {gte: 2}},
            some: {state: {eq: SETTLED}}}}) { nodes { code } }
          projects(where: {platform: {disbursements: {aggregate: {sum: {amount: {gt: "505000"}}}}}}) { totalCount }
          platforms(where: $where) { totalCount }
        }""",
        {
            "least": 2,
            "where": {"projects": {"aggregate": {"count": {"gte": 3}, "where": {"state": {"ne": "LISTED"}}}}},
        },
        SUPERVISOR,
    )
    platforms = programme.rows("Platform")
    units = [
        unit["code"]
        for unit in programme.rows("ReportingUnit")
        if sum(r["unit_code"] == unit["code"] and len(projects(r, programme)) >= 2 for r in platforms) >= 2
        and any(r["unit_code"] == unit["code"] and r["state"] == "settled" for r in platforms)
    ]
    assert units
    assert [node["code"] for node in data["units"]["nodes"]] == units
    paid = {
        row["id"]: sum(x["amount"] for x in programme.children("Disbursement", "platform_id", row["id"]))
        for row in platforms
    }
    assert data["projects"]["totalCount"] == sum(
        paid[row["platform_id"]] > 505_000 for row in programme.rows("Project")
    )
    assert data["platforms"]["totalCount"] == sum(
        len([x for x in projects(row, programme) if x["state"] != "listed"]) >= 3 for row in platforms
    )


# -- orders ------------------------------------------------------------------------------------------


def last(value: Any, descending: bool) -> tuple[bool, Any]:
    """A key to sort by: empty values last either way."""
    if value is None:
        return True, 0
    return False, -value if descending else value


ORDERS: list[tuple[str, Meets]] = [
    ("[{projects: {count: DESC}}]", lambda r, p: (-len(projects(r, p)), r["id"])),
    ("[{projects: {sum: {actualCost: DESC}}}]", lambda r, p: (last(cost(r, p), True), r["id"])),
    ("[{projects: {sum: {actualCost: ASC}}}, {id: DESC}]", lambda r, p: (last(cost(r, p), False), -r["id"])),
    (
        "[{projects: {sum: {actualCost: DESC_NULLS_FIRST}}}]",
        lambda r, p: (cost(r, p) is not None, -(cost(r, p) or 0), r["id"]),
    ),
    (
        "[{planned: ASC}, {projects: {where: {state: {eq: PASSED}}, count: DESC}}]",
        lambda r, p: (r["planned"], -len(projects(r, p, "passed")), r["id"]),
    ),
    (
        "[{projects: {avg: {actualCost: ASC}}}, {disbursements: {max: {amount: DESC}}}]",
        lambda r, p: (
            last(
                None if cost(r, p) is None else Decimal(figures.average(projects(r, p), "actual_cost") or 0),
                False,
            ),
            -max(x["amount"] for x in p.children("Disbursement", "platform_id", r["id"])),
            r["id"],
        ),
    ),
    (
        "[{projects: {max: {acceptedOn: DESC}}}, {projects: {countDistinct: {state: ASC}}}]",
        lambda r, p: (
            last(
                max((x.toordinal() for x in figures.values(projects(r, p), "accepted_on")), default=None),
                True,
            ),
            figures.different(projects(r, p), "state"),
            r["id"],
        ),
    ),
    (
        "[{unit: {projects: {count: ASC}}}, {projects: {percentile: {p: 0.5, claimed: DESC}}}]",
        lambda r, p: (
            len(p.children("Project", "unit_code", r["unit_code"])),
            last(
                None
                if (middle := figures.percentile(projects(r, p), "claimed", 0.5)) is None
                else Decimal(middle),
                True,
            ),
            r["id"],
        ),
    ),
]


@pytest.mark.parametrize(("order", "of"), ORDERS, ids=[order for order, _ in ORDERS])
async def test_rows_come_in_the_order_of_what_hangs_below(
    ask: Ask, programme: Programme, order: str, of: Meets
) -> None:
    rows = sorted(programme.rows("Platform"), key=lambda row: of(row, programme))
    wanted = [gid("Platform", row["id"]) for row in rows]
    data = await ask(
        f"{{ platforms(first: 1000, orderBy: {order}) {{ nodes {{ id }} }} }}", viewer=SUPERVISOR
    )
    assert [node["id"] for node in data["platforms"]["nodes"]] == wanted
    for size, place, end in (("first", "after", "endCursor"), ("last", "before", "startCursor")):
        seen: list[str] = []
        cursor = None
        for _ in range(len(wanted)):
            data = await ask(
                f"""query ($c: String) {{ platforms({size}: 3, {place}: $c, orderBy: {order}) {{
                  nodes {{ id }} pageInfo {{ {end} more: {"hasNextPage" if size == "first" else "hasPreviousPage"} }} }} }}""",
                {"c": cursor},
                SUPERVISOR,
            )
            page = [node["id"] for node in data["platforms"]["nodes"]]
            seen = seen + page if size == "first" else page + seen
            cursor = data["platforms"]["pageInfo"][end]
            if not data["platforms"]["pageInfo"]["more"]:
                break
        assert seen == wanted


async def test_a_cursor_of_another_figure_is_refused(ask: Ask, refusal: Ask) -> None:
    document = "query ($c: String) {{ platforms(first: 1, after: $c, orderBy: [{{projects: {}}}]) {{ pageInfo {{ endCursor }} }} }}"
    data = await ask(document.format("{sum: {actualCost: DESC}}"), viewer=SUPERVISOR)
    cursor = data["platforms"]["pageInfo"]["endCursor"]
    for other in (
        "{sum: {actualCost: ASC}}",
        "{sum: {claimed: DESC}}",
        "{avg: {actualCost: DESC}}",
        "{count: DESC}",
    ):
        error = await refusal(document.format(other), {"c": cursor}, SUPERVISOR)
        assert error["extensions"]["code"] == "BAD_CURSOR"


@pytest.mark.parametrize(
    "order",
    [
        "{projects: {}}",
        "{projects: {count: DESC, sum: {claimed: ASC}}}",
        "{projects: {sum: {claimed: ASC, actualCost: ASC}}}",
        "{projects: {where: {state: {eq: PASSED}}}}",
    ],
)
async def test_an_order_names_one_figure(refusal: Ask, order: str) -> None:
    error = await refusal(f"{{ platforms(orderBy: [{order}]) {{ nodes {{ id }} }} }}", viewer=SUPERVISOR)
    assert error["extensions"]["code"] == "BAD_ORDER"


async def test_all_of_it_is_one_statement(small_store: Store) -> None:
    store = Counted(small_store)
    body = await Engine(store).execute(
        """{ platforms(where: {projects: {aggregate: {count: {gt: 0}, sum: {actualCost: {gt: "1"}}}}},
          orderBy: [{projects: {count: DESC}}]) { totalCount nodes { projects(orderBy: [{invoices: {sum: {gross: DESC}}}]) { nodes { id } } } } }""",
        None,
        None,
        SUPERVISOR,
    )
    assert b'"errors"' not in body
    assert len(store.statements) == 1


# -- rights ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "argument",
    [
        "where: {appointments: {aggregate: {countDistinct: {bankAccount: {gt: 1}}}}}",
        'where: {appointments: {aggregate: {where: {bankAccount: {startsWith: "6"}}, count: {gt: 0}}}}',
        'where: {appointments: {aggregate: {or: [{where: {contactPhone: {eq: "1"}}, count: {gt: 0}}]}}}',
        "orderBy: [{appointments: {countDistinct: {bankAccount: DESC}}}]",
        'orderBy: [{appointments: {where: {contactPhone: {gt: "138"}}, count: DESC}}]',
    ],
)
async def test_a_masked_value_does_not_decide(ask: Ask, refusal: Ask, argument: str) -> None:
    document = f"{{ organizations({argument}) {{ totalCount nodes {{ id }} }} }}"
    for viewer in (ANALYST, PROVINCE):
        assert (await refusal(document, viewer=viewer))["extensions"]["code"] == "FORBIDDEN"
    await ask(document, viewer=SUPERVISOR)


@pytest.mark.parametrize(
    "document",
    [
        "{ claims(where: {flags: {aggregate: {count: {gt: 0}}}}) { totalCount } }",
        "{ claims(orderBy: [{flags: {count: DESC}}]) { nodes { id } } }",
        "{ claims(where: {project: {platform: {cases: {aggregate: {sum: {atStake: {gt: 1}}}}}}}) { totalCount } }",
        "{ platforms(where: {projects: {aggregate: {where: {claims: {some: {flags: {some: {}}}}}, count: {gt: 0}}}}) { totalCount } }",
        "{ platforms(orderBy: [{projects: {countDistinct: {expert: DESC}}}]) { nodes { id } } }",
    ],
)
async def test_a_closed_table_does_not_decide(refusal: Ask, document: str) -> None:
    assert (await refusal(document, viewer=EXPERT))["extensions"]["code"] == "FORBIDDEN"


async def test_rows_of_other_units_do_not_count(ask: Ask, programme: Programme) -> None:
    """Organizations are for everybody; that one is busy in another unit must not show."""
    document = """{ organizations(first: 1000, where: {projects: {aggregate: {count: {gt: 0}}}}) { nodes { id } }
      ranked: organizations(first: 1, orderBy: [{projects: {sum: {actualCost: DESC}}}]) { nodes { unitCode } }
      none: organizations(where: {unitCode: {eq: "%s"}, projects: {aggregate: {count: {gt: 0}}}}) { totalCount } }"""
    data = await ask(document % OTHER, viewer=PROVINCE)
    own = {x["enterprise_id"] for x in programme.children("Project", "unit_code", OWN)}
    assert {node["id"] for node in data["organizations"]["nodes"]} == {gid("Organization", x) for x in own}
    assert data["ranked"]["nodes"] == [{"unitCode": OWN}]
    assert data["none"] == {"totalCount": 0}
