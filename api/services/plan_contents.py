"""What a plan says now: for the check against the notice, and as the fingerprint that departments sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from api.errors import Refusal
from api.policy.moves.plan import OPEN_PLAN
from api.policy.neighbours import Nearby, Relation, neighbourhood
from api.policy.plan import (
    CostLine,
    EnterpriseLine,
    IndustryLine,
    PlanDraft,
    PlatformLine,
    check_plan,
)
from api.policy.plan_checklist import Item, checklist, ready
from api.policy.plan_estimate import PlatformEstimate, estimates
from api.policy.workflow import move
from api.services.book import read_policy_book
from api.services.rows import update
from api.services.steps import Happened, record
from api.viewer import Viewer
from db.enums import LEFT
from db.store import Work

_FINGERPRINTS = """
select plans.id, encode(sha256(convert_to(jsonb_build_array(
  batch_id, title, contact, contact_phone,
  (select jsonb_agg(jsonb_build_array(industry_id, common_problems, scenarios, needs_met, data_used, light_return)
                    order by industry_id)
   from plan_industries named where named.unit_code = plans.unit_code and named.plan_id = plans.id),
  (select jsonb_agg(jsonb_build_array(industry_id, organization_id, planned, solution, target, bank_account,
                                      platforms.contact, platforms.contact_phone)
                    order by industry_id, organization_id)
   from plan_industries named
   join platforms on platforms.unit_code = named.unit_code and platforms.plan_industry_id = named.id
   where named.unit_code = plans.unit_code and named.plan_id = plans.id),
  (select jsonb_agg(jsonb_build_array(industry_id, organization_id, enterprise_id, projects.solution, target_level,
                                      planned_cost, planned_award, items.costs) order by industry_id, enterprise_id)
   from plan_industries named
   join platforms on platforms.unit_code = named.unit_code and platforms.plan_industry_id = named.id
   join projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
   left join lateral (
     select jsonb_agg(jsonb_build_array(name, kind, amount, eligible) order by name, kind, amount, eligible) as costs
     from cost_items
     where cost_items.unit_code = projects.unit_code and cost_items.project_id = projects.id
   ) items on true
   where named.unit_code = plans.unit_code and named.plan_id = plans.id and projects.state <> all($2))
)::text, 'UTF8')), 'hex') as content
from plans where plans.id = any($1)
"""


#: Why a signature lapsed, as its event keeps it.
_LAPSED = "方案内容已修改，原签署失效 | The plan was changed after it was signed"


async def fingerprints(connection: Any, ids: Sequence[int]) -> dict[int, str]:
    """The SHA-256 of all that each plan says, by plan: the same words give the same fingerprint, however they came in."""
    rows = await connection.fetch(_FINGERPRINTS, list(ids), sorted(LEFT))
    return {row["id"]: row["content"] for row in rows}


def valid(plan: Mapping[str, Any], department: str, content: str) -> bool:
    """Whether the signature of ``sme`` or ``finance`` is of just this content (A1).

    What is handed in was signed as it was then; enterprises that left since do not undo that.
    """
    if plan["state"] not in OPEN_PLAN:
        return plan[f"{department}_signed_on"] is not None
    return plan[f"{department}_signed_on"] is not None and plan[f"{department}_signed_content"] == content


async def content_changed(
    work: Work, viewer: Viewer, ids: Sequence[int], *, at: datetime | None = None
) -> None:
    """Take back the signatures of plans that say something else now than what was signed (A1)."""
    signed = await work.connection.fetch(
        "select id, unit_code, state, synthetic, sme_signed_on, sme_signed_content, finance_signed_on,"
        " finance_signed_content from plans where id = any($1) and state in ('draft', 'returned')"
        " and (sme_signed_on is not null or finance_signed_on is not null)",
        list(set(ids)),
    )
    if not signed:
        return
    now = await fingerprints(work.connection, [row["id"] for row in signed])
    for department in ("sme", "finance"):
        lapsed = [
            row
            for row in signed
            if row[f"{department}_signed_on"] and not valid(row, department, now[row["id"]])
        ]
        await update(
            work,
            "Plan",
            [
                {"id": row["id"], f"{department}_signed_on": None, f"{department}_signed_content": None}
                for row in lapsed
            ],
        )
        await record(
            work,
            viewer,
            move("Plan", f"unsign_{department}"),
            [
                Happened(
                    row["id"],
                    row["unit_code"],
                    row["state"],
                    at,
                    _LAPSED,
                    row["synthetic"],
                )
                for row in lapsed
            ],
        )


async def policy_day(connection: Any, plan: int) -> Any:
    """The day whose limits hold for a plan: the first of its batch; None where the caller sees no such plan."""
    return await connection.fetchval(
        "select starts_on from batches join plans on plans.batch_id = batches.id where plans.id = $1", plan
    )


async def nearby(connection: Any, unit: str, batch: int, industries: Sequence[int]) -> list[Nearby]:
    """Which units nearby have handed in plans of the batch that name one of these industries (P1)."""
    units = {
        row["code"]: row
        for row in await connection.fetch(
            "select code, short_name, name_en, parent_code from reporting_units"
        )
    }
    borders = await connection.fetch("select unit_code, neighbour_code from unit_borders")
    near = neighbourhood(
        unit, [tuple(row) for row in borders], {code: row["parent_code"] for code, row in units.items()}
    )
    rows = await connection.fetch(
        "select unit_code, industry_id from proposed_by($1, $2, $3) order by unit_code, industry_id",
        sorted(near),
        batch,
        list(industries),
    )
    return [
        Nearby(
            row["industry_id"],
            f"{units[row['unit_code']]['short_name']} | {units[row['unit_code']]['name_en']}",
            Relation(near[row["unit_code"]]),
        )
        for row in rows
    ]


async def load_draft(connection: Any, plan: int) -> PlanDraft:
    """A plan as it is stored, for the same check as a workbook's; keys are (noun, number).

    Raises:
        Refusal: there is none that the caller sees.
    """
    head = await connection.fetchrow("select * from plans where id = $1", plan)
    if head is None:
        raise Refusal(
            "NOT_FOUND",
            "编号{id}不存在，或不属于您的单位 | Number {id} does not exist, or not within your units",
            status=404,
            id=plan,
        )
    content = (await fingerprints(connection, [plan]))[plan]
    unit = head["unit_code"]
    industries = await connection.fetch(
        """select plan_industries.id, industry_id, name, annex, common_problems, scenarios,
                  needs_met, data_used, light_return
           from plan_industries join industries on industries.id = industry_id
           where unit_code = $2 and plan_id = $1 order by 1""",
        plan,
        unit,
    )
    platforms = await connection.fetch(
        """select platforms.id, uscc, name, plan_industries.industry_id, planned, solution, target
           from platforms join organizations on organizations.id = organization_id
           join plan_industries on plan_industries.unit_code = platforms.unit_code
                               and plan_industries.id = plan_industry_id
           where platforms.unit_code = $2 and plan_id = $1 order by 1""",
        plan,
        unit,
    )
    enterprises = await connection.fetch(
        """select projects.id, uscc, name, platform_id, size, planned_cost,
                  exists (select from little_giants where little_giants.uscc = organizations.uscc) as giant
           from projects join organizations on organizations.id = enterprise_id
           where projects.unit_code = $2 and platform_id = any($1) and state <> all($3)
           order by 1""",
        [row["id"] for row in platforms],
        unit,
        sorted(LEFT),
    )
    return PlanDraft(
        ("Plan", plan),
        sme_signed=valid(head, "sme", content),
        finance_signed=valid(head, "finance", content),
        industries=[
            IndustryLine(
                ("PlanIndustry", row["id"]),
                row["industry_id"],
                row["name"],
                row["annex"],
                *(
                    bool(row[name])
                    for name in ("common_problems", "scenarios", "needs_met", "data_used", "light_return")
                ),
            )
            for row in industries
        ],
        # By number and not by credit code: one operator may serve two industries.
        platforms=[
            PlatformLine(
                ("Platform", row["id"]),
                str(row["id"]),
                row["name"],
                row["industry_id"],
                row["planned"],
                bool(row["solution"]),
                bool(row["target"]),
            )
            for row in platforms
        ],
        enterprises=[
            EnterpriseLine(
                ("Project", row["id"]),
                row["uscc"],
                row["name"],
                str(row["platform_id"]),
                row["size"],
                row["giant"],
            )
            for row in enterprises
        ],
        # What the plan expects each to cost: the sum of the items that may be counted.
        costs=[
            CostLine(("Project", row["id"]), row["uscc"], "", row["planned_cost"], True, False)
            for row in enterprises
            if row["planned_cost"] is not None
        ],
        nearby=await nearby(connection, unit, head["batch_id"], [row["industry_id"] for row in industries]),
    )


@dataclass(frozen=True)
class Examination:
    """A plan held against the notice by the limits of ``day``."""

    day: date
    items: tuple[Item, ...]
    estimates: Sequence[PlatformEstimate]
    ready: bool


async def examine(connection: Any, plan: int) -> Examination | None:
    """How a plan stands now, or None where the caller sees no such plan; for a connection of ``Store.read``."""
    day = await policy_day(connection, plan)
    if day is None:
        return None
    draft = await load_draft(connection, plan)
    book = await read_policy_book(connection)
    found = check_plan(draft, book, day)
    return Examination(day, checklist(found), estimates(draft, book, day), ready(found))
