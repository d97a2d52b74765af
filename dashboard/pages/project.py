"""One enterprise's transformation: what was agreed, what it cost, the proof, the claim, the result."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import Query, global_id, row_key
from dashboard.columns import Column, Kind, table_of
from dashboard.components.actions import actions, offered
from dashboard.components.badge import badge
from dashboard.components.fact import fact, money, pairs
from dashboard.components.history import history
from dashboard.components.listing import listing
from dashboard.components.panel import heading, panel, trail
from dashboard.components.project_money import DEEDS, MONEY_LISTINGS, money_rows, project_money
from dashboard.components.project_work import (
    CONTRACTS,
    SERVICES,
    SHEETS,
    TRAININGS,
    comparison,
    contract,
    forms,
    notices,
    samples,
    services,
    sheets,
)
from dashboard.components.timeline import events, timeline
from dashboard.export import Table
from dashboard.pages.supervised import of_project
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View

ASSESSMENTS = (
    Column("phase", Kind.WORD, of=("Assessment", "phase")),
    Column("level", Kind.COUNT, of=("Assessment", "level")),
    Column("score", of=("Assessment", "score")),
    Column("edition", of=("Assessment", "edition")),
    Column("assessedOn", Kind.DAY, of=("Assessment", "assessedOn")),
)
#: Panel, entity its heading comes from, member of the answer, columns.
LISTINGS = (
    ("assessments", "Assessment", "assessments", ASSESSMENTS),
    ("trainings", "Training", "trainings", TRAININGS),
)
#: The same for panels that are drawn in their own way.
FILES = (
    *LISTINGS,
    ("contract", "Contract", "contracts", CONTRACTS),
    ("services", "Service", "services", SERVICES),
    ("sheets", "ScoreSheet", "scoreSheets", SHEETS),
)
DATES = (
    "listedOn",
    "contractedOn",
    "startedOn",
    "trainedOn",
    "deliveredOn",
    "acceptedOn",
    "endorsedOn",
    "confirmedOn",
    "leftOn",
)


def query(view: View) -> Query:
    if not view.key.isdigit():
        raise NotFound
    # Who inspects is for those who may look people up.
    people = not set(view.caller.roles) <= {"platform_operator", "expert"}
    return Query("project", {"id": global_id("Project", view.key), "number": int(view.key), "people": people})


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    project = data["project"]
    if project is None:
        raise NotFound
    title = project["enterprise"]["name"]
    offers = await offered(view, project["id"])
    panels = {
        name: panel(
            view,
            name,
            view.labels.entity(entity, view.caller.lang),
            listing(
                view, columns, project[member]["nodes"], caption=view.labels.entity(entity, view.caller.lang)
            ),
            query=asked,
        )
        for name, entity, member, columns in LISTINGS
    }
    body = [
        heading(
            title,
            above=_trail(view, project),
            below=_state(view, project),
            beside=[
                forms(view, {one["name"] for one in offers.actions}, project),
                actions(view, offers.without(DEEDS | {"answerAssessment", "giveScoreSheet"})),
            ],
        ),
        *notices(view, project),
        html.Div(_facts(view, project), className="facts"),
        html.Div(
            [
                panel(
                    view, "dates", view.t("project.dates"), _dates(view, project), query=asked, saved=False
                ),
                panel(
                    view, "about", view.t("project.about"), _about(view, project), query=asked, saved=False
                ),
            ],
            className="halves",
        ),
        html.Div(
            [
                panel(
                    view,
                    "contract",
                    view.t("work.contract"),
                    contract(view, project["contracts"]["nodes"]),
                    query=asked,
                ),
                panel(
                    view,
                    "services",
                    view.t("work.services"),
                    services(view, project["services"]["nodes"]),
                    query=asked,
                ),
            ],
            className="halves",
        ),
        html.Div(
            [
                panel(
                    view,
                    "sheets",
                    view.t("work.sheets"),
                    sheets(view, project["scoreSheets"]["nodes"]),
                    query=asked,
                    controls=html.A(
                        view.t("work.standard"), href=view.link("/acceptance-standard"), **{"data-nav": ""}
                    ),
                ),
                panel(
                    view,
                    "levels",
                    view.t("work.levels"),
                    comparison(view, project["assessments"]["nodes"]),
                    query=asked,
                    saved=False,
                    chart="levels",
                ),
            ],
            className="halves",
        ),
        panels["trainings"],
        *await samples(view, project, asked),
        *await project_money(view, project["id"], offers),
        html.Div(
            [
                panels["assessments"],
                panel(
                    view,
                    "events",
                    view.labels.entity("Event", view.caller.lang),
                    timeline(view, "Project", data["events"]["nodes"]),
                    query=asked,
                ),
            ],
            className="halves",
        ),
    ]
    body += await of_project(view, project["id"], delivered=_ready(project))
    body.append(await history(view, "Project", view.key, offers.version))
    return Sheet(title, body, synthetic=project["synthetic"])


def _ready(project: Mapping[str, Any]) -> bool:
    """Whether its enterprise may be asked how content it is (A2)."""
    return bool(project["deliveredOn"]) and project["state"] not in {"FAILED", "WITHDRAWN"}


async def table(view: View, name: str) -> Table:
    data = await view.fetch(query(view))
    project = data["project"]
    enterprise = project["enterprise"]["name"]
    if name == "events":
        return events(view, "Project", data["events"]["nodes"], enterprise)
    if name in MONEY_LISTINGS:
        entity, columns, rows = await money_rows(view, project["id"], name)
        return table_of(
            view, f"{enterprise} {view.labels.entity(entity, view.caller.lang)}", columns, rows, "synthetic"
        )
    entity, member, columns = next(
        (entity, member, columns) for panel, entity, member, columns in FILES if panel == name
    )
    title = f"{enterprise} {view.labels.entity(entity, view.caller.lang)}"
    return table_of(view, title, columns, project[member]["nodes"], "synthetic")


def _label(view: View, field: str, entity: str = "Project") -> str:
    return view.labels.field(entity, field, view.caller.lang)


def _trail(view: View, project: Mapping[str, Any]) -> Any:
    unit, platform = project["unit"], project["platform"]
    steps = [
        (view.t("nav.overview"), view.link("/")),
        (view.name(unit), view.link(f"/unit/{unit['code']}")),
    ]
    if platform:
        steps.append((platform["organization"]["name"], view.link(f"/platform/{row_key(platform['id'])}")))
    return trail(view, *steps)


def _state(view: View, project: Mapping[str, Any]) -> Any:
    enterprise = project["enterprise"]
    return html.P(
        [
            badge(view, "Project", "state", project["state"]),
            html.Code(enterprise["uscc"]),
            html.Span(enterprise["industry"]["name"]) if enterprise["industry"] else None,
        ],
        className="plans",
    )


def _facts(view: View, project: Mapping[str, Any]) -> list[Any]:
    language = view.language
    before, after = project["levelBefore"], project["levelAfter"]
    none = view.t("none")
    return [
        fact(
            _label(view, "contractAmount"),
            language.money(project["contractAmount"]),
            exact=language.exact(project["contractAmount"]),
            below=[(_label(view, "plannedCost"), language.money(project["plannedCost"]))],
        ),
        fact(
            _label(view, "actualCost"),
            language.money(project["actualCost"]),
            exact=language.exact(project["actualCost"]),
            below=[(_label(view, "plannedAward"), language.money(project["plannedAward"]))],
        ),
        fact(
            _label(view, "claimed"),
            language.money(project["claimed"]),
            exact=language.exact(project["claimed"]),
            below=[(view.t("project.rule"), view.t("project.rule_text"))],
        ),
        fact(
            view.t("project.level"),
            f"{before or none} → {after or none}",
            target=view.t("project.level_goal", level=project["targetLevel"] or none),
            below=[
                (_label(view, "acceptanceScore"), project["acceptanceScore"] or none),
                (
                    _label(view, "satisfaction"),
                    f"{project['satisfaction']} / 5" if project["satisfaction"] else none,
                ),
            ],
        ),
    ]


def _dates(view: View, project: Mapping[str, Any]) -> Any:
    steps = [
        html.Li(
            [
                html.Span(_label(view, name), className="step-name"),
                html.Span(project[name] or view.t("project.not_yet"), className="step-day"),
            ],
            className="done" if project[name] else "open",
        )
        for name in DATES
        if name != "leftOn" or project[name]
    ]
    return html.Ol(steps, className="steps")


def _about(view: View, project: Mapping[str, Any]) -> Any:
    enterprise, none = project["enterprise"], view.t("none")
    return pairs(
        [
            (_label(view, "solution"), project["solution"] or none),
            (_label(view, "contractNumber"), project["contractNumber"] or none),
            (
                _label(view, "size", "Organization"),
                view.word("Organization", "size", enterprise["size"]) or none,
            ),
            (_label(view, "employees", "Organization"), view.language.count(enterprise["employees"])),
            (_label(view, "revenue", "Organization"), money(view, enterprise["revenue"])),
            *(
                (_label(view, name, "Organization"), enterprise[name] or none)
                for name in ("foundedOn", "legalPerson", "address", "phone")
            ),
        ]
    )


PAGE = Page("/project/", "platforms", layout, table)
