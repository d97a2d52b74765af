"""Cases opened from flags; flags added and taken out; all of it undone."""

from typing import Any

from api.actions.action import Action, Order
from api.actions.field import WHY, Choices, Field, Sort, of
from api.services import cases
from api.services.cases import NewCase
from api.services.clock import today
from api.viewer import Viewer
from db.enums import FlagState
from db.store import Work


async def _open(work: Work, viewer: Viewer, order: Order) -> int:
    rows = [row["flag_id"] for row in order.values.get("flags") or ()]
    new = NewCase([order.id, *rows], order.values["title"], today(), order.values.get("summary"))
    [made] = await cases.open_cases(work, viewer, [new])
    return made


async def _join(work: Work, viewer: Viewer, order: Order) -> None:
    await cases.join(work, viewer, order.id, [row["flag_id"] for row in order.values["flags"]])


async def _take_out(work: Work, viewer: Viewer, order: Order) -> None:
    await cases.leave(work, viewer, [order.id], order.why or "")


async def _undo(work: Work, viewer: Viewer, order: Order) -> None:
    await cases.undo(work, viewer, order.id, order.why or "", today())


def _open_flags(table: str) -> Choices:
    """Open flags of the platform of the row acted upon, that flag itself left out; those with most at risk first."""
    other = "and flags.id <> $1" if table == "flags" else ""

    async def find(connection: Any, viewer: Viewer, row_id: int, text: str) -> list[tuple[Any, str]]:
        rows = await connection.fetch(
            f"""select flags.id, flags.rule || ' ' || flags.reason as label from flags
                where flags.state = 'open' {other} and position($2 in flags.reason) > 0
                  and flags.platform_id = (select platform_id from {table} here where here.id = $1)
                order by flags.at_risk desc, flags.id limit 20""",  # noqa: S608
            row_id,
            text.strip(),
        )
        return [(row["id"], row["label"]) for row in rows]

    return find


def _flags(table: str, *, required: bool) -> Field:
    return Field(
        "flags",
        Sort.ROWS,
        "预警 | Flags",
        required=required,
        columns=(
            Field("flag_id", Sort.LINK, "预警 | Flag", True, entity="Flag", choices=_open_flags(table)),
        ),
        longest=100,
    )


ACTIONS: tuple[Action, ...] = (
    Action(
        "Case",
        "open",
        _open,
        (
            of("Case", "title", required=True),
            of("Case", "summary", sort=Sort.NOTE),
            _flags("flags", required=False),
        ),
        on="Flag",
        when=frozenset({FlagState.OPEN}),
    ),
    Action("Case", "join", _join, (_flags("cases", required=True),)),
    Action("Flag", "take_out", _take_out, (WHY,)),
    Action("Case", "undo", _undo, (WHY,), danger=True),
)
