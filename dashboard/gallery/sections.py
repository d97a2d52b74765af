"""The sections of the gallery: each shows one family of components in every form that pages use."""

from collections.abc import Callable
from typing import Any

from dash import html

from dashboard.client import QueryFailed
from dashboard.components.badge import badge
from dashboard.components.fact import bullet, fact, money, pairs
from dashboard.components.icon import icon
from dashboard.components.listing import listing
from dashboard.components.panel import chart, pills, trail
from dashboard.components.search import choice, search, text
from dashboard.components.states import failed, missing, nothing, refused, skeleton
from dashboard.components.timeline import timeline
from dashboard.figures.china_map import Area, Words, china_map
from dashboard.figures.classes import breaks
from dashboard.figures.course import course
from dashboard.figures.levels import levels
from dashboard.figures.proofs import cost_and_time, level_moves
from dashboard.gallery import samples
from dashboard.measures import MEASURES, classes
from dashboard.theme import Theme
from dashboard.view import View


def colours(view: View) -> list[Any]:
    theme = view.theme
    named = ("main", "second", "accent", "soft", "line", "none")
    return [
        _swatches([(view.t(f"gallery.colour.{name}"), getattr(theme, name)) for name in named]),
        _swatches([(str(place), step) for place, step in enumerate(theme.few_to_many, 1)]),
        _swatches([(str(place), step) for place, step in enumerate(theme.alarm, 1)]),
    ]


def _swatches(named: list[tuple[str, str]]) -> Any:
    return html.Ul(
        [
            html.Li(
                [html.Span(style={"background": colour}, **{"aria-hidden": "true"}), name, html.Code(colour)]
            )
            for name, colour in named
        ],
        className="swatches",
    )


def words(view: View) -> list[Any]:
    language = view.language
    return [
        html.P(view.t("gallery.prose")),
        html.P(view.t("gallery.soft"), className="soft"),
        html.P(view.t("gallery.note"), className="note"),
        pairs(
            [
                (view.t("gallery.amount"), money(view, "12345678.90")),
                (view.t("gallery.amount_small"), money(view, "87420.55")),
                (view.t("gallery.amount_none"), money(view, None)),
                (view.t("gallery.count"), language.count(5047)),
                (view.t("gallery.percent"), language.percent(0.3141, 1)),
                (view.t("gallery.moment"), language.moment("2025-09-30T02:15:00+00:00")),
            ]
        ),
        trail(
            view, (view.t("nav.overview"), view.prefix), (view.t("nav.platforms"), view.link("/platforms"))
        ),
    ]


def facts(view: View) -> list[Any]:
    language = view.language
    return [
        html.Div(
            [
                fact(
                    view.t("fact.lighthouses"),
                    language.count(3212),
                    target=view.t("fact.band", low=language.count(4000), high=language.count(6000)),
                    bar=bullet(
                        view, 3212, 6000, lighter=4956, band=(4000, 6000), label=view.t("gallery.bar")
                    ),
                    below=[(view.t("progress.confirmed"), "2,870"), (view.t("progress.contracted"), "4,956")],
                ),
                fact(
                    view.t("fact.money"),
                    language.money("813450000"),
                    exact=language.exact("813450000"),
                    target=view.t("fact.of", target=language.money("1800000000")),
                    bar=bullet(view, 813, 1800, mark=980, label=view.t("gallery.bar")),
                ),
                fact(
                    view.t("fact.platforms"),
                    language.count(303),
                    target=view.t("fact.of", target="300"),
                    bar=bullet(view, 303, 300, label=view.t("gallery.bar")),
                ),
            ],
            className="facts",
        )
    ]


def controls(view: View) -> list[Any]:
    buttons = (("button", "plain"), ("button primary", "primary"), ("button danger", "danger"))
    return [
        html.P(
            [
                *(
                    html.Button(view.t(f"gallery.button.{name}"), type="button", className=kind)
                    for kind, name in buttons
                ),
                html.Button(view.t("gallery.button.off"), type="button", className="button", disabled=True),
                html.Button(
                    icon("print"), type="button", className="tool", **{"aria-label": view.t("panel.print")}
                ),
            ],
            className="gallery-row",
        ),
        pills(
            view.t("batch.label"),
            [(view.t("batch.all"), view.here(), True), ("1", view.here(), False), ("2", view.here(), False)],
        ),
        search(
            view,
            "/gallery",
            [
                text(view, "name", view.t("gallery.field.name"), hint=view.t("gallery.field.hint")),
                choice(
                    view,
                    "state",
                    view.labels.field("Project", "state", view.caller.lang),
                    [
                        (word, view.labels.word("Project", "state", word, view.caller.lang))
                        for word in samples.STATES
                    ],
                ),
            ],
            label=view.t("data.go"),
        ),
    ]


def states_of_rows(view: View) -> list[Any]:
    return [
        html.P([badge(view, "Project", "state", word) for word in samples.STATES], className="gallery-row"),
        listing(view, samples.COLUMNS, samples.PROJECTS, caption=view.t("gallery.section.rows")),
        timeline(view, "Project", samples.EVENTS),
    ]


def without_data(view: View) -> list[Any]:
    """Loading, nothing, not found, not allowed, failed: what stands where data is not."""
    error = {"message": view.t("gallery.error"), "extensions": {"code": "FORBIDDEN"}}
    broken = {"message": view.t("gallery.broken"), "extensions": {"code": "INTERNAL"}}
    shown = (
        ("loading", skeleton(view.language)),
        ("nothing", [nothing(view)]),
        ("missing", missing(view)),
        ("refused", refused(view, QueryFailed([error]))),
        ("failed", failed(view.language, QueryFailed([broken]))),
    )
    return [
        html.Div([html.H3(view.t(f"gallery.state.{name}")), html.Div(body)], className="gallery-state")
        for name, body in shown
    ]


def the_map(view: View) -> list[Any]:
    measure = MEASURES["passed"]
    cuts = breaks([float(value) for *_, value in samples.UNITS])
    areas = [
        Area(code, english if view.english else chinese, value, chinese, view.here())
        for code, chinese, english, value in samples.UNITS
    ]
    said = Words(
        view.t("measure.passed"), view.t("map.inset"), view.t("map.none"), classes(view, measure, cuts)
    )
    figure = china_map(areas, cuts, said, view.theme, outlines=view.outlines)
    return [chart(view, "gallery-map", figure, 420, view.t("gallery.section.map"))]


def charts(view: View) -> list[Any]:
    theme: Theme = view.theme
    names = {name: view.t(f"progress.{name}") for name in ("contracted", "passed", "confirmed")}
    goal = (120, 180, view.t("gallery.goal"))
    before_after = {"before": view.t("gallery.before"), "after": view.t("gallery.after")}
    parts = [
        (english if view.english else chinese, before, after)
        for chinese, english, before, after in samples.LEVELS
    ]
    told = {"months": view.t("gallery.months"), "cost": view.t("gallery.cost"), "hover": "%{x} · %{y}"}
    shown = (
        ("course", course(samples.MONTHS, names, theme, english=view.english, goal=goal), 300),
        (
            "levels",
            levels(
                [(part, before) for part, before, _ in parts],
                [(part, after) for part, _, after in parts],
                before_after,
                theme,
            ),
            300,
        ),
        ("cost_and_time", cost_and_time(theme, samples.LIGHTHOUSES, told), 280),
        ("level_moves", level_moves(theme, samples.LIGHTHOUSES, {"count": "%{x}"}), 260),
    )
    return [
        html.Div(
            [
                html.H3(view.t(f"gallery.chart.{name}")),
                chart(view, f"gallery-{name}", figure, height, view.t(f"gallery.chart.{name}")),
            ],
            className="gallery-chart",
        )
        for name, figure, height in shown
    ]


SECTIONS: dict[str, Callable[[View], list[Any]]] = {
    "colours": colours,
    "words": words,
    "facts": facts,
    "controls": controls,
    "rows": states_of_rows,
    "states": without_data,
    "map": the_map,
    "charts": charts,
}
