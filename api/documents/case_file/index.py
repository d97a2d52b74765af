"""The index of a case file: all of it to read (``index.html``) and for programs (``index.json``)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from jinja2 import Environment, StrictUndefined

from api.documents.case_file.contents import Contents, Row
from db.catalog import Entity, catalog
from db.resource import both

_CHINA = ZoneInfo("Asia/Shanghai")
_TEMPLATE = Path(__file__).with_name("index.html")
#: Columns that say nothing to a reader: they are in ``index.json``.
_MACHINERY = frozenset({"id", "synthetic", "version", "facts_hash", "subject_id", "unit_code"})
#: Told line by line, being short; the others as cards.
_TABLES = frozenset(
    {"CasePerson", "CaseDeadline", "CasePause", "CaseHold", "CheckItem", "NoticeItem", "Penalty"}
)
_EVENT = ("at", "subject", "action", "from_state", "to_state", "actor", "why")


@dataclass(frozen=True)
class Listed:
    """A file as the index names it. ``kept``: why its bytes are not here, or ""."""

    path: str
    title: str
    size: int
    sha256: str
    note: str = ""


def index_json(contents: Contents, files: Sequence[Listed], *, masked: bool) -> bytes:
    """Everything, by table and column."""
    told = {
        "case": contents.case,
        "masked": masked,
        "synthetic": contents.synthetic,
        **{section.entity.table: section.rows for section in contents.sections},
        "events": contents.events,
        "attachments": contents.files,
        "queries": None if contents.queries is None else [asdict(one) for one in contents.queries],
        "files": [asdict(one) for one in files],
    }
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
    return orjson.dumps(told, default=_plain, option=options) + b"\n"


def index_html(contents: Contents, files: Sequence[Listed], *, masked: bool) -> bytes:
    """One page that needs nothing else."""
    case = catalog()["Case"]
    queries = {one.flag: one for one in contents.queries or ()}
    page: str = _template().render(
        number=contents.case["number"],
        title=contents.case["title"],
        masked=masked,
        synthetic=contents.synthetic,
        facts=_pairs(case, contents.case),
        sections=[
            {
                "name": section.entity.name,
                "labels": both(section.entity.resource.label),
                "rows": [
                    {
                        "pairs": _pairs(section.entity, row),
                        "query": queries.get(row["id"]) if section.entity.name == "Flag" else None,
                    }
                    for row in section.rows
                ],
                "columns": _columns(section.entity, section.rows) if section.entity.name in _TABLES else None,
                "cells": [
                    [_text(section.entity, name, row) for name, _ in _columns(section.entity, section.rows)]
                    for row in section.rows
                ]
                if section.entity.name in _TABLES
                else None,
            }
            for section in contents.sections
            if section.rows
        ],
        event_heads=[_labels(catalog()["Event"], name) for name in _EVENT],
        events=[[_event(row, name) for name in _EVENT] for row in contents.events],
        files=files,
        closed=contents.queries is None,
        json_of=lambda value: orjson.dumps(value, default=_plain).decode(),
    )
    return page.encode()


@cache
def _template() -> Any:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))


def _columns(entity: Entity, rows: Sequence[Row]) -> list[tuple[str, tuple[str, str]]]:
    """Those that a row has something in."""
    return [
        (name, _labels(entity, name))
        for name in _told(entity)
        if any(row.get(name) not in (None, "", [], {}) for row in rows)
    ]


def _told(entity: Entity) -> list[str]:
    """Fields, then what to-one relations are called, without what says nothing here."""
    relations = [
        name
        for name, one in entity.relations.items()
        if not one.many and name not in ("unit", "case", "platform") and entity.name != "Event"
    ]
    return [name for name in (*entity.fields, *relations) if name not in _MACHINERY]


def _pairs(entity: Entity, row: Row) -> list[tuple[tuple[str, str], str]]:
    return [
        (_labels(entity, name), _text(entity, name, row))
        for name in _told(entity)
        if row.get(name) not in (None, "", [], {})
    ]


def _labels(entity: Entity, name: str) -> tuple[str, str]:
    return both(entity.fields[name].label if name in entity.fields else entity.relations[name].label)


def _text(entity: Entity, name: str, row: Row) -> str:
    value = row.get(name)
    field = entity.fields.get(name)
    if value is None:
        return ""
    if field is not None and field.words is not None:
        return field.words(value).label
    return _shown(value)


def _event(row: Row, name: str) -> str:
    """Words of an event are those of what it happened to."""
    value, entity = row[name], catalog().get(row["subject"])
    if value is None or entity is None:
        return "" if value is None else _shown(value)
    if name == "subject":
        return f"{entity.resource.label} {row['subject_id']}"
    words = entity.fields["state"].words if name.endswith("_state") and "state" in entity.fields else None
    return words(value).label if words else _shown(value)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "是 | yes" if value else "否 | no"
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, datetime):
        return value.astimezone(_CHINA).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, (Mapping, list)):
        return orjson.dumps(value, default=_plain, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode()
    return str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, (Decimal, date)):
        return str(value)
    raise TypeError(type(value))
