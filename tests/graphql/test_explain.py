"""How a question was answered, for those who may know: its SQL, values, plan, rows and buffers."""

from dataclasses import replace
from typing import Any

import httpx
import orjson
import pytest
from starlette.applications import Starlette

from api.graphql.documents import Documents
from api.graphql.endpoint import graphql_routes
from api.graphql.engine import Engine
from api.policy.access import TokenScope
from api.viewer import NOBODY, Viewer, current_viewer
from db.enums import Role
from db.store import NATION, Rows
from tests.graphql.people import ANALYST, EXPERT, PROVINCE, SUPERVISOR, person
from tests.graphql.rows import OWN

QUESTION = "query ($who: [String!]) { platforms(first: 7, where: {contact: {in: $who}}) { totalCount nodes { id bankAccount } } }"
AUDITOR = person(Role.AUDITOR, NATION)
ADMINISTRATOR = person(Role.ADMINISTRATOR, NATION)


async def explained(engine: Engine, viewer: Viewer, document: str = QUESTION, **variables: Any) -> Any:
    return orjson.loads((await engine.answer(document, variables, None, viewer, explain=True)).body)


@pytest.mark.parametrize("viewer", [ANALYST, AUDITOR, ADMINISTRATOR], ids=lambda one: one.username)
async def test_who_may_sees_the_statement_with_its_values_and_its_plan(
    engine: Engine, viewer: Viewer
) -> None:
    answer = await explained(engine, viewer, who=["张三", "李四"])
    found = answer["extensions"]["explain"]
    assert answer["data"]["platforms"]["totalCount"] is not None
    assert found["sql"].startswith("select ")
    assert "张三" not in found["sql"]
    assert ["张三", "李四"] in found["values"]
    assert "7" in [str(value) for value in found["values"]]
    assert found["plan"]["Node Type"]
    assert found["rows"] >= 0
    assert found["buffers"]["hit"] + found["buffers"]["read"] > 0
    assert found["execution"] > 0
    assert found["planning"] > 0


async def test_rows_are_those_that_were_scanned(engine: Engine) -> None:
    few = await explained(engine, ANALYST, '{ clause(id: "P1") { code } }')
    many = await explained(engine, ANALYST, "{ clauses(first: 1000) { nodes { code } } }")
    assert few["extensions"]["explain"]["rows"] == 1
    assert many["extensions"]["explain"]["rows"] >= len(many["data"]["clauses"]["nodes"]) > 10


@pytest.mark.parametrize(
    "viewer",
    [
        SUPERVISOR,
        PROVINCE,
        EXPERT,
        person(Role.ANALYST, Rows(units=(OWN,))),  # a plan counts the rows that row security hid
    ],
    ids=["supervisor", "province", "expert", "analyst of one unit"],
)
async def test_others_may_not(engine: Engine, viewer: Viewer) -> None:
    answer = await explained(engine, viewer)
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert "data" not in answer
    assert "select" not in str(answer)


async def test_strangers_are_answered_as_ever(engine: Engine) -> None:
    assert (await explained(engine, NOBODY))["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert await explained(engine, NOBODY, "{ viewer { name } }") == {"data": {"viewer": None}}


async def test_what_has_no_statement_has_no_plan(engine: Engine) -> None:
    assert "extensions" not in await explained(engine, ANALYST, "{ __typename }")


async def test_a_change_is_not_made_twice_to_explain_it(engine: Engine) -> None:
    answer = await explained(
        engine, ADMINISTRATOR, 'mutation { importPlan(file: "x", commit: false) { created } }'
    )
    assert answer["errors"][0]["extensions"]["code"] == "FILE_MISSING"
    assert "explain" not in str(answer)


@pytest.mark.parametrize(
    "extensions, shown",
    [({"explain": True}, True), ({"explain": False}, False), ({"explain": "yes"}, False), ({}, False)],
)
async def test_it_is_asked_for_in_the_extensions_of_the_request(
    engine: Engine, extensions: dict[str, Any], shown: bool
) -> None:
    before = current_viewer.set(replace(ANALYST, token_id=9, scopes=frozenset({TokenScope.READ})))
    try:
        transport = httpx.ASGITransport(Starlette(routes=graphql_routes(engine, Documents())))
        async with httpx.AsyncClient(transport=transport, base_url="http://dengta.example") as client:
            asked = {"query": "{ clauses { totalCount } }", "extensions": extensions}
            posted = await client.post("/graphql", json=asked)
            got = await client.get(
                "/graphql", params={"query": asked["query"], "extensions": orjson.dumps(extensions).decode()}
            )
    finally:
        current_viewer.reset(before)
    for answer in (posted, got):
        assert ("explain" in answer.json()["extensions"]) is shown
