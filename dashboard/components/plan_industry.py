"""An industry of a plan: what it lacks, the three tests of its scenarios, its platforms and their enterprises."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.client import Query, row_key
from dashboard.columns import Column, Kind
from dashboard.components.actions import Offers, actions
from dashboard.components.badge import badge
from dashboard.components.listing import listing
from dashboard.components.panel import panel
from dashboard.components.states import nothing
from dashboard.lists import project_address
from dashboard.view import View

TESTS = ("needsMet", "dataUsed", "lightReturn")
SIZES = ("MICRO", "SMALL", "MEDIUM", "LARGE")
LEVELS = (1, 2, 3, 4)
ENTERPRISES = (
    Column("enterprise.name", text="projects.enterprise", href=project_address),
    Column("enterprise.size", Kind.WORD, of=("Organization", "size")),
    Column("solution", of=("Project", "solution")),
    Column("targetLevel", Kind.COUNT, of=("Project", "targetLevel")),
    Column("plannedCost", Kind.MONEY, of=("Project", "plannedCost")),
    Column("plannedAward", Kind.MONEY, of=("Project", "plannedAward")),
)


def industry_panel(
    view: View,
    industry: Mapping[str, Any],
    estimates: Mapping[str, Mapping[str, Any]],
    most: Mapping[str, int],
    *,
    query: Query,
    offers: Mapping[str, Offers],
) -> Any:
    """``estimates`` and ``offers`` are by the id of the platform, or of the industry itself."""
    named = industry["industry"]
    note = [
        html.Code(named["code"]),
        " ",
        badge(view, "Industry", "sector", named["sector"]) if named["sector"] else None,
        " ",
        html.Span(view.t("plan.stand_in"), className="badge warn", title=view.t("plan.stand_in_note"))
        if named["standIn"]
        else None,
    ]
    platforms = industry["platforms"]["nodes"]
    body = [
        actions(view, offers[industry["id"]]) if industry["id"] in offers else None,
        html.Div(
            [_text(view, industry, "commonProblems", "P4"), _text(view, industry, "scenarios", "P5")],
            className="plan-texts",
        ),
        html.Div([_test(view, industry, field) for field in TESTS], className="plan-tests"),
        html.H3(
            view.t(
                "plan.platforms_of",
                count=len(platforms),
                most=most.get("platforms_per_industry", view.t("none")),
            )
        ),
        html.Ul(
            [
                _platform(view, platform, estimates.get(platform["id"]), most, offers.get(platform["id"]))
                for platform in platforms
            ],
            className="plan-platforms",
        )
        if platforms
        else nothing(view, "plan.no_platform"),
    ]
    return html.Div(
        panel(view, f"industry-{industry['id']}", named["name"], body, query=query, note=note),
        id=f"PlanIndustry-{row_key(industry['id'])}",
        className="plan-industry",
    )


def _label(view: View, entity: str, field: str) -> str:
    return view.labels.field(entity, field, view.caller.lang)


def _text(view: View, industry: Mapping[str, Any], field: str, clause: str) -> Any:
    text = industry[field]
    return html.Div(
        [
            html.H3(_label(view, "PlanIndustry", field)),
            html.P(text or view.t("plan.unwritten"), className=None if text else "missing"),
        ]
    )


def _test(view: View, industry: Mapping[str, Any], field: str) -> Any:
    text = industry[field]
    return html.Div(
        [
            html.H3(
                [
                    html.Span("✔" if text else "○", className="check-sign", **{"aria-hidden": "true"}),
                    _label(view, "PlanIndustry", field),
                ]
            ),
            html.P(text or view.t("plan.unwritten"), className=None if text else "missing"),
        ],
        className="plan-test " + ("kept" if text else "open"),
    )


def _platform(
    view: View,
    platform: Mapping[str, Any],
    estimate: Mapping[str, Any] | None,
    most: Mapping[str, int],
    offers: Offers | None,
) -> Any:
    projects = platform["projects"]["nodes"]
    least = most.get("projects_per_platform", 0)
    few = len(projects) < least
    return html.Li(
        [
            html.Div(
                [
                    html.H4(
                        html.A(
                            platform["organization"]["name"],
                            href=view.link(f"/platform/{row_key(platform['id'])}"),
                            **{"data-nav": ""},
                        )
                    ),
                    html.Code(platform["organization"]["uscc"]),
                    html.Span(
                        view.t("plan.listed", listed=len(projects), planned=platform["planned"], least=least),
                        className=f"badge {'bad' if few else 'good'}",
                    ),
                ],
                className="platform-head",
            ),
            actions(view, offers) if offers else None,
            html.Div(
                [_said(view, platform, "solution"), _said(view, platform, "target")],
                className="plan-texts",
            ),
            html.Div(
                [
                    _mix(
                        view,
                        view.t("plan.sizes"),
                        [
                            (view.word("Organization", "size", size), count)
                            for size, count in _counted(
                                [one["enterprise"]["size"] for one in projects], SIZES
                            )
                        ],
                    ),
                    _mix(
                        view,
                        view.t("plan.levels_before"),
                        [
                            (view.t("plan.level", level=level), count)
                            for level, count in _counted([one["levelBefore"] for one in projects], LEVELS)
                        ],
                    ),
                    _mix(
                        view,
                        view.t("plan.levels_target"),
                        [
                            (view.t("plan.level", level=level), count)
                            for level, count in _counted([one["targetLevel"] for one in projects], LEVELS)
                        ],
                    ),
                    _estimate(view, estimate) if estimate else None,
                ],
                className="plan-mixes",
            ),
            html.Details(
                [
                    html.Summary(view.t("plan.enterprises_of", count=len(projects))),
                    listing(view, ENTERPRISES, projects, caption=view.t("plan.enterprises")),
                ],
                className="plan-enterprises",
            )
            if projects
            else None,
        ],
        id=f"Platform-{row_key(platform['id'])}",
    )


def _said(view: View, platform: Mapping[str, Any], field: str) -> Any:
    text = platform[field]
    return html.Div(
        [
            html.H5(_label(view, "Platform", field)),
            html.P(text or view.t("plan.unwritten"), className=None if text else "missing"),
        ]
    )


def _counted(values: Sequence[Any], order: Sequence[Any]) -> list[tuple[Any, int]]:
    found = Counter(values)
    return [(value, found[value]) for value in order if found[value]]


def _mix(view: View, title: str, parts: Sequence[tuple[str, int]]) -> Any:
    """Shares of a whole as one bar (P3: different sizes and levels); the numbers stand below it."""
    whole = sum(count for _, count in parts)
    label = view.t("comma").join(f"{name} {count}" for name, count in parts) or view.t("plan.unknown")
    return html.Div(
        [
            html.H5(title),
            html.Div(
                [
                    html.Span(
                        className=f"mix-part mix-{place}", style={"width": f"{100 * count / whole:.2f}%"}
                    )
                    for place, (_, count) in enumerate(parts)
                ],
                className="mix",
                role="img",
                **{"aria-label": f"{title}: {label}"},
            ),
            html.Ul(
                [
                    html.Li([html.Span(className=f"key mix-{place}"), f"{name} {count}"])
                    for place, (name, count) in enumerate(parts)
                ],
                className="mix-keys",
            )
            if parts
            else html.P(view.t("plan.unknown"), className="note"),
        ],
        className="mix-of",
    )


def _estimate(view: View, estimate: Mapping[str, Any]) -> Any:
    """From the expected cost to the estimated award, a line for each cap (F1, F2, F3)."""
    language = view.language
    return html.Div(
        [
            html.H5(view.t("plan.estimate")),
            html.Dl(
                [
                    html.Div(
                        [
                            html.Dt(
                                view.t(f"plan.{name}", count=estimate["capped"], costed=estimate["costed"])
                            ),
                            html.Dd(
                                language.money(estimate[name]),
                                title=language.exact(estimate[name]),
                            ),
                        ],
                        className="whole" if name == "award" else None,
                    )
                    for name in ("cost", "share", "awards", "award")
                ],
                className="sums",
            ),
        ],
        className="mix-of",
    )
