"""API tokens through GraphQL: made, listed, revoked by people; never by a program that came with one."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
import pytest_asyncio

from api.graphql.engine import Engine
from api.policy.access import TokenScope
from api.policy.limits import SESSION, WIDE
from api.services.accounts import NewUser, create_users, viewer_named
from api.services.tokens import viewer_of_token
from api.viewer import NOBODY, SYSTEM, Viewer
from db.enums import Role
from db.store import NATION, Store

CREATE = """mutation ($name: String!, $scopes: [TokenScope!]!, $until: DateTime!) {
  createApiToken(name: $name, scopes: $scopes, expiresAt: $until) { secret token { id name prefix scopes live } }
}"""
REVOKE = "mutation ($id: ID!) { revokeApiToken(id: $id) }"
LIST = "{ viewer { scopes tokens { id name scopes live createdAt usedAt revokedAt } } }"
UNTIL = (datetime.now(UTC) + timedelta(days=30)).isoformat()
WANTED = {"name": "月报", "scopes": ["READ", "EXPORT"], "until": UNTIL}


@pytest_asyncio.fixture(scope="module")
async def analyst(store: Store) -> AsyncIterator[Viewer]:
    async with store.write(NATION) as work:
        await create_users(work, SYSTEM, [NewUser("token-graphql", "分析", [(Role.ANALYST, None)])])
    viewer = await viewer_named(store, "token-graphql")
    assert viewer
    yield viewer


async def said(store: Store, viewer: Viewer, document: str, variables: dict[str, Any] | None = None) -> Any:
    return orjson.loads((await Engine(store).answer(document, variables, None, viewer)).body)


async def test_made_listed_used_and_revoked(store: Store, analyst: Viewer) -> None:
    made = (await said(store, analyst, CREATE, WANTED))["data"]["createApiToken"]
    assert made["token"]["scopes"] == ["READ", "EXPORT"]
    assert made["secret"].startswith(made["token"]["prefix"])
    [listed] = (await said(store, analyst, LIST))["data"]["viewer"]["tokens"]
    assert (listed["id"], listed["name"], listed["live"]) == (made["token"]["id"], "月报", True)
    assert made["secret"] not in str(listed)
    assert listed["createdAt"].endswith("+08:00")
    program = await viewer_of_token(store, made["secret"])
    assert (await said(store, program, "{ viewer { scopes } }"))["data"]["viewer"]["scopes"] == [
        "READ",
        "EXPORT",
    ]
    revoked = await said(store, analyst, REVOKE, {"id": listed["id"]})
    assert revoked["data"] == {"revokeApiToken": True}
    [listed] = (await said(store, analyst, LIST))["data"]["viewer"]["tokens"]
    assert not listed["live"]
    assert listed["usedAt"]
    assert listed["revokedAt"]


async def test_a_program_makes_and_revokes_none(store: Store, analyst: Viewer) -> None:
    program = replace(analyst, token_id=1, scopes=frozenset(TokenScope))
    for document, variables in ((CREATE, WANTED), (REVOKE, {"id": "1"})):
        (error,) = (await said(store, program, document, variables))["errors"]
        assert error["extensions"]["code"] == "TOKEN_NOT_ENOUGH"
        (error,) = (await said(store, NOBODY, document, variables))["errors"]
        assert error["extensions"]["code"] == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    "document, changed, code",
    [
        (CREATE, {"name": " "}, "BAD_TOKEN_NAME"),
        (CREATE, {"scopes": []}, "BAD_TOKEN_SCOPES"),
        (CREATE, {"scopes": ["UNMASK"]}, "BAD_TOKEN_SCOPES"),
        (CREATE, {"scopes": ["EVERYTHING"]}, "BAD_VARIABLES"),
        (CREATE, {"until": "2020-01-01T00:00:00Z"}, "BAD_TOKEN_EXPIRY"),
        (CREATE, {"until": "2999-01-01T00:00:00Z"}, "BAD_TOKEN_EXPIRY"),
        (REVOKE, {"id": "0"}, "NOT_FOUND"),
        (REVOKE, {"id": "٣"}, "NOT_FOUND"),
        (REVOKE, {"id": "9" * 30}, "NOT_FOUND"),
        (REVOKE, {"id": "1 or 1=1"}, "NOT_FOUND"),
    ],
)
async def test_what_is_refused(
    store: Store, analyst: Viewer, document: str, changed: dict[str, Any], code: str
) -> None:
    variables = (WANTED if document is CREATE else {}) | changed
    (error,) = (await said(store, analyst, document, variables))["errors"]
    assert error["extensions"]["code"] == code


async def test_the_caller_is_told_the_limits(store: Store, analyst: Viewer) -> None:
    document = "{ viewer { limits { depth size cost points spent } } }"
    person = (await said(store, analyst, document))["data"]["viewer"]["limits"]
    assert person == {
        "depth": WIDE.depth, "size": WIDE.size, "cost": WIDE.cost, "points": WIDE.points * SESSION, "spent": person["spent"],
    }  # fmt: skip
    program = (await said(store, replace(analyst, token_id=3), document))["data"]["viewer"]["limits"]
    assert program["points"] == WIDE.points
