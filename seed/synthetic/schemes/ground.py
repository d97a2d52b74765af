"""Where fraud is planted: the projects of a batch, those of earlier ones, and the few platforms that are rotten."""

import random
from collections.abc import Callable, Iterable, Sequence

from seed.synthetic import programme
from seed.synthetic.drafts import Batch, Plan, Platform, Project, Row
from seed.synthetic.programme import Register
from seed.synthetic.schemes.planted import Planted

#: Of those that cheat, how many do it where others do, too; and who has cheated once does it again.
_AMONG_OTHERS, _AGAIN = 0.45, 0.85


class Ground:
    """One batch to plant in. ``past``: projects of earlier batches, written already; ``giants``: the list of P2."""

    def __init__(
        self,
        rng: random.Random,
        batch: Batch,
        plans: Sequence[Plan],
        register: Register,
        past: Sequence[Project],
        giants: Sequence[Row],
        share: float,
    ) -> None:
        self.rng = rng
        self.batch = batch
        self.plans = plans
        self.register = register
        self.past = past
        self.giants = giants
        self.share = share
        self.planted: list[Planted] = []
        self.rotten: list[Platform] = []
        self._spent: set[int] = set()  # projects whose papers were planted on, by identity
        self._guilty: set[int] = set()
        self._fixed: set[int] = set()  # whose papers are what was planted
        self.platforms = [platform for plan in plans for platform in plan.platforms]
        rng.shuffle(self.platforms)

    def count(self, wanted: int) -> int:
        """So many, fewer in a small programme, never none."""
        return max(1, round(wanted * self.share))

    def largest(self, least: int = 0) -> Platform | None:
        """An honest platform with as many claims as there are, to be made rotten; None where there is none left."""
        free = [
            one for one in self.platforms if one not in self.rotten and len(claimed(one)) >= max(least, 1)
        ]
        if not free or len(self.rotten) >= max(1, len(self.platforms) // 8):
            return None
        best = sorted(free, key=lambda one: -len(claimed(one)))[: max(1, len(free) // 6)]
        taken = self.rng.choice(best)
        self.rotten.append(taken)
        return taken

    def grow(self, platform: Platform, size: int) -> None:
        """Enlist more, until the platform has ``size`` projects."""
        while len(platform.projects) < size:
            programme.enlist(self.rng, platform, self.batch, self.register)

    def honest(self, platform: Platform | None = None) -> list[Project]:
        """Claimed and paid, nothing planted on them yet."""
        among = [platform] if platform else self.platforms
        return [
            project
            for one in among
            for project in one.projects
            if id(project) not in self._spent
            and project.life.claimed
            and project.payments
            and project.invoices
            and project.replaces is None
        ]

    def some(
        self,
        count: int,
        where: Callable[[Project], bool] | None = None,
        *,
        clean: bool = False,
        again: bool = False,
    ) -> list[Project]:
        """Up to ``count`` projects, from now on spent.

        ``clean``: on no rotten platform. ``again``: rather those on which something was planted that is not in
        their papers; otherwise none of them.
        """
        found = [project for project in self.honest() if where is None or where(project)]
        guilty = [project for project in found if id(project) in self._guilty]
        free = [project for project in found if id(project) not in self._guilty]
        among = [] if clean else [project for project in free if project.platform in self.rotten]
        others = [project for project in free if project.platform not in self.rotten]
        taken: list[Project] = []
        while len(taken) < count and (among or others):
            if again and guilty and self.rng.random() < _AGAIN:
                pool = guilty
            else:
                pool = among if among and (not others or self.rng.random() < _AMONG_OTHERS) else others
            project = pool.pop(self.rng.randrange(len(pool)))
            taken.append(project)
            self._spent.add(id(project))
        return taken

    def apart(self, count: int, *, again: bool = False) -> list[Project]:
        """The same, each of another platform; fewer than ``count`` are none."""
        seen: set[int] = set()

        def another(project: Project) -> bool:
            return id(project.platform) not in seen

        taken: list[Project] = []
        while len(taken) < count:
            one = self.some(1, another, again=again)
            if not one:
                return []
            seen.add(id(one[0].platform))
            taken += one
        return taken

    def spend(self, projects: Iterable[Project]) -> None:
        """Leave these alone from now on."""
        self._fixed.update(id(project) for project in projects)
        self._spent |= self._fixed

    def reopen(self) -> None:
        """Who has cheated so far may cheat again, in another way."""
        self._spent -= self._guilty - self._fixed

    def add(
        self,
        subjects: Iterable[Project | Platform],
        scheme: str,
        flag: str | None,
        *,
        sure: bool = False,
        fraudulent: bool = True,
    ) -> None:
        """Note what was planted, once for a subject and a scheme."""
        known = {(id(one.subject), one.scheme) for one in self.planted}
        for subject in subjects:
            if (id(subject), scheme) not in known:
                known.add((id(subject), scheme))
                self.planted.append(Planted(subject, scheme, fraudulent, flag, sure))
                if fraudulent:
                    self._guilty.add(id(subject))

    def near(self, subjects: Iterable[Project | Platform], scheme: str, flag: str) -> None:
        """Honest, and much like what ``flag`` is after."""
        self.add(subjects, scheme, flag, fraudulent=False)


def claimed(platform: Platform) -> list[Project]:
    return [project for project in platform.projects if project.life.claimed and project.payments]
