"""The GraphQL types of the catalog's entities. Their fields have no resolvers: reading is compiled."""

import datetime
import decimal
import inspect
from functools import cache
from typing import Any

import strawberry
from strawberry.scalars import JSON

from api.graphql.annotations import annotated, list_of, optional
from api.graphql.inputs import AS_OF, Required, orders, wheres
from api.graphql.names import bilingual
from api.graphql.shape import Member, Sort, entities, shape
from api.graphql.sums import Month, Progress
from api.graphql.words import word_enum
from db.catalog import Entity, Field, Kind, Relation
from db.resource import Count, Scope

SCALARS: dict[Kind, Any] = {
    Kind.NUMBER: int,
    Kind.INTEGER: int,
    Kind.DECIMAL: decimal.Decimal,
    Kind.TEXT: str,
    Kind.BOOLEAN: bool,
    Kind.DATE: datetime.date,
    Kind.TIME: datetime.datetime,
    Kind.JSON: JSON,
}

_PAGE = {
    "first": (int, "前几条，默认 50，最多 1000 | So many from the start; 50 unless told, at most 1000"),
    "after": (str, "从此游标之后 | Behind this cursor"),
    "last": (int, "后几条 | So many from the end"),
    "before": (str, "到此游标之前 | Before this cursor"),
    "offset": (int, "跳过几条 | Skip so many"),
}


@strawberry.interface(description="任何一条记录 | Any record, by its global id")
class Node:
    id: strawberry.ID = strawberry.field(description="全局编号 | Global id")


@strawberry.type(description="分页信息 | Where a page lies among all rows")
class PageInfo:
    has_next_page: bool = strawberry.field(description="后面还有 | There are more behind")
    has_previous_page: bool = strawberry.field(description="前面还有 | There are more before")
    start_cursor: str | None = strawberry.field(description="首条游标 | Cursor of the first row")
    end_cursor: str | None = strawberry.field(description="末条游标 | Cursor of the last row")


def compiled_field(kind: Any, description: str, arguments: dict[str, tuple[Any, str]] | None = None) -> Any:
    """A field that the compiler answers. ``arguments`` are (type, description), optional unless a plain type."""

    def resolver() -> Any:
        raise RuntimeError("reading is compiled: this field has no resolver")

    parameters = []
    for name, (argument, text) in (arguments or {}).items():
        annotation = strawberry.argument(name=name, description=text)
        required = argument is strawberry.ID or isinstance(argument, Required)
        argument = argument.kind if isinstance(argument, Required) else argument
        parameters.append(
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=inspect.Parameter.empty if required else strawberry.UNSET,
                annotation=annotated(argument if required else optional(argument), annotation),
            )
        )
    resolver.__signature__ = inspect.Signature(parameters, return_annotation=kind)  # type: ignore[attr-defined]
    resolver.__annotations__ = {p.name: p.annotation for p in parameters} | {"return": kind}
    return strawberry.field(resolver=resolver, description=description)


def connection_field(entity_name: str, description: str) -> Any:
    arguments = {
        "where": (wheres()[entity_name], "条件 | Which rows"),
        "orderBy": (list_of(orders()[entity_name]), "顺序 | Their order"),
        **_PAGE,
    }
    return compiled_field(connections()[entity_name], description, arguments)


def progress_arguments() -> dict[str, tuple[Any, str]]:
    return {
        "batch": (int, "批次（1–3） | Batch, 1 to 3; all without"),
        "asOf": (
            datetime.date,
            "截至该日终了，据事件；不填即当前 | At the end of that day, from the events; now without",
        ),
    }


@cache
def _bare(suffix: str) -> dict[str, Any]:
    """Classes without fields yet: the types refer to each other."""
    base = (Node,) if not suffix else ()
    return {
        name: type(f"{name}{suffix}", base, {"__annotations__": {}, "__module__": __name__})
        for name in entities()
    }


@cache
def connections() -> dict[str, Any]:
    """``PlatformConnection`` and so on, by entity."""
    types, edges, found = _bare(""), _bare("Edge"), _bare("Connection")
    for name, entity in entities().items():
        _fill(
            edges[name],
            f"{name}Edge",
            f"{entity.resource.label}: edge",
            {"node": (types[name], entity.resource.label), "cursor": (str, "游标 | Cursor")},
        )
        _fill(
            found[name],
            f"{name}Connection",
            f"{entity.resource.label}: connection",
            {
                "totalCount": (int, "总数 | How many in all"),
                "estimatedCount": (
                    int,
                    bilingual(
                        "约数 | About how many in all",
                        "一万以内、以及在某条记录之下时准确；更多时由您可见的数据抽样推算，误差通常不到两成。"
                        " | Exact up to 10,000, and below a record; above, reckoned from a sample of the rows"
                        " you may see, as a rule less than a fifth off.",
                    ),
                ),
                "pageInfo": (PageInfo, "分页信息 | Page"),
                "edges": (list_of(edges[name]), "带游标的记录 | Rows with cursors"),
                "nodes": (list_of(types[name]), "记录 | Rows"),
            },
        )
    return found


def _fill(cls: Any, name: str, description: str, members: dict[str, tuple[Any, str]]) -> None:
    for member, (kind, text) in members.items():
        cls.__annotations__[member] = kind
        setattr(cls, member, strawberry.field(name=member, description=text))
    strawberry.type(cls, name=name, description=description)


@cache
def types() -> dict[str, Any]:
    """``Platform`` and so on, by entity."""
    found = _bare("")
    connections()
    for name, entity in entities().items():
        cls = found[name]
        for member_name, member in shape(name).items():
            field, kind = _member(entity, member, found)
            if field is None:
                continue
            field.graphql_name = member_name
            if kind is not None:
                cls.__annotations__[member_name] = kind
            setattr(cls, member_name, field)
        strawberry.type(cls, name=name, description=bilingual(entity.resource.label, entity.description))
    return found


def _member(entity: Entity, member: Member, found: dict[str, Any]) -> tuple[Any, Any]:
    """(field, its type where it has no resolver)."""
    match member.sort:
        case Sort.ID:
            return None, None  # comes with Node
        case Sort.FIELD:
            field = entity.fields[member.source]
            return strawberry.field(description=_described(field)), _type_of(field)
        case Sort.COMPUTED:
            declared = entity.resource.computed[member.source]
            return strawberry.field(description=declared.label), (
                int if isinstance(declared, Count) else decimal.Decimal
            )
        case Sort.ONE:
            relation = entity.relations[member.source]
            target = found[relation.target]
            kind = target if _certain(relation) else optional(target)
            return strawberry.field(description=relation.label), kind
        case Sort.MANY:
            relation = entity.relations[member.source]
            return connection_field(relation.target, relation.label), None
        case Sort.PROGRESS:
            return compiled_field(Progress, "进展 | Progress", progress_arguments()), None
        case Sort.MONTHS:
            return compiled_field(list[Month], "按月进展 | Month by month", progress_arguments()), None
        case Sort.STATE_ON:
            states = entity.fields["state"].words
            assert states
            return compiled_field(
                optional(word_enum(states)),
                "某日终了时的状态；当时尚不存在则为空 | State at the end of a day; null before it existed",
                {"asOf": (Required(datetime.date), AS_OF)},
            ), None


def _certain(relation: Relation) -> bool:
    """Rows of a unit may be hidden from the caller, reference rows never are."""
    return not relation.null and entities()[relation.target].resource.scope is Scope.OPEN


def _type_of(field: Field) -> Any:
    kind = word_enum(field.words) if field.words else SCALARS[field.kind]
    return optional(kind) if field.null else kind


def _described(field: Field) -> str:
    return bilingual(field.label, "敏感：显示末四位 | Sensitive: shown masked." if field.sensitive else "")
