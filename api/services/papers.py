"""The proofs of a project: cost items, invoices, payments, assessments."""

from collections.abc import Sequence
from typing import Any

from api.errors import Refusal
from api.services.projects import editable
from api.services.rows import Row, insert, update
from api.viewer import Viewer
from db.enums import Role
from db.store import Work

#: Who enters what a project cost: those who contract and deliver it.
KEEPERS: frozenset[Role] = frozenset({Role.PLATFORM_OPERATOR, Role.PROVINCIAL_SME_OFFICER})
ASSESSORS: frozenset[Role] = KEEPERS | {Role.EXPERT}


async def add_cost_items(work: Work, viewer: Viewer, rows: Sequence[Row]) -> list[int]:
    """What a transformation cost, part by part."""
    await _may_add(work, viewer, KEEPERS, rows)
    return await insert(work, "CostItem", rows)


async def add_invoices(work: Work, viewer: Viewer, rows: Sequence[Row]) -> list[int]:
    """Invoices as they are: the same one twice is not refused but found by a red flag."""
    await _may_add(work, viewer, KEEPERS, rows)
    return await insert(work, "Invoice", rows)


async def add_payments(work: Work, viewer: Viewer, rows: Sequence[Row]) -> list[int]:
    """Money that moved."""
    await _may_add(work, viewer, KEEPERS, rows)
    return await insert(work, "Payment", rows)


async def assess(work: Work, viewer: Viewer, rows: Sequence[Row]) -> list[int]:
    """Digital levels before or after; the project carries the level too, so that lists are quick."""
    await _may_add(work, viewer, ASSESSORS, rows)
    ids = await insert(work, "Assessment", rows)
    for phase in ("before", "after"):
        levels: list[dict[str, Any]] = [
            {"id": row["project_id"], f"level_{phase}": row["level"]} for row in rows if row["phase"] == phase
        ]
        await update(work, "Project", levels)
    return ids


async def _may_add(work: Work, viewer: Viewer, roles: frozenset[Role], rows: Sequence[Row]) -> None:
    if not viewer.roles & roles:
        raise Refusal("FORBIDDEN", "您无权登记项目凭证 | You may not enter proofs of projects", status=403)
    await editable(work, viewer, [row["project_id"] for row in rows])
