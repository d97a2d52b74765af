"""What officers do with the limits of the policy, and with the prepayment ratio of a batch."""

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


async def _set_ratio(work: Work, viewer: Viewer, order: Order) -> None:
    number = await work.connection.fetchval("select number from batches where id = $1", order.id)
    await reference.set_prepayment_ratio(work, viewer, number, order.values["prepayment_ratio"])


async def _not_prepaid(connection: Any, viewer: Viewer, batch: int) -> bool:
    return not await reference.prepaid(connection, batch)


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
    Action(
        "Batch",
        "set_ratio",
        _set_ratio,
        (
            of(
                "Batch",
                "prepayment_ratio",
                required=True,
                shown="prepayment_ratio",
                least=0,
                most=1,
                help="如 0.5；开始预拨后不能再变 | Such as 0.5; fixed once a prepayment is paid",
            ),
        ),
        on="Batch",
        check=_not_prepaid,
    ),
    Action("LittleGiant", "drop", _drop, (WHY,), on="LittleGiant", danger=True),
    Action("Limit", "withdraw", _withdraw, (WHY,), on="Limit", check=_to_come, danger=True),
)
