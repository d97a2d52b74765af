"""People at work, as the server meets them: pages gone to, lists narrowed, forms looked through and sent, questions asked.

An act is what a person does with one click or one program's call, with all requests that it takes.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import httpx
import orjson

from api.policy.access import may_read
from api.services.accounts import NewUser, create_users
from api.viewer import SYSTEM
from dashboard.language import texts
from db.catalog import catalog
from db.config import Database
from db.enums import Role
from db.store import NATION, Store
from tests.benchmarks.line import Line
from tests.graphql.ids import gid

PASSWORD = "crowd-of-dengta-2026"
OFFICERS = frozenset({Role.PROVINCIAL_SME_OFFICER, Role.PROVINCIAL_FINANCE_OFFICER})

#: Who comes, by twenties.
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
#: Pages of one record, by the table of the record.
RECORDS = {
    "Plan": "/plan/",
    "Platform": "/platform/",
    "Project": "/project/",
    "Case": "/case/",
    "Settlement": "/settlement/",
    "Evaluation": "/evaluation/",
    "Visit": "/visit/",
    "BankBatch": "/bank/",
    "Claim": "/claims/",
}
SECTIONS: Mapping[str, frozenset[Role] | None] = {
    "/": None,
    "/plans": None,
    "/platforms": None,
    "/delivery": None,
    "/claims": OFFICERS | {Role.FINANCE_OFFICER},
    "/money": OFFICERS | {Role.FINANCE_OFFICER, Role.LEADER},
    "/cases": frozenset({Role.SUPERVISOR, Role.PROVINCIAL_SME_OFFICER}),
    "/catalogue": None,
    "/policy": None,
    "/audit": frozenset({Role.AUDITOR}),
    "/account": None,
}
FORM = ["purpose", "plannedOn", "visitors"]
SEARCH = """query ($text: String!) { projects(where: {enterprise: {name: {contains: $text}}}, first: 20)
  { totalCount nodes { id state enterprise { name } platform { organization { name } } } } }"""
GROUPS = "{ projects { groupBy { key { state } count sum { actualCost } } } }"
KEEP = 'mutation ($name: String!) { keepQuery(name: $name, document: "{ viewer { name } }") { id } }'
#: Titles of pages that were not drawn.
BAD = tuple(texts("zh")[name] for name in ("failed.title", "refused.title", "missing.title"))
WORDS = ("苏", "航空", "机械", "科技", "医药")


class WentWrongError(Exception):
    """An act did not come out as it should."""


@dataclass
class Person:
    """Somebody signed in; ``keys`` are of the records they may look at, by table."""

    line: Line
    role: Role
    unit: str | None
    keys: Mapping[str, Sequence[int]]
    rng: random.Random
    callbacks: Sequence[Mapping[str, Any]] = ()
    at: str = "/"
    took: list[tuple[str, float]] = field(default_factory=list)
    troubles: Counter[str] = field(default_factory=Counter)

    # -- what a browser sends ---------------------------------------------------------------------------

    async def arrive(self) -> None:
        """Sign-in is done: the browser asks for the page's frame, which says what callbacks there are."""
        self.callbacks = orjson.loads(await self._get("/_dash-dependencies"))

    async def open_anew(self) -> None:
        """A new tab, or the page loaded again."""
        self.at = self._page()
        await self._get(self.at)
        layout = await self._get("/_dash-layout", referer=f"{self.line.address.rstrip('/')}{self.at}")
        await self._get("/_dash-dependencies")
        if f'"path":"{self.at}"'.encode() not in layout:  # a page with a list is drawn once that is loaded
            await self._fill()

    async def go(self) -> None:
        """A link followed within the application."""
        self.at = self._page()
        await self._fill()

    async def _fill(self) -> None:
        """The page, and the first stretch of each of its lists."""
        for name in await self._draw():
            await self._rows(name)

    async def narrow(self) -> None:
        """A word typed above a column of a list, another order of it, or the list scrolled."""
        self.at = "/platforms"
        match self.rng.randrange(3):
            case 0:
                typed = {"filterType": "text", "type": "contains", "filter": self.rng.choice(WORDS)}
                await self._rows("platforms", filterModel={"organization.name": typed})
            case 1:
                way = self.rng.choice(("asc", "desc"))
                await self._rows("platforms", sortModel=[{"colId": "organization.name", "sort": way}])
            case _:
                await self._rows("platforms", startRow=100, endRow=200)

    async def ask(self) -> None:
        """A question of one's own, in the explorer or from a program."""
        if self.rng.random() < 0.5:
            await self._graphql(SEARCH, {"text": self.rng.choice(WORDS)})
        else:
            await self._graphql(GROUPS, {})

    async def send_form(self) -> None:
        """A visit planned on a platform's page, and the page drawn anew as it is then."""
        platform = self.rng.choice(self.keys["Platform"])
        self.at = f"/platform/{platform}"
        of = {"deed": "planVisit", "of": gid("Platform", platform)}
        given = ["现场督促", f"2026-12-{self.rng.randint(1, 28):02d}", "李工"]
        form = {
            "action": "planVisit",
            "id": of["of"],
            "version": None,
            "key": f"{self.rng.getrandbits(64):x}",
            "label": "安排现场督促",
            "fields": [{"name": name, "sort": "text", "label": name, "columns": []} for name in FORM],
        }
        ids = [{"type": "deed-field", **of, "field": name} for name in FORM]
        answer = await self._callback(
            "deed-said",
            inputs=[{"id": {"type": "deed", **of}, "property": "n_clicks", "value": 1}],
            state=[
                [
                    {"id": one, "property": "value", "value": value}
                    for one, value in zip(ids, given, strict=True)
                ],
                [{"id": one, "property": "id", "value": one} for one in ids],
                {"id": {"type": "deed-form", **of}, "property": "data", "value": form},
                self._place(),
            ],
            outputs=[
                {"id": {"type": "deed-said", **of}, "property": "children"},
                {"id": {"type": "deed-done", **of}, "property": "data"},
                [{"id": one, "property": "error"} for one in ids],
            ],
        )
        if b"deed-done" not in answer:
            raise WentWrongError(f"the visit was not planned: {answer.decode()}")
        await self._draw()

    async def keep(self) -> None:
        """A query of one's own kept."""
        await self._graphql(KEEP, {"name": f"查询{self.rng.randint(1, 40)}"})

    # -- how --------------------------------------------------------------------------------------------

    def _page(self) -> str:
        """Every other time the page of a record, else a section's."""
        if self.rng.random() < 0.5:
            table = self.rng.choice([table for table in self.keys if table in RECORDS and table != "Claim"])
            return f"{RECORDS[table]}{self.rng.choice(self.keys[table])}"
        return self.rng.choice(
            [path for path, roles in SECTIONS.items() if roles is None or self.role in roles]
        )

    def _place(self) -> dict[str, Any]:
        return {"id": "place", "property": "data", "value": {"path": self.at, "search": ""}}

    async def _draw(self) -> set[str]:
        """The page; the names of its lists, which a browser fills next."""
        body = await self._callback("..page.children...", inputs=[self._place()], state=[])
        title = re.search(rb'"title":{"title":"([^"]+)"}', body)
        said = title.group(1).decode() if title else "no title"
        if title is None or any(bad in said for bad in BAD):
            raise WentWrongError(f"{self.at}: {said}")
        return {name.decode() for name in re.findall(rb'"id":{"type":"grid","name":"(\w+)"}', body)}

    async def _rows(self, name: str, **asked: Any) -> None:
        grid, query = ({"type": kind, "name": name} for kind in ("grid", "query"))
        request = {"startRow": 0, "endRow": 100, "sortModel": [], "filterModel": {}, **asked}
        answer = await self._callback(
            '"getRowsResponse"',
            inputs=[{"id": grid, "property": "getRowsRequest", "value": request}],
            state=[{"id": grid, "property": "id", "value": grid}, self._place()],
            outputs=[{"id": grid, "property": "getRowsResponse"}, {"id": query, "property": "href"}],
        )
        if b'"rowData"' not in answer:
            raise WentWrongError(f"no rows of {name}")

    async def _callback(
        self,
        which: str,
        *,
        inputs: list[Any],
        state: list[Any],
        outputs: list[Any] | None = None,
    ) -> bytes:
        output = next(one["output"] for one in self.callbacks if _is(one, which))
        named = outputs or [
            dict(zip(("id", "property"), part.rsplit(".", 1), strict=True))
            for part in output.strip(".").split("...")
        ]
        changed = [
            f"{one['id'] if isinstance(one['id'], str) else json.dumps(one['id'], sort_keys=True, separators=(',', ':'))}"
            f".{one['property']}"
            for one in inputs
        ]
        body = {
            "output": output,
            "outputs": named,
            "inputs": inputs,
            "changedPropIds": changed,
            "state": state,
        }
        answer = await self.line.post("/_dash-update-component", orjson.dumps(body))
        if answer.status != 200:
            raise WentWrongError(f"{which}: {answer.status} {answer.content[:200].decode()}")
        return answer.content

    async def _get(self, path: str, referer: str = "") -> bytes:
        answer = await self.line.get(path, referer=referer)
        if answer.status != 200:
            raise WentWrongError(f"{path}: {answer.status}")
        return answer.content

    async def _graphql(self, query: str, variables: Mapping[str, Any]) -> None:
        answer = await self.line.post("/graphql", orjson.dumps({"query": query, "variables": variables}))
        told = orjson.loads(answer.content)
        if answer.status != 200 or told.get("errors"):
            raise WentWrongError(f"{query[:40]}: {answer.status} {str(told.get('errors'))[:200]}")


def _is(callback: Mapping[str, Any], which: str) -> bool:
    if which.startswith(".."):
        return bool(callback["output"].startswith(which))
    return which.strip('"') in callback["output"]


Act = Callable[[Person], Awaitable[None]]

#: What is done, how often, and by whom where not by all. One act in five writes.
READS: Sequence[tuple[str, Act, float]] = (
    ("goes to a page", Person.go, 55),
    ("opens a new tab", Person.open_anew, 8),
    ("narrows, sorts or scrolls a list", Person.narrow, 7),
    ("asks by GraphQL", Person.ask, 10),
)
WRITES: Sequence[tuple[str, Act, float]] = (
    ("plans a visit by the form", Person.send_form, 15),
    ("keeps a query", Person.keep, 5),
)


def next_act(person: Person) -> tuple[str, Act]:
    acts = [*READS, *WRITES]
    if person.role is not Role.PROVINCIAL_SME_OFFICER:
        acts = [
            ("keeps a query", Person.keep, 20) if act is Person.send_form else (name, act, often)
            for name, act, often in acts
        ]
    [(name, act, _)] = person.rng.choices(acts, [often for *_, often in acts])
    return name, act


async def hire(database: Database, count: int) -> list[tuple[str, Role, str | None]]:
    """Accounts for so many people: name, role and unit of each."""
    rng = random.Random(5)
    store = await Store.open(database.app_url, size=2)
    async with store.write(NATION) as work:
        rows = await work.connection.fetch("select distinct unit_code from platforms order by 1")
        units = [row[0] for row in rows]
        people: list[tuple[str, Role, str | None]] = []
        for number in range(count):
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


async def come(
    database: Database, address: str, people: Sequence[tuple[str, Role, str | None]]
) -> list[Person]:
    """All of them signed in, each knowing the records they may look at."""
    owner = await asyncpg.connect(database.owner_url)
    rows = {
        table: await owner.fetch(f"select id, unit_code from {catalog()[table].table} order by id")
        for table in RECORDS
    }
    await owner.close()
    crowd = []
    for name, role, unit in people:
        async with httpx.AsyncClient(base_url=address, timeout=30) as browser:
            answer = await browser.post("/sign-in", data={"username": name, "password": PASSWORD})
            assert answer.status_code == 303, answer.text[:300]
            cookie = "; ".join(f"{one.name}={one.value}" for one in browser.cookies.jar)
        keys = {
            table: [row["id"] for row in found if unit in (None, row["unit_code"])]
            for table, found in rows.items()
            if may_read(frozenset({role}), catalog()[table].resource.readers)
        }
        person = Person(
            Line(address, cookie),
            role,
            unit,
            {table: ids for table, ids in keys.items() if ids},
            random.Random(name),
        )
        await person.arrive()
        crowd.append(person)
    return crowd
