"""Server-sent events: the distinct connections mode of graphql-sse, and who gets JSON all the same."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from api.services.accounts import sign_in
from api.services.sessions import sign_out
from tests.graphql.rows import OWN
from tests.graphql.served import PASSWORD, Served, until

pytestmark = pytest.mark.usefixtures("nothing_is_left")

EVENTS = "text/event-stream"
URQL = "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed"
WHO = "{ viewer { username } }"
FOLLOW = "subscription { progress(batch: 1) { target } }"


class Stream:
    """The events of one response."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()

    async def next(self) -> tuple[str, Any] | None:
        """(event, data) of the next event, past comments; None at the end."""
        event, data = "", None
        async with asyncio.timeout(8):
            async for line in self._lines:
                if line.startswith("event: "):
                    event = line.removeprefix("event: ")
                elif line.startswith("data:"):
                    data = line.removeprefix("data:").strip()
                elif not line and event:
                    return event, json.loads(data) if data else None
        return None


@asynccontextmanager
async def stream(
    app: Served,
    query: str,
    *,
    person: str | None = "analyst",
    accept: str = EVENTS,
    method: str = "POST",
    **headers: str,
) -> AsyncIterator[Stream]:
    async with app.http(person) as client:
        asked: dict[str, Any] = (
            {"json": {"query": query}} if method == "POST" else {"params": {"query": query}}
        )
        async with client.stream(
            method, "/graphql", headers={"accept": accept} | headers, **asked
        ) as response:
            yield Stream(response)


async def raise_target(app: Served) -> None:
    [(platform, planned)] = await app.fetch(
        "select id, planned from platforms where unit_code = $1 order by id limit 1", OWN
    )
    await app.change("Platform", id=platform, planned=planned + 1)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("encoding", ["identity", "gzip", "br", "zstd"])
async def test_answers_come_as_events_when_they_come(app: Served, method: str, encoding: str) -> None:
    """Compressed or not, nothing waits in a buffer for more to follow."""
    async with stream(app, FOLLOW, method=method, **{"accept-encoding": encoding}) as events:
        assert events.response.status_code == 200
        assert events.response.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert events.response.headers["cache-control"] == "no-store"
        assert events.response.headers.get("content-encoding", "identity") == encoding
        name, first = await events.next() or ("", {})
        assert name == "next"
        await raise_target(app)
        name, second = await events.next() or ("", {})
        assert name == "next"
    target = first["data"]["progress"]["target"]
    assert second["data"] == {"progress": {"target": target + 1}}


async def test_a_query_is_one_event_and_the_end(app: Served) -> None:
    async with stream(app, WHO) as events:
        assert await events.next() == ("next", {"data": {"viewer": {"username": "analyst"}}})
        assert await events.next() == ("complete", None)
        assert await events.next() is None


@pytest.mark.parametrize(
    "accept,query,kind",
    [
        (URQL, WHO, "application/graphql-response+json"),
        (URQL, FOLLOW, EVENTS),
        (EVENTS, WHO, EVENTS),
        (f"application/json;q=0.5, {EVENTS}", WHO, EVENTS),
        (f"application/json, {EVENTS};q=0.5", WHO, "application/json"),
        (f"application/json, {EVENTS};q=0.5", FOLLOW, EVENTS),
        (f"{EVENTS}, application/json", WHO, EVENTS),
        ("*/*", WHO, "application/json"),
        (f"application/json, {EVENTS};q=0", FOLLOW, "application/json"),
    ],
)
async def test_the_accept_header_and_the_operation_decide(
    app: Served, accept: str, query: str, kind: str
) -> None:
    async with stream(app, query, accept=accept) as events:
        assert events.response.headers["content-type"] == f"{kind}; charset=utf-8"


@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json", "*/*"])
async def test_a_subscription_without_a_stream_is_told_how(app: Served, accept: str) -> None:
    async with app.http() as client:
        answer = await client.post("/graphql", json={"query": FOLLOW}, headers={"accept": accept})
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "SUBSCRIPTION_NOT_STREAMED"
    assert answer.status_code == (406 if "graphql-response" in accept else 200)


@pytest.mark.parametrize(
    "person,query,code",
    [
        (None, FOLLOW, "UNAUTHENTICATED"),
        ("analyst", "subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("analyst", "{", "GRAPHQL_PARSE_FAILED"),
        ("analyst", 'subscription { case(id: "x") { number } }', "BAD_ID"),
        ("reviewer", 'subscription { case(id: "Q2FzZTox") { number } }', "FORBIDDEN"),
        ("province", 'subscription { case(id: "Q2FzZTo5OTk5OTk=") { number } }', "NOT_FOUND"),
    ],
)
async def test_refusals_are_events_too(app: Served, person: str | None, query: str, code: str) -> None:
    async with stream(app, query, person=person) as events:
        assert events.response.status_code == 200
        name, answer = await events.next() or ("", {})
        assert (name, answer["errors"][0]["extensions"]["code"]) == ("next", code)
        assert await events.next() == ("complete", None)


async def test_a_mutation_does_not_come_by_get(app: Served) -> None:
    mutation = 'mutation { importPlan(file: "x", commit: false) { message } }'
    async with stream(app, mutation, method="GET") as events:
        _, answer = await events.next() or ("", {})
        assert answer["errors"][0]["extensions"]["code"] == "METHOD_NOT_ALLOWED"


async def test_a_body_that_is_none_is_refused_by_an_event(app: Served) -> None:
    async with (
        app.http() as client,
        client.stream(
            "POST", "/graphql", content=b"{", headers={"accept": EVENTS, "content-type": "application/json"}
        ) as r,
    ):
        _, answer = await Stream(r).next() or ("", {})
        assert answer["errors"][0]["extensions"]["code"] == "BAD_JSON"


async def test_a_quiet_stream_shows_that_it_is_still_there(app: Served) -> None:
    app.live.patience.quiet = 0.05
    async with stream(app, FOLLOW) as events:
        await events.next()
        comments = 0
        async with asyncio.timeout(8):
            async for line in events._lines:
                comments += line == ":"
                if comments == 3:
                    break
    assert comments == 3


async def test_a_stream_ends_with_its_session(app: Served) -> None:
    app.live.patience.recheck = 0.1
    token = await sign_in(app.store, "neighbour", PASSWORD, None)
    app.cookies["passing"] = token
    async with stream(app, FOLLOW, person="passing") as events:
        await events.next()
        await sign_out(app.store, token)
        name, answer = await events.next() or ("", {})
        assert (name, answer["errors"][0]["extensions"]["code"]) == ("next", "UNAUTHENTICATED")
        assert await events.next() == ("complete", None)
        assert await events.next() is None


async def test_who_leaves_is_not_asked_for_any_more(app: Served) -> None:
    async with stream(app, FOLLOW) as events:
        await events.next()
        assert len(app.live._feeds) == 1
    await until(lambda: not app.live._feeds)


async def test_a_page_of_another_origin_gets_no_stream(app: Served) -> None:
    async with stream(app, FOLLOW, method="GET", origin="http://evil.example") as events:
        _, answer = await events.next() or ("", {})
        assert answer["errors"][0]["extensions"]["code"] == "CROSS_ORIGIN"
