"""The compiler and the reference give the same answers to random questions about the small programme."""

from collections.abc import Iterator

import pytest

from tests.databases import Server
from tests.graphql.questions.both import PARTS, QUESTIONS, Both, both
from tests.graphql.rows import fill


@pytest.fixture(scope="module")
def small(postgres: Server, reference_template: str) -> Iterator[Both]:
    with both(postgres, reference_template, fill) as found:
        yield found


@pytest.mark.parametrize("part", range(PARTS))
def test_random_questions_have_one_answer(small: Both, part: int) -> None:
    assert small.ask_many(part) == QUESTIONS // PARTS
