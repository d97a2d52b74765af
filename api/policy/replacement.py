"""Whether another enterprise may take the place of one that left (P2, P3, P8)."""

from collections.abc import Iterator
from dataclasses import dataclass

from api.policy.breach import Breach
from db.enums import EnterpriseSize, PlanState


@dataclass(frozen=True)
class Place:
    """What became free. ``live`` counts the platform's projects that have not left; ``planned`` its plan's number."""

    left: bool
    taken: bool
    plan: str
    planned: int
    live: int


@dataclass(frozen=True)
class Newcomer:
    name: str
    size: str | None


def check_replacement(place: Place, newcomer: Newcomer) -> list[Breach]:
    """What forbids it, the gravest first; ``where`` is the field of the form."""
    return list(_breaches(place, newcomer))


def _breaches(place: Place, newcomer: Newcomer) -> Iterator[Breach]:
    if not place.left:
        yield Breach(
            "NOBODY_LEFT",
            "只能替补本平台交付前退出的企业 | Only an enterprise of this platform that left before delivery can be replaced",
            "P3",
            where=("replaces_id",),
        )
    elif place.taken:
        yield Breach(
            "REPLACED_ALREADY",
            "该企业已有替补 | Another enterprise took this place already",
            "P3",
            where=("replaces_id",),
        )
    if place.plan != PlanState.IMPLEMENTING:
        yield Breach(
            "PLAN_NOT_IMPLEMENTING",
            "方案不在实施期，不能替补 | The plan is not being implemented: nobody can be replaced",
            "P3",
        )
    if place.live >= place.planned:
        yield Breach(
            "PLACES_TAKEN",
            "该平台计划{planned}家，在册已有{live}家 | The platform planned {planned} and has {live} enterprises",
            "P8",
            facts={"planned": place.planned, "live": place.live},
        )
    if newcomer.size is None or newcomer.size == EnterpriseSize.LARGE:
        yield Breach(
            "NOT_AN_SME",
            "“{name}”不是中小企业，或未登记规模 | “{name}” is not an SME, or its size is not registered",
            "P3",
            facts={"name": newcomer.name},
            where=("uscc",),
        )
