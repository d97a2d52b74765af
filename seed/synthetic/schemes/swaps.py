"""Enterprises that leave soon after the plan was approved, and those who take their places."""

from datetime import timedelta

from seed.synthetic import programme
from seed.synthetic.days import TODAY, later, working
from seed.synthetic.drafts import Platform, Project
from seed.synthetic.life import join
from seed.synthetic.schemes.ground import Ground


def many(ground: Ground, platform: Platform) -> None:
    """A third of the enterprises that the plan was approved for are others in the end."""
    wanted = max(4, round(platform.planned * 0.3))
    if _swap(ground, platform, wanted) >= 4:
        ground.add([platform], "swapped", "A20")


def few(ground: Ground) -> None:
    """Honest: somebody withdrew, and somebody came."""
    for platform in ground.rng.sample(ground.platforms, min(len(ground.platforms), ground.count(5))):
        if platform not in ground.rotten and _swap(ground, platform, 1):
            ground.near([platform], "one_replaced", "A20")


def _swap(ground: Ground, platform: Platform, wanted: int) -> int:
    rng, batch = ground.rng, ground.batch
    gone = [one for one in platform.projects if one.life.withdrawn and one.replaces is None]
    if wanted > len(gone):
        # Who has not got far yet can be made to leave.
        free = {id(one) for one in ground.honest(platform)}
        young = [
            one
            for one in platform.projects
            if one.replaces is None and not one.life.withdrawn and id(one) in free
        ]
        for project in young[: wanted - len(gone)]:
            _leave(ground, project)
            gone.append(project)
    made = 0
    for project in gone[:wanted]:
        left = project.life.withdrawn
        assert left
        day = later(rng, left, 5, 20)
        if day > TODAY - timedelta(days=20) or day > batch.ends_on - timedelta(days=120):
            continue
        life = join(rng, platform.unit.profile, batch, day)
        newcomer = programme.enlist(rng, platform, batch, ground.register, life)
        newcomer.replaces = project
        made += 1
    return made


def _leave(ground: Ground, project: Project) -> None:
    rng, life = ground.rng, project.life
    for name in vars(life):
        if name != "listed":
            setattr(life, name, None)
    life.withdrawn = later(rng, working(ground.batch.starts_on), 15, 50)
    project.cost_items, project.invoices, project.payments = [], [], []
    project.remark = "企业自身原因退出"
    ground.spend([project])
