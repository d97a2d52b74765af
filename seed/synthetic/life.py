"""When what happens to a project: leaders early, laggards late, some never."""

import random
from datetime import date, timedelta

from seed.synthetic.days import TODAY, between, later, working_before
from seed.synthetic.drafts import Batch, Life
from seed.synthetic.units import Profile

#: The provincial acceptance must be over when the batch ends; its last weeks are busy.
_LAST_DELIVERY, _LAST_ACCEPTANCE = timedelta(days=24), timedelta(days=2)


def live(rng: random.Random, profile: Profile, batch: Batch, listed: date) -> Life:
    """A whole life as far as it has come by today."""
    life = Life(listed)
    fate = rng.random()
    leaves = fate < 0.035 + (1 - profile.quality) * 0.15
    fails = not leaves and fate > 1 - (1 - profile.quality) * 0.75
    pace = profile.pace * rng.lognormvariate(0, 0.22)
    latest_delivery = working_before(batch.ends_on - _LAST_DELIVERY)
    latest_acceptance = working_before(batch.ends_on - _LAST_ACCEPTANCE)

    if leaves and rng.random() < 0.35:
        life.withdrawn = later(rng, batch.starts_on, 20, 110)
        return _until_today(life)
    # The third batch, approved in the new year, is slow to begin.
    delay = 82 * profile.pace if batch.number == 3 else 0
    life.contracted = later(rng, batch.starts_on, round(6 * pace + delay), round(105 * pace + delay))
    latest_start = working_before(latest_delivery - timedelta(days=30))
    life.contracted = min(life.contracted, latest_start)
    life.started = min(later(rng, life.contracted, 5, 25), latest_start)
    if leaves:
        life.withdrawn = later(rng, life.started, 15, 120)
        return _until_today(life)

    delivery = life.started + timedelta(days=round(rng.uniform(75, 195) * pace))
    if delivery > latest_delivery:  # The rush before the deadline.
        delivery = latest_delivery - timedelta(days=rng.randint(0, 16))
    life.delivered = working_before(delivery)
    life.trained = between(
        rng, working_before(life.started + (life.delivered - life.started) / 2), life.delivered
    )
    inspected = min(later(rng, life.delivered, 8, 40), latest_acceptance)
    if fails or rng.random() < 0.10:
        life.rectified = min(inspected, working_before(latest_acceptance - timedelta(days=2)))
        life.rectified = max(life.rectified, life.delivered)
        if fails and rng.random() < 0.5:
            life.failed = later(rng, life.rectified, 20, 60)
            return _until_today(life)
        life.second_delivery = min(later(rng, life.rectified, 10, 35), latest_acceptance)
        inspected = min(later(rng, life.second_delivery, 5, 20), latest_acceptance)
    if fails:
        life.failed = inspected
        return _until_today(life)
    life.accepted = inspected
    # The first two batches claim when their year is over, the third as it goes along.
    ready = life.accepted if batch.number == 3 else batch.ends_on
    life.claimed = later(rng, ready, 6, 30)
    life.checked = later(rng, life.claimed, 4, 24)
    return _until_today(life)


def _until_today(life: Life) -> Life:
    for name, day in vars(life).items():
        if day is not None and day > TODAY:
            setattr(life, name, None)
    return life
