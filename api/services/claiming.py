"""Claims as people make them: from the papers as they are, by the clauses, with every breach told."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from api.errors import Refusal
from api.policy.claim import CostItem, Invoice, Payment
from api.policy.claiming import Funded, Papers, Review, review
from api.policy.wording import yuan
from api.services import claims, scanning
from api.services.book import read_policy_book
from api.services.rows import update
from api.services.steps import Step, own_rows_only, take
from api.viewer import Viewer
from db.enums import AttachmentKind, CostKind, FlagSubject, FundingSource, InvoiceKind, PaymentMethod
from db.store import Work

_NUMBERS = (
    "select distinct number from invoices where project_id <> $1 and number = any($2)"
    " and unit_code = (select unit_code from projects where id = $1)"
)


async def review_of(
    connection: Any, project: int, on: date, *, cost: Decimal | None = None, documents: bool = True
) -> Review | None:
    """How a project's papers stand, and what may be asked for; None where there is no such project.

    What is found depends on the rows that the connection sees.
    """
    papers = await papers_of(connection, project, documents=documents)
    if papers is None:
        return None
    return review(papers, await read_policy_book(connection), on, cost=cost)


async def papers_of(connection: Any, project: int, *, documents: bool = True) -> Papers | None:
    """A project's papers as far as the connection sees them."""
    row = await connection.fetchrow(
        """
        select projects.id, projects.contract_amount, operators.name as operator, operators.uscc as operator_uscc,
               enterprises.name as enterprise, enterprises.uscc as enterprise_uscc
        from projects
        join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id
        join organizations operators on operators.id = platforms.organization_id
        join organizations enterprises on enterprises.id = projects.enterprise_id
        where projects.id = $1
        """,
        project,
    )
    if row is None:
        return None
    items = await connection.fetch(
        "select id, kind, name, amount, eligible from cost_items where project_id = $1 order by id", project
    )
    invoices = await connection.fetch(
        "select id, kind, code, number, seller, seller_uscc, buyer, buyer_uscc, item, issued_on, net, tax_rate,"
        " tax, gross from invoices where project_id = $1 order by id",
        project,
    )
    payments = await connection.fetch(
        "select id, invoice_id, payer, payee, method, paid_on, amount from payments where project_id = $1 order by id",
        project,
    )
    numbers = [invoice["number"] for invoice in invoices]
    return Papers(
        project,
        row["operator"],
        row["operator_uscc"],
        row["enterprise"],
        row["enterprise_uscc"],
        row["contract_amount"],
        [CostItem(**{**row, "kind": CostKind(row["kind"])}) for row in items],
        [Invoice(**{**row, "kind": InvoiceKind(row["kind"])}) for row in invoices],
        [Payment(**{**row, "method": PaymentMethod(row["method"])}) for row in payments],
        await _funding(connection, project),
        await _attached(connection, project) if documents else None,
        frozenset(one["number"] for one in await connection.fetch(_NUMBERS, project, numbers)),
    )


async def _funding(connection: Any, project: int) -> list[Funded]:
    rows = await connection.fetch(
        """
        select source, agreed, fundings.paid, gains_share, gains_base, sum(instalments.amount) as due
        from fundings
        left join instalments on instalments.unit_code = fundings.unit_code and funding_id = fundings.id
        where project_id = $1 group by fundings.id, source, agreed, fundings.paid, gains_share, gains_base
        """,
        project,
    )
    return [Funded(FundingSource(row["source"]), *tuple(row)[1:]) for row in rows]


async def _attached(connection: Any, project: int) -> dict[tuple[str, int], frozenset[AttachmentKind]]:
    found: dict[tuple[str, int], set[AttachmentKind]] = defaultdict(set)
    for row in await connection.fetch(
        "select subject, subject_id, kind from attachments where project_id = $1", project
    ):
        found[row["subject"], row["subject_id"]].add(AttachmentKind(row["kind"]))
    return {place: frozenset(kinds) for place, kinds in found.items()}


async def claim(
    work: Work,
    viewer: Viewer,
    project: int,
    on: date,
    *,
    cost: Decimal | None = None,
    amount: Decimal | None = None,
    statement: str | None = None,
) -> int:
    """Ask for a project's award: all eligible cost and what the clauses give for it, unless less is asked.

    Raises:
        Refusal: what blocks in the papers (F1, F8), the sources of funds (W4), the project's state (F6), the caps (F1, F2).
    """
    await own_rows_only(work, viewer, "Project", [project])
    row = await work.connection.fetchrow("select unit_code, synthetic from projects where id = $1", project)
    found = await review_of(work.connection, project, on, cost=cost, documents=False)
    assert row is not None
    assert found is not None
    for breach in found.blocking:
        raise Refusal(
            breach.code,
            breach.message,
            hint=breach.hint,
            clause=breach.clause,
            status=409,
            **breach.facts,
            **({"field": "actual_cost"} if breach.code.startswith("COST_NOT") else {}),
        )
    [made] = await claims.submit(
        work,
        viewer,
        [
            {
                "unit_code": row["unit_code"],
                "project_id": project,
                "actual_cost": found.cost,
                "amount": found.amount if amount is None else amount,
                "submitted_on": on,
                "statement": statement,
                "synthetic": row["synthetic"],
            }
        ],
    )
    # What is certain is found before anybody accepts the claim; the one who asks is told nothing of it.
    await scanning.examine(
        work,
        {FlagSubject.CLAIM: [made], FlagSubject.PROJECT: [project]},
        only=lambda version: version.rule.at_once,
    )
    return made


async def approve(
    work: Work, viewer: Viewer, claim_id: int, on: date, *, amount: Decimal | None, why: str | None
) -> None:
    """Approve what was asked, or less with a reason.

    Raises:
        Refusal: less without a reason, more than was asked, or the step is not the viewer's.
    """
    asked = await work.connection.fetchval("select amount from claims where id = $1", claim_id)
    approved = asked if amount is None else amount
    if approved < asked and not (why or "").strip():
        raise Refusal(
            "NO_REASON",
            "核减{less}元，请写明事由 | CNY {less} less are approved than asked for: say why",
            clause="F6",
            field="why",
            less=yuan(asked - approved),
        )
    step = Step(claim_id, {"approved_amount": approved, "decided_on": on}, why=why)
    await claims.approve(work, viewer, [step])


async def withdraw(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Whoever asked takes the claim back, to correct it and ask anew."""
    projects = [
        row["project_id"]
        for row in await work.connection.fetch(
            "select project_id from claims where id = any($1)", [step.id for step in steps]
        )
    ]
    await own_rows_only(work, viewer, "Project", projects)
    await take(work, viewer, "Claim", "withdraw", steps)
    await update(work, "Project", [{"id": project, "claimed": None} for project in sorted(set(projects))])
