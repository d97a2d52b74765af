"""A small programme to act upon: one plan with one platform of ten enterprises, and a person for each role."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from api.services import acceptance, claims, organizations, papers, plans, projects, reference
from api.services.acceptance import Given
from api.services.accounts import NewUser, create_users
from api.services.steps import Step
from api.viewer import NOBODY, SYSTEM, Viewer
from db.enums import AssessmentPhase, CostKind, InvoiceKind, PaymentMethod, Role, Verdict
from db.store import NATION, Rows, Work
from seed.synthetic.uscc import numbered
from tests.services.treasury import prepaid

UNIT, OTHER = "320000", "330000"
DAY = date(2023, 5, 8)


@dataclass
class World:
    work: Work
    people: dict[Role, Viewer]
    second: Viewer  # another finance officer: who proposes does not approve
    batch: int
    industries: list[int]
    plan: int = 0
    plan_industry: int = 0
    platform: int = 0
    operator: int = 0
    enterprises: list[int] = field(default_factory=list)
    projects: list[int] = field(default_factory=list)
    claims: list[int] = field(default_factory=list)
    second_supervisor: Viewer = NOBODY  # two investigate

    def __getitem__(self, role: Role) -> Viewer:
        return self.people[role]

    async def drafted(self, enterprises: int = 10) -> "World":
        [self.plan] = await plans.draft(self.work, self[Role.PROVINCIAL_SME_OFFICER], [plan_row(self.batch)])
        [self.plan_industry] = await plans.name_industries(
            self.work, self[Role.PROVINCIAL_SME_OFFICER], [industry_row(self.plan, self.industries[0])]
        )
        [self.operator] = await organizations.register(self.work, SYSTEM, [firm(9000)])
        [self.platform] = await plans.appoint(
            self.work,
            self[Role.PROVINCIAL_SME_OFFICER],
            [platform_row(self.plan_industry, self.operator, enterprises)],
        )
        self.enterprises = await organizations.register(
            self.work, SYSTEM, [firm(number) for number in range(enterprises)]
        )
        self.projects = await projects.list_enterprises(
            self.work,
            self[Role.PROVINCIAL_SME_OFFICER],
            [project_row(self.platform, enterprise) for enterprise in self.enterprises],
        )
        return self

    async def signed(self) -> "World":
        on = date(2022, 9, 20)
        await plans.sign_for_sme(self.work, self[Role.PROVINCIAL_SME_OFFICER], [self.plan], on)
        await plans.sign_for_finance(self.work, self[Role.PROVINCIAL_FINANCE_OFFICER], [self.plan], on)
        return self

    async def approved(self) -> "World":
        await self.signed()
        sme = self[Role.PROVINCIAL_SME_OFFICER]
        await plans.submit(self.work, sme, [self.plan], date(2022, 9, 26))
        await plans.approve(self.work, self[Role.PROGRAMME_OFFICER], [self.plan], date(2022, 10, 17))
        await plans.advance(self.work, sme, "implement", [self.plan])
        await reference.set_prepayment_ratio(self.work, self[Role.FINANCE_OFFICER], 1, Decimal("0.5"))
        await prepaid(self.work, self[Role.FINANCE_OFFICER], self.second, [self.platform], date(2022, 11, 1))
        return self

    async def delivered(self, count: int | None = None, cost: str = "800000.00") -> "World":
        sme, some = self[Role.PROVINCIAL_SME_OFFICER], self.projects[:count]
        for place, project in enumerate(some):
            values: dict[str, Any] = {
                "contract_number": f"HT-{project}",
                "contract_amount": Decimal(cost),
                "contracted_on": date(2022, 12, 1),
            }
            await projects.contract(self.work, sme, [Step(project, values)])
            await projects.start(self.work, sme, [Step(project, {"started_on": date(2022, 12, 20)})])
            await projects.train(self.work, sme, [Step(project, {"trained_on": date(2023, 3, 1)})])
            await projects.deliver(self.work, sme, [Step(project, {"delivered_on": DAY})])
            bill = invoice_row(project, self.enterprises[place], place, cost)
            await papers.add_cost_items(self.work, sme, [cost_row(project, cost)])
            [invoice] = await papers.add_invoices(self.work, sme, [bill])
            await papers.add_payments(self.work, sme, [payment_row(bill, invoice)])
            await papers.assess(self.work, sme, [assessment_row(project)])
        return self

    async def passed(self, count: int | None = None, cost: str = "800000.00") -> "World":
        await self.delivered(count, cost)
        await self.inspected(count)
        await acceptance.give(
            self.work, self[Role.EXPERT], [sheet(project) for project in self.projects[:count]]
        )
        return self

    async def inspected(self, count: int | None = None) -> "World":
        """The level is assessed again and the expert is assigned: all is ready for the acceptance."""
        sme, some = self[Role.PROVINCIAL_SME_OFFICER], self.projects[:count]
        after = [assessment_row(project, AssessmentPhase.AFTER) | {"level": 3} for project in some]
        await papers.assess(self.work, sme, after)
        expert = {"expert_id": self[Role.EXPERT].user_id}
        await acceptance.assign(self.work, sme, [Step(project, expert) for project in some])
        return self

    async def claimed(self, count: int | None = None, cost: str = "800000.00") -> "World":
        await self.passed(count, cost)
        self.claims = await claims.submit(
            self.work,
            self[Role.PROVINCIAL_SME_OFFICER],
            [claim_row(project, cost) for project in self.projects[:count]],
        )
        await claims.check(
            self.work, self[Role.PROVINCIAL_FINANCE_OFFICER], [Step(claim) for claim in self.claims]
        )
        return self

    async def decided(self, count: int | None = None, cost: str = "800000.00") -> "World":
        await self.claimed(count, cost)
        on = date(2024, 1, 22)
        steps = [Step(project, {"endorsed_on": on}) for project in self.projects[:count]]
        await projects.endorse(self.work, self[Role.FINANCE_OFFICER], steps)
        steps = [Step(project, {"confirmed_on": on}) for project in self.projects[:count]]
        await projects.confirm(self.work, self[Role.PROGRAMME_OFFICER], steps)
        amounts = await self.work.connection.fetch(
            "select id, amount from claims where id = any($1)", self.claims
        )
        await claims.approve(
            self.work,
            self[Role.FINANCE_OFFICER],
            [
                Step(row["id"], {"approved_amount": row["amount"], "decided_on": date(2024, 2, 20)})
                for row in amounts
            ],
        )
        return self

    async def state(self, table: str, key: int) -> str:
        state: str = await self.work.connection.fetchval(f"select state from {table} where id = $1", key)
        return state


async def build(work: Work) -> World:
    # Tests of other folders leave people in this worker's database: here they have no part.
    await work.connection.execute("update users set active = false")
    users = [NewUser(f"person-{role}", role.label, [(role, _unit(role))]) for role in Role]
    users.append(NewUser("person-finance2", "财务管理员二", [(Role.FINANCE_OFFICER, None)]))
    users.append(NewUser("person-supervisor2", "监督人员二", [(Role.SUPERVISOR, None)]))
    *ids, second, third = await create_users(work, SYSTEM, users)
    people = {
        role: Viewer(
            user_id,
            f"person-{role}",
            role.label,
            frozenset({role}),
            NATION if _unit(role) is None else Rows(units=(UNIT,)),
        )
        for user_id, role in zip(ids, Role, strict=True)
    }
    batch = await work.connection.fetchval("select id from batches where number = 1")
    rows = await work.connection.fetch("select id from industries where annex order by code limit 8")
    other = Viewer(second, "person-finance2", "财务管理员二", frozenset({Role.FINANCE_OFFICER}), NATION)
    supervisor = Viewer(third, "person-supervisor2", "监督人员二", frozenset({Role.SUPERVISOR}), NATION)
    return World(work, people, other, batch, [row[0] for row in rows], second_supervisor=supervisor)


def _unit(role: Role) -> str | None:
    local = role.startswith("provincial") or role in (Role.EXPERT, Role.PLATFORM_OPERATOR)
    return UNIT if local else None


def sheet(project: int, verdict: Verdict = Verdict.PASS, score: str = "0.9", **more: Any) -> Given:
    """A score sheet with the same share of each criterion's points: 90 altogether."""
    points = {"c1": 30, "c2": 25, "c3": 20, "c4": 15, "c5": 10}
    scores = {code: (Decimal(most) * Decimal(score), "见验收记录") for code, most in points.items()}
    return Given(project, more.pop("given_on", date(2023, 6, 20)), scores, verdict, **more)


def firm(number: int, unit: str = UNIT) -> dict[str, Any]:
    return {"uscc": numbered("320500", number), "name": f"样例{number}号有限公司", "unit_code": unit}


def plan_row(batch: int, unit: str = UNIT) -> dict[str, Any]:
    return {"unit_code": unit, "batch_id": batch, "title": "样例实施方案"}


def industry_row(plan: int, industry: int) -> dict[str, Any]:
    return {
        "unit_code": UNIT,
        "plan_id": plan,
        "industry_id": industry,
        "common_problems": "排产靠经验",
        "scenarios": "计划排程",
        "needs_met": "排产、采购、质检三个场景上线即用",
        "data_used": "设备与订单数据打通，按日看板",
        "light_return": "单家投入不超过百万元，三个月见效",
    }


def platform_row(plan_industry: int, operator: int, planned: int = 10) -> dict[str, Any]:
    return {
        "unit_code": UNIT,
        "plan_industry_id": plan_industry,
        "organization_id": operator,
        "planned": planned,
        "solution": "云端生产执行系统",
        "target": "全部通过验收",
        "bank_account": "6222000000000009000",
    }


def project_row(platform: int, enterprise: int) -> dict[str, Any]:
    return {
        "unit_code": UNIT,
        "platform_id": platform,
        "enterprise_id": enterprise,
        "planned_cost": Decimal(800_000),
        "planned_award": Decimal(240_000),
        "listed_on": date(2022, 9, 5),
    }


def cost_row(project: int, amount: str, *, eligible: bool = True) -> dict[str, Any]:
    return {
        "unit_code": UNIT,
        "project_id": project,
        "kind": CostKind.SOFTWARE,
        "name": "生产执行系统",
        "amount": Decimal(amount),
        "eligible": eligible,
    }


def invoice_row(project: int, enterprise: int, place: int, net: str) -> dict[str, Any]:
    tax = (Decimal(net) * Decimal("0.06")).quantize(Decimal("0.01"))
    return {
        "unit_code": UNIT,
        "project_id": project,
        "kind": InvoiceKind.DIGITAL,
        "number": f"23{project:018d}",
        "seller": "样例9000号有限公司",
        "seller_uscc": numbered("320500", 9000),
        "buyer": f"样例{place}号有限公司",
        "buyer_uscc": numbered("320500", place),
        "item": "*信息技术服务*平台服务费",
        "issued_on": date(2023, 3, 6),
        "net": Decimal(net),
        "tax_rate": Decimal("0.06"),
        "tax": tax,
        "gross": Decimal(net) + tax,
    }


def payment_row(invoice: dict[str, Any], invoice_id: int) -> dict[str, Any]:
    return {
        "unit_code": UNIT,
        "project_id": invoice["project_id"],
        "invoice_id": invoice_id,
        "payer": invoice["buyer"],
        "payer_account": "8888000000000000001",
        "payee": invoice["seller"],
        "payee_account": "8888000000000000002",
        "method": PaymentMethod.TRANSFER,
        "paid_on": date(2023, 3, 20),
        "amount": invoice["gross"],
    }


def assessment_row(project: int, phase: AssessmentPhase = AssessmentPhase.BEFORE) -> dict[str, Any]:
    return {
        "unit_code": UNIT,
        "project_id": project,
        "phase": phase,
        "edition": 2022,
        "level": 2,
        "score": Decimal("31.5"),
        "assessed_on": DAY,
    }


def claim_row(project: int, cost: str) -> dict[str, Any]:
    actual = Decimal(cost)
    amount = min((actual * 3 / 10).quantize(Decimal("0.01")), Decimal(300_000))
    return {
        "unit_code": UNIT,
        "project_id": project,
        "actual_cost": actual,
        "amount": amount,
        "submitted_on": date(2023, 11, 10),
    }
