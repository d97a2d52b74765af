"""What somebody may do to a row: a move of the workflow, what to fill in for it, and the service that does it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from api.actions.field import Field
from api.policy.move import Move
from api.policy.workflow import move
from api.services.steps import Step
from api.viewer import Viewer
from db.enums import Word
from db.store import Work


@dataclass(frozen=True)
class Order:
    """What is to be done to one row.

    ``id`` is the row's key: of the parent's for a new row, 0 where the table has none above it.
    ``values`` are what was filled in, as ``api.actions.field.read`` understood it.
    """

    id: int
    values: dict[str, Any]

    @property
    def why(self) -> str | None:
        why = self.values.get("why")
        return str(why) if why else None

    def step(self) -> Step:
        """As the services of the workflow take it: the values but for the reason are the row's."""
        return Step(
            self.id, {name: value for name, value in self.values.items() if name != "why"}, why=self.why
        )


#: Does it, in a transaction over the viewer's units; the key of the row that was made, or None.
Run = Callable[[Work, Viewer, Order], Awaitable[int | None]]
#: Whether it makes sense for this row now, beyond state and role: (connection, viewer, key).
Check = Callable[[Any, Viewer, int], Awaitable[bool]]


@dataclass(frozen=True)
class Action:
    """``noun`` and ``name`` are those of the move. ``on``: the table of the row whose id is given, where not ``noun``.

    ``when``: the states of that row in which a new row below it can be made; None is any.
    ``danger`` asks again before it is done. Mutation: name + noun, ``submitPlan``; for many rows ``submitPlans``.
    """

    noun: str
    name: str
    run: Run
    fields: tuple[Field, ...] = ()
    on: str = ""
    when: frozenset[Word] | None = None
    check: Check | None = None
    danger: bool = False

    @property
    def move(self) -> Move:
        return move(self.noun, self.name)

    @property
    def entity(self) -> str:
        """The table of the row that is acted upon."""
        return self.on or self.noun

    @property
    def makes(self) -> bool:
        """Whether it adds a row instead of changing the one whose id is given."""
        return self.entity != self.noun or (not self.on and not self.move.sources)


#: A service that takes many rows one step.
Steps = Callable[[Work, Viewer, Sequence[Step]], Awaitable[Any]]


def stepping(service: Steps) -> Run:
    """``service`` for one row."""

    async def run(work: Work, viewer: Viewer, order: Order) -> int | None:
        await service(work, viewer, [order.step()])
        return None

    return run
