"""Days that do not fit: too fast, all at once, on days off, in an order that cannot be, at night."""

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from seed.synthetic import papers
from seed.synthetic.days import CHINA, TODAY, office_hour, working, working_before
from seed.synthetic.drafts import Amendment, Platform, Project
from seed.synthetic.schemes.forging import a_bill, payments_of, rebill
from seed.synthetic.schemes.ground import Ground, claimed


def plant(ground: Ground) -> None:
    rng = ground.rng
    wide = _open_days
    fraud: tuple[tuple[str, str, int, Callable[..., None], Callable[[Project], bool] | None], ...] = (
        ("paid_before_contract", "I17", 1, _paid_before, None),
        ("tested_before_delivery", "I17", 1, _tested_before, wide),
        ("trained_after_acceptance", "I17", 1, _trained_after, None),
        ("amended_by_a_lot", "I24", 1, _amended_a_lot, wide),
        ("amended_often", "I24", 1, _amended_often, wide),
        ("amended_at_the_end", "I24", 1, _amended_late, _soon_accepted),
        ("checked_at_night", "X05", 1, _at_night, _checked),
        ("checked_within_seconds", "X05", 1, _within_seconds, _checked),
    )
    for scheme, flag, count, change, where in fraud:
        # An amendment is another contract: not where the contract is what was planted.
        again = flag != "I24"
        chosen = ground.some(ground.count(count), where, again=again)
        for project in chosen:
            change(rng, project)
        ground.add(chosen, scheme, flag, sure=True)
    near: tuple[tuple[str, str, int, Callable[..., None], Callable[[Project], bool] | None], ...] = (
        ("trained_on_the_day", "I17", 2, _trained_on_the_day, None),
        ("amended_a_little", "I24", 3, _amended_a_little, wide),
        ("checked_early", "X05", 2, _checked_early, _checked),
    )
    for scheme, flag, count, change, where in near:
        chosen = ground.some(ground.count(count), where, clean=True)
        for project in chosen:
            change(rng, project)
        ground.near(chosen, scheme, flag)


def _open_days(project: Project) -> bool:
    """There is time between the start of the work and its delivery, and nothing had to be mended."""
    life = project.life
    return bool(
        life.started and life.delivered and (life.delivered - life.started).days > 60 and not life.rectified
    )


def _soon_accepted(project: Project) -> bool:
    life = project.life
    return bool(
        _open_days(project)
        and life.accepted
        and life.delivered
        and (life.accepted - life.delivered).days <= 22
    )


def _checked(project: Project) -> bool:
    return project.life.checked is not None and project.life.checked < TODAY


def _paid_before(rng: random.Random, project: Project) -> None:
    """Paid for weeks before anything was agreed on."""
    assert project.life.contracted
    bill = a_bill(rng, project)
    day = working_before(project.life.contracted - timedelta(days=rng.randint(12, 60)))
    for payment in payments_of(project, bill):
        payment["paid_on"] = day


def _tested_before(rng: random.Random, project: Project) -> None:
    """The level after the work was measured before there was any work."""
    assert project.life.started
    assert project.life.delivered
    late = working_before(project.life.delivered - timedelta(days=rng.randint(15, 45)))
    project.assessed = (None, max(late, project.life.started))


def _trained_after(rng: random.Random, project: Project) -> None:
    """The staff was taught when it had all been accepted."""
    assert project.life.accepted
    project.late_training = working(project.life.accepted + timedelta(days=rng.randint(4, 30)))


def _trained_on_the_day(rng: random.Random, project: Project) -> None:
    """Honest: a last session on the very day of the acceptance."""
    project.late_training = project.life.accepted


def _more(project: Project, percent: int) -> Decimal:
    return (project.contract_amount * percent / 100).quantize(papers.FEN)


def _between(rng: random.Random, project: Project) -> date:
    assert project.life.started
    assert project.life.delivered
    span = (project.life.delivered - project.life.started).days
    return working_before(project.life.started + timedelta(days=rng.randint(8, span // 3)))


def _amended_a_lot(rng: random.Random, project: Project) -> None:
    more = _more(project, rng.randint(14, 28))
    project.amendments = [Amendment(_between(rng, project), more, "增加实施范围")]


def _amended_often(rng: random.Random, project: Project) -> None:
    days = sorted({_between(rng, project) for _ in range(8)})[:4]
    project.amendments = [Amendment(day, _more(project, 2), "补充实施内容") for day in days]
    while len(project.amendments) < 3:
        last = project.amendments[-1].on
        project.amendments.append(Amendment(working(last + timedelta(days=1)), _more(project, 2), "再次补充"))


def _amended_late(rng: random.Random, project: Project) -> None:
    """Just before it was accepted."""
    assert project.life.delivered
    day = working_before(project.life.delivered - timedelta(days=rng.randint(1, 4)))
    project.amendments = [Amendment(day, _more(project, 5), "按实际工作量调整")]


def _amended_a_little(rng: random.Random, project: Project) -> None:
    """Honest: once, early, by a little."""
    project.amendments = [
        Amendment(_between(rng, project), _more(project, rng.randint(2, 6)), "增加两个接口")
    ]


def _at_night(rng: random.Random, project: Project) -> None:
    assert project.life.checked
    hour = rng.choice((23, 0, 1, 2, 3))
    project.checked_at = datetime.combine(
        project.life.checked, time(hour, rng.randint(5, 55), rng.randint(0, 59)), CHINA
    )


def _within_seconds(rng: random.Random, project: Project) -> None:
    """Handed in and checked in one breath."""
    assert project.life.claimed
    project.life.checked = project.life.claimed
    project.submitted_at = office_hour(rng, project.life.claimed)
    project.checked_at = project.submitted_at + timedelta(seconds=rng.randint(9, 45))


def _checked_early(rng: random.Random, project: Project) -> None:
    """Honest: at half past seven, by an officer who comes early."""
    assert project.life.checked
    project.checked_at = datetime.combine(project.life.checked, time(7, rng.randint(20, 55)), CHINA)


def too_fast(ground: Ground, platform: Platform) -> None:
    """From the contract to the acceptance in a week or so, for what takes others half a year."""
    rng = ground.rng
    chosen = [one for one in ground.honest(platform) if not one.life.rectified][: rng.randint(4, 5)]
    for project in chosen:
        life = project.life
        assert life.contracted
        life.started = working(life.contracted + timedelta(days=1))
        life.trained = life.delivered = working(life.started + timedelta(days=rng.randint(3, 6)))
        life.accepted = working(life.delivered + timedelta(days=rng.randint(1, 3)))
        if project.life.claimed and ground.batch.number == 3:
            life.claimed = max(life.claimed or life.accepted, life.accepted)
        rebill(rng, project)
    ground.spend(chosen)
    ground.add(chosen, "too_fast", "I18")


def accepted_at_once(ground: Ground, platform: Platform) -> None:
    """Half of a platform's enterprises accepted on one day."""
    rng = ground.rng
    ready = sorted(
        (one for one in ground.honest(platform) if not one.life.rectified and one.life.delivered),
        key=lambda one: (one.life.delivered or TODAY, one.enterprise["uscc"]),
    )
    chosen = ready[: max(4, round(len(platform.projects) * 0.5))]
    if len(chosen) < 4:
        return
    last = chosen[-1].life.delivered
    assert last
    day = working(last + timedelta(days=rng.randint(3, 8)))
    latest = min(one.life.claimed for one in chosen if one.life.claimed)
    day = min(day, working_before(latest))
    chosen = [one for one in chosen if one.life.delivered and one.life.delivered <= day]
    for project in chosen:
        project.life.accepted = day
        project.inspector = chosen[0].inspector
    ground.add([platform], "accepted_at_once", "I19")


def rush(ground: Ground, platform: Platform) -> None:
    """Most of it accepted in the last days of the year."""
    rng = ground.rng
    last = working_before(ground.batch.ends_on - timedelta(days=1))
    chosen = [one for one in ground.honest(platform) if not one.life.rectified]
    if last > TODAY or ground.batch.number == 3:
        return
    for place, project in enumerate(chosen):
        if rng.random() < 0.75:
            project.life.accepted = working_before(last - timedelta(days=place % 5))
    ground.add([platform], "rush", "P12")


def days_off(ground: Ground, platform: Platform) -> None:
    """Bills and payments of Saturdays and Sundays: somebody wrote them at home."""
    rng = ground.rng
    for project in claimed(platform):
        life = project.life
        for bill in project.invoices:
            if rng.random() < 0.6:
                day = _weekend(bill["issued_on"])
                if life.contracted and life.accepted and life.contracted <= day <= life.accepted:
                    bill["issued_on"] = day
        for payment in project.payments:
            if rng.random() < 0.6:
                payment["paid_on"] = _weekend(payment["paid_on"])
    ground.add([platform], "days_off", "I09")


def _weekend(day: date) -> date:
    """The Saturday of that week; it stays in the same year, which numbers tell."""
    saturday = day + timedelta(days=5 - day.weekday())
    return saturday if saturday.year == day.year and saturday <= TODAY else day


def some_weekends(ground: Ground, platform: Platform) -> None:
    """Honest: a few systems went live on Saturdays and were paid for by machine."""
    for project in claimed(platform):
        for payment in project.payments:
            if ground.rng.random() < 0.12:
                payment["paid_on"] = _weekend(payment["paid_on"])
    ground.near([platform], "some_weekends", "I09")
