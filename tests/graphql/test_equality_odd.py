"""The same about random rows: a file of its own, so that two workers share the time."""

from collections.abc import Iterator

import pytest

from tests.databases import Server
from tests.graphql.questions.both import PARTS, QUESTIONS, Both, both
from tests.graphql.questions.odd import odd

PROGRAMMES = 2


@pytest.fixture(scope="module", params=range(PROGRAMMES))
def programme(request: pytest.FixtureRequest, postgres: Server, reference_template: str) -> Iterator[Both]:
    with both(postgres, reference_template, odd(seed=request.param)) as found:
        yield found


@pytest.mark.parametrize("part", range(PARTS // PROGRAMMES))
def test_random_questions_have_one_answer(programme: Both, part: int) -> None:
    assert programme.ask_many(PARTS + part) == QUESTIONS // PARTS
