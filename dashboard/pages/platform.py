"""One platform: its projects against its plan, its money line by line, its months."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import Query, global_id
from dashboard.columns import Column, Kind, table_of
from dashboard.components.actions import actions, offered
from dashboard.components.badge import badge
from dashboard.components.bulk import bulk
from dashboard.components.fact import bullet, fact, money, pairs
from dashboard.components.grid import grid_panel, least
from dashboard.components.history import history
from dashboard.components.listing import listing
from dashboard.components.panel import chart, heading, panel, trail
from dashboard.components.platform_money import platform_money
from dashboard.components.project_work import leavers
from dashboard.components.states import nothing
from dashboard.export import Table
from dashboard.figures.course import course
from dashboard.lists import PROJECTS
from dashboard.pages.overview import MONTHS
from dashboard.pages.supervised import of_platform
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View

LEDGER = (
    Column("paidOn", Kind.DAY, of=("Disbursement", "paidOn")),
    Column("kind", Kind.WORD, of=("Disbursement", "kind")),
    Column("reference", of=("Disbursement", "reference")),
    Column("amount", Kind.MONEY, of=("Disbursement", "amount")),
)


def query(view: View) -> Query:
    return Query("platform", {"id": global_id("Platform", view.key)})


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    platform = data["platform"]
    if platform is None:
        raise NotFound
    title = platform["organization"]["name"]
    unit = platform["unit"]
    offers = await offered(view, platform["id"])
    body = [
        heading(
            title,
            above=trail(
                view,
                (view.t("nav.overview"), view.link("/")),
                (view.name(unit), view.link(f"/unit/{unit['code']}")),
            ),
            below=html.P(
                [
                    badge(view, "Platform", "state", platform["state"]),
                    html.Span(platform["planIndustry"]["industry"]["name"]),
                    html.Span(_batch(view, platform)),
                ],
                className="plans",
            ),
            beside=actions(view, offers.without({"proposeSettlement"})),
        ),
        html.Div(_facts(view, platform, least(data)), className="facts"),
        html.Div(
            [
                panel(
                    view,
                    "months",
                    view.t("unit.course"),
                    _course(view, platform),
                    query=asked,
                    chart="course",
                ),
                panel(
                    view,
                    "ledger",
                    view.t("platform.ledger"),
                    [
                        _balance(view, platform["progress"]),
                        listing(
                            view,
                            LEDGER,
                            platform["disbursements"]["nodes"],
                            caption=view.t("platform.ledger"),
                            empty="platform.no_ledger",
                        ),
                    ],
                    query=asked,
                ),
            ],
            className="halves",
        ),
        panel(view, "about", view.t("platform.about"), _about(view, platform), query=asked, saved=False),
        *await platform_money(view, platform["id"]),
        *await _work(view, platform, asked),
        grid_panel(view, PROJECTS, view.t("unit.projects"), height=520),
        await history(view, "Platform", view.key, offers.version),
    ]
    body += await of_platform(view, platform["id"])
    return Sheet(title, body, synthetic=platform["synthetic"])


async def _work(view: View, platform: Mapping[str, Any], asked: Query) -> list[Any]:
    """Steps for many projects at once, and who left and who came in their place."""
    rows = platform["projects"]["nodes"]
    steps = await bulk(view, rows)
    left = [row for row in rows if row["state"] == "WITHDRAWN"]
    found = []
    if steps:
        found.append(panel(view, "steps", view.t("work.steps"), steps, saved=False))
    if left:
        places = leavers(view, left)
        found.append(panel(view, "left", view.t("work.replaced"), places, query=asked, saved=False))
    return found


async def table(view: View, name: str) -> Table:
    platform = (await view.fetch(query(view)))["platform"]
    operator = platform["organization"]["name"]
    if name == "months":
        rows = [{**month, "synthetic": platform["synthetic"]} for month in platform["months"]]
        return table_of(view, f"{operator} {view.t('unit.course')}", MONTHS, rows, "synthetic")
    lines = platform["disbursements"]["nodes"]
    return table_of(view, f"{operator} {view.t('platform.ledger')}", LEDGER, lines, "synthetic")


def _batch(view: View, platform: Mapping[str, Any]) -> str:
    batch = platform["planIndustry"]["plan"]["batch"]
    return view.t("batch.one", number=batch["number"]) if view.english else str(batch["name"])


def _facts(view: View, platform: Mapping[str, Any], fewest: int) -> list[Any]:
    progress, language = platform["progress"], view.language
    return [
        fact(
            view.t("fact.lighthouses"),
            language.count(progress["passed"]),
            target=view.t("fact.planned", target=language.count(progress["target"])),
            bar=bullet(
                view,
                progress["passed"],
                progress["target"],
                lighter=progress["contracted"],
                mark=fewest,
                label=view.t("platform.least_bar", passed=progress["passed"], least=fewest),
            ),
            below=[
                (view.t("platform.least"), f"≥ {fewest}"),
                (view.t("progress.confirmed"), language.count(progress["confirmed"])),
            ],
        ),
        fact(
            view.t("progress.contracted"),
            language.count(progress["contracted"]),
            target=view.t("fact.planned", target=language.count(progress["target"])),
            bar=bullet(
                view,
                progress["contracted"],
                progress["target"],
                label=view.t("fact.counted_bar", count=progress["contracted"], target=progress["target"]),
            ),
            below=[(view.t("progress.delivered"), language.count(progress["delivered"]))],
        ),
        fact(
            view.t("progress.claimed"),
            language.money(progress["claimed"]),
            exact=language.exact(progress["claimed"]),
            target=view.t("fact.of", target=language.money(progress["ceiling"])),
            bar=bullet(
                view,
                float(progress["claimed"]),
                float(progress["ceiling"]),
                label=view.t(
                    "fact.money_of",
                    amount=language.money(progress["claimed"]),
                    ceiling=language.money(progress["ceiling"]),
                ),
            ),
            below=[(view.t("progress.awarded"), language.money(platform["award"]))],
        ),
        fact(
            view.t("progress.paid"),
            language.money(progress["paid"]),
            exact=language.exact(progress["paid"]),
            bar=bullet(
                view,
                float(progress["paid"]),
                float(progress["ceiling"]),
                label=view.t(
                    "fact.money_of",
                    amount=language.money(progress["paid"]),
                    ceiling=language.money(progress["ceiling"]),
                ),
            ),
            below=[
                (view.t("progress.prepaid"), language.money(progress["prepaid"])),
                *(
                    [(view.t("progress.flags"), language.count(progress["flags"]))]
                    if progress["flags"] is not None
                    else []
                ),
            ],
        ),
    ]


def _balance(view: View, progress: Mapping[str, Any]) -> Any:
    return pairs(
        [
            (view.t(f"progress.{name}"), money(view, progress[name]))
            for name in ("ceiling", "prepaid", "awarded", "paid")
        ]
    )


def _about(view: View, platform: Mapping[str, Any]) -> Any:
    organization = platform["organization"]

    def label(entity: str, field: str) -> str:
        return view.labels.field(entity, field, view.caller.lang)

    none = view.t("none")
    return pairs(
        [
            (label("Organization", "uscc"), html.Code(organization["uscc"])),
            *(
                (label("Organization", name), organization[name] or none)
                for name in ("legalPerson", "address")
            ),
            *(
                (label("Platform", name), platform[name] or none)
                for name in ("contact", "contactPhone", "bankAccount", "appointedOn", "solution", "target")
            ),
            (label("Platform", "deduction"), money(view, platform["deduction"])),
        ]
    )


def _course(view: View, platform: Mapping[str, Any]) -> Any:
    if not platform["months"]:
        return nothing(view, "unit.no_months")
    names = {member: view.t(f"progress.{member}") for member in ("contracted", "passed", "confirmed")}
    target = platform["progress"]["target"]
    goal = (target, None, view.t("unit.goal", target=view.language.count(target)))
    figure = course(platform["months"], names, view.theme, english=view.english, goal=goal)
    operator = platform["organization"]["name"]
    return chart(
        view,
        "course",
        figure,
        300,
        view.t("unit.course_label", unit=operator),
        file=f"{operator} {view.t('unit.course')}",
    )


PAGE = Page("/platform/", "platforms", layout, table, lists=True)
