"""Texts and numbers as people read them, in Chinese and in English."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("zh", "en")

#: From this many yuan on an amount is told in this unit; the words are in the texts.
SCALES = {
    "zh": ((Decimal(10) ** 8, "money.yi"), (Decimal(10) ** 4, "money.wan")),
    "en": ((Decimal(10) ** 9, "money.bn"), (Decimal(10) ** 6, "money.m"), (Decimal(10) ** 3, "money.k")),
}


@cache
def texts(lang: str) -> dict[str, str]:
    """All texts of a language by dotted key."""
    with (TEXTS / f"{lang}.toml").open("rb") as file:
        return dict(_flat(tomllib.load(file)))


def _flat(table: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        found += _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else [(prefix + key, value)]
    return found


@dataclass(frozen=True)
class Language:
    """One of the two languages; ``t`` looks a text up and fills it in."""

    lang: str

    def t(self, key: str, **values: object) -> str:
        text = texts(self.lang)[key]
        return text.format(**values) if values else text

    def count(self, number: int | None) -> str:
        return self.t("none") if number is None else f"{number:,}"

    def percent(self, share: float | None, places: int = 0) -> str:
        return self.t("none") if share is None else f"{share:.{places}%}"

    def money(self, amount: str | Decimal | None) -> str:
        """An amount in the unit people say it in; ``exact`` has the fen."""
        if amount is None:
            return self.t("none")
        value = Decimal(amount)
        for size, key in SCALES[self.lang]:
            if abs(value) >= size:
                return self.t(key, value=_three_digits(value / size))
        return self.exact(value)

    def exact(self, amount: str | Decimal | None) -> str:
        return self.t("none") if amount is None else self.t("money.exact", value=f"{Decimal(amount):,.2f}")

    def day(self, iso: str | None) -> str:
        return iso or self.t("none")

    def moment(self, iso: str | None) -> str:
        return iso[:16].replace("T", " ") if iso else self.t("none")

    def month(self, iso: str) -> str:
        day = date.fromisoformat(iso)
        return self.t("month", year=day.year, month=day.month, name=f"{day:%b}")


def _three_digits(value: Decimal) -> str:
    """12.3, 123, 1.23: what a person takes in at a glance."""
    places = 2 if abs(value) < 10 else 1 if abs(value) < 1000 else 0
    return f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"
