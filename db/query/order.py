"""The order of rows, and places in it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from db.query.plan import Operand, Order
from db.query.scope import Builder, Scope, link, quote
from db.query.where import subject


@dataclass(frozen=True)
class Term:
    """One thing rows are ordered by: an expression over them, never two rows with all terms alike."""

    expression: str
    cast: str
    null: bool
    descending: bool
    nulls_first: bool = False


def signature(order: tuple[Order, ...]) -> str:
    """Tells cursors of one order from those of another."""
    words = ",".join(
        ".".join((*o.path, str(o.name))) + ("-" if o.descending else "+") + ("^" if o.nulls_first else "")
        for o in order
    )
    return hashlib.sha256(words.encode()).hexdigest()[:6]


def terms(builder: Builder, scope: Scope, order: tuple[Order, ...]) -> list[Term]:
    """The order's terms over ``scope``, which gains the joins they need; the key breaks ties."""
    found = []
    for one in order:
        at = _reach(builder, scope, one.path)
        expression, cast, null = subject(builder, at, one.name)
        if one.path and not null and one.name not in at.entity.fields:
            # Where the relation leads nowhere there is nothing to count, not even none.
            expression = f"case when {at.key} is not null then {expression} end"
        found.append(Term(expression, cast, null or bool(one.path), one.descending, one.nulls_first))
    if not any(one.name == scope.entity.key and not one.path for one in order):
        expression, cast, _ = subject(builder, scope, scope.entity.key)
        found.append(Term(expression, cast, False, False))
    return found


def _reach(builder: Builder, scope: Scope, path: tuple[str, ...]) -> Scope:
    for name in path:
        relation = scope.entity.relations[name]
        target = builder.entity(relation.target)
        # Joins are one list from the first scope on: a later join stands on an earlier one.
        inner = Scope(target, builder.alias(target.table), scope.joins)
        scope.joins.append(
            f"left join {quote(target.table)} as {inner.alias} on {link(scope, relation, inner)}"
        )
        scope = inner
    return scope


def order_by(found: list[Term], *, backward: bool) -> str:
    """The terms after ``order by``, or those of the opposite order when ``backward``."""
    return ", ".join(
        term.expression
        + (" desc" if term.descending != backward else "")
        + ((" nulls first" if term.nulls_first != backward else " nulls last") if term.null else "")
        for term in found
    )


def beyond(
    builder: Builder,
    found: list[Term],
    place: tuple[Operand | None, ...],
    *,
    backward: bool,
    inclusive: bool = False,
) -> str:
    """That a row lies after a place in the order, or before it when ``backward``; ``inclusive``: or at it.

    A place is text, as it came out of a cursor, and cast to each term's own type.
    """
    values = [
        None if operand is None else f"{builder.bind(operand, 'text')}::{term.cast}"
        for term, operand in zip(found, place, strict=True)
    ]
    return _beyond(found, values, backward, inclusive)


def _beyond(found: list[Term], values: list[str | None], backward: bool, inclusive: bool) -> str:
    """One term, or several compared as one row, settle it or leave it to the terms behind.

    An index scan starts at a row comparison, or at the bound that leads an ``and``; never at an ``or``.
    """
    term, value = found[0], values[0]
    sign = "<" if term.descending != backward else ">"
    run = _comparable(found)
    if run:
        left, right = _row([one.expression for one in found[:run]]), _row(values[:run])
        if run == len(found):
            return f"{left} {sign}{'=' if inclusive else ''} {right}"
        further = _beyond(found[run:], values[run:], backward, inclusive)
        return f"{left} {sign}= {right} and ({left} {sign} {right} or {further})"
    here, further = term.expression, _beyond(found[1:], values[1:], backward, inclusive)
    empty_first = term.nulls_first != backward
    if value is None:
        return f"({here} is not null or {further})" if empty_first else f"{here} is null and {further}"
    if empty_first:
        return f"{here} {sign}= {value} and ({here} {sign} {value} or {further})"
    return f"({here} {sign} {value} or {here} is null or ({here} = {value} and {further}))"


def _comparable(found: list[Term]) -> int:
    """How many terms from the first on are never empty and run in one direction."""
    for number, term in enumerate(found):
        if term.null or term.descending != found[0].descending:
            return number
    return len(found)


def _row(values: Sequence[str | None]) -> str:
    return str(values[0]) if len(values) == 1 else f"({', '.join(map(str, values))})"
