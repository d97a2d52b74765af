"""What every platform would be awarded under other limits, or without somebody: read once, reckoned, not stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from api.errors import Refusal
from api.policy.access import may_read
from api.policy.what_if import Change, awards
from api.services.account_facts import Facts, facts_of_batch
from api.viewer import Viewer
from db.enums import Role
from db.store import Store

#: Whoever looks over many platforms; an operator would learn of deductions before they are told.
READERS: frozenset[Role] = frozenset(Role) - {Role.PLATFORM_OPERATOR, Role.EXPERT}

_MOST = Decimal(10) ** 10


@dataclass(frozen=True)
class Outcome:
    """One platform: awarded ``now``, as things stand, and ``then``, after the change."""

    facts: Facts
    now: Decimal
    counted_now: int
    then: Decimal
    counted_then: int


async def what_if(
    store: Store,
    viewer: Viewer,
    change: Change,
    *,
    batch: int | None = None,
    unit: str | None = None,
    outlook: bool = False,
) -> list[Outcome]:
    """All platforms the viewer sees, of one batch and unit or of all.

    ``outlook`` counts everybody still in the programme as if they came through, at claimed or planned cost.

    Raises:
        Refusal: the viewer's role may not; a number makes no sense.
    """
    if not may_read(viewer.roles, READERS):
        raise Refusal("FORBIDDEN", "您的角色不能测算 | Your role may not do this", status=403)
    _check(change)
    async with store.read(viewer.rows) as connection:
        facts = await facts_of_batch(connection, batch, unit, outlook=outlook)
    return reckon(facts, change)


def reckon(facts: Sequence[Facts], change: Change) -> list[Outcome]:
    """Before and after, platform by platform."""
    accounts = [(one.platform, one.account, one.terms) for one in facts]
    now, then = awards(accounts, Change()), awards(accounts, change)
    return [Outcome(one, *before, *after) for one, before, after in zip(facts, now, then, strict=True)]


def _check(change: Change) -> None:
    bounds = {
        "share": (change.share, Decimal(1)),
        "enterprise": (change.enterprise, _MOST),
        "platform": (change.platform, _MOST),
        "fewest": (change.fewest, Decimal(10_000)),
    }
    for name, (value, most) in bounds.items():
        if value is not None and not (value.is_finite() and 0 <= value <= most):
            raise _bad(name)
    if any(not (cost.is_finite() and 0 <= cost <= _MOST) for cost in change.costs.values()):
        raise _bad("costs")


def _bad(name: str) -> Refusal:
    return Refusal(
        "BAD_VALUE", "{name} 的数值不合理 | The value of {name} makes no sense", name=name, field=name
    )
