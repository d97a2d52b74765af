"""The dated limits of the policy: changed from a day on with a reason, never for what is settled."""

from datetime import date, datetime
from decimal import Decimal

from api.errors import Refusal
from api.policy.book import DatedLimit
from api.policy.limit_change import LimitName, check_change
from api.services.breaches import refusal
from api.services.clock import today
from api.services.rows import delete, update
from api.services.steps import Step, allow, create, take
from api.viewer import Viewer
from db.store import Work

#: The last day on which an award was settled, by the calendar of China.
_SETTLED = (
    "select max((at at time zone 'Asia/Shanghai')::date) from events"
    " where subject = 'Platform' and action = 'settle'"
)


async def change(
    work: Work,
    viewer: Viewer,
    key: LimitName,
    value: Decimal,
    start: date,
    why: str,
    *,
    at: datetime | None = None,
    synthetic: bool = False,
) -> int:
    """A new entry from ``start`` on; the entry before it ends on that day.

    Raises:
        Refusal: the value is impossible or the same, or the day is not after the last entry or settlement.
    """
    allow(viewer, "Limit", "change")
    _nationally(viewer)
    # Two officers who change the same limit do it one after the other: the second sees what the first entered.
    await work.connection.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"limit {key}")
    rows = await work.connection.fetch(
        "select id, key, clause_id, value, valid_from, valid_until from limits where key = $1"
        " order by valid_from for update",
        key.value,
    )
    history = [DatedLimit(*list(row)[1:]) for row in rows]
    settled = await work.connection.fetchval(_SETTLED)
    for breach in check_change(key, value, start, history, settled):
        raise refusal([breach], field=breach.where[0], status=409)
    if not rows:
        raise Refusal("NOT_FOUND", "没有该限额 | There is no such limit", status=404, field="key")
    last = rows[-1]
    if last["valid_until"] is None or last["valid_until"] > start:
        await update(work, "Limit", [{"id": last["id"], "valid_until": start}])
    [made] = await create(
        work,
        viewer,
        "Limit",
        "change",
        [
            {
                "key": key.value,
                "clause_id": last["clause_id"],
                "value": value,
                "valid_from": start,
                "reason": why,
                "synthetic": synthetic,
            }
        ],
        at=at,
        why=f"{last['value'].normalize():f} → {value.normalize():f}：{why}",
    )
    return made


async def withdraw(work: Work, viewer: Viewer, limit: int, why: str) -> None:
    """Take back a change that is not in force yet; the entry before it goes on.

    Raises:
        Refusal: it is in force, or the first of its kind.
    """
    allow(viewer, "Limit", "withdraw")
    _nationally(viewer)
    row = await work.connection.fetchrow("select key, clause_id, valid_from from limits where id = $1", limit)
    before = row and await work.connection.fetchval(
        "select id from limits where key = $1 and valid_until = $2 for update", row["key"], row["valid_from"]
    )
    if row is None or before is None or row["valid_from"] <= today():
        raise Refusal(
            "LIMIT_IN_FORCE",
            "该限额已生效，只能以新的调整代替 | The limit is in force: only a new entry can follow it",
            clause=row and row["clause_id"],
            status=409,
        )
    await take(work, viewer, "Limit", "withdraw", [Step(limit, why=why)])
    await delete(work, "Limit", [limit])
    await update(work, "Limit", [{"id": before, "valid_until": None}])


def _nationally(viewer: Viewer) -> None:
    if not viewer.rows.national:
        raise Refusal("NOT_NATIONAL", "限额适用于全国 | Limits hold for the whole country", status=403)
