"""What is selected below a field: an answer may depend on it before any of it is resolved."""

from collections.abc import Mapping, Sequence
from typing import Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionSetNode,
    get_argument_values,
    get_directive_values,
)


def selected(
    info: GraphQLResolveInfo, type_name: str, nodes: Sequence[FieldNode]
) -> dict[str, list[FieldNode]]:
    """The fields below these nodes on an object of that type, by their keys."""
    found: dict[str, list[FieldNode]] = {}
    for node in nodes:
        if node.selection_set:
            _collect(info, type_name, node.selection_set, found)
    return found


def arguments(info: GraphQLResolveInfo, type_name: str, node: FieldNode) -> Mapping[str, Any]:
    kind = info.schema.type_map[type_name]
    assert isinstance(kind, GraphQLObjectType)
    return get_argument_values(kind.fields[node.name.value], node, info.variable_values)


def _collect(
    info: Any, type_name: str, selections: SelectionSetNode, found: dict[str, list[FieldNode]]
) -> None:
    for node in selections.selections:
        skip = get_directive_values(GraphQLSkipDirective, node, info.variable_values)
        include = get_directive_values(GraphQLIncludeDirective, node, info.variable_values)
        if (skip and skip["if"]) or (include and not include["if"]):
            continue
        match node:
            case FieldNode():
                key = node.alias.value if node.alias else node.name.value
                found.setdefault(key, []).append(node)
            case InlineFragmentNode(type_condition=None):
                _collect(info, type_name, node.selection_set, found)
            case InlineFragmentNode():
                if node.type_condition.name.value == type_name:
                    _collect(info, type_name, node.selection_set, found)
            case FragmentSpreadNode():
                fragment = info.fragments[node.name.value]
                fragment = getattr(fragment, "definition", fragment)
                if fragment.type_condition.name.value == type_name:
                    _collect(info, type_name, fragment.selection_set, found)
