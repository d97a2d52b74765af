"""What many rows come to: counts, sums, averages, extremes, percentiles."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from math import ceil, floor
from typing import Any

from db.catalog import Entity, Field, Kind, Relation
from tests.graphql.reference.meaning import Identity, Meaning, meanings
from tests.graphql.reference.rows import Row
from tests.graphql.reference.values import Moment

Tree = Mapping[str, Any]

NUMBERS = (Kind.NUMBER, Kind.INTEGER, Kind.DECIMAL)
RANGED = (*NUMBERS, Kind.DATE, Kind.TIME)
MILLIONTH = Decimal("0.000001")


def groupable(entity: Entity) -> dict[str, Meaning]:
    """What rows can be grouped by: all that is single and no JSON."""
    return {
        name: meaning
        for name, meaning in meanings(entity.name).items()
        if isinstance(meaning, Identity)
        or (isinstance(meaning, Relation) and not meaning.many)
        or (isinstance(meaning, Field) and meaning.kind is not Kind.JSON)
    }


def distinct(entity: Entity) -> dict[str, Meaning]:
    return {name: meaning for name, meaning in groupable(entity).items() if not isinstance(meaning, Identity)}


def numbers(entity: Entity) -> dict[str, Meaning]:
    return _of_kind(entity, NUMBERS)


def ranged(entity: Entity) -> dict[str, Meaning]:
    return _of_kind(entity, RANGED)


def _of_kind(entity: Entity, kinds: Sequence[Kind]) -> dict[str, Meaning]:
    return {
        name: meaning
        for name, meaning in meanings(entity.name).items()
        if isinstance(meaning, Field) and meaning.kind in kinds and meaning.name != entity.key
    }


def known(entity: Entity) -> dict[str, dict[str, Meaning]]:
    """The figures of an entity with the fields each is of; counts are of none."""
    found: dict[str, dict[str, Meaning]] = {"count": {}, "countDistinct": distinct(entity)}
    if numbers(entity):
        found |= dict.fromkeys(("sum", "avg", "stddev", "percentile"), numbers(entity))
    if ranged(entity):
        found |= dict.fromkeys(("min", "max"), ranged(entity))
    return found


def figure(
    rows: Sequence[Row], function: str, meaning: Meaning | None = None, share: float | None = None
) -> Any:
    """What a field of the rows comes to; None where there is no value. Counts are never None."""
    if meaning is None:
        return len(rows)
    column = meaning.column if isinstance(meaning, Relation) else meaning.name  # type: ignore[union-attr]
    values = [row[column] for row in rows if row[column] is not None]
    if function == "countDistinct":
        return len(set(values))
    return _FUNCTIONS[function](values, share) if values else None


def _average(values: list[Any], share: Any) -> Decimal:
    return _rounded(Decimal(sum(values)) / len(values))


def _deviation(values: list[Any], share: Any) -> Decimal | None:
    """Of a sample."""
    if len(values) < 2:
        return None
    with localcontext(prec=60):
        mean = Decimal(sum(values)) / len(values)
        return _rounded((sum((value - mean) ** 2 for value in values) / (len(values) - 1)).sqrt())


def _percentile(values: list[Any], share: float) -> Decimal:
    """In floating point, as PostgreSQL interpolates, and then with 15 digits."""
    ordered = sorted(float(value) for value in values)
    place = share * (len(ordered) - 1)
    low, high = ordered[floor(place)], ordered[ceil(place)]
    found = low if floor(place) == ceil(place) else low + (place - floor(place)) * (high - low)
    return _rounded(Decimal(f"{found:.15g}"))


def _rounded(value: Decimal) -> Decimal:
    with localcontext(prec=60):
        return value.quantize(MILLIONTH, ROUND_HALF_UP)


_FUNCTIONS: dict[str, Callable[[list[Any], Any], Any]] = {
    "sum": lambda values, share: sum(values),
    "min": lambda values, share: min(values),
    "max": lambda values, share: max(values),
    "avg": _average,
    "stddev": _deviation,
    "percentile": _percentile,
}


def kind_of_figure(function: str, meaning: Meaning | None) -> Kind:
    match function, meaning:
        case "count" | "countDistinct", _:
            return Kind.NUMBER
        case "sum" | "min" | "max", Field():
            return meaning.kind
    return Kind.DECIMAL


def told(value: Any, function: str, meaning: Meaning | None) -> Any:
    """A figure for graphql-core to serialize."""
    return Moment(value) if value is not None and kind_of_figure(function, meaning) is Kind.TIME else value


# -- figures that inputs name -------------------------------------------------------------------------


def named(entity: Entity, function: str, value: Any) -> Iterator[tuple[Meaning | None, float | None, Any]]:
    """(field, share of a percentile, what stands behind it) of each figure that a member of an input names."""
    if function == "count":
        yield None, None, value
        return
    share = value["p"] if function == "percentile" else None
    for name, behind in value.items():
        if behind is not None and not (function == "percentile" and name == "p"):
            yield known(entity)[function][name], share, behind


def ordered(
    entity: Entity, tree: Tree
) -> Iterator[tuple[str, Meaning | None, float | None, Tree | None, Any]]:
    """(function, field, share, which rows, direction) of each figure that an order names."""
    for function, value in tree.items():
        if function not in ("where", "key") and value is not None:
            for meaning, share, direction in named(entity, function, value):
                yield function, meaning, share, tree.get("where"), direction
