"""The compiler and the reference give the same answers to random questions about the small programme."""

import random
from collections.abc import Iterator

import asyncpg
import pytest

from tests.databases import Server
from tests.graphql.questions.both import PARTS, QUESTIONS, Both, both
from tests.graphql.questions.history import tell
from tests.graphql.rows import fill


async def fill_with_history(connection: asyncpg.Connection) -> None:
    await fill(connection)
    await tell(connection, random.Random(1))


@pytest.fixture(scope="module")
def small(postgres: Server, reference_template: str) -> Iterator[Both]:
    with both(postgres, reference_template, fill_with_history) as found:
        yield found


@pytest.mark.parametrize("part", range(PARTS))
def test_random_questions_have_one_answer(small: Both, part: int) -> None:
    assert small.ask_many(part) == QUESTIONS // PARTS
