"""What officers do with the limits of the policy."""

from typing import Any

from api.actions.action import Action, Order
from api.actions.field import WHY, Field, Sort, of
from api.policy.limit_change import LimitName
from api.services import limits, reference
from api.services.clock import today
from api.viewer import Viewer
from db.store import Work


async def _change(work: Work, viewer: Viewer, order: Order) -> int:
    values = order.values
    return await limits.change(
        work, viewer, LimitName(values["key"]), values["value"], values["valid_from"], values["reason"]
    )


async def _withdraw(work: Work, viewer: Viewer, order: Order) -> None:
    await limits.withdraw(work, viewer, order.id, order.values["why"])


async def _drop(work: Work, viewer: Viewer, order: Order) -> None:
    await reference.drop_little_giants(work, viewer, [order.id], order.values["why"])


async def _to_come(connection: Any, viewer: Viewer, limit: int) -> bool:
    return bool(await connection.fetchval("select valid_from > $2 from limits where id = $1", limit, today()))


ACTIONS: tuple[Action, ...] = (
    Action(
        "Limit",
        "change",
        _change,
        (
            Field("key", Sort.WORD, "限额 | Limit", required=True, words=LimitName),
            of("Limit", "value", required=True, least=0),
            of(
                "Limit",
                "valid_from",
                required=True,
                help="从这一天起按新值；此前已核定的不变"
                " | From this day on the new number holds; what was settled before stays",
            ),
            of("Limit", "reason", required=True),
        ),
    ),
    Action("LittleGiant", "drop", _drop, (WHY,), on="LittleGiant", danger=True),
    Action("Limit", "withdraw", _withdraw, (WHY,), on="Limit", check=_to_come, danger=True),
)
