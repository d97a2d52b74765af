"""Rows in groups, and what each group comes to: one pass over the rows, JSON for each group only."""

from collections.abc import Callable

from db.catalog import Entity, Kind, Relation
from db.query.figure import figure_kind
from db.query.plan import (
    Aggregate,
    Figure,
    Figures,
    GroupBy,
    GroupOrder,
    Key,
    KeyField,
    KeyOne,
    KeyPart,
    KeyPath,
    Shown,
    Typename,
)
from db.query.scope import Builder, Object, Scope, Text, array, link, literal, quote
from db.query.values import global_id, json_of, sql_text
from db.query.where import figure, render
from db.resource import Scope as Reach

#: Moments are cut to days, weeks … as they are in China, whatever the server's clock shows.
ZONE = "Asia/Shanghai"

_Sql = Callable[[Figure], str]


def aggregate(builder: Builder, scope: Scope, wanted: Aggregate) -> Text:
    """The JSON text of an aggregate, made of aggregate expressions over the rows of ``scope``."""
    text = Object()
    for part in wanted.parts:
        _put(text, scope.entity, part, lambda one: figure(builder, scope, one))
    return text.close()


def _put(text: Object, entity: Entity, part: Shown | Figures | Typename, sql: _Sql) -> None:
    match part:
        case Typename(key, name):
            text.put_constant(key, name)
        case Shown(key, wanted):
            kind, null = figure_kind(entity, wanted)
            text.put(key, json_of(kind, sql(wanted), null=null))
        case Figures(key, parts):
            inner = Object()
            for one in parts:
                _put(inner, entity, one, sql)
            text.put(key, inner.close())


def groups(builder: Builder, scope: Scope, where: str, wanted: GroupBy) -> Text:
    """The JSON text of the groups of the rows of ``scope`` that meet ``where`` (with its ``where``, or empty)."""
    return _Groups(builder, scope, wanted).text(where)


class _Groups:
    """An inner query groups, an outer one makes each group's text.

    Grouping is by the columns that link to a row where its key is asked for: then what else it tells
    is the same for the whole group, and is joined to the groups instead of to the rows.
    """

    def __init__(self, builder: Builder, scope: Scope, wanted: GroupBy) -> None:
        self._builder = builder
        self._rows = scope
        self._wanted = wanted
        self._alias = builder.alias("groups")
        self._columns: dict[str, str] = {}  # expression over the rows → column of the groups
        self._keys: list[str] = []
        self._key_paths: dict[KeyPath, list[str]] = {}
        self._after: list[str] = []  # joins to the groups
        self._known_rows: dict[tuple[str, str], Scope] = {}  # by what links to them: alias and relation

    def text(self, where: str) -> Text:
        text = Object()
        for part in self._wanted.parts:
            if isinstance(part, Key):
                text.put(part.key, self._key(self._rows, part.parts, ()))
            else:
                _put(text, self._rows.entity, part, self._figure)
        made = text.close().sql()  # before the queries inside, which it adds columns to
        picked = self._picked(where)
        rank = f" order by {self._alias}._rank" if self._after else ""
        source = " ".join([f"({picked}) as {self._alias}", *self._after])
        return array(f"(select coalesce(string_agg({made}, ','{rank}), '') from {source})")

    def _picked(self, where: str) -> str:
        """The groups asked for, in their order."""
        order = self._order()
        # Ordered and cut off outside: else PostgreSQL reads rows in the order of the groups, to be done
        # early, instead of adding them up in a hash table on all its processors.
        sql = f" from ({self._grouped_rows(where)}) as {self._alias}"
        if self._after:  # joins lose the order
            window = f"over (order by {order})" if order else "over ()"
            sql = f"select *, row_number() {window} as _rank{sql}"
        else:
            sql = f"select *{sql}"
        if order:
            sql += f" order by {order}"
        sql += f" limit {self._builder.bind(self._wanted.first, 'bigint')}"
        if self._wanted.offset is not None:
            sql += f" offset {self._builder.bind(self._wanted.offset, 'bigint')}"
        return sql

    def _grouped_rows(self, where: str) -> str:
        columns = ", ".join(f"{expression} as {name}" for expression, name in self._columns.items())
        numbers = [str(list(self._columns).index(key) + 1) for key in self._keys]
        sql = f"select {columns} from {self._rows.source}{where}"
        if numbers:
            sql += f" group by {', '.join(numbers)}"
        having = render(self._builder, self._rows, self._wanted.having)
        # Without a key it is the `having` that makes one group of all rows, or of none.
        return sql if numbers and having == "true" else f"{sql} having {having}"

    def _order(self) -> str:
        found: dict[str, GroupOrder | None] = {}
        for one in self._wanted.order:
            if isinstance(one.by, Figure):
                found.setdefault(self._figure(one.by), one)
            else:
                for expression in self._key_paths[one.by]:
                    found.setdefault(self._column(expression), one)
        for key in self._keys:
            found.setdefault(self._column(key), None)
        return ", ".join(
            expression
            + (" desc" if one and one.descending else "")
            + (" nulls first" if one and one.nulls_first else " nulls last")
            for expression, one in found.items()
        )

    # -- columns of the groups -----------------------------------------------------------------------

    def _figure(self, wanted: Figure) -> str:
        return self._column(figure(self._builder, self._rows, wanted))

    def _column(self, expression: str) -> str:
        name = self._columns.setdefault(expression, f"v{len(self._columns) + 1}")
        return f"{self._alias}.{name}"

    def _grouped(self, expression: str) -> str:
        if expression not in self._keys:
            self._keys.append(expression)
        return self._column(expression)

    # -- keys ----------------------------------------------------------------------------------------

    def _key(self, scope: Scope, parts: tuple[KeyPart, ...], path: tuple[str, ...]) -> Text:
        """What the key shows of rows that are joined before they are grouped."""
        text = Object()
        for part in parts:
            match part:
                case Typename(key, name):
                    text.put_constant(key, name)
                case KeyField():
                    expression = _cut(scope, part)
                    self._key_paths.setdefault(KeyPath(part.name, path), []).append(expression)
                    text.put(part.key, _told(scope.entity, part, self._grouped(expression)))
                case KeyOne(key, name, inner):
                    text.put(key, self._one(scope, scope.entity.relations[name], inner, (*path, name)))
        return text.close()

    def _one(
        self, scope: Scope, relation: Relation, parts: tuple[KeyPart, ...], path: tuple[str, ...]
    ) -> Text:
        if self._linked(scope, relation, parts, path):
            return self._known(scope, relation, parts, path)
        inner = scope.ones.get(relation.name)
        if inner is None:
            inner = self._join(scope, relation, scope.joins)
        return self._key(inner, parts, path)

    def _join(self, scope: Scope, relation: Relation, joins: list[str]) -> Scope:
        target = self._builder.entity(relation.target)
        inner = Scope(target, self._builder.alias(target.table), joins)
        scope.ones[relation.name] = inner
        joins.append(f"left join {quote(target.table)} as {inner.alias} on {link(scope, relation, inner)}")
        return inner

    # -- keys that a link tells ----------------------------------------------------------------------

    def _linked(
        self, scope: Scope, relation: Relation, parts: tuple[KeyPart, ...], path: tuple[str, ...]
    ) -> bool:
        """Whether rows of one link are rows of one key, and nothing has to be known before they are grouped."""
        target = self._builder.entity(relation.target)
        # A row that the viewer may not see would leave a group of its own with an empty key.
        seen = target.resource.scope is Reach.OPEN or relation.name == scope.entity.resource.operator
        one_column = len(relation.columns) == 1
        return (
            seen
            and (one_column or not relation.null)
            and any(isinstance(part, KeyField) and part.name == target.key for part in parts)
            and not any(
                isinstance(one.by, KeyPath)
                and one.by.path[: len(path)] == path
                and one.by != KeyPath(target.key, path)
                for one in self._wanted.order
            )
        )

    def _known(
        self, scope: Scope, relation: Relation, parts: tuple[KeyPart, ...], path: tuple[str, ...]
    ) -> Text:
        target = self._builder.entity(relation.target)
        columns = {there: self._grouped(scope.column(here)) for here, there in relation.columns}
        self._key_paths.setdefault(KeyPath(target.key, path), []).append(scope.column(relation.column))
        text = Object()
        for part in parts:
            match part:
                case Typename(key, name):
                    text.put_constant(key, name)
                case KeyField(key, target.key):
                    text.put(key, _told(target, part, columns[target.key]))
                case KeyField() | KeyOne():
                    row = self._known_row(scope, relation, columns)
                    text.put(part.key, self._further(row, part))
        return text.close()

    def _known_row(self, scope: Scope, relation: Relation, columns: dict[str, str]) -> Scope:
        row = self._known_rows.get((scope.alias, relation.name))
        if row is None:
            target = self._builder.entity(relation.target)
            row = Scope(target, self._builder.alias(target.table), self._after)
            on = " and ".join(f"{row.column(there)} = {here}" for there, here in columns.items())
            self._after.append(f"left join {quote(target.table)} as {row.alias} on {on}")
            self._known_rows[scope.alias, relation.name] = row
        return row

    def _further(self, row: Scope, part: KeyField | KeyOne) -> Text:
        """What is known of a group once its link is."""
        if isinstance(part, KeyField):
            return _told(row.entity, part, _cut(row, part))
        inner = row.ones.get(part.relation) or self._join(
            row, row.entity.relations[part.relation], self._after
        )
        text = Object()
        for one in part.parts:
            if isinstance(one, Typename):
                text.put_constant(one.key, one.name)
            else:
                text.put(one.key, self._further(inner, one))
        return text.close()


def _cut(scope: Scope, part: KeyField) -> str:
    column = scope.column(part.name)
    if part.by is None:
        return column
    if scope.entity.fields[part.name].kind is Kind.TIME:
        return f"date_trunc({literal(part.by)}, {column}, {literal(ZONE)})"
    # Without the cast a date becomes a moment in the server's time zone.
    return f"date_trunc({literal(part.by)}, {column}::timestamp)::date"


def _told(entity: Entity, part: KeyField, expression: str) -> Text:
    if part.identity:
        return sql_text(f"coalesce({global_id(entity, expression).sql()}, 'null')")
    return json_of(entity.fields[part.name].kind, expression, null=True)
