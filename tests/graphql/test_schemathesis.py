"""What schemathesis makes of the schema is answered, or refused in words: never a fault of the server's."""

import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from graphql import is_required_argument
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.graphql import nodes

from api.graphql.documents import Documents
from api.graphql.schema import schema, sdl
from tests.databases import Server
from tests.graphql.questions.both import Both, both
from tests.graphql.rows import fill
from tests.graphql.test_http import served

#: How many questions of each field of Query; some hundreds in all.
QUESTIONS = int(os.environ.get("SCHEMATHESIS", "5"))

#: Written as clients write them; whatever else a scalar is given is refused before it is executed.
SCALARS: dict[str, Any] = {
    "Decimal": st.decimals(-(10**6), 10**6, places=2).map(lambda value: nodes.String(str(value))),
    "Date": st.dates().map(lambda value: nodes.String(value.isoformat())),
    "DateTime": st.datetimes().map(lambda value: nodes.String(value.isoformat())),
    "JSON": st.sampled_from([nodes.String("x"), nodes.Int(1), nodes.Boolean(True)]),
    "Upload": st.nothing(),
}


@cache
def fields() -> dict[str, Any]:
    """The fields of Query, as schemathesis asks for them."""
    for name, values in SCALARS.items():
        schemathesis.graphql.scalar(name, values)
    operations = [one.ok() for one in schemathesis.graphql.from_file(sdl()).get_all_operations()]
    return {one.definition.field_name: one for one in operations if one.definition.is_query}


@pytest.fixture(scope="module")
def small(postgres: Server, reference_template: str) -> Iterator[Both]:
    with both(postgres, reference_template, fill) as found:
        yield found


@pytest.fixture(scope="module")
def answered() -> Iterator[Counter[bool]]:
    """Whether questions got data: most name rows and places that there are not, or order by two things at once.

    What cannot be asked without naming a row is not counted.
    """
    counter: Counter[bool] = Counter()
    yield counter
    assert counter[True] > counter.total() / 10, counter


@pytest.mark.parametrize("name", sorted(schema()._schema.query_type.fields))  # type: ignore[union-attr]
def test_every_question_is_answered(small: Both, answered: Counter[bool], name: str) -> None:
    client = served(small.engine, Documents())
    root = schema()._schema.query_type.fields[name]  # type: ignore[union-attr]
    names_a_row = any(is_required_argument(argument) for argument in root.args.values())

    @seed(1)
    @settings(
        max_examples=QUESTIONS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(fields()[name].as_strategy())
    def run(case: Any) -> None:
        response = small.run(client.post("/graphql", json={"query": case.body}))
        assert response.status_code < 500, response.text
        codes = {error["extensions"]["code"] for error in response.json().get("errors", ())}
        assert not codes & {"INTERNAL", "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"}, response.text
        if not names_a_row:
            answered[response.json().get("data") is not None] += 1

    run()
    small.run(client.aclose())
