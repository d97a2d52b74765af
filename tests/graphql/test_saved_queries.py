"""Queries are kept under a name of one's own, and seen by others only where they are shared."""

from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
import pytest_asyncio

from api.graphql.engine import Engine
from api.services.accounts import NewUser, create_users, viewer_named
from api.viewer import NOBODY, SYSTEM, Viewer
from db.enums import Role
from db.store import NATION, Store

SAVE = """mutation ($name: String!, $document: String!, $variables: JSON, $shared: Boolean! = false) {
  keepQuery(name: $name, document: $document, variables: $variables, shared: $shared) { id name own shared } }"""
LIST = "{ keptQueries { id name document variables shared own owner } }"
DELETE = "mutation ($id: ID!) { deleteQuery(id: $id) }"
PLATFORMS = "query ($n: Int) { platforms(first: $n) { totalCount } }"


class People:
    """An engine on a store, and three people to ask as."""

    def __init__(self, engine: Engine, viewers: dict[str, Viewer]) -> None:
        self._engine = engine
        self._viewers = viewers

    async def __call__(self, who: str, document: str, /, **variables: Any) -> Any:
        viewer = self._viewers.get(who, NOBODY)
        return orjson.loads((await self._engine.answer(document, variables, None, viewer)).body)


@pytest_asyncio.fixture
async def ask(fresh_store: Store) -> AsyncIterator[People]:
    async with fresh_store.write(NATION) as work:
        await create_users(
            work,
            SYSTEM,
            [
                NewUser("ann", "安", [(Role.ANALYST, None)]),
                NewUser("bo", "波", [(Role.PROVINCIAL_SME_OFFICER, "320000")]),
                NewUser("root", "管", [(Role.ADMINISTRATOR, None)]),
            ],
        )
    viewers = {name: await viewer_named(fresh_store, name) for name in ("ann", "bo", "root")}
    yield People(Engine(fresh_store), {name: viewer for name, viewer in viewers.items() if viewer})


async def names(ask: People, who: str) -> list[str]:
    return [one["name"] for one in (await ask(who, LIST))["data"]["keptQueries"]]


async def test_a_kept_query_comes_back_as_it_was(ask: People) -> None:
    await ask("ann", SAVE, name="平台数", document=PLATFORMS, variables={"n": 5})
    [kept] = (await ask("ann", LIST))["data"]["keptQueries"]
    assert kept | {"id": ""} == {
        "id": "",
        "name": "平台数",
        "document": PLATFORMS,
        "variables": {"n": 5},
        "shared": False,
        "own": True,
        "owner": "安",
    }


async def test_the_same_name_again_replaces(ask: People) -> None:
    await ask("ann", SAVE, name="a", document=PLATFORMS, variables={"n": 5})
    await ask("ann", SAVE, name=" a ", document="{ viewer { name } }")
    [kept] = (await ask("ann", LIST))["data"]["keptQueries"]
    assert (kept["document"], kept["variables"]) == ("{ viewer { name } }", None)


async def test_others_see_only_what_is_shared(ask: People) -> None:
    await ask("ann", SAVE, name="mine", document=PLATFORMS)
    await ask("ann", SAVE, name="ours", document=PLATFORMS, shared=True)
    assert await names(ask, "ann") == ["mine", "ours"]
    assert await names(ask, "bo") == ["ours"]
    [theirs] = (await ask("bo", LIST))["data"]["keptQueries"]
    assert (theirs["own"], theirs["owner"]) == (False, "安")


async def test_two_people_may_use_one_name(ask: People) -> None:
    await ask("ann", SAVE, name="a", document=PLATFORMS, shared=True)
    await ask("bo", SAVE, name="a", document="{ viewer { name } }")
    assert await names(ask, "bo") == ["a", "a"]
    assert await names(ask, "ann") == ["a"]


async def test_one_deletes_one_s_own_and_an_administrator_what_is_shared(ask: People) -> None:
    own = (await ask("ann", SAVE, name="mine", document=PLATFORMS))["data"]["keepQuery"]["id"]
    shared = (await ask("ann", SAVE, name="ours", document=PLATFORMS, shared=True))["data"]["keepQuery"]["id"]
    for who, number in (("bo", own), ("bo", shared), ("root", own), ("ann", "0"), ("ann", "x")):
        answer = await ask(who, DELETE, id=number)
        assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert (await ask("root", DELETE, id=shared))["data"] == {"deleteQuery": True}
    assert (await ask("ann", DELETE, id=own))["data"] == {"deleteQuery": True}
    assert await names(ask, "ann") == []


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ({"name": "  "}, "BAD_QUERY_NAME"),
        ({"name": "a" * 81}, "BAD_QUERY_NAME"),
        ({"name": "a\nb"}, "BAD_QUERY_NAME"),
        ({"document": "{ platforms {"}, "BAD_QUERY"),
        ({"variables": [1]}, "BAD_QUERY"),
        ({"document": PLATFORMS + "#" * 20_000}, "QUERY_TOO_LONG"),
        ({"variables": {"n": "x\0"}}, "BAD_QUERY"),
    ],
    ids=[
        "no name",
        "a long name",
        "a name of two lines",
        "half a query",
        "a list",
        "too long",
        "an escaped nul",
    ],
)
async def test_what_cannot_be_kept_is_refused(ask: People, bad: dict[str, Any], code: str) -> None:
    answer = await ask("ann", SAVE, **({"name": "a", "document": PLATFORMS} | bad))
    assert answer["errors"][0]["extensions"]["code"] == code
    assert await names(ask, "ann") == []


async def test_the_longest_name_is_kept(ask: People) -> None:
    await ask("ann", SAVE, name="名" * 80, document=PLATFORMS)
    assert await names(ask, "ann") == ["名" * 80]


async def test_strangers_keep_nothing(ask: People) -> None:
    answer = await ask("nobody", SAVE, name="a", document=PLATFORMS)
    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
