"""The proofs of a project: cost items, invoices, payments, assessments."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.errors import Refusal
from api.services import invoice_checks
from api.services.projects import editable
from api.services.rows import Row, insert, update
from api.services.steps import Step, allow, create, take
from api.services.trash import discard
from api.viewer import Viewer
from db.catalog import catalog
from db.enums import CostKind, Role
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


async def enter(
    work: Work, viewer: Viewer, noun: str, project: int, rows: Sequence[Mapping[str, Any]]
) -> list[int]:
    """Cost items, invoices or payments of one project, as a person enters them.

    Raises:
        Refusal: the claim is approved (F6); hardware as eligible (F1); another project's invoice.
    """
    allow(viewer, noun, "add")
    await editable(work, viewer, [project])
    row = await work.connection.fetchrow("select unit_code, synthetic from projects where id = $1", project)
    for given in rows:
        await _check(work, noun, project, given)
    common = {"project_id": project, "unit_code": row["unit_code"], "synthetic": row["synthetic"]}
    return await create(work, viewer, noun, "add", [{**given, **common} for given in rows])


async def correct(work: Work, viewer: Viewer, noun: str, row_id: int, values: Mapping[str, Any]) -> None:
    """Change one of them; an invoice that is another one then has not been checked.

    Raises:
        Refusal: as for ``enter``.
    """
    row = await _paper(work, viewer, noun, row_id)
    await _check(work, noun, row["project_id"], {**dict(row), **values})
    if noun == "Invoice" and invoice_checks.differs(row, values):
        values = {**values, **invoice_checks.FORGOTTEN}
    await take(work, viewer, noun, "change", [Step(row_id, values)])


async def drop(work: Work, viewer: Viewer, noun: str, row_id: int) -> None:
    """Remove one of them with its files.

    Raises:
        Refusal: the claim is approved; payments hang on the invoice.
    """
    await _paper(work, viewer, noun, row_id)
    if noun == "Invoice" and await work.connection.fetchval(
        "select exists (select from payments where invoice_id = $1)", row_id
    ):
        raise Refusal(
            "STILL_PAID",
            "有付款关联此发票，不能删除 | Payments belong to this invoice, so it cannot be removed",
            hint="先删除这些付款，或改关联其他发票 | Remove the payments first, or give them another invoice",
            status=409,
        )
    await discard(work, viewer, noun, [row_id])


async def _paper(work: Work, viewer: Viewer, noun: str, row_id: int) -> Any:
    row = await work.connection.fetchrow(
        f"select * from {catalog()[noun].table} where id = $1 for update",  # noqa: S608
        row_id,
    )
    await editable(work, viewer, [row["project_id"]])
    return row


async def _check(work: Work, noun: str, project: int, values: Mapping[str, Any]) -> None:
    if noun == "CostItem" and values["kind"] == CostKind.HARDWARE and values.get("eligible"):
        raise Refusal(
            "HARDWARE_NOT_ELIGIBLE",
            "“{name}”为硬件，不可计入 | “{name}” is hardware, which does not count",
            hint="“可计入”选“否” | Say that it is not eligible",
            clause="F1",
            field="eligible",
            name=values["name"],
        )
    if noun == "Payment" and values.get("invoice_id") is not None:
        owner = await work.connection.fetchval(
            "select project_id from invoices where id = $1", values["invoice_id"]
        )
        if owner != project:
            raise Refusal(
                "NOT_THIS_PROJECT",
                "该发票不属于本项目 | The invoice belongs to another project",
                clause="F8",
                field="invoice_id",
            )


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
