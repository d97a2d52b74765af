"""One plan: clause by clause what it still needs, its industries and platforms, its signatures and remarks."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import Query, QueryFailed, global_id
from dashboard.columns import Column, Kind, table_of
from dashboard.components.actions import Offers, actions, offered
from dashboard.components.badge import badge
from dashboard.components.fact import fact, pairs
from dashboard.components.history import history
from dashboard.components.panel import heading, panel, trail
from dashboard.components.plan_industry import industry_panel
from dashboard.components.plan_review import checklist, remarks
from dashboard.components.states import nothing
from dashboard.components.timeline import events, timeline
from dashboard.export import Table
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View

#: A plan can be changed in these states, by these roles.
OPEN = ("DRAFT", "RETURNED")
WRITERS = {"provincial_sme_officer", "programme_officer", "administrator"}

ENTERPRISES = (
    Column("industry", of=("Industry", "name")),
    Column("platform", text="platforms.name"),
    Column("enterprise.name", text="projects.enterprise"),
    Column("enterprise.uscc", of=("Organization", "uscc")),
    Column("enterprise.size", Kind.WORD, of=("Organization", "size")),
    Column("solution", of=("Project", "solution")),
    Column("targetLevel", Kind.COUNT, of=("Project", "targetLevel")),
    Column("plannedCost", Kind.MONEY, of=("Project", "plannedCost")),
    Column("plannedAward", Kind.MONEY, of=("Project", "plannedAward")),
)
CHECKS = (
    Column("clause", text="plan.clause"),
    Column("standing", text="plan.standing"),
    Column("message", text="plan.message"),
    Column("hint", text="plan.hint"),
)
REMARKS = (
    Column("madeOn", Kind.DAY, of=("PlanRemark", "madeOn")),
    Column("item", of=("PlanRemark", "item")),
    Column("text", of=("PlanRemark", "text")),
    Column("answer", of=("PlanRemark", "answer")),
    Column("answeredOn", Kind.DAY, of=("PlanRemark", "answeredOn")),
)


def query(view: View) -> Query:
    if not view.key.isdigit():
        raise NotFound
    return Query("plan", {"id": global_id("Plan", view.key), "number": int(view.key)})


def check_query(view: View) -> Query:
    return Query("plan_check", {"plan": global_id("Plan", view.key)})


async def check_of(view: View) -> Mapping[str, Any] | None:
    """How the plan stands; None for those whom it does not concern, such as a platform's operator."""
    try:
        found: Mapping[str, Any] | None = (await view.fetch(check_query(view)))["planCheck"]
    except QueryFailed as failure:
        if failure.code != "FORBIDDEN":
            raise
        return None
    return found


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    plan = data["plan"]
    if plan is None:
        raise NotFound
    check = await check_of(view)
    offers = await offered(view, plan["id"])
    writes = plan["state"] in OPEN and bool(WRITERS & set(view.caller.roles))
    most = _limits(data, plan)
    told = await _remarks_panel(view, plan, asked)
    estimates = {one["platform"]: one for one in check["platforms"]} if check else {}
    body = [
        heading(plan["title"], above=_trail(view, plan), below=_state(view, plan)),
        actions(view, offers),
        told if plan["state"] == "RETURNED" else None,
        html.Div(_facts(view, plan, check, most), className="facts"),
        html.Div(
            [
                panel(
                    view,
                    "check",
                    view.t("plan.check"),
                    checklist(view, check, data["clauses"]["nodes"], to_submit=plan["state"] in OPEN)
                    if check
                    else nothing(view),
                    query=check_query(view),
                    note=view.t("plan.check_note", day=check["day"]) if check else None,
                ),
                html.Div(
                    [
                        panel(
                            view,
                            "course",
                            view.t("plan.course"),
                            _course(view, plan),
                            query=asked,
                            saved=False,
                        ),
                        panel(
                            view,
                            "events",
                            view.labels.entity("Event", view.caller.lang),
                            timeline(view, "Plan", data["events"]["nodes"]),
                            query=asked,
                        ),
                    ],
                    className="stack",
                ),
            ],
            className="halves",
        ),
        *[
            industry_panel(
                view,
                industry,
                estimates,
                most,
                query=asked,
                offers=await _below(view, industry, writes),
            )
            for industry in plan["industries"]["nodes"]
        ],
        None if plan["state"] == "RETURNED" else told,
        await history(view, "Plan", view.key, offers.version),
    ]
    return Sheet(plan["title"], [part for part in body if part is not None], synthetic=plan["synthetic"])


async def _below(view: View, industry: Mapping[str, Any], writes: bool) -> dict[str, Offers]:
    """What can be done with an industry and its platforms, by their ids."""
    if not writes:
        return {}
    ids = [industry["id"], *(platform["id"] for platform in industry["platforms"]["nodes"])]
    return {one: await offered(view, one) for one in ids}


async def _remarks_panel(view: View, plan: Mapping[str, Any], asked: Query) -> Any:
    rows = plan["remarks"]["nodes"]
    if not rows:
        return None
    answers = plan["state"] in OPEN and "provincial_sme_officer" in view.caller.roles
    offers = {row["id"]: await offered(view, row["id"]) for row in rows if answers and not row["answer"]}
    return panel(view, "remarks", view.t("plan.remarks"), remarks(view, rows, offers), query=asked)


async def table(view: View, name: str) -> Table:
    data = await view.fetch(query(view))
    plan = data["plan"]
    title = plan["title"]
    if name == "events":
        return events(view, "Plan", data["events"]["nodes"], title)
    if name == "remarks":
        return table_of(
            view, f"{title} {view.t('plan.remarks')}", REMARKS, plan["remarks"]["nodes"], "synthetic"
        )
    if name == "check":
        check = await check_of(view)
        rows = [
            {
                "clause": item["clause"],
                "standing": view.t(f"plan.standings.{item['standing'].lower()}"),
                "message": problem["message"],
                "hint": problem["hint"],
                "synthetic": plan["synthetic"],
            }
            for item in (check["clauses"] if check else ())
            for problem in item["problems"] or [{"message": None, "hint": None}]
        ]
        return table_of(view, f"{title} {view.t('plan.check')}", CHECKS, rows, "synthetic")
    rows = [
        {
            **project,
            "industry": industry["industry"]["name"],
            "platform": platform["organization"]["name"],
        }
        for industry in plan["industries"]["nodes"]
        for platform in industry["platforms"]["nodes"]
        for project in platform["projects"]["nodes"]
        if name == f"industry-{industry['id']}"
    ]
    return table_of(view, f"{title} {view.t('plan.enterprises')}", ENTERPRISES, rows, "synthetic")


def _trail(view: View, plan: Mapping[str, Any]) -> Any:
    unit = plan["unit"]
    return trail(
        view,
        (view.t("nav.overview"), view.link("/")),
        (view.name(unit), view.link(f"/unit/{unit['code']}")),
        (view.t("plans.title"), view.link("/plans")),
    )


def _state(view: View, plan: Mapping[str, Any]) -> Any:
    batch = plan["batch"]
    name = view.t("batch.one", number=batch["number"]) if view.english else batch["name"]
    return html.P(
        [
            badge(view, "Plan", "state", plan["state"]),
            html.Span(f"{name} · {batch['startsOn']} — {batch['endsOn']}"),
        ],
        className="plans",
    )


def _limits(data: Mapping[str, Any], plan: Mapping[str, Any]) -> dict[str, int]:
    """The limits in force on the first day of the batch, by name."""
    day = plan["batch"]["startsOn"]
    return {
        limit["key"]: int(float(limit["value"]))
        for limit in data["limits"]["nodes"]
        if limit["validFrom"] <= day and (limit["validUntil"] is None or day < limit["validUntil"])
    }


def _facts(
    view: View, plan: Mapping[str, Any], check: Mapping[str, Any] | None, most: Mapping[str, int]
) -> list[Any]:
    industries = plan["industries"]["nodes"]
    platforms = [one for industry in industries for one in industry["platforms"]["nodes"]]
    enterprises = sum(len(one["projects"]["nodes"]) for one in platforms)
    planned = sum(one["planned"] for one in platforms)
    count = view.language.count
    facts = [
        fact(
            view.t("plan.industries"),
            count(len(industries)),
            target=view.t("plan.at_most", number=most.get("industries_per_plan", "")),
        ),
        fact(
            view.t("plan.platforms"),
            count(len(platforms)),
            target=view.t("plan.at_most_each", number=most.get("platforms_per_industry", "")),
        ),
        fact(
            view.t("plan.enterprises"),
            count(enterprises),
            target=view.t("plan.at_least_each", number=most.get("projects_per_platform", "")),
            below=[(view.t("plan.planned"), count(planned))],
        ),
    ]
    if check:
        award = sum(float(one["award"]) for one in check["platforms"])
        cost = sum(float(one["cost"]) for one in check["platforms"])
        facts.append(
            fact(
                view.t("plan.award"),
                view.language.money(str(award)),
                exact=view.language.exact(f"{award:.2f}"),
                below=[(view.t("plan.cost"), view.language.money(str(cost)))],
            )
        )
    return facts


def _course(view: View, plan: Mapping[str, Any]) -> Any:
    def named(field: str) -> str:
        return view.labels.field("Plan", field, view.caller.lang)

    steps = [
        html.Li(
            [
                html.Span(named(field), className="step-name"),
                html.Span(plan[field] or view.t("project.not_yet"), className="step-day"),
            ],
            className="done" if plan[field] else "open",
        )
        for field in ("smeSignedOn", "financeSignedOn", "submittedOn", "approvedOn")
    ]
    return [
        html.Ol(steps, className="steps"),
        html.P(view.t("plan.sign_note"), className="note"),
        pairs(
            [
                (named("contact"), plan["contact"] or view.t("none")),
                (named("contactPhone"), plan["contactPhone"] or view.t("none")),
            ]
        ),
    ]


PAGE = Page("/plan/", "plans", layout, table)
