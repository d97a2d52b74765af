"""Rows in groups, by a computation of our own: the selection under ``key`` is the grouping."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from api.graphql.engine import Engine
from api.graphql.names import camel, connection_root
from api.graphql.shape import entities
from db.enums import Role
from db.store import Rows, Store
from tests.graphql import figures
from tests.graphql.conftest import Ask
from tests.graphql.ids import gid
from tests.graphql.people import ANALYST, EXPERT, PROVINCE, SUPERVISOR, person
from tests.graphql.rows import OWN, UNITS, Programme, Row
from tests.graphql.test_statements import Counted


async def groups(ask: Ask, root: str, selection: str, arguments: str = "", viewer: Any = SUPERVISOR) -> Any:
    data = await ask(f"{{ {root} {{ groupBy{arguments} {{ {selection} }} }} }}", viewer=viewer)
    return data[root]["groupBy"]


def month(day: date | None) -> str | None:
    return str(day.replace(day=1)) if day else None


def cut(day: date | None, by: str) -> str | None:
    if day is None:
        return None
    first = {
        "DAY": day,
        "WEEK": day - timedelta(days=day.weekday()),
        "MONTH": day.replace(day=1),
        "QUARTER": day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
        "YEAR": day.replace(month=1, day=1),
    }
    return str(first[by])


def short_name(programme: Programme, unit: str) -> str:
    return programme.get("ReportingUnit", unit)["short_name"]


# -- keys --------------------------------------------------------------------------------------------


async def test_rows_are_grouped_by_what_the_key_shows(ask: Ask, programme: Programme) -> None:
    found = await groups(
        ask,
        "projects",
        "key { unit { code } state } count sum { actualCost } avg { claimed } countDistinct { platform }",
    )
    wanted = figures.grouped(
        programme.rows("Project"), lambda row: row["unit_code"], lambda row: row["state"]
    )
    assert found == [
        {
            "key": {"unit": {"code": unit}, "state": state.upper()},
            "count": len(rows),
            "sum": {"actualCost": figures.total(rows, "actual_cost")},
            "avg": {"claimed": figures.average(rows, "claimed")},
            "countDistinct": {"platform": figures.different(rows, "platform_id")},
        }
        for (unit, state), rows in wanted.items()
    ]


@pytest.mark.parametrize("by", ["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"])
async def test_days_are_cut(ask: Ask, programme: Programme, by: str) -> None:
    found = await groups(ask, "projects", f"key {{ contractedOn(by: {by}) }} count")
    wanted = figures.grouped(programme.rows("Project"), lambda row: cut(row["contracted_on"], by))
    assert found == [{"key": {"contractedOn": day}, "count": len(rows)} for (day,), rows in wanted.items()]
    assert found[-1]["key"]["contractedOn"] is None  # empty values are a group, the last one


async def test_the_cut_can_be_a_variable(ask: Ask, programme: Programme) -> None:
    for by in ("MONTH", "YEAR", None):
        data = await ask(
            "query ($by: Span) { projects { groupBy { key { contractedOn(by: $by) } } } }",
            {"by": by},
            SUPERVISOR,
        )
        wanted = {cut(row["contracted_on"], by or "DAY") for row in programme.rows("Project")}
        assert {group["key"]["contractedOn"] for group in data["projects"]["groupBy"]} == wanted
        assert len(data["projects"]["groupBy"]) == len(wanted)


async def test_moments_are_cut_in_china(ask: Ask, programme: Programme) -> None:
    """08:30 in China on the first of February is half past midnight in London, and still January in New York."""
    found = await groups(
        ask, "flags", "key { raisedAt(by: DAY) month: raisedAt(by: MONTH) exact: raisedAt } count"
    )
    assert {group["key"]["raisedAt"] for group in found} == {"2024-02-01T00:00:00+08:00"}
    assert {group["key"]["month"] for group in found} == {"2024-02-01T00:00:00+08:00"}
    exact = sorted({figures.in_china(row["raised_at"]) for row in programme.rows("Flag")})
    assert [group["key"]["exact"] for group in found] == exact


async def test_one_field_can_be_cut_twice(ask: Ask, programme: Programme) -> None:
    found = await groups(
        ask,
        "projects",
        "key { year: contractedOn(by: YEAR) month: contractedOn(by: MONTH) same: contractedOn(by: MONTH) } count",
    )
    wanted = figures.grouped(
        programme.rows("Project"),
        lambda row: cut(row["contracted_on"], "YEAR"),
        lambda row: cut(row["contracted_on"], "MONTH"),
    )
    assert found == [
        {"key": {"year": year, "month": month, "same": month}, "count": len(rows)}
        for (year, month), rows in wanted.items()
    ]


async def test_groups_by_fields_of_parents_far_away(ask: Ask, programme: Programme) -> None:
    def batch(row: Row) -> int:
        platform = programme.get("Platform", programme.get("Project", row["project_id"])["platform_id"])
        plan_industry = programme.get("PlanIndustry", platform["plan_industry_id"])
        plan = programme.get("Plan", plan_industry["plan_id"])
        return programme.get("Batch", plan["batch_id"])["number"]

    def name(row: Row) -> str:
        project = programme.get("Project", row["project_id"])
        return programme.get("Organization", project["enterprise_id"])["size"]

    found = await groups(
        ask,
        "claims",
        """key { project { platform { planIndustry { plan { batch { number } } } } enterprise { size } }
            unit { shortName } } count sum { amount }""",
    )
    wanted = figures.grouped(
        programme.rows("Claim"), batch, name, lambda row: short_name(programme, row["unit_code"])
    )
    assert found == [
        {
            "key": {
                "project": {
                    "platform": {"planIndustry": {"plan": {"batch": {"number": number}}}},
                    "enterprise": {"size": size and size.upper()},
                },
                "unit": {"shortName": unit},
            },
            "count": len(rows),
            "sum": {"amount": figures.total(rows, "amount")},
        }
        for (number, size, unit), rows in wanted.items()
    ]


async def test_what_the_key_of_a_parent_tells_comes_with_it(ask: Ask, programme: Programme) -> None:
    """Grouped by the link alone: the parent's other fields and parents are joined to the groups."""
    found = await groups(
        ask,
        "projects",
        """key { platform { id planned organization { name } __typename
            planIndustry { industry { code } plan { batch { number } } } } enterprise { size } } count""",
    )
    wanted = figures.grouped(
        programme.rows("Project"),
        lambda row: row["unit_code"],
        lambda row: row["platform_id"],
        lambda row: programme.get("Organization", row["enterprise_id"])["size"],
    )
    assert len(found) == len(wanted) > 10
    for group, ((_, key, size), rows) in zip(found, wanted.items(), strict=True):
        platform = programme.get("Platform", key)
        plan_industry = programme.get("PlanIndustry", platform["plan_industry_id"])
        plan = programme.get("Plan", plan_industry["plan_id"])
        assert group == {
            "key": {
                "platform": {
                    "id": gid("Platform", key),
                    "planned": platform["planned"],
                    "organization": {
                        "name": programme.get("Organization", platform["organization_id"])["name"]
                    },
                    "__typename": "PlatformKey",
                    "planIndustry": {
                        "industry": {"code": programme.get("Industry", plan_industry["industry_id"])["code"]},
                        "plan": {"batch": {"number": programme.get("Batch", plan["batch_id"])["number"]}},
                    },
                },
                "enterprise": {"size": size and size.upper()},
            },
            "count": len(rows),
        }


async def test_rows_without_a_parent_are_one_group_of_empty_fields(ask: Ask, programme: Programme) -> None:
    wanted = figures.grouped(programme.rows("Flag"), lambda row: row["case_id"])
    for inner in ("id", "number", "number title"):
        found = await groups(ask, "flags", f"key {{ case {{ {inner} }} }} count")
        assert [group["count"] for group in found] == [len(rows) for rows in wanted.values()]
        assert found[-1] == {
            "key": {"case": dict.fromkeys(inner.split())},
            "count": len(wanted[(None,)]),
        }


async def test_texts_in_chinese_and_with_quotes_are_keys(ask: Ask, programme: Programme) -> None:
    found = await groups(ask, "platforms", "key { contact bankAccount synthetic award } count")
    wanted: dict[Any, int] = {}
    for row in programme.rows("Platform"):
        key = (row["contact"], row["bank_account"], row["synthetic"], row["award"])
        wanted[key] = wanted.get(key, 0) + 1
    told = {
        (
            key["contact"],
            key["bankAccount"],
            key["synthetic"],
            None if key["award"] is None else Decimal(key["award"]),
        ): group["count"]
        for group in found
        if (key := group["key"])
    }
    assert told == wanted
    assert "王_芳" in {key[0] for key in told}


async def test_fragments_directives_and_type_names_work_under_key(ask: Ask, programme: Programme) -> None:
    document = """query ($no: Boolean!) { projects { groupBy {
        __typename key { ...K unit { __typename } contractNumber @include(if: $no) } key { state } count } } }
        fragment K on ProjectKey { __typename ... on ProjectKey { unit { code } } }"""
    data = await ask(document, {"no": False}, SUPERVISOR)
    wanted = figures.grouped(programme.rows("Project"), lambda r: r["unit_code"], lambda r: r["state"])
    assert data["projects"]["groupBy"] == [
        {
            "__typename": "ProjectGroup",
            "key": {
                "__typename": "ProjectKey",
                "unit": {"code": unit, "__typename": "ReportingUnitKey"},
                "state": state.upper(),
            },
            "count": len(rows),
        }
        for (unit, state), rows in wanted.items()
    ]
    more = await ask(document, {"no": True}, SUPERVISOR)
    assert len(more["projects"]["groupBy"]) > len(wanted)


async def test_two_keys_under_aliases_group_together(ask: Ask, programme: Programme) -> None:
    found = await groups(ask, "projects", "a: key { state } b: key { unit { code } } count")
    wanted = figures.grouped(programme.rows("Project"), lambda r: r["state"], lambda r: r["unit_code"])
    assert found == [
        {"a": {"state": state.upper()}, "b": {"unit": {"code": unit}}, "count": len(rows)}
        for (state, unit), rows in wanted.items()
    ]


async def test_without_a_key_there_is_one_group(ask: Ask, programme: Programme) -> None:
    assert await groups(ask, "projects", "count") == [{"count": len(programme.rows("Project"))}]
    assert await groups(ask, "projects", "__typename") == [{"__typename": "ProjectGroup"}]
    assert await groups(ask, "projects", "key { __typename unit { __typename } }") == [
        {"key": {"__typename": "ProjectKey", "unit": {"__typename": "ReportingUnitKey"}}}
    ]


async def test_of_no_rows_there_is_no_group_but_that_without_a_key(ask: Ask) -> None:
    data = await ask(
        """{ projects(where: {contractNumber: {eq: "没有"}}) {
          keyed: groupBy { key { state } count } one: groupBy { count sum { claimed } } } }""",
        viewer=SUPERVISOR,
    )
    assert data["projects"] == {"keyed": [], "one": [{"count": 0, "sum": {"claimed": None}}]}


async def test_groups_below_each_parent_are_of_its_rows(ask: Ask, programme: Programme) -> None:
    data = await ask(
        """{ reportingUnits(where: {plans: {some: {}}}) { nodes { code
          projects { groupBy { key { state } count } }
          platforms(where: {planned: {gt: 10}}) { totalCount nodes { projects {
            groupBy(having: {count: {gt: 1}}) { key { enterprise { size } } count sum { actualCost } } } } } } } }""",
        viewer=SUPERVISOR,
    )
    assert [unit["code"] for unit in data["reportingUnits"]["nodes"]] == sorted(UNITS)
    seen = 0
    for unit in data["reportingUnits"]["nodes"]:
        projects = programme.children("Project", "unit_code", unit["code"])
        assert unit["projects"]["groupBy"] == [
            {"key": {"state": state.upper()}, "count": len(rows)}
            for (state,), rows in figures.grouped(projects, lambda row: row["state"]).items()
        ]
        platforms = [
            x for x in programme.children("Platform", "unit_code", unit["code"]) if x["planned"] > 10
        ]
        for platform, node in zip(platforms, unit["platforms"]["nodes"], strict=True):
            wanted = figures.grouped(
                programme.children("Project", "platform_id", platform["id"]),
                lambda row: programme.get("Organization", row["enterprise_id"])["size"],
            )
            kept = [
                {
                    "key": {"enterprise": {"size": size and size.upper()}},
                    "count": len(rows),
                    "sum": {"actualCost": figures.total(rows, "actual_cost")},
                }
                for (size,), rows in wanted.items()
                if len(rows) > 1
            ]
            assert node["projects"]["groupBy"] == kept
            seen += len(kept)
    assert seen > 0


async def test_groups_and_rows_side_by_side_are_one_statement(small_store: Store) -> None:
    store = Counted(small_store)
    body = await Engine(store).execute(
        """{ units: reportingUnits { nodes { claims { groupBy { key { submittedOn(by: MONTH) } sum { amount } } aggregate { count } } } }
             claims { totalCount nodes { id } aggregate { avg { amount } }
               groupBy(orderBy: [{sum: {amount: DESC}}]) { key { unit { code shortName } project { state } } count } } }""",
        None,
        None,
        SUPERVISOR,
    )
    assert b'"errors"' not in body
    assert len(store.statements) == 1


# -- having ------------------------------------------------------------------------------------------


HAVING: list[tuple[str, Any]] = [
    ("{count: {gt: 2}}", lambda rows: len(rows) > 2),
    ("{count: {gt: 2, lt: 5}}", lambda rows: 2 < len(rows) < 5),
    (
        '{sum: {actualCost: {gte: "200000.05"}}}',
        lambda rows: sum(figures.values(rows, "actual_cost")) >= Decimal("200000.05"),
    ),
    ("{sum: {actualCost: {isNull: true}}}", lambda rows: not figures.values(rows, "actual_cost")),
    ("{not: {sum: {actualCost: {isNull: true}}}}", lambda rows: figures.values(rows, "actual_cost")),
    # Not is two-valued: a sum of nothing is not more than 1.
    (
        '{not: {sum: {actualCost: {gt: "1"}}}}',
        lambda rows: not sum(figures.values(rows, "actual_cost")) > 1,
    ),
    (
        '{or: [{countDistinct: {platform: {gt: 3}}}, {min: {contractedOn: {lt: "2023-02-01"}}}]}',
        lambda rows: (
            figures.different(rows, "platform_id") > 3
            or min(figures.values(rows, "contracted_on"), default=date.max) < date(2023, 2, 1)
        ),
    ),
    (
        '{and: [{count: {gte: 1}}, {max: {actualCost: {lt: "150000"}}}]}',
        lambda rows: max(figures.values(rows, "actual_cost"), default=Decimal("inf")) < 150000,
    ),
    (
        '{percentile: {p: 0.5, actualCost: {gt: "120000"}}}',
        lambda rows: Decimal(figures.percentile(rows, "actual_cost", 0.5) or 0) > 120000,
    ),
    (
        '{avg: {actualCost: {gt: "120000"}}, stddev: {actualCost: {isNull: false}}}',
        lambda rows: (
            Decimal(figures.average(rows, "actual_cost") or 0) > 120000
            and figures.deviation(rows, "actual_cost") is not None
        ),
    ),
    (
        '{where: {claimed: {gt: "9000"}}, count: {gte: 2}}',
        lambda rows: sum((row["claimed"] or 0) > 9000 for row in rows) >= 2,
    ),
    (
        '{count: {gte: 3}, and: [{where: {claimed: {gt: "9000"}}, or: [{count: {eq: 0}}]}]}',
        lambda rows: len(rows) >= 3 and not any((row["claimed"] or 0) > 9000 for row in rows),
    ),
    ("{}", lambda rows: True),
    ("{or: []}", lambda rows: False),
    ("{count: null}", lambda rows: True),
]


@pytest.mark.parametrize(("having", "meets"), HAVING, ids=[having for having, _ in HAVING])
async def test_groups_can_be_chosen(ask: Ask, programme: Programme, having: str, meets: Any) -> None:
    found = await groups(ask, "projects", "key { unit { code } state }", f"(having: {having})")
    wanted = figures.grouped(programme.rows("Project"), lambda r: r["unit_code"], lambda r: r["state"])
    assert found == [
        {"key": {"unit": {"code": unit}, "state": state.upper()}}
        for (unit, state), rows in wanted.items()
        if meets(rows)
    ]


async def test_having_by_variables_is_bound_anew(ask: Ask, programme: Programme) -> None:
    wanted = figures.grouped(programme.rows("Project"), lambda r: r["state"])
    for least in (1, 3, 1000):
        data = await ask(
            "query ($having: ProjectAggregateWhere) { projects { groupBy(having: $having) { key { state } } } }",
            {"having": {"count": {"gte": least}}},
            SUPERVISOR,
        )
        states = [state.upper() for (state,), rows in wanted.items() if len(rows) >= least]
        assert [group["key"]["state"] for group in data["projects"]["groupBy"]] == states


# -- order and number --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "of"),
    [
        ("[{count: DESC}]", lambda state, unit, rows: (-len(rows), state, unit)),
        ("[{key: {unit: {code: DESC}}}]", lambda state, unit, rows: (-int(unit), state)),
        (
            "[{key: {unit: {code: ASC}}}, {sum: {actualCost: DESC}}]",
            lambda state, unit, rows: (
                unit,
                -sum(figures.values(rows, "actual_cost")) if figures.values(rows, "actual_cost") else 1,
                state,
            ),
        ),
        (
            "[{countDistinct: {enterprise: ASC}}, {key: {state: DESC}}]",
            lambda state, unit, rows: (
                figures.different(rows, "enterprise_id"),
                [-ord(letter) for letter in state] + [0],
                unit,
            ),
        ),
        (
            "[{count: ASC}, {min: {actualCost: ASC}}, {key: {unit: {code: DESC}}}]",
            lambda state, unit, rows: (
                len(rows),
                min(figures.values(rows, "actual_cost"), default=Decimal("inf")),
                -int(unit),
                state,
            ),
        ),
    ],
)
async def test_groups_come_in_the_order_asked_for(
    ask: Ask, programme: Programme, order: str, of: Any
) -> None:
    found = await groups(ask, "projects", "key { state unit { code } }", f"(orderBy: {order})")
    wanted = figures.grouped(programme.rows("Project"), lambda r: r["state"], lambda r: r["unit_code"])
    pairs = sorted(wanted, key=lambda pair: of(*pair, wanted[pair]))
    assert found == [{"key": {"state": state.upper(), "unit": {"code": unit}}} for state, unit in pairs]


async def test_empty_values_come_where_they_are_told_to(ask: Ask, programme: Programme) -> None:
    wanted = figures.grouped(programme.rows("Project"), lambda row: row["contracted_on"])
    days = [str(day) for (day,) in wanted if day is not None]
    for word, order in (
        ("ASC", [*days, None]),
        ("DESC", [*days[::-1], None]),
        ("ASC_NULLS_FIRST", [None, *days]),
        ("DESC_NULLS_FIRST", [None, *days[::-1]]),
    ):
        found = await groups(
            ask, "projects", "key { contractedOn }", f"(orderBy: [{{key: {{contractedOn: {word}}}}}])"
        )
        assert [group["key"]["contractedOn"] for group in found] == order
    found = await groups(
        ask, "projects", "key { state } sum { claimed }", "(orderBy: [{sum: {claimed: DESC_NULLS_FIRST}}])"
    )
    assert found[0]["sum"]["claimed"] is None
    assert found[-1]["sum"]["claimed"] is not None


async def test_a_parent_under_many_aliases_is_joined_once(ask: Ask, programme: Programme) -> None:
    units = " ".join(f"u{number}: unit {{ code shortName }}" for number in range(150))
    found = await groups(ask, "projects", f"key {{ {units} }} count")
    assert len(found) == len({row["unit_code"] for row in programme.rows("Project")})
    for group in found:
        (told,) = {tuple(unit.values()) for unit in group["key"].values()}
        assert told[1] == short_name(programme, told[0])


async def test_groups_by_a_parent_s_name_come_in_its_order(ask: Ask, programme: Programme) -> None:
    """The key of the parent is there, too, but its name has to be known before groups are cut off."""
    names = sorted(
        (short_name(programme, row["unit_code"]) for row in programme.rows("Platform")), reverse=True
    )
    found = await groups(
        ask,
        "platforms",
        "key { unit { code shortName } } count",
        "(orderBy: [{key: {unit: {shortName: DESC}}}], first: 2)",
    )
    assert [group["key"]["unit"]["shortName"] for group in found] == list(dict.fromkeys(names))[:2]
    assert [group["count"] for group in found] == [names.count(name) for name in dict.fromkeys(names)][:2]


async def test_first_and_offset_walk_through_all_groups(ask: Ask, programme: Programme) -> None:
    wanted = figures.grouped(programme.rows("Project"), lambda row: row["platform_id"])
    seen: list[Any] = []
    for offset in range(0, len(wanted) + 4, 4):
        found = await groups(
            ask,
            "projects",
            "key { platform { id planned } } count",
            f"(first: 4, offset: {offset}, orderBy: [{{count: DESC}}])",
        )
        assert len(found) == max(0, min(4, len(wanted) - offset))
        seen += [(group["key"]["platform"]["id"], group["count"]) for group in found]
    assert len(set(seen)) == len(wanted)
    assert [count for _, count in seen] == sorted(map(len, wanted.values()), reverse=True)
    assert dict(seen) == {gid("Platform", key): len(rows) for (key,), rows in wanted.items()}
    assert await groups(ask, "projects", "key { state } count", "(first: 0)") == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("(first: 10001)", "BAD_PAGE"),
        ("(first: -1)", "BAD_PAGE"),
        ("(offset: -1)", "BAD_PAGE"),
        ("(orderBy: [{key: {contractedOn: ASC}}])", "BAD_ORDER"),
        ("(orderBy: [{key: {unit: {shortName: ASC}}}])", "BAD_ORDER"),
        ("(orderBy: [{key: {unit: {platforms: {count: ASC}}}}])", "BAD_ORDER"),
        ("(orderBy: [{count: ASC, sum: {claimed: ASC}}])", "BAD_ORDER"),
        ("(orderBy: [{sum: {claimed: ASC, actualCost: ASC}}])", "BAD_ORDER"),
        ("(orderBy: [{}])", "BAD_ORDER"),
        ("(orderBy: [{sum: {}}])", "BAD_ORDER"),
        (f"(orderBy: [{', '.join(['{count: ASC}'] * 9)}])", "BAD_ORDER"),
        ("(having: {percentile: {p: 1.5, claimed: {gt: 1}}})", "BAD_PERCENTILE"),
        ("(orderBy: [{percentile: {p: -1, claimed: ASC}}])", "BAD_PERCENTILE"),
        ("(having: {count: {gt: null}})", "BAD_FILTER"),
    ],
)
async def test_what_makes_no_sense_is_refused(refusal: Ask, arguments: str, code: str) -> None:
    error = await refusal(
        f"{{ projects {{ groupBy{arguments} {{ key {{ state unit {{ code }} }} count }} }} }}",
        viewer=SUPERVISOR,
    )
    assert error["extensions"]["code"] == code
    assert error["path"] == ["projects", "groupBy"]


async def test_conditions_on_groups_are_counted(refusal: Ask) -> None:
    many = ", ".join(["{count: {gt: 1}}"] * 200)
    error = await refusal(
        f"{{ projects {{ groupBy(having: {{or: [{many}]}}) {{ count }} }} }}", viewer=SUPERVISOR
    )
    assert error["extensions"]["code"] == "BAD_FILTER"


# -- rights ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "inner",
    [
        "groupBy { key { bankAccount } count }",
        "groupBy { key { x: contactPhone } count }",
        "groupBy { key { organization { phone } } count }",
        "groupBy { key { organization { id bankAccount } } count }",
        "groupBy { count countDistinct { bankAccount } }",
        "groupBy(having: {countDistinct: {bankAccount: {gt: 1}}}) { key { state } count }",
        'groupBy(having: {where: {bankAccount: {startsWith: "62"}}, count: {gt: 1}}) { key { state } count }',
        "groupBy(orderBy: [{countDistinct: {contactPhone: ASC}}]) { key { state } count }",
        "groupBy(orderBy: [{key: {bankAccount: ASC}}]) { key { state } count }",
        'groupBy(having: {not: {where: {organization: {phone: {eq: "1"}}}, count: {eq: 0}}}) { count }',
    ],
)
async def test_groups_tell_no_masked_value(refusal: Ask, ask: Ask, inner: str) -> None:
    for viewer in (ANALYST, PROVINCE):
        error = await refusal(f"{{ platforms {{ {inner} }} }}", viewer=viewer)
        assert error["extensions"]["code"] == "FORBIDDEN"
    nested = f"{{ reportingUnits {{ nodes {{ platforms {{ {inner} }} }} }} }}"
    assert (await refusal(nested, viewer=ANALYST))["extensions"]["code"] == "FORBIDDEN"
    if "orderBy: [{key" not in inner:
        await ask(f"{{ platforms {{ {inner} }} }}", viewer=SUPERVISOR)


@pytest.mark.parametrize(
    "document",
    [
        "{ flags { groupBy { key { rule } count } } }",
        "{ claims { nodes { flags { groupBy { count } } } } }",
        "{ projects { groupBy { key { expert { name } } count } } }",
        "{ projects { groupBy { key { expert { id } } count } } }",
        "{ projects { groupBy(having: {where: {claims: {some: {flags: {some: {}}}}}, count: {gt: 0}}) { count } } }",
        "{ projects { groupBy(having: {countDistinct: {expert: {gt: 0}}}) { count } } }",
    ],
)
async def test_groups_lead_to_no_closed_table(refusal: Ask, document: str) -> None:
    assert (await refusal(document, viewer=EXPERT))["extensions"]["code"] == "FORBIDDEN"


async def test_groups_are_of_the_caller_s_rows(ask: Ask, programme: Programme) -> None:
    found = await groups(ask, "projects", "key { unit { code } } count", viewer=PROVINCE)
    own = programme.children("Project", "unit_code", OWN)
    assert found == [{"key": {"unit": {"code": OWN}}, "count": len(own)}]
    # The national register is open, what hangs on it is not.
    document = "{ organizations { nodes { appointments { groupBy { key { unit { code } } count } } } } }"
    data = await ask(document, viewer=PROVINCE)
    told = {
        group["key"]["unit"]["code"]
        for node in data["organizations"]["nodes"]
        for group in node["appointments"]["groupBy"]
    }
    assert told == {OWN}


#: Tables whose rows an operator sees because of a parent: (table, the relation that leads there).
OWNED = [
    (entity.name, entity.resource.operator)
    for entity in entities().values()
    if entity.unit_scoped
    and (relation := entity.relations.get(entity.resource.operator))
    and not relation.many
]


@pytest.mark.parametrize(("name", "operator"), OWNED)
async def test_an_operator_s_groups_tell_of_no_hidden_parent(
    ask: Ask, programme: Programme, name: str, operator: str
) -> None:
    """What links a row to its parent is told without a look at the parent."""
    platform = max(
        programme.rows("Platform"),
        key=lambda row: len(programme.children("Project", "platform_id", row["id"])),
    )
    mine = Rows(units=(platform["unit_code"],), organization=platform["organization_id"])
    root, relation = connection_root(entities()[name]), camel(operator)
    data = await ask(
        f"""{{ {root}(first: 1000) {{ nodes {{ {relation} {{ id }} }}
          groupBy {{ key {{ {relation} {{ id }} }} count }}
          more: groupBy {{ key {{ {relation} {{ id synthetic unit {{ shortName }} }} }} count }} }} }}""",
        viewer=person(Role.PLATFORM_OPERATOR, mine),
    )
    wanted: dict[str, int] = {}
    for node in data[root]["nodes"]:
        key = node[relation]["id"]
        wanted[key] = wanted.get(key, 0) + 1
    for found in (data[root]["groupBy"], data[root]["more"]):
        assert len(found) == len(wanted)
        assert {group["key"][relation]["id"]: group["count"] for group in found} == wanted


def test_operators_own_what_hangs_below_their_platforms() -> None:
    assert {"Platform", "Project", "Claim", "Invoice", "Disbursement"} <= {name for name, _ in OWNED}
