"""Reading beside PostGraphile, Strawberry with DataLoaders, bare Starlette and an expert's SQL: CPU time and rate.

All of them answer over HTTP, uncompressed, as the role ``dengta_app`` with row-level security on and the whole country to
see; Dengta with its sessions, limits, costs and headers, as it is served. What they answer is compared first.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import orjson
import psutil
import pytest
import pytest_asyncio
from graphql import OperationDefinitionNode, get_variable_values, parse

from api.graphql.lookahead import Planner
from api.graphql.rights import Rights
from api.graphql.schema import schema
from api.services.accounts import NewUser, create_users
from api.viewer import SYSTEM
from db.config import Database
from db.enums import Role
from db.query.compile import compile_operation
from db.query.plan import Given
from db.store import NATION, Store
from seed.synthetic.scale import seed_scale
from tests.benchmarks.conftest import Bench
from tests.benchmarks.load import Load, Subject, as_body, measure
from tests.benchmarks.questions import DEEP_ONES, SMALL, Question, alike
from tests.databases import ROOT, Server
from tests.serving import served

pytestmark = pytest.mark.benchmark

PROJECTS = 25_000  # 1,665 platforms of 15
PEERS = Path(__file__).parent / "peers"
PASSWORD = "as-benchmarks-do"


@dataclass
class Readers:
    """The servers side by side, and what is theirs to say for each question."""

    postmaster: psutil.Process
    dengta: Subject
    postgraphile: Subject
    resolvers: Subject
    bare: Callable[[str], Subject]

    def loads(self, subject: Subject, question: Question, seconds: float, *, connections: int = 1) -> Load:
        load = measure(
            subject, self.postmaster, body_of(subject, question), connections=connections, seconds=seconds
        )
        print(f"  {question.name:34}{subject.name:24}{connections} {load}", flush=True)
        return load


def body_of(subject: Subject, question: Question) -> bytes:
    match subject.name:
        case "PostGraphile":
            return as_body(question.postgraphile, question.postgraphile_variables)
        case "Strawberry + DataLoader":
            return as_body(question.resolvers, question.resolvers_variables)
    return as_body(question.query, question.variables)


@pytest.fixture(scope="module")
def peers() -> None:
    subprocess.run(["sh", str(Path(__file__).parent / "get_peers.sh")], check=True)


@pytest_asyncio.fixture(scope="module")
async def readers(postgres: Server, reference_template: str, peers: None) -> Any:
    async with postgres.clone(reference_template) as database:
        await seed_scale(database, PROJECTS)
        store = await Store.open(database.app_url, size=1)
        async with store.write(NATION) as work:
            await create_users(
                work, SYSTEM, [NewUser("bench", "Bench", [(Role.ANALYST, None)], password=PASSWORD)]
            )
        await store.close()
        with ExitStack() as stack:
            yield _start(stack, database, _statements())


def _statements() -> dict[str, Any]:
    """What bare Starlette runs: Dengta's own statements for small questions, the expert's for deep ones."""
    found: dict[str, Any] = {}
    for question in (*SMALL, *DEEP_ONES):
        sql, values = (question.by_hand, []) if question.by_hand is not None else _compiled(question)
        found[key_of(question)] = {"sql": sql, "values": values}
    return found


def _compiled(question: Question) -> tuple[str, list[Any]]:
    graphql = schema()._schema
    (operation,) = parse(question.query).definitions
    assert isinstance(operation, OperationDefinitionNode)
    variables = get_variable_values(graphql, operation.variable_definitions or (), dict(question.variables))
    assert not isinstance(variables, list), variables
    planner = Planner(graphql, {}, variables.coerced, Rights.of_roles(frozenset({Role.ANALYST})))
    ahead = planner.look(planner.collect("Query", [operation.selection_set]))
    statement = compile_operation(ahead.operation)
    given = [binding.fetch(variables.coerced) for binding in ahead.bindings]
    return statement.sql, [
        given[one.number] if isinstance(one, Given) else one.value for one in statement.values
    ]


def key_of(question: Question) -> str:
    return question.name.replace(" ", "-").replace(",", "")


def _start(stack: ExitStack, database: Database, questions: dict[str, Any]) -> Readers:
    parts = urlsplit(database.app_url)
    folder = parse_qs(parts.query)["host"][0]
    name = parts.path.lstrip("/")
    postmaster = psutil.Process(int((ROOT / ".data/test/pg/postmaster.pid").read_text().split()[0]))

    address = stack.enter_context(served(database))
    answer = httpx.post(f"{address}/sign-in", data={"username": "bench", "password": PASSWORD})
    session = answer.cookies["dengta_session"]
    dengta = Subject(
        "Dengta",
        f"{address}/graphql",
        _listening(int(address.rpartition(":")[2])),
        {"cookie": f"dengta_session={session}"},
    )
    node = PEERS / "node"
    postgraphile = stack.enter_context(
        _running(
            "PostGraphile", [str(node / "node_modules/.bin/node"), "postgraphile.mjs", folder, name], node
        )
    )
    resolvers = stack.enter_context(
        _running("Strawberry + DataLoader", [sys.executable, "resolvers.py", database.app_url], PEERS)
    )
    told = ROOT / ".data" / "questions.json"
    told.write_text(json.dumps({"url": database.app_url, "questions": questions}))
    plain = stack.enter_context(
        _running("Starlette + asyncpg", [sys.executable, "bare.py", str(told)], PEERS)
    )

    def bare(key: str) -> Subject:
        return Subject(plain.name, plain.url.replace("/graphql", f"/{key}"), plain.process)

    return Readers(postmaster, dengta, postgraphile, resolvers, bare)


@contextmanager
def _running(name: str, command: list[str], folder: Path) -> Iterator[Subject]:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"NODE_ENV": "production", "GRAPHILE_ENV": "production"}
    process = subprocess.Popen([*command, str(port)], cwd=folder, env=environment)
    try:
        for _ in range(300):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield Subject(name, f"http://127.0.0.1:{port}/graphql", psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(10)


def _listening(port: int) -> psutil.Process:
    return next(
        psutil.Process(one.pid)
        for one in psutil.net_connections("tcp")
        if one.status == psutil.CONN_LISTEN and one.laddr.port == port and one.pid
    )


def same_answers(readers: Readers, question: Question) -> None:
    def ask(subject: Subject) -> Any:
        return alike(orjson.loads(subject.ask(body_of(subject, question)))["data"])

    own = ask(readers.dengta)
    assert ask(readers.postgraphile) == own
    assert ask(readers.resolvers) == own
    if question.by_hand is not None:
        assert ask(readers.bare(key_of(question))) == own


@pytest.mark.parametrize("question", SMALL, ids=lambda question: question.name)
def test_a_small_read(readers: Readers, question: Question, bench: Bench) -> None:
    same_answers(readers, question)
    own = readers.loads(readers.dengta, question, 4, connections=8)
    peer = readers.loads(readers.postgraphile, question, 4, connections=8)
    bare = readers.loads(readers.bare(key_of(question)), question, 4, connections=8)
    resolvers = readers.loads(readers.resolvers, question, 3, connections=8)
    bench.record(f"{question.name}: of PostGraphile's CPU", own.cpu_ms / peer.cpu_ms, "x", bar=1.2)
    bench.record("  of bare Starlette's, same SQL", own.cpu_ms / bare.cpu_ms, "x", bar=1.3)
    bench.record("  of Strawberry + DataLoader's", own.cpu_ms / resolvers.cpu_ms, "x")


@pytest.mark.parametrize("question", DEEP_ONES, ids=lambda question: question.name)
def test_a_deep_read(readers: Readers, question: Question, bench: Bench) -> None:
    same_answers(readers, question)
    own = readers.loads(readers.dengta, question, 5)
    peer = readers.loads(readers.postgraphile, question, 5)
    hand = readers.loads(readers.bare(key_of(question)), question, 5)
    resolvers = readers.loads(readers.resolvers, question, 20)
    own_rate = readers.loads(readers.dengta, question, 5, connections=8).per_second
    peer_rate = readers.loads(readers.postgraphile, question, 5, connections=8).per_second
    bench.record(f"{question.name}: of PostGraphile's CPU", own.cpu_ms / peer.cpu_ms, "x", bar=0.3)
    bench.record("  of hand-written SQL's", own.cpu_ms / hand.cpu_ms, "x", bar=1.3)
    bench.record("  of Strawberry + DataLoader's", own.cpu_ms / resolvers.cpu_ms, "x", bar=0.1)
    bench.record("  PostGraphile's rate of ours, 8 connections", peer_rate / own_rate, "x", bar=1 / 3)
