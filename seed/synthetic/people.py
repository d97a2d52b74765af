"""The people of the demo: one account a role to sign in with, and the officers who did the work."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime

from api.services import interests
from api.services.accounts import NewUser, create_users
from api.services.clock import CHINA
from api.viewer import NOBODY, SYSTEM, Viewer
from db.enums import InterestKind, Role
from db.resource import both
from db.store import NATION, Rows, Work
from seed.synthetic import names
from seed.synthetic.drafts import Unit

#: The unit whose officers one can sign in as.
HOME = "320000"
PASSWORD = "dengta"  # noqa: S105  public on purpose: these accounts exist in the demo only

_SIGN_IN: tuple[tuple[str, Role, str | None], ...] = (
    ("leader", Role.LEADER, None),
    ("analyst", Role.ANALYST, None),
    ("programme", Role.PROGRAMME_OFFICER, None),
    ("finance", Role.FINANCE_OFFICER, None),
    ("finance2", Role.FINANCE_OFFICER, None),  # approves what the first proposes
    ("jiangsu", Role.PROVINCIAL_SME_OFFICER, HOME),
    ("jiangsu_finance", Role.PROVINCIAL_FINANCE_OFFICER, HOME),
    ("platform", Role.PLATFORM_OPERATOR, HOME),
    ("expert", Role.EXPERT, HOME),
    ("supervisor", Role.SUPERVISOR, None),
    ("auditor", Role.AUDITOR, None),
    ("admin", Role.ADMINISTRATOR, None),
)

#: (user name, password, role in Chinese, role in English), for the line printed at the start.
ACCOUNTS: list[tuple[str, str, str, str]] = [
    (username, PASSWORD, both(role.label)[0], both(role.label)[1]) for username, role, _ in _SIGN_IN
]

EXPERTS, PANEL = 5, 3  # in each unit, and how many of them sit on panels
#: Units between which an expert travels: who is one of the first is one of the second, too.
TRAVELLED: tuple[tuple[str, str], ...] = (
    ("440300", "110000"),
    ("330000", "510000"),
    ("320000", "610000"),
    ("310000", "330200"),
)


@dataclass
class Offices:
    """Who acts: national officers by role, the others by unit."""

    national: dict[Role, Viewer] = field(default_factory=dict)
    second_treasurer: Viewer = NOBODY
    second_supervisor: Viewer = NOBODY  # two investigate
    sme: dict[str, Viewer] = field(default_factory=dict)
    finance: dict[str, Viewer] = field(default_factory=dict)
    experts: dict[str, list[Viewer]] = field(default_factory=dict)


async def hire(work: Work, rng: random.Random, units: list[Unit]) -> Offices:
    """Make the accounts of everybody but the platform operator, whose organization comes later."""
    users = [
        NewUser(username, names.person(rng), [(role, unit)], PASSWORD, synthetic=True)
        for username, role, unit in _SIGN_IN
        if role is not Role.PLATFORM_OPERATOR
    ]
    for unit in units:
        for prefix, role, count in (
            ("sme", Role.PROVINCIAL_SME_OFFICER, 1),
            ("finance", Role.PROVINCIAL_FINANCE_OFFICER, 1),
            ("expert", Role.EXPERT, EXPERTS),
        ):
            there = sum(user.roles[0] == (role, unit.code) for user in users)
            users += [
                NewUser(
                    f"{prefix}_{unit.code.lower()}_{place}",
                    names.person(rng),
                    [(role, unit.code)],
                    synthetic=True,
                )
                for place in range(there + 1, count + 1)
            ]
    users.append(NewUser("supervisor_2", names.person(rng), [(Role.SUPERVISOR, None)], synthetic=True))
    present = {unit.code for unit in units}
    users += [
        NewUser(
            f"expert_{home.lower()}_{away.lower()}",
            names.person(rng),
            [(Role.EXPERT, home), (Role.EXPERT, away)],
            synthetic=True,
        )
        for home, away in TRAVELLED
        if {home, away} <= present
    ]
    ids = await create_users(work, SYSTEM, users)
    offices = Offices()
    for user_id, user in zip(ids, users, strict=True):
        role, code = user.roles[0]
        units_of = tuple(unit for _, unit in user.roles if unit)
        rows = Rows(units=units_of) if units_of else NATION
        viewer = Viewer(user_id, user.username, user.name, frozenset({role}), rows)
        if code is None and role in offices.national and role is Role.SUPERVISOR:
            offices.second_supervisor = viewer
        elif code is None and role in offices.national:
            offices.second_treasurer = viewer
        elif code is None:
            offices.national[role] = viewer
        elif role is Role.EXPERT:
            for unit_code in units_of:
                offices.experts.setdefault(unit_code, []).append(viewer)
        else:
            (offices.sme if role is Role.PROVINCIAL_SME_OFFICER else offices.finance)[code] = viewer
    return offices


async def hire_operator(work: Work, rng: random.Random, organization_id: int) -> None:
    """The account of a platform operator."""
    username, role, unit = next(account for account in _SIGN_IN if account[1] is Role.PLATFORM_OPERATOR)
    user = NewUser(username, names.person(rng), [(role, unit)], PASSWORD, organization_id, synthetic=True)
    await create_users(work, SYSTEM, [user])


async def declare_interests(work: Work, offices: Offices, organization_id: int) -> None:
    """What experts of the unit one can sign in to declared: one tie that lasts, and one that has cooled."""
    first, second, *_ = offices.experts[HOME]
    at = datetime(2022, 9, 1, 10, 20, tzinfo=CHINA)
    tie = {"organization_id": organization_id, "kind": InterestKind.ADVISER, "synthetic": True}
    await interests.declare(
        work,
        first,
        {**tie, "since": date(2014, 3, 3), "until": date(2016, 12, 30), "note": "曾任技术顾问"},
        at=at,
    )
    await interests.declare(work, second, {**tie, "since": date(2021, 6, 1), "note": "技术顾问"}, at=at)
