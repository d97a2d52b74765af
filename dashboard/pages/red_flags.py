"""The rule book: which red flags there are, how each has done, when they last ran, and what the lots found."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.client import Query
from dashboard.columns import Column, Kind, table_of
from dashboard.components.actions import actions, offered
from dashboard.components.badge import badge
from dashboard.components.fact import fact, money
from dashboard.components.panel import heading, panel, trail
from dashboard.components.precision import said as precision
from dashboard.components.states import nothing
from dashboard.export import Table
from dashboard.sheet import Page, Sheet
from dashboard.synthetic import invented
from dashboard.view import View

Row = Mapping[str, Any]

#: By the first letter of a code: what its rules look at.
FAMILIES = ("A", "I", "P", "X")
COLUMNS = (
    Column("code", of=("Flag", "rule")),
    Column("title", text="red_flags.rule"),
    Column("kind", Kind.WORD, of=("RuleVersion", "kind")),
    Column("standing", Kind.COUNT, text="red_flags.standing"),
    Column("dismissed", Kind.COUNT, text="red_flags.dismissed"),
    Column("atRisk", Kind.MONEY, of=("Flag", "atRisk")),
    Column("precision.share", Kind.PERCENT, text="red_flags.precision"),
    Column("precision.low", Kind.PERCENT, text="red_flags.low"),
    Column("precision.high", Kind.PERCENT, text="red_flags.high"),
)
RUNS = (
    Column("askedAt", Kind.MOMENT, of=("Scan", "askedAt")),
    Column("scope", Kind.WORD, of=("Scan", "scope")),
    Column("state", Kind.WORD, of=("Scan", "state")),
    Column("raised", Kind.COUNT, of=("Scan", "raised")),
    Column("lapsed", Kind.COUNT, of=("Scan", "lapsed")),
)


async def layout(view: View) -> Sheet:
    asked = Query("rule_book", {})
    data = await view.fetch(asked)
    rules = data["ruleBook"]
    title = view.t("red_flags.title")
    body = [
        heading(
            title,
            above=trail(view, (view.t("nav.cases"), view.link("/cases"))),
            below=html.P(view.t("red_flags.subtitle", count=len(rules)), className="soft"),
        ),
        html.Div(_facts(view, data), className="facts"),
        html.Div(
            [
                panel(
                    view,
                    "runs",
                    view.t("red_flags.runs"),
                    [
                        actions(view, await offered(view, table="Scan")),
                        _runs(view, data["scans"]["nodes"]),
                    ],
                    query=asked,
                ),
                panel(
                    view,
                    "lots",
                    view.t("red_flags.lots"),
                    [
                        actions(view, await offered(view, table="Draw")),
                        html.P(view.t("red_flags.lots_why"), className="prose"),
                        html.P(_lots(view, data), className="prose"),
                    ],
                    saved=False,
                ),
            ],
            className="halves",
        ),
        *(
            panel(
                view,
                f"rules-{family}",
                view.t(f"red_flags.family_{family}"),
                _rules(view, [rule for rule in rules if rule["code"].startswith(family)]),
                query=asked,
            )
            for family in FAMILIES
        ),
    ]
    return Sheet(title, body, synthetic=await invented(view))


async def table(view: View, name: str) -> Table:
    data = await view.fetch(Query("rule_book", {}))
    if name == "runs":
        rows = [{**row, "synthetic": False} for row in data["scans"]["nodes"]]
        return table_of(view, view.t("red_flags.runs"), RUNS, rows, "synthetic")
    family = name.rpartition("-")[2]
    rows = [
        {**rule, "title": _title(view, rule), "synthetic": False}
        for rule in data["ruleBook"]
        if rule["code"].startswith(family)
    ]
    return table_of(view, view.t(f"red_flags.family_{family}"), COLUMNS, rows, "synthetic")


def _facts(view: View, data: Row) -> list[Any]:
    rules, count = data["ruleBook"], view.language.count
    kinds = {
        kind: sum(rule["kind"] == kind for rule in rules) for kind in view.labels.vocabulary("Flag", "kind")
    }
    judged = sum(rule["precision"]["judged"] for rule in rules)
    hits = sum(rule["precision"]["hits"] for rule in rules)
    return [
        fact(
            view.t("red_flags.rules"),
            count(len(rules)),
            below=[(view.word("Flag", "kind", kind), count(number)) for kind, number in kinds.items()],
        ),
        fact(
            view.t("red_flags.standing"),
            count(sum(rule["standing"] for rule in rules)),
            below=[
                (view.t("red_flags.dismissed"), count(sum(rule["dismissed"] for rule in rules))),
                (view.t("red_flags.shadow"), count(sum(rule["shadow"] for rule in rules))),
            ],
        ),
        fact(
            view.t("red_flags.judged"),
            count(judged),
            below=[(view.t("red_flags.hits"), count(hits))],
        ),
        fact(
            view.t("red_flags.demotions"),
            count(sum(rule["demote"] for rule in rules)),
            below=[(view.t("red_flags.demotions_what"), "")],
        ),
    ]


def _runs(view: View, runs: Sequence[Row]) -> Any:
    if not runs:
        return nothing(view)
    return html.Ol(
        [
            html.Li(
                [
                    html.Time(view.language.moment(run["askedAt"]), dateTime=run["askedAt"]),
                    html.Span(
                        [
                            badge(view, "Scan", "state", run["state"]),
                            " ",
                            view.word("Scan", "scope", run["scope"]),
                        ],
                        className="event-what",
                    ),
                    html.Span(_outcome(view, run), className="soft"),
                ]
            )
            for run in runs
        ],
        className="timeline",
    )


def _outcome(view: View, run: Row) -> str:
    count = view.language.count
    if run["state"] == "RUNNING":
        return view.t(
            "red_flags.under_way", rule=run["rule"] or "—", done=count(run["done"]), total=count(run["total"])
        )
    if run["state"] == "DONE":
        return view.t("red_flags.found", raised=count(run["raised"]), lapsed=count(run["lapsed"]))
    return run["error"] or ""


def _lots(view: View, data: Row) -> str:
    numbers = {
        name: view.language.count(data[name]["totalCount"])
        for name in ("drawn", "audited", "false", "missed")
    }
    return view.t("red_flags.lots_found", **numbers)


def _rules(view: View, rules: Sequence[Row]) -> Any:
    if not rules:
        return nothing(view)
    heads = ("code", "rule", "kind", "standing", "at_risk", "precision")
    return html.Div(
        html.Table(
            [
                html.Thead(html.Tr([html.Th(view.t(f"red_flags.{head}"), scope="col") for head in heads])),
                html.Tbody([_rule(view, rule) for rule in rules]),
            ],
            className="listing rules-table",
        ),
        className="scroll",
        tabIndex=0,
    )


def _rule(view: View, rule: Row) -> Any:
    return html.Tr(
        [
            html.Td(html.Code(rule["code"])),
            html.Td(
                [
                    html.A(
                        _title(view, rule), href=view.link(f"/red-flag/{rule['code']}"), **{"data-nav": ""}
                    ),
                    html.Span(view.t("red_flags.on_trial"), className="badge busy")
                    if rule["trial"]
                    else None,
                    html.Span(view.t("red_flags.demote"), className="badge bad") if rule["demote"] else None,
                ]
            ),
            html.Td(view.word("Flag", "kind", rule["kind"])),
            html.Td(view.language.count(rule["standing"]), className="number"),
            html.Td(money(view, rule["atRisk"]), className="number"),
            html.Td(precision(view, rule["precision"])),
        ]
    )


def _title(view: View, rule: Row) -> str:
    return str(rule["en" if view.english else "zh"]["title"])


PAGE = Page("/red-flags", "red_flags", layout, table)
