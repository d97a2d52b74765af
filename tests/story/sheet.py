"""The story's figures, worked out by hand: what each enterprise cost and what the notice allows for it."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Entry:
    """An enterprise: its actual eligible cost, 30 % of it unrounded, and the award after cap and rounding down."""

    name: str
    cost: Decimal
    share: Decimal
    award: Decimal


def _entry(name: str, cost: str, share: str, award: str) -> Entry:
    return Entry(name, Decimal(cost), Decimal(share), Decimal(award))


#: By hand: 30 % (F1), never more than 300,000 (F2), rounded down to the fen.
SHEET = (
    _entry("甲", "1000000.00", "300000.000", "300000.00"),  # just the cap
    _entry("乙", "999999.99", "299999.997", "299999.99"),  # a fen below it
    _entry("丙", "333333.33", "99999.999", "99999.99"),
    _entry("丁", "1234567.89", "370370.367", "300000.00"),
    _entry("戊", "760000.10", "228000.030", "228000.03"),
    _entry("己", "910500.77", "273150.231", "273150.23"),
    _entry("庚", "640000.00", "192000.000", "192000.00"),
    _entry("辛", "820000.05", "246000.015", "246000.01"),
    _entry("壬", "505050.55", "151515.165", "151515.16"),
    _entry("癸", "2000000.00", "600000.000", "300000.00"),
)
#: 300,000.00 + 299,999.99 + 99,999.99 + 300,000.00 + 228,000.03 + 273,150.23 + 192,000.00 + 246,000.01
#: + 151,515.16 + 300,000.00; below the platform's cap of 6,000,000 (F3).
AWARD = Decimal("2390665.41")
#: Eleven enterprises are planned at 800,000: 240,000 each, 2,640,000 together, half of it in advance (F4).
PLANNED = Decimal("800000.00")
RATIO = Decimal("0.5")
PREPAID = Decimal("1320000.00")
#: 2,390,665.41 − 1,320,000.00 (F6).
BALANCE = Decimal("1070665.41")
