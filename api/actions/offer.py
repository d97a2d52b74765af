"""What somebody may do with a row now: the buttons to show."""

from collections.abc import Sequence
from typing import Any

from api.actions.action import Action, Check
from api.actions.registry import ACTIONS
from api.viewer import Viewer
from db.catalog import catalog


def possible(viewer: Viewer, entity: str, row_id: int) -> list[Action]:
    """What the viewer's roles may do with some row of the table, whichever it is; nothing, for most people and tables.

    ``row_id`` 0 asks for what needs no row: a new one of the table.
    """
    return [
        action
        for action in ACTIONS
        if action.entity == entity and action.move.roles & viewer.roles and bool(row_id) == _of_a_row(action)
    ]


async def offers(
    connection: Any, viewer: Viewer, entity: str, row_id: int, among: Sequence[Action] | None = None
) -> list[Action]:
    """The actions upon a row the viewer can see (``connection`` is of ``Store.read(viewer.rows)``), in their order.

    ``row_id`` as for ``possible``, of which ``among`` are those that are asked about; all, if not given.
    """
    may = list(possible(viewer, entity, row_id) if among is None else among)
    if not row_id or not may:
        return may
    declared = catalog()[entity]
    state = "state::text" if "state" in declared.fields else "null"
    unit = "unit_code" if declared.unit_scoped else "null"
    row = await connection.fetchrow(
        f"select {state} as state, {unit} as unit_code from {declared.table} where id = $1",  # noqa: S608
        row_id,
    )
    if row is None:
        return []
    may = [action for action in may if _in_time(action, row["state"])]
    if any(_once(action) for action in may):
        done = await _done_by(connection, viewer, entity, row_id, row["unit_code"])
        may = [action for action in may if not _once(action) or not action.move.not_after & done]
    answers: dict[Check, bool] = {}  # several actions wait for the same thing
    for check in {action.check: None for action in may if action.check is not None}:
        answers[check] = await check(connection, viewer, row_id)
    return [action for action in may if action.check is None or answers[action.check]]


def _of_a_row(action: Action) -> bool:
    return not action.makes or bool(action.on)


def _once(action: Action) -> bool:
    """Whether it is closed to who took another step before."""
    return not action.makes and bool(action.move.not_after)


def _in_time(action: Action, state: str | None) -> bool:
    if action.when is not None:
        return state in action.when
    return action.makes or not action.move.sources or state in action.move.sources


async def _done_by(connection: Any, viewer: Viewer, entity: str, row_id: int, unit: str | None) -> set[str]:
    rows = await connection.fetch(
        "select distinct action from events where unit_code is not distinct from $1 and subject = $2"
        " and subject_id = $3 and actor_id = $4",
        unit,
        entity,
        row_id,
        viewer.user_id,
    )
    return {row["action"] for row in rows}
