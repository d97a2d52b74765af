"""Taking a change back: a new change, by whoever may make it, through the action that describes the record.

Only plain descriptive fields: a state, a sum of money, a date set by a step is taken back by a step of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from api.actions.action import Action, Order
from api.actions.field import Field, Sort, read
from api.errors import Refusal
from api.viewer import Viewer
from db.catalog import catalog
from db.store import Work

#: What may stand in a descriptive field.
PLAIN = frozenset({Sort.TEXT, Sort.NOTE, Sort.WORD, Sort.FLAG})
#: The move that takes back, and the one that it takes back with.
REVERT, AMEND = "revert", "amend"


def plain_fields(action: Action) -> tuple[str, ...]:
    """The fields of an action that describes a record which can be taken back."""
    known = catalog()[action.noun].fields
    return tuple(
        field.name
        for field in action.fields
        if field.sort in PLAIN
        and field.name in known
        and not known[field.name].sensitive
        and not known[field.name].fixed
    )


def reverting(actions: Sequence[Action]) -> tuple[Action, ...]:
    """For each action that describes a record, the one that takes such a change back."""
    return tuple(_reverting(action) for action in actions if action.name == AMEND and plain_fields(action))


def _reverting(amend: Action) -> Action:
    """It has no button of its own: it stands beside each change."""

    async def run(work: Work, viewer: Viewer, order: Order) -> int | None:
        values = await _before(work, amend, order)
        reading = read(amend.fields, values)
        if reading.problems:
            breach = reading.problems[0]
            raise Refusal(breach.code, breach.message, **breach.facts)
        return await amend.run(work, viewer, Order(order.id, reading.values))

    return Action(
        amend.noun,
        REVERT,
        run,
        (Field("change", Sort.INTEGER, "变更序号 | Number of the change", required=True, least=1),),
        on=amend.on,
        check=_never,
    )


async def _never(connection: Any, viewer: Viewer, row_id: int) -> bool:
    return False


async def _before(work: Work, amend: Action, order: Order) -> dict[str, Any]:
    """The plain fields of a change as they were before it, and what else the action must have, as it is.

    Raises:
        Refusal: the record has no such change, or there is nothing plain in it.
    """
    entity = catalog()[amend.noun]
    row = await work.connection.fetchrow(
        f"select * from {entity.table} where id = $1",  # noqa: S608
        order.id,
    )
    entry = row and await work.connection.fetchval(
        "select before from audit_entries where subject = $1 and subject_key = $2"
        " and unit_code is not distinct from $3 and seq = $4 and kind = 'updated'",
        amend.noun,
        str(order.id),
        row.get("unit_code"),
        order.values["change"],
    )
    if entry is None:
        raise Refusal("NOT_FOUND", "没有这次变更 | There is no such change", status=404, field="change")
    before: Mapping[str, Any] = orjson.loads(entry)
    values = {name: before[name] for name in plain_fields(amend) if name in before}
    if not values:
        raise Refusal(
            "NOT_REVERTIBLE",
            "状态、金额和办理日期不能撤回，只能撤回说明性内容"
            " | States, money and the dates of steps are not taken back here, only what describes the record",
            hint="由相应的办理步骤更正 | Correct them by the step that sets them",
            status=409,
        )
    needed = {field.name for field in amend.fields if field.required} - set(values)
    return {name: row[name] for name in needed if name in row} | values
