"""What comes back is what is stored: values, relations in both directions, computed fields, names."""

from decimal import Decimal

import orjson
from graphql import get_introspection_query, graphql_sync

from api.graphql.engine import Engine
from api.graphql.schema import schema
from api.viewer import SYSTEM
from tests.graphql.conftest import Ask
from tests.graphql.ids import gid
from tests.graphql.people import PROVINCE, SUPERVISOR
from tests.graphql.rows import OWN, Programme


async def test_every_kind_of_value_comes_back_as_stored(ask: Ask, programme: Programme) -> None:
    data = await ask(
        "{ flags(first: 1) { nodes { id rule ruleVersion severity state reason facts atRisk raisedAt"
        " dismissedReason synthetic } } }"
    )
    row = programme.rows("Flag")[0]
    assert data["flags"]["nodes"] == [
        {
            "id": gid("Flag", row["id"]),
            "rule": row["rule"],
            "ruleVersion": 1,
            "severity": row["severity"].upper(),
            "state": row["state"].upper(),
            "reason": "发票重复",
            "facts": orjson.loads(row["facts"]),
            "atRisk": str(row["at_risk"]),
            "raisedAt": "2024-02-01T07:30:00+08:00",
            "dismissedReason": None,
            "synthetic": True,
        }
    ]


async def test_dates_money_and_strange_texts(ask: Ask, programme: Programme) -> None:
    data = await ask("{ platforms { nodes { bankAccount contact award deduction } } plans { nodes { title submittedOn } } }",
                     viewer=SUPERVISOR)  # fmt: skip
    assert data["platforms"]["nodes"] == [
        {
            "bankAccount": row["bank_account"],
            "contact": row["contact"],
            "award": None if row["award"] is None else str(row["award"]),
            "deduction": "0.00",
        }
        for row in programme.rows("Platform")
    ]
    assert data["plans"]["nodes"] == [
        {"title": row["title"], "submittedOn": row["submitted_on"] and row["submitted_on"].isoformat()}
        for row in programme.rows("Plan")
    ]


async def test_the_whole_hierarchy_downwards_and_back_up(ask: Ask, programme: Programme) -> None:
    data = await ask(
        """query ($unit: ID!) { reportingUnit(id: $unit) { code plans { nodes { id industries { nodes { id
        industry { code } platforms { totalCount nodes { id projects(first: 100) { nodes { id
        platform { planIndustry { plan { unit { code } } } } claims { nodes { flags { totalCount } } } } } }
        } } } } } } }""",
        {"unit": OWN},
    )
    assert data["reportingUnit"]["code"] == OWN
    expected = []
    for plan in programme.children("Plan", "unit_code", OWN):
        industries = []
        for place in programme.children("PlanIndustry", "plan_id", plan["id"]):
            platforms = []
            for platform in programme.children("Platform", "plan_industry_id", place["id"]):
                projects = [
                    {
                        "id": gid("Project", project["id"]),
                        "platform": {"planIndustry": {"plan": {"unit": {"code": OWN}}}},
                        "claims": {
                            "nodes": [
                                {
                                    "flags": {
                                        "totalCount": len(programme.children("Flag", "claim_id", claim["id"]))
                                    }
                                }
                                for claim in programme.children("Claim", "project_id", project["id"])
                            ]
                        },
                    }
                    for project in programme.children("Project", "platform_id", platform["id"])
                ]
                platforms.append({"id": gid("Platform", platform["id"]), "projects": {"nodes": projects}})
            industries.append(
                {
                    "id": gid("PlanIndustry", place["id"]),
                    "industry": {"code": programme.get("Industry", place["industry_id"])["code"]},
                    "platforms": {"totalCount": len(platforms), "nodes": platforms},
                }
            )
        expected.append({"id": gid("Plan", plan["id"]), "industries": {"nodes": industries}})
    assert data["reportingUnit"]["plans"]["nodes"] == expected


async def test_computed_fields(ask: Ask, programme: Programme) -> None:
    data = await ask(
        "{ platforms { nodes { projectCount passedCount claimed again: passedCount } }"
        " claims { nodes { flagCount openFlagCount atRisk } } }"
    )
    expected = []
    for platform in programme.rows("Platform"):
        projects = programme.children("Project", "platform_id", platform["id"])
        passed = sum(project["state"] == "passed" for project in projects)
        expected.append(
            {
                "projectCount": len(projects),
                "passedCount": passed,
                "claimed": str(sum((p["claimed"] or Decimal(0) for p in projects), Decimal("0.00"))),
                "again": passed,
            }
        )
    assert data["platforms"]["nodes"] == expected
    claims = []
    for claim in programme.rows("Claim"):
        flags = programme.children("Flag", "claim_id", claim["id"])
        risk = sum((f["at_risk"] for f in flags if f["state"] != "dismissed"), Decimal("0.00"))
        opened = sum(flag["state"] == "open" for flag in flags)
        claims.append({"flagCount": len(flags), "openFlagCount": opened, "atRisk": str(risk)})
    assert data["claims"]["nodes"] == claims


async def test_aliases_fragments_typenames_and_directives(ask: Ask) -> None:
    data = await ask(
        """query ($yes: Boolean!, $no: Boolean! = false) {
          here: __typename
          few: platforms(first: 1) { __typename ...Page pageInfo { __typename } edges { __typename } }
          many: platforms(first: 1) { nodes { planned @skip(if: $yes) ... @include(if: $no) { award } ...Row } }
          programme { __typename progress { __typename } months { __typename } }
        }
        fragment Page on PlatformConnection { total: totalCount nodes { __typename } nodes { ...Row } }
        fragment Row on Platform { name: organization { __typename } ... on Node { id } }""",
        {"yes": True},
    )
    assert list(data) == ["here", "few", "many", "programme"]
    assert data["here"] == "Query"
    assert data["few"]["__typename"] == "PlatformConnection"
    assert data["few"]["pageInfo"] == {"__typename": "PageInfo"}
    assert data["few"]["edges"] == [{"__typename": "PlatformEdge"}]
    (row,) = data["few"]["nodes"]
    assert list(row) == ["__typename", "name", "id"]
    assert [list(row) for row in data["many"]["nodes"]] == [["name", "id"]]
    assert data["programme"]["progress"] == {"__typename": "Progress"}
    assert data["programme"]["months"][0] == {"__typename": "Month"}


async def test_single_records_by_global_id_and_by_code(ask: Ask, programme: Programme) -> None:
    platform = programme.rows("Platform")[0]
    data = await ask(
        """query ($id: ID!, $node: ID!, $none: ID!) {
          platform(id: $id) { planned } none: platform(id: $none) { id }
          reportingUnit(id: "110000") { code id } clause(id: "P1") { code number }
          node(id: $node) { __typename id ... on Platform { planned } ... on Project { claimed } }
        }""",
        {
            "id": gid("Platform", platform["id"]),
            "node": gid("Platform", platform["id"]),
            "none": gid("Platform", 10**9),
        },
    )
    assert data["platform"] == {"planned": platform["planned"]}
    assert data["none"] is None
    assert data["reportingUnit"] == {"code": "110000", "id": gid("ReportingUnit", "110000")}
    assert data["clause"]["code"] == "P1"
    assert data["node"] == {
        "__typename": "Platform",
        "id": gid("Platform", platform["id"]),
        "planned": platform["planned"],
    }


async def test_one_document_serves_nodes_of_different_types(ask: Ask, programme: Programme) -> None:
    document = "query ($id: ID!) { node(id: $id) { __typename } }"
    for entity in ("Platform", "Project", "Platform", "Clause"):
        row = programme.rows(entity)[0]
        assert await ask(document, {"id": gid(entity, row["id"])}) == {"node": {"__typename": entity}}


async def test_static_and_compiled_fields_together_in_their_order(ask: Ask, engine: Engine) -> None:
    data = await ask(
        "{ a: viewer { username } b: programme { platformsTarget } resources { name } c: __typename }"
    )
    assert list(data) == ["a", "b", "resources", "c"]
    assert data["b"] == {"platformsTarget": 300}
    assert data["a"] == {"username": "system"}
    body = await engine.execute("{ __schema { queryType { name } } }", None, None, SYSTEM)
    assert orjson.loads(body) == {"data": {"__schema": {"queryType": {"name": "Query"}}}}


async def test_what_is_kept_of_the_schema_is_what_was_asked(engine: Engine, ask: Ask) -> None:
    introspection = get_introspection_query()
    first = await engine.execute(introspection, None, None, SYSTEM)
    assert await engine.execute(introspection, None, None, SYSTEM) == first
    assert orjson.loads(first)["data"] == graphql_sync(schema()._schema, introspection).data
    two = 'query A { __type(name: "Plan") { name } } query B { __type(name: "Case") { name } }'
    for name, expected in [("A", "Plan"), ("B", "Case"), ("A", "Plan")]:
        answer = orjson.loads(await engine.execute(two, None, name, SYSTEM))
        assert answer["data"]["__type"]["name"] == expected
    by_name = "query ($name: String!) { __type(name: $name) { name } }"
    for expected in ("Plan", "Case"):
        assert (await ask(by_name, {"name": expected}))["__type"]["name"] == expected
    mine = "{ viewer { username } __schema { queryType { name } } }"
    for viewer in (SUPERVISOR, PROVINCE):
        assert (await ask(mine, viewer=viewer))["viewer"]["username"] == viewer.username


async def test_a_list_of_rows_knows_what_leads_nowhere(ask: Ask, programme: Programme) -> None:
    data = await ask("{ projects(first: 100) { nodes { expert { username } } } }")
    assert data["projects"]["nodes"] == [
        {"expert": {"username": "expert"} if row["expert_id"] else None} for row in programme.rows("Project")
    ]
