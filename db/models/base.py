"""What every table shares: keys, the unit that scopes a row, and checks in the models' words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from tortoise import fields
from tortoise.models import Model

from db.enums import Word
from db.guard import Check, Guard
from db.resource import Resource

MONEY_DIGITS, MONEY_PLACES = 14, 2  # numeric(14,2) yuan

#: A GB 32100 code: 18 of the alphabet without I, O, S, V, Z. The check digit is ``uscc_ok`` in SQL.
USCC_LENGTH = 18


class Record(Model):
    """A row with a number of its own; ``synthetic`` marks what was made up."""

    id = fields.BigIntField(primary_key=True, description="编号 | Number")
    synthetic = fields.BooleanField(default=False, description="合成数据 | Synthetic")

    resource: ClassVar[Resource]
    guards: ClassVar[tuple[Guard, ...]] = ()

    class Meta:
        abstract = True


@dataclass(frozen=True)
class CodeLink:
    """A column that holds a reporting unit's code: ``name`` leads there, ``back`` leads here."""

    name: str
    column: str
    back: str


def code_links(model: type[Model]) -> Iterator[CodeLink]:
    """The columns of a model that hold a unit's code.

    Plain columns, not Tortoise relations: a foreign key with a column name of its own makes the
    migration autodetector find the same change for ever. ``db.guards`` adds the constraints.
    """
    table = str(model._meta.db_table)
    if "unit_code" in model._meta.fields_map:
        yield CodeLink("unit", "unit_code", table)
    if "parent_code" in model._meta.fields_map:
        yield CodeLink("parent", "parent_code", "cities")


class UnitScoped(Record):
    """A row below a unit: ``unit_code`` is its row-level scope and its distribution key.

    ``version`` counts its changes: who changes a row says which version they saw.
    """

    unit_code = fields.CharField(6, description="申报单位 | Reporting unit")
    version = fields.IntField(default=1, db_default=1, description="版本 | Version")

    class Meta:
        abstract = True


def money(label: str, **options: Any) -> Any:
    """A field of yuan and fen: ``Decimal`` here, ``numeric(14,2)`` there."""
    return fields.DecimalField(MONEY_DIGITS, MONEY_PLACES, description=label, **options)


def word(kind: type[Word], label: str, **options: Any) -> Any:
    """A field that holds one word of a closed vocabulary."""
    return fields.CharEnumField(kind, max_length=32, description=label, **options)


def parent(model: str, related: str, label: str, **options: Any) -> Any:
    """A foreign key to a row of the same unit.

    The constraint itself is on ``(unit_code, parent_id)`` and made by ``db.guards``, so that a child
    can't hang under another unit's parent; hence ``db_constraint=False`` here.
    """
    return fields.ForeignKeyField(
        f"models.{model}", related_name=related, db_constraint=False, description=label, **options
    )


def link(model: str, related: str, label: str, **options: Any) -> Any:
    """A foreign key to a row that belongs to no unit, or to everybody."""
    return fields.ForeignKeyField(
        f"models.{model}",
        related_name=related,
        on_delete=fields.OnDelete.RESTRICT,
        description=label,
        **options,
    )


def check(name: str, condition: str) -> Check:
    return Check(name, condition)


def one_of(table: str, column: str, kind: type[Word]) -> Check:
    """The database, too, knows only the words of the vocabulary."""
    words = ", ".join(f"'{member.value}'" for member in kind)
    return check(f"{table}_{column}_known", f"{column} in ({words})")


def not_negative(table: str, *columns: str) -> list[Check]:
    return [check(f"{table}_{column}_not_negative", f"{column} >= 0") for column in columns]


def in_order(table: str, *columns: str) -> list[Check]:
    """Dates that are present follow one another in this order."""
    return [
        check(f"{table}_{later}_not_before_{earlier}", f"{later} >= {earlier}")
        for index, earlier in enumerate(columns)
        for later in columns[index + 1 :]
    ]
