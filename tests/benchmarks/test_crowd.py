"""Two hundred people at work: each does something every three seconds, for two minutes, on the machine that serves them.

They are of all roles and units; one act in five writes. Load and server share the machine, as the issue asks.
"""

import asyncio
import os
import random
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import httpx
import pytest

from api.services.accounts import NewUser, create_users
from api.viewer import SYSTEM
from dashboard.client import document
from db.config import Database
from db.enums import Role
from db.store import NATION, Store
from tests.benchmarks.conftest import Bench
from tests.graphql.ids import gid
from tests.serving import served

pytestmark = pytest.mark.benchmark

PEOPLE = 200
EVERY = 3.0
SECONDS = float(os.environ.get("CROWD_SECONDS", "120"))
PASSWORD = "crowd-of-dengta-2026"
WRITES = 0.2

ROLES = (
    *[Role.PROVINCIAL_SME_OFFICER] * 7,
    *[Role.PROVINCIAL_FINANCE_OFFICER] * 3,
    *[Role.EXPERT] * 3,
    *[Role.ANALYST] * 2,
    Role.LEADER,
    Role.PROGRAMME_OFFICER,
    Role.FINANCE_OFFICER,
    Role.SUPERVISOR,
    Role.AUDITOR,
)
VISIT = """mutation ($of: ID!, $purpose: String!, $day: Date!, $key: String!) {
  planVisit(input: {id: $of, purpose: $purpose, plannedOn: $day}, key: $key) { done problems { code } } }"""
KEEP = 'mutation ($name: String!) { keepQuery(name: $name, document: "{ viewer { name } }") { id } }'
SEARCH = """query ($text: String!) { projects(where: {enterprise: {name: {contains: $text}}}, first: 20)
  { totalCount nodes { id state enterprise { name } platform { organization { name } } } } }"""
GROUPS = "{ projects { groupBy { key { state } count sum { actualCost } } } }"


@dataclass
class Person:
    client: httpx.AsyncClient
    role: Role
    unit: str | None
    platforms: list[int]
    projects: list[int]
    rng: random.Random
    took: list[float] = field(default_factory=list)
    troubles: Counter[str] = field(default_factory=Counter)

    async def work(self, until: float) -> None:
        await asyncio.sleep(self.rng.uniform(0, EVERY))
        while time.monotonic() < until:
            begun = time.monotonic()
            name, query, variables = self._next()
            try:
                answer = await self.client.post("/graphql", json={"query": query, "variables": variables})
                told = answer.json()
                self.took.append(time.monotonic() - begun)
                if answer.status_code != 200 or told.get("errors"):
                    self.troubles[f"{name}: {answer.status_code} {str(told.get('errors'))[:160]}"] += 1
                elif any(
                    isinstance(part, dict) and part.get("done") is False for part in told["data"].values()
                ):
                    self.troubles[f"{name}: {told['data']}"] += 1
            except httpx.HTTPError as error:
                self.troubles[f"{name}: {error!r}"] += 1
            await asyncio.sleep(max(0.0, begun + EVERY - time.monotonic()))

    def _next(self) -> tuple[str, str, dict[str, Any]]:
        if self.rng.random() < WRITES:
            if self.unit is not None and self.platforms:
                day = f"2026-12-{self.rng.randint(1, 28):02d}"
                of = gid("Platform", self.rng.choice(self.platforms))
                key = f"{self.rng.getrandbits(64):x}"
                return "visit", VISIT, {"of": of, "purpose": "现场督促", "day": day, "key": key}
            return "keep", KEEP, {"name": f"查询{self.rng.randint(1, 40)}"}
        platform = self.rng.choice(self.platforms)
        project = self.rng.choice(self.projects)
        choices: list[tuple[str, str, dict[str, Any]]] = [
            ("platform", document("platform"), {"id": gid("Platform", platform), "number": platform}),
            ("project", document("project"), {"id": gid("Project", project), "number": project}),
            ("actions", document("actions"), {"of": gid("Project", project)}),
            ("search", SEARCH, {"text": self.rng.choice(("苏", "航空", "机械", "科技", "医药"))}),
            ("groups", GROUPS, {}),
        ]
        if self.unit is None:
            choices.append(("overview", document("overview"), {}))
        return self.rng.choice(choices)


async def _hire(database: Database) -> list[tuple[str, Role, str | None]]:
    rng = random.Random(5)
    store = await Store.open(database.app_url, size=2)
    async with store.write(NATION) as work:
        units = [
            row[0]
            for row in await work.connection.fetch("select distinct unit_code from platforms order by 1")
        ]
        people = []
        for number in range(PEOPLE):
            role = ROLES[number % len(ROLES)]
            local = role.startswith("provincial") or role is Role.EXPERT
            people.append((f"crowd{number:03d}", role, rng.choice(units) if local else None))
        await create_users(
            work,
            SYSTEM,
            [
                NewUser(name, f"测试{name}", [(role, unit)], PASSWORD, synthetic=True)
                for name, role, unit in people
            ],
        )
    await store.close()
    return people


async def test_two_hundred_people_at_work(fresh_demo_database: Database, bench: Bench) -> None:
    people = await _hire(fresh_demo_database)
    owner = await asyncpg.connect(fresh_demo_database.owner_url)
    platforms = await owner.fetch("select id, unit_code from platforms")
    projects = await owner.fetch("select id, unit_code from projects")
    await owner.close()
    with served(fresh_demo_database) as address:
        limits = httpx.Limits(max_connections=None)
        crowd = []
        for name, role, unit in people:
            client = httpx.AsyncClient(base_url=address, limits=limits, timeout=30)
            answer = await client.post("/sign-in", data={"username": name, "password": PASSWORD})
            assert answer.status_code == 303, answer.text[:300]
            crowd.append(
                Person(
                    client,
                    role,
                    unit,
                    [row["id"] for row in platforms if unit in (None, row["unit_code"])],
                    [row["id"] for row in projects if unit in (None, row["unit_code"])],
                    random.Random(name),
                )
            )
        until = time.monotonic() + SECONDS
        await asyncio.gather(*(person.work(until) for person in crowd))
        for person in crowd:
            await person.client.aclose()
    took = sorted(second for person in crowd for second in person.took)
    troubles: Counter[str] = sum((person.troubles for person in crowd), Counter())
    assert not troubles, troubles.most_common(5)
    assert len(took) > PEOPLE * SECONDS / EVERY * 0.8
    bench.record("200 people, every 3 s: median", statistics.median(took) * 1000, "ms")
    bench.record("200 people, every 3 s: p95", took[int(len(took) * 0.95)] * 1000, "ms", bar=500)
    bench.record("200 people, every 3 s: p99", took[int(len(took) * 0.99)] * 1000, "ms")
