"""A dashboard without an API behind it: answers in exactly the schema's shape, made up by graphql-core."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLScalarType,
    build_schema,
    execute_sync,
    get_named_type,
    graphql_sync,
    parse,
)

from dashboard.client import Client
from dashboard.labels import Labels
from dashboard.router import Router
from dashboard.view import View, state_of
from seed.reference.questionnaires import questionnaires

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = build_schema((ROOT / "api" / "graphql" / "schema.graphql").read_text(encoding="utf-8"))
VALUES = {
    "Int": 7,
    "Float": 0.5,
    "Decimal": "1234567.80",
    "Date": "2023-05-01",
    "Boolean": True,
    "JSON": {},
    "ID": "UGxhdGZvcm06MTI=",
}


_CRITERION = {"code": "c1", "zh": "成效", "en": "Effect", "points": "30", "look": "看成效 | The effect"}
#: What JSON fields hold.
FORMED: dict[str, Any] = {
    "body": questionnaires()[1]["body"],
    "criteria": [_CRITERION],
    "scores": [{**_CRITERION, "score": "25", "remark": "好"}],
    "inputs": {
        "limits_on": "2023-10-31",
        "limits": {
            name: {"value": "0.3", "clause": "F1", "from": "2022-08-17"}
            for name in ("share", "enterprise", "platform", "fewest")
        },
        "deduction": "0.00",
        "disqualified": False,
        "projects": [],
    },
    "dimensions": [{"zh": "数字化基础", "en": "Digital basis", "points": "50", "score": "31.5"}],
}


@dataclass(frozen=True)
class Person:
    lang: str = "zh"
    theme: str = "light"
    name: str = "余欣"
    username: str = "supervisor"
    roles: tuple[str, ...] = ("supervisor",)
    national: bool = True
    units: tuple[str, ...] = ()
    today: date = date(2025, 3, 3)
    real_day: bool = True


@dataclass
class Api:
    """Remembers what it was asked."""

    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    errors: list[dict[str, Any]] | None = None

    async def run(self, document: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        self.asked.append((document, variables or {}))
        if self.errors:
            return {"data": None, "errors": self.errors}
        # Whether the document fits the schema is asked once, in test_documents.
        answer = execute_sync(SCHEMA, parse(document), variable_values=variables, field_resolver=_made_up)
        assert answer.errors is None, answer.errors
        return {"data": answer.data}


def _made_up(source: Any, info: Any, **arguments: Any) -> Any:
    kind = get_named_type(info.return_type)
    many = str(info.return_type).startswith("[")
    if isinstance(kind, GraphQLEnumType):
        word = next(iter(kind.values.values())).value
        return [word] if many else word
    if isinstance(kind, GraphQLScalarType):
        value = {
            "code": "320000",
            "month": "2023-05-01",
            "name": "plan",
            "subject": "Project",
            "at": "2023-05-01T08:00:00+08:00",
            **({"value": "ALL"} if str(info.parent_type) == "WordInfo" else {}),
            **(FORMED if kind.name == "JSON" else {}),
        }.get(info.field_name, VALUES.get(kind.name, info.field_name))
        return [value] if many else value
    return [{}] if many else {}


@cache
def labels() -> Labels:
    """The real ones: they come from the models' declarations."""
    from api.graphql.schema import schema

    document = (ROOT / "dashboard" / "queries" / "labels.graphql").read_text(encoding="utf-8")
    answer = graphql_sync(schema()._schema, document)
    assert answer.data
    found = Labels()
    found.learn(answer.data)
    return found


def view(api: Api, path: str = "/", key: str = "", search: str = "", **person: Any) -> View:
    caller = replace(Person(), **person)
    return View(caller, Client(api.run), labels(), "/", "/assets/map.json", path, key, state_of(search))


def router(api: Api, **person: Any) -> Router:
    from dashboard.pages import PAGES

    return Router(
        PAGES, Client(api.run), labels(), lambda: replace(Person(), **person), "/", "/assets/map.json"
    )
