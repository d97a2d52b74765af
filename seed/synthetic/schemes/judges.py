"""Acceptances that judge nothing: all alike, all just enough, always the same expert, one who is in two places."""

from datetime import date, timedelta
from decimal import Decimal

from seed.synthetic import programme
from seed.synthetic.days import TODAY, working
from seed.synthetic.drafts import Life, Platform, Project
from seed.synthetic.life import live
from seed.synthetic.people import EXPERTS, TRAVELLED
from seed.synthetic.schemes.ground import Ground, claimed

#: The criteria of the standard have 100 points in all; what a lazy expert gives for each.
_ALIKE = 0.9
#: Of the pairs that share an expert, those a train joins within a morning.
_CLOSE = (("310000", "330200"),)


def captured(ground: Ground, platform: Platform) -> None:
    """One expert for the whole platform, and the same points for everybody."""
    accepted = [one for one in platform.projects if one.life.accepted]
    if len(accepted) < 5:
        return
    desk = accepted[0].inspector % EXPERTS
    for place, project in enumerate(platform.projects):
        if place % 5 != 4:
            project.inspector = desk
    ground.add([platform], "one_expert", "P04")


def two_of_five(ground: Ground, platform: Platform) -> None:
    """Honest: an expert who knows the trade sees a third of a platform, no more."""
    accepted = [one for one in platform.projects if one.life.accepted and not one.life.rectified]
    desk = accepted[0].inspector if accepted else 0
    have = sum(one.inspector == desk for one in accepted)
    for project in accepted:
        if have + 1 <= len(accepted) * 0.36 and project.inspector != desk:
            project.inspector = desk
            have += 1
    ground.near([platform], "expert_of_the_trade", "P04")


def without_variance(ground: Ground, platform: Platform, points: tuple[Decimal, ...]) -> None:
    """The same marks, criterion by criterion; ``points``: what each criterion can be given at most."""
    given = tuple(Decimal(round(float(one) * _ALIKE * 2)) / 2 for one in points)
    total = sum(given, Decimal(0))
    accepted = [one for one in platform.projects if one.life.accepted]
    desk = accepted[0].inspector % EXPERTS if accepted else 0
    for project in accepted:
        project.inspector = desk
        project.sheet, project.acceptance_score = given, total
    if len(accepted) >= 10:
        ground.add([platform], "without_variance", "P03")


def just_enough(ground: Ground, platform: Platform, mark: Decimal) -> None:
    """Everybody passes, by half a point or two."""
    accepted = [one for one in platform.projects if one.life.accepted and one.sheet is None]
    for project in accepted:
        if ground.rng.random() < 0.9:
            project.acceptance_score = mark + Decimal(ground.rng.randint(0, 4)) / 2
    if len(accepted) >= 12:
        ground.add([platform], "just_enough", "P02")


def too_good(ground: Ground, platform: Platform, size: int) -> None:
    """Nobody withdraws, nobody fails, nothing is ever to be mended: others are enlisted until it is so."""
    kept = [one for one in platform.projects if one.life.accepted and not one.life.rectified]
    platform.projects[:] = kept[:size]
    while len(platform.projects) < size:
        life = _accepted(ground, platform)
        if life is None:
            break
        programme.enlist(ground.rng, platform, ground.batch, ground.register, life)
    ground.add([platform], "too_good", "P01")


def _accepted(ground: Ground, platform: Platform) -> Life | None:
    """A life that has come as far as that; None where nobody's has yet."""
    listed = working(ground.batch.starts_on - timedelta(days=57))
    for _ in range(400):
        life = live(ground.rng, platform.unit.profile, ground.batch, listed)
        if life.accepted and not life.rectified:
            return life
    return None


def good(ground: Ground, platform: Platform) -> None:
    """Honest: a good platform of the usual size, of which all have passed."""
    if all(one.life.accepted for one in platform.projects):
        ground.near([platform], "good_platform", "P01")


def sandbagged(ground: Ground, platform: Platform) -> None:
    """Everybody began as low as can be and ended just on the line of the level that was promised."""
    rng = ground.rng
    chosen = [one for one in claimed(platform) if one.life.accepted]
    for project in chosen:
        project.levels, project.target_level = (0, 3), 3
        # Answers are given one by one: who is far below the line adds no more than it takes to reach it.
        after = Decimal(44) if ground.batch.number == 3 else Decimal(rng.randint(600, 624)).scaleb(-1)
        project.scores = (Decimal(rng.randint(15, 60)).scaleb(-1), after)
    ground.add([platform], "sandbagged", "P06")


def travel(ground: Ground) -> None:
    """One expert who accepts in the north and in the south on one day; and one who takes the morning train."""
    far = [pair for pair in TRAVELLED if pair not in _CLOSE]
    for home, away in (far[ground.batch.number % len(far)], *_CLOSE):
        close = (home, away) in _CLOSE
        there = _pair(ground, home, away, honest=close)
        if there is None:
            continue
        first, second, day = there
        for project, code in ((first, home), (second, away)):
            project.inspector = _desk(ground, code, (home, away))
            project.life.accepted = day
        if close:
            ground.near([first, second], "morning_train", "P05")
        else:
            ground.add([first, second], "in_two_places", "P05", sure=True)


def _desk(ground: Ground, code: str, pair: tuple[str, str]) -> int:
    """The place of the travelling expert among the experts of a unit: after its own."""
    present = {plan.unit.code for plan in ground.plans} | {
        one.platform.unit.code for one in ground.past if one.platform
    }
    travelled = [one for one in TRAVELLED if code in one and set(one) <= present]
    return EXPERTS + travelled.index(pair)


def _pair(ground: Ground, home: str, away: str, *, honest: bool) -> tuple[Project, Project, date] | None:
    """A project of each unit that can have been accepted on one day."""

    def ready(code: str) -> list[Project]:
        return [
            one
            for one in ground.honest()
            if one.platform
            and one.platform.unit.code == code
            and not one.life.rectified
            and (not honest or one.platform not in ground.rotten)
        ]

    for first in ready(home):
        for second in ready(away):
            low = max(first.life.delivered or TODAY, second.life.delivered or TODAY)
            day = working(low + timedelta(days=4))
            high = min(first.life.accepted or low, second.life.accepted or low)
            if low <= day <= high:
                ground.spend([first, second])
                return first, second, day
    return None


def not_served(ground: Ground) -> None:
    """Asked, the enterprise says that nobody ever came."""
    chosen = ground.some(ground.count(2), lambda one: one.life.accepted is not None, again=True)
    for project in chosen:
        project.served = False
        project.satisfaction = 1
    ground.add(chosen, "not_served", "P14", sure=True)
    for project in ground.some(ground.count(2), lambda one: one.life.accepted is not None, clean=True):
        project.served, project.satisfaction = True, 2  # Honest: served, and not happy with it.
        ground.near([project], "unhappy", "P14")


def never_used(ground: Ground) -> None:
    """A system nobody logs in to; only the scores, too good, show it."""
    chosen = ground.some(ground.count(1))
    for project in chosen:
        project.acceptance_score = Decimal("98.5")
        project.satisfaction = 5
    ground.add(chosen, "never_used", None)
