"""Random rows: empty and tied values, rows without relations, texts nobody expects.

The checks that hold a row's values together are lifted first: whoever reads must not rely on them.
"""

import json
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import partial
from typing import Any

import asyncpg

from db.catalog import Entity, Field, Kind, catalog
from db.resource import Scope
from seed.synthetic.uscc import numbered
from tests.graphql.questions.both import Fill
from tests.graphql.questions.history import tell

UNITS = ("110000", "350200", "650000", "440300")
#: How many of each are tried; the tables refuse some.
MOST = {
    "Organization": 30,
    "User": 5,
    "Plan": 9,
    "PlanIndustry": 14,
    "Platform": 22,
    "Project": 50,
    "Case": 12,
}
USUAL = 40
CHECKS = "select conrelid::regclass::text, conname from pg_constraint where contype = 'c' and conrelid <> 0"

TEXTS = (
    "",
    " ",
    "0",
    "null",
    "灯塔",
    "灯塔工厂 100%",
    "a_b",
    "A_B",
    "back\\slash",
    "\\",
    "it's",
    'say "yes"',
    "tab\tline\nreturn\r",
    "\u0001\u001f\u007f",
    "\u2028\u2029",
    "😀𠮷",
    "e\u0301é",
    "İıſSß",
    "<script>",
    "%",
)
FACTS = ({}, [], {"b": 1, "a": [None, True, 1.5, "七"]}, "text", 0, {"深": {"层": {"": []}}})
_CHINA = timezone(timedelta(hours=8))


def odd(seed: int) -> Fill:
    """Fills the programme's tables, always the same for one seed."""
    return partial(_fill, random.Random(seed))


async def _fill(chance: random.Random, connection: asyncpg.Connection) -> None:
    for table, name in await connection.fetch(CHECKS):
        await connection.execute(f'alter table {table} drop constraint "{name}"')
    maker = _Maker(chance, connection)
    await maker.look(
        "ReportingUnit", "Batch", "Industry", "Clause", "PenaltyArticle", "AcceptanceStandard", "Scene"
    )
    for entity in _parents_first():
        if entity.name not in maker.keys and entity.resource.scope is not Scope.PRIVATE:
            await maker.make(entity, MOST.get(entity.name, USUAL))
    await tell(connection, chance)


def _parents_first() -> list[Entity]:
    """Every table behind those its rows hang on; behind those they may hang on, where these do not hang on it."""
    found: dict[str, Entity] = {}
    begun: set[str] = set()

    def parents(entity: Entity, *, null: bool) -> list[str]:
        return [
            relation.target
            for relation in entity.relations.values()
            if not relation.many and relation.null == null and relation.target != entity.name
        ]

    def needs(name: str) -> set[str]:
        """The table and all that its rows cannot do without."""
        return {name}.union(*(needs(target) for target in parents(catalog()[name], null=False)))

    def add(entity: Entity) -> None:
        begun.add(entity.name)
        for target in parents(entity, null=False):
            if target not in found:
                add(catalog()[target])
        for target in parents(entity, null=True):
            if target not in found and not needs(target) & begun - found.keys():
                add(catalog()[target])
        found[entity.name] = entity

    for entity in catalog().values():
        if entity.name not in found:
            add(entity)
    return list(found.values())


class _Maker:
    def __init__(self, chance: random.Random, connection: asyncpg.Connection) -> None:
        self._chance = chance
        self._connection = connection
        self._numbers = 0
        self.keys: dict[str, list[tuple[Any, str | None]]] = {}  # by table: (key, unit)

    async def look(self, *names: str) -> None:
        """Takes up the rows of reference data."""
        for name in names:
            entity = catalog()[name]
            rows = await self._connection.fetch(
                f"select {entity.key} from {entity.table} order by {entity.key} limit 12"
            )
            self.keys[name] = [(row[0], None) for row in rows]

    async def make(self, entity: Entity, number: int) -> None:
        """
        Raises:
            AssertionError: the table refused all.
        """
        made = self.keys[entity.name] = []
        for _ in range(number):
            row = self._row(entity)
            if row is None:
                continue
            columns = ", ".join(row)
            places = ", ".join(f"${place}" for place in range(1, len(row) + 1))
            insert = f"insert into {entity.table} ({columns}) values ({places}) returning {entity.key}"
            try:
                async with self._connection.transaction():
                    key = await self._connection.fetchval(insert, *row.values())
            except asyncpg.IntegrityConstraintViolationError:
                continue  # a rule of the programme, which chance does not know
            made.append((key, row.get("unit_code")))
        assert made, f"{entity.name}: none of {number}"

    def _row(self, entity: Entity) -> dict[str, Any] | None:
        chance = self._chance
        self._numbers += 1
        unit = chance.choice(UNITS)
        row: dict[str, Any] = dict.fromkeys(entity.resource.hidden, "x")
        days = iter(sorted(self._day() for _ in entity.fields))
        for field in entity.fields.values():
            if not (field.key and field.kind is Kind.NUMBER):
                empty = field.null and chance.random() < 0.3
                row[field.name] = None if empty else self._value(field, unit, days.__next__)
        for relation in entity.relations.values():
            if relation.many or relation.column.endswith("_code"):
                continue
            near = len(relation.columns) > 1
            parents = [key for key, there in self.keys.get(relation.target, []) if not near or there == unit]
            if parents and not (relation.null and chance.random() < 0.3):
                row[relation.column] = chance.choice(parents)
            elif not relation.null:
                return None
        if row.get("state") != "passed" and "confirmed_on" in row:
            row["confirmed_on"] = None
        return row

    def _value(self, field: Field, unit: str, next_day: Callable[[], date]) -> Any:
        chance = self._chance
        if field.name in ("unit_code", "parent_code"):
            return unit
        if field.name == "uscc":
            return numbered(unit, self._numbers)
        if field.words:
            return chance.choice([word.value for word in field.words])
        match field.kind:
            case Kind.TEXT:
                plenty = not field.length or field.length >= 20
                text = "".join(chance.choices(TEXTS, k=chance.choice([1, 1, 2, 3] if plenty else [1])))
                if field.sensitive and chance.random() < 0.5:
                    text = "62220000" + str(chance.randrange(10**8))
                return text[: field.length or None]
            case Kind.BOOLEAN:
                return chance.random() < 0.5
            case Kind.DATE:
                return next_day()
            case Kind.TIME:
                micro = chance.choice([0, 0, 1, 120_000, 999_999])
                return datetime(2024, 2, chance.randint(1, 28), chance.randrange(24), 59, 0, micro, _CHINA)
            case Kind.JSON:
                return json.dumps(chance.choice(FACTS), ensure_ascii=False)
            case Kind.DECIMAL:
                shares = field.digits - field.places < 2
                amount = chance.choice(
                    [0, 1, chance.random()] if shares else [0, 1, 50, 99.99, 100 * chance.random()]
                )
                return Decimal(amount).quantize(Decimal(1).scaleb(-field.places))
        return chance.choice([1, 2, 3, 4])

    def _day(self) -> date:
        return date(2022, 11, 1) + timedelta(
            days=self._chance.choice([0, 0, 30, 61, 365, self._chance.randrange(700)])
        )
