"""A few rows for what seldom happens: files, funds, a payment that failed, a proposal sent back, a limit that changes."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any

from api.policy.bank_file import BankFormat
from api.policy.limit_change import LimitName
from api.services import attachments, bank_batches, extensions, funding, limits, remittances, settlements
from api.services.extensions import More
from api.services.files.cabinet import Cabinet
from api.services.settlements import Proposal
from api.services.steps import Step
from api.viewer import Viewer
from db.enums import AttachmentKind, AuditKind, FundingSource, Role
from db.store import Work
from db.trail import Origin, current_origin
from seed.synthetic.days import TODAY, office_hour, working, working_before
from seed.synthetic.drafts import Row
from seed.synthetic.paper import paper
from seed.synthetic.people import HOME, Offices
from seed.synthetic.treasury import PAYER

#: So many projects of the home unit show where their money comes from; of so many, also the files.
FUNDED, FILED = 12, 4
#: With the day on which each came: what proves the work was there when it was accepted.
_FILES: tuple[tuple[str, AttachmentKind, str, str, str], ...] = (
    ("Project", AttachmentKind.CONTRACT, "技术服务合同", "Service contract", "contracted_on"),
    ("Project", AttachmentKind.ACCEPTANCE_MINUTES, "验收纪要", "Minutes of acceptance", "accepted_on"),
    ("Invoice", AttachmentKind.INVOICE_SCAN, "发票影像", "Scan of an invoice", "invoiced_on"),
    ("Payment", AttachmentKind.PAYMENT_VOUCHER, "付款凭证", "Payment voucher", "invoiced_on"),
    ("Claim", AttachmentKind.DOSSIER, "奖补申请材料", "Documents of a claim", "submitted_on"),
)
#: Who was at which machine; the addresses are those kept for examples (RFC 5737).
_AGENT = "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0"


async def show(work: Work, rng: random.Random, offices: Offices, cabinet: Cabinet | None) -> None:
    """Written last: they rest on what the whole programme has come to."""
    await _money(work, rng, offices)
    await _limit(work, rng, offices)
    if HOME in offices.sme:
        await _more_time(work, rng, offices)
        projects = await _claimed(work)
        for project in projects:
            await _funds(work, rng, offices.sme[HOME], project)
        if cabinet is not None:
            for project in projects[:FILED]:
                await _files(work, rng, offices.sme[HOME], cabinet, project)
    _coming_and_going(work, offices)


async def _money(work: Work, rng: random.Random, offices: Offices) -> None:
    """A proposal that was sent back and made anew, and a payment that the bank could not make."""
    first, second = offices.national[Role.FINANCE_OFFICER], offices.second_treasurer
    at = office_hour(rng, TODAY)
    proposed = await work.connection.fetchrow(
        "select id, platform_id from settlements where state = 'proposed' order by id limit 1"
    )
    if proposed:
        why = "请先核对一家企业的终审成本，再行提出"
        await settlements.reject(work, second, [Step(proposed["id"], {}, at, why)])
        again = at + timedelta(minutes=50)
        await settlements.propose(work, first, [Proposal(proposed["platform_id"])], TODAY, at=again)
    sent = await _with_the_bank(work)
    if len(sent) < 2:
        await _send(work, first, at)
        sent = await _with_the_bank(work)
    if sent:
        await remittances.fail(work, first, [Step(sent[0], {}, at, "银行退回：收款账户户名与开户名不符")])


async def _with_the_bank(work: Work) -> list[int]:
    rows = await work.connection.fetch(
        "select id from remittances where state = 'exported' and kind = 'settlement' order by id"
    )
    return [row["id"] for row in rows]


async def _send(work: Work, officer: Viewer, at: datetime) -> None:
    """Whatever the course of the plans came to, some balances are with the bank today."""
    plans = await work.connection.fetch(
        """select distinct plan_id from remittances
           join platforms on platforms.unit_code = remittances.unit_code and platforms.id = platform_id
           join plan_industries on plan_industries.unit_code = platforms.unit_code
                               and plan_industries.id = plan_industry_id
           where remittances.state = 'approved' and kind = 'settlement' order by 1"""
    )
    for plan in plans:
        batch = await bank_batches.list_batch(work, officer, plan["plan_id"], at.date(), at=at)
        await bank_batches.export(work, officer, batch, BankFormat.CSV, PAYER, at=at)


async def _limit(work: Work, rng: random.Random, offices: Offices) -> None:
    """One change, of a day far enough ahead that nothing of the demo is judged by it."""
    await limits.change(
        work,
        offices.national[Role.PROGRAMME_OFFICER],
        LimitName.ACCEPTANCE_PASS_MARK,
        Decimal(75),
        date(2030, 1, 1),
        "演示数据：自2030年起提高验收合格分，此前已验收的不受影响",
        at=office_hour(rng, working_before(TODAY - timedelta(days=12))),
        synthetic=True,
    )


async def _more_time(work: Work, rng: random.Random, offices: Offices) -> None:
    row = await work.connection.fetchrow(
        """select projects.id, batches.ends_on from projects
           join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id
           join plan_industries on plan_industries.unit_code = platforms.unit_code
                               and plan_industries.id = platforms.plan_industry_id
           join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
           join batches on batches.id = plans.batch_id
           where projects.unit_code = $1 and batches.number = 3 and projects.state = 'transforming'
           order by projects.started_on desc, projects.id limit 1""",
        HOME,
    )
    if row:
        until = working(row["ends_on"] + timedelta(days=60))
        more = More(row["id"], until, "企业因台风停产六周，改造顺延")
        on = working_before(TODAY - timedelta(days=5))
        officer = offices.national[Role.PROGRAMME_OFFICER]
        await extensions.grant(work, officer, [more], on, at=office_hour(rng, on))


async def _claimed(work: Work) -> Sequence[Any]:
    """Projects of the home unit whose claims are not decided yet: their papers may still come."""
    rows: Sequence[Any] = await work.connection.fetch(
        """select projects.id, claims.id as claim, claims.amount, claims.submitted_on, accepted_on, contracted_on,
                  contract_number, contract_amount, contracts.concession,
                  (select min(issued_on) from invoices where invoices.unit_code = projects.unit_code
                    and invoices.project_id = projects.id) as invoiced_on,
                  (select min(invoices.id) from invoices where invoices.unit_code = projects.unit_code
                    and invoices.project_id = projects.id) as invoice,
                  (select min(payments.id) from payments where payments.unit_code = projects.unit_code
                    and payments.project_id = projects.id) as payment
           from claims
           join projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
           join contracts on contracts.unit_code = projects.unit_code and contracts.project_id = projects.id
           where claims.unit_code = $1 and claims.state in ('submitted', 'checked')
             and not exists (select from fundings where fundings.unit_code = projects.unit_code
                             and fundings.project_id = projects.id)
             and not exists (select from contracts later where later.unit_code = contracts.unit_code
                             and later.project_id = contracts.project_id and later.edition > contracts.edition)
           order by claims.submitted_on desc, claims.id limit $2""",
        HOME,
        FUNDED,
    )
    return rows


async def _funds(work: Work, rng: random.Random, sme: Viewer, row: Any) -> None:
    """The contract's parts, and of every third a part that is paid out of gains (W4, W5)."""
    at = office_hour(rng, row["submitted_on"])
    left = row["contract_amount"] - row["amount"] - row["concession"]
    gains = (left / 4).quantize(Decimal(1000), ROUND_DOWN) if row["id"] % 3 == 0 else Decimal(0)
    agreed: Row = {"agreed_on": row["contracted_on"], "document": row["contract_number"]}
    parts: list[Row] = [
        {"source": FundingSource.CENTRAL_AWARD, "agreed": row["amount"]},
        {
            "source": FundingSource.PLATFORM_CONCESSION,
            "agreed": row["concession"],
            "paid": row["concession"],
            **agreed,
        },
        {"source": FundingSource.ENTERPRISE, "agreed": left - gains, "paid": left - gains, **agreed},
    ]
    if gains:
        half = gains / 2
        parts.append(
            {
                "source": FundingSource.PAID_FROM_GAINS,
                "agreed": gains,
                "gains_share": Decimal("0.15"),
                "gains_base": "改造后节约的用工和能耗费用",
                "instalments": [
                    {
                        "due_on": working(row["accepted_on"] + timedelta(days=days)),
                        "amount": half,
                        "paid_on": None,
                        "paid": None,
                    }
                    for days in (90, 240)
                ],
                **agreed,
            }
        )
    for part in parts:
        await funding.add(work, sme, row["id"], part, at=at)


async def _files(work: Work, rng: random.Random, sme: Viewer, cabinet: Cabinet, row: Any) -> None:
    keys = {
        "Project": row["id"],
        "Claim": row["claim"],
        "Invoice": row["invoice"],
        "Payment": row["payment"],
    }
    for subject, kind, zh, en, came in _FILES:
        if keys[subject] is None:
            continue
        content = paper(
            f"{zh}（合成数据）", f"{en} (synthetic)", f"{row['contract_number']} #{keys[subject]}"
        )
        stored = await cabinet.take_in(f"{zh}-合成数据-{keys[subject]}.pdf", content)
        await attachments.attach(
            work,
            sme,
            cabinet,
            subject,
            keys[subject],
            kind,
            stored,
            "演示用合成文件",
            at=office_hour(rng, row[came]),
        )


def _coming_and_going(work: Work, offices: Offices) -> None:
    """What the trail tells beside changes: who signed in, was refused, looked at accounts, took a file."""
    people = [
        offices.national[Role.FINANCE_OFFICER],
        offices.second_treasurer,
        offices.national[Role.SUPERVISOR],
        offices.national[Role.PROGRAMME_OFFICER],
        *(offices.sme[code] for code in (HOME,) if code in offices.sme),
    ]
    for place, viewer in enumerate(people, 10):
        key = viewer.user_id
        unit = viewer.rows.units[0] if viewer.rows.units else None
        token = current_origin.set(Origin(key, None, f"192.0.2.{place}", _AGENT, f"demo-{place}"))
        try:
            if viewer is people[1]:
                work.trail.note(
                    AuditKind.SIGN_IN_FAILED,
                    subject="User",
                    key=key,
                    facts={"code": "WRONG_PASSWORD"},
                    synthetic=True,
                )
            work.trail.note(AuditKind.SIGNED_IN, subject="User", key=key, facts={}, synthetic=True)
            if unit:
                work.trail.note(
                    AuditKind.REFUSED,
                    unit=unit,
                    subject="Settlement",
                    facts={"code": "FORBIDDEN", "field": "proposeSettlement"},
                    synthetic=True,
                )
            if viewer is people[0]:
                work.trail.note(
                    AuditKind.UNMASKED, facts={"fields": {"Platform.bankAccount": 3}}, synthetic=True
                )
            if viewer is people[2]:
                facts = {"file": "flags.xlsx", "rows": 178, "columns": ["rule", "reason", "atRisk"]}
                work.trail.note(AuditKind.EXPORTED, facts=facts, synthetic=True)
            work.trail.note(AuditKind.SIGNED_OUT, subject="User", key=key, synthetic=True)
        finally:
            current_origin.reset(token)
