"""From a GraphQL query to the table that a file holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode

from api.errors import Refusal
from api.graphql.arguments import Binding
from api.graphql.lookahead import Fields, Planner, roots
from api.graphql.rights import RefusedAt, Rights
from db.catalog import Entity
from db.query.grouped import Grouped, compile_groups
from db.query.plan import Connection, Edges, Fixed, GroupBy, Nodes
from db.query.table import NoColumn, NotFlat, Table, compile_table

#: More rows than this are refused: a question of that size is one for several files.
MOST_ROWS = 5_000_000


@dataclass(frozen=True)
class Choice:
    """Which list of a document goes into the file, and which of its columns: all without ``columns``.

    ``path`` is a list's response key; a dot and a key behind it name groups of its rows.
    """

    path: str = ""
    columns: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Tabulated:
    """``name`` is the response key of the list, ``given`` what to bind."""

    name: str
    entity: Entity
    table: Table | Grouped
    given: Sequence[Any]


def tabulate(
    schema: GraphQLSchema,
    fragments: Mapping[str, FragmentDefinitionNode],
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    rights: Rights,
    choice: Choice,
    fetch: Callable[[Binding, Mapping[str, Any]], Any],
) -> Tabulated:
    """
    Raises:
        Refusal: no list, several and none chosen, or something that does not fit into a table.
        RefusedAt: a value or a right of a field.
    """
    planner = Planner(schema, fragments, variables, rights, whole=MOST_ROWS)
    fields = planner.collect("Query", [operation.selection_set])
    root, _, inner = choice.path.partition(".")
    key = _chosen(fields, root)
    ahead = planner.look({key: fields[key]})
    (connection,) = ahead.operation.roots
    assert isinstance(connection, Connection)
    groups = _groups(connection, inner)
    table: Table | Grouped
    try:
        if groups is not None:
            table = compile_groups(connection, groups, choice.columns)
        else:
            table = compile_table(connection, Fixed(MOST_ROWS + 1), choice.columns)
    except NotFlat as error:
        raise _not_flat((key, *error.path)) from None
    except NoColumn as error:
        raise _no_column(error) from None
    entity, _ = roots()[fields[key][0].name.value]
    return Tabulated(key, entity, table, [fetch(binding, variables) for binding in ahead.bindings])


def _chosen(fields: Fields, path: str) -> str:
    """The response key of the list to export."""
    lists = [key for key, nodes in fields.items() if _is_list(nodes[0].name.value)]
    if path in lists:
        return path
    if not path and len(lists) == 1:
        return lists[0]
    if not lists:
        raise Refusal(
            "NOTHING_TO_EXPORT",
            "查询中没有可导出的列表。 | The query asks for no list to export.",
            hint="查询一个列表，如 {{ platforms {{ nodes {{ state }} }} }}。"
            " | Ask for a list, such as {{ platforms {{ nodes {{ state }} }} }}.",
        )
    raise Refusal(
        "WHICH_LIST",
        "查询中有列表 {lists}，没有“{path}”。 | The query asks for {lists}, not for “{path}”."
        if path
        else "查询中有几个列表：{lists}。 | The query asks for several lists: {lists}.",
        hint="用 path 指定其一。 | Say which one by path.",
        lists=", ".join(lists),
        path=path[:80],
    )


def _groups(connection: Connection, key: str) -> GroupBy | None:
    """The groups to export: those of that key, or the only ones where nothing but groups is asked for."""
    found = {part.key: part for part in connection.parts if isinstance(part, GroupBy)}
    if key in found:
        return found[key]
    rows = any(isinstance(part, (Nodes, Edges)) for part in connection.parts)
    if not key and (rows or not found):
        return None
    if not key and len(found) == 1:
        return next(iter(found.values()))
    raise Refusal(
        "WHICH_LIST",
        "查询中的分组为 {groups}，没有“{key}”。 | The query has the groups {groups}, not “{key}”.",
        hint="用 path 指定其一，如 claims.groupBy。 | Say which ones by path, such as claims.groupBy.",
        groups=", ".join(found) or "—",
        key=key[:80],
    )


def _is_list(name: str) -> bool:
    return name in roots() and not roots()[name][1]


def _not_flat(path: tuple[str, ...]) -> RefusedAt:
    return RefusedAt(
        Refusal(
            "NOT_A_TABLE",
            "“{path}”不能放进一张表。 | “{path}” does not fit into one table.",
            hint="用一个 nodes，选取字段、单值关系和 progress；每一层最多一个下级列表，每条下级记录占一行。"
            " | Ask for nodes once; take fields, to-one relations and progress, and at each level at most one"
            " nested list, which makes a row of each of its rows.",
            path=".".join(path),
        ),
        path,
    )


def _no_column(error: NoColumn) -> Refusal:
    return Refusal(
        "NO_COLUMN",
        "查询中没有“{name}”这一列。 | The query has no column “{name}”.",
        hint="有：{names}。 | It has {names}.",
        name=error.name[:80],
        names=", ".join(error.names[:50]),
    )
