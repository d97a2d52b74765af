"""Fraud among honest projects, and honest near-misses beside it: what was planted is known exactly.

Invented from the catalogue's descriptions (issue 5, ``red_flags.csv``) and from reported cases; it shares neither code
nor numbers with the rules that must find it.
"""

import random
from collections.abc import Sequence
from decimal import Decimal

from seed.synthetic.drafts import Batch, Plan, Platform, Project, Row
from seed.synthetic.programme import Register
from seed.synthetic.schemes import forged, identity, judges, prices, swaps, times, twice, unpaid
from seed.synthetic.schemes.ground import Ground, claimed
from seed.synthetic.schemes.planted import Planted

__all__ = ["Planted", "plant"]


def plant(
    rng: random.Random,
    batch: Batch,
    plans: Sequence[Plan],
    register: Register,
    past: Sequence[Project],
    giants: Sequence[Row],
    points: tuple[Decimal, ...],
    mark: Decimal,
    share: float,
) -> list[Planted]:
    """Turn some projects of a batch's plans to fraud, and others to near-misses; fewer in a small programme.

    ``points``: what the criteria of acceptance can be given at most; ``mark``: what is needed to pass.
    """
    ground = Ground(rng, batch, plans, register, past, giants, share)
    _rotten(ground, points, mark)
    _near(ground)
    identity.plant(ground)
    ground.reopen()
    prices.plant(ground)
    twice.plant(ground)
    times.plant(ground)
    judges.travel(ground)
    judges.not_served(ground)
    judges.never_used(ground)
    ground.reopen()
    forged.plant(ground)
    unpaid.plant(ground)
    twice.late_files(ground)
    twice.more_files(ground)
    return ground.planted


def _rotten(ground: Ground, points: tuple[Decimal, ...], mark: Decimal) -> None:
    """A few large platforms on which much is wrong at once; how their days fell comes before their papers."""
    # Where there are few platforms, an expert who takes one of them for granted is known by it.
    second = ground.largest(2)
    first, third, fourth = (ground.largest() for _ in range(3))
    # Of the year that still runs few enterprises have claimed: there it takes more to see anything.
    more = 10 if ground.batch.number == 3 else 0
    if first:
        ground.grow(first, 14 + more)
        swaps.many(ground, first)
        judges.captured(ground, first)
        times.accepted_at_once(ground, first)
        prices.bunch(ground, first)
        prices.one_vendor(ground, first)
    if second:
        ground.grow(second, 18 + more)
        judges.without_variance(ground, second, points)
        prices.many_lines(ground, second, invented=True)
        times.days_off(ground, second)
        twice.copied_reports(ground, second)
        twice.same_gains(ground, second)
    if third:
        judges.too_good(ground, third, 56)
        times.rush(ground, third)
        judges.just_enough(ground, third, mark)
        judges.sandbagged(ground, third)
        twice.copied_plans(ground, third)
    if fourth:
        ground.grow(fourth, 12 + more)
        times.too_fast(ground, fourth)
        prices.round_amounts(ground, fourth)
        twice.same_contracts(ground, fourth)
        twice.consecutive(ground, fourth)
    ground.add(ground.rotten, "rotten", "X03")


def _near(ground: Ground) -> None:
    """Honest platforms that look a little like them."""
    swaps.few(ground)
    honest = [one for one in ground.platforms if one not in ground.rotten and len(claimed(one)) >= 6]
    honest = ground.rng.sample(honest, min(len(honest), 5))
    for platform, show in zip(
        honest,
        (prices.list_prices, times.some_weekends, judges.two_of_five, judges.good, _small_bills),
        strict=False,
    ):
        show(ground, platform)
    twice.batch_billing(ground)
    prices.round_million(ground)


def _small_bills(ground: Ground, platform: Platform) -> None:
    prices.many_lines(ground, platform, invented=False)
