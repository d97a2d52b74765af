"""The money of the demo: one finance officer proposes, the other approves, the bank pays."""

import random
from datetime import date, datetime

from api.policy.bank_file import BankFormat, Payer
from api.services import bank_batches, remittances, settlements
from api.services.bank_batches import confirm_batch, list_batch
from api.services.remittances import Confirmation
from api.services.settlements import Proposal
from api.services.steps import Step
from db.enums import Role
from db.store import Work
from seed.synthetic.days import office_hour
from seed.synthetic.drafts import Plan
from seed.synthetic.people import Offices

PAYER = Payer("财政部国库（合成数据）", "9999000000000000001")
#: Of a platform with too few that is awarded all the same (F7), once in the demo.
EXCEPTION = "一家企业因当地洪涝灾害停产，已由省级部门核实，其余企业均按期通过验收"


class Treasury:
    """Two officers at work on one plan, with dice of their own so that nothing else falls otherwise."""

    def __init__(self, work: Work, offices: Offices, plan: Plan) -> None:
        self.work = work
        self.first = offices.national[Role.FINANCE_OFFICER]
        self.second = offices.second_treasurer
        self.plan = plan
        self._rng = random.Random(f"treasury {plan.unit.code} {plan.batch.number}")

    @property
    def platforms(self) -> list[int]:
        return [platform.id for platform in self.plan.platforms]

    def _hour(self, on: date) -> datetime:
        return office_hour(self._rng, on)

    async def prepay(self, on: date) -> None:
        """Proposed, approved and paid on one day."""
        at = self._hour(on)
        orders = await remittances.propose_prepayments(self.work, self.first, self.platforms, on, at=at)
        await remittances.approve(self.work, self.second, [Step(order, {}, at) for order in orders], on)
        await self._pay(on, at)

    async def propose(self, on: date, exceptions: dict[int, str] | None = None) -> list[int]:
        reasons = exceptions or {}
        # Who lost the right to it was settled by the decision.
        rows = await self.work.connection.fetch(
            "select id from platforms where id = any($1) and state <> 'disqualified' order by id",
            self.platforms,
        )
        proposals = [Proposal(row["id"], reasons.get(row["id"])) for row in rows]
        return await settlements.propose(self.work, self.first, proposals, on, at=self._hour(on))

    async def settle(self, on: date, exceptions: dict[int, str] | None = None) -> None:
        """Proposed and approved; the plan is settled with its last platform."""
        made = await self.propose(on, exceptions)
        at = self._hour(on)
        await settlements.approve(self.work, self.second, [Step(key, {}, at) for key in made], on)
        left = "select exists (select from plans where id = $1 and state = 'evaluated')"
        if await self.work.connection.fetchval(left, self.plan.id):
            await settlements.settle_plan(self.work, self.second, self.plan.id, at=at)

    async def send(self, on: date) -> int | None:
        """What is to be paid goes to the bank in one file; None if nothing is."""
        at = self._hour(on)
        due = await self.work.connection.fetchval(
            "select exists (select from remittances where platform_id = any($1) and state = 'approved'"
            " and kind <> 'recovery')",
            self.platforms,
        )
        if not due:
            return None
        batch = await list_batch(self.work, self.first, self.plan.id, on, at=at)
        await bank_batches.export(self.work, self.first, batch, BankFormat.CSV, PAYER, at=at)
        return batch

    async def pay(self, on: date) -> None:
        """Balances are paid, and what is too much comes back."""
        await self._pay(on, self._hour(on))
        rows = await self.work.connection.fetch(
            "select id from remittances where platform_id = any($1) and state = 'approved' and kind = 'recovery'"
            " order by id",
            self.platforms,
        )
        await remittances.confirm(
            self.work,
            self.first,
            [Confirmation(row["id"], on, f"SK{on:%Y%m%d}{row['id']:06d}") for row in rows],
            at=self._hour(on),
        )

    async def _pay(self, on: date, at: datetime) -> None:
        batch = await self.send(on)
        if batch is not None:
            await confirm_batch(self.work, self.first, batch, on, f"HD{on:%Y%m%d}{batch:06d}", at=at)
