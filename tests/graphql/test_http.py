"""GraphQL over HTTP: media types, status codes, keeping answers, uploads, the explorer."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.graphql.documents import Documents
from api.graphql.endpoint import graphql_routes
from api.graphql.engine import Engine
from api.graphql.negotiation import GRAPHQL, HTML, JSON, choose
from api.graphql.request import MAX_ADDRESS, MAX_BODY
from api.viewer import NOBODY, Viewer, current_viewer
from tests.graphql.people import ANALYST, EXPERT_EN, PROVINCE

GOOD = {"query": "{ __typename }"}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


PEOPLE = {"analyst": ANALYST, "province": PROVINCE, "expert": EXPERT_EN, "nobody": NOBODY}


class As:
    """Makes every request the named person's, as the session middleware would."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        viewer: Viewer = PEOPLE[Request(scope).headers.get("x-person", "analyst")]
        token = current_viewer.set(viewer)
        try:
            await self._app(scope, receive, send)
        finally:
            current_viewer.reset(token)


def served(engine: Engine, documents: Documents) -> httpx.AsyncClient:
    """A client of the endpoint that asks as the analyst, or as whom its header x-person names."""
    transport = httpx.ASGITransport(As(Starlette(routes=graphql_routes(engine, documents))))
    return httpx.AsyncClient(transport=transport, base_url="http://dengta.example")


@pytest_asyncio.fixture
async def client(engine: Engine) -> AsyncIterator[httpx.AsyncClient]:
    async with served(engine, Documents()) as client:
        yield client


@pytest.mark.parametrize(
    "accept,kind",
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}, {JSON};q=0.9", GRAPHQL),
        (f"{GRAPHQL};q=0.5, {JSON}", JSON),
        (f"{GRAPHQL}, {JSON}", GRAPHQL),  # liked as well: as the caller orders them
        (f"{JSON}, {GRAPHQL}", JSON),
        (f"{GRAPHQL},{JSON};q=0.9", GRAPHQL),  # Apollo Client
        (f"{GRAPHQL}, application/graphql+json, {JSON}, text/event-stream, multipart/mixed", GRAPHQL),  # urql
        (f"{GRAPHQL};q=0.8, application/*;q=0.9", JSON),
        (f"{GRAPHQL};charset=utf-8", GRAPHQL),
        ("text/event-stream, application/json;q=0.5", JSON),
        ("APPLICATION/JSON", JSON),
        (f"{JSON};q=0, */*", GRAPHQL),
        (BROWSER, HTML),
        ("image/png", None),
        (f"{JSON};q=0", None),
        (f"{JSON};q=nonsense", None),
    ],
)
def test_the_media_type_liked_best(accept: str | None, kind: str | None) -> None:
    assert choose(accept, (JSON, GRAPHQL, HTML)) == kind


@pytest.mark.parametrize("kind", [JSON, GRAPHQL])
async def test_the_answer_comes_in_the_media_type_asked_for(client: httpx.AsyncClient, kind: str) -> None:
    answers = [
        await client.post("/graphql", json=GOOD, headers={"accept": kind}),
        await client.get("/graphql", params=GOOD, headers={"accept": kind}),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
        assert answer.headers["vary"].startswith("Accept")
        assert answer.json() == {"data": {"__typename": "Query"}}


#: (what is sent, its status with application/json, with application/graphql-response+json)
REQUESTS: list[tuple[dict[str, Any], int, int]] = [
    ({"json": {"query": "{"}}, 200, 400),
    ({"json": {"query": "{ nonsense }"}}, 200, 400),
    ({"json": {"query": "query ($n: Int!) { platforms(first: $n) { totalCount } }"}}, 200, 400),
    ({"json": {"query": "{ __typename }", "operationName": "Other"}}, 200, 400),
    ({"json": {"query": "{ platforms { totalCount } }"}, "headers": {"x-person": "nobody"}}, 200, 401),
    ({"json": {}}, 400, 400),
    ({"json": []}, 400, 400),
    ({"json": [GOOD]}, 400, 400),
    ({"json": {"query": None}}, 400, 400),
    ({"json": {"query": "{ __typename }", "extensions": "x"}}, 400, 400),
    ({"json": {"query": "{ __typename }", "documentId": "x", "extensions": 7}}, 400, 400),
    ({"json": {"query": 7}}, 400, 400),
    ({"json": {"query": "{ __typename }", "variables": "x"}}, 400, 400),
    ({"json": {"query": "{ __typename }", "operationName": 7}}, 400, 400),
    ({"json": {"query": "{ __typename }", "extensions": []}}, 400, 400),
    ({"content": b"{", "headers": {"content-type": JSON}}, 400, 400),
    ({"content": b"", "headers": {"content-type": JSON}}, 400, 400),
    ({"content": b"\xff", "headers": {"content-type": JSON}}, 400, 400),
    ({"content": b"{}", "headers": {"content-type": f"{JSON}; charset=gbk"}}, 415, 415),
    ({"content": b"{}", "headers": {"content-type": "text/plain"}}, 415, 415),
    ({"data": {"query": "{ __typename }"}}, 415, 415),
    ({"content": b"{}"}, 415, 415),
    ({"content": b"{}", "headers": {"content-type": f"text/plain; x={JSON}"}}, 415, 415),
    ({"content": b"\x1f\x8b", "headers": {"content-type": JSON, "content-encoding": "gzip"}}, 415, 415),
    ({"content": b"[" * 2000 + b"]" * 2000, "headers": {"content-type": JSON}}, 400, 400),
    ({"content": b" " * (MAX_BODY + 1), "headers": {"content-type": JSON}}, 413, 413),
]


@pytest.mark.parametrize("sent,plain,strict", REQUESTS, ids=lambda value: str(value)[:70])
async def test_bad_requests_have_a_status_and_no_data(
    client: httpx.AsyncClient, sent: dict[str, Any], plain: int, strict: int
) -> None:
    headers = sent.pop("headers", {})
    for kind, status in ((JSON, plain), (GRAPHQL, strict)):
        answer = await client.post("/graphql", headers={"accept": kind, **headers}, **sent)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"].startswith(kind)
        assert list(answer.json()) == ["errors"]
        assert answer.json()["errors"][0]["extensions"]["code"]


async def test_a_body_that_lies_about_its_length(client: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b" " * 65536

    answer = await client.post("/graphql", content=endless(), headers={"content-type": JSON})
    assert answer.status_code == 413


async def test_a_refused_field_is_an_answer_with_data_null(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/graphql",
        json={"query": "{ flags { totalCount } }"},
        headers={"accept": GRAPHQL, "x-person": "expert"},
    )
    assert answer.status_code == 294  # Partial Success, by the specification of September 2026
    assert answer.json()["data"] is None
    assert answer.json()["errors"][0]["path"] == ["flags"]
    legacy = await client.post(
        "/graphql", json={"query": "{ flags { totalCount } }"}, headers={"x-person": "expert"}
    )
    assert legacy.status_code == 200


async def test_get_reads_and_never_writes(client: httpx.AsyncClient) -> None:
    query = "query Q($n: Int!) { platforms(first: $n) { nodes { planned } } }"
    parameters = {"query": query, "variables": '{"n": 1}', "operationName": "Q", "extensions": ""}
    answer = await client.get("/graphql", params=parameters)
    assert len(answer.json()["data"]["platforms"]["nodes"]) == 1
    mutation = "mutation ($f: Upload!) { importPlan(file: $f, commit: true) { created } }"
    for kind in (JSON, GRAPHQL):
        answer = await client.get("/graphql", params={"query": mutation}, headers={"accept": kind})
        assert answer.status_code == 405
        assert answer.headers["allow"] == "POST"
    assert (
        await client.get("/graphql", params={"query": "{ __typename }", "variables": "{"})
    ).status_code == 400


@pytest.mark.parametrize(
    "address,status,code",
    [
        ("", 400, "BAD_REQUEST"),
        ("?query=", 400, "BAD_REQUEST"),
        ("?query={__typename}&query={__typename}", 400, "BAD_REQUEST"),
        ("?query={__typename}&variables=[]", 400, "BAD_REQUEST"),
        ("?query={__typename}&variables=null", 200, None),
        ("?query={__typename}&extensions=7", 400, "BAD_REQUEST"),
        ("?query={__typename}&extensions={", 400, "BAD_JSON"),
        ("?query={__typename}&opname=whatever&apollo=1", 200, None),
        ("?query={__typename}" + "".join(f"&x{number}=1" for number in range(30)), 400, "BAD_REQUEST"),
        ("?query={__typename}%23" + "x" * MAX_ADDRESS, 414, "TOO_LARGE"),
    ],
    ids=lambda value: str(value)[:50],
)
async def test_what_an_address_may_say(
    client: httpx.AsyncClient, address: str, status: int, code: str | None
) -> None:
    answer = await client.get(f"/graphql{address}")
    assert answer.status_code == status, answer.text
    assert (code is None) == ("data" in answer.json())
    if code:
        assert answer.json()["errors"][0]["extensions"]["code"] == code


async def test_a_batch_is_told_apart_from_nonsense(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json=[GOOD, GOOD])
    assert answer.json()["errors"][0]["extensions"]["code"] == "BATCHING_NOT_SUPPORTED"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "QUERY"])
async def test_other_methods_are_told_which_there_are(client: httpx.AsyncClient, method: str) -> None:
    answer = await client.request(method, "/graphql", json=GOOD)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert answer.json()["errors"][0]["extensions"]["code"] == "METHOD_NOT_ALLOWED"


async def test_options_says_what_one_may_do_and_opens_nothing_to_other_origins(
    client: httpx.AsyncClient,
) -> None:
    preflight = {"origin": "http://evil.example", "access-control-request-method": "POST"}
    answer = await client.options("/graphql", headers=preflight)
    assert answer.status_code == 204
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert not [name for name in answer.headers if name.startswith("access-control-")]


# -- answers that a browser may keep ------------------------------------------------------------------

PLANNED = {"query": "{ platforms(first: 2) { nodes { planned } } }"}


async def test_an_answer_by_get_is_asked_for_anew_and_sent_only_if_it_changed(
    client: httpx.AsyncClient,
) -> None:
    first = await client.get("/graphql", params=PLANNED)
    tag = first.headers["etag"]
    assert tag.startswith('"')  # a strong one
    for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await client.get("/graphql", params=PLANNED, headers={"if-none-match": given})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    changed = await client.get("/graphql", params=PLANNED, headers={"if-none-match": '"other"'})
    assert (changed.status_code, changed.content) == (200, first.content)
    assert changed.headers["etag"] == tag


async def test_no_cache_in_between_keeps_an_answer(client: httpx.AsyncClient) -> None:
    for headers in ({}, {"if-none-match": "*"}):
        answer = await client.get("/graphql", params=PLANNED, headers=headers)
        assert answer.headers["cache-control"] == "private, no-cache"
        assert answer.headers["vary"] == "Accept, Accept-Language, Cookie, Authorization"


async def test_the_tag_is_of_what_this_person_sees(client: httpx.AsyncClient) -> None:
    asked = {"query": "{ platforms { totalCount } }"}
    national = await client.get("/graphql", params=asked)
    given = {"x-person": "province", "if-none-match": national.headers["etag"]}
    own = await client.get("/graphql", params=asked, headers=given)
    assert own.status_code == 200
    assert own.headers["etag"] != national.headers["etag"]


@pytest.mark.parametrize(
    "asked,person",
    [
        ({"query": "{ nonsense }"}, "analyst"),
        ({"query": "{ platforms { totalCount } }"}, "nobody"),
        ({"query": "{ flags { totalCount } }"}, "expert"),
        ({"query": "mutation { __typename }"}, "analyst"),
    ],
)
@pytest.mark.parametrize("kind", [JSON, GRAPHQL])
async def test_an_error_is_never_kept(
    client: httpx.AsyncClient, asked: dict[str, str], person: str, kind: str
) -> None:
    headers = {"x-person": person, "accept": kind, "if-none-match": "*"}
    answer = await client.get("/graphql", params=asked, headers=headers)
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert answer.json()["errors"]


async def test_an_answer_by_post_is_never_kept(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json=PLANNED)
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


async def test_head_is_get_without_its_body(client: httpx.AsyncClient) -> None:
    whole = await client.get("/graphql", params=PLANNED)
    head = await client.head("/graphql", params=PLANNED)
    for answer in (whole, head):
        del answer.headers["ratelimit"]  # each takes its point
    assert (head.status_code, head.content, head.headers) == (200, b"", whole.headers)
    bad = await client.head("/graphql", params={"query": "{"}, headers={"accept": GRAPHQL})
    assert (bad.status_code, bad.content) == (400, b"")


@pytest.mark.parametrize(
    "headers,status",
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),  # another port of this machine is another origin
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"origin": "http://dengta.example"}, 200),
        ({}, 200),
    ],
    ids=str,
)
async def test_a_page_of_another_origin_cannot_make_a_browser_ask(
    client: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    answer = await client.get("/graphql", params=GOOD, headers=headers)
    assert answer.status_code == status


async def test_a_browser_gets_the_explorer_and_a_program_never_does(client: httpx.AsyncClient) -> None:
    page = await client.get("/graphql", headers={"accept": BROWSER}, params=GOOD)
    assert page.headers["content-type"].startswith(HTML)
    assert "graphiql" in page.text
    assert page.headers["vary"] == "Accept"
    assert (await client.get("/graphql/static/app.js")).status_code == 200
    posted = await client.post("/graphql", headers={"accept": BROWSER}, json=GOOD)
    assert posted.json() == {"data": {"__typename": "Query"}}
    refused = await client.post("/graphql", headers={"accept": "image/png"}, json=GOOD)
    assert refused.status_code == 406


async def test_examples_and_schema_are_served(client: httpx.AsyncClient) -> None:
    examples = (await client.get("/graphql/examples.json")).json()
    assert len(examples) >= 12
    assert all(set(example) == {"name_zh", "name_en", "query", "variables"} for example in examples)
    assert "type Platform implements Node" in (await client.get("/schema.graphql")).text


# -- uploads ------------------------------------------------------------------------------------------

IMPORT = """mutation ($file: Upload!) { importPlan(file: $file, commit: false) {
  committed created message markedCopy problems { sheet row column value code message hint clause blocking } } }"""
ORIGIN = {"origin": "http://dengta.example", "x-person": "province"}


def form(**changes: Any) -> dict[str, str]:
    whole = {"operations": {"query": IMPORT, "variables": {"file": None}}, "map": {"0": ["variables.file"]}}
    return {name: json.dumps(value) for name, value in (whole | changes).items() if value is not None}


FILE = {"0": ("plan.xlsx", b"not a workbook")}


async def test_an_upload_reaches_the_importer(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", data=form(), files=FILE, headers=ORIGIN)
    assert answer.status_code == 200, answer.text
    report = answer.json()["data"]["importPlan"]
    assert report["committed"] is False
    assert report["created"] == 0
    assert report["problems"][0]["code"] == "NOT_A_WORKBOOK"
    assert report["problems"][0]["blocking"] is True


async def test_who_may_not_import_is_told_so(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", data=form(), files=FILE, headers=ORIGIN | {"x-person": "expert"})
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "FORBIDDEN"
    assert error["path"] == ["importPlan"]
    assert error["message"].isascii()


@pytest.mark.parametrize(
    "headers,status",
    [
        ({}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"origin": "http://dengta.example"}, 200),
        ({"graphql-require-preflight": "1"}, 200),
    ],
)
async def test_a_page_of_another_origin_cannot_upload(
    client: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    answer = await client.post(
        "/graphql", data=form(), files=FILE, headers=headers | {"x-person": "province"}
    )
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["errors"][0]["extensions"]["code"] == "CROSS_ORIGIN"


@pytest.mark.parametrize(
    "changes",
    [
        {"operations": None},
        {"map": None},
        {"map": []},
        {"map": {"0": ["variables.other"]}},
        {"map": {"0": ["variables.file.deeper"]}},
        {"map": {"0": "variables.file"}},
        {"map": {"1": ["variables.file"]}},
        {"map": {"0": ["query"]}},
        {"operations": [{"query": IMPORT, "variables": {"file": None}}]},
        {"operations": "x"},
    ],
    ids=str,
)
async def test_a_crooked_upload_is_refused(client: httpx.AsyncClient, changes: dict[str, Any]) -> None:
    answer = await client.post("/graphql", data=form(**changes), files=FILE, headers=ORIGIN)
    assert answer.status_code == 400, answer.text
    assert answer.json()["errors"][0]["extensions"]["code"] in ("BAD_UPLOAD", "BAD_REQUEST")
