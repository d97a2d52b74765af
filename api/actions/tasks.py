"""What waits for somebody: the records whose next step is theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.actions.action import Action
from api.actions.choices import column
from api.actions.registry import ACTIONS
from api.policy.access import may_read
from api.viewer import Viewer
from db.catalog import Entity, catalog
from db.enums import Word

#: So many records of each kind are named, the oldest first; the count tells of the rest.
NAMED = 5
#: Steps that nobody waits for: they undo, or put an end to something that should go on.
_RELUCTANT = frozenset(
    {"withdraw", "cancel", "return", "reject", "fail", "hold", "disqualify", "dismiss", "reopen"}
    | {"unlink", "leave", "hand_over", "tell"}
)


@dataclass(frozen=True)
class Task:
    """``count`` records in ``state``, of which the viewer's next steps are ``actions``; ``first``: (key, title)."""

    entity: Entity
    state: Word
    actions: tuple[Action, ...]
    count: int
    first: tuple[tuple[int, str], ...]


async def tasks(connection: Any, viewer: Viewer) -> list[Task]:
    """By table and state, the rarest first. Who may not do it for another reason is told when they try."""
    found = []
    for name, steps in _steps(viewer).items():
        entity = catalog()[name]
        if not may_read(viewer.roles, entity.resource.readers):
            continue
        joins: dict[str, str] = {}
        title = column(entity, entity.resource.title, joins)
        states = sorted({state for step in steps for state in step.move.sources})
        rows = await connection.fetch(
            f"select state::text as state, count(*) as count from {entity.table}"  # noqa: S608
            " where state = any($1) group by state",
            states,
        )
        for row in rows:
            mine = tuple(step for step in steps if row["state"] in step.move.sources)
            first = await connection.fetch(
                f"select this.id, {title}::text as title from {entity.table} this {' '.join(joins.values())}"  # noqa: S608
                f" where this.state = $1 order by this.id limit {NAMED}",
                row["state"],
            )
            state = next(state for step in mine for state in step.move.sources if state == row["state"])
            found.append(
                Task(
                    entity, state, mine, row["count"], tuple((one["id"], one["title"] or "") for one in first)
                )
            )
    return sorted(found, key=lambda task: (task.count, task.entity.name))


def _steps(viewer: Viewer) -> Mapping[str, Sequence[Action]]:
    """The viewer's steps that take something on, by table."""
    steps: dict[str, list[Action]] = {}
    for action in ACTIONS:
        move = action.move
        if (
            not action.makes
            and move.sources
            and move.target is not None
            and move.action not in _RELUCTANT
            and move.roles & viewer.roles
            and "state" in catalog()[action.noun].fields
        ):
            steps.setdefault(action.noun, []).append(action)
    return steps
