"""How things stood at the end of a day in China, told from the events: what was recorded to have happened by then.

A row without an event by then did not exist. Events of one row follow one another by their number, whatever
time each says it happened at; so the last one by then tells the state.
"""

from collections.abc import Sequence

from db.query.plan import Operand
from db.query.scope import Builder, Scope, literal


def after(builder: Builder, day: Operand) -> str:
    """The first moment that is no longer of that day."""
    return f"(({builder.bind(day, 'date')} + 1)::timestamp at time zone 'Asia/Shanghai')"


def state_on(builder: Builder, scope: Scope, day: Operand) -> str:
    """The state a row of ``scope`` was in, null where it did not exist yet."""
    event = builder.alias("event")
    return (
        f"(select {event}.to_state from events as {event} where {event}.unit_code = {scope.column('unit_code')}"
        f" and {event}.subject = {literal(scope.entity.name)} and {event}.subject_id = {scope.key}"
        f" and {event}.at < {after(builder, day)} order by {event}.id desc limit 1)"
    )


class Life:
    """Joins that keep the rows which existed by the end of a day, with sums over their events.

    For the whole country or a unit the events are summed in one go; elsewhere they are looked up row by row,
    which are fewer than a unit has.
    """

    def __init__(self, builder: Builder, day: Operand, scope: Scope | None, batch: Operand | None) -> None:
        of_unit = scope is not None and scope.entity.resource.progress == "unit_code"
        self._after = after(builder, day)
        self._unit = scope.key if scope is not None and of_unit else None
        self.whole = batch is None and (scope is None or of_unit)

    def existed(
        self, noun: str, table: str, alias: str, columns: str = "", unless: Sequence[str] = ()
    ) -> str:
        """A join to ``table``; rows whose last state by then is one of ``unless`` are left out, too.

        What was rejected may come back: a decision was overturned.
        """
        states = ", ".join(literal(state) for state in unless)
        last = "coalesce(max(id) filter (where to_state {} ({})), 0)"
        refused = f"{last.format('in', states)} <= {last.format('not in', states)}" if unless else ""
        by_then = f"subject = {literal(noun)} and at < {self._after}"
        if self.whole:
            return (
                f"join (select unit_code, subject_id{columns} from events where {by_then}{self.within('events')}"
                f" group by unit_code, subject_id{' having ' if refused else ''}{refused}) as {alias}"
                f" on {alias}.unit_code = {table}.unit_code and {alias}.subject_id = {table}.id"
            )
        having = " and ".join(filter(None, ("count(*) > 0", refused)))
        return (
            f"join lateral (select count(*){columns} from events where unit_code = {table}.unit_code"
            f" and subject_id = {table}.id and {by_then} having {having}) as {alias} on true"
        )

    def of_projects(self, table: str) -> str:
        """Projects joined with ``step``: what they had come to."""
        return self.existed("Project", table, "step", _PROJECT)

    def within(self, table: str) -> str:
        """That its rows belong to the unit, said once more: not every join passes it on."""
        return f" and {table}.unit_code = {self._unit}" if self._unit else ""


#: Passed, failed and withdrawn are where a life ends: once there, always there.
_PROJECT = (
    ", bool_or(action = 'contract') as contracted, bool_or(action = 'deliver') as delivered,"
    " bool_or(action = 'confirm') as confirmed, bool_or(to_state = 'passed') as passed,"
    " bool_or(to_state = 'withdrawn') as withdrawn, bool_or(to_state in ('failed', 'withdrawn')) as gone"
)
