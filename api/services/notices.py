"""What strangers may read of selections: the calls, and on notice the ranks, names and totals; nothing else (P12)."""

from datetime import date
from typing import Any, NamedTuple

from db.store import NATION, Store

_ANNOUNCED = "('open', 'closed', 'scored', 'noticed', 'decided', 'cancelled')"


class Listed(NamedTuple):
    """A call as the public list shows it."""

    id: int
    title: str
    unit: str
    unit_en: str
    industry: str
    state: str
    opens_on: date
    closes_on: date
    notice_until: date | None
    synthetic: bool


class Place(NamedTuple):
    """A candidate as the public notice shows it."""

    id: int
    rank: int
    name: str
    total: Any
    state: str


class Yardstick(NamedTuple):
    name: str
    meaning: str | None
    weight: Any


class Notice(NamedTuple):
    """A call as the public page shows it; ``ranking`` is empty unless it is on notice or decided."""

    id: int
    title: str
    text: str
    unit: str
    unit_en: str
    industry: str
    sector: str | None
    state: str
    opens_on: date
    closes_on: date
    places: int
    noticed_on: date | None
    notice_until: date | None
    decided_on: date | None
    result: str | None
    synthetic: bool
    criteria: list[Yardstick]
    ranking: list[Place]


async def listed(store: Store, most: int = 100) -> list[Listed]:
    """The calls that are public, those on notice first, then the newest."""
    async with store.read(NATION) as connection:
        rows = await connection.fetch(
            f"""select calls.id, title, reporting_units.name, reporting_units.name_en, industries.name, state, opens_on,
                      closes_on, notice_until, calls.synthetic
               from calls join reporting_units on code = unit_code join industries on industries.id = industry_id
               where state in {_ANNOUNCED}
               order by state = 'noticed' desc, state = 'open' desc, opens_on desc, calls.id desc limit $1""",  # noqa: S608
            most,
        )
    return [Listed(*row) for row in rows]


async def public_notice(store: Store, call: int) -> Notice | None:
    """One of them; None if there is none that is public."""
    async with store.read(NATION) as connection:
        row = await connection.fetchrow(
            f"""select calls.id, title, calls.text, reporting_units.name as unit, reporting_units.name_en as unit_en,
                      industries.name as industry, industries.sector, state, opens_on, closes_on, places, noticed_on, notice_until, decided_on,
                      result, calls.synthetic
               from calls join reporting_units on code = unit_code join industries on industries.id = industry_id
               where calls.id = $1 and state in {_ANNOUNCED}""",  # noqa: S608
            call,
        )
        if row is None:
            return None
        criteria = await connection.fetch(
            "select name, meaning, weight from criteria where call_id = $1 order by position, id", call
        )
        ranking: list[Any] = []
        if row["state"] in ("noticed", "decided"):
            ranking = await connection.fetch(
                """select candidates.id, ranking, organizations.name, total, state
                   from candidates join organizations on organizations.id = organization_id
                   where call_id = $1 and state in ('ranked', 'proposed', 'appointed')
                   order by ranking, applied_on, candidates.id""",
                call,
            )
    return Notice(
        **row, criteria=[Yardstick(*one) for one in criteria], ranking=[Place(*one) for one in ranking]
    )


async def unit_of(store: Store, call: int) -> str | None:
    """The unit of a call that is on notice."""
    async with store.read(NATION) as connection:
        unit: str | None = await connection.fetchval(
            "select unit_code from calls where id = $1 and state = 'noticed'", call
        )
        return unit
