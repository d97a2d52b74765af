"""What can be done with the money of platforms: prepay, settle, list for the bank, confirm, recover."""

from typing import Any

from api.actions.action import Action, Order
from api.actions.field import WHY, Field, Sort, of
from api.services import bank_batches, extensions, remittances, settlements
from api.services.clock import today
from api.services.extensions import More
from api.services.remittances import Confirmation
from api.services.settlements import UNSETTLED, Proposal
from api.services.steps import Step
from api.viewer import Viewer
from db.enums import PlanState, PlatformState, ProjectState
from db.store import Work

_EXCEPTION = Field(
    "exception",
    Sort.NOTE,
    "例外事由 | Reason of an exception",
    help="仅在通过家数不足时填写 | Only where too few enterprises passed (F7)",
)
_SEEN = Field(
    "seen",
    Sort.TEXT,
    "预览指纹 | Fingerprint of the preview",
    help="预览后依据若有变化则不予提出 | Refused if what it rests on changed since the preview",
    longest=64,
)
_REMARK = Field("why", Sort.NOTE, "意见 | Remark")
_PAID_ON = of("Remittance", "paid_on", required=True)
_RECEIPT = of("Remittance", "receipt", required=True)


async def _propose_prepayment(work: Work, viewer: Viewer, order: Order) -> int:
    [made] = await remittances.propose_prepayments(work, viewer, [order.id], today())
    return made


async def _approve_prepayment(work: Work, viewer: Viewer, order: Order) -> None:
    await remittances.approve(work, viewer, [Step(order.id, why=order.why)], today())


async def _reject_prepayment(work: Work, viewer: Viewer, order: Order) -> None:
    await remittances.reject(work, viewer, [Step(order.id, why=order.why)])


async def _propose(work: Work, viewer: Viewer, order: Order) -> int:
    proposal = Proposal(order.id, order.values.get("exception"), order.values.get("seen"))
    [made] = await settlements.propose(work, viewer, [proposal], today())
    return made


async def _approve(work: Work, viewer: Viewer, order: Order) -> None:
    await settlements.approve(work, viewer, [Step(order.id, why=order.why)], today())


async def _reject(work: Work, viewer: Viewer, order: Order) -> None:
    await settlements.reject(work, viewer, [Step(order.id, why=order.why)])


async def _settle_plan(work: Work, viewer: Viewer, order: Order) -> None:
    await settlements.settle_plan(work, viewer, order.id)


async def _list(work: Work, viewer: Viewer, order: Order) -> int:
    return await bank_batches.list_batch(work, viewer, order.id, today())


async def _confirm_batch(work: Work, viewer: Viewer, order: Order) -> None:
    await bank_batches.confirm_batch(work, viewer, order.id, order.values["paid_on"], order.values["receipt"])


async def _confirm(work: Work, viewer: Viewer, order: Order) -> None:
    one = Confirmation(order.id, order.values["paid_on"], order.values["receipt"])
    await remittances.confirm(work, viewer, [one])


async def _fail(work: Work, viewer: Viewer, order: Order) -> None:
    await remittances.fail(work, viewer, [Step(order.id, why=order.why)])


async def _relist(work: Work, viewer: Viewer, order: Order) -> None:
    await remittances.relist(work, viewer, [Step(order.id)], today())


async def _return(work: Work, viewer: Viewer, order: Order) -> None:
    await remittances.returned(work, viewer, order.id, today(), order.values["why"])


async def _grant(work: Work, viewer: Viewer, order: Order) -> int:
    more = More(order.id, order.values["until"], order.values["reason"])
    [made] = await extensions.grant(work, viewer, [more], today())
    return made


async def _prepayable(connection: Any, viewer: Viewer, platform: int) -> bool:
    row = await connection.fetchrow(remittances.PREPAYABLE + " where platforms.id = $1", platform)
    return row is not None and remittances.why_not_prepaid(row) is None


async def _settleable(connection: Any, viewer: Viewer, platform: int) -> bool:
    """Its year is over and nothing waits for approval."""
    found: bool = await connection.fetchval(
        """select batches.ends_on < $2 and not exists (
             select from settlements where settlements.unit_code = platforms.unit_code
               and settlements.platform_id = platforms.id and settlements.state = 'proposed')
           from platforms
           join plan_industries on plan_industries.unit_code = platforms.unit_code
                               and plan_industries.id = platforms.plan_industry_id
           join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
           join batches on batches.id = plans.batch_id where platforms.id = $1""",
        platform,
        today(),
    )
    return found


async def _all_settled(connection: Any, viewer: Viewer, plan: int) -> bool:
    found: bool = await connection.fetchval(f"select not {UNSETTLED} from plans where id = $1", plan)  # noqa: S608
    return found


async def _to_be_paid(connection: Any, viewer: Viewer, plan: int) -> bool:
    found: bool = await connection.fetchval(
        """select exists (
             select from remittances
             join platforms on platforms.unit_code = remittances.unit_code and platforms.id = remittances.platform_id
             join plan_industries on plan_industries.unit_code = platforms.unit_code
                                 and plan_industries.id = platforms.plan_industry_id
             where plan_industries.plan_id = $1 and remittances.state = 'approved' and remittances.kind <> 'recovery')""",
        plan,
    )
    return found


async def _confirmable(connection: Any, viewer: Viewer, remittance: int) -> bool:
    """With the bank, or to be recovered."""
    found: bool = await connection.fetchval(
        "select state = 'exported' or kind = 'recovery' from remittances where id = $1", remittance
    )
    return found


async def _with_the_bank(connection: Any, viewer: Viewer, batch: int) -> bool:
    found: bool = await connection.fetchval(
        "select exists (select from remittances where bank_batch_id = $1 and state = 'exported')", batch
    )
    return found


_LIVE = frozenset(ProjectState) - {ProjectState.FAILED, ProjectState.WITHDRAWN}

ACTIONS: tuple[Action, ...] = (
    Action(
        "Remittance",
        "propose",
        _propose_prepayment,
        on="Platform",
        when=frozenset({PlatformState.APPOINTED}),
        check=_prepayable,
    ),
    Action("Remittance", "approve", _approve_prepayment, (_REMARK,)),
    Action("Remittance", "reject", _reject_prepayment, (WHY,)),
    Action("Remittance", "confirm", _confirm, (_PAID_ON, _RECEIPT), check=_confirmable),
    Action("Remittance", "fail", _fail, (WHY,)),
    Action("Remittance", "relist", _relist),
    Action("Remittance", "return", _return, (WHY,), danger=True),
    Action("Settlement", "propose", _propose, (_EXCEPTION, _SEEN), on="Platform", check=_settleable),
    Action("Settlement", "approve", _approve, (_REMARK,)),
    Action("Settlement", "reject", _reject, (WHY,)),
    Action("Plan", "settle", _settle_plan, check=_all_settled),
    Action(
        "BankBatch",
        "list",
        _list,
        on="Plan",
        when=frozenset(PlanState) - {PlanState.DRAFT, PlanState.SUBMITTED, PlanState.RETURNED},
        check=_to_be_paid,
    ),
    Action("BankBatch", "confirm", _confirm_batch, (_PAID_ON, _RECEIPT), check=_with_the_bank),
    Action(
        "Extension",
        "grant",
        _grant,
        (of("Extension", "until", required=True), of("Extension", "reason", required=True)),
        on="Project",
        when=_LIVE,
    ),
)
