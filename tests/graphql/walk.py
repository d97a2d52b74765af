"""A small programme that goes on for some weeks: each day people do what can be done next, or try what cannot."""

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from api.errors import Refusal
from api.services import (
    case_decision,
    case_execution,
    case_hearing,
    case_inquiry,
    case_notice,
    case_review,
    cases,
    claims,
    extensions,
    flags,
    papers,
    plans,
    projects,
)
from api.services.case_hearing import Heard
from api.services.case_outcomes import NewPenalty
from api.services.cases import NewCase
from api.services.extensions import More
from api.services.rows import insert
from api.services.steps import Step, create
from db.enums import CaseState, DefenceKind, PenaltyOutcome, Role, Verdict
from db.store import NATION, Store, Work
from tests.services.casefile import suspicion
from tests.services.treasury import paid, settled
from tests.services.world import UNIT, World, build, claim_row, cost_row

CHINA = ZoneInfo("Asia/Shanghai")
COST = "800000.00"

_SME, _EXPERT, _TREASURY = Role.PROVINCIAL_SME_OFFICER, Role.EXPERT, Role.FINANCE_OFFICER
#: What may come next on a project, the likely more than once; the last of each cannot be done.
_NEXT = {
    "listed": ["contract", "contract", "contract", "contract", "withdraw", "accept"],
    "contracted": ["start", "start", "start", "withdraw", "deliver"],
    "transforming": ["deliver", "deliver", "deliver", "withdraw", "confirm"],
    "delivered": ["accept", "accept", "accept", "rectify", "fail", "withdraw"],
    "rectifying": ["deliver", "deliver", "fail", "accept"],
    "passed": ["confirm", "claim", "claim", "withdraw"],
    "failed": ["contract"],
    "withdrawn": ["start"],
}
_OF_CLAIM = {
    "submitted": ["check", "check", "suspect", "reject", "approve"],
    "checked": ["approve", "approve", "suspect", "reject"],
    "approved": ["suspect", "suspect", "check"],
    "held": ["reject", "approve"],
    "settled": ["hold"],
    "rejected": ["check"],
}


class Walk:
    def __init__(self, store: Store, seed: int) -> None:
        self._store = store
        self._rng = random.Random(seed)
        self.done: set[str] = set()

    async def begin(self) -> None:
        """The plan is approved today, as the services take the time; the days that follow are made up."""
        async with self._store.write(NATION) as work:
            self._world: World = await (await build(work)).drafted()
            await self._world.approved()
            # The days made up below lie long after the year of the batch.
            more = [More(project, date(2099, 12, 31), "样例") for project in self._world.projects]
            await extensions.grant(work, self._world[Role.PROGRAMME_OFFICER], more, date(2022, 11, 1))
        self.day = datetime.now(CHINA).date()

    async def another_day(self) -> date:
        self.day += timedelta(days=self._rng.randint(1, 9))
        for _ in range(10):
            action = self._rng.choice((self._project, self._project, self._claim, self._flag, self._platform))
            try:
                async with self._store.write(NATION) as work:
                    self.done.add(await action(work))
            except Refusal:
                pass
        return self.day

    @property
    def _at(self) -> datetime:
        """Some time of the day in China: early, it is still yesterday in Greenwich."""
        return datetime.combine(self.day, time(self._rng.choice((0, 9, 23)), self._rng.randrange(60)), CHINA)

    async def _one(self, work: Work, table: str) -> Any:
        rows = await work.connection.fetch(f"select id, state from {table} order by id")
        return self._rng.choice(rows) if rows else None

    async def _project(self, work: Work) -> str:
        row, world, day = await self._one(work, "projects"), self._world, self.day
        action = self._rng.choice(_NEXT[row["state"]])
        if action == "claim":
            await papers.add_cost_items(work, world[_SME], [cost_row(row["id"], COST)])
            await claims.submit(
                work, world[_SME], [claim_row(row["id"], COST) | {"submitted_on": day}], at=self._at
            )
            return action
        values: dict[str, tuple[Role, dict[str, Any]]] = {
            "contract": (
                _SME,
                {"contract_number": "HT", "contract_amount": Decimal(COST), "contracted_on": day},
            ),
            "start": (_SME, {"started_on": day}),
            "deliver": (_SME, {"delivered_on": day, "trained_on": day}),
            "accept": (_EXPERT, {"accepted_on": day, "acceptance_score": Decimal(90)}),
            "rectify": (_EXPERT, {}),
            "fail": (_EXPERT, {"left_on": day}),
            "withdraw": (_SME, {"left_on": day}),
            "confirm": (Role.PROGRAMME_OFFICER, {"confirmed_on": day}),
        }
        role, given = values[action]
        if action == "accept":
            await self._sheet(work, row["id"])
        elif action == "confirm":
            endorsed = Step(row["id"], {"endorsed_on": day}, self._at)
            await projects.endorse(work, world[_TREASURY], [endorsed])
        await getattr(projects, action)(work, world[role], [Step(row["id"], given, self._at, "事由")])
        return action

    async def _sheet(self, work: Work, project: int) -> None:
        """The expert's sheet, with which a project may pass."""
        given = await work.connection.fetchval(
            "select count(*) from score_sheets where project_id = $1", project
        )
        await insert(
            work,
            "ScoreSheet",
            [
                {
                    "unit_code": UNIT,
                    "project_id": project,
                    "expert_id": self._world[_EXPERT].user_id,
                    "standard_id": await work.connection.fetchval("select min(id) from acceptance_standards"),
                    "round": given + 1,
                    "given_on": self.day,
                    "scores": [],
                    "total": Decimal(90),
                    "pass_mark": Decimal(60),
                    "verdict": Verdict.PASS,
                }
            ],
        )

    async def _claim(self, work: Work) -> str:
        row, world = await self._one(work, "claims"), self._world
        if row is None:
            return "nothing"
        action = self._rng.choice(_OF_CLAIM[row["state"]])
        if action == "suspect":
            row = await suspicion(work, world.platform, row["id"], self._at)
            await create(work, world[Role.SUPERVISOR], "Flag", "raise", [row], at=self._at)
        elif action == "approve":
            given = {"approved_amount": Decimal(200_000), "decided_on": self.day}
            await claims.approve(work, world[_TREASURY], [Step(row["id"], given, self._at)])
        elif action == "reject":
            await claims.reject(work, world[_TREASURY], [Step(row["id"], {"decided_on": self.day}, self._at)])
        else:
            await claims.check(work, world[Role.PROVINCIAL_FINANCE_OFFICER], [Step(row["id"], {}, self._at)])
        return action

    async def _flag(self, work: Work) -> str:
        row, supervisor = await self._one(work, "flags"), self._world[Role.SUPERVISOR]
        if row is None:
            return "nothing"
        if self._rng.random() < 0.5:
            await flags.dismiss(work, supervisor, [Step(row["id"], {}, self._at, "已核实")])
            return "dismiss"
        await cases.open_cases(work, supervisor, [NewCase([row["id"]], "虚报", self.day, at=self._at)])
        return "open_case"

    async def _platform(self, work: Work) -> str:
        world, platform, treasury = self._world, self._world.platform, self._world[_TREASURY]
        chance = self._rng.random()
        if chance < 0.3:
            await settled(
                *(work, treasury, world.second, [platform], self.day),
                exceptions={platform: "少数企业"},
                at=self._at,
            )
            return "settle"
        if chance < 0.5:
            await paid(work, treasury, [platform], self.day)
            return "pay"
        case = await self._one(work, "cases")
        if case is None or case["state"] in ("closed", "served", "executed"):
            await plans.advance(work, world[_SME], "self_evaluate", [world.plan], at=self._at)
            return "self_evaluate"
        return await self._next(work, case["id"], CaseState(case["state"]))

    async def _next(self, work: Work, case: int, state: CaseState) -> str:
        """The law's next step; refused while the time for a defence runs."""
        world, day, at = self._world, self.day, self._at
        first = world[Role.SUPERVISOR]
        grave, notice = await work.connection.fetchrow(
            "select grave, notice_id from cases where id = $1", case
        )
        match state:
            case CaseState.OPENED:
                await case_inquiry.investigate(work, first, case, at=at)
                return "investigate"
            case CaseState.INVESTIGATING:
                items = await work.connection.fetch("select id from check_items where case_id = $1", case)
                await case_inquiry.tick(work, first, [row["id"] for row in items], day, at=at)
                outcome = self._rng.choice((PenaltyOutcome.DEDUCTION, PenaltyOutcome.CANCELLATION))
                amount = Decimal(5000) if outcome is PenaltyOutcome.DEDUCTION else Decimal(0)
                await case_notice.notify(
                    work, first, case, [NewPenalty(outcome, amount)], day, "事实", "依据", at=at
                )
                return "notify"
            case CaseState.NOTIFIED:
                heard = Heard(DefenceKind.WAIVED, day, "未陈述", "无异议")
                await case_hearing.hear(work, world[Role.PROGRAMME_OFFICER], case, heard, at=at)
                return "hear"
            case CaseState.HEARD:
                await case_review.review(work, world[Role.AUDITOR], case, "程序合法", day, at=at)
                return "review"
            case CaseState.REVIEWED:
                if grave:
                    await case_review.discuss(work, world[_TREASURY], case, "集体讨论同意", day, at=at)
                told = await work.connection.fetch("select * from notice_items where notice_id = $1", notice)
                decided = [NewPenalty(PenaltyOutcome(one["outcome"]), one["amount"]) for one in told]
                await case_decision.decide(work, world[_TREASURY], case, decided, day, at=at)
                return "decide"
            case _:
                await case_execution.serve(work, first, case, day, "直接送达", at=at)
                return "serve"
