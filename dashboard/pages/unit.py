"""One reporting unit: its numbers against the mean of the country, its industries, platforms and projects."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import Query
from dashboard.columns import Column, Kind, table_of
from dashboard.components.badge import badge
from dashboard.components.fact import bullet, fact
from dashboard.components.grid import grid_panel
from dashboard.components.listing import listing
from dashboard.components.panel import batches, chart, heading, panel, trail
from dashboard.components.states import nothing
from dashboard.export import Table
from dashboard.figures.course import course
from dashboard.lists import PLATFORMS, PROJECTS
from dashboard.pages.overview import MONTHS
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View

INDUSTRIES = (
    Column("industry.name", of=("Industry", "name")),
    Column("batch", Kind.COUNT, of=("Batch", "number")),
    Column("progress.platforms", Kind.COUNT, text="progress.platforms"),
    Column("progress.passed", Kind.COUNT, text="platforms.progress", bullet="here"),
    Column("progress.share", Kind.PERCENT, text="progress.share"),
    Column("progress.paid", Kind.MONEY, text="progress.paid"),
)


def query(view: View) -> Query:
    plans = {"batch": {"number": {"eq": view.batch}}} if view.batch else {}
    return Query("unit", {"code": view.key, "batch": view.batch, "plans": plans})


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    unit = data["reportingUnit"]
    if unit is None:
        raise NotFound
    title = view.name(unit)
    steps = [(view.t("nav.overview"), view.link("/"))]
    if unit["parent"]:
        steps.append((view.name(unit["parent"]), view.link(f"/unit/{unit['parent']['code']}")))
    body = [
        heading(
            title,
            above=trail(view, *steps),
            below=html.P(
                [
                    view.word("ReportingUnit", "kind", unit["kind"]),
                    *[_plan(view, plan) for plan in unit["plans"]["nodes"]],
                ],
                className="plans",
            ),
            beside=batches(view, data["batches"]["nodes"]),
        ),
        html.Div(_facts(view, unit, data), className="facts"),
        html.Div(
            [
                panel(
                    view,
                    "months",
                    view.t("unit.course"),
                    _course(view, unit),
                    query=asked,
                    chart="course",
                    note=view.t("unit.course_note"),
                ),
                panel(
                    view,
                    "industries",
                    view.t("unit.industries"),
                    listing(
                        view,
                        INDUSTRIES,
                        industries(unit),
                        caption=view.t("unit.industries"),
                        empty="unit.no_plan",
                    ),
                    query=asked,
                ),
            ],
            className="halves",
        ),
        grid_panel(view, PLATFORMS, view.t("unit.platforms"), height=420, stateful=False),
        grid_panel(view, PROJECTS, view.t("unit.projects"), height=520),
    ]
    return Sheet(title, body, synthetic=data["programme"]["progress"]["synthetic"])


async def table(view: View, name: str) -> Table:
    unit = (await view.fetch(query(view)))["reportingUnit"]
    title = f"{view.name(unit)} {view.t('unit.course' if name == 'months' else 'unit.industries')}"
    if name == "months":
        rows = [{**month, "synthetic": unit["progress"]["synthetic"]} for month in unit["months"]]
        return table_of(view, title, MONTHS, rows, "synthetic")
    return table_of(view, title, INDUSTRIES, industries(unit), "progress.synthetic")


def industries(unit: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The industries of all plans, each with the batch it belongs to."""
    return [
        {**industry, "batch": plan["batch"]["number"]}
        for plan in unit["plans"]["nodes"]
        for industry in plan["industries"]["nodes"]
    ]


def _batch(view: View, plan: Mapping[str, Any]) -> str:
    batch = plan["batch"]
    return view.t("batch.one", number=batch["number"]) if view.english else str(batch["name"])


def _plan(view: View, plan: Mapping[str, Any]) -> Any:
    return html.Span([_batch(view, plan), " ", badge(view, "Plan", "state", plan["state"])], className="plan")


def _facts(view: View, unit: Mapping[str, Any], data: Mapping[str, Any]) -> list[Any]:
    """Each number of the unit beside the mean of the units that take part."""
    progress, nation, language = unit["progress"], data["programme"]["progress"], view.language
    shares = [
        other["progress"]["share"] for other in data["reportingUnits"]["nodes"] if other["progress"]["target"]
    ]
    taking_part = max(nation["units"], 1)
    wanted = sum(other["progress"]["target"] for other in data["reportingUnits"]["nodes"])
    mean_share: float = nation["passed"] / wanted if wanted else 0
    share = progress["share"]
    rank = 1 + sum(other > (share or 0) for other in shares)
    mean_passed, mean_platforms = nation["passed"] / taking_part, nation["platforms"] / taking_part
    mean_paid = float(nation["paid"]) / taking_part
    return [
        fact(
            view.t("fact.lighthouses"),
            language.count(progress["passed"]),
            target=view.t("fact.planned", target=language.count(progress["target"])),
            bar=_against(view, progress["passed"], mean_passed, f"{mean_passed:.0f}"),
            below=[
                (view.t("unit.mean"), f"{mean_passed:.0f}"),
                (view.t("progress.confirmed"), language.count(progress["confirmed"])),
            ],
        ),
        fact(
            view.t("progress.share"),
            language.percent(share, 1),
            bar=_against(view, share or 0, mean_share, language.percent(mean_share, 1), whole=1),
            below=[
                (view.t("unit.mean"), language.percent(mean_share, 1)),
                (view.t("unit.rank"), f"{rank} / {len(shares)}" if share is not None else view.t("none")),
            ],
        ),
        fact(
            view.t("fact.platforms"),
            language.count(progress["platforms"]),
            bar=_against(view, progress["platforms"], mean_platforms, f"{mean_platforms:.1f}"),
            below=[
                (view.t("unit.mean"), f"{mean_platforms:.1f}"),
                (view.t("fact.industries"), language.count(progress["industries"])),
            ],
        ),
        fact(
            view.t("progress.paid"),
            language.money(progress["paid"]),
            exact=language.exact(progress["paid"]),
            target=view.t("fact.of", target=language.money(progress["ceiling"])),
            bar=_against(view, float(progress["paid"]), mean_paid, language.money(str(round(mean_paid)))),
            below=[
                (view.t("unit.mean"), language.money(str(round(mean_paid)))),
                (view.t("progress.awarded"), language.money(progress["awarded"])),
            ],
        ),
    ]


def _against(view: View, value: float, mean: float, said: str, *, whole: float = 0) -> Any:
    """The unit's bar; the mark is the national mean."""
    return bullet(
        view, value, whole or 1.25 * max(value, mean), mark=mean, label=view.t("unit.mean_bar", mean=said)
    )


def _course(view: View, unit: Mapping[str, Any]) -> Any:
    if not unit["months"]:
        return nothing(view, "unit.no_months")
    names = {member: view.t(f"progress.{member}") for member in ("contracted", "passed", "confirmed")}
    target = unit["progress"]["target"]
    goal = (target, None, view.t("unit.goal", target=view.language.count(target)))
    figure = course(unit["months"], names, view.theme, english=view.english, goal=goal)
    title = f"{view.name(unit)} {view.t('unit.course')}"
    return chart(view, "course", figure, 420, view.t("unit.course_label", unit=view.name(unit)), file=title)


PAGE = Page("/unit/", "overview", layout, table, lists=True)
