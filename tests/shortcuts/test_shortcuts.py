"""Each forbidden shortcut is refused three times: by the page, by the API, and by the database."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import asyncpg
import orjson
import pytest
import pytest_asyncio

from api.app import Caller
from api.graphql.engine import Engine
from api.policy.penalty import LARGER_AMOUNT
from api.services.accounts import viewer_named
from api.services.clock import is_real, today, work_on
from api.viewer import Viewer
from dashboard.client import Client, Query
from dashboard.deeds import collect
from dashboard.labels import Labels
from dashboard.pages import PAGES
from dashboard.router import Router
from db import law
from db.config import Database
from db.enums import Role
from db.rows import enter
from db.store import NATION, Store
from tests.databases import Server
from tests.services.world import build
from tests.shortcuts.affairs import Affairs
from tests.shortcuts.shortcuts import SHORTCUTS, Shortcut
from tests.story.stage import gid

#: Whose keys, and of what, the texts of shortcuts may name.
KEYS = {
    "case": "select max(id) from cases",
    "notice": "select max(id) from case_notices",
    "deduction": "select max(id) from notice_items where outcome = 'deduction'",
    "circular": "select max(id) from notice_items where outcome = 'circular'",
    "transfer": "select max(id) from notice_items where outcome = 'transfer'",
    "evidence": "select max(id) from evidence_items",
    "attachment": "select max(id) from attachments",
    "request": "select max(id) from explanation_requests",
    "challenge": "select max(id) from challenges",
    **{
        name: f"select id from users where username = 'person-{person}'"
        for name, person in (
            ("first", "supervisor"),
            ("second", "supervisor2"),
            ("lawyer", "auditor"),
            ("treasury", "finance_officer"),
            ("treasury2", "finance2"),
        )
    },
}


@dataclass
class Office:
    """One state of affairs in a database of its own, which nothing that is refused changes."""

    database: Database
    store: Store
    engine: Engine
    keys: Mapping[str, int]

    async def person(self, one: Shortcut) -> Viewer:
        found = await viewer_named(self.store, one.who)
        assert found is not None
        return replace(found, roles=frozenset(Role)) if one.hats else found

    def filled(self, value: Any) -> Any:
        """With keys instead of their names."""
        if isinstance(value, Mapping):
            return {name: self.filled(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.filled(one) for one in value]
        if isinstance(value, str) and (named := re.fullmatch(r"\{(\w+):(\w+)\}", value)):
            return gid(named[1], self.keys[named[2]])
        return value

    def of(self, one: Shortcut) -> str:
        entity, _, name = one.of.partition(":")
        return gid(entity, self.keys[name])

    async def ask(self, viewer: Viewer, document: str, variables: Mapping[str, Any] | None) -> Any:
        return orjson.loads(await self.engine.execute(document, variables, None, viewer))

    @asynccontextmanager
    async def sql(self, url: str) -> AsyncIterator[asyncpg.Connection]:
        """A transaction that is undone, whatever it did."""
        connection = await asyncpg.connect(url)
        change = connection.transaction()
        await change.start()
        try:
            yield connection
        finally:
            await change.rollback()
            await connection.close()


class Offices:
    """Each state of affairs is made once."""

    def __init__(self, postgres: Server, template: str, stack: AsyncExitStack) -> None:
        self._postgres, self._template, self._stack = postgres, template, stack
        self._made: dict[Affairs, Office] = {}

    async def of(self, affairs: Affairs) -> Office:
        if affairs not in self._made:
            self._made[affairs] = await self._make(affairs)
        return self._made[affairs]

    async def _make(self, affairs: Affairs) -> Office:
        database = await self._stack.enter_async_context(self._postgres.clone(self._template))
        store = await Store.open(database.app_url, size=2)
        self._stack.push_async_callback(store.close)
        async with store.write(NATION) as work:
            await affairs(await build(work))
            keys = {name: await work.connection.fetchval(query) for name, query in KEYS.items()}
        return Office(database, store, Engine(store), {name: key for name, key in keys.items() if key})


@pytest_asyncio.fixture(scope="module")
async def offices(postgres: Server, reference_template: str) -> AsyncIterator[Offices]:
    async with AsyncExitStack() as stack:
        yield Offices(postgres, reference_template, stack)


@pytest_asyncio.fixture
async def office(offices: Offices, one: Shortcut) -> AsyncIterator[Office]:
    work_on(one.on)
    yield await offices.of(one.affairs)
    work_on(None)


POLICIES = {only.name for only in law.LAW}
STAYS = {only.name for only in law.LAW if only.to == "delete"}
every = pytest.mark.parametrize("one", SHORTCUTS, ids=lambda one: one.name)


@every
async def test_the_page_refuses(office: Office, one: Shortcut) -> None:
    viewer = await office.person(one)

    async def run(document: str, variables: Mapping[str, Any] | None = None) -> Any:
        return await office.ask(viewer, document, variables)

    router = Router(PAGES, Client(run), Labels(), lambda: _caller(viewer), "/", "/map.json")
    place = {"path": one.page.format(**office.keys), "search": ""}
    drawn = await router.draw(place)
    forms = {
        part.id["deed"]: part.data
        for part in _parts(drawn.page)
        if isinstance(getattr(part, "id", None), dict) and part.id.get("type") == "deed-form"
    }
    assert (one.action in forms) is one.shown, sorted(forms)
    if one.shown:
        form = forms[one.action]
        values = collect(form["fields"], dict(_entries(office.filled(one.values))))
        asked = {name: form[name] for name in ("action", "id", "version", "key")}
        _, view = await router.view(place)
        done = (await view.fetch(Query("perform", {**asked, "values": values})))["perform"]
        assert [problem["code"] for problem in done["problems"]] == [one.code]


@every
async def test_the_api_refuses(office: Office, one: Shortcut) -> None:
    kind = f"{one.action[0].upper()}{one.action[1:]}Input"
    document = f"mutation ($input: {kind}!) {{ {one.action}(input: $input) {{ done problems {{ code }} }} }}"
    values = {"id": office.of(one), **office.filled(one.values)}
    answer = await office.ask(await office.person(one), document, {"input": values})
    if answer.get("errors"):
        assert {error["extensions"]["code"] for error in answer["errors"]} == {one.code}
    else:
        assert answer["data"][one.action] == {"done": False, "problems": [{"code": one.code}]}


@every
async def test_the_database_refuses(office: Office, one: Shortcut) -> None:
    """The application's role, with the person's rows where these narrow it; by a constraint the owner as well."""
    viewer = await office.person(one)
    change = one.change.format(**office.keys)
    async with office.sql(office.database.app_url) as connection:
        await enter(connection, viewer.rows if viewer.rows.organization else NATION, "0")
        said = await _said(connection, change)
        # What may not be removed is not found.
        assert said == "DELETE 0" if one.guard in STAYS else re.search(rf"\b({one.guard})\b", said), said
    async with office.sql(office.database.owner_url) as connection:
        known = await connection.fetch("select conname from pg_constraint union select relname from pg_class")
        names = set(one.guard.split("|")) & {row[0] for row in known}
        if names:
            said = await _said(connection, change)
            assert any(re.search(rf"\b{name}\b", said) for name in names), said


def test_every_rule_between_tables_refuses_something() -> None:
    tried = {name for one in SHORTCUTS for name in one.guard.split("|")}
    assert sorted(POLICIES - tried) == []


def test_what_is_grave_is_the_same_in_the_database() -> None:
    assert law.LARGER_AMOUNT == LARGER_AMOUNT


async def _said(connection: asyncpg.Connection, change: str) -> str:
    try:
        return str(await connection.execute(change))
    except asyncpg.PostgresError as error:
        return str(error)


def _parts(tree: Any) -> Iterator[Any]:
    """All components of a page."""
    if isinstance(tree, list | tuple):
        for part in tree:
            yield from _parts(part)
    elif hasattr(tree, "to_plotly_json"):
        yield tree
        yield from _parts(getattr(tree, "children", None))


def _entries(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """As somebody fills them in, field by field."""
    for name, value in values.items():
        if isinstance(value, list):
            for number, row in enumerate(value):
                yield from _entries(row, f"{name}.{number}.")
        else:
            yield f"{above}{name}", value


def _caller(viewer: Viewer) -> Caller:
    return Caller(
        lang="zh",
        theme="light",
        name=viewer.name,
        username=viewer.username,
        roles=tuple(sorted(viewer.roles)),
        national=viewer.rows.national,
        units=viewer.rows.units,
        today=today(),
        real_day=is_real(),
    )
