"""One question, asked of the API and of the reference."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import asyncpg
import orjson
from hypothesis import HealthCheck, Phase, given, note, seed, settings
from hypothesis import strategies as st

from api.graphql.engine import Engine
from api.viewer import Viewer
from db.store import NATION, Store
from tests.databases import Server
from tests.graphql.questions.chance import drawn
from tests.graphql.questions.documents import Documents, Question
from tests.graphql.questions.people import askers
from tests.graphql.questions.pools import Pools
from tests.graphql.reference.answer import Answer, Reference, reference_schema
from tests.graphql.reference.rows import World
from tests.graphql.rows import read_back

T = TypeVar("T")

#: How many questions a file asks: a look in passing; `make test` asks 1,000 in each of two files.
QUESTIONS = int(os.environ.get("QUESTIONS", "120"))
#: A file's questions come in parts, each with a seed of its own.
PARTS = 4
#: Other questions each time, as `make fuzz` asks them; what fails is then made as small as it gets.
FUZZ = bool(os.environ.get("FUZZ"))


#: Puts rows into a migrated database that has the reference data.
Fill = Callable[[asyncpg.Connection], Awaitable[None]]


class Both:
    """The API on a database, and the reference on the rows that were read out of it."""

    def __init__(self, runner: asyncio.Runner, engine: Engine, tables: dict[str, list[Any]]) -> None:
        self.engine = engine
        self._runner = runner
        self._reference = Reference(tables)
        everything = World(tables, NATION)
        self._pools = Pools(everything)
        self._askers = askers(everything)

    def ask(self, question: Question, viewer: Viewer) -> Any:
        body = self.engine.execute(question.document, question.variables, question.operation, viewer)
        return orjson.loads(self.run(body))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """In the loop that the database's connections belong to."""
        return self._runner.run(work)

    def expected(self, question: Question, viewer: Viewer) -> Answer:
        return self._reference.answer(question.document, question.variables, question.operation, viewer)

    def agree(self, question: Question, viewer: Viewer) -> None:
        """
        Raises:
            AssertionError: the answers differ, in what they hold or in the order of their keys.
        """
        answer, expected = self.ask(question, viewer), self.expected(question, viewer)
        if expected.errors:
            found = {
                (error["extensions"]["code"], tuple(error.get("path") or ()))
                for error in answer.get("errors", ())
            }
            assert found, (answer, expected)
            assert found <= expected.errors
            assert ("data" in answer) == expected.begun
            assert answer.get("data") is None
            return
        assert "errors" not in answer, answer["errors"]
        assert answer["data"] == expected.data, "\n".join(differences(answer["data"], expected.data))
        assert orjson.dumps(answer["data"]) == orjson.dumps(expected.data), "the keys come in another order"

    def ask_many(self, part: int) -> int:
        """Asks one part's share of random questions and tells how many it asked."""
        asked = 0

        @settings(
            max_examples=QUESTIONS // PARTS,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink) if FUZZ else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        )
        @given(cases(self._pools, self._askers, shrinks=FUZZ))
        def run(case: tuple[Viewer, Question]) -> None:
            nonlocal asked
            viewer, question = case
            note(f"{viewer.rows} as {sorted(viewer.roles)} asked {question.variables}:\n{question.document}")
            self.agree(question, viewer)
            asked += 1

        (run if FUZZ else seed(part)(run))()
        return asked


def differences(answer: Any, expected: Any, at: str = "data") -> Iterator[str]:
    """Where two answers differ, and how."""
    match answer, expected:
        case dict(), dict() if answer.keys() == expected.keys():
            for key, inner in answer.items():
                yield from differences(inner, expected[key], f"{at}.{key}")
        case list(), list() if len(answer) == len(expected):
            for number, (one, other) in enumerate(zip(answer, expected, strict=True)):
                yield from differences(one, other, f"{at}.{number}")
        case _ if answer != expected:
            yield f"{at}: {answer!r} is not {expected!r}"


@st.composite
def cases(draw: Any, pools: Pools, people: list[Viewer], *, shrinks: bool) -> tuple[Viewer, Question]:
    """Somebody with a question."""
    chance = drawn(draw, shrinks=shrinks)
    return chance.pick(people), Documents(reference_schema(), chance, pools).question()


@contextmanager
def both(
    server: Server, template: str, fill: Callable[[asyncpg.Connection], Awaitable[None]]
) -> Iterator[Both]:
    """On a database of its own, as the template is and then filled."""
    with asyncio.Runner() as runner:
        clone = server.clone(template)
        database = runner.run(_enter(clone))
        store = None
        try:
            tables = runner.run(_filled(database.owner_url, fill))
            store = runner.run(Store.open(database.app_url, size=2))
            yield Both(runner, Engine(store), tables)
        finally:
            if store is not None:
                runner.run(store.close())
            runner.run(clone.__aexit__(None, None, None))


async def _enter(clone: Any) -> Any:
    return await clone.__aenter__()


async def _filled(url: str, fill: Fill) -> dict[str, list[Any]]:
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await fill(connection)
        await connection.execute("analyze")
        return (await read_back(connection)).tables
    finally:
        await connection.close()
