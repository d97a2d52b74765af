"""Where the story of one province's batch is played: people, and one way to act, the API's."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson

from api.graphql.engine import Engine
from api.services.accounts import NewUser, create_users, viewer_named
from api.services.clock import work_on
from api.viewer import SYSTEM, Viewer
from db.enums import Role
from db.store import NATION, Store

UNIT = "320000"
PERFORM = """mutation ($action: String!, $id: ID, $values: JSON, $key: String) {
  perform(action: $action, id: $id, values: $values, key: $key) {
    done id state repeated problems { code message field clause } } }"""


class RefusedError(Exception):
    """What the story wanted was not done."""


@dataclass
class Stage:
    """``keys``: with a name each act carries it as its idempotency key, so that it may be played again."""

    store: Store
    engine: Engine
    people: dict[str, Viewer] = field(default_factory=dict)
    key: str | None = None
    acts: int = 0

    async def on(self, day: date) -> None:
        """The day it is."""
        work_on(day)

    async def ask(self, who: str, document: str, **variables: Any) -> Any:
        """The data of an answer.

        Raises:
            RefusedError: it has errors.
        """
        answer = orjson.loads(await self.engine.execute(document, variables, None, await self.person(who)))
        if answer.get("errors"):
            raise RefusedError(f"{who}: {answer['errors']}")
        return answer["data"]

    async def person(self, who: str) -> Viewer:
        if who not in self.people:
            viewer = await viewer_named(self.store, who)
            assert viewer is not None, who
            self.people[who] = viewer
        return self.people[who]

    async def act(self, who: str, action: str, of: str | None = None, **values: Any) -> str | None:
        """Do it; the id of the row made or changed.

        Raises:
            RefusedError: it was not done.
        """
        self.acts += 1
        key = f"{self.key}.{self.acts}" if self.key else None
        data = await self.ask(who, PERFORM, action=action, id=of, values=values, key=key)
        done = data["perform"]
        if not done["done"]:
            raise RefusedError(f"{who} {action}: {done['problems']}")
        found: str | None = done["id"]
        return found

    async def take_back(self, who: str, of: str, field: str, became: str) -> None:
        """The change by which the field became that."""
        found = await self.ask(
            who, "query ($of: ID!) { history(of: $of) { number fields { name after } } }", of=of
        )
        [number] = [
            change["number"]
            for change in found["history"]
            if {"name": field, "after": became} in change["fields"]
        ]
        entity = base64.b64decode(of).decode().partition(":")[0]
        await self.act(who, f"revert{entity}", of, change=number)

    async def export(self, who: str, batch: str) -> bytes:
        """The bank's file."""
        document = "mutation ($id: ID!) { exportBankBatch(id: $id, format: CSV) { content sha256 } }"
        return base64.b64decode((await self.ask(who, document, id=batch))["exportBankBatch"]["content"])

    async def all(self, who: str, root: str, fields: str, where: str = "") -> list[Mapping[str, Any]]:
        """All rows of a list."""
        narrowed = f"(first: 200, where: {where})" if where else "(first: 200)"
        data = await self.ask(who, f"{{ {root}{narrowed} {{ nodes {{ {fields} }} }} }}")
        rows: list[Mapping[str, Any]] = data[root]["nodes"]
        return rows


def gid(entity: str, key: object) -> str:
    return base64.b64encode(f"{entity}:{key}".encode()).decode()


#: The people of the story, as the demo calls its accounts.
CAST: Mapping[str, tuple[Role, str | None]] = {
    "jiangsu": (Role.PROVINCIAL_SME_OFFICER, UNIT),
    "jiangsu_finance": (Role.PROVINCIAL_FINANCE_OFFICER, UNIT),
    "programme": (Role.PROGRAMME_OFFICER, None),
    "finance": (Role.FINANCE_OFFICER, None),
    "finance2": (Role.FINANCE_OFFICER, None),
    "expert": (Role.EXPERT, UNIT),
    "supervisor": (Role.SUPERVISOR, None),
    "admin": (Role.ADMINISTRATOR, None),
}


async def hire(store: Store, password: str | None = None) -> None:
    """The cast's accounts, where they are not there yet."""
    async with store.write(NATION) as work:
        known = {row["username"] for row in await work.connection.fetch("select username from users")}
        users = [
            NewUser(name, role.label.split(" | ")[0], [(role, unit)], password)
            for name, (role, unit) in CAST.items()
            if name not in known
        ]
        await create_users(work, SYSTEM, users)
