"""Argument values of a document, each with where it comes from, so that a compiled statement can be bound anew."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLInputField,
    GraphQLInputType,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    ValueNode,
    VariableNode,
    is_input_object_type,
    is_list_type,
    is_non_null_type,
)
from graphql.utilities import coerce_input_literal

Variables = Mapping[str, Any]


@dataclass(frozen=True)
class Literal:
    """A value written in the document."""

    value: Any

    def fetch(self, variables: Variables) -> Any:
        return self.value


@dataclass(frozen=True)
class Place:
    """A value inside a variable's value: a name, then keys and positions."""

    path: tuple[str | int, ...]

    def fetch(self, variables: Variables) -> Any:
        value: Any = variables
        for step in self.path:
            value = value[step]
        return value


@dataclass(frozen=True)
class Listing:
    """A list written in the document with variables in it."""

    items: tuple["Source", ...]

    def fetch(self, variables: Variables) -> Any:
        return [item.fetch(variables) for item in self.items]


@dataclass(frozen=True)
class Whole:
    """A value of a scalar that may be of any shape, put together again from what was found in it."""

    tree: Any

    def fetch(self, variables: Variables) -> Any:
        return _whole(self.tree, variables)


def _whole(tree: Any, variables: Variables) -> Any:
    if isinstance(tree, Mapping):
        return {key: _whole(inner, variables) for key, inner in tree.items()}
    if isinstance(tree, list):
        return [_whole(item, variables) for item in tree]
    return None if tree is None else tree.fetch(variables)


Source = Literal | Place | Listing | Whole
#: Input objects are mappings, lists of them are lists, everything else comes from a source; null is None.
Tree = Source | Mapping[str, Any] | Sequence[Any] | None


class _Absent:
    """No value at all: a variable that was not given."""


_ABSENT = _Absent()


def read_arguments(
    nodes: Sequence[Any], definitions: Mapping[str, GraphQLArgument], variables: Variables
) -> dict[str, Tree]:
    """The arguments of a field that are present, by name. The document must be valid."""
    found: dict[str, Tree] = {}
    for node in nodes or ():
        value = _read(node.value, definitions[node.name.value].type, variables)
        if not isinstance(value, _Absent):
            found[node.name.value] = value
    return found


def _read(node: ValueNode, type_: GraphQLInputType, variables: Variables) -> Tree | _Absent:
    if is_non_null_type(type_):
        type_ = type_.of_type
    match node:
        case VariableNode():
            name = node.name.value
            return _lift(variables[name], (name,)) if name in variables else _ABSENT
        case NullValueNode():
            return None
        case ListValueNode() if is_list_type(type_):
            items = [_read(item, type_.of_type, variables) for item in node.values or ()]
            if items and all(isinstance(item, (Literal, Place, Listing)) for item in items):
                return Listing(tuple(items))  # type: ignore[arg-type]
            return [item for item in items if not isinstance(item, _Absent)]
        case _ if is_list_type(type_):
            item = _read(node, type_.of_type, variables)
            return Listing((item,)) if isinstance(item, (Literal, Place, Listing)) else [item]
        case ObjectValueNode() if is_input_object_type(type_):
            fields: Mapping[str, GraphQLInputField] = type_.fields
            read = {
                f.name.value: _read(f.value, fields[f.name.value].type, variables) for f in node.fields or ()
            }
            return {name: value for name, value in read.items() if not isinstance(value, _Absent)}
        case _:
            return Literal(coerce_input_literal(node, type_))


def _lift(value: Any, path: tuple[str | int, ...]) -> Tree:
    if value is None:
        return None
    if isinstance(value, dict):
        return {key: _lift(inner, (*path, key)) for key, inner in value.items()}
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return [_lift(item, (*path, index)) for index, item in enumerate(value)]
    if value == []:
        return []
    return Place(path)


def shape_of(value: Any) -> Any:
    """What of a variable's value decides the statement whatever the single values are: what is there at all."""
    if value is None:
        return None
    if isinstance(value, dict):
        return tuple((key, shape_of(inner)) for key, inner in value.items())
    if isinstance(value, list):
        if not value:
            return ()
        return (
            tuple(shape_of(item) for item in value)
            if any(isinstance(item, dict) for item in value)
            else "list"
        )
    return "value"


@dataclass(frozen=True)
class Look:
    """A value that the statement itself depends on, such as the direction of an order."""

    source: Source
    by: Callable[[Any], Any]

    def fetch(self, variables: Variables) -> Any:
        return self.by(self.source.fetch(variables))


@dataclass(frozen=True)
class Binding:
    """How one of a statement's values is had from the variables of a request, and for which field."""

    source: Source
    turn: Callable[[Any], Any]
    path: tuple[str, ...]

    def fetch(self, variables: Variables) -> Any:
        return self.turn(self.source.fetch(variables))
