"""The targets of a plan and what was reached of them, quarter by quarter, with lights (P8, A3)."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.client import Query, global_id, row_key
from dashboard.columns import Column, table_of
from dashboard.components.actions import actions, offered
from dashboard.components.badge import badge
from dashboard.components.listing import head
from dashboard.components.panel import heading, panel, trail
from dashboard.components.states import nothing
from dashboard.export import Table
from dashboard.pages.evaluation import indicator, whose
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View

TARGETS = (
    Column("indicator.name", english="indicator.nameEn", of=("Indicator", "name")),
    Column("platform.organization.name", text="platforms.name"),
    Column("baseline", of=("Target", "baseline")),
    Column("value", of=("Target", "value")),
    Column("approved", of=("Target", "approved")),
    Column("weight", of=("Target", "weight")),
    Column("latest", of=("Measurement", "value")),
)
#: What of a plan is done from here; the rest is on the plan's own page.
DEEDS = ("setTarget", "workOutMeasurement", "beginSelfEvaluation", "beginNationalEvaluation", "draftReport")
LIGHTS = {"GREEN": "good", "AMBER": "warn", "RED": "bad"}


def query(view: View) -> Query:
    if not view.key.isdigit():
        raise NotFound
    return Query("performance", {"id": global_id("Plan", view.key)})


async def layout(view: View) -> Sheet:
    asked = query(view)
    plan = (await view.fetch(asked))["plan"]
    if plan is None:
        raise NotFound
    title = view.t("performance.title")
    offers = await offered(view, plan["id"], names=DEEDS)
    body = [
        heading(
            f"{plan['title']} {title}",
            above=trail(
                view,
                (view.t("nav.delivery"), view.link("/delivery", show="evaluations")),
                (view.name(plan["unit"]), view.link(f"/unit/{plan['unit']['code']}")),
                (plan["title"], view.link(f"/plan/{row_key(plan['id'])}")),
            ),
            below=html.P(
                [
                    badge(view, "Plan", "state", plan["state"]),
                    html.Span(
                        view.t(
                            "performance.term",
                            starts=plan["batch"]["startsOn"],
                            ends=plan["batch"]["endsOn"],
                        ),
                        className="soft",
                    ),
                    *(_evaluation(view, one) for one in plan["evaluations"]["nodes"]),
                ],
                className="plans",
            ),
            beside=actions(view, offers),
        ),
        panel(
            view,
            "targets",
            view.t("performance.targets"),
            await _targets(view, plan["targets"]["nodes"]),
            query=asked,
            note=view.t("performance.lights"),
        ),
    ]
    return Sheet(title, body, synthetic=plan["synthetic"])


async def table(view: View, name: str) -> Table:
    plan = (await view.fetch(query(view)))["plan"]
    rows = [{**target, "latest": _latest(target)} for target in plan["targets"]["nodes"]]
    return table_of(view, f"{plan['title']} {view.t('performance.targets')}", TARGETS, rows, "synthetic")


def _evaluation(view: View, one: Mapping[str, Any]) -> Any:
    return html.A(
        [
            view.word("Evaluation", "kind", one["kind"]),
            " ",
            badge(view, "Evaluation", "state", one["state"]),
            f" {float(one['score']):g}",
        ],
        href=view.link(f"/evaluation/{row_key(one['id'])}"),
        **{"data-nav": ""},
    )


async def _targets(view: View, targets: Sequence[Mapping[str, Any]]) -> Any:
    if not targets:
        return nothing(view, "performance.none")
    quarters = sorted({one["quarter"] for target in targets for one in target["measurements"]["nodes"]})

    def label(field: str) -> str:
        return view.labels.field("Target", field, view.caller.lang)

    caption = view.t("performance.targets")
    heads = [
        view.labels.entity("Indicator", view.caller.lang),
        view.t("performance.whose"),
        label("baseline"),
        label("value"),
        label("weight"),
        *(_quarter(quarter) for quarter in quarters),
        view.t("performance.act"),
    ]
    return html.Div(
        html.Table(
            [
                html.Caption(caption, className="unseen"),
                head(heads, heads[2:-1]),
                html.Tbody([await _row(view, target, quarters) for target in targets]),
            ],
            className="listing",
        ),
        className="scroll tall",
        tabIndex=0,
        role="region",
        **{"aria-label": caption},
    )


async def _row(view: View, target: Mapping[str, Any], quarters: Sequence[str]) -> Any:
    by_quarter = {one["quarter"]: one for one in target["measurements"]["nodes"]}
    approved = target["approved"]
    value: list[Any] = [_number(target["value"])]
    if approved is not None:
        value += [
            html.Br(),
            html.Span(view.t("performance.approved", value=_number(approved)), className="soft"),
        ]
    return html.Tr(
        [
            html.Td(indicator(view, target["indicator"])),
            html.Td(whose(view, target)),
            html.Td(_number(target["baseline"]), className="number"),
            html.Td(value, className="number"),
            html.Td(_number(target["weight"]), className="number"),
            *[html.Td(await _measured(view, by_quarter.get(quarter))) for quarter in quarters],
            html.Td(actions(view, await offered(view, target["id"]))),
        ]
    )


async def _measured(view: View, one: Mapping[str, Any] | None) -> Any:
    if one is None:
        return view.t("none")
    silent = one["light"] != "GREEN" and not one["explanation"]
    return [
        html.Span(
            f"{_number(one['value'])} {view.word('Measurement', 'light', one['light'])}",
            className=f"badge {LIGHTS[one['light']]}",
        ),
        html.P(one["explanation"], className="soft small") if one["explanation"] else None,
        html.P(view.t("performance.unexplained"), className="soft small") if silent else None,
        actions(view, await offered(view, one["id"])) if silent else None,
    ]


def _latest(target: Mapping[str, Any]) -> str | None:
    measured = target["measurements"]["nodes"]
    return measured[-1]["value"] if measured else None


def _quarter(day: str) -> str:
    return f"{day[:4]} Q{(int(day[5:7]) + 2) // 3}"


def _number(value: str | None) -> str:
    if value is None:
        return "—"
    return value.rstrip("0").rstrip(".") if "." in value else value


PAGE = Page("/performance/", "delivery", layout, table)
