"""The reference's answer to an operation: graphql-core's executor with plain resolvers over rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    execute_sync,
    get_named_type,
    parse,
)

from api.graphql.people import ViewerType
from api.graphql.resources import resources
from api.graphql.schema import STATIC, schema
from api.policy.access import may_read
from api.viewer import Viewer
from db.catalog import Entity, Relation, catalog
from tests.graphql.reference import figures, ids, sums
from tests.graphql.reference.checks import Ghost, Refusals, progressing
from tests.graphql.reference.filters import plain
from tests.graphql.reference.groups import cut, groups
from tests.graphql.reference.meaning import meanings, roots
from tests.graphql.reference.pages import Page
from tests.graphql.reference.past import state_on
from tests.graphql.reference.rows import Row, Tables, World
from tests.graphql.reference.values import Moment, shown_value, stored
from tests.graphql.reference.vocabulary import BY_HAND


@dataclass(frozen=True)
class Answer:
    """``data``, or the (code, path)s of which any one may be told; ``begun`` says whether there is a ``data`` key."""

    data: Any
    errors: frozenset[tuple[str, tuple[str, ...]]] = frozenset()
    begun: bool = True


class Reference:
    """Answers somebody signed in as the API should, over rows that lie in memory."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._worlds: dict[Any, World] = {}

    def world(self, viewer: Viewer) -> World:
        if viewer.rows not in self._worlds:
            self._worlds[viewer.rows] = World(self._tables, viewer.rows)
        return self._worlds[viewer.rows]

    def answer(
        self, text: str, variables: Mapping[str, Any] | None, operation: str | None, viewer: Viewer
    ) -> Answer:
        document = parse(text)
        found: Refusals = set()
        first = self._execute(document, variables, operation, Root(Ghost(viewer, found), viewer))
        for error in first.errors or ():
            if error.path is None:
                return Answer(None, frozenset({("BAD_VARIABLES", ())}), begun=False)
            raise error
        if found:
            return Answer(None, frozenset(found))
        result = self._execute(document, variables, operation, Root(self.world(viewer), viewer))
        assert not result.errors, result.errors
        return Answer(result.data)

    @staticmethod
    def _execute(document: DocumentNode, variables: Any, operation: str | None, root: "Root") -> Any:
        return execute_sync(
            reference_schema(),
            document,
            root,
            context_value=root,  # tables are told as the caller may use them
            variable_values=dict(variables or {}),
            operation_name=operation,
        )


@dataclass
class Root:
    """Where execution starts, on rows, or on a ghost to look for what must be refused; and for whom."""

    rows: World | Ghost
    viewer: Viewer

    def answer(self, info: GraphQLResolveInfo, arguments: Mapping[str, Any]) -> Any:
        name = info.field_name
        if name in BY_HAND:
            return ViewerType.of(self.viewer) if name == "viewer" else resources()
        if isinstance(self.rows, Ghost):
            return self.rows.answer(info, arguments)
        if name == "programme":
            return Part(self, None, "Programme")
        if name == "progress":
            entity = progressing(arguments.get("of"))
            assert entity
            if arguments.get("of") is None:
                return Part(self, None, "Programme").answer(info, arguments)
            row = self.rows.find(entity.name, ids.key_of(entity)(arguments["of"]))
            return row and Part(self, row, entity.name).answer(info, arguments)
        if name == "node":
            found = ids.parts(arguments["id"])
            assert found
            entity_name, single = found[0], True
        else:
            entity_name, single = roots()[name]
        entity = catalog()[entity_name]
        if not single:
            return Rows(self, Page(entity, self.rows.rows(entity_name), arguments))
        row = self.rows.find(entity_name, ids.key_of(entity)(arguments["id"]))
        return row and Part(self, row, entity_name)


@dataclass
class Part:
    """A row, or the programme as a whole."""

    root: Root
    row: Row | None
    type_name: str

    def answer(self, info: GraphQLResolveInfo, arguments: Mapping[str, Any]) -> Any:
        world, viewer = self.root.rows, self.root.viewer
        assert isinstance(world, World)
        match info.field_name:
            case "progress":
                sees_flags = may_read(viewer.roles, catalog()["Flag"].resource.readers)
                return Sums(sums.progress(world, self._asked(arguments), sees_flags=sees_flags))
            case "months" if self.type_name != "Proof":  # there it is how long it took
                return [Sums(month) for month in sums.months(world, self._asked(arguments))]
            case "stateOn":
                assert self.row
                return state_on(self.row, arguments["asOf"])
            case "platformsTarget":
                return sums.limit(world, "platforms")
            case "industriesTarget":
                return sums.limit(world, "industries")
        assert self.row
        meaning = meanings(self.type_name)[info.field_name]
        if not isinstance(meaning, Relation):
            return shown_value(self.row, meaning, unmasked=viewer.unmasked)
        rows = self.row.many(meaning.name)
        if meaning.many:
            return Rows(self.root, Page(catalog()[meaning.target], rows, arguments))
        return Part(self.root, rows[0], meaning.target) if rows else None

    def _asked(self, arguments: Mapping[str, Any]) -> sums.Asked:
        return sums.Asked(self.row, arguments.get("batch"), arguments.get("asOf"))


@dataclass
class Sums:
    """Measures that are added up already."""

    measures: Mapping[str, Any]

    def answer(self, info: GraphQLResolveInfo, arguments: Mapping[str, Any]) -> Any:
        return self.measures[info.field_name]


@dataclass
class Rows:
    """A connection."""

    root: Root
    page: Page

    def answer(self, info: GraphQLResolveInfo, arguments: Mapping[str, Any]) -> Any:
        match info.field_name:
            case "totalCount" | "estimatedCount":  # for so few rows they are the same
                return len(self.page.all_rows)
            case "nodes":
                return [self._part(row) for row in self.page.rows]
            case "edges":
                return [
                    Sums({"cursor": self.page.order.cursor(row), "node": self._part(row)})
                    for row in self.page.rows
                ]
            case "aggregate":
                return Figures(self.page.order.entity, self.page.all_rows)
            case "groupBy":
                entity = self.page.order.entity
                return [Figures(entity, rows) for rows in groups(info, entity, self.page.all_rows, arguments)]
            case "pageInfo":
                cursors = [self.page.order.cursor(row) for row in self.page.rows]
                return Sums(
                    {
                        "hasNextPage": self.page.has_next,
                        "hasPreviousPage": self.page.has_previous,
                        "startCursor": cursors[0] if cursors else None,
                        "endCursor": cursors[-1] if cursors else None,
                    }
                )
        raise NotImplementedError(info.field_name)

    def _part(self, row: Row) -> Part:
        return Part(self.root, row, row.entity.name)


@dataclass
class Figures:
    """What rows come to, all together or those of a group."""

    entity: Entity
    rows: list[Row]

    def answer(self, info: GraphQLResolveInfo, arguments: Mapping[str, Any]) -> Any:
        match info.field_name:
            case "count":
                return len(self.rows)
            case "key":
                return KeyPart(self.entity, self.rows[0] if self.rows else None)
        return FiguresOf(self, info.field_name, arguments.get("p"))


@dataclass
class FiguresOf:
    """One function of each field."""

    all: Figures
    function: str
    share: float | None

    def answer(self, info: GraphQLResolveInfo, arguments: Mapping[str, Any]) -> Any:
        meaning = meanings(self.all.entity.name)[info.field_name]
        value = figures.figure(self.all.rows, self.function, meaning, self.share)
        return figures.told(value, self.function, meaning)


@dataclass
class KeyPart:
    """What the rows of a group have in common, told by one of them; empty where a relation leads nowhere."""

    entity: Entity
    row: Row | None

    def answer(self, info: GraphQLResolveInfo, arguments: Mapping[str, Any]) -> Any:
        meaning = meanings(self.entity.name)[info.field_name]
        if isinstance(meaning, Relation):
            return KeyPart(catalog()[meaning.target], self.row and self.row.one(meaning.name))
        if self.row is None:
            return None
        if arguments.get("by") is None:
            return shown_value(self.row, meaning, unmasked=True)
        value = cut(stored(self.row, meaning), plain(arguments["by"]))
        return Moment(value) if isinstance(value, datetime) else value


def _resolve(source: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
    return source.answer(info, arguments)


@cache
def reference_schema() -> GraphQLSchema:
    """Dengta's schema, its scalars and enums included, with resolvers of our own on all that is compiled."""
    made: GraphQLSchema = schema.__wrapped__()._schema
    for kind in made.type_map.values():
        if isinstance(kind, GraphQLInterfaceType):
            kind.resolve_type = lambda value, info, of: value.type_name
        if isinstance(kind, GraphQLObjectType):
            kind.is_type_of = None
    assert made.query_type
    seen: set[str] = set()
    for name, one in made.query_type.fields.items():
        one.resolve = _resolve
        if name not in STATIC:
            _take_over(get_named_type(one.type), seen)
    return made


def _take_over(kind: Any, seen: set[str]) -> None:
    if kind.name in seen or not hasattr(kind, "fields"):
        return
    seen.add(kind.name)
    for one in kind.fields.values():
        one.resolve = _resolve
        _take_over(get_named_type(one.type), seen)
