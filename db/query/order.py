"""The order of rows, and places in it."""

import hashlib
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


def signature(order: tuple[Order, ...]) -> str:
    """Tells cursors of one order from those of another."""
    words = ",".join(".".join((*o.path, o.name)) + ("-" if o.descending else "+") for o in order)
    return hashlib.sha256(words.encode()).hexdigest()[:6]


def terms(builder: Builder, scope: Scope, order: tuple[Order, ...]) -> list[Term]:
    """The order's terms over ``scope``, which gains the joins they need; the key breaks ties."""
    found = []
    for one in order:
        at = _reach(builder, scope, one.path)
        expression, cast, null = subject(builder, at, one.name)
        found.append(Term(expression, cast, null or bool(one.path), one.descending))
    if not any(one == Order(scope.entity.key, descending=one.descending) for one in order):
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
    """The terms after ``order by``; empty values are last, or first when read backward."""
    return ", ".join(
        term.expression
        + (" desc" if term.descending != backward else "")
        + ((" nulls first" if backward else " nulls last") if term.null else "")
        for term in found
    )


def beyond(builder: Builder, found: list[Term], place: tuple[Operand, ...], *, backward: bool) -> str:
    """That a row lies after a place in the order, or before it when ``backward``.

    A place is text, as it came out of a cursor, and cast to each term's own type.
    """
    values = [
        f"{builder.bind(operand, 'text')}::{term.cast}" for term, operand in zip(found, place, strict=True)
    ]
    alternatives = []
    for index, (term, value) in enumerate(zip(found, values, strict=True)):
        alike = [
            f"{earlier.expression} {'is not distinct from' if earlier.null else '='} {there}"
            for earlier, there in zip(found[:index], values[:index], strict=True)
        ]
        sign = "<" if term.descending != backward else ">"
        further = f"{term.expression} {sign} {value}"
        if term.null:
            filled = ("is null", "is not null") if backward else ("is not null", "is null")
            further = f"({further} or ({value} {filled[0]} and {term.expression} {filled[1]}))"
        alternatives.append(" and ".join([*alike, further]))
    return f"({' or '.join(alternatives)})" if len(alternatives) > 1 else alternatives[0]
