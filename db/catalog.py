"""Every table as the rest of Dengta sees it: fields, relations and declarations, read once from the models."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from tortoise import fields
from tortoise.fields.relational import ForeignKeyFieldInstance
from tortoise.models import Model

from db.enums import Word
from db.models import MODELS
from db.models.base import code_links
from db.resource import Resource, Scope, both


class Kind(StrEnum):
    """What sort of value a field holds."""

    NUMBER = "number"  # 64-bit integers and row numbers
    INTEGER = "integer"
    DECIMAL = "decimal"  # money and ratios: a string on the wire, never a float
    TEXT = "text"
    WORD = "word"  # one of an enum of db.enums
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    JSON = "json"


@dataclass(frozen=True)
class Field:
    """A column. ``words`` is its vocabulary when ``kind`` is WORD."""

    name: str
    kind: Kind
    label: str
    null: bool
    key: bool = False
    sensitive: bool = False
    fixed: bool = False
    words: type[Word] | None = None
    digits: int = 0
    places: int = 0
    length: int = 0

    @property
    def labels(self) -> tuple[str, str]:
        """(Chinese, English)."""
        return both(self.label)


@dataclass(frozen=True)
class Relation:
    """A way from one table to another.

    A row ``a`` here meets a row ``b`` there when ``a.here = b.there`` for each of ``columns``:
    pairs (here, there). Below a plan they include ``unit_code`` (FINDINGS: Citus).
    """

    name: str
    target: str  # name of the other entity
    many: bool
    columns: tuple[tuple[str, str], ...]
    label: str
    null: bool = False

    @property
    def column(self) -> str:
        """The column here that makes the link."""
        return self.columns[-1][0]


@dataclass(frozen=True)
class Entity:
    """A table: its name in code (``PlanIndustry``), in SQL (``plan_industries``), and what it declares."""

    name: str
    table: str
    key: str
    fields: Mapping[str, Field]
    relations: Mapping[str, Relation]
    resource: Resource
    description: str
    model: type[Model]

    @property
    def unit_scoped(self) -> bool:
        return self.resource.scope is Scope.UNIT


_KINDS: tuple[tuple[type[fields.Field[Any]], Kind], ...] = (
    (fields.BigIntField, Kind.NUMBER),
    (fields.SmallIntField, Kind.INTEGER),
    (fields.IntField, Kind.INTEGER),
    (fields.DecimalField, Kind.DECIMAL),
    (fields.BooleanField, Kind.BOOLEAN),
    (fields.DatetimeField, Kind.TIME),
    (fields.DateField, Kind.DATE),
    (fields.JSONField, Kind.JSON),
    (fields.TextField, Kind.TEXT),
    (fields.CharField, Kind.TEXT),
)


_BY_NAME: dict[str, type[Model]] = {model.__name__: model for model in MODELS}


@cache
def catalog() -> Mapping[str, Entity]:
    """All entities by name, those a person may never read (Scope.PRIVATE) included."""
    relations: dict[str, dict[str, Relation]] = {model.__name__: {} for model in MODELS}
    for model in MODELS:
        for forward, backward in _links(model):
            relations[model.__name__][forward.name] = forward
            relations[forward.target][backward.name] = backward
    return {
        model.__name__: Entity(
            name=model.__name__,
            table=str(model._meta.db_table),
            key=model._meta.pk_attr,
            fields=dict(_fields(model)),
            relations=relations[model.__name__],
            resource=model.resource,
            description=(model.__doc__ or "").strip(),
            model=model,
        )
        for model in MODELS
    }


def _fields(model: type[Model]) -> list[tuple[str, Field]]:
    resource: Resource = model.resource  # type: ignore[attr-defined]
    found = []
    for name in model._meta.fields_db_projection:
        if name in resource.hidden or name in _foreign_columns(model):
            continue
        field = model._meta.fields_map[name]
        words = getattr(field, "enum_type", None)
        kind = Kind.WORD if words else next(kind for cls, kind in _KINDS if isinstance(field, cls))
        found.append(
            (
                name,
                Field(
                    name=name,
                    kind=kind,
                    label=field.description or "",
                    null=field.null,
                    key=field.pk,
                    sensitive=name in resource.sensitive,
                    fixed=name in resource.fixed or field.pk or name in ("synthetic", "version"),
                    words=words,
                    digits=getattr(field, "max_digits", 0),
                    places=getattr(field, "decimal_places", 0),
                    length=0 if words else getattr(field, "max_length", 0),
                ),
            )
        )
    return found


def _foreign_columns(model: type[Model]) -> set[str]:
    return {f"{name}_id" for name in model._meta.fk_fields}


def _links(model: type[Model]) -> list[tuple[Relation, Relation]]:
    resource: Resource = model.resource  # type: ignore[attr-defined]
    pairs = []
    for link in code_links(model):
        field = model._meta.fields_map[link.column]
        pairs.append(
            (
                Relation(
                    link.name,
                    "ReportingUnit",
                    False,
                    ((link.column, "code"),),
                    field.description or "",
                    field.null,
                ),
                Relation(link.back, model.__name__, True, (("code", link.column),), resource.label),
            )
        )
    for name in sorted(model._meta.fk_fields):
        field = model._meta.fields_map[name]
        assert isinstance(field, ForeignKeyFieldInstance)
        # By name: Tortoise resolves the class only when it is initialised with a database.
        target = _BY_NAME[str(field.model_name).partition(".")[2]]
        here, there = f"{name}_id", target._meta.pk_attr
        forward: tuple[tuple[str, str], ...] = ((here, there),)
        if not field.db_constraint:  # the parent is of the same unit
            forward = (("unit_code", "unit_code"), *forward)
        backward = tuple((b, a) for a, b in forward)
        pairs.append(
            (
                Relation(name, target.__name__, False, forward, field.description or "", field.null),
                Relation(str(field.related_name), model.__name__, True, backward, resource.label),
            )
        )
    return pairs
