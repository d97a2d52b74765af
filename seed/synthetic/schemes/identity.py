"""Enterprises that are not who they say: excluded, too young, too big, under two codes, or one hand behind many."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from db.enums import EnterpriseSize
from seed.synthetic import names
from seed.synthetic.drafts import Project
from seed.synthetic.schemes.forging import rename
from seed.synthetic.schemes.ground import Ground, claimed

#: A year before the notice: what was founded later has no history to be transformed.
_YEAR_BEFORE = date(2021, 8, 17)


def plant(ground: Ground) -> None:
    _giants(ground)
    _two_codes(ground)
    _handed_over(ground)
    _young(ground)
    _big(ground)
    _accounts(ground)
    _phones(ground)
    _rooms(ground)
    _control(ground)
    for _ in range(ground.count(1)):
        _ring(ground)


def _giants(ground: Ground) -> None:
    """A funded little giant under a new code: the same head, the same door."""
    rng = ground.rng
    for project in ground.some(ground.count(1), lambda one: bool(_giants_of(ground, one)), again=True):
        giant = rng.choice(_giants_of(ground, project))
        project.enterprise.update(legal_person=giant["legal_person"], address=giant["address"])
        ground.add([project], "giant_again", "A03", sure=True)
    for project in ground.some(ground.count(2), lambda one: bool(_giants_of(ground, one)), clean=True):
        giant = rng.choice(_giants_of(ground, project))
        project.enterprise["legal_person"] = giant["legal_person"]
        ground.near([project], "namesake_of_a_giant", "A03")


def _giants_of(ground: Ground, project: Project) -> list[dict[str, object]]:
    assert project.platform
    code = project.platform.unit.code
    return [giant for giant in ground.giants if giant["unit_code"] == code]


def _two_codes(ground: Ground) -> None:
    """One enterprise claimed for twice, entered under two credit codes; the second time often a year later."""
    rng = ground.rng
    old = [one for one in ground.past if one.claim_id and one.life.accepted]
    for number in range(ground.count(2)):
        if number % 2 and old:
            pairs = [(rng.choice(old), second) for second in ground.some(1, again=True)]
        else:
            two = ground.apart(2, again=True)
            pairs = [(two[0], two[1])] if two else []
        for first, second in pairs:
            twin = {key: first.enterprise[key] for key in ("name", "legal_person", "address")}
            rename(second, **twin)
            ground.add([first, second], "two_codes", "A04", sure=True)


def _handed_over(ground: Ground) -> None:
    """Honest: an enterprise that left one platform is transformed by another a year later."""
    busy = {one.enterprise["uscc"] for one in ground.past if not one.life.withdrawn}
    gone = [
        one
        for one in ground.past
        if one.life.withdrawn and not one.life.delivered and one.enterprise["uscc"] not in busy
    ]
    homes = {one.platform.unit.code for one in gone if one.platform}
    for project in ground.some(
        ground.count(2), lambda one: bool(one.platform and one.platform.unit.code in homes), clean=True
    ):
        assert project.platform
        code = project.platform.unit.code
        near = [one for one in gone if one.platform and one.platform.unit.code == code]
        if near:
            before = ground.rng.choice(near)
            gone.remove(before)
            rename(project, **before.enterprise)
            ground.near([project], "handed_over", "A04")


def _young(ground: Ground) -> None:
    rng = ground.rng
    chosen = ground.some(ground.count(1), again=True)
    for project in chosen:
        assert project.life.contracted
        days = (project.life.contracted - _YEAR_BEFORE).days
        project.enterprise["founded_on"] = _YEAR_BEFORE + timedelta(days=rng.randint(9, days - 20))
    ground.add(chosen, "founded_too_late", "A05", sure=True)
    chosen = ground.some(ground.count(2), clean=True)
    for project in chosen:
        project.enterprise["founded_on"] = _YEAR_BEFORE - timedelta(days=rng.randint(1, 24))
    ground.near(chosen, "founded_in_time", "A05")


def _big(ground: Ground) -> None:
    """Too many people and too much revenue for an SME of industry, entered as one all the same."""
    rng = ground.rng
    chosen = ground.some(ground.count(1), again=True)
    for project in chosen:
        project.enterprise.update(
            size=EnterpriseSize.MEDIUM,
            employees=rng.randint(1_080, 2_600),
            revenue=Decimal(rng.randint(43_500, 120_000) * 10_000),
        )
    ground.add(chosen, "too_big", "A06", sure=True)
    chosen = ground.some(ground.count(2), clean=True)
    for place, project in enumerate(chosen):
        many = place % 2 == 0  # one of the two is not enough
        project.enterprise.update(
            size=EnterpriseSize.MEDIUM,
            employees=rng.randint(1_020, 1_400) if many else rng.randint(700, 990),
            revenue=Decimal((rng.randint(21_000, 37_500) if many else rng.randint(42_000, 60_000)) * 10_000),
        )
    ground.near(chosen, "big_in_one_way", "A06")


def _accounts(ground: Ground) -> None:
    """The platform's own account, or one account of two enterprises."""
    rng = ground.rng
    chosen = ground.some(ground.count(1), again=True)
    for project in chosen:
        assert project.platform
        rename(project, bank_account=project.platform.operator["bank_account"])
    ground.add(chosen, "platform_s_account", "A13", sure=True)
    for _ in range(ground.count(1)):
        pair = ground.apart(2, again=True)
        if pair:
            rename(pair[1], bank_account=pair[0].enterprise["bank_account"])
            ground.add(pair, "shared_account", "A13", sure=True)
    for project in ground.some(ground.count(2), clean=True):
        assert project.platform
        other = rng.choice(project.platform.projects).enterprise["bank_account"]
        rename(project, bank_account=other[:-2] + f"{(int(other[-2:]) + 7) % 100:02d}")
        ground.near([project], "neighbouring_account", "A13")


def _phones(ground: Ground) -> None:
    """One telephone for firms of several platforms."""
    for _ in range(ground.count(1)):
        chosen = ground.apart(ground.rng.randint(3, 4), again=True)
        phone = names.phone(ground.rng)
        for project in chosen:
            project.enterprise["phone"] = phone
        ground.add(chosen, "shared_phone", "A11")
    for _ in range(ground.count(2)):  # Honest: an accountant who keeps the books of two neighbours.
        pair = ground.some(1, clean=True)
        for project in pair:
            assert project.platform
            others = [one for one in claimed(project.platform) if one is not project]
            for other in others[:1]:
                project.enterprise["phone"] = other.enterprise["phone"]
                ground.spend([other])
                ground.near([project, other], "one_accountant", "A11")


def _rooms(ground: Ground) -> None:
    """One room with several firms in it, none of which is there."""
    rng = ground.rng
    for _ in range(ground.count(1)):
        first = ground.some(1, again=True)
        if not first:
            return
        more = ground.some(3, partial(_near, first[0]), again=True)
        chosen = [*first, *more]
        for project in chosen:
            project.enterprise["address"] = first[0].enterprise["address"]
        if len(chosen) >= 3:
            ground.add(chosen, "one_room", "A12")
    neighbours = ground.some(ground.count(1), clean=True)
    for project in neighbours:  # Honest: a building with a firm in every room.
        assert project.platform
        others = [one for one in ground.honest(project.platform) if one is not project][:4]
        base = project.enterprise["address"].rpartition("号")[0] + "号创业楼"
        ground.spend(others)
        for place, one in enumerate([project, *others]):
            one.enterprise["address"] = f"{base}{3 + place}{rng.randint(1, 9):02d}室"
        ground.near([project, *others], "one_building", "A12")


def _near(first: Project, other: Project) -> bool:
    """In the same unit."""
    assert first.platform
    return other.platform is not None and other.platform.unit.code == first.platform.unit.code


def _control(ground: Ground) -> None:
    """The head of the platform heads some of its enterprises, too."""
    for project in ground.some(ground.count(2), again=True):
        assert project.platform
        project.enterprise["legal_person"] = project.platform.operator["legal_person"]
        ground.add([project], "one_head", "A14")


def _ring(ground: Ground) -> None:
    """Five or more firms of several platforms that share telephones, a room, a head and accounts of each other."""
    rng = ground.rng
    members = ground.apart(2, again=True)
    if not members:
        return
    homes = {id(project.platform) for project in members}
    members += ground.some(rng.randint(3, 5), lambda one: id(one.platform) in homes, again=True)
    if len(members) < 5:
        return
    phone, head = names.phone(rng), members[0].enterprise["legal_person"]
    rooms = members[0].enterprise["address"]
    for place, project in enumerate(members):
        project.enterprise["phone"] = phone
        if place % 2 == 0:
            project.enterprise["legal_person"] = head
        if place % 2 or place < 3:
            project.enterprise["address"] = rooms
    ground.add(members, "ring", "X01")
    ground.add(members, "ring_phone", "A11")
