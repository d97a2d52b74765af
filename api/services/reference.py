"""What an office sets in the reference tables itself: ratios of batches, funded little giants."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from api.errors import Refusal
from api.services.clock import now
from api.services.rows import Row, delete, insert, update
from api.services.steps import Step, allow, create, take
from api.viewer import Viewer
from db.store import Work

#: What is known of a little giant beside its credit code.
GIANT = ("name", "funded_year", "legal_person", "address")


async def set_prepayment_ratio(
    work: Work, viewer: Viewer, batch: int, ratio: Decimal, *, at: datetime | None = None
) -> None:
    """The notice leaves the ratio to be set for each batch (F4).

    Raises:
        Refusal: the viewer is no finance officer, the batch is unknown, or a prepayment rests on the ratio it has.
    """
    allow(viewer, "Batch", "set_ratio")
    if not 0 < ratio <= 1:
        raise Refusal(
            "BAD_RATIO",
            "预拨比例须在0和1之间 | The ratio must be between 0 and 1",
            clause="F4",
            field="prepayment_ratio",
        )
    row = await work.connection.fetchrow("select id, prepayment_ratio from batches where number = $1", batch)
    if row is None:
        raise Refusal("NOT_FOUND", "没有第{batch}批 | There is no batch {batch}", status=404, batch=batch)
    if await prepaid(work.connection, row["id"]):
        raise Refusal(
            "PREPAID_ALREADY",
            "第{batch}批已开始预拨，比例不能再变 | Batch {batch} is being prepaid: its ratio is fixed",
            clause="F4",
            status=409,
            batch=batch,
        )
    await update(work, "Batch", [{"id": row["id"], "prepayment_ratio": ratio}])
    before = row["prepayment_ratio"]
    await insert(
        work,
        "Event",
        [
            {
                "unit_code": None,
                "subject": "Batch",
                "subject_id": row["id"],
                "action": "set_ratio",
                "from_state": None if before is None else str(before),
                "to_state": str(ratio),
                "at": at or now(),
                "actor_id": viewer.user_id,
            }
        ],
    )


async def prepaid(connection: Any, batch: int) -> bool:
    """Whether a prepayment of that batch is under way or paid."""
    found: bool = await connection.fetchval(
        """select exists (select from remittances
           join platforms on platforms.unit_code = remittances.unit_code and platforms.id = remittances.platform_id
           join plan_industries on plan_industries.unit_code = platforms.unit_code
                               and plan_industries.id = platforms.plan_industry_id
           join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
           where plans.batch_id = $1 and remittances.kind = 'prepayment'
             and remittances.state not in ('rejected', 'cancelled'))""",
        batch,
    )
    return found


async def add_little_giants(
    work: Work, viewer: Viewer, rows: Sequence[Row], *, at: datetime | None = None
) -> list[int]:
    """Enterprises that had central money as little giants and are excluded (P2)."""
    return await create(work, viewer, "LittleGiant", "keep", rows, at=at)


async def amend_little_giants(work: Work, viewer: Viewer, rows: Sequence[Row]) -> None:
    """What is known of enterprises on the list: each row has ``id`` and all of ``GIANT``."""
    steps = [Step(row["id"], {name: row[name] for name in GIANT}) for row in rows]
    await take(work, viewer, "LittleGiant", "amend", steps)


async def drop_little_giants(work: Work, viewer: Viewer, ids: Sequence[int], why: str) -> None:
    """Take enterprises off the list that stand there by mistake."""
    await take(work, viewer, "LittleGiant", "drop", [Step(row, why=why) for row in ids])
    await delete(work, "LittleGiant", ids)
