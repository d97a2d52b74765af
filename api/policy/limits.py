"""How much one may ask at once and in an hour, by role: pure data."""

from dataclasses import dataclass, fields
from functools import cache

from db.enums import Role


@dataclass(frozen=True)
class QueryLimits:
    """What a document and its cost may be at most.

    ``depth``: levels of fields. ``roots``: fields at the top. ``aliases``, ``directives`` and ``tokens``: as written
    in the document. ``size``: rows of one page. ``cost``: as ``api.graphql.cost`` reckons it. ``points``: of one
    token in an hour, a point being ``POINT`` of cost; a person at a browser has ``SESSION`` times as many.
    """

    depth: int
    roots: int
    aliases: int
    directives: int
    tokens: int
    size: int
    cost: int
    points: int


#: So much cost is one point; a question costs one point at least.
POINT = 10_000
#: A person's sessions together have so many times the points of one token.
SESSION = 5

_MANY = 10**12
#: The system itself: its own pages, nightly jobs. What guards the compiler (15 levels, 1,000 fields) holds for it, too.
UNLIMITED = QueryLimits(_MANY, _MANY, _MANY, _MANY, _MANY, _MANY, _MANY * _MANY, _MANY)

#: Who asks across the whole country.
WIDE = QueryLimits(
    depth=15, roots=50, aliases=200, directives=100, tokens=5_000, size=1_000,
    cost=100_000_000, points=1_000_000,
)  # fmt: skip
#: Who looks after the platforms of one unit.
MIDDLE = QueryLimits(
    depth=13, roots=30, aliases=100, directives=50, tokens=3_000, size=1_000,
    cost=20_000_000, points=200_000,
)  # fmt: skip
#: Who looks after one platform, or a few projects.
NARROW = QueryLimits(
    depth=10, roots=15, aliases=30, directives=20, tokens=1_500, size=200,
    cost=2_000_000, points=20_000,
)  # fmt: skip

BY_ROLE: dict[Role, QueryLimits] = {
    Role.LEADER: MIDDLE,
    Role.ANALYST: WIDE,
    Role.PROGRAMME_OFFICER: WIDE,
    Role.FINANCE_OFFICER: WIDE,
    Role.PROVINCIAL_SME_OFFICER: MIDDLE,
    Role.PROVINCIAL_FINANCE_OFFICER: MIDDLE,
    Role.PLATFORM_OPERATOR: NARROW,
    Role.EXPERT: NARROW,
    Role.SUPERVISOR: WIDE,
    Role.AUDITOR: WIDE,
    Role.ADMINISTRATOR: WIDE,
}


@cache
def limits_of(roles: frozenset[Role]) -> QueryLimits:
    """The most generous of each limit that one of the roles has; the narrowest for nobody."""
    given = [BY_ROLE[role] for role in roles] or [NARROW]
    return QueryLimits(
        **{one.name: max(getattr(limits, one.name) for limits in given) for one in fields(NARROW)}
    )


def points_of(cost: int) -> int:
    return max(1, -(-cost // POINT))
