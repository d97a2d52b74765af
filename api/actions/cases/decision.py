"""A case is decided."""

from typing import Any

from api.actions.action import Action, Order
from api.actions.cases.outcomes import outcomes, penalties_of
from api.services import case_decision
from api.services.clock import today
from api.viewer import Viewer
from db.store import Work


async def _decide(work: Work, viewer: Viewer, order: Order) -> None:
    await case_decision.decide(work, viewer, order.id, penalties_of(order), today())


async def _announced(connection: Any, viewer: Viewer, case: int) -> Any:
    rows = await connection.fetch(
        """select outcome, notice_items.amount, organ, penalty_articles.number as article, base, weight
           from notice_items
           join cases on cases.unit_code = notice_items.unit_code and cases.notice_id = notice_items.notice_id
           left join penalty_articles on penalty_articles.id = article_id
           where cases.id = $1 order by notice_items.id""",
        case,
    )
    return [dict(row) for row in rows]


ACTIONS: tuple[Action, ...] = (
    Action(
        "Case",
        "decide",
        _decide,
        (
            outcomes(
                "处理决定 | Decision", _announced, "不得超出告知内容 | Nothing beyond what was announced"
            ),
        ),
        danger=True,
    ),
)
