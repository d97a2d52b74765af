"""Contracts and their amendments: an edition each, so that what was agreed before stays (P9, W3, W4)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from api.errors import Refusal
from api.policy.contract import Item, Terms, check_contract
from api.services import projects
from api.services.book import policy_book
from api.services.breaches import refuse
from api.services.rows import Row, insert, update
from api.services.steps import Step, allow, own_rows_only, take
from api.viewer import Viewer
from db.enums import ServiceKind
from db.store import Work


@dataclass(frozen=True)
class Signing:
    """A contract to enter, or its amendment. ``services``: {kind, name, scenario, amount}; ``drops``: keys of services."""

    project_id: int
    number: str
    amount: Decimal
    government: Decimal
    concession: Decimal
    own: Decimal
    signed_on: date
    starts_on: date
    finishes_on: date
    services: Sequence[Row] = ()
    drops: Sequence[int] = ()
    at: datetime | None = None
    why: str | None = None
    synthetic: bool = False
    carried: Sequence[Item] = field(default=())  # services of earlier editions that stay

    @property
    def terms(self) -> Terms:
        added = [Item(ServiceKind(row["kind"]), row["name"], row["amount"]) for row in self.services]
        return Terms(
            self.amount,
            self.government,
            self.concession,
            self.own,
            self.signed_on,
            self.starts_on,
            self.finishes_on,
            [*self.carried, *added],
        )


async def sign(work: Work, viewer: Viewer, signings: Sequence[Signing]) -> None:
    """The contracts of listed projects.

    Raises:
        Refusal: services or parts do not add up (W3, W4), the government's part is above the limit (F1, F2),
            the work would take longer than a year or beyond its batch (F5).
    """
    allow(viewer, "Project", "contract")
    await _check(work, viewer, signings)
    await projects.contract(
        work,
        viewer,
        [
            Step(
                one.project_id,
                {
                    "contract_number": one.number,
                    "contract_amount": one.amount,
                    "contracted_on": one.signed_on,
                    "due_on": one.finishes_on,
                },
                one.at,
                one.why,
            )
            for one in signings
        ],
    )
    await _keep(work, signings, {})


async def amend(work: Work, viewer: Viewer, signing: Signing) -> None:
    """Change a contract: the edition before stays as it was; ``signed_on`` is the day of the amendment.

    Raises:
        Refusal: no reason, a service to drop that is not open, or as for ``sign``.
    """
    allow(viewer, "Project", "amend_contract")
    if not (signing.why or "").strip():
        raise Refusal("NO_REASON", "请写明事由 | Say why", clause="P9", field="why")
    await own_rows_only(work, viewer, "Project", [signing.project_id])
    rows = await work.connection.fetch(
        "select id, kind, name, amount, delivered_on from services"
        " where project_id = $1 and dropped_on is null order by id",
        signing.project_id,
    )
    open_ids = {row["id"] for row in rows if row["delivered_on"] is None}
    if not set(signing.drops) <= open_ids:
        raise Refusal(
            "SERVICE_NOT_OPEN",
            "只能取消本合同中尚未交付的服务 | Only services of this contract that are not delivered can be dropped",
            clause="P9",
            status=409,
            field="drops",
        )
    carried = [
        Item(ServiceKind(row["kind"]), row["name"], row["amount"])
        for row in rows
        if row["id"] not in signing.drops
    ]
    before = await work.connection.fetchrow(
        "select number, edition from contracts where project_id = $1 order by edition desc limit 1",
        signing.project_id,
    )
    if before is None:
        raise Refusal(
            "NO_CONTRACT",
            "没有可变更的合同文本 | There is no contract to change",
            clause="P9",
            status=409,
        )
    signing = replace(signing, number=before["number"], carried=carried)
    await _check(work, viewer, [signing])
    values = {"contract_amount": signing.amount, "due_on": signing.finishes_on}
    await take(
        work, viewer, "Project", "amend_contract", [Step(signing.project_id, values, signing.at, signing.why)]
    )
    await update(work, "Service", [{"id": key, "dropped_on": signing.signed_on} for key in signing.drops])
    await _keep(work, [signing], {signing.project_id: before["edition"]})


async def _check(work: Work, viewer: Viewer, signings: Sequence[Signing]) -> None:
    ids = [one.project_id for one in signings]
    await own_rows_only(work, viewer, "Project", ids)
    rows = await work.connection.fetch(
        """
        select projects.id, projects.unit_code, projects.listed_on, plans.state, starts_on, ends_on
        from projects
        join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id
        join plan_industries on plan_industries.unit_code = platforms.unit_code
                            and plan_industries.id = platforms.plan_industry_id
        join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
        join batches on batches.id = plans.batch_id
        where projects.id = any($1)
        """,
        ids,
    )
    found: dict[int, Any] = {row["id"]: row for row in rows}
    book = await policy_book(work)
    for one in signings:
        row = found.get(one.project_id)
        if row is None:
            continue  # ``take`` says that it is not there
        if row["state"] != "implementing":
            raise Refusal(
                "PLAN_NOT_IMPLEMENTING",
                "方案不在实施期，不能签订或变更合同 | The plan is not being implemented: no contract can be signed or changed",
                clause="P9",
                status=409,
            )
        refuse(check_contract(one.terms, book, (row["starts_on"], row["ends_on"])))


async def _keep(work: Work, signings: Sequence[Signing], editions: dict[int, int]) -> None:
    units = dict(
        await work.connection.fetch(
            "select id, unit_code from projects where id = any($1)", [one.project_id for one in signings]
        )
    )
    await insert(
        work,
        "Contract",
        [
            {
                "unit_code": units[one.project_id],
                "project_id": one.project_id,
                "edition": editions.get(one.project_id, 0) + 1,
                "number": one.number,
                "amount": one.amount,
                "government": one.government,
                "concession": one.concession,
                "own": one.own,
                "signed_on": one.signed_on,
                "starts_on": one.starts_on,
                "finishes_on": one.finishes_on,
                "reason": one.why if editions else None,
                "synthetic": one.synthetic,
            }
            for one in signings
        ],
    )
    await insert(
        work,
        "Service",
        [
            {
                "unit_code": units[one.project_id],
                "project_id": one.project_id,
                "kind": row["kind"],
                "name": row["name"],
                "scenario": row.get("scenario"),
                "amount": row["amount"],
                "agreed_on": one.signed_on,
                "synthetic": one.synthetic,
            }
            for one in signings
            for row in one.services
        ],
    )
