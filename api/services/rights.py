"""The table of rights over the tables there are."""

from functools import cache

from api.policy.rights import Right
from api.policy.rights import rights as derive
from api.policy.workflow import MOVES
from db.catalog import catalog


@cache
def rights() -> tuple[Right, ...]:
    """Every role by every table, in the order of the tables."""
    return derive({name: entity.resource for name, entity in catalog().items()}, MOVES)
