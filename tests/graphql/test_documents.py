"""Documents by their ids: remembered for those who sent them once, or from the list of trusted ones."""

import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from api.graphql import documents as documents_module
from api.graphql.documents import Documents
from api.graphql.engine import MAX_KEPT_LENGTH, Engine
from api.graphql.negotiation import GRAPHQL, HTML, JSON
from tests.graphql.test_http import BROWSER, served

DOCUMENT = "query Planned($n: Int = 1) { platforms(first: $n) { nodes { planned } } }"
OTHER = "{ platforms(first: 1) { totalCount } }"


def digest(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


def persisted(document: str, **changes: Any) -> dict[str, Any]:
    return {"persistedQuery": {"version": 1, "sha256Hash": digest(document)} | changes}


def code(answer: httpx.Response) -> str | None:
    errors = answer.json().get("errors")
    return errors[0]["extensions"]["code"] if errors else None


@pytest_asyncio.fixture
async def client(engine: Engine) -> AsyncIterator[httpx.AsyncClient]:
    async with served(engine, Documents()) as client:
        yield client


# -- automatic persisted queries ------------------------------------------------------------------------


async def test_a_document_sent_once_with_its_hash_is_known_by_it(client: httpx.AsyncClient) -> None:
    by_hash = {"extensions": persisted(DOCUMENT), "variables": {"n": 2}}
    unknown = await client.post("/graphql", json=by_hash)
    assert unknown.status_code == 200  # what Apollo Client expects with application/json
    assert unknown.json()["errors"][0]["message"] == "PersistedQueryNotFound"  # clients go by the sentence
    assert code(unknown) == "PERSISTED_QUERY_NOT_FOUND"
    assert unknown.headers["cache-control"] == "no-store"
    taught = await client.post("/graphql", json=by_hash | {"query": DOCUMENT})
    assert len(taught.json()["data"]["platforms"]["nodes"]) == 2
    known = await client.post("/graphql", json=by_hash)
    assert known.content == taught.content
    by_get = {"extensions": json.dumps(persisted(DOCUMENT)), "variables": '{"n": 2}'}
    got = await client.get("/graphql", params=by_get)
    assert got.content == taught.content
    assert got.headers["etag"]
    by_id = {"documentId": f"sha256:{digest(DOCUMENT)}", "variables": {"n": 2}}
    assert (await client.post("/graphql", json=by_id)).content == taught.content


async def test_a_document_is_taught_by_get_as_urql_does(client: httpx.AsyncClient) -> None:
    extensions = json.dumps(persisted(DOCUMENT, miss=True))
    await client.get("/graphql", params={"query": DOCUMENT, "extensions": extensions})
    answer = await client.get("/graphql", params={"extensions": extensions})
    assert "errors" not in answer.json()


async def test_not_found_is_404_where_the_media_type_has_statuses(client: httpx.AsyncClient) -> None:
    asked = {"extensions": persisted(DOCUMENT)}
    answer = await client.post("/graphql", json=asked, headers={"accept": GRAPHQL})
    assert answer.status_code == 404
    assert list(answer.json()) == ["errors"]


@pytest.mark.parametrize(
    "asked,expected,status",
    [
        ({"query": OTHER, "extensions": persisted(DOCUMENT)}, "PERSISTED_QUERY_HASH_MISMATCH", 200),
        ({"query": OTHER, "documentId": f"sha256:{digest(DOCUMENT)}"}, "PERSISTED_QUERY_HASH_MISMATCH", 200),
        (
            {"query": OTHER, "extensions": persisted(OTHER, sha256Hash="")},
            "PERSISTED_QUERY_HASH_MISMATCH",
            200,
        ),
        ({"extensions": persisted(DOCUMENT, version=2)}, "PERSISTED_QUERY_NOT_SUPPORTED", 400),
        ({"extensions": {"persistedQuery": {"sha256Hash": "x"}}}, "PERSISTED_QUERY_NOT_SUPPORTED", 400),
        ({"extensions": persisted(DOCUMENT, sha256Hash=7)}, "BAD_REQUEST", 400),
        ({"extensions": {"persistedQuery": "x"}}, "BAD_REQUEST", 400),
        ({"extensions": {"persistedQuery": None}}, "BAD_REQUEST", 400),
        ({"extensions": {}}, "BAD_REQUEST", 400),
        ({"documentId": "an-id-of-relay"}, "PERSISTED_QUERY_NOT_FOUND", 200),
        ({"id": "an-id-of-relay"}, "PERSISTED_QUERY_NOT_FOUND", 200),
        ({"documentId": ""}, "PERSISTED_QUERY_NOT_FOUND", 200),
        ({"query": ""}, "GRAPHQL_PARSE_FAILED", 200),
        # near-misses that are answered
        ({"query": OTHER, "extensions": persisted(OTHER)}, None, 200),
        ({"query": OTHER, "id": "an-id-of-relay"}, None, 200),
        ({"query": OTHER, "id": 7}, None, 200),
        ({"query": OTHER, "extensions": {"somebody": "else's"}}, None, 200),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_what_comes_of_ids(
    client: httpx.AsyncClient, asked: dict[str, Any], expected: str | None, status: int
) -> None:
    answer = await client.post("/graphql", json=asked)
    assert (code(answer), answer.status_code) == (expected, status), answer.text


@pytest.mark.parametrize(
    "document,person",
    [
        ("{ nonsense }", "analyst"),
        ("{ platforms {", "analyst"),
        (f"{OTHER} #{'x' * MAX_KEPT_LENGTH}", "analyst"),
        (OTHER, "nobody"),
        ("{ __typename }", "nobody"),
    ],
    ids=lambda value: value[:40],
)
async def test_bad_and_long_documents_and_those_of_strangers_are_not_kept(
    client: httpx.AsyncClient, document: str, person: str
) -> None:
    headers = {"x-person": person}
    asked = {"query": document, "extensions": persisted(document)}
    assert code(await client.post("/graphql", json=asked, headers=headers)) != "PERSISTED_QUERY_NOT_FOUND"
    del asked["query"]
    assert code(await client.post("/graphql", json=asked)) == "PERSISTED_QUERY_NOT_FOUND"


async def test_knowing_a_hash_gives_nobody_a_right(client: httpx.AsyncClient) -> None:
    await client.post("/graphql", json={"query": OTHER, "extensions": persisted(OTHER)})
    asked = {"extensions": persisted(OTHER)}
    assert code(await client.post("/graphql", json=asked)) is None
    assert (
        code(await client.post("/graphql", json=asked, headers={"x-person": "nobody"})) == "UNAUTHENTICATED"
    )


async def test_the_oldest_go(client: httpx.AsyncClient) -> None:
    documents = [f"{{ __typename }} # {number}" for number in range(documents_module.KEPT + 1)]
    for document in documents:
        await client.post("/graphql", json={"query": document, "extensions": persisted(document)})
    kept = [
        code(await client.post("/graphql", json={"extensions": persisted(documents[number])}))
        for number in (0, 1, -1)
    ]
    assert kept == ["PERSISTED_QUERY_NOT_FOUND", None, None]


async def test_a_remembered_mutation_is_still_not_for_get(client: httpx.AsyncClient) -> None:
    mutation = "mutation M { __typename }"
    await client.post("/graphql", json={"query": mutation, "extensions": persisted(mutation)})
    answer = await client.get("/graphql", params={"extensions": json.dumps(persisted(mutation))})
    assert answer.status_code == 405


# -- trusted documents ------------------------------------------------------------------------------------

TRUSTED = {
    "planned": DOCUMENT,
    "sha256:" + digest(OTHER): OTHER,
    "d41d8cd98f00b204e9800998ecf8427e": "{ __typename }",
}


@pytest_asyncio.fixture
async def closed(engine: Engine) -> AsyncIterator[httpx.AsyncClient]:
    async with served(engine, Documents(TRUSTED)) as client:
        yield client


@pytest.mark.parametrize(
    "asked",
    [
        {"documentId": "planned"},
        {"id": "planned"},
        {"doc_id": "planned"},
        {"documentId": f"sha256:{digest(OTHER)}"},
        {"documentId": digest(OTHER)},
        {"extensions": persisted(OTHER)},
        {"extensions": persisted(DOCUMENT)},  # by the hash of its text, whatever the list calls it
        {"documentId": "d41d8cd98f00b204e9800998ecf8427e"},
        {"query": DOCUMENT},
        {"query": DOCUMENT, "documentId": "planned", "variables": {"n": 3}, "operationName": "Planned"},
    ],
    ids=lambda value: str(value)[:60],
)
async def test_a_trusted_document_runs_by_any_name_of_it(
    closed: httpx.AsyncClient, asked: dict[str, Any]
) -> None:
    answer = await closed.post("/graphql", json=asked)
    assert answer.json()["data"], answer.text


@pytest.mark.parametrize(
    "asked",
    [
        {"query": "{ platforms { totalCount } }"},
        {"query": DOCUMENT + " "},
        {"query": "{ __schema { types { name } } }"},
        {"query": "mutation { __typename }"},
        {"query": "{ platforms { totalCount } }", "documentId": "planned"},
        {"query": "{ platforms { totalCount } }", "extensions": persisted("{ platforms { totalCount } }")},
        {"extensions": persisted("{ platforms { totalCount } }")},
        {"documentId": "PLANNED"},
        {"documentId": ""},
        {"query": ""},
        {"query": "{"},
    ],
    ids=lambda value: str(value)[:60],
)
async def test_nothing_else_runs(closed: httpx.AsyncClient, asked: dict[str, Any]) -> None:
    for kind, status in ((JSON, 200), (GRAPHQL, 403)):
        answer = await closed.post("/graphql", json=asked, headers={"accept": kind})
        assert (answer.status_code, code(answer)) == (status, "UNTRUSTED_DOCUMENT")
    by_get = {name: value if isinstance(value, str) else json.dumps(value) for name, value in asked.items()}
    if any(by_get.values()):
        assert "data" not in (await closed.get("/graphql", params=by_get)).json()


async def test_a_document_cannot_be_taught_to_a_closed_system(closed: httpx.AsyncClient) -> None:
    document = "{ platforms { totalCount } }"
    await closed.post("/graphql", json={"query": document, "extensions": persisted(document)})
    answer = await closed.post("/graphql", json={"extensions": persisted(document)})
    assert code(answer) == "UNTRUSTED_DOCUMENT"


async def test_the_explorer_says_that_it_is_closed(closed: httpx.AsyncClient) -> None:
    page = await closed.get("/graphql", headers={"accept": BROWSER})
    assert page.headers["content-type"].startswith(HTML)
    assert "只运行登记过的查询" in page.text
    assert "Only trusted documents run here" in page.text
