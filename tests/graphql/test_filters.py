"""Every kind of filter finds its rows and leaves its near-misses, by a computation of our own."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.graphql.conftest import Ask
from tests.graphql.ids import gid
from tests.graphql.people import SUPERVISOR
from tests.graphql.rows import OTHER, OWN, Programme, Row

Meets = Callable[[Row, Programme], bool]


def projects(row: Row, p: Programme) -> list[Row]:
    return p.children("Project", "platform_id", row["id"])


def passed(row: Row, p: Programme) -> int:
    return sum(project["state"] == "passed" for project in projects(row, p))


def organization(row: Row, p: Programme) -> Row:
    return p.get("Organization", row["organization_id"])


#: (entity, root, where, the same in Python)
FILTERS: list[tuple[str, str, dict[str, Any], Meets]] = [
    ("Platform", "platforms", {"planned": {"eq": 11}}, lambda r, p: r["planned"] == 11),
    ("Platform", "platforms", {"planned": {"ne": 11}}, lambda r, p: r["planned"] != 11),
    ("Platform", "platforms", {"planned": {"in": [10, 13]}}, lambda r, p: r["planned"] in (10, 13)),
    ("Platform", "platforms", {"planned": {"notIn": [10, 13]}}, lambda r, p: r["planned"] not in (10, 13)),
    ("Platform", "platforms", {"planned": {"gt": 11}}, lambda r, p: r["planned"] > 11),
    ("Platform", "platforms", {"planned": {"gte": 11}}, lambda r, p: r["planned"] >= 11),
    ("Platform", "platforms", {"planned": {"lt": 11}}, lambda r, p: r["planned"] < 11),
    ("Platform", "platforms", {"planned": {"gt": 10, "lte": 12}}, lambda r, p: 10 < r["planned"] <= 12),
    ("Platform", "platforms", {"planned": {"between": {"from": 11, "to": 12}}}, lambda r, p: 11 <= r["planned"] <= 12),
    ("Platform", "platforms", {"planned": {"between": {"from": 12, "to": 11}}}, lambda r, p: False),
    ("Platform", "platforms", {"planned": {"between": {"from": 12}}}, lambda r, p: r["planned"] >= 12),
    ("Platform", "platforms", {"planned": {"between": {"from": None, "to": 11}}}, lambda r, p: r["planned"] <= 11),
    ("Platform", "platforms", {"award": {"between": {}}}, lambda r, p: True),
    ("Platform", "platforms", {"state": {"eq": "SETTLED"}}, lambda r, p: r["state"] == "settled"),
    ("Platform", "platforms", {"state": {"in": ["SETTLED", "APPOINTED"]}}, lambda r, p: r["state"] != "disqualified"),
    ("Platform", "platforms", {"award": {"eq": "123456.7"}}, lambda r, p: r["award"] == Decimal("123456.70")),
    ("Platform", "platforms", {"award": {"isNull": True}}, lambda r, p: r["award"] is None),
    ("Platform", "platforms", {"award": {"isNull": False}}, lambda r, p: r["award"] is not None),
    ("Platform", "platforms", {"award": {"eq": None}}, lambda r, p: r["award"] is None),
    ("Platform", "platforms", {"award": {"ne": None}}, lambda r, p: r["award"] is not None),
    ("Platform", "platforms", {"synthetic": {"eq": True}}, lambda r, p: r["synthetic"]),
    # An empty value differs from every value.
    ("Platform", "platforms", {"contact": {"ne": "王_芳"}}, lambda r, p: r["contact"] != "王_芳"),
    ("Platform", "platforms", {"contact": {"notIn": ["王_芳"]}}, lambda r, p: r["contact"] != "王_芳"),
    ("Platform", "platforms", {"not": {"contact": {"eq": "王_芳"}}}, lambda r, p: r["contact"] != "王_芳"),
    ("Platform", "platforms", {"contact": {"contains": "ann o'"}}, lambda r, p: "Ann" in (r["contact"] or "")),
    ("Platform", "platforms", {"contact": {"contains": "_"}}, lambda r, p: "_" in (r["contact"] or "")),
    ("Platform", "platforms", {"contact": {"startsWith": "王"}}, lambda r, p: (r["contact"] or "").startswith("王")),
    ("Platform", "platforms", {"contact": {"like": "%o'n%"}}, lambda r, p: False),
    ("Platform", "platforms", {"contact": {"like": "%O'N%"}}, lambda r, p: "O'N" in (r["contact"] or "")),
    ("Platform", "platforms", {"contact": {"ilike": "ANN%"}}, lambda r, p: (r["contact"] or "").startswith("Ann")),
    ("Platform", "platforms", {"contact": {"notLike": "王%"}}, lambda r, p: r["contact"] != "王_芳"),
    ("Platform", "platforms", {"contact": {"endsWith": "_芳"}}, lambda r, p: r["contact"] == "王_芳"),
    ("Platform", "platforms", {"contact": {"endsWith": "NEILL"}}, lambda r, p: False),
    ("Platform", "platforms", {"contact": {"contains": "芳"}}, lambda r, p: "芳" in (r["contact"] or "")),
    ("Platform", "platforms", {"contact": {"between": {"from": "A", "to": "B"}}}, lambda r, p: (r["contact"] or "").startswith("Ann")),
    ("Platform", "platforms", {"bankAccount": {"contains": "\\"}}, lambda r, p: "\\" in (r["bank_account"] or "")),
    ("Platform", "platforms", {"passedCount": {"gte": 1}}, lambda r, p: passed(r, p) >= 1),
    ("Platform", "platforms", {"passedCount": {"eq": 0}}, lambda r, p: passed(r, p) == 0),
    (
        "Platform",
        "platforms",
        {"claimed": {"gt": "9000"}},
        lambda r, p: sum(x["claimed"] or 0 for x in projects(r, p)) > 9000,
    ),
    ("Platform", "platforms", {"unitCode": {"eq": OWN}}, lambda r, p: r["unit_code"] == OWN),
    ("Platform", "platforms", {"unit": {"code": {"eq": OWN}}}, lambda r, p: r["unit_code"] == OWN),
    (
        "Platform",
        "platforms",
        {"organization": {"name": {"contains": "精密"}}},
        lambda r, p: "精密" in organization(r, p)["name"],
    ),
    (
        "Platform",
        "platforms",
        {"projects": {"some": {"state": {"eq": "PASSED"}}}},
        lambda r, p: any(x["state"] == "passed" for x in projects(r, p)),
    ),
    (
        "Platform",
        "platforms",
        {"projects": {"none": {"state": {"eq": "PASSED"}}}},
        lambda r, p: not any(x["state"] == "passed" for x in projects(r, p)),
    ),
    # A project that claims nothing has not claimed enough: unknown is not true.
    (
        "Platform",
        "platforms",
        {"projects": {"every": {"claimed": {"gt": "1"}}}},
        lambda r, p: all((x["claimed"] or 0) > 1 for x in projects(r, p)),
    ),
    (
        "Platform",
        "platforms",
        {"projects": {"some": {}, "none": {"state": {"eq": "FAILED"}}}},
        lambda r, p: bool(projects(r, p)) and not any(x["state"] == "failed" for x in projects(r, p)),
    ),
    ("Platform", "platforms", {"search": "公司1"}, lambda r, p: "公司1" in organization(r, p)["name"]),
    (
        "Platform",
        "platforms",
        {"or": [{"planned": {"eq": 10}}, {"and": [{"planned": {"eq": 11}}, {"state": {"eq": "APPOINTED"}}]}]},
        lambda r, p: r["planned"] == 10 or (r["planned"] == 11 and r["state"] == "appointed"),
    ),
    ("Platform", "platforms", {"not": {"planned": {"gte": 11}}}, lambda r, p: r["planned"] < 11),
    ("Platform", "platforms", {"planned": {"in": []}}, lambda r, p: False),
    ("Platform", "platforms", {"or": []}, lambda r, p: False),
    ("Platform", "platforms", {"and": []}, lambda r, p: True),
    ("Platform", "platforms", {"unit": None, "planned": {"eq": 11}}, lambda r, p: r["planned"] == 11),
    ("Project", "projects", {"acceptedOn": {"gte": "2023-06-01"}}, lambda r, p: r["accepted_on"] is not None and r["accepted_on"] >= date(2023, 6, 1)),
    ("Project", "projects", {"contractedOn": {"year": {"eq": 2023}}}, lambda r, p: r["contracted_on"] is not None),
    ("Project", "projects", {"contractedOn": {"year": {"ne": 2023}}}, lambda r, p: r["contracted_on"] is None),
    ("Project", "projects", {"contractedOn": {"year": {"in": [2022, 2024]}}}, lambda r, p: False),
    ("Project", "projects", {"confirmedOn": {"year": {"isNull": True}}}, lambda r, p: r["confirmed_on"] is None),
    ("Project", "projects", {"contractedOn": {"month": {"in": [3, 4]}}}, lambda r, p: r["contracted_on"] is not None and r["contracted_on"].month in (3, 4)),
    ("Project", "projects", {"contractedOn": {"month": {"notIn": [3, 4]}}}, lambda r, p: r["contracted_on"] is None or r["contracted_on"].month not in (3, 4)),
    ("Project", "projects", {"contractedOn": {"quarter": {"eq": 1}}}, lambda r, p: r["contracted_on"] is not None and r["contracted_on"].month <= 3),
    ("Project", "projects", {"acceptedOn": {"day": {"between": {"from": 1, "to": 15}}}}, lambda r, p: r["accepted_on"] is not None and r["accepted_on"].day <= 15),
    ("Project", "projects", {"contractedOn": {"weekday": {"eq": 7}}}, lambda r, p: r["contracted_on"] is not None and r["contracted_on"].isoweekday() == 7),
    ("Project", "projects", {"contractedOn": {"weekday": {"lte": 5}, "year": {"gte": 2023}}}, lambda r, p: r["contracted_on"] is not None and r["contracted_on"].isoweekday() <= 5),
    ("Project", "projects", {"acceptedOn": {"between": {"from": "2023-05-01", "to": "2023-07-01"}}}, lambda r, p: r["accepted_on"] is not None and date(2023, 5, 1) <= r["accepted_on"] <= date(2023, 7, 1)),
    ("Disbursement", "disbursements", {"amount": {"between": {"from": "777", "to": "2000.00"}}}, lambda r, p: 777 <= r["amount"] <= 2000),
    ("Project", "projects", {"search": "公司7"}, lambda r, p: "公司7" in p.get("Organization", r["enterprise_id"])["name"]),
    ("Project", "projects", {"search": "ht-1"}, lambda r, p: "HT-1" in (r["contract_number"] or "")),
    ("Organization", "organizations", {"name": {"contains": "精"}}, lambda r, p: "精" in r["name"]),
    ("Organization", "organizations", {"name": {"contains": "示例精密公"}}, lambda r, p: "精密" in r["name"]),
    ("Organization", "organizations", {"name": {"startsWith": "示例智"}}, lambda r, p: "智能" in r["name"]),
    ("Organization", "organizations", {"name": {"startsWith": "智能公司"}}, lambda r, p: False),
    ("Organization", "organizations", {"name": {"like": "示_精%1_"}}, lambda r, p: "精密" in r["name"] and r["name"][-2:-1] == "1"),
    ("Organization", "organizations", {"search": "精密"}, lambda r, p: "精密" in r["name"]),
    # One character of four differs, or two change places; the third has two of them only.
    ("Organization", "organizations", {"name": {"fuzzy": {"text": "精蜜公司"}}}, lambda r, p: "精密" in r["name"]),
    ("Organization", "organizations", {"name": {"fuzzy": {"text": "密精公司"}}}, lambda r, p: "精密" in r["name"]),
    ("Organization", "organizations", {"name": {"fuzzy": {"text": "精密厂商"}}}, lambda r, p: False),
    ("Organization", "organizations", {"name": {"fuzzy": {"text": "精密厂商", "threshold": 0.5}}}, lambda r, p: "精密" in r["name"]),
    ("Organization", "organizations", {"name": {"fuzzy": {"text": "精密", "threshold": 1}}}, lambda r, p: "精密" in r["name"]),
    ("Organization", "organizations", {"name": {"fuzzy": {"text": "%_\\\"'"}}}, lambda r, p: False),
    ("Organization", "organizations", {"name": {"fuzzy": {"text": ""}}}, lambda r, p: False),
    ("Platform", "platforms", {"contact": {"fuzzy": {"text": "neil"}}}, lambda r, p: (r["contact"] or "").startswith("Ann")),
    ("Flag", "flags", {"reason": {"fuzzy": {"text": "发飘重复"}}}, lambda r, p: True),
    ("Flag", "flags", {"raisedAt": {"year": {"eq": 2024}, "month": {"eq": 2}, "day": {"eq": 1}, "weekday": {"eq": 4}, "quarter": {"eq": 1}}}, lambda r, p: True),
    ("Flag", "flags", {"raisedAt": {"between": {"from": "2024-02-01T07:30:00+08:00", "to": "2024-02-01T07:30:00.000002+08:00"}}}, lambda r, p: r["raised_at"].second == 0 and r["raised_at"].microsecond <= 2),
    ("Flag", "flags", {"facts": {"contains": {"times": 2}}}, lambda r, p: True),
    ("Flag", "flags", {"facts": {"contains": {"times": 3}}}, lambda r, p: False),
    ("Flag", "flags", {"facts": {"hasKey": "number"}}, lambda r, p: True),
    ("Flag", "flags", {"facts": {"hasKey": "2"}}, lambda r, p: False),
    ("Project", "projects", {"contractedOn": {"lt": "2023-03-03"}}, lambda r, p: r["contracted_on"] is not None and r["contracted_on"] < date(2023, 3, 3)),
    ("Project", "projects", {"expert": {"username": {"eq": "expert"}}}, lambda r, p: r["expert_id"] is not None),
    ("Project", "projects", {"invoiced": {"eq": "0"}}, lambda r, p: not p.children("Invoice", "project_id", r["id"])),
    (
        "Project",
        "projects",
        {"claims": {"some": {"flags": {"some": {"state": {"eq": "OPEN"}}}}}},
        lambda r, p: any(
            f["state"] == "open"
            for c in p.children("Claim", "project_id", r["id"])
            for f in p.children("Flag", "claim_id", c["id"])
        ),
    ),
    ("Flag", "flags", {"raisedAt": {"lt": "2024-02-01T07:30:01+08:00"}}, lambda r, p: r["raised_at"].second == 0),
    ("Flag", "flags", {"raisedAt": {"lt": "2024-02-01T07:30:01"}}, lambda r, p: r["raised_at"].second == 0),
    ("Flag", "flags", {"facts": {"isNull": False}}, lambda r, p: True),
    ("Case", "cases", {"investigator": {"name": {"startsWith": "insp"}}}, lambda r, p: True),
]  # fmt: skip


@pytest.mark.parametrize("entity,root,where,meets", FILTERS, ids=[str(row[2]) for row in FILTERS])
async def test_a_filter_finds_its_rows_and_no_others(
    ask: Ask, programme: Programme, entity: str, root: str, where: dict[str, Any], meets: Meets
) -> None:
    document = f"query ($where: {entity}Where) {{ {root}(where: $where, first: 1000) {{ totalCount nodes {{ id }} }} }}"
    found = (await ask(document, {"where": where}, SUPERVISOR))[root]
    expected = [gid(entity, row["id"]) for row in programme.rows(entity) if meets(row, programme)]
    assert [node["id"] for node in found["nodes"]] == expected
    assert found["totalCount"] == len(expected)


def test_nearly_every_filter_has_hits_and_near_misses(programme: Programme) -> None:
    """Else the comparison above would prove little."""
    one_sided = [
        where
        for entity, _, where, meets in FILTERS
        if len({bool(meets(row, programme)) for row in programme.rows(entity)}) == 1
    ]
    assert len(one_sided) * 4 <= len(FILTERS), one_sided


async def test_ids_filter_rows_and_relations(ask: Ask, programme: Programme) -> None:
    first, second = programme.rows("Platform")[:2]
    data = await ask(
        """query ($one: ID!, $two: ID!, $unit: ID!) {
          some: platforms(where: {id: {in: [$one, $two]}}) { nodes { id } }
          rest: platforms(where: {id: {notIn: [$one, $two]}}) { totalCount }
          below: projects(where: {platform: {id: {eq: $one}}}) { totalCount }
          unit: plans(where: {unit: {id: {eq: $unit}}}) { totalCount }
          code: plans(where: {unit: {id: {eq: "320000"}}}) { totalCount }
        }""",
        {
            "one": gid("Platform", first["id"]),
            "two": gid("Platform", second["id"]),
            "unit": gid("ReportingUnit", OTHER),
        },
    )
    assert [node["id"] for node in data["some"]["nodes"]] == [
        gid("Platform", first["id"]),
        gid("Platform", second["id"]),
    ]
    assert data["rest"]["totalCount"] == len(programme.rows("Platform")) - 2
    assert data["below"]["totalCount"] == len(programme.children("Project", "platform_id", first["id"]))
    assert (
        data["unit"]["totalCount"]
        == len(programme.children("Plan", "unit_code", OTHER))
        == data["code"]["totalCount"]
    )


async def test_literals_variables_and_defaults_mean_the_same(ask: Ask) -> None:
    whole = await ask("{ platforms(where: {planned: {in: [10, 11]}, state: {eq: SETTLED}}) { totalCount } }")
    parts = await ask(
        """query ($a: Int!, $b: Int = 11, $state: PlatformState, $none: Int, $order: Direction = DESC) {
          platforms(where: {planned: {in: [$a, $b], gt: $none}, state: {eq: $state}}, orderBy: {planned: $order}) {
            totalCount } }""",
        {"a": 10, "state": "SETTLED"},
    )
    single = await ask("{ platforms(where: {and: {planned: {in: 10}}}) { totalCount } }")
    assert parts == whole
    assert 0 < single["platforms"]["totalCount"] < 100


async def test_filters_and_orders_work_on_connections_below_a_row(ask: Ask, programme: Programme) -> None:
    data = await ask(
        """{ platforms(first: 100) { nodes {
          projects(where: {state: {eq: PASSED}}, orderBy: [{actualCost: DESC}], first: 1) {
            totalCount nodes { id } pageInfo { hasNextPage } } } } }"""
    )
    for platform, node in zip(programme.rows("Platform"), data["platforms"]["nodes"], strict=True):
        projects = [
            p for p in programme.children("Project", "platform_id", platform["id"]) if p["state"] == "passed"
        ]
        projects.sort(key=lambda project: -project["actual_cost"])
        assert node["projects"] == {
            "totalCount": len(projects),
            "nodes": [{"id": gid("Project", project["id"])} for project in projects[:1]],
            "pageInfo": {"hasNextPage": len(projects) > 1},
        }


@pytest.mark.parametrize("year", [-(2**31), -1, 0, 1, 2, 9998, 9999, 10000, 2**31 - 1])
async def test_years_that_no_date_can_have_are_before_or_after_all(ask: Ask, year: int) -> None:
    data = await ask(
        """query ($year: Int!) {
          before: projects(where: {contractedOn: {year: {lt: $year}}}) { totalCount }
          until: flags(where: {raisedAt: {year: {lte: $year}}}) { totalCount }
          then: projects(where: {contractedOn: {year: {eq: $year}}}) { totalCount }
          among: flags(where: {raisedAt: {year: {in: [$year]}}}) { totalCount }
          between: flags(where: {raisedAt: {year: {between: {from: $year, to: $year}}}}) { totalCount }
          from: flags(where: {raisedAt: {year: {gte: $year}}}) { totalCount }
          after: projects(where: {contractedOn: {year: {gt: $year}}}) { totalCount }
          projects(where: {contractedOn: {isNull: false}}) { totalCount }
          flags { totalCount } }""",
        {"year": year},
    )
    found = {key: count["totalCount"] for key, count in data.items()}
    late = year > 2024
    assert found["then"] == found["among"] == found["between"] == 0
    assert (found["before"], found["until"]) == ((found["projects"], found["flags"]) if late else (0, 0))
    assert (found["after"], found["from"]) == ((0, 0) if late else (found["projects"], found["flags"]))


REFUSED = [
    {"name": {"fuzzy": {"text": "智能", "threshold": 0.29}}},
    {"name": {"fuzzy": {"text": "智能", "threshold": 1.1}}},
    {"name": {"fuzzy": {"text": "智" * 101}}},
    {"name": {"fuzzy": None}},
    {"name": {"between": None}},
    {"employees": {"between": {"from": None, "to": None}, "gt": None}},
    {"foundedOn": {"year": {"lt": None}}},
]  # fmt: skip


@pytest.mark.parametrize("where", REFUSED, ids=str)
async def test_a_condition_that_means_nothing_is_refused(refusal: Ask, where: dict[str, Any]) -> None:
    document = "query ($where: OrganizationWhere) { organizations(where: $where) { totalCount } }"
    error = await refusal(document, {"where": where})
    assert error["extensions"]["code"] == "BAD_FILTER"
    assert error["path"] == ["organizations"]
