"""Clients as they come from npm and PyPI, and the audits of GraphQL over HTTP, against the served application."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport

from api.graphql.schema import sdl
from db.config import Database
from tests.clients.conftest import HERE, PACKAGES, Headers, Node
from tests.serving import served

#: The audits as of graphql-http 1.23.
AUDITS = 61


def test_all_audits_of_graphql_over_http_pass(node: Node, address: str, session: Headers) -> None:
    audits = node(HERE / "audits.mjs", address, session)["audits"]
    assert {name: result for name, result in audits.items() if result != "ok"} == {}
    assert len(audits) == AUDITS


def test_strangers_are_told_the_same_way_and_never_of_the_schema(node: Node, address: str) -> None:
    audits = node(HERE / "audits.mjs", address, {})["audits"]
    # These five look a type up, with variables, and want to have it or to be told what is wrong with them.
    refused = {name.split()[0] for name, result in audits.items() if result != "ok"}
    assert refused == {"2EA1", "28B9", "D6D5", "6A70", "86EE"}


def test_urql(node: Node, address: str, token: Headers) -> None:
    told = node(HERE / "urql.mjs", address, token)
    assert len(told["query"]["data"]["platforms"]["nodes"]) == 2
    assert told["bad"]["errors"] == ["BAD_PAGE"]
    assert told["unknown"]["errors"] == ["GRAPHQL_VALIDATION_FAILED"]
    assert told["mutation"]["data"]["importPlan"]["problems"][0]["code"] == "NOT_A_WORKBOOK"
    assert told["broken"]["errors"] == ["FILE_MISSING"]
    assert told["get"]["data"] == told["query"]["data"]
    assert told["first"]["data"] == told["query"]["data"]
    assert len(told["again"]["data"]["platforms"]["nodes"]) == 3
    assert told["wire"] == [
        ["GET", "text", 200],
        ["GET", "hash", 404],
        ["GET", "both", 200],
        ["GET", "hash", 200],
    ]


def test_apollo_client(node: Node, address: str, token: Headers) -> None:
    told = node(HERE / "apollo.mjs", address, token)
    assert len(told["query"]["data"]["platforms"]["edges"]) == 2
    assert told["bad"]["errors"] == ["BAD_PAGE"]
    assert told["broken"]["errors"] == ["FILE_MISSING"]
    cursors = [edge["cursor"] for edge in told["paged"]["edges"]]
    assert len(set(cursors)) == 4
    assert told["paged"]["pageInfo"]["endCursor"] == cursors[-1]
    assert [len(told[name]["data"]["platforms"]["edges"]) for name in ("first", "again", "get")] == [4, 5, 3]
    assert told["wire"] == [
        ["POST", "hash", 404],
        ["POST", "both", 200],
        ["POST", "hash", 200],
        ["GET", "hash", 200],
    ]


@pytest.fixture(scope="module")
def compiled(node: Node, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Relay's compiler makes of our schema and the documents in relay/src."""
    folder = tmp_path_factory.mktemp("relay")
    shutil.copytree(HERE / "relay", folder, dirs_exist_ok=True)
    shutil.copy(HERE / "wire.mjs", folder)
    (folder / "schema.graphql").write_text(sdl(), encoding="utf-8")
    (folder / "documents.json").write_text("{}")
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "generated").mkdir()
    (folder / "node_modules").symlink_to(PACKAGES)
    compiler = folder / "node_modules" / ".bin" / "relay-compiler"
    done = subprocess.run([compiler, "relay.config.json"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_relays_compiler_knows_our_nodes_and_connections(compiled: Path) -> None:
    made = {file.name.removesuffix(".graphql.js") for file in (compiled / "generated").iterdir()}
    assert made >= {"platformsQuery", "platformsListNext", "platformsRowAgain", "platformsImportMutation"}
    again = next(text for text in _manifest(compiled).values() if "query platformsRowAgain" in text)
    assert "node(id: $id)" in again


def test_relay_runs_by_the_ids_of_its_manifest_where_nothing_else_does(
    node: Node, compiled: Path, demo_database: Database, address: str, token: Headers
) -> None:
    one = httpx.get(
        f"{address}/graphql", params={"query": "{ platforms(first: 1) { nodes { id } } }"}, headers=token
    )
    platform = one.json()["data"]["platforms"]["nodes"][0]["id"]
    with served(demo_database, DENGTA_TRUSTED_DOCUMENTS=str(compiled / "documents.json")) as closed:
        told = node(compiled / "run.mjs", closed, token, PLATFORM=platform)
        audits = node(HERE / "audits.mjs", closed, token)["audits"]
        file = httpx.post(
            f"{closed}/export",
            json={"query": "{ platforms { nodes { id } } }", "format": "csv"},
            headers=token,
        )
    assert told["viewer"]["name"]
    assert len(told["one"]["ids"]) == 2
    assert told["one"]["next"]
    assert len(set(told["two"]["ids"])) == 4
    assert told["two"]["ids"][:2] == told["one"]["ids"]
    assert told["wire"] == [["POST", "id", 200], ["POST", "id", 200]]
    assert file.json()["errors"][0]["extensions"]["code"] == "UNTRUSTED_DOCUMENT"
    # The audits bring documents of their own: every one that wants an answer is refused.
    assert audits["22EB SHOULD accept application/graphql-response+json and match the content-type"] != "ok"


def _manifest(folder: Path) -> dict[str, str]:
    documents: dict[str, str] = json.loads((folder / "documents.json").read_text(encoding="utf-8"))
    return documents


async def test_gql_for_python(address: str, token: Headers) -> None:
    transport = HTTPXAsyncTransport(url=f"{address}/graphql", headers=token, timeout=60)
    async with Client(transport=transport, fetch_schema_from_transport=True) as client:
        platforms = gql("query ($first: Int!) { platforms(first: $first) { nodes { planned award } } }")
        platforms.variable_values = {"first": 2}
        answer: dict[str, Any] = await client.execute(platforms)
        assert len(answer["platforms"]["nodes"]) == 2
        platforms.variable_values = {"first": 5000}
        with pytest.raises(TransportQueryError) as caught:
            await client.execute(platforms)
        assert caught.value.errors[0]["extensions"]["code"] == "BAD_PAGE"


SUBSCRIBERS = ["graphql-ws", "graphql-sse", "urql by socket", "urql by events", "apollo by socket"]


def test_subscriptions_by_every_client_that_can(node: Node, address: str, token: Headers) -> None:
    told = node(HERE / "subscriptions.mjs", address, token)
    assert list(told["results"]) == SUBSCRIBERS
    for name, result in told["results"].items():
        # At once, where nothing is to be told yet; then as it goes, however many steps are seen; to the end.
        assert result["phases"][0] is None, name
        assert result["phases"][-1] == "DONE", name
        assert result["refused"] == ["GRAPHQL_VALIDATION_FAILED"], name
    assert told["queries"] == [{"viewer": {"username": "jiangsu"}}] * 2


async def test_gql_for_python_subscribes(address: str, token: Headers) -> None:
    transport = WebsocketsTransport(url=address.replace("http", "ws") + "/graphql", init_payload=token)
    async with Client(transport=transport) as client:
        async for answer in client.subscribe(gql("subscription { progress { target } }")):
            assert answer["progress"]["target"] > 0
            break
