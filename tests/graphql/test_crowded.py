"""A crowded table: how many rows there are, about, never counting other units'; and pages that cost the same at any depth."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import orjson
import pytest
import pytest_asyncio

from api.graphql.engine import Engine
from api.viewer import Viewer
from db.store import Store
from tests.databases import Server
from tests.graphql.conftest import Ask
from tests.graphql.people import ANALYST, PROVINCE, SUPERVISOR
from tests.graphql.rows import OTHER, OWN, Programme

MANY = 300_000  # three times what a sample reads


@pytest_asyncio.fixture(scope="module")
async def crowded(postgres: Server, reference_template: str) -> AsyncIterator[Engine]:
    """So many events: a tenth of them, lying together, of the province that asks; every fourth an acceptance."""
    async with postgres.clone(reference_template) as database:
        connection = await asyncpg.connect(database.owner_url)
        try:
            await connection.execute(
                "insert into events (synthetic, unit_code, subject, subject_id, action, at)"
                " select true, case when n <= $1 / 10 then $2 else $3 end, 'project', n,"
                " case when n % 4 = 0 then 'accept' else 'list' end, now()"
                " from generate_series(1, $1::int) as n",
                MANY,
                OWN,
                OTHER,
            )
            await connection.execute("vacuum analyze events")
        finally:
            await connection.close()
        store = await Store.open(database.app_url, size=1)
        yield Engine(store)
        await store.close()


DOCUMENT = """{ events { estimatedCount }
  accepted: events(where: {action: {eq: "accept"}}) { estimatedCount }
  first: events(where: {subjectId: {lte: 10000}}) { estimatedCount }
  page: events(first: 1) { estimatedCount nodes { id } } }"""


@pytest.mark.parametrize("viewer,visible", [(SUPERVISOR, MANY), (PROVINCE, MANY // 10)])
async def test_many_are_estimated_from_what_the_caller_sees(
    crowded: Engine, viewer: Viewer, visible: int
) -> None:
    bodies = [await crowded.execute(DOCUMENT, {}, None, viewer) for _ in range(2)]
    assert bodies[0] == bodies[1]
    data: dict[str, Any] = {
        name: found["estimatedCount"] for name, found in orjson.loads(bodies[0])["data"].items()
    }
    assert data["events"] == data["page"] == pytest.approx(visible, rel=0.25)
    if visible > 40_000:
        assert data["accepted"] == pytest.approx(visible / 4, rel=0.25)
    else:
        assert data["accepted"] == visible / 4  # few enough to be counted
    assert data["first"] == 10_000


PAGE = """query ($after: String) { events(%s first: 100, after: $after) {
  nodes { subjectId } pageInfo { hasNextPage hasPreviousPage endCursor } } }"""

#: Which events, in what order.
WALKS = {
    "by key": "",
    "by key, backward": "orderBy: [{id: DESC}],",
    "of a unit": f'where: {{unitCode: {{eq: "{OTHER}"}}}},',
    "of a unit, by relation": f'where: {{unit: {{code: {{eq: "{OTHER}"}}}}}},',
    "of a unit and subject, by number": (
        f'where: {{unitCode: {{eq: "{OTHER}"}}, subject: {{eq: "project"}}}}, orderBy: [{{subjectId: ASC}}],'
    ),
}


@pytest.mark.parametrize("walk", WALKS)
async def test_a_page_at_depth_reads_as_little_as_the_first(crowded: Engine, walk: str) -> None:
    document = PAGE % WALKS[walk]
    skip = (PAGE % f"{WALKS[walk]} offset: 200000,").replace("$after: String", "$after: String = null")
    there = orjson.loads(await crowded.execute(skip, {}, None, ANALYST))["data"]["events"]
    read = []
    for after in (None, there["pageInfo"]["endCursor"]):
        answer = await crowded.answer(document, {"after": after}, None, ANALYST, explain=True)
        body = orjson.loads(answer.body)
        assert body["data"]["events"]["pageInfo"]["hasPreviousPage"] is (after is not None)
        assert len(body["data"]["events"]["nodes"]) == 100
        read.append(sum(body["extensions"]["explain"]["buffers"].values()))
    first, deep = read
    assert deep < first + 50  # a scan up to there would read 2,000 pages


async def test_few_are_counted_exactly(ask: Ask, programme: Programme) -> None:
    data = await ask(
        """{ projects { estimatedCount }
             passed: projects(where: {state: {eq: PASSED}}) { estimatedCount totalCount nodes { state } }
             none: projects(where: {or: []}) { __typename estimatedCount }
             reportingUnits { nodes { projects { estimatedCount totalCount } } } }"""
    )
    projects = programme.rows("Project")
    assert data["projects"]["estimatedCount"] == len(projects)
    passed = [row for row in projects if row["state"] == "passed"]
    assert data["passed"]["estimatedCount"] == data["passed"]["totalCount"] == len(passed)
    assert data["none"] == {"__typename": "ProjectConnection", "estimatedCount": 0}
    for unit in data["reportingUnits"]["nodes"]:
        assert unit["projects"]["estimatedCount"] == unit["projects"]["totalCount"]
