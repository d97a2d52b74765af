"""What can be done with a claim, and making one."""

from typing import Any

from api.actions.action import Action, Order, stepping
from api.actions.field import WHY, Field, Sort, of
from api.services import claiming, claims
from api.services.clock import today
from api.services.steps import Step
from api.viewer import Viewer
from db.enums import ProjectState
from db.store import Work


async def _submit(work: Work, viewer: Viewer, order: Order) -> int:
    return await claiming.claim(
        work,
        viewer,
        order.id,
        today(),
        cost=order.values.get("actual_cost"),
        amount=order.values.get("amount"),
        statement=order.values.get("statement"),
    )


async def _approve(work: Work, viewer: Viewer, order: Order) -> None:
    await claiming.approve(
        work, viewer, order.id, today(), amount=order.values.get("approved_amount"), why=order.why
    )


async def _reject(work: Work, viewer: Viewer, order: Order) -> None:
    await claims.reject(work, viewer, [Step(order.id, {"decided_on": today()}, why=order.why)])


async def _unclaimed(connection: Any, viewer: Viewer, row_id: int) -> bool:
    return not await connection.fetchval(
        "select exists (select from claims where project_id = $1 and state not in ('rejected', 'withdrawn'))",
        row_id,
    )


_SUBMIT = (
    of(
        "Claim",
        "actual_cost",
        help="空缺时为全部可计入成本项 | All eligible items where it is left empty",
    ),
    of(
        "Claim",
        "amount",
        help="空缺时按成本的30%且不超过30万元测算 | 30 % of the cost and 300,000 at most, where it is left empty",
    ),
    of("Claim", "statement"),
)
_APPROVE = (
    of(
        "Claim",
        "approved_amount",
        shown="amount",
        help="低于申请金额须写明事由 | Less than asked needs a reason",
    ),
    Field("why", Sort.NOTE, "核减事由 | Reason for approving less"),
)

ACTIONS: tuple[Action, ...] = (
    Action(
        "Claim",
        "submit",
        _submit,
        _SUBMIT,
        on="Project",
        when=frozenset({ProjectState.PASSED}),
        check=_unclaimed,
    ),
    Action("Claim", "check", stepping(claims.check)),
    Action("Claim", "approve", _approve, _APPROVE),
    Action("Claim", "reject", _reject, (WHY,), danger=True),
    Action("Claim", "withdraw", stepping(claiming.withdraw), (WHY,), danger=True),
    Action("Claim", "hold", stepping(claims.hold), (WHY,)),
    Action("Claim", "release", stepping(claims.release), (WHY,)),
)
