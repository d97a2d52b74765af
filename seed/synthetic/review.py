"""What happens once a batch's year is over: self-evaluation, national review, settlement, payment."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from api.services import claims, plans, projects
from api.services.steps import Step
from db.enums import EvaluationKind, Role
from db.store import Work
from seed.synthetic import texts
from seed.synthetic.days import TODAY, later, office_hour, working, working_before
from seed.synthetic.drafts import Plan
from seed.synthetic.people import Offices
from seed.synthetic.supervision import evaluate
from seed.synthetic.treasury import EXCEPTION, Treasury


@dataclass(frozen=True)
class Review:
    """The days of a plan's review; None: not yet."""

    self_evaluated: date
    confirmed: date | None
    approved: date | None
    settled: date | None
    paid: date | None
    closed: date | None


def review_days(rng: random.Random, plan: Plan, rank: float) -> Review | None:
    """``rank``: 0 for the unit that is reviewed first, 1 for the last. None while the year runs."""
    if plan.batch.number == 3:
        return None
    end = plan.batch.ends_on
    self_evaluated = later(rng, end, 48, 70)
    # The second review takes its time: some units are still waiting for it today.
    slack = 45 if plan.batch.number == 1 else 340
    confirmed = working(end + timedelta(days=85 + round(rank * slack) + rng.randint(0, 12)))
    approved = later(rng, confirmed, 20, 34)
    settled = later(rng, approved, 10, 22)
    paid = later(rng, settled, 12, 30)
    closed = later(rng, paid, 30, 60)
    days = [day if day <= TODAY else None for day in (confirmed, approved, settled, paid, closed)]
    return Review(self_evaluated, *days)


async def review(work: Work, rng: random.Random, offices: Offices, plan: Plan, days: Review) -> None:
    """Take a plan and its claims as far as the days have come."""
    programme = offices.national[Role.PROGRAMME_OFFICER]
    treasury = offices.national[Role.FINANCE_OFFICER]
    await evaluate(work, offices, plan, EvaluationKind.SELF, days.self_evaluated)
    if days.confirmed is None:
        return
    await _turn_down(work, rng, offices, plan, days.confirmed)
    good = await work.connection.fetch(
        """select claims.id, claims.project_id, claims.amount from claims
           join projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
           join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id
           where platforms.id = any($1) and claims.state = 'checked' and platforms.state = 'appointed'
           order by 1""",
        [platform.id for platform in plan.platforms],
    )
    on = days.confirmed
    confirmed = [Step(row["project_id"], {"confirmed_on": on}, office_hour(rng, on)) for row in good]
    before = working_before(on - timedelta(days=1))
    hour = office_hour(random.Random(plan.contact_phone), before)
    endorsed = [Step(step.id, {"endorsed_on": before}, hour) for step in confirmed]
    await projects.endorse(work, treasury, endorsed)
    await projects.confirm(work, programme, confirmed)
    await evaluate(work, offices, plan, EvaluationKind.NATIONAL, on)
    if days.approved is None:
        return
    decision = {"decided_on": days.approved}
    await claims.approve(
        work,
        treasury,
        [
            Step(row["id"], {**decision, "approved_amount": row["amount"]}, office_hour(rng, days.approved))
            for row in good
        ],
    )
    money = Treasury(work, offices, plan)
    if days.settled is None:
        # The first officer is quicker than the second: these wait for a signature today.
        await money.propose(working_before(TODAY))
        return
    await money.settle(days.settled, await _exceptions(work, plan))
    if days.paid:
        await money.pay(days.paid)
    elif plan.id % 2:
        await money.send(working_before(TODAY))  # with the bank today
    if days.closed:
        await plans.advance(work, programme, "close", [plan.id], at=office_hour(rng, days.closed))


async def _exceptions(work: Work, plan: Plan) -> dict[int, str]:
    """The first platform of the programme that lacks just one enterprise is awarded all the same (F7)."""
    platform = await work.connection.fetchval(
        """select projects.platform_id from projects
           join claims on claims.unit_code = projects.unit_code and claims.project_id = projects.id
           where projects.platform_id = any($1) and confirmed_on is not null and claims.state = 'approved'
             and not exists (select from settlements where exception is not null)
           group by 1 having count(*) = 9 order by 1 limit 1""",
        [platform.id for platform in plan.platforms],
    )
    return {platform: EXCEPTION} if platform else {}


async def _turn_down(work: Work, rng: random.Random, offices: Offices, plan: Plan, before: date) -> None:
    """One claim in a hundred does not survive the finance department's second look."""
    on = working(before - timedelta(days=9))
    steps = [
        Step(project.claim_id, {"decided_on": on}, office_hour(rng, on), texts.remark(rng, "rejected"))
        for project in plan.projects
        if project.claim_id and rng.random() < 0.012
    ]
    still = await work.connection.fetch(
        "select id from claims where id = any($1) and state = 'checked'", [step.id for step in steps]
    )
    open_claims = {row[0] for row in still}
    await claims.reject(
        work, offices.finance[plan.unit.code], [step for step in steps if step.id in open_claims]
    )
