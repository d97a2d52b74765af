"""What a question costs: rows × fields, reckoned from its plan and the sizes of its pages before it runs.

    cost of a list      = 1 + skipped + counts + rows × (fields of a row + cost of what hangs below a row)
    cost of one record  = 1 + fields + cost of what hangs below
    rows                = `first` or `last`, 50 where neither is given; skipped = `offset`

A field costs 1; so does each of `pageInfo`, but once a list. What reads more rows than it shows costs more, once for
each row it hangs on: a declared count or sum of related rows (`passedCount`), or a state `asOf` a day, costs FEW; what
scans — `totalCount`, `aggregate`, `groupBy`, a condition or an order over related rows, `progress`, `months` — costs
SCAN below a row and TABLE at the top, where it scans a whole table. The figures of an aggregate are its fields, the
groups of a `groupBy` its rows. Root fields that need no table cost STATIC.
The sizes are taken at their word: 1,000 pages of 1,000 rows are a million rows, even if there are only ten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from api.errors import Refusal
from api.graphql.arguments import Binding, Literal
from api.policy.limits import QueryLimits
from db.query import plan

FEW = 10
SCAN = 100
TABLE = 20_000
#: What graphql-core answers itself; the whole schema is a megabyte made in Python.
STATIC: Mapping[str, int] = {"__schema": 200_000, "__type": 10_000, "resources": 10_000, "whatIf": 200_000}
STATIC_USUAL = 10
#: A change, whatever it does, for each root field.
CHANGE = 100_000


@dataclass(frozen=True)
class Rows:
    """``fixed`` + skipped + size × (what one row costs); the sizes are numbers, or places among a run's values."""

    fixed: int
    size: int | plan.Given
    skipped: int | plan.Given
    each: "Cost"
    paged: bool = True

    def reckon(self, given: Sequence[Any], most: int) -> int:
        size = given[self.size.number] if isinstance(self.size, plan.Given) else self.size
        if self.paged and size > most:
            raise _too_long(size, most)
        skipped = given[self.skipped.number] if isinstance(self.skipped, plan.Given) else self.skipped
        return self.fixed + int(skipped) + int(size) * self.each.reckon(given, most)


@dataclass(frozen=True)
class Cost:
    """A number, the longest page in it, and the lists whose sizes come with each run."""

    fixed: int
    longest: int = 0
    lists: tuple[Rows, ...] = ()

    def reckon(self, given: Sequence[Any], most: int) -> int:
        """The cost of a run with these values.

        Raises:
            Refusal: a page has more than ``most`` rows.
        """
        if self.longest > most:
            raise _too_long(self.longest, most)
        total = self.fixed
        for one in self.lists:
            total += one.reckon(given, most)
        return total


def cost_of(operation: plan.Operation, bindings: Sequence[Binding], static: Sequence[str]) -> Cost:
    """The cost of a plan whose values are bound so, and of the root fields answered beside it."""
    found = _sum(_root(root, bindings) for root in operation.roots)
    return _plus(found, sum(STATIC.get(name, STATIC_USUAL) for name in static))


def check_cost(cost: int, limits: QueryLimits) -> None:
    """
    Raises:
        Refusal: it is above what the role may ask at once.
    """
    if cost > limits.cost:
        raise Refusal(
            "TOO_COSTLY",
            "查询的代价为 {cost}（行数 × 字段数），您的角色每次最多 {most}。"
            " | The query costs {cost} (rows × fields); your role may ask {most} at once.",
            hint="减小各层的 first，或少选字段。 | Ask for smaller pages (first) or fewer fields.",
            cost=f"{cost:,}",
            most=f"{limits.cost:,}",
        )


def _too_long(size: int, most: int) -> Refusal:
    return Refusal(
        "LIST_TOO_LONG",
        "每页 {size} 行，您的角色最多 {most} 行。 | A page of {size} rows; your role may have {most}.",
        hint="用 after 取后面的页。 | Use after to get the pages behind.",
        size=size,
        most=most,
    )


def _root(root: plan.Root, bindings: Sequence[Binding]) -> Cost:
    match root:
        case plan.Connection():
            return _list(root, bindings, TABLE)
        case plan.Programme():
            return _plus(_row(root.selection, bindings, TABLE), 1)
        case plan.Changes():
            return _changes(root, bindings)
        case plan.ProgressOf():
            return _plus(_field(root.progress, bindings, TABLE), 1)
    return _plus(_row(root.selection, bindings), 1)


def _changes(root: plan.Changes, bindings: Sequence[Binding]) -> Cost:
    each = Cost(0)
    for part in root.parts:
        for one in part.parts if isinstance(part, plan.ChangeList) else ():
            if isinstance(one, plan.ChangedNode):
                # A row is of one type: the dearest counts. What hangs below counts for all types.
                rows = [_row(selection, bindings) for _, selection in one.selections]
                lists = tuple(one for cost in rows for one in cost.lists)
                fixed, longest = (
                    max((getattr(cost, name) for cost in rows), default=0) for name in ("fixed", "longest")
                )
                each = _plus(each, Cost(fixed, longest, lists))
            else:
                each = _plus(each, 1)
    return _rows(1 + len(root.parts), root.page.limit, root.page.offset, each, bindings)


def _row(selection: Sequence[Any], bindings: Sequence[Binding], scan: int = SCAN) -> Cost:
    return _sum(_field(one, bindings, scan) for one in selection)


def _field(one: Any, bindings: Sequence[Binding], scan: int) -> Cost:
    match one:
        case plan.Column() | plan.GlobalId() | plan.Typename() | plan.PolicyLimit() | plan.Cursor():
            return Cost(1)
        case plan.Computed() | plan.StateOn():
            return Cost(FEW)
        case plan.One():
            return _plus(_row(one.selection, bindings), 1)
        case plan.Many():
            return _list(one.connection, bindings, SCAN)
        case plan.Progress():
            return Cost(scan + len(one.measures))
        case plan.Months():
            return Cost(scan + 12 * len(one.measures))
    return Cost(scan + _members(one))


def _list(connection: plan.Connection, bindings: Sequence[Binding], scan: int) -> Cost:
    fixed = 1 + scan * (_beyond(connection.where) + _beyond(connection.order))
    once = Cost(0)
    each = Cost(0)
    for part in connection.parts:
        match part:
            case plan.Nodes():
                each = _plus(each, _row(part.selection, bindings))
            case plan.Edges():
                for inner in part.parts:
                    cost = _row(inner.selection, bindings) if isinstance(inner, plan.Node) else Cost(1)
                    each = _plus(each, cost)
            case plan.PageInfo():
                fixed += len(part.facts)
            case plan.Typename():
                fixed += 1
            case plan.GroupBy():
                once = _plus(once, _groups(part, bindings, scan))
            case _:
                once = _plus(once, scan + _members(part))
    page = connection.page
    return _plus(once, _rows(fixed, page.limit, page.offset, each, bindings))


def _groups(part: plan.GroupBy, bindings: Sequence[Binding], scan: int) -> Cost:
    """As the rows of a list, which may be longer than a page: a group is small."""
    fixed = scan * (1 + _beyond(part.having) + _beyond(part.order))
    size = _number(part.first, bindings)
    skipped = 0 if part.offset is None else _number(part.offset, bindings)
    each = Cost(sum(_members(one) + 1 for one in part.parts))
    if isinstance(size, int) and isinstance(skipped, int):
        return Cost(fixed + skipped + size * each.fixed)
    return Cost(0, 0, (Rows(fixed, size, skipped, each, paged=False),))


def _rows(
    fixed: int, first: plan.Operand, offset: plan.Operand | None, each: Cost, bindings: Sequence[Binding]
) -> Cost:
    size = _number(first, bindings)
    skipped = 0 if offset is None else _number(offset, bindings)
    if isinstance(size, int) and isinstance(skipped, int) and not each.lists:
        return Cost(fixed + skipped + size * each.fixed, max(size, each.longest))
    return Cost(0, 0, (Rows(fixed, size, skipped, each),))


def _members(one: Any) -> int:
    """How many selected things there are in a part of a plan, which all have a response key."""
    found = 0
    for field in fields(one):
        value = getattr(one, field.name)
        for item in value if isinstance(value, tuple) else (value,):
            if is_dataclass(item):
                found += hasattr(item, "key") + _members(item)
    return found


def _beyond(part: Any) -> int:
    """How many conditions and orders there are over related rows, to any depth."""
    if isinstance(part, tuple):
        return sum(_beyond(item) for item in part)
    if not is_dataclass(part):
        return 0
    own = isinstance(part, plan.Related | plan.Together | plan.Below)
    return own + sum(_beyond(getattr(part, field.name)) for field in fields(part))


def _number(operand: plan.Operand, bindings: Sequence[Binding]) -> int | plan.Given:
    """The size itself where it stands in the document."""
    if isinstance(operand, plan.Fixed):
        return int(operand.value)
    binding = bindings[operand.number]
    return binding.fetch({}) if isinstance(binding.source, Literal) else operand


def _sum(costs: Any) -> Cost:
    total = Cost(0)
    for cost in costs:
        total = _plus(total, cost)
    return total


def _plus(cost: Cost, more: Cost | int) -> Cost:
    if isinstance(more, int):
        more = Cost(more)
    return Cost(cost.fixed + more.fixed, max(cost.longest, more.longest), cost.lists + more.lists)
