"""What a workbook refers to: units, batches, industries, and the policy in force."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from api.imports.text import bare
from api.policy.book import DatedLimit, PolicyBook

_ORDINALS = {"一": 1, "二": 2, "三": 3}


@dataclass(frozen=True)
class Unit:
    code: str
    name: str
    short_name: str
    name_en: str


@dataclass(frozen=True)
class Batch:
    id: int
    number: int
    name: str
    starts_on: date


@dataclass(frozen=True)
class Industry:
    id: int
    code: str
    name: str
    annex: bool
    stand_in: bool = False


@dataclass(frozen=True)
class Reference:
    """The rows a cell can name."""

    units: tuple[Unit, ...]
    batches: tuple[Batch, ...]
    industries: tuple[Industry, ...]
    book: PolicyBook = field(default_factory=lambda: PolicyBook(()))

    def unit(self, text: str) -> Unit | None:
        """By code, name, short name or English name, or ``540000 西藏自治区`` as in the list."""
        return self._units.get(bare(text)) or self._units.get(bare(text.split(" ")[0]))

    def batch(self, text: str) -> Batch | None:
        """By number (1, 第1批, 第一批, Batch 1) or name."""
        key = bare(text)
        for batch in self.batches:
            if key == bare(batch.name):
                return batch
        found = re.fullmatch(r"(?:第|batch)?([1-9一二三])(?:批次?)?", key)
        if not found:
            return None
        number = _ORDINALS.get(found[1]) or int(found[1])
        return next((batch for batch in self.batches if batch.number == number), None)

    def industries_like(self, text: str) -> list[Industry]:
        """By code, ``3421 金属切削机床制造`` or name; several where a name is not unique."""
        key = bare(text)
        found = re.match(r"[a-z]?(\d{2,4})(?!\d)", key)
        if found:
            return [industry for industry in (self._codes.get(key), self._codes.get(found[1])) if industry][
                :1
            ]
        named = self._names.get(key, [])
        # The same name on several levels: the plan means the one Annex 1 lists.
        return [industry for industry in named if industry.annex] or named

    @cached_property
    def _units(self) -> Mapping[str, Unit]:
        return {
            bare(name): unit
            for unit in reversed(self.units)
            for name in (unit.name_en, unit.short_name, unit.name, unit.code)
        }

    @cached_property
    def _codes(self) -> Mapping[str, Industry]:
        return {bare(industry.code): industry for industry in self.industries}

    @cached_property
    def _names(self) -> Mapping[str, list[Industry]]:
        names: dict[str, list[Industry]] = {}
        for industry in self.industries:
            names.setdefault(bare(industry.name), []).append(industry)
        return names

    @cached_property
    def industry_by_id(self) -> Mapping[int, Industry]:
        return {industry.id: industry for industry in self.industries}


async def load(connection: Any) -> Reference:
    """The reference rows of the database."""
    return Reference(
        tuple(
            Unit(**row)
            for row in await connection.fetch(
                "select code, name, short_name, name_en from reporting_units order by number"
            )
        ),
        tuple(
            Batch(**row)
            for row in await connection.fetch(
                "select id, number, name, starts_on from batches order by number"
            )
        ),
        tuple(
            Industry(**row)
            for row in await connection.fetch(
                "select id, code, name, annex, stand_in from industries order by code"
            )
        ),
        book(await connection.fetch("select key, clause_id, value, valid_from, valid_until from limits")),
    )


def book(rows: Iterable[Any]) -> PolicyBook:
    return PolicyBook(DatedLimit(*row) for row in rows)
