"""From a validated operation to a plan: what every root field asks for, all the way down."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionSetNode,
)

from api.errors import Refusal
from api.graphql.arguments import Binding, Literal, Look, Source, read_arguments
from api.graphql.changes import place
from api.graphql.conditions import Arguments
from api.graphql.grouping import aggregate, group_by
from api.graphql.names import connection_root, single_root
from api.graphql.rights import RefusedAt, Rights
from api.graphql.shape import Sort, entities, shape
from api.graphql.sums import MONTH_MEMBERS, PROGRESS_MEMBERS, TARGETS
from api.graphql.turns import DEFAULT_FIRST, identity, plain, size, split_id
from db.catalog import Entity
from db.query import plan
from db.query.sums import PROGRESS

MAX_DEPTH = 15
MAX_FIELDS = 1000

#: Fields of one name in one place, merged: (response key, all nodes that ask for it).
Fields = dict[str, list[FieldNode]]


@dataclass(frozen=True)
class Lookahead:
    """A plan, what to bind for it, and the values it depends on besides which ones are there."""

    operation: plan.Operation
    bindings: tuple[Binding, ...]
    looks: tuple[Look, ...]


class Planner:
    """Walks one operation with the variables and rights of one request."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
        rights: Rights,
        whole: int | None = None,
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._variables = variables
        self._rights = rights
        self._path: list[str] = []
        self.arguments = Arguments(variables, rights, self._path, whole)
        self._fields = 0
        #: The sensitive fields that are asked for unmasked, by the keys of the answer that hold them.
        self.revealed: dict[str, str] = {}

    # -- selections ----------------------------------------------------------------------------------

    def collect(self, type_name: str, nodes: Sequence[SelectionSetNode | None]) -> Fields:
        """The fields selected on an object of that type, in the order of their first mention."""
        found: Fields = {}
        for node in nodes:
            if node is not None:
                self._collect(type_name, node, found, set())
        return found

    def _collect(self, type_name: str, selections: SelectionSetNode, found: Fields, seen: set[str]) -> None:
        for node in selections.selections:
            if not self._included(node):
                continue
            match node:
                case FieldNode():
                    key = node.alias.value if node.alias else node.name.value
                    found.setdefault(key, []).append(node)
                    self._count()
                case InlineFragmentNode():
                    condition = node.type_condition
                    if condition is None or condition.name.value in (type_name, "Node"):
                        self._collect(type_name, node.selection_set, found, seen)
                case FragmentSpreadNode():
                    name = node.name.value
                    fragment = self._fragments[name]
                    if name not in seen and fragment.type_condition.name.value in (type_name, "Node"):
                        seen.add(name)
                        self._collect(type_name, fragment.selection_set, found, seen)

    def _included(self, node: Any) -> bool:
        for directive in node.directives or ():
            if directive.name.value in ("skip", "include"):
                definition = self._schema.get_directive(directive.name.value)
                arguments = read_arguments(directive.arguments, definition.args, self._variables)  # type: ignore[union-attr]
                if bool(self.arguments.look(arguments["if"])) == (directive.name.value == "skip"):  # type: ignore[arg-type]
                    return False
        return True

    def _count(self) -> None:
        self._fields += 1
        if self._fields > MAX_FIELDS:
            raise self._refused(
                Refusal(
                    "TOO_MANY_FIELDS",
                    "查询的字段超过 {most} 个。 | The query asks for more than {most} fields.",
                    hint="分成几次查询。 | Split it into several queries.",
                    most=MAX_FIELDS,
                )
            )

    @contextmanager
    def at(self, key: str) -> Iterator[None]:
        """Refusals inside carry the path of the field ``key``."""
        self._path.append(key)
        try:
            if len(self._path) > MAX_DEPTH:
                raise Refusal(
                    "TOO_DEEP",
                    "查询超过 {most} 层。 | The query is more than {most} levels deep.",
                    hint="从下层的根字段查起。 | Start from a root field further down.",
                    most=MAX_DEPTH,
                )
            yield
        except Refusal as refusal:
            raise self._refused(refusal) from None
        finally:
            self._path.pop()

    def _refused(self, refusal: Refusal) -> RefusedAt:
        return RefusedAt(refusal, tuple(self._path))

    def arguments_of(self, type_name: str, node: FieldNode) -> dict[str, Any]:
        if not node.arguments:
            return {}
        parent = self._schema.type_map[type_name]
        if not isinstance(parent, GraphQLObjectType):
            raise LookupError(type_name)
        return read_arguments(node.arguments, parent.fields[node.name.value].args, self._variables)

    # -- roots ---------------------------------------------------------------------------------------

    def look(self, fields: Fields) -> Lookahead:
        """The plan of these root fields, which must all be compilable."""
        roots = []
        for key, nodes in fields.items():
            with self.at(key):
                roots.append(self._root(nodes))
        return Lookahead(
            plan.Operation(tuple(roots), self._rights.reach),
            tuple(self.arguments.bindings),
            tuple(self.arguments.looks),
        )

    def _root(self, nodes: list[FieldNode]) -> plan.Root:
        name = nodes[0].name.value
        arguments = self.arguments_of("Query", nodes[0])
        below = [node.selection_set for node in nodes]
        if name == "programme":
            return plan.Programme(self._programme(below))
        if name == "progress":
            return self._progress_of(arguments.get("of"), nodes)
        if name == "node":
            return self._node(arguments["id"], below)
        if name == "changes":
            return self._changes(arguments, below)
        entity, single = roots()[name]
        self._rights.check_readable(entity)
        if single:
            return self._single(entity, arguments["id"], below)
        return self._connection(entity, arguments, below)

    def _node(self, source: Source, below: list[Any]) -> plan.Root:
        entity = entities().get(self.arguments.look(source, _entity_of_id))
        if entity is None:
            raise _no_record()
        self._rights.check_readable(entity)
        return self._single(entity, source, below)

    def _progress_of(self, source: Source | None, nodes: list[FieldNode]) -> plan.ProgressOf:
        progress = self._progress("Query", nodes[0].name.value, nodes)
        if source is None:
            return plan.ProgressOf(progress)
        # What is no global id is the code of a unit, as people know it.
        entity = entities().get(self.arguments.look(source, _entity_of_id) or "ReportingUnit")
        if entity is None or entity.resource.progress is None:
            raise _no_record()
        return plan.ProgressOf(progress, entity.name, self.arguments.bind(source, identity(entity)))

    def _single(self, entity: Entity, source: Source, below: list[Any]) -> plan.Single:
        return plan.Single(
            entity.name, self.arguments.bind(source, identity(entity)), self._row(entity, below)
        )

    # -- rows ----------------------------------------------------------------------------------------

    def _row(self, entity: Entity, below: Sequence[Any]) -> tuple[plan.Selection, ...]:
        found = []
        for key, nodes in self.collect(entity.name, below).items():
            with self.at(key):
                found.append(self._field(entity, key, nodes))
        return tuple(found)

    def _field(self, entity: Entity, key: str, nodes: list[FieldNode]) -> plan.Selection:
        name = nodes[0].name.value
        if name == "__typename":
            return plan.Typename(key, entity.name)
        member = shape(entity.name)[name]
        below = [node.selection_set for node in nodes]
        match member.sort:
            case Sort.ID:
                return plan.GlobalId(key)
            case Sort.FIELD:
                sensitive = entity.fields[member.source].sensitive
                if sensitive and self._rights.unmasked:
                    self.revealed[key] = f"{entity.name}.{member.source}"
                return plan.Column(key, member.source, sensitive and not self._rights.unmasked)
            case Sort.COMPUTED:
                self._reach(entity, entity.resource.computed[member.source].relation)
                return plan.Computed(key, member.source)
            case Sort.ONE:
                return plan.One(key, member.source, self._row(self._reach(entity, member.source), below))
            case Sort.MANY:
                target = self._reach(entity, member.source)
                arguments = self.arguments_of(entity.name, nodes[0])
                return plan.Many(key, member.source, self._connection(target, arguments, below))
            case Sort.PROGRESS:
                return self._progress(entity.name, key, nodes)
            case Sort.MONTHS:
                return self._months(entity.name, key, nodes)
            case Sort.STATE_ON:
                return plan.StateOn(key, plan.StateAt(self._bound(entity.name, nodes[0])["asOf"]))

    def _reach(self, entity: Entity, relation: str) -> Entity:
        target = entities()[entity.relations[relation].target]
        self._rights.check_readable(target)
        return target

    # -- connections ---------------------------------------------------------------------------------

    def _connection(
        self, entity: Entity, arguments: Mapping[str, Any], below: Sequence[Any]
    ) -> plan.Connection:
        order = self.arguments.order(entity, arguments.get("orderBy"))
        return plan.Connection(
            entity.name,
            self.arguments.page(entity, order, arguments),
            tuple(self._parts(entity, below)),
            self.arguments.where(entity, arguments.get("where")),
            order,
        )

    def _parts(self, entity: Entity, below: Sequence[Any]) -> Iterator[plan.Part]:
        type_name = f"{entity.name}Connection"
        for key, nodes in self.collect(type_name, below).items():
            inner = [node.selection_set for node in nodes]
            with self.at(key):
                match nodes[0].name.value:
                    case "__typename":
                        yield plan.Typename(key, type_name)
                    case "totalCount":
                        yield plan.TotalCount(key)
                    case "estimatedCount":
                        yield plan.EstimatedCount(key)
                    case "nodes":
                        yield plan.Nodes(key, self._row(entity, inner))
                    case "edges":
                        yield plan.Edges(key, tuple(self._edge(entity, inner)))
                    case "aggregate":
                        yield aggregate(self, entity, key, nodes)
                    case "groupBy":
                        yield group_by(self, entity, key, nodes)
                    case "pageInfo":
                        yield plan.PageInfo(key, tuple(self._page_info(inner)))

    def _edge(
        self, entity: Entity, below: Sequence[Any]
    ) -> Iterator[plan.Typename | plan.Cursor | plan.Node]:
        type_name = f"{entity.name}Edge"
        for key, nodes in self.collect(type_name, below).items():
            with self.at(key):
                match nodes[0].name.value:
                    case "__typename":
                        yield plan.Typename(key, type_name)
                    case "cursor":
                        yield plan.Cursor(key)
                    case "node":
                        yield plan.Node(key, self._row(entity, [node.selection_set for node in nodes]))

    def _page_info(self, below: Sequence[Any]) -> Iterator[tuple[str, plan.PageFact] | plan.Typename]:
        for key, nodes in self.collect("PageInfo", below).items():
            name = nodes[0].name.value
            yield plan.Typename(key, "PageInfo") if name == "__typename" else (key, plan.PageFact(name))

    # -- changes -------------------------------------------------------------------------------------

    def _changes(self, arguments: Mapping[str, Any], below: Sequence[Any]) -> plan.Changes:
        given = {name: source for name, source in arguments.items() if source is not None}
        readable = {name: one for name, one in entities().items() if name not in self._rights.closed}
        parts: list[plan.ChangeList | plan.FeedFact | plan.Typename] = []
        for key, nodes in self.collect("ChangeFeed", below).items():
            name = nodes[0].name.value
            with self.at(key):
                if name == "__typename":
                    parts.append(plan.Typename(key, "ChangeFeed"))
                elif name == "changes":
                    inner = [node.selection_set for node in nodes]
                    parts.append(plan.ChangeList(key, tuple(self._change(readable, inner))))
                else:
                    parts.append(plan.FeedFact(key, name))
        return plan.Changes(
            tuple(readable),
            plan.Page(first=self.arguments.bind(given.get("first", Literal(DEFAULT_FIRST)), size("first"))),
            self.arguments.bind(given["since"], place) if "since" in given else None,
            tuple(parts),
        )

    def _change(
        self, readable: Mapping[str, Entity], below: Sequence[Any]
    ) -> Iterator[plan.Changed | plan.ChangedNode | plan.Typename]:
        for key, nodes in self.collect("Change", below).items():
            name = nodes[0].name.value
            with self.at(key):
                if name == "__typename":
                    yield plan.Typename(key, "Change")
                elif name == "node":
                    inner = [node.selection_set for node in nodes]
                    yield plan.ChangedNode(
                        key, tuple((name, self._row(entity, inner)) for name, entity in readable.items())
                    )
                else:
                    yield plan.Changed(key, name)

    # -- sums ----------------------------------------------------------------------------------------

    def _programme(self, below: Sequence[Any]) -> tuple[plan.Selection, ...]:
        found: list[plan.Selection] = []
        for key, nodes in self.collect("Programme", below).items():
            name = nodes[0].name.value
            with self.at(key):
                match name:
                    case "__typename":
                        found.append(plan.Typename(key, "Programme"))
                    case "progress":
                        found.append(self._progress("Programme", key, nodes))
                    case "months":
                        found.append(self._months("Programme", key, nodes))
                    case _:
                        found.append(plan.PolicyLimit(key, TARGETS[name][0]))
        return tuple(found)

    def _progress(self, type_name: str, key: str, nodes: list[FieldNode]) -> plan.Progress:
        closed = "Flag" in self._rights.closed
        measures: list[plan.Measured | plan.Typename] = []
        for inner, field in self.collect("Progress", [node.selection_set for node in nodes]).items():
            name = field[0].name.value
            if name == "__typename":
                measures.append(plan.Typename(inner, "Progress"))
            else:
                measure = PROGRESS_MEMBERS[name]
                measures.append(plan.Measured(inner, measure, PROGRESS[measure].flags and closed))
        given = self._bound(type_name, nodes[0])
        return plan.Progress(key, tuple(measures), given.get("batch"), given.get("asOf"))

    def _months(self, type_name: str, key: str, nodes: list[FieldNode]) -> plan.Months:
        measures: list[plan.Measured | plan.Typename] = []
        for inner, field in self.collect("Month", [node.selection_set for node in nodes]).items():
            name = field[0].name.value
            if name == "__typename":
                measures.append(plan.Typename(inner, "Month"))
            else:
                measures.append(plan.Measured(inner, MONTH_MEMBERS[name]))
        given = self._bound(type_name, nodes[0])
        return plan.Months(key, tuple(measures), given.get("batch"), given.get("asOf"))

    def _bound(self, type_name: str, node: FieldNode) -> dict[str, plan.Operand]:
        """The arguments that are there, bound as they are."""
        return {
            name: self.arguments.bind(source, plain)
            for name, source in self.arguments_of(type_name, node).items()
            if source is not None
        }


def _no_record() -> Refusal:
    return Refusal(
        "BAD_ID",
        "这不是此类记录的编号。 | This is not the id of such a record.",
        hint="使用查询返回的 id。 | Use an id that a query returned.",
    )


def _entity_of_id(value: Any) -> str:
    found = split_id(str(value))
    return found[0] if found else ""


@cache
def roots() -> Mapping[str, tuple[Entity, bool]]:
    """Root fields of tables: (entity, whether the field is for a single row)."""
    found: dict[str, tuple[Entity, bool]] = {}
    for entity in entities().values():
        found[connection_root(entity)] = (entity, False)
        found[single_root(entity)] = (entity, True)
    return found
