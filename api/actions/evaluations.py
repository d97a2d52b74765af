"""Evaluations: begun, written, signed by the treasury, given (A3)."""

from typing import Any

from api.actions.action import Action, Order
from api.actions.field import Sort, of
from api.services import evaluations
from api.services.clock import today
from api.viewer import Viewer
from db.enums import EvaluationKind, PlanState
from db.store import Work


async def _begin_self(work: Work, viewer: Viewer, order: Order) -> int:
    return await evaluations.begin(work, viewer, order.id, EvaluationKind.SELF)


async def _begin_national(work: Work, viewer: Viewer, order: Order) -> int:
    return await evaluations.begin(work, viewer, order.id, EvaluationKind.NATIONAL)


async def _revise(work: Work, viewer: Viewer, order: Order) -> None:
    await evaluations.revise(work, viewer, order.id, order.values)


async def _score(work: Work, viewer: Viewer, order: Order) -> None:
    await evaluations.rescore(work, viewer, order.id, order.values["score"], order.values.get("remark") or "")


async def _sign(work: Work, viewer: Viewer, order: Order) -> None:
    await evaluations.sign(work, viewer, order.id)


async def _give(work: Work, viewer: Viewer, order: Order) -> None:
    await evaluations.give(work, viewer, order.id)


async def _term_over(connection: Any, viewer: Viewer, row_id: int) -> bool:
    over: bool = await connection.fetchval(
        "select ends_on < $2 from batches join plans on plans.batch_id = batches.id where plans.id = $1",
        row_id,
        today(),
    )
    return over and not await _begun(connection, row_id)


async def _begun(connection: Any, plan: int) -> bool:
    """Whether the evaluation that is due now has a draft."""
    begun: bool = await connection.fetchval(
        "select exists (select from evaluations join plans on plans.unit_code = evaluations.unit_code"
        " and plans.id = plan_id where plan_id = $1"
        " and kind = case plans.state when 'implementing' then 'self' else 'national' end)",
        plan,
    )
    return begun


async def _mine_to_write(connection: Any, viewer: Viewer, row_id: int) -> bool:
    return evaluations.WRITERS[await _kind(connection, row_id)] in viewer.roles


async def _mine_to_sign(connection: Any, viewer: Viewer, row_id: int) -> bool:
    return evaluations.SIGNERS[await _kind(connection, row_id)] in viewer.roles


async def _line_of_mine(connection: Any, viewer: Viewer, row_id: int) -> bool:
    row = await connection.fetchrow(
        "select evaluations.id, state from evaluations join evaluation_lines"
        " on evaluation_lines.unit_code = evaluations.unit_code and evaluation_id = evaluations.id"
        " where evaluation_lines.id = $1",
        row_id,
    )
    return row["state"] == "draft" and await _mine_to_write(connection, viewer, row["id"])


async def _kind(connection: Any, evaluation: int) -> EvaluationKind:
    return EvaluationKind(await connection.fetchval("select kind from evaluations where id = $1", evaluation))


ACTIONS: tuple[Action, ...] = (
    Action(
        "Evaluation",
        "begin_self",
        _begin_self,
        on="Plan",
        when=frozenset({PlanState.IMPLEMENTING}),
        check=_term_over,
    ),
    Action(
        "Evaluation",
        "begin_national",
        _begin_national,
        on="Plan",
        when=frozenset({PlanState.SELF_EVALUATED}),
        check=_term_over,
    ),
    Action(
        "Evaluation",
        "revise",
        _revise,
        (
            of("Evaluation", "achievements", required=True, sort=Sort.NOTE, shown="achievements"),
            of("Evaluation", "problems", required=True, sort=Sort.NOTE, shown="problems"),
            of("Evaluation", "measures", sort=Sort.NOTE, shown="measures"),
            of(
                "Evaluation",
                "accepted",
                shown="accepted",
                help="仅国家评价填写 | For the national evaluation only",
            ),
        ),
        check=_mine_to_write,
    ),
    Action(
        "EvaluationLine",
        "score",
        _score,
        (
            of("EvaluationLine", "score", required=True, least=0, most=100, shown="score"),
            of("EvaluationLine", "remark", sort=Sort.NOTE, shown="remark"),
        ),
        on="EvaluationLine",
        check=_line_of_mine,
    ),
    Action("Evaluation", "sign", _sign, check=_mine_to_sign),
    Action("Evaluation", "give", _give, check=_mine_to_write, danger=True),
)
