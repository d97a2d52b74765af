"""A plan entered by hand: its industries, platforms and enterprises, one by one, while it is open for changes.

The workbook remains the way for many at once (``api.imports``); both end in the same rows. What no plan may hold
at all is refused here at once; what a finished plan lacks is told by the check before it is submitted.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from api.errors import Refusal
from api.policy.plan import check_plan, estimate
from api.policy.uscc import valid as valid_code
from api.services.book import policy_book
from api.services.breaches import refusal
from api.services.organizations import register
from api.services.plan_contents import content_changed, load_draft, policy_day
from api.services.plans import appoint, draft, name_industries, open_for_changes, replan
from api.services.projects import list_enterprises
from api.services.rows import delete, update
from api.services.steps import Step, allow, take
from api.viewer import Viewer
from db.store import Work

#: What is refused the moment a line is entered; the rest can still be mended by more lines.
_AT_ONCE = frozenset(
    {
        "TOO_MANY_INDUSTRIES",
        "INDUSTRY_NOT_IN_ANNEX",
        "TOO_MANY_PLATFORMS",
        "FUNDED_LITTLE_GIANT",
        "NOT_AN_SME",
    }
)
_PLANS = {
    "PlanIndustry": "select id, plan_id, unit_code, synthetic from plan_industries where id = any($1)",
    "Platform": (
        "select platforms.id, plan_id, platforms.unit_code, platforms.synthetic from platforms"
        " join plan_industries on plan_industries.unit_code = platforms.unit_code"
        " and plan_industries.id = plan_industry_id where platforms.id = any($1)"
    ),
    "Project": (
        "select projects.id, plan_id, projects.unit_code, projects.synthetic from projects"
        " join platforms on platforms.unit_code = projects.unit_code and platforms.id = platform_id"
        " join plan_industries on plan_industries.unit_code = platforms.unit_code"
        " and plan_industries.id = plan_industry_id where projects.id = any($1)"
    ),
}


async def begin(work: Work, viewer: Viewer, unit: str, batch: int, values: Mapping[str, Any]) -> int:
    """A new plan of a unit for a batch (A1), titled after both where no title is given.

    Raises:
        Refusal: there is no such batch (G1), or the unit has a plan for it.
    """
    row = await work.connection.fetchrow(
        "select short_name, batches.number from reporting_units, batches where code = $1 and batches.id = $2",
        unit,
        batch,
    )
    if row is None:
        raise Refusal(
            "NO_SUCH_BATCH",
            "没有该批次：试点共三批 | There is no such batch: the pilot has three",
            clause="G1",
            status=404,
            field="batch_id",
        )
    title = values.get("title") or (
        f"{row['short_name']}中小企业数字化转型试点第{'一二三'[row['number'] - 1]}批实施方案"
    )
    [plan] = await draft(work, viewer, [{**values, "title": title, "unit_code": unit, "batch_id": batch}])
    return plan


async def amend_plan(work: Work, viewer: Viewer, plan: int, values: Mapping[str, Any]) -> None:
    """Its title and contact."""
    await take(work, viewer, "Plan", "amend", [Step(plan, _kept(values, "title", "contact_phone"))])
    await content_changed(work, viewer, [plan])


async def add_industry(
    work: Work, viewer: Viewer, plan: int, industry: int, values: Mapping[str, Any]
) -> int:
    """One more industry (P1, G2)."""
    head = await work.connection.fetchrow("select unit_code, synthetic from plans where id = $1", plan)
    [row] = await name_industries(
        work, viewer, [{**dict(head), **values, "plan_id": plan, "industry_id": industry}]
    )
    await _refuse_at_once(work, plan, ("PlanIndustry", row))
    return row


async def amend_industry(work: Work, viewer: Viewer, industry: int, values: Mapping[str, Any]) -> None:
    """What it says of common problems, scenarios and the three tests (P4, P5)."""
    [plan] = await _plans(work, "PlanIndustry", [industry])
    await take(work, viewer, "PlanIndustry", "amend", [Step(industry, dict(values))])
    await content_changed(work, viewer, [plan])


async def drop_industry(work: Work, viewer: Viewer, industry: int) -> None:
    """An industry with its platforms and their enterprises."""
    [plan] = await _plans(work, "PlanIndustry", [industry])
    platforms = await work.connection.fetch(
        "select id from platforms where plan_industry_id = $1"
        " and unit_code = (select unit_code from plan_industries where id = $1)",
        industry,
    )
    await _drop_platforms(work, viewer, [row["id"] for row in platforms])
    await take(work, viewer, "PlanIndustry", "drop", [Step(industry)])
    await delete(work, "PlanIndustry", [industry])
    await content_changed(work, viewer, [plan])


async def add_platform(
    work: Work, viewer: Viewer, industry: int, uscc: str, name: str | None, values: Mapping[str, Any]
) -> int:
    """One more platform for an industry (P6); its operator is found in the register, or entered there.

    Raises:
        Refusal: the industry has as many as it may; the credit code is wrong, or of another name.
    """
    allow(viewer, "Platform", "appoint")
    [plan] = await _plans(work, "PlanIndustry", [industry])
    head = await work.connection.fetchrow(
        "select unit_code, synthetic from plan_industries where id = $1", industry
    )
    organization = await _organization(work, viewer, head, uscc, name, {})
    [platform] = await appoint(
        work,
        viewer,
        [{**dict(head), **values, "plan_industry_id": industry, "organization_id": organization}],
    )
    await _refuse_at_once(work, plan, ("Platform", platform))
    return platform


async def amend_platform(work: Work, viewer: Viewer, platform: int, values: Mapping[str, Any]) -> None:
    """Its number of enterprises (P7), its solution and target (P8), and whom to call."""
    [plan] = await _plans(work, "Platform", [platform])
    changes = _kept(values, "contact_phone", "bank_account", "planned")
    planned = changes.pop("planned", None)
    before = await work.connection.fetchval("select planned from platforms where id = $1", platform)
    if planned is not None and planned != before:
        await replan(work, viewer, {platform: planned})
    if changes:
        await take(work, viewer, "Platform", "amend", [Step(platform, changes)])
    await content_changed(work, viewer, [plan])


async def drop_platform(work: Work, viewer: Viewer, platform: int) -> None:
    """A platform with its enterprises."""
    [plan] = await _plans(work, "Platform", [platform])
    await _drop_platforms(work, viewer, [platform])
    await content_changed(work, viewer, [plan])


async def add_enterprise(
    work: Work,
    viewer: Viewer,
    platform: int,
    uscc: str,
    name: str | None,
    facts: Mapping[str, Any],
    values: Mapping[str, Any],
    listed_on: Any,
) -> int:
    """One more enterprise for a platform (P7, P8). ``facts`` are the register's: its size, its people, its revenue.

    Raises:
        Refusal: it had central money as a little giant (P2), is no SME (P3), or is in another project already.
    """
    allow(viewer, "Project", "list")
    [plan] = await _plans(work, "Platform", [platform])
    head = await work.connection.fetchrow(
        "select unit_code, synthetic from platforms where id = $1", platform
    )
    organization = await _organization(work, viewer, head, uscc, name, facts)
    [project] = await list_enterprises(
        work,
        viewer,
        [
            {
                **dict(head),
                **values,
                **await _award(work, plan, values),
                "platform_id": platform,
                "enterprise_id": organization,
                "listed_on": listed_on,
            }
        ],
    )
    await content_changed(work, viewer, [plan])
    await _refuse_at_once(work, plan, ("Project", project))
    return project


async def amend_enterprise(work: Work, viewer: Viewer, project: int, values: Mapping[str, Any]) -> None:
    """What will be done for it, the level to reach and the expected cost."""
    [plan] = await _plans(work, "Project", [project])
    changes = {**values, **await _award(work, plan, values)}
    await take(work, viewer, "Project", "amend", [Step(project, changes)])
    await content_changed(work, viewer, [plan])


async def drop_enterprise(work: Work, viewer: Viewer, project: int) -> None:
    """An enterprise of a plan that is not handed in: it never took part."""
    [plan] = await _plans(work, "Project", [project])
    await _drop_projects(work, viewer, [project])
    await content_changed(work, viewer, [plan])


async def _plans(work: Work, noun: str, ids: Sequence[int]) -> list[int]:
    """The plans that rows belong to, each open for changes.

    Raises:
        Refusal: one is not there, or its plan is handed in.
    """
    rows = await work.connection.fetch(_PLANS[noun], list(ids))
    if len(rows) < len(set(ids)):
        raise Refusal(
            "NOT_FOUND",
            "编号{id}不存在，或不属于您的单位 | Number {id} does not exist, or not within your units",
            status=404,
            id=next(iter(set(ids) - {row["id"] for row in rows})),
        )
    plans = list(dict.fromkeys(row["plan_id"] for row in rows))
    await open_for_changes(work, plans)
    return plans


async def _drop_platforms(work: Work, viewer: Viewer, ids: Sequence[int]) -> None:
    projects = await work.connection.fetch(
        "select projects.id from projects join platforms on platforms.unit_code = projects.unit_code"
        " and platforms.id = platform_id where platforms.id = any($1)",
        list(ids),
    )
    await _drop_projects(work, viewer, [row["id"] for row in projects])
    await take(work, viewer, "Platform", "drop", [Step(row) for row in ids])
    await delete(work, "Platform", ids)


async def _drop_projects(work: Work, viewer: Viewer, ids: Sequence[int]) -> None:
    await take(work, viewer, "Project", "drop", [Step(row) for row in ids])
    costs = await work.connection.fetch(
        "select cost_items.id from cost_items join projects on projects.unit_code = cost_items.unit_code"
        " and projects.id = project_id where projects.id = any($1)",
        list(ids),
    )
    await delete(work, "CostItem", [row["id"] for row in costs])
    await work.connection.execute("select forget_duties($1)", list(ids))
    await delete(work, "Project", ids)


async def _organization(
    work: Work, viewer: Viewer, head: Any, uscc: str, name: str | None, facts: Mapping[str, Any]
) -> int:
    """The entity of a credit code: as the register has it, or entered with the name given.

    The register is shared: only the unit an entity is registered in changes what is known of it, and what the
    register lacks anybody may add.
    """
    code = uscc.strip().upper().replace("-", "").replace(" ", "")
    if not valid_code(code):
        raise Refusal(
            "BAD_USCC",
            "统一社会信用代码校验不通过 | The credit code (USCC) fails its check digit",
            hint="核对营业执照上的18位代码 | Compare with the 18 characters on the business licence",
            field="uscc",
        )
    known = await work.connection.fetchrow(
        "select id, name, unit_code, size, employees, revenue from organizations where uscc = $1", code
    )
    given = {key: value for key, value in facts.items() if value is not None}
    if known is None:
        if not name:
            raise Refusal(
                "NAME_MISSING",
                "该信用代码尚未登记，请填写名称 | This credit code is not registered yet: give the name, too",
                field="name",
            )
        row = {**dict(head), **given, "uscc": code, "name": name}
        return (await register(work, viewer, [row]))[0]
    if name and name != known["name"]:
        raise Refusal(
            "NAME_DIFFERS",
            "该信用代码登记的名称是“{name}” | This credit code is registered as “{name}”",
            hint="核对代码；名称可以不填 | Check the code; the name may be left out",
            field="name",
            name=known["name"],
        )
    changes = {
        key: value
        for key, value in given.items()
        if known[key] is None or (known["unit_code"] == head["unit_code"] and known[key] != value)
    }
    if changes:
        await update(work, "Organization", [{"id": known["id"], **changes}])
    return int(known["id"])


async def _award(work: Work, plan: int, values: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """The estimated award of an expected cost, by the limits of the batch (F1, F2)."""
    if "planned_cost" not in values:
        return {}
    cost = values["planned_cost"]
    if cost is None:
        return {"planned_award": None}
    book, on = await policy_book(work), await policy_day(work.connection, plan)
    return {"planned_award": estimate(cost, book, on).award}


async def _refuse_at_once(work: Work, plan: int, key: tuple[str, int]) -> None:
    """
    Raises:
        Refusal: the line just entered is one that the plan may not hold at all.
    """
    draft = await load_draft(work.connection, plan)
    found = check_plan(draft, await policy_book(work), await policy_day(work.connection, plan))
    wrong = [
        breach for breach in found if breach.code in _AT_ONCE and breach.where and breach.where[0] == key
    ]
    if wrong:
        raise refusal(wrong)


def _kept(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The values, but for those of ``names`` that are empty: they stay as they are (a form never shows the masked)."""
    return {name: value for name, value in values.items() if name not in names or value is not None}
