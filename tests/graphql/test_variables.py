"""Plain values of variables are let through as they are; all others go through graphql-core, and come out the same."""

from typing import Any

import pytest
from graphql import OperationDefinitionNode, get_variable_values, parse

from api.graphql.schema import schema
from api.graphql.variables import plain_variables, values_of

PLAIN = "query ($id: ID!, $name: String, $n: Int, $on: Boolean!) { viewer { name } }"
OTHERS = [
    "query ($n: Int = 5) { viewer { name } }",
    "query ($ids: [ID!]) { viewer { name } }",
    "query ($where: PlatformWhere) { viewer { name } }",
    "query ($on: Date) { viewer { name } }",
    "query ($state: ProjectState) { viewer { name } }",
]
RIGHT = {"id": "a", "name": "b", "n": 3, "on": True}
VALUES: list[tuple[str, dict[str, Any]]] = [
    ("all as they should be", RIGHT),
    ("a number at the edge", RIGHT | {"n": 2**31 - 1}),
    ("one beyond it", RIGHT | {"n": 2**31}),
    ("a number for an id", RIGHT | {"id": 7}),
    ("a yes for a number", RIGHT | {"n": True}),
    ("a number for a yes", RIGHT | {"on": 1}),
    ("a fraction without one", RIGHT | {"n": 3.0}),
    ("null where it may be", RIGHT | {"name": None}),
    ("null where it may not", RIGHT | {"id": None}),
    ("one left out", {"id": "a", "on": False}),
    ("one too many", RIGHT | {"other": 1}),
    ("none", {}),
]


def operation(document: str) -> OperationDefinitionNode:
    (found,) = parse(document).definitions
    assert isinstance(found, OperationDefinitionNode)
    return found


@pytest.mark.parametrize("document", OTHERS)
def test_what_needs_coercing_is_not_plain(document: str) -> None:
    assert plain_variables(operation(document).variable_definitions or ()) is None


@pytest.mark.parametrize(("what", "given"), VALUES, ids=[what for what, _ in VALUES])
def test_values_are_as_graphql_core_has_them(what: str, given: dict[str, Any]) -> None:
    graphql = schema()._schema
    definitions = operation(PLAIN).variable_definitions or ()
    plain = plain_variables(definitions)
    assert plain is not None
    expected = get_variable_values(graphql, definitions, dict(given))
    found = values_of(graphql, definitions, plain, given)
    if isinstance(expected, list):
        assert isinstance(found, list)
        assert [error.message for error in found] == [error.message for error in expected]
    else:
        assert found == expected.coerced
