"""The mutations of the workflow, made from ``api.actions``: one for a row, one for many, each with an input of its own."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any

import strawberry

from api.actions.action import Action
from api.actions.field import Field, Sort
from api.actions.perform import Asked, Done, perform
from api.actions.registry import ACTIONS
from api.errors import Refusal
from api.graphql.annotations import list_of, optional
from api.graphql.names import camel
from api.graphql.turns import split_id
from api.graphql.words import word_enum
from db.catalog import Kind, catalog

_KEY = strawberry.argument(
    description="幂等键：同一键的同一请求只办理一次"
    " | Idempotency key: the same request with the same key is done once, and answered again"
)
_SCALARS: Mapping[Sort, Any] = {
    Sort.TEXT: str,
    Sort.NOTE: str,
    Sort.INTEGER: int,
    Sort.DECIMAL: Decimal,
    Sort.MONEY: Decimal,
    Sort.DATE: date,
    Sort.FLAG: bool,
    Sort.LINK: strawberry.ID,
}


@strawberry.type(description="未能办理的原因 | Why something was not done")
class Problem:
    code: str = strawberry.field(description="代码 | Stable code")
    message: str = strawberry.field(description="说明 | What is wrong, in the caller's language")
    hint: str | None = strawberry.field(description="建议 | What to do")
    clause: str | None = strawberry.field(description="条款 | Clause it rests on")
    field: str | None = strawberry.field(
        description="填写项，点分路径 | The field it is about, as a dotted path; null if about none"
    )


@strawberry.type(description="一条记录的办理结果 | What became of one row")
class Deed:
    done: bool = strawberry.field(description="已办理 | It was done")
    id: strawberry.ID | None = strawberry.field(description="记录 | The row made or changed")
    state: str | None = strawberry.field(description="现在的状态 | Its state now")
    version: int | None = strawberry.field(description="现在的版本 | Its version now")
    problems: list[Problem] = strawberry.field(description="原因 | Why it was not done, all at once")
    repeated: bool = strawberry.field(
        description="此前已按同一键办理 | It was done before, under the same key; this is the answer given then"
    )


@strawberry.type(
    description="多条记录的办理结果，全部办理或全部不办理 | What became of many rows: all were done, or none"
)
class Deeds:
    done: bool = strawberry.field(description="已全部办理 | All were done")
    rows: list[Deed] = strawberry.field(description="逐条结果，按请求的顺序 | Row by row, in the order asked")


def deed_name(action: Action) -> str:
    """``submitPlan``, ``signSmePlan``."""
    return f"{camel(action.name)}{action.noun}"


def many_name(action: Action) -> str:
    """``submitPlans``."""
    return f"{camel(action.name)}{_plural(action)}"


@cache
def by_name() -> Mapping[str, Action]:
    return {deed_name(action): action for action in ACTIONS}


def deeds() -> dict[str, Any]:
    """All mutations by their name in Python, for the schema's root."""
    made: dict[str, Any] = {}
    for action in ACTIONS:
        name = deed_name(action)
        many = many_name(action)
        kind = _input(action)
        clause = f" ({action.move.clause})" if action.move.clause else ""
        label = f"{action.move.label}{clause}"
        made[name] = strawberry.mutation(resolver=_single(action, kind), name=name, description=label)
        made[many] = strawberry.mutation(
            resolver=_bulk(action, kind), name=many, description=f"批量：{label}, many at once"
        )
    return made


def _plural(action: Action) -> str:
    table = camel(catalog()[action.noun].table)
    return table[0].upper() + table[1:]


def _single(action: Action, kind: Any) -> Any:
    async def resolver(info: strawberry.Info, input: Any, key: Any = None) -> Deed:
        context = info.context
        results = await perform(context.store, context.viewer, action, [asked(action, input)], key=key)
        return deed(action, results[0])

    resolver.__annotations__ |= {"input": kind, "key": Annotated[str | None, _KEY]}
    return resolver


def _bulk(action: Action, kind: Any) -> Any:
    async def resolver(info: strawberry.Info, input: Any, key: Any = None) -> Deeds:
        context = info.context
        rows = [asked(action, one) for one in input]
        results = await perform(context.store, context.viewer, action, rows, key=key)
        return Deeds(done=all(one.done for one in results), rows=[deed(action, one) for one in results])

    resolver.__annotations__ |= {"input": list_of(kind), "key": Annotated[str | None, _KEY]}
    return resolver


@cache
def _input(action: Action) -> Any:
    name = deed_name(action)
    namespace: dict[str, Any] = {"__annotations__": {}, "__module__": __name__}
    if not action.makes or action.on:
        namespace["__annotations__"]["id"] = strawberry.ID
        label = catalog()[action.entity].resource.label
        namespace["id"] = strawberry.field(description=label)
        if not action.makes:
            namespace["__annotations__"]["version"] = int | None
            namespace["version"] = strawberry.field(
                default=strawberry.UNSET,
                description="所见的版本，已变则拒绝 | The version that was seen; refused if it changed since",
            )
    _members(namespace, name, action.fields)
    return strawberry.input(
        type(f"{name[0].upper()}{name[1:]}Input", (), namespace), description=action.move.label
    )


def _members(namespace: dict[str, Any], name: str, fields: Sequence[Field]) -> None:
    for field in fields:
        kind = _kind(field, name)
        label = f"{field.label}\n\n{field.help}" if field.help else field.label
        namespace["__annotations__"][field.name] = kind if field.required else optional(kind)
        namespace[field.name] = (
            strawberry.field(description=label)
            if field.required
            else strawberry.field(default=strawberry.UNSET, description=label)
        )


def _kind(field: Field, name: str) -> Any:
    if field.sort is Sort.WORD:
        assert field.words
        return word_enum(field.words, field.label)
    if field.sort is Sort.ROWS:
        inner = f"{name[0].upper()}{name[1:]}{field.name.title().replace('_', '')}Input"
        namespace: dict[str, Any] = {"__annotations__": {}, "__module__": __name__}
        _members(namespace, name, field.columns)
        return list_of(strawberry.input(type(inner, (), namespace), description=field.label))
    return _SCALARS[field.sort]


# -- values --------------------------------------------------------------------------------------------


def asked(action: Action, given: Any) -> Asked:
    """An input object as the action takes it."""
    values = _plain(given)
    row_id = values.pop("id", None)
    version = values.pop("version", None)
    return Asked(row_of(action, row_id), linked(action.fields, values), version)


def row_of(action: Action, value: str | None) -> int:
    """The key in the id of the row that is acted upon; 0 where none is needed.

    Raises:
        Refusal: it is not an id of that table.
    """
    if action.makes and not action.on:
        return 0
    return int(key_of(action.entity, value))


def key_of(entity: str, value: object) -> Any:
    """The key in a global id of ``entity``.

    Raises:
        Refusal: it is not one.
    """
    parts = split_id(str(value or ""))
    wants = catalog()[entity].fields[catalog()[entity].key].kind is Kind.NUMBER
    if parts is None or parts[0] != entity or (wants and not (parts[1].isdecimal() and len(parts[1]) < 19)):
        raise Refusal(
            "BAD_ID",
            "“{value}”不是 {name} 的编号 | “{value}” is not an id of {name}",
            hint="使用查询返回的 id | Use an id that a query returned",
            value=str(value)[:80],
            name=entity,
        )
    return int(parts[1]) if wants else parts[1]


def linked(fields: Sequence[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with keys in the place of global ids; what is no list of rows where one is due stays for ``read``."""
    known = {field.name: field for field in fields}
    found: dict[str, Any] = {}
    for name, value in values.items():
        field = known.get(name)
        if field is not None and field.sort is Sort.LINK and value:
            value = key_of(field.entity, value)
        elif field is not None and field.sort is Sort.ROWS and isinstance(value, list):
            value = [linked(field.columns, row) if isinstance(row, Mapping) else row for row in value]
        found[name] = value
    return found


def _plain(given: Any) -> Any:
    if is_dataclass(given) and not isinstance(given, type):
        return {
            field.name: _plain(getattr(given, field.name))
            for field in fields_of(given)
            if getattr(given, field.name) is not strawberry.UNSET
        }
    if isinstance(given, list):
        return [_plain(item) for item in given]
    return given


def deed(action: Action, done: Done) -> Deed:
    """The outcome in the API's words: field names in camel case."""
    return Deed(
        done=done.done,
        id=None if done.id is None else global_id(action.noun, done.id),
        state=done.state and done.state.upper(),
        version=done.version,
        problems=[
            Problem(
                code=one.code,
                message=one.message,
                hint=one.hint,
                clause=one.clause,
                field=one.field and ".".join(camel(part) for part in one.field.split(".")),
            )
            for one in done.problems
        ],
        repeated=done.repeated,
    )


def global_id(entity: str, key: object) -> strawberry.ID:
    return strawberry.ID(base64.b64encode(f"{entity}:{key}".encode()).decode())
