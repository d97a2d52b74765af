"""Money in one go, for tests that need it moved: proposed by one officer, approved by another, paid by the bank."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from api.policy.bank_file import BankFormat, Payer
from api.services import bank_batches, remittances, settlements
from api.services.bank_batches import Exported
from api.services.remittances import Confirmation
from api.services.settlements import Proposal
from api.services.steps import Step
from api.viewer import Viewer
from db.store import Work

PAYER = Payer("财政部国库", "9999000000000000001")


async def prepaid(work: Work, first: Viewer, second: Viewer, platforms: Sequence[int], on: date) -> None:
    made = await remittances.propose_prepayments(work, first, platforms, on)
    await remittances.approve(work, second, [Step(key) for key in made], on)
    await paid(work, first, platforms, on)


async def settled(
    work: Work,
    first: Viewer,
    second: Viewer,
    platforms: Sequence[int],
    on: date,
    *,
    exceptions: Mapping[int, str] | None = None,
    at: datetime | None = None,
) -> list[int]:
    reasons = exceptions or {}
    proposals = [Proposal(platform, reasons.get(platform)) for platform in platforms]
    made = await settlements.propose(work, first, proposals, on, at=at)
    await settlements.approve(work, second, [Step(key, at=at) for key in made], on)
    return made


async def sent(work: Work, first: Viewer, platforms: Sequence[int], on: date) -> Exported | None:
    """The file for the bank of what is to be paid to platforms of one plan; None if nothing is."""
    plan = await work.connection.fetchval(
        "select plan_id from platforms join plan_industries on plan_industries.id = plan_industry_id"
        " where platforms.id = any($1) and exists (select from remittances where platform_id = platforms.id"
        " and remittances.state = 'approved' and kind <> 'recovery') limit 1",
        list(platforms),
    )
    if plan is None:
        return None
    batch = await bank_batches.list_batch(work, first, plan, on)
    return await bank_batches.export(work, first, batch, BankFormat.CSV, PAYER)


async def paid(work: Work, first: Viewer, platforms: Sequence[int], on: date) -> list[int]:
    """All that waits to be paid or recovered; the remittances that were."""
    await sent(work, first, platforms, on)
    rows = await work.connection.fetch(
        "select id from remittances where platform_id = any($1) and (state = 'exported'"
        " or (state = 'approved' and kind = 'recovery')) order by id",
        list(platforms),
    )
    await remittances.confirm(work, first, [Confirmation(row["id"], on, f"HD{row['id']}") for row in rows])
    return [row["id"] for row in rows]
