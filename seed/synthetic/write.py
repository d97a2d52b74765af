"""Writes a drafted plan through the services, as its officers, platforms and experts would."""

import random
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Literal

from api.policy.book import PolicyBook
from api.policy.settlement import award_of_project
from api.services import (
    acceptance,
    claims,
    contracts,
    deliveries,
    organizations,
    papers,
    plan_remarks,
    plans,
    projects,
    trainings,
)
from api.services.deliveries import Delivery
from api.services.plan_remarks import Remark
from api.services.steps import Step, create
from api.viewer import SYSTEM
from db.enums import AssessmentPhase, Role, WithdrawalReason
from db.store import Work
from seed.synthetic import agreements, answers, evidence, inspections, selection, stories, supervision, texts
from seed.synthetic.days import after_hours, later, office_hour, working_before
from seed.synthetic.drafts import Plan, Project, Row
from seed.synthetic.people import Offices
from seed.synthetic.treasury import Treasury

EDITION = 2022
_LEAVING = (WithdrawalReason.OWN_WILL, WithdrawalReason.OWN_WILL, WithdrawalReason.CLOSED)


class Writer:
    """One unit's plan, written stage by stage in one transaction."""

    def __init__(
        self, work: Work, rng: random.Random, offices: Offices, book: PolicyBook, plan: Plan
    ) -> None:
        self.work = work
        self.rng = rng
        self.book = book
        self.plan = plan
        self.offices = offices
        code = plan.unit.code
        self.sme = offices.sme[code]
        self.finance = offices.finance[code]
        self.experts = offices.experts[code]
        self.programme = offices.national[Role.PROGRAMME_OFFICER]
        self.treasury = Treasury(work, offices, plan)
        # For what came later: the draws of ``rng`` stay as they were.
        self.others = random.Random(f"{code} {plan.batch.number} {plan.contact_phone}")
        self.scope: Row = {"unit_code": code, "synthetic": True}

    async def write(self) -> None:
        await self._draft()
        await supervision.name_targets(self.work, self.sme, self.plan, self._hour(self.plan.drafted))
        await self._approve()
        await self._replace()
        await self._carry_out()
        await self._enter_papers()
        await self._accept()
        await self._claim()

    async def _draft(self) -> None:
        plan, at = self.plan, office_hour(self.rng, self.plan.drafted)
        operators = await organizations.register(self.work, SYSTEM, [p.operator for p in plan.platforms])
        known = {seller.uscc: seller.row for one in plan.platforms for seller in one.sellers if seller.row}
        await organizations.register(self.work, SYSTEM, list(known.values()))
        enterprises = await organizations.register(self.work, SYSTEM, [p.enterprise for p in plan.projects])
        for project, organization in zip(plan.projects, enterprises, strict=True):
            project.enterprise_id = organization
        unit, number = plan.unit, "一二三"[plan.batch.number - 1]
        draft = {
            **self.scope,
            "batch_id": plan.batch.id,
            "title": f"{unit.short_name}中小企业数字化转型试点第{number}批实施方案",
            "contact": plan.contact,
            "contact_phone": plan.contact_phone,
        }
        [plan.id] = await plans.draft(self.work, self.sme, [draft], at=at)
        named = await plans.name_industries(
            self.work,
            self.sme,
            [
                {
                    **self.scope,
                    "plan_id": plan.id,
                    "industry_id": industry,
                    **description,
                }
                for industry, description in plan.descriptions.items()
            ],
            at=at,
        )
        industry_ids = dict(zip(plan.descriptions, named, strict=True))
        platforms = await selection.appoint(
            self.work,
            self.offices,
            plan,
            [
                {
                    **self.scope,
                    "plan_industry_id": industry_ids[platform.industry.id],
                    "organization_id": operator,
                    "planned": platform.planned,
                    "solution": platform.solution,
                    "target": platform.target,
                    "bank_account": platform.bank_account,
                    "contact": platform.contact,
                    "contact_phone": platform.contact_phone,
                    "appointed_on": platform.appointed,
                }
                for platform, operator in zip(plan.platforms, operators, strict=True)
            ],
            [office_hour(self.rng, platform.appointed) for platform in plan.platforms],
        )
        for platform, platform_id in zip(plan.platforms, platforms, strict=True):
            platform.id = platform_id
        named_first = [project for project in plan.projects if project.replaces is None]
        listed = await projects.list_enterprises(
            self.work,
            self.sme,
            [self._listing(project) for project in named_first],
            at=[office_hour(self.rng, project.life.listed) for project in named_first],
        )
        for project, project_id in zip(named_first, listed, strict=True):
            project.id = project_id

    def _listing(self, project: Project) -> Row:
        assert project.platform
        return {
            **self.scope,
            "platform_id": project.platform.id,
            "enterprise_id": project.enterprise_id,
            "solution": project.solution,
            "target_level": project.target_level,
            "planned_cost": project.planned_cost,
            "planned_award": award_of_project(project.planned_cost, self.book, project.life.listed),
            "listed_on": project.life.listed,
        }

    async def _approve(self) -> None:
        plan, work, hour = self.plan, self.work, self._hour
        await plans.sign_for_sme(work, self.sme, [plan.id], plan.signed, at=hour(plan.signed))
        await plans.sign_for_finance(work, self.finance, [plan.id], plan.signed, at=hour(plan.signed))
        await plans.submit(work, self.sme, [plan.id], plan.submitted, at=hour(plan.submitted))
        if plan.returned:
            why = texts.remark(self.rng, "returned")
            await plans.send_back(
                work,
                self.programme,
                [plan.id],
                why,
                remarks=self._remarks(),
                on=plan.returned,
                at=hour(plan.returned),
            )
            again = min(
                later(self.rng, plan.returned, 2, 6), working_before(plan.approved - timedelta(days=1))
            )
            await self._answer(again)
            await plans.submit(work, self.sme, [plan.id], again, at=hour(again))
        await plans.approve(work, self.programme, [plan.id], plan.approved, at=hour(plan.approved))
        await plans.advance(work, self.sme, "implement", [plan.id], at=hour(plan.started))
        await self.treasury.prepay(plan.started)

    def _remarks(self) -> list[Remark]:
        """One about a platform and one about the plan; of the plan's own, so that they say what the return says."""
        first = self.plan.platforms[0]
        return [
            Remark("绩效目标未按企业逐项量化，请写明改造前后水平等级和主要指标。", platform=first.id),
            Remark("请补充调研企业名单和共性问题的数据依据。"),
        ]

    async def _answer(self, on: date) -> None:
        rows = await self.work.connection.fetch(
            "select id from plan_remarks where unit_code = $1 and plan_id = $2",
            self.plan.unit.code,
            self.plan.id,
        )
        await plan_remarks.answer(
            self.work,
            self.sme,
            [row["id"] for row in rows],
            "已补充，见附件说明。",
            on,
            at=office_hour(random.Random(f"answer {self.plan.id}"), on),  # apart: the rest is drawn as before
        )

    async def _replace(self) -> None:
        """Who came in the place of another (P3); the one before leaves in the same year."""
        late = [project for project in self.plan.projects if project.replaces]
        ids = await create(
            self.work,
            self.sme,
            "Project",
            "replace",
            [
                {**self._listing(project), "replaces_id": project.replaces.id if project.replaces else None}
                for project in late
            ],
            at=[office_hour(self.others, project.life.listed) for project in late],
            why="原企业退出，按程序替补",
        )
        for project, project_id in zip(late, ids, strict=True):
            project.id = project_id

    async def _carry_out(self) -> None:
        number = f"SZ{self.plan.batch.number}-{self.plan.unit.code}"
        signed = self._steps("contracted", lambda _, day: {"contracted_on": day})
        known = {project.id: project for project in self.plan.projects}
        signings = [
            agreements.signing(
                self.others,
                known[step.id],
                step,
                f"{number}-{step.id:06d}",
                self.plan.batch,
                self.book,
            )
            for step in signed
        ]
        await contracts.sign(self.work, self.sme, signings)
        await projects.start(self.work, self.sme, self._steps("started", lambda _, day: {"started_on": day}))
        for signing in signings:
            for change in agreements.changes(self.others, known[signing.project_id], signing):
                await contracts.amend(self.work, self.sme, change)
        await self._assess("started", AssessmentPhase.BEFORE)
        left = self._steps(
            "withdrawn",
            lambda _, day: {"left_on": day, "left_reason": self.others.choice(_LEAVING)},
            remark=True,
        )
        await projects.withdraw(self.work, self.sme, left)
        await self._train()
        await self._deliver()

    async def _train(self) -> None:
        steps = self._steps("trained", lambda _, day: {"trained_on": day})
        known = {project.id: project for project in self.plan.projects}
        rows = [
            {**self.scope, "project_id": step.id, **session}
            for step in steps
            for session in agreements.sessions(self.others, known[step.id])
        ]
        at = {step.id: step.at for step in steps if step.at}
        await trainings.record(self.work, self.sme, rows, at=at)

    async def _deliver(self) -> None:
        steps = self._steps("delivered", lambda _, day: {"delivered_on": day})
        agreed = await self.work.connection.fetch(
            "select project_id, array_agg(id order by id) from services where project_id = any($1) group by 1",
            [step.id for step in steps],
        )
        services = {row[0]: agreements.evidence(self.others, row[1]) for row in agreed}
        await deliveries.deliver(
            self.work,
            self.sme,
            [
                Delivery(step.id, step.values["delivered_on"], services[step.id], step.at, step.why)
                for step in steps
            ],
        )

    async def _enter_papers(self) -> None:
        delivered = [project for project in self.plan.projects if project.life.delivered]

        def rows(part: str, *without: str) -> list[Row]:
            return [
                {**self.scope, "project_id": project.id, **{k: v for k, v in row.items() if k not in without}}
                for project in delivered
                for row in getattr(project, part)
            ]

        await papers.add_cost_items(self.work, self.sme, rows("cost_items"))
        for project in delivered:
            self._look_up(project)
        bills = iter(await papers.add_invoices(self.work, self.sme, rows("invoices", "account")))
        bill_ids = {project.id: [next(bills) for _ in project.invoices] for project in delivered}
        paid = rows("payments", "invoice")
        places = ((project.id, payment["invoice"]) for project in delivered for payment in project.payments)
        for row, (project_id, place) in zip(paid, places, strict=True):
            row["invoice_id"] = None if place is None else bill_ids[project_id][place]
        await papers.add_payments(self.work, self.sme, paid)

    def _look_up(self, project: Project) -> None:
        """The finance department asks the tax portal about every invoice when it checks a claim."""
        day = project.life.checked
        for bill in project.invoices:
            if "checked" not in bill:
                asked = day is not None and self.others.random() < 0.97
                bill["checked"] = "valid" if asked else "unchecked"
                bill["checked_on"] = day if asked else None

    async def _accept(self) -> None:
        await self._assess("accepted", AssessmentPhase.AFTER)
        rng = self.others
        desks = len(self.experts)
        shares = [
            (expert, [project for project in self.plan.projects if project.inspector % desks == place])
            for place, expert in enumerate(self.experts)
        ]
        for expert, mine in shares:
            await acceptance.assign(self.work, self.sme, inspections.assignments(rng, expert, mine))
        standards = await acceptance.all_standards(self.work.connection)
        for expert, mine in shares:
            steps = self._steps("rectified", _given, remark="rectify", among=mine)
            sheets = inspections.first(rng, steps, mine, standards[-1])
            await acceptance.give(self.work, expert, sheets)
        again = self._steps("second_delivery", lambda _, day: {"delivered_on": day})
        await projects.deliver(self.work, self.sme, again)
        mark = self.book.limit("acceptance_pass_mark", self.plan.batch.starts_on).value
        for expert, mine in shares:
            passed = self._steps("accepted", _given, remark=True, among=mine)
            failed = self._steps("failed", _given, remark=True, among=mine)
            late = {project.id for project in mine if project.life.failed and project.life.unmended}
            judged = [step for step in (*passed, *failed) if step.id not in late]
            await acceptance.give(self.work, expert, inspections.last(rng, judged, mine, standards[-1], mark))
            await projects.give_up(
                self.work,
                expert,
                [
                    Step(step.id, {"left_on": step.values["given_on"]}, step.at, step.why)
                    for step in failed
                    if step.id in late
                ],
            )
        await projects.rate(
            self.work,
            self.sme,
            [
                Step(
                    project.id,
                    {"satisfaction": project.satisfaction},
                    after_hours(self.rng, project.life.accepted),
                )
                for project in self.plan.projects
                if project.life.accepted
            ],
        )

    async def _claim(self) -> None:
        claimed = [project for project in self.plan.projects if project.life.claimed]
        ids = await claims.submit(
            self.work,
            self.sme,
            [
                {
                    **self.scope,
                    "project_id": project.id,
                    "actual_cost": project.eligible_cost,
                    "amount": award_of_project(project.eligible_cost, self.book, project.life.claimed),
                    "submitted_on": project.life.claimed,
                    "statement": project.statement,
                }
                for project in claimed
                if project.life.claimed
            ],
            at=[
                project.submitted_at or self._hour(project.life.claimed)
                for project in claimed
                if project.life.claimed
            ],
        )
        for project, claim in zip(claimed, ids, strict=True):
            project.claim_id = claim
        checked = [project for project in claimed if project.life.checked]
        await claims.check(
            self.work,
            self.finance,
            [
                Step(project.claim_id, {}, project.checked_at or self._hour(project.life.checked))
                for project in checked
                if project.life.checked
            ],
        )
        await evidence.fund(self.work, self.others, self.sme, claimed)
        await evidence.lower(self.work, self.others, self.sme, claimed)

    async def _assess(self, moment: str, phase: AssessmentPhase) -> None:
        place = phase is AssessmentPhase.AFTER
        done = [project for project in self.plan.projects if getattr(project.life, moment)]
        await papers.assess(
            self.work,
            self.sme,
            [
                {
                    **self.scope,
                    "project_id": project.id,
                    "phase": phase,
                    "assessed_on": project.assessed[place] or getattr(project.life, moment),
                    **self._answered(project, place),
                }
                for project in done
            ],
        )

    def _answered(self, project: Project, place: int) -> Row:
        """The third batch answers the questionnaire of 2024; of 2022, and of who was below it all, only totals are known."""
        level, score = project.levels[place], project.scores[place]
        if self.plan.batch.number < 3 or level == 0:
            return {"edition": EDITION, "level": level, "score": score, "answers": None, "dimensions": None}
        rng = random.Random(f"{project.answers_like} {place}") if project.answers_like else self.others
        return answers.answer(rng, level, float(score))

    def _steps(
        self,
        moment: str,
        values: Callable[[Project, date], Row] | None = None,
        *,
        remark: bool | Literal["rectify"] = False,
        among: Iterable[Project] | None = None,
    ) -> list[Step]:
        """A step for each project whose life has that moment."""
        steps = []
        for project in self.plan.projects if among is None else among:
            day = getattr(project.life, moment)
            if day:
                why = (
                    texts.remark(self.rng, remark)
                    + (
                        stories.findings(self.others, project.platform.industry.name)
                        if project.platform
                        else ""
                    )
                    if isinstance(remark, str)
                    else project.remark
                    if remark
                    else None
                )
                steps.append(Step(project.id, values(project, day) if values else {}, self._hour(day), why))
        return steps

    def _hour(self, day: date) -> datetime:
        return office_hour(self.rng, day)


def _given(_: Project, day: date) -> Row:
    return {"given_on": day}
