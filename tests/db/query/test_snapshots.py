"""The SQL of a set of documents, kept beside them. After a change: UPDATE_SNAPSHOTS=1 pytest tests/db/query."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from graphql import FragmentDefinitionNode, OperationDefinitionNode, get_variable_values, parse, validate

from api.graphql.lookahead import Planner
from api.graphql.rights import Rights
from api.graphql.schema import schema
from db.enums import Role
from db.query.compile import compile_operation
from db.query.plan import Fixed, Given
from tests.db.query.pretty import pretty

FOLDER = Path(__file__).parents[1] / "sql_snapshots"
DOCUMENTS = sorted(FOLDER.glob("*.graphql"))


def compiled(document: str) -> str:
    """The statement and what is bound to it, as kept in a snapshot."""
    notes = dict(re.findall(r"^# (variables|as): (.*)$", document, re.MULTILINE))
    graphql = schema()._schema
    parsed = parse(document)
    assert validate(graphql, parsed) == []
    operation = next(node for node in parsed.definitions if isinstance(node, OperationDefinitionNode))
    values = get_variable_values(
        graphql, operation.variable_definitions or (), json.loads(notes.get("variables", "{}"))
    )
    assert not isinstance(values, list), values
    role = Role(notes.get("as", "supervisor"))
    planner = Planner(
        graphql,
        {node.name.value: node for node in parsed.definitions if isinstance(node, FragmentDefinitionNode)},
        values.coerced,
        Rights.of_roles(frozenset({role})),
    )
    ahead = planner.look(planner.collect("Query", [operation.selection_set]))
    statement = compile_operation(ahead.operation)
    given = [binding.fetch(values.coerced) for binding in ahead.bindings]
    bound = [f"-- ${number}: {_value(value, given)!r}" for number, value in enumerate(statement.values, 1)]
    return "\n".join([*bound, pretty(statement.sql)])


def _value(value: Given | Fixed, given: list[Any]) -> Any:
    return given[value.number] if isinstance(value, Given) else value.value


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_the_statement_is_as_kept(path: Path) -> None:
    made = compiled(path.read_text(encoding="utf-8"))
    kept = path.with_suffix(".sql")
    if os.environ.get("UPDATE_SNAPSHOTS"):
        kept.write_text(made, encoding="utf-8")
    assert kept.read_text(encoding="utf-8") == made


def test_no_snapshot_is_left_over() -> None:
    assert len(DOCUMENTS) >= 12
    assert {path.stem for path in FOLDER.glob("*.sql")} == {path.stem for path in DOCUMENTS}


def test_the_printer_only_moves_white_space() -> None:
    sql = 'select a || \'( from\' from (select 1 as "b " where f(x, (2)) limit 3) as t order by (select 4), a."c"'
    assert pretty(sql).split() == pretty(pretty(sql)).split()
    assert "".join(pretty(sql).split()) == "".join(sql.split())
