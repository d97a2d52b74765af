"""What the caller may do with a record now, with the form for it; and doing it by name, for clients that build forms."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any

import strawberry
from strawberry.scalars import JSON

from api.actions.action import Action
from api.actions.choices import choices as find_choices
from api.actions.field import Field, Sort
from api.actions.offer import offers, possible
from api.actions.perform import Asked, perform
from api.errors import Refusal
from api.graphql.deeds import Deed, by_name, deed, deed_name, global_id, key_of, linked, row_of
from api.graphql.names import camel
from api.graphql.resources import WordInfo
from api.graphql.turns import split_id
from api.viewer import Viewer
from db.catalog import Kind, catalog
from db.resource import both
from db.store import Store


@strawberry.type(description="一个选项 | A row that may be named")
class Choice:
    id: strawberry.ID = strawberry.field(description="全局编号 | Global id")
    label: str = strawberry.field(description="名称 | What it is called")


@strawberry.type(description="一个填写项 | A field of a form")
class FormField:
    name: str = strawberry.field(description="名称 | Name in the input")
    sort: str = strawberry.field(
        description="种类 | text, note, integer, decimal, money, date, flag, word, link or rows"
    )
    label: str = strawberry.field(description="中文 | In Chinese")
    label_en: str = strawberry.field(description="英文 | In English")
    help: str = strawberry.field(description="填写说明 | What to fill in, in Chinese")
    help_en: str = strawberry.field(description="英文填写说明 | What to fill in, in English")
    required: bool = strawberry.field(description="必填 | Must be given")
    words: list[WordInfo] = strawberry.field(description="选项 | Choices of a word")
    columns: list["FormField"] = strawberry.field(description="各列 | Columns of rows")
    least: str | None = strawberry.field(description="最小 | Least")
    most: str | None = strawberry.field(description="最大 | Most")
    longest: int = strawberry.field(description="最长 | Longest text, or most rows")
    places: int = strawberry.field(description="小数位 | Decimal places")
    value: JSON | None = strawberry.field(description="现值 | What stands there now")
    choices: list[Choice] = strawberry.field(
        description="可选记录的前几条 | The first rows that a link may name; more by the root field of this name",
    )


def _form(root: "Offer") -> JSON:
    return JSON(root.made)


def _fields(root: "Offer") -> list[FormField]:
    return [_typed(field) for field in root.made]


@strawberry.type(description="一个可办理的事项 | Something that can be done")
class Offer:
    name: str = strawberry.field(description="变更名 | Name of the mutation")
    noun: str = strawberry.field(description="对象 | What it makes or changes")
    label: str = strawberry.field(description="中文 | In Chinese")
    label_en: str = strawberry.field(description="英文 | In English")
    clause: str | None = strawberry.field(description="条款 | Clause it rests on")
    danger: bool = strawberry.field(description="须再次确认 | Ask again before doing it")
    makes: bool = strawberry.field(description="新增记录 | It adds a record")
    made: strawberry.Private[list[dict[str, Any]]]

    form: JSON = strawberry.field(
        resolver=_form,
        description="填写项，一次给齐 | What to fill in: the fields in one piece, for clients that draw forms",
    )
    fields: list[FormField] = strawberry.field(resolver=_fields, description="填写项 | What to fill in")


@strawberry.type(description="对一条记录可办理的事项 | What can be done with a record")
class Offers:
    version: int | None = strawberry.field(description="记录的版本 | Version of the record")
    actions: list[Offer] = strawberry.field(
        description="事项，按按钮顺序 | Actions in the order of their buttons"
    )


async def actions(
    info: strawberry.Info,
    of: Annotated[strawberry.ID | None, strawberry.argument(description="哪条记录 | Of which record")] = None,
    table: Annotated[
        str | None, strawberry.argument(description="在哪张表新增 | Or of which table, for new rows of it")
    ] = None,
    names: Annotated[
        list[str] | None,
        strawberry.argument(
            description="只问这些变更名 | Only of these names, such as submitPlan; null is all"
        ),
    ] = None,
) -> Offers:
    store: Store = info.context.store
    viewer = info.context.viewer
    place = _place(of, table)
    if place is None:
        return Offers(version=None, actions=[])
    entity, key = place
    may = [one for one in possible(viewer, entity, key) if names is None or deed_name(one) in names]
    if not may:
        return Offers(version=None, actions=[])
    async with store.read(viewer.rows) as connection:
        found = await offers(connection, viewer, entity, key, may)
        row = await _row(connection, entity, key) if found and key else {}
        begun = {
            (action.name, field.name): _global(field, await field.begin(connection, viewer, key))
            for action in found
            for field in action.fields
            if field.begin
        }
        links = {link for action in found for link in _links(action.fields)}
        first = {link: await _rows_of(connection, viewer, link, key, "") for link in links}
    return Offers(
        version=row.get("version"),
        actions=[
            Offer(
                name=deed_name(action),
                noun=action.noun,
                label=both(action.move.label)[0],
                label_en=both(action.move.label)[1],
                clause=action.move.clause,
                danger=action.danger,
                makes=action.makes,
                made=[
                    _field(field, row, first, begun.get((action.name, field.name))) for field in action.fields
                ],
            )
            for action in found
        ],
    )


async def choices(
    info: strawberry.Info,
    action: Annotated[str, strawberry.argument(description="变更名 | Name of the mutation")],
    field: Annotated[str, strawberry.argument(description="填写项，点分路径 | The field, as a dotted path")],
    id: Annotated[
        strawberry.ID | None, strawberry.argument(description="所办理的记录 | The record acted upon")
    ] = None,
    text: Annotated[str, strawberry.argument(description="输入的文字 | What was typed")] = "",
) -> list[Choice]:
    wanted = _named(action)
    link, row_id = _field_at(wanted, field), row_of(wanted, id)
    store: Store = info.context.store
    viewer = info.context.viewer
    async with store.read(viewer.rows) as connection:
        return await _rows_of(connection, viewer, link, row_id, text)


async def _rows_of(connection: Any, viewer: Viewer, link: Field, row_id: int, text: str) -> list[Choice]:
    found = await find_choices(connection, viewer, link, row_id, text)
    return [Choice(id=global_id(link.entity, key), label=label) for key, label in found]


def _links(fields: Sequence[Field]) -> Iterator[Field]:
    """Of the fields and of the columns of rows among them, those that name a row."""
    for field in fields:
        if field.sort is Sort.LINK:
            yield field
        yield from _links(field.columns)


async def perform_action(
    info: strawberry.Info,
    action: Annotated[str, strawberry.argument(description="变更名 | Name of the mutation: submitPlan")],
    id: Annotated[
        strawberry.ID | None, strawberry.argument(description="所办理的记录 | The record acted upon")
    ] = None,
    version: Annotated[
        int | None, strawberry.argument(description="所见的版本 | The version that was seen")
    ] = None,
    values: Annotated[
        JSON | None, strawberry.argument(description="填写的内容 | What was filled in, by field name")
    ] = None,
    key: Annotated[str | None, strawberry.argument(description="幂等键 | Idempotency key")] = None,
) -> Deed:
    wanted = _named(action)
    given: Any = values or {}
    if not isinstance(given, Mapping):
        raise Refusal("BAD_REQUEST", "values 须为对象 | values must be an object")
    asked = Asked(row_of(wanted, id), linked(wanted.fields, _snake(wanted.fields, given)), version)
    [done] = await perform(info.context.store, info.context.viewer, wanted, [asked], key=key)
    return deed(wanted, done)


def _named(name: str) -> Action:
    action = by_name().get(name)
    if action is None:
        raise Refusal(
            "UNKNOWN_ACTION", "没有“{name}”这一事项 | There is no action “{name}”", status=404, name=name[:80]
        )
    return action


def _place(of: str | None, table: str | None) -> tuple[str, int] | None:
    """The table and the key of the row, 0 for a new one; None for what has a code and no number: nothing is done to it."""
    if of is None:
        if table is None or table not in catalog():
            raise Refusal("BAD_REQUEST", "须指明记录或表 | Say which record, or which table")
        return table, 0
    parts = split_id(of)
    entity = parts[0] if parts else ""
    if entity not in catalog():
        raise Refusal("BAD_ID", "不是记录的编号 | Not the id of a record")
    if catalog()[entity].fields[catalog()[entity].key].kind is not Kind.NUMBER:
        return None
    return entity, int(key_of(entity, of))


async def _row(connection: Any, entity: str, key: int) -> dict[str, Any]:
    declared = catalog()[entity]
    names = [
        f'"{name}"' for name, field in declared.fields.items() if not field.sensitive and name != "synthetic"
    ]
    row = await connection.fetchrow(
        f"select {', '.join(names)} from {declared.table} where id = $1",  # noqa: S608
        key,
    )
    return dict(row or {})


def _global(field: Field, value: Any) -> Any:
    """What a field begins with, in the API's words: keys of links as global ids, names in camel case."""
    if field.sort is Sort.ROWS:
        columns = {column.name: column for column in field.columns}
        return [
            {camel(name): _global(columns[name], one) for name, one in row.items()} for row in value or ()
        ]
    if field.sort is Sort.LINK and value is not None:
        return str(global_id(field.entity, value))
    return _shown(value)


def _field(
    field: Field, row: Mapping[str, Any], first: Mapping[Field, list[Choice]], begun: Any = None
) -> dict[str, Any]:
    made = {**_declared(field), "columns": [_field(column, {}, first) for column in field.columns]}
    if field.begin or field.shown:
        made["value"] = begun if field.begin else _shown(row.get(field.shown))
    if field in first:
        made["choices"] = [{"id": choice.id, "label": choice.label} for choice in first[field]]
    return made


@cache
def _declared(field: Field) -> dict[str, Any]:
    """What a field of a form is for everybody."""
    chinese, english = both(field.label)
    help_zh, help_en = both(field.help) if field.help else ("", "")
    return {
        "name": camel(field.name),
        "sort": field.sort.value,
        "label": chinese,
        "labelEn": english,
        "help": help_zh,
        "helpEn": help_en,
        "required": field.required,
        "words": [
            {"value": word.value.upper(), "label": both(word.label)[0], "labelEn": both(word.label)[1]}
            for word in field.words or ()
        ],
        "least": None if field.least is None else str(field.least),
        "most": None if field.most is None else str(field.most),
        "longest": field.longest,
        "places": field.places,
        "value": None,
        "choices": [],
    }


def _typed(made: Mapping[str, Any]) -> FormField:
    return FormField(
        name=made["name"],
        sort=made["sort"],
        label=made["label"],
        label_en=made["labelEn"],
        help=made["help"],
        help_en=made["helpEn"],
        required=made["required"],
        words=[
            WordInfo(value=one["value"], label=one["label"], label_en=one["labelEn"]) for one in made["words"]
        ],
        columns=[_typed(column) for column in made["columns"]],
        least=made["least"],
        most=made["most"],
        longest=made["longest"],
        places=made["places"],
        value=made["value"],
        choices=[Choice(id=one["id"], label=one["label"]) for one in made["choices"]],
    )


def _shown(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def _field_at(action: Action, path: str) -> Field:
    fields = action.fields
    found: Field | None = None
    for part in path.split("."):
        if part.isdecimal():
            continue
        found = next((field for field in fields if camel(field.name) == part), None)
        fields = found.columns if found else ()
    if found is None or found.sort is not Sort.LINK:
        raise Refusal("BAD_REQUEST", "没有这个可选项 | There is no such link to choose")
    return found


def _snake(fields: tuple[Field, ...], given: Mapping[str, Any]) -> dict[str, Any]:
    """The values by their names here; what nobody knows keeps its name, to be told."""
    known = {camel(field.name): field for field in fields}
    found: dict[str, Any] = {}
    for name, value in given.items():
        field = known.get(name)
        if field is not None and field.sort is Sort.ROWS and isinstance(value, list):
            value = [_snake(field.columns, row) if isinstance(row, Mapping) else row for row in value]
        found[field.name if field else name] = value
    return found
