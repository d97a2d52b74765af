"""A call acted out: candidates, a panel of three and their scores, for the tests of selection."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from api.services import calls, candidates, organizations, panels
from api.services.accounts import NewUser, create_users
from api.viewer import SYSTEM, Viewer
from db.enums import Role
from db.store import Rows
from tests.services.world import UNIT, World, firm, industry_row

OPENS, CLOSES = date(2022, 8, 22), date(2022, 8, 26)
SCORED = date(2022, 8, 29)  # Monday; five working days on is 5 September
NOTICED_UNTIL = date(2022, 9, 5)
AFTER = date(2022, 9, 6)
CRITERIA = [
    {"name": "服务能力", "weight": Decimal(60), "most": Decimal(100)},
    {"name": "价格让利", "weight": Decimal(40), "most": Decimal(20)},
]


@dataclass
class Selection:
    world: World
    call: int = 0
    industry: int = 0
    firms: list[int] = field(default_factory=list)
    candidates: list[int] = field(default_factory=list)
    experts: list[Viewer] = field(default_factory=list)
    seats: list[int] = field(default_factory=list)

    @property
    def sme(self) -> Viewer:
        return self.world[Role.PROVINCIAL_SME_OFFICER]

    async def drafted(self, places: int = 2, **changes: Any) -> "Selection":
        if not self.industry:
            await self.world.drafted()
            from api.services import plans

            [self.industry] = await plans.name_industries(
                self.world.work, self.sme, [industry_row(self.world.plan, self.world.industries[1])]
            )
        [self.call] = await calls.draft(
            self.world.work, self.sme, [call_row(self.industry, places) | changes]
        )
        await calls.set_criteria(self.world.work, self.sme, self.call, CRITERIA)
        return self

    async def opened(self, places: int = 2) -> "Selection":
        await self.drafted(places)
        await calls.open_call(self.world.work, self.sme, self.call, OPENS)
        return self

    async def applied(self, count: int = 3, places: int = 2) -> "Selection":
        await self.opened(places)
        self.firms = await organizations.register(
            self.world.work, SYSTEM, [firm(9100 + number) for number in range(count)]
        )
        for organization in self.firms:
            rows = [candidate_row(self.call, organization)]
            self.candidates += await candidates.apply(self.world.work, self.sme, rows, OPENS)
        return self

    async def paneled(self, experts: int = 3, count: int = 3, places: int = 2) -> "Selection":
        await self.applied(count, places)
        await calls.close(self.world.work, self.sme, self.call, CLOSES)
        users = [
            NewUser(f"judge-{number}", f"评委{number}", [(Role.EXPERT, UNIT)]) for number in range(experts)
        ]
        self.experts = [
            judge(number, place)
            for place, number in enumerate(await create_users(self.world.work, SYSTEM, users))
        ]
        for expert in self.experts:
            assert expert.user_id
            self.seats.append(await panels.name(self.world.work, self.sme, self.call, expert.user_id))
        return self

    async def scored(self, *points: tuple[int, int], submit: bool = True) -> "Selection":
        """``points`` of each candidate, the same from every expert."""
        criteria = await self.criteria()
        for expert, seat in zip(self.experts, self.seats, strict=True):
            for candidate, given in zip(self.candidates, points, strict=True):
                marks = dict(zip(criteria, map(Decimal, given), strict=True))
                await panels.give(self.world.work, expert, candidate, marks)
            if submit:
                await panels.submit(self.world.work, expert, seat, SCORED)
        return self

    async def noticed(self) -> "Selection":
        await self.paneled()
        await self.scored((80, 10), (90, 20), (70, 15))
        await calls.rank_candidates(self.world.work, self.sme, self.call)
        await calls.notice(self.world.work, self.sme, self.call, SCORED)
        return self

    async def criteria(self) -> list[int]:
        rows = await self.world.work.connection.fetch(
            "select id from criteria where call_id = $1 order by position", self.call
        )
        return [number for (number,) in rows]

    async def states(self) -> list[tuple[int | None, str]]:
        """(rank, state) of the candidates in the order in which they applied."""
        rows = await self.world.work.connection.fetch(
            "select ranking, state from candidates where call_id = $1 order by id", self.call
        )
        return [tuple(row) for row in rows]


def judge(user_id: int, place: int) -> Viewer:
    rows = Rows(units=(UNIT,), expert=user_id)
    return Viewer(user_id, f"judge-{place}", f"评委{place}", frozenset({Role.EXPERT}), rows)


def operator_of(organization: int, viewer: Viewer) -> Viewer:
    return replace(viewer, rows=Rows(units=(UNIT,), organization=organization))


def call_row(industry: int, places: int = 2) -> dict[str, Any]:
    return {
        "plan_industry_id": industry,
        "title": "样例行业服务平台遴选",
        "text": "请符合条件的服务平台申请",
        "opens_on": OPENS,
        "closes_on": CLOSES,
        "places": places,
    }


def candidate_row(call: int, organization: int, planned: int = 12) -> dict[str, Any]:
    return {
        "call_id": call,
        "organization_id": organization,
        "solution": "云端生产执行系统",
        "capability": "实施团队40人",
        "target": "全部通过验收",
        "planned": planned,
        "concession": Decimal(10),
    }
