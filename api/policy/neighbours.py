"""Which units lie beside or above a unit: those whose industries its plan should not repeat (P1: 避免重复)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from db.enums import Word


class Relation(Word):
    """What another unit is to one's own."""

    NEIGHBOUR = "neighbour", "相邻 | a neighbour"
    ABOVE = "above", "所在省、区 | the province it lies in"
    WITHIN = "within", "省、区内单列单位 | lies within it"


@dataclass(frozen=True)
class Nearby:
    """A unit nearby that handed in a plan with an industry; ``unit`` is its name, ``中文 | English``."""

    industry: int
    unit: str
    relation: Relation


def neighbourhood(
    unit: str, borders: Iterable[tuple[str, str]], parents: Mapping[str, str | None]
) -> dict[str, Relation]:
    """The units near ``unit``: those across a border, the province a city or the Corps lies in, and the other way.

    ``borders`` are pairs of units; one way is enough. ``parents`` are the provinces that units lie in, by unit.
    """
    near = {
        there: Relation.NEIGHBOUR for pair in borders for here, there in (pair, pair[::-1]) if here == unit
    }
    near |= {city: Relation.WITHIN for city, parent in parents.items() if parent == unit}
    above = parents.get(unit)
    return near | ({above: Relation.ABOVE} if above else {})
