"""Every read is one SQL statement, compiled once for each shape of its arguments."""

from pathlib import Path
from typing import Any

import pytest
from graphql import (
    DocumentNode,
    FieldNode,
    NonNullTypeNode,
    ObjectFieldNode,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    Visitor,
    parse,
    visit,
)

from api.graphql import engine as engine_module
from api.graphql.engine import Engine
from api.graphql.explorer import examples
from api.graphql.lookahead import roots
from api.graphql.schema import STATIC
from api.viewer import SYSTEM, Viewer
from db.catalog import catalog
from db.store import Store
from tests.databases import ROOT
from tests.graphql.conftest import Ask
from tests.graphql.counted import Counted
from tests.graphql.ids import gid
from tests.graphql.people import ANALYST, SUPERVISOR
from tests.graphql.rows import Programme

EXAMPLES = examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["name_en"] for example in EXAMPLES])
async def test_a_documented_query_is_one_statement(small_store: Store, example: dict[str, Any]) -> None:
    store = Counted(small_store)
    body = await Engine(store).execute(example["query"], example["variables"], None, SUPERVISOR)
    assert b'"errors"' not in body
    static = example["name_en"].startswith("Who I am")  # asks no table at all
    assert len(store.statements) == (0 if static else 1), store.statements


DASHBOARD = sorted((ROOT / "dashboard" / "queries").glob("*.graphql"))


def needed(document: DocumentNode, programme: Programme) -> dict[str, Any]:
    """Values for the variables that a document cannot do without: ids of the first row, ones."""
    values: dict[str, Any] = {}
    seen: set[str] = set()
    for operation in document.definitions:
        if isinstance(operation, OperationDefinitionNode):
            for definition in operation.variable_definitions or ():
                if isinstance(definition.type, NonNullTypeNode) and not definition.default_value:
                    values[definition.variable.name.value] = 1

    class Ids(Visitor):
        root = ""

        def enter_field(self, node: FieldNode, *_: Any) -> None:
            if node.name.value in roots() and any(one.name.value == "where" for one in node.arguments or ()):
                self.root = roots()[node.name.value][0].name
            for argument in node.arguments or ():
                if argument.name.value == "id" and isinstance(argument.value, VariableNode):
                    self.known(argument.value, roots()[node.name.value][0].name)

        def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> None:
            """``project: { id: { eq: $id } }``, or ``not: { id: { eq: $id } }`` of the list's own rows."""
            if node.name.value == "id" and self.root and isinstance(node.value, ObjectValueNode):
                for test in node.value.fields:
                    if isinstance(test.value, VariableNode) and test.value.name.value not in seen:
                        self.known(test.value, self.root)
            name = node.name.value[0].upper() + node.name.value[1:]
            for part in node.value.fields if isinstance(node.value, ObjectValueNode) else ():
                if name in catalog() and part.name.value == "id" and isinstance(part.value, ObjectValueNode):
                    for test in part.value.fields:
                        if isinstance(test.value, VariableNode):
                            self.known(test.value, name)

        def known(self, variable: VariableNode, name: str) -> None:
            # Tables that the small programme leaves empty are asked for a row that is not there.
            seen.add(variable.name.value)
            key = next((row[catalog()[name].key] for row in programme.rows(name)), 1)
            values[variable.name.value] = gid(name, key)

    visit(document, Ids())
    return values


@pytest.mark.parametrize("path", DASHBOARD, ids=lambda path: path.stem)
async def test_a_query_of_the_dashboard_is_one_statement(
    small_store: Store, programme: Programme, path: Path
) -> None:
    text = path.read_text(encoding="utf-8")
    document = parse(text)
    if any(getattr(node, "operation", None) is OperationType.MUTATION for node in document.definitions):
        pytest.skip("a mutation")
    if set(_roots_of(document)) & STATIC:
        pytest.skip("answered by resolvers, partly or wholly")
    if _wants_more(document):
        pytest.skip("its variables are no ids: asked by the test of its page")
    store = Counted(small_store)
    body = await Engine(store).execute(text, needed(document, programme), None, SUPERVISOR)
    assert b'"errors"' not in body, body[:500]
    assert len(store.statements) <= 1, store.statements


def _wants_more(document: DocumentNode) -> bool:
    """Whether it needs values other than numbers and the ids of single rows."""
    return any(
        isinstance(definition.type, NonNullTypeNode)
        and not definition.default_value
        and definition.type.type.to_dict().get("name", {}).get("value") not in ("ID", "Int")
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode)
        for definition in node.variable_definitions or ()
    )


def _roots_of(document: DocumentNode) -> list[str]:
    return [
        field.name.value
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode)
        for field in node.selection_set.selections
        if isinstance(field, FieldNode)
    ]


async def test_the_examples_find_something(ask: Ask) -> None:
    """An empty list would hide a broken filter; the demo programme has all of it, the small one most."""
    empty = []
    for example in EXAMPLES:
        data = await ask(example["query"], example["variables"], SUPERVISOR)
        if any(isinstance(root, dict) and root.get("totalCount") == 0 for root in data.values()):
            empty.append(example["name_en"])
    assert set(empty) <= {"Search for projects", "Large disbursements"}


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The operations compiled while the test runs."""
    found: list[Any] = []
    compile_operation = engine_module.compile_operation

    def noting(operation: Any) -> Any:
        found.append(operation)
        return compile_operation(operation)

    monkeypatch.setattr(engine_module, "compile_operation", noting)
    return found


DOCUMENT = """query ($where: PlatformWhere, $order: [PlatformOrder!], $first: Int, $more: Boolean = false) {
  platforms(where: $where, orderBy: $order, first: $first) { totalCount nodes { planned bankAccount award @include(if: $more) } } }"""

SAME: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"where": {"planned": {"eq": 10}}}, {"where": {"planned": {"eq": 11}}}),
    ({"where": {"planned": {"in": [10]}}}, {"where": {"planned": {"in": [11, 12, 13]}}}),
    ({"where": {"state": {"eq": "SETTLED"}}}, {"where": {"state": {"eq": "APPOINTED"}}}),
    ({"first": 1}, {"first": 2}),
    ({"where": {"or": [{"search": "a"}]}}, {"where": {"or": [{"search": "b"}]}}),
]
DIFFERENT: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"where": {"planned": {"eq": 10}}}, {"where": {"planned": {"gt": 10}}}),
    ({"where": {"planned": {"eq": 10}}}, {"where": {"planned": {"eq": None}}}),
    ({"where": {"award": {"isNull": True}}}, {"where": {"award": {"isNull": False}}}),
    ({"order": [{"planned": "ASC"}]}, {"order": [{"planned": "DESC"}]}),
    ({"order": [{"planned": "ASC"}]}, {"order": [{"planned": "ASC"}, {"state": "ASC"}]}),
    ({"more": True}, {"more": False}),
    ({"where": {"planned": {"in": []}}}, {"where": {"planned": {"in": [1]}}}),
]


async def run_both(
    engine: Engine, one: dict[str, Any], other: dict[str, Any], viewers: tuple[Viewer, Viewer]
) -> None:
    """Each alone and then again, so that neither answers with what was compiled for the other."""
    alone = [await Engine(engine._store).execute(DOCUMENT, one, None, viewers[0])]
    alone.append(await Engine(engine._store).execute(DOCUMENT, other, None, viewers[1]))
    fresh = Engine(engine._store)
    for _ in range(3):
        assert await fresh.execute(DOCUMENT, one, None, viewers[0]) == alone[0]
        assert await fresh.execute(DOCUMENT, other, None, viewers[1]) == alone[1]


@pytest.mark.parametrize("one,other", SAME, ids=str)
async def test_other_values_take_the_same_statement(
    engine: Engine, compiled: list[Any], one: dict[str, Any], other: dict[str, Any]
) -> None:
    await run_both(engine, one, other, (SYSTEM, SYSTEM))
    assert len(compiled) == 2 + 1


@pytest.mark.parametrize("one,other", DIFFERENT, ids=str)
async def test_other_shapes_take_another(
    engine: Engine, compiled: list[Any], one: dict[str, Any], other: dict[str, Any]
) -> None:
    await run_both(engine, one, other, (SYSTEM, SYSTEM))
    # A look taken for the second shape may have the first one compiled once more, and never again.
    assert 2 + 2 <= len(compiled) <= 2 + 3


async def test_other_rights_take_another(engine: Engine, compiled: list[Any]) -> None:
    await run_both(engine, {}, {}, (ANALYST, SUPERVISOR))
    assert len(compiled) == 2 + 2
