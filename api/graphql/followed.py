"""A subscription as the query whose answer is sent whenever it has changed."""

from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    NamedTypeNode,
    NameNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    Visitor,
    print_ast,
    separate_operations,
    strip_ignored_characters,
    visit,
)


@dataclass(frozen=True)
class Followed:
    """``query`` is a document with one operation; ``field`` the name of its one root field."""

    query: str
    field: str


def followed(document: DocumentNode, operation: OperationDefinitionNode) -> Followed:
    """Every root of Subscription is a root of Query, too: only the words for them differ."""
    name = operation.name.value if operation.name else ""
    alone = separate_operations(document)[name]
    fragments = {
        node.name.value: node for node in alone.definitions if isinstance(node, FragmentDefinitionNode)
    }
    field = _first(operation.selection_set, fragments)
    return Followed(strip_ignored_characters(print_ast(visit(alone, _ToQuery()))), field)


class _ToQuery(Visitor):
    def leave_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> OperationDefinitionNode:
        return OperationDefinitionNode(
            operation=OperationType.QUERY,
            name=node.name,
            variable_definitions=node.variable_definitions,
            directives=node.directives,
            selection_set=node.selection_set,
        )

    def leave_named_type(self, node: NamedTypeNode, *_: Any) -> NamedTypeNode | None:
        return NamedTypeNode(name=NameNode(value="Query")) if node.name.value == "Subscription" else None


def _first(selections: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode]) -> str:
    """The name of the root field; that there is exactly one was validated."""
    node = selections.selections[0]
    match node:
        case FieldNode():
            return node.name.value
        case InlineFragmentNode():
            return _first(node.selection_set, fragments)
        case FragmentSpreadNode():
            return _first(fragments[node.name.value].selection_set, fragments)
    raise LookupError(f"a selection of an unknown kind: {node!r}")
