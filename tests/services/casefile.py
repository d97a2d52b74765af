"""A case to act upon: flags made by hand, and each step of the law with what it needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from api.policy.clock import hearing_can_be_asked_until
from api.policy.working_days import after_working_days
from api.services import (
    case_decision,
    case_execution,
    case_hearing,
    case_inquiry,
    case_notice,
    case_review,
    cases,
    organizations,
    plans,
)
from api.services.case_hearing import Heard
from api.services.case_outcomes import NewPenalty
from api.services.cases import NewCase
from api.services.rows import insert
from api.viewer import SYSTEM, Viewer
from db.enums import (
    DefenceKind,
    FlagSubject,
    FraudKind,
    FraudPhase,
    PenaltyOutcome,
    Role,
    RuleKind,
    RuleState,
    Severity,
)
from db.store import Work
from tests.services.world import UNIT, World, firm, platform_row

AT = datetime.fromisoformat("2023-12-04T10:00:00+08:00")
OPENED, TOLD = date(2023, 12, 4), date(2024, 1, 8)
UNTIL = hearing_can_be_asked_until(TOLD)
DECIDED, SERVED = date(2024, 2, 1), date(2024, 2, 5)
DEDUCT, CANCEL = PenaltyOutcome.DEDUCTION, PenaltyOutcome.CANCELLATION
CIRCULAR, TRANSFER = PenaltyOutcome.CIRCULAR, PenaltyOutcome.TRANSFER

_MARKS = count(1)


def deduction(amount: str) -> NewPenalty:
    return NewPenalty(DEDUCT, Decimal(amount))


ORDINARY = [deduction("48000.00"), NewPenalty(CIRCULAR)]
GRAVE = [deduction("480000.00"), NewPenalty(CIRCULAR)]


async def flag(
    world: World,
    claim: int | None,
    at_risk: str = "240000.00",
    *,
    kind: RuleKind = RuleKind.DETERMINISTIC,
    hints_at: FraudKind = FraudKind.INFLATION,
    platform: int | None = None,
    mark: str | None = None,
) -> int:
    """An open flag on a claim, or on the platform."""
    row = await suspicion(world.work, platform or world.platform, claim)
    row |= {"kind": kind, "hints_at": hints_at, "at_risk": Decimal(at_risk)}
    if mark is not None:
        row["mark"] = mark
    [made] = await insert(world.work, "Flag", [row])
    return made


async def suspicion(work: Work, platform: int, claim: int | None, at: datetime = AT) -> dict[str, Any]:
    """The row of a flag of a rule made for tests."""
    connection = work.connection
    version = await connection.fetchval("select id from rule_versions where rule = 'T01'")
    if version is None:
        [version] = await insert(
            work,
            "RuleVersion",
            [
                {
                    "rule": "T01",
                    "number": 1,
                    "state": RuleState.RETIRED,
                    "kind": RuleKind.DETERMINISTIC,
                    "title": "样例规则",
                    "title_en": "Sample rule",
                    "parameters": {},
                    "query": "",
                    "since": AT,
                }
            ],
        )
    project = None
    if claim is not None:
        project = await connection.fetchval("select project_id from claims where id = $1", claim)
    return {
        "unit_code": UNIT,
        "platform_id": platform,
        "project_id": project,
        "claim_id": claim,
        "definition_id": version,
        "rule": "T01",
        "rule_version": 1,
        "kind": RuleKind.DETERMINISTIC,
        "subject": FlagSubject.CLAIM if claim else FlagSubject.PLATFORM,
        "subject_id": claim or platform,
        "mark": f"{next(_MARKS)}",
        "severity": Severity.HIGH,
        "phase": FraudPhase.IMPLEMENTATION,
        "hints_at": FraudKind.INFLATION,
        "reason": "样例",
        "reason_en": "Sample",
        "facts": {},
        "facts_hash": "0" * 64,
        "at_risk": Decimal(240_000),
        "raised_at": at,
        "seen_at": at,
    }


@dataclass
class CaseFile:
    """One case of a world, taken as far as a test wants it. The first two claims are suspected."""

    world: World
    id: int
    flags: list[int]

    @property
    def first(self) -> Viewer:
        return self.world[Role.SUPERVISOR]

    @property
    def second(self) -> Viewer:
        return self.world.second_supervisor

    async def row(self) -> Any:
        return await self.world.work.connection.fetchrow("select * from cases where id = $1", self.id)

    async def investigated(self) -> "CaseFile":
        work = self.world.work
        await case_inquiry.investigate(work, self.first, self.id, act_ended_on=date(2023, 11, 10), at=AT)
        rows = await work.connection.fetch("select id from check_items where case_id = $1", self.id)
        await case_inquiry.tick(work, self.first, [row["id"] for row in rows], date(2023, 12, 20), at=AT)
        return self

    async def told(self, penalties: Sequence[NewPenalty], on: date = TOLD, **more: Any) -> "CaseFile":
        await case_notice.notify(
            self.world.work,
            self.first,
            self.id,
            penalties,
            on,
            "同一发票重复申报",
            "工信厅联企业〔2022〕22号",
            at=AT,
            **more,
        )
        return self

    async def heard(self, on: date | None = None, kind: DefenceKind = DefenceKind.WAIVED) -> "CaseFile":
        until = (await self.row())["defend_until"]
        heard = Heard(kind, on or after_working_days(until, 1), "未提出陈述申辩", "无异议")
        await case_hearing.hear(self.world.work, self.world[Role.PROGRAMME_OFFICER], self.id, heard, at=AT)
        return self

    async def reviewed(self, on: date | None = None) -> "CaseFile":
        day = on or (await self.row())["heard_on"]
        await self.legally_reviewed(day)
        if (await self.row())["grave"]:
            await case_review.discuss(
                self.world.work, self.decider, self.id, "司务会集体讨论同意", day, at=AT
            )
        return self

    async def legally_reviewed(self, on: date | None = None) -> "CaseFile":
        """Reviewed, and not discussed among leaders."""
        day = on or (await self.row())["heard_on"]
        await case_review.review(
            self.world.work, self.world[Role.AUDITOR], self.id, "事实清楚，程序合法", day, at=AT
        )
        return self

    @property
    def decider(self) -> Viewer:
        return self.world[Role.FINANCE_OFFICER]

    async def decided(self, penalties: Sequence[NewPenalty], on: date = DECIDED) -> "CaseFile":
        await case_decision.decide(self.world.work, self.decider, self.id, penalties, on, at=AT)
        return self

    async def served(self, on: date = SERVED) -> "CaseFile":
        await case_execution.serve(self.world.work, self.first, self.id, on, "直接送达", at=AT)
        return self

    async def through(
        self,
        penalties: Sequence[NewPenalty],
        told: date = TOLD,
        decided: date = DECIDED,
        served: date = SERVED,
        **more: Any,
    ) -> "CaseFile":
        """From opened to served."""
        await self.investigated()
        await self.told(penalties, told, **more)
        await (await self.heard()).reviewed()
        await self.decided(penalties, decided)
        return await self.served(served)


async def opened(world: World, claims: Sequence[int] | None = None, on: date = OPENED) -> CaseFile:
    """A case on the first two claims, or on these."""
    suspected = list(world.claims[:2] if claims is None else claims)
    flags = [await flag(world, claim) for claim in suspected]
    [case] = await cases.open_cases(
        world.work, world[Role.SUPERVISOR], [NewCase(flags, "样例平台涉嫌虚报", on, at=AT)]
    )
    return CaseFile(world, case, flags)


async def claimed(world: World) -> World:
    """A plan under way whose claims were checked."""
    return await (await (await world.drafted()).approved()).claimed()


async def states(world: World, table: str) -> list[str]:
    """The states of all rows, in the order of their making."""
    rows = await world.work.connection.fetch(f"select state from {table} order by id")
    return [row["state"] for row in rows]


async def another_platform(world: World) -> int:
    """A second platform of the plan's industry."""
    [operator] = await organizations.register(world.work, SYSTEM, [firm(9001)])
    connection = world.work.connection
    await connection.execute("update plans set state = 'draft'")
    [made] = await plans.appoint(
        world.work,
        world[Role.PROVINCIAL_SME_OFFICER],
        [platform_row(world.plan_industry, operator, 10)],
    )
    await connection.execute("update plans set state = 'implementing'")
    return made
