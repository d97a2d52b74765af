"""The GraphQL inputs: filters of each kind of value, and ``Where`` and ``Order`` of each type."""

import datetime
import decimal
from dataclasses import dataclass
from functools import cache
from typing import Any

import strawberry
from strawberry.scalars import JSON

from api.graphql.annotations import list_of, optional
from api.graphql.names import bilingual
from api.graphql.shape import Sort, entities, shape
from api.graphql.words import Direction, word_enum
from db.catalog import Kind
from db.enums import Word
from db.resource import Count, both

_EQUAL = {"eq": "等于 | Equals; null: has no value", "ne": "不等于 | Differs, or has no value"}
_LIST = {"in": "属于 | Is one of", "notIn": "不属于 | Is none of, or has no value"}
_RANGE = {
    "lt": "小于 | Less than",
    "lte": "不大于 | Less than or equal",
    "gt": "大于 | Greater than",
    "gte": "不小于 | Greater than or equal",
}
_NULL = {"isNull": "为空 | Has no value"}
_BETWEEN = {"between": "在两者之间，含两端 | From the one to the other, both ends belong to it"}
_TEXT = {
    "like": "匹配（% 和 _ 为通配符） | Matches; % and _ are wildcards",
    "notLike": "不匹配 | Does not match, or has no value",
    "ilike": "匹配，不分大小写 | Matches, in any case",
    "contains": "包含，不分大小写 | Contains, in any case",
    "startsWith": "开头是 | Starts with",
    "endsWith": "结尾是 | Ends with",
    "fuzzy": "相似：个别字不同也能找到 | Has words like these, though a character or two may differ",
}
_PARTS = {
    "year": "年（时间按北京时间） | Year; of a time, in China",
    "quarter": "季度（1–4） | Quarter, 1 to 4",
    "month": "月（1–12） | Month, 1 to 12",
    "day": "日（1–31） | Day of the month, 1 to 31",
    "weekday": "星期（1 为星期一，7 为星期日） | Day of the week: 1 is Monday, 7 Sunday",
}
_JSON = {
    "contains": "包含此结构 | Has all of this at the same places: JSON containment",
    "hasKey": "有此键 | An object with this key, or an array with this text",
}

_COMPARED = {**_EQUAL, **_LIST, **_RANGE, **_BETWEEN, **_NULL}

#: (name, in Chinese, type in Python, operators)
_KINDS: dict[Kind, tuple[str, str, Any, dict[str, str]]] = {
    Kind.INTEGER: ("Int", "整数", int, _COMPARED),
    Kind.DECIMAL: ("Decimal", "小数", decimal.Decimal, _COMPARED),
    Kind.TEXT: ("Text", "文本", str, {**_COMPARED, **_TEXT}),
    Kind.BOOLEAN: ("Boolean", "是否", bool, {**_EQUAL, **_NULL}),
    Kind.DATE: ("Date", "日期", datetime.date, {**_COMPARED, **_PARTS}),
    Kind.TIME: ("DateTime", "时间", datetime.datetime, {**_COMPARED, **_PARTS}),
    Kind.JSON: ("JSON", "JSON", JSON, {**_JSON, **_NULL}),
}


@dataclass(frozen=True)
class Required:
    """The type of a member or argument that may not be left out."""

    kind: Any


AS_OF = "哪一天（北京时间） | Which day, in China"


def _input(name: str, description: str, members: dict[str, tuple[Any, str]]) -> Any:
    """A GraphQL input whose members are (type, description), all of them optional."""
    namespace: dict[str, Any] = {"__annotations__": {}, "__module__": __name__}
    cls = type(name, (), namespace)
    return _fill(cls, name, description, members)


def _fill(cls: Any, name: str, description: str, members: dict[str, tuple[Any, str]]) -> Any:
    for member, (kind, text) in members.items():
        attribute = f"{member}_"  # `in`, `and`, `not` are words of Python
        if isinstance(kind, Required):
            cls.__annotations__[attribute] = kind.kind
            setattr(cls, attribute, strawberry.field(name=member, description=text))
            continue
        cls.__annotations__[attribute] = optional(kind)
        setattr(cls, attribute, strawberry.field(name=member, description=text, default=strawberry.UNSET))
    return strawberry.input(cls, name=name, description=description)


@strawberry.input(description="相似文字 | Words like these, however Chinese is written: without spaces")
class Fuzzy:
    text: str = strawberry.field(description="文字 | The words, at most 100 characters")
    threshold: float | None = strawberry.field(
        default=strawberry.UNSET,
        description="相似度，0.3 到 1，默认 0.6 | How alike, from 0.3 to 1; 0.6 unless told: one character of four may differ",
    )


@cache
def identity_filter() -> Any:
    described = {**_EQUAL, **_LIST}
    members = {operator: (_operand(operator, strawberry.ID), text) for operator, text in described.items()}
    return _input("IDFilter", "编号条件 | A condition on an id", members)


@cache
def state_filter(words: type[Word]) -> Any:
    """The input that compares the state on a day."""
    enum = word_enum(words)
    members: dict[str, tuple[Any, str]] = {"asOf": (Required(datetime.date), AS_OF)}
    for operator, text in {**_EQUAL, **_LIST, **_NULL}.items():
        members[operator] = _operand(operator, enum), text
    chinese = both(enum.__strawberry_definition__.description)[0]
    return _input(
        f"{words.__name__}OnFilter", f"某日{chinese}条件 | A condition on {words.__name__} on a day", members
    )


@cache
def filter_of(kind: Kind, words: type[Word] | None = None) -> Any:
    """The input that compares a value of that kind."""
    if kind is Kind.NUMBER:
        return filter_of(Kind.INTEGER)  # the same on the wire
    if words is not None:
        enum = word_enum(words)
        name, chinese = words.__name__, both(enum.__strawberry_definition__.description)[0]
        python, described = enum, {**_EQUAL, **_LIST, **_NULL}
    else:
        name, chinese, python, described = _KINDS[kind]
    members: dict[str, tuple[Any, str]] = {}
    for operator, text in described.items():
        if operator == "between":
            members[operator] = _range_of(kind), text
        elif operator in _PARTS:
            members[operator] = filter_of(Kind.INTEGER), text
        else:
            members[operator] = _operand(operator, python), text
    return _input(f"{name}Filter", f"{chinese}条件 | A condition on {name}", members)


def _operand(operator: str, python: Any) -> Any:
    match operator:
        case "isNull":
            return bool
        case "in" | "notIn":
            return list_of(python)
        case "fuzzy":
            return Fuzzy
        case "hasKey":
            return str
        case _:
            return python


@cache
def _range_of(kind: Kind) -> Any:
    name, chinese, python, _ = _KINDS[kind]
    return _input(
        f"{name}Range",
        f"{chinese}范围 | A range of {name}; an end that is left out is open",
        {"from": (python, "起（含） | From, inclusive"), "to": (python, "止（含） | To, inclusive")},
    )


@cache
def _classes(suffix: str) -> dict[str, Any]:
    """Bare classes, filled in later: the inputs of related types refer to each other."""
    return {
        name: type(f"{name}{suffix}", (), {"__annotations__": {}, "__module__": __name__})
        for name in entities()
    }


@cache
def wheres() -> dict[str, Any]:
    """``PlatformWhere`` and so on, by entity."""
    classes, some = _classes("Where"), _classes("SomeWhere")
    for name, entity in entities().items():
        cls = classes[name]
        members: dict[str, tuple[Any, str]] = {
            "and": (list_of(cls), "全部满足 | All of them hold"),
            "or": (list_of(cls), "至少满足一个 | At least one holds"),
            "not": (cls, "不满足 | Does not hold"),
        }
        for member_name, member in shape(name).items():
            if member_name in members or member_name == "search":
                raise ValueError(f"{name}.{member_name} is a word of the filters")
            match member.sort:
                case Sort.ID:
                    members["id"] = (identity_filter(), "编号 | Id")
                case Sort.FIELD:
                    field = entity.fields[member.source]
                    members[member_name] = (filter_of(field.kind, field.words), field.label)
                case Sort.STATE_ON:
                    words = entity.fields[member.source].words
                    text = "某日终了时的状态 | State at the end of a day"
                    members[member_name] = (state_filter(words), text)
                case Sort.COMPUTED:
                    declared = entity.resource.computed[member.source]
                    kind = Kind.INTEGER if isinstance(declared, Count) else Kind.DECIMAL
                    members[member_name] = (filter_of(kind), declared.label)
                case Sort.ONE:
                    relation = entity.relations[member.source]
                    members[member_name] = (classes[relation.target], relation.label)
                case Sort.MANY:
                    relation = entity.relations[member.source]
                    members[member_name] = (some[relation.target], relation.label)
        if entity.resource.search:
            members["search"] = (str, "搜索 | Substring of any of " + ", ".join(entity.resource.search))
        _fill(cls, f"{name}Where", f"{both(entity.resource.label)[0]}条件 | Which rows of {name}", members)
        _fill(
            some[name],
            f"{name}SomeWhere",
            f"相关{both(entity.resource.label)[0]}条件 | How many related rows of {name}",
            {
                "some": (cls, "至少一个满足 | At least one meets it"),
                "every": (cls, "全部满足 | Every one meets it"),
                "none": (cls, "没有一个满足 | None meets it"),
            },
        )
    return classes


def _likeness(name: str) -> Any:
    """``OrganizationSimilarity`` and so on; None for tables without texts."""
    entity = entities()[name]
    members = {
        member_name: (str, entity.fields[member.source].label)
        for member_name, member in shape(name).items()
        if member.sort is Sort.FIELD and entity.fields[member.source].kind is Kind.TEXT
    }
    if not members:
        return None
    return _input(
        f"{name}Similarity",
        "与哪些文字相似，最多 100 字；先用 fuzzy 或 search 缩小范围更快"
        " | The words a text is compared with, at most 100 characters. Every row is: fuzzy or search make them few.",
        members,
    )


@cache
def orders() -> dict[str, Any]:
    """``PlatformOrder`` and so on, by entity."""
    classes = _classes("Order")
    for name, entity in entities().items():
        members: dict[str, tuple[Any, str]] = {}
        for member_name, member in shape(name).items():
            match member.sort:
                case Sort.ID:
                    members[member_name] = (Direction, "编号 | Id")
                case Sort.FIELD if entity.fields[member.source].kind is not Kind.JSON:
                    members[member_name] = (Direction, entity.fields[member.source].label)
                case Sort.COMPUTED:
                    members[member_name] = (Direction, entity.resource.computed[member.source].label)
                case Sort.ONE:
                    relation = entity.relations[member.source]
                    members[member_name] = (classes[relation.target], relation.label)
        likeness = _likeness(name)
        if likeness is not None:
            if "similarity" in members:
                raise ValueError(f"{name}.similarity is a word of the orders")
            members["similarity"] = (
                likeness,
                "按相似程度，最像的在前 | How alike to these words; the most alike first",
            )
        _fill(
            classes[name],
            f"{name}Order",
            bilingual(
                f"{both(entity.resource.label)[0]}顺序 | Order of {name}",
                "每项只写一个字段 | One member each.",
            ),
            members,
        )
    return classes
