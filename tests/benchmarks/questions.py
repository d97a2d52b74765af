"""What the readers are asked, in each one's own words; the answers must be equal."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PROJECT = 12_345
UNIT = "320000"

Json = Any


@dataclass(frozen=True)
class Question:
    """``by_hand`` is the statement an expert would write; without one the reader's own is what Starlette sends."""

    name: str
    query: str
    variables: Mapping[str, Any]
    postgraphile: str
    postgraphile_variables: Mapping[str, Any]
    resolvers: str
    resolvers_variables: Mapping[str, Any]
    by_hand: str | None = None


ONE = Question(
    "one row with its parents",
    """query ($id: ID!) { project(id: $id) { state contractedOn actualCost
        enterprise { name uscc } platform { planned organization { name } } unit { name } } }""",
    {"id": base64.b64encode(f"Project:{PROJECT}".encode()).decode()},
    """query ($id: BigInt!) { project: projectByRowId(rowId: $id) { state contractedOn actualCost
        enterprise: organizationByEnterpriseId { name uscc }
        platform: platformByUnitCodeAndPlatformId { planned organization: organizationByOrganizationId { name } }
        unit: reportingUnitByUnitCode { name } } }""",
    {"id": str(PROJECT)},
    """query ($id: Int!) { project(id: $id) { state contractedOn actualCost
        enterprise { name uscc } platform { planned organization { name } } unit { name } } }""",
    {"id": PROJECT},
)

TWENTY = Question(
    "20 rows filtered and ordered",
    """query ($unit: String!) { projects(where: { unitCode: { eq: $unit }, state: { eq: PASSED } },
        orderBy: [{ actualCost: DESC }], first: 20) {
        nodes { state contractedOn actualCost contractNumber enterprise { name } } } }""",
    {"unit": UNIT},
    """query ($unit: String!) { projects: allProjects(condition: { unitCode: $unit, state: "passed" },
        orderBy: [ACTUAL_COST_DESC], first: 20) {
        nodes { state contractedOn actualCost contractNumber enterprise: organizationByEnterpriseId { name } } } }""",
    {"unit": UNIT},
    """query ($unit: String!) { projects(unit: $unit, state: "PASSED", first: 20) {
        state contractedOn actualCost contractNumber enterprise { name } } }""",
    {"unit": UNIT},
)

DEEP = Question(
    "1,000 x 10",
    "{ platforms(first: 1000) { nodes { planned state organization { name }"
    " projects(first: 10) { nodes { state contractedOn actualCost } } } } }",
    {},
    "{ platforms: allPlatforms(first: 1000) { nodes { planned state organization: organizationByOrganizationId { name }"
    " projects: projectsByUnitCodeAndPlatformId(first: 10) { nodes { state contractedOn actualCost } } } } }",
    {},
    "{ platforms(first: 1000) { planned state organization { name }"
    " projects(first: 10) { state contractedOn actualCost } } }",
    {},
    """select '{"data":{"platforms":{"nodes":[' || string_agg(
         '{"planned":' || p.planned || ',"state":"' || upper(p.state) || '","organization":{"name":'
         || to_json(o.name) || '},"projects":{"nodes":[' || coalesce(below.rows, '') || ']}}', ',' order by p.id)
       || ']}}}'
       from (select * from platforms order by id limit 1000) p
       join organizations o on o.id = p.organization_id
       left join lateral (
         select string_agg('{"state":"' || upper(j.state) || '","contractedOn":'
                  || coalesce(to_json(j.contracted_on)::text, 'null') || ',"actualCost":'
                  || coalesce('"' || j.actual_cost || '"', 'null') || '}', ',' order by j.id) as rows
         from (select id, state, contracted_on, actual_cost from projects
               where unit_code = p.unit_code and platform_id = p.id order by id limit 10) j
       ) below on true""",
)

COUNTRY = Question(
    "the whole country, three levels",
    "{ reportingUnits(first: 40) { nodes { code name platforms(first: 60) { nodes { planned state"
    " projects(first: 20) { nodes { contractNumber state contractedOn actualCost } } } } } } }",
    {},
    "{ reportingUnits: allReportingUnits(first: 40) { nodes { code name platforms: platformsByUnitCode(first: 60) {"
    " nodes { planned state projects: projectsByUnitCodeAndPlatformId(first: 20) {"
    " nodes { contractNumber state contractedOn actualCost } } } } } } }",
    {},
    "{ reportingUnits(first: 40) { code name platforms(first: 60) { planned state"
    " projects(first: 20) { contractNumber state contractedOn actualCost } } } }",
    {},
    """select '{"data":{"reportingUnits":{"nodes":[' || string_agg(
         '{"code":"' || u.code || '","name":' || to_json(u.name) || ',"platforms":{"nodes":['
         || coalesce(platforms.rows, '') || ']}}', ',' order by u.code) || ']}}}'
       from reporting_units u
       left join lateral (
         select string_agg('{"planned":' || p.planned || ',"state":"' || upper(p.state) || '","projects":{"nodes":['
                  || coalesce(projects.rows, '') || ']}}', ',' order by p.id) as rows
         from (select * from platforms where unit_code = u.code order by id limit 60) p
         left join lateral (
           select string_agg('{"contractNumber":' || coalesce(to_json(j.contract_number)::text, 'null')
                    || ',"state":"' || upper(j.state) || '","contractedOn":'
                    || coalesce(to_json(j.contracted_on)::text, 'null') || ',"actualCost":'
                    || coalesce('"' || j.actual_cost || '"', 'null') || '}', ',' order by j.id) as rows
           from (select id, contract_number, state, contracted_on, actual_cost from projects
                 where unit_code = p.unit_code and platform_id = p.id order by id limit 20) j
         ) projects on true
       ) platforms on true""",
)

SMALL, DEEP_ONES = (ONE, TWENTY), (DEEP, COUNTRY)


def alike(answer: Json) -> Json:
    """An answer as plain data: connections as lists, words in upper case, so that readers can be compared."""
    if isinstance(answer, dict):
        if set(answer) == {"nodes"}:
            return [alike(item) for item in answer["nodes"]]
        return {
            key: value.upper() if key == "state" else alike(value)
            for key, value in answer.items()
            if key != "extensions"
        }
    return [alike(item) for item in answer] if isinstance(answer, list) else answer
