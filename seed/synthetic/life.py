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
    inspected = _inspected(rng, later(rng, life.delivered, 8, 40), life.delivered, latest_acceptance)
    if fails or rng.random() < 0.10:
        life.rectified = min(inspected, working_before(latest_acceptance - timedelta(days=2)))
        life.rectified = max(life.rectified, life.delivered)
        if fails and rng.random() < 0.5:
            life.failed = later(rng, life.rectified, 20, 60)
            return _until_today(life)
        life.second_delivery = min(later(rng, life.rectified, 10, 35), latest_acceptance)
        inspected = _inspected(
            rng, later(rng, life.second_delivery, 5, 20), life.second_delivery, latest_acceptance
        )
    if fails:
        life.failed = inspected
        return _until_today(life)
    life.accepted = inspected
    claim(rng, life, batch)
    return _until_today(life)


def join(rng: random.Random, profile: Profile, batch: Batch, listed: date) -> Life:
    """The life of an enterprise that comes in the place of another: quick, and without mishap."""
    life = Life(listed)
    latest_delivery = working_before(batch.ends_on - _LAST_DELIVERY)
    life.contracted = later(rng, listed, 4, 20)
    life.started = later(rng, life.contracted, 3, 12)
    delivery = working_before(life.started + timedelta(days=round(rng.uniform(60, 120) * profile.pace)))
    life.delivered = max(min(delivery, latest_delivery), life.started)
    life.trained = between(rng, life.started, life.delivered)
    latest_acceptance = working_before(batch.ends_on - _LAST_ACCEPTANCE)
    life.accepted = _inspected(rng, later(rng, life.delivered, 8, 40), life.delivered, latest_acceptance)
    claim(rng, life, batch)
    return _until_today(life)


def claim(rng: random.Random, life: Life, batch: Batch) -> None:
    """The first two batches claim when their year is over, the third as it goes along."""
    assert life.accepted
    life.claimed = later(rng, life.accepted if batch.number == 3 else batch.ends_on, 6, 30)
    life.checked = later(rng, life.claimed, 4, 24)


def _inspected(rng: random.Random, day: date, delivered: date, latest: date) -> date:
    """That day; experts who are late spread their visits over the weeks that are left."""
    if day <= latest:
        return day
    return max(between(rng, min(working_before(delivered + timedelta(days=3)), latest), latest), delivered)


def _until_today(life: Life) -> Life:
    for name, day in vars(life).items():
        if day is not None and day > TODAY:
            setattr(life, name, None)
    return life
