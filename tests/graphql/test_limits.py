"""How large a document may be, and how many points an hour has, by role: at the limit it passes, beyond it is told."""

from collections.abc import AsyncIterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
import pytest_asyncio
from starlette.applications import Starlette

from api.errors import Refusal
from api.graphql.budget import Budget, account_of
from api.graphql.documents import Documents
from api.graphql.endpoint import graphql_routes
from api.graphql.engine import Engine
from api.graphql.negotiation import GRAPHQL, JSON
from api.policy.access import TokenScope
from api.policy.limits import (
    BY_ROLE,
    NARROW,
    POINT,
    SESSION,
    UNLIMITED,
    WIDE,
    QueryLimits,
    limits_of,
    points_of,
)
from api.services.files.folder import Folder
from api.services.points import HOUR, points_spent
from api.services.upkeep import upkeep
from api.viewer import NOBODY, SYSTEM, Viewer, current_viewer
from db.config import Database
from db.enums import Role
from db.store import NATION, NOTHING, Store
from tests.graphql.people import ANALYST, EXPERT, EXPERT_EN


def test_every_role_has_limits_and_the_most_generous_count() -> None:
    assert set(BY_ROLE) == set(Role)
    assert limits_of(frozenset()) == NARROW
    assert limits_of(frozenset({Role.EXPERT})) == NARROW
    assert limits_of(frozenset({Role.EXPERT, Role.ANALYST})) == WIDE
    for one in fields(QueryLimits):
        assert getattr(NARROW, one.name) <= getattr(WIDE, one.name) <= getattr(UNLIMITED, one.name)
    for limits in BY_ROLE.values():
        assert points_of(limits.cost) <= limits.points  # the dearest question can be asked at all


@pytest.mark.parametrize("cost, points", [(0, 1), (1, 1), (POINT, 1), (POINT + 1, 2), (10 * POINT, 10)])
def test_a_question_is_a_point_at_least(cost: int, points: int) -> None:
    assert points_of(cost) == points


def deep(levels: int) -> str:
    names = ["platforms", "nodes", "planIndustry", *["plan", "industries", "nodes"] * 9][: levels - 1]
    return "{ " + " { ".join([*names, "__typename"]) + " }" * (len(names) + 1)


def roots(number: int) -> str:
    return "{ " + " ".join(["__typename"] * number) + " }"


def aliases(number: int) -> str:
    return "{ platforms { " + " ".join(f"a{one}: totalCount" for one in range(number)) + " } }"


def directives(number: int) -> str:
    return "{ platforms { " + "totalCount @skip(if: false) " * number + " } }"


def tokens(number: int) -> str:
    listed = "1, " * (number - 20)  # commas and comments are free
    return "{ platforms(where: {planned: {in: [" + listed + "]}}) { totalCount } } # comment"


def page(size: int) -> str:
    return f"{{ platforms(first: {size}) {{ totalCount }} }}"


def in_fragment(levels: int) -> str:
    inner = deep(levels).removeprefix("{ platforms")
    return "{ platforms { ...F } } fragment F on PlatformConnection" + inner[: -len(" }")]


#: (what, document with a number, code, the name of the limit)
MEASURES: list[Any] = [
    (deep, "TOO_DEEP", "depth"),
    (in_fragment, "TOO_DEEP", "depth"),
    (roots, "TOO_MANY_ROOTS", "roots"),
    (aliases, "TOO_MANY_ALIASES", "aliases"),
    (directives, "TOO_MANY_DIRECTIVES", "directives"),
    (tokens, "TOO_MANY_TOKENS", "tokens"),
    (page, "LIST_TOO_LONG", "size"),
]


async def said(engine: Engine, document: str, viewer: Viewer, **more: Any) -> Any:
    return orjson.loads((await engine.answer(document, more or None, None, viewer)).body)


@pytest.mark.parametrize("document,code,name", MEASURES, ids=lambda value: getattr(value, "__name__", ""))
async def test_at_the_limit_it_passes_and_one_beyond_is_told_with_both_numbers(
    engine: Engine, document: Any, code: str, name: str
) -> None:
    most = getattr(NARROW, name)
    assert "errors" not in await said(engine, document(most), EXPERT)
    answers = [await said(engine, document(most + 1), viewer) for viewer in (EXPERT, EXPERT_EN)]
    for answer in answers:
        (error,) = answer["errors"]
        assert error["extensions"]["code"] == code
        assert str(most) in error["message"]
        assert str(most + 1) in error["message"]
        assert "data" not in answer
    assert answers[0]["errors"][0]["message"] != answers[1]["errors"][0]["message"]
    wider = await said(engine, document(most + 1), ANALYST)
    assert "errors" not in wider
    assert b"errors" not in await engine.execute(document(most + 1), None, None, EXPERT)  # our own pages


async def test_a_page_is_as_long_wherever_its_size_stands(engine: Engine) -> None:
    document = "query ($n: Int) { programme { platformsTarget } plans(first: 1) { nodes { industries(first: $n) { totalCount } } } }"
    for size, refused in ((NARROW.size, False), (NARROW.size + 1, True), (None, False)):
        assert ("errors" in await said(engine, document, EXPERT, n=size)) is refused


async def test_what_is_nested_beyond_reading_is_refused_like_what_is_deep(engine: Engine) -> None:
    for opening, closing in (
        ("platforms {", "}"),
        ("... {", "}"),
        ("platforms(where: {and: [", "]}) { id }"),
    ):
        for levels in (90, 900):
            document = "{" + opening * levels + " __typename " + closing * levels + "}"
            for viewer in (ANALYST, SYSTEM, NOBODY):
                answer = await said(engine, document, viewer)
                assert "INTERNAL" not in str(answer)


async def test_the_explorer_may_read_the_schema_as_anybody_signed_in(engine: Engine) -> None:
    from graphql import get_introspection_query

    for viewer in (EXPERT, ANALYST):
        answer = await said(engine, get_introspection_query(input_value_deprecation=True), viewer)
        assert "errors" not in answer
        assert answer["data"]["__schema"]["types"]
    circle = "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }"
    assert "errors" in await said(engine, circle, ANALYST)


# -- points ----------------------------------------------------------------------------------------------

TOKEN = replace(ANALYST, token_id=77, user_id=707)
FEW = replace(WIDE, points=10)


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0 // HOUR * HOUR + 10

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def account(store: Store) -> AsyncIterator[Store]:
    async with store.write(NOTHING) as work:
        await work.connection.execute("delete from hourly_points")
    yield store


async def test_the_last_point_can_be_spent_and_not_one_more(account: Store, clock: Clock) -> None:
    budget = Budget(account, clock)
    first = budget.spend(TOKEN, 9, FEW)
    assert first
    assert (first.points, first.seconds) == (1, HOUR - 10)
    last = budget.spend(TOKEN, 1, FEW)
    assert last
    assert last.points == 0
    with pytest.raises(Refusal, match="POINTS_EXHAUSTED") as caught:
        budget.spend(TOKEN, 1, FEW)
    assert caught.value.status == 429
    assert "3,590" not in caught.value.hint("en")
    assert "3590" in caught.value.hint("en")


async def test_what_is_refused_costs_nothing(account: Store, clock: Clock) -> None:
    budget = Budget(account, clock)
    for _ in range(3):
        with pytest.raises(Refusal):
            budget.spend(TOKEN, 11, FEW)
    assert budget.spend(TOKEN, 10, FEW)


async def test_a_new_hour_is_a_new_account(account: Store, clock: Clock) -> None:
    budget = Budget(account, clock)
    budget.spend(TOKEN, 10, FEW)
    clock.now += HOUR - 11  # the last second of it
    with pytest.raises(Refusal):
        budget.spend(TOKEN, 1, FEW)
    clock.now += 1
    assert budget.spend(TOKEN, 10, FEW)


async def test_people_and_each_of_their_tokens_have_accounts_of_their_own(
    account: Store, clock: Clock
) -> None:
    budget = Budget(account, clock)
    person = replace(TOKEN, token_id=None)
    assert account_of(TOKEN, FEW) == ("token:77", 10)
    assert account_of(person, FEW) == ("user:707", 10 * SESSION)
    budget.spend(TOKEN, 10, FEW)
    assert budget.spend(person, 10 * SESSION, FEW)
    assert budget.spend(replace(TOKEN, token_id=78), 10, FEW)
    assert budget.spend(SYSTEM, 10**9, FEW) is None


async def test_processes_share_the_account_through_the_database(account: Store, clock: Clock) -> None:
    one, other = Budget(account, clock), Budget(account, clock)
    one.spend(TOKEN, 6, FEW)
    other.spend(TOKEN, 3, FEW)
    await one.write()
    await other.write()
    assert await points_spent(account, int(clock.now) // HOUR, "token:77") == 9
    with pytest.raises(Refusal):
        other.spend(TOKEN, 2, FEW)  # knows of the six
    assert one.spend(TOKEN, 1, FEW)
    await one.write()
    await one.write()  # nothing new: nothing is counted twice
    assert await points_spent(account, int(clock.now) // HOUR, "token:77") == 10


async def test_points_are_written_by_themselves(
    account: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    monkeypatch.setattr("api.graphql.budget.EVERY", 0.01)
    budget = Budget(account, clock)
    budget.spend(TOKEN, 4, FEW)
    for _ in range(300):
        await asyncio.sleep(0.01)
        if await points_spent(account, int(clock.now) // HOUR, "token:77") == 4:
            return
    pytest.fail("nothing was written")


async def test_a_database_that_is_away_loses_no_points(database: Database, clock: Clock) -> None:
    store = await Store.open(database.app_url, size=1)
    budget = Budget(store, clock)
    budget.spend(TOKEN, 7, FEW)
    await store.close()
    await budget._write()
    with pytest.raises(Refusal):
        budget.spend(TOKEN, 4, FEW)


async def test_old_hours_are_swept(account: Store, database: Database, tmp_path: Path) -> None:
    async with account.write(NOTHING) as work:
        await work.connection.execute(
            "insert into hourly_points (asker, hour, points, synthetic) values"
            " ('user:1', date_trunc('hour', now()) - interval '2 hours', 5, false),"
            " ('user:1', date_trunc('hour', now()) - interval '1 hour', 5, false),"
            " ('user:1', date_trunc('hour', now()), 5, false)"
        )
    await upkeep(database, Folder(tmp_path))
    async with account.read(NOTHING) as connection:
        assert await connection.fetchval("select count(*) from hourly_points") == 2


async def test_over_http_the_hour_is_told_in_headers_and_its_end_as_429(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BY_ROLE, Role.AUDITOR, replace(WIDE, points=2))
    limits_of.cache_clear()
    viewer = Viewer(4242, "audit", "审计", frozenset({Role.AUDITOR}), NATION, token_id=4242)
    before = current_viewer.set(viewer)
    try:
        transport = httpx.ASGITransport(Starlette(routes=graphql_routes(engine, Documents())))
        async with httpx.AsyncClient(transport=transport, base_url="http://dengta.example") as client:
            for kind in (JSON, GRAPHQL):
                answer = await client.post(
                    "/graphql",
                    json={"query": "{ clauses(first: 1) { nodes { code } } }"},
                    headers={"accept": kind},
                )
                assert answer.status_code == 200
                assert answer.headers["ratelimit"].startswith('"points";r=')
                assert answer.json()["extensions"]["cost"]["limit"] == WIDE.cost
            for kind in (JSON, GRAPHQL):
                refused = await client.post(
                    "/graphql",
                    json={"query": "{ clauses(first: 1) { nodes { code } } }"},
                    headers={"accept": kind},
                )
                assert refused.status_code == 429
                assert 0 < int(refused.headers["retry-after"]) <= HOUR
                assert refused.json()["errors"][0]["extensions"]["code"] == "POINTS_EXHAUSTED"
    finally:
        current_viewer.reset(before)
        limits_of.cache_clear()


# -- scopes of a token -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "scope, document, code",
    [
        (TokenScope.READ, "{ clauses(first: 1) { nodes { code } } }", None),
        (TokenScope.WRITE, "{ clauses(first: 1) { nodes { code } } }", "TOKEN_SCOPE"),
        (TokenScope.EXPORT, "{ __schema { types { name } } }", "TOKEN_SCOPE"),
        (TokenScope.READ, 'mutation { importPlan(file: "x", commit: false) { created } }', "TOKEN_SCOPE"),
        (TokenScope.WRITE, 'mutation { importPlan(file: "x", commit: false) { created } }', "FILE_MISSING"),
    ],
)
async def test_a_token_asks_and_changes_by_its_scopes(
    engine: Engine, scope: TokenScope, document: str, code: str | None
) -> None:
    answer = await said(engine, document, replace(ANALYST, token_id=5, scopes=frozenset({scope})))
    assert answer.get("errors", [{"extensions": {"code": None}}])[0]["extensions"]["code"] == code


async def test_the_system_itself_and_nobody(engine: Engine) -> None:
    assert b"extensions" not in await engine.execute("{ platforms { totalCount } }", None, None, ANALYST)
    assert b"UNAUTHENTICATED" in await engine.execute("{ platforms { totalCount } }", None, None, NOBODY)
