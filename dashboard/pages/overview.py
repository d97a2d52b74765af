"""The national overview: how far the programme is, where it lags, whether it will reach its goal."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from dash import html

from dashboard.client import Query
from dashboard.columns import Column, Kind, table_of
from dashboard.components.fact import bullet, fact
from dashboard.components.icon import icon
from dashboard.components.panel import batches, chart, heading, panel, pills
from dashboard.components.states import nothing
from dashboard.export import Table
from dashboard.figures.china_map import Area, Words, china_map
from dashboard.figures.course import course
from dashboard.measures import OF_CASES, Measure, classes, measure_of, measures_for
from dashboard.sheet import Page, Sheet
from dashboard.view import View

UNITS = (
    Column("code", of=("ReportingUnit", "code")),
    Column("name", english="nameEn", of=("ReportingUnit", "name")),
    Column("progress.target", Kind.COUNT, text="progress.target"),
    Column("progress.contracted", Kind.COUNT, text="progress.contracted"),
    Column("progress.passed", Kind.COUNT, text="progress.passed"),
    Column("progress.confirmed", Kind.COUNT, text="progress.confirmed"),
    Column("progress.share", Kind.PERCENT, text="progress.share"),
    Column("progress.platforms", Kind.COUNT, text="progress.platforms"),
    Column("progress.industries", Kind.COUNT, text="progress.industries"),
    Column("progress.ceiling", Kind.MONEY, text="progress.ceiling"),
    Column("progress.prepaid", Kind.MONEY, text="progress.prepaid"),
    Column("progress.awarded", Kind.MONEY, text="progress.awarded"),
    Column("progress.paid", Kind.MONEY, text="progress.paid"),
)
COUNTS = ("platforms", "planned", "contracted", "delivered", "passed", "confirmed")
AMOUNTS = ("ceiling", "prepaid", "awarded", "paid")
FLAGS = Column("progress.flags", Kind.COUNT, text="progress.flags")
MONTHS = (
    Column("month", Kind.DAY, text="progress.month"),
    Column("contracted", Kind.COUNT, text="progress.contracted"),
    Column("passed", Kind.COUNT, text="progress.passed"),
    Column("confirmed", Kind.COUNT, text="progress.confirmed"),
)


def query(view: View) -> Query:
    if measure_of(view).name not in OF_CASES:
        return Query("overview", {"batch": view.batch})
    where: dict[str, Any] = {"state": {"notIn": ["CLOSED", "REVOKED"]}}
    if view.batch:
        where["platform"] = {"planIndustry": {"plan": {"batch": {"number": {"eq": view.batch}}}}}
    return Query("overview", {"batch": view.batch, "suspected": True, "cases": where})


async def _asked(view: View) -> tuple[Query, Any]:
    """The programme, with the open cases of each unit among its figures where they are what is looked at."""
    asked = query(view)
    data = await view.fetch(asked)
    for unit in data["reportingUnits"]["nodes"]:
        found = (unit.get("cases") or {}).get("aggregate", {"count": 0, "sum": {"atStake": None}})
        unit["progress"] |= {"cases": found["count"], "stake": Decimal(found["sum"]["atStake"] or 0)}
    return asked, data


async def layout(view: View) -> Sheet:
    asked, data = await _asked(view)
    units = data["reportingUnits"]["nodes"]
    programme = {**data["programme"], "progress": _whole(data)}
    progress = programme["progress"]
    measure = measure_of(view)
    title = view.t("overview.title")
    body = [
        heading(
            title,
            below=html.P(view.t("overview.subtitle"), className="soft"),
            beside=[
                batches(view, data["batches"]["nodes"]),
                html.Button(
                    [icon("print"), view.t("panel.print")],
                    type="button",
                    className="button print-button",
                    **{"data-print": ""},
                ),
            ],
        ),
        html.Div(_facts(view, programme), className="facts"),
        html.Div(
            [
                panel(
                    view,
                    "units",
                    view.t("overview.map", measure=view.t(f"measure.{measure.name}")),
                    _map(view, measure, units),
                    query=asked,
                    chart="map",
                    note=view.t("overview.map_note"),
                    controls=_measures(view, measure, progress),
                ),
                panel(
                    view,
                    "ranking",
                    view.t("overview.ranking"),
                    ranking(view, measure, units),
                    query=asked,
                    note=view.t(f"measure.{measure.name}"),
                ),
            ],
            className="map-row",
        ),
        panel(
            view,
            "months",
            view.t("overview.course"),
            _course(view, programme),
            query=asked,
            chart="course",
            note=view.t("overview.course_note"),
        ),
    ]
    return Sheet(title, body, synthetic=progress["synthetic"])


def _whole(data: Mapping[str, Any]) -> dict[str, Any]:
    """The programme's sums: those of its units, which are asked for anyway, with what is no sum of theirs."""
    parts = [unit["progress"] for unit in data["reportingUnits"]["nodes"]]
    return {
        **{name: sum(part[name] for part in parts) for name in COUNTS},
        **{name: sum((Decimal(part[name]) for part in parts), Decimal(0)) for name in AMOUNTS},
        "flags": None
        if any(part["flags"] is None for part in parts)
        else sum(part["flags"] for part in parts),
        "units": sum(part["platforms"] > 0 for part in parts),
        "synthetic": any(part["synthetic"] for part in parts),
        **data["programme"]["progress"],
    }


async def table(view: View, name: str) -> Table:
    _, data = await _asked(view)
    whole = _whole(data)
    if name == "months":
        rows = [{**month, "synthetic": whole["synthetic"]} for month in data["programme"]["months"]]
        return table_of(view, view.t("overview.course"), MONTHS, rows, "synthetic")
    units = data["reportingUnits"]["nodes"]
    columns = UNITS if whole["flags"] is None else (*UNITS, FLAGS)
    if name == "ranking":
        units = ranked(measure_of(view), units)
    return table_of(
        view,
        view.t(f"overview.{'ranking' if name == 'ranking' else 'units'}"),
        columns,
        units,
        "progress.synthetic",
    )


def _facts(view: View, programme: Mapping[str, Any]) -> list[Any]:
    progress, language = programme["progress"], view.language
    low, high = progress["target"], progress["targetMax"] or progress["target"]
    return [
        fact(
            view.t("fact.lighthouses"),
            language.count(progress["passed"]),
            target=view.t("fact.band", low=language.count(low), high=language.count(high)),
            bar=bullet(
                view,
                progress["passed"],
                high,
                lighter=progress["contracted"],
                band=(low, high),
                label=view.t("fact.lighthouses_bar", passed=progress["passed"], low=low, high=high),
            ),
            below=[
                (view.t("progress.confirmed"), language.count(progress["confirmed"])),
                (view.t("progress.contracted"), language.count(progress["contracted"])),
            ],
        ),
        _counted(
            view,
            "platforms",
            progress["platforms"],
            programme["platformsTarget"],
            [
                (view.t("fact.units"), language.count(progress["units"])),
                (view.t("progress.planned"), language.count(progress["planned"])),
            ],
        ),
        _counted(
            view,
            "industries",
            progress["industries"],
            programme["industriesTarget"],
            [
                (view.t("progress.delivered"), language.count(progress["delivered"])),
                *(
                    [(view.t("progress.flags"), language.count(progress["flags"]))]
                    if progress["flags"] is not None
                    else []
                ),
            ],
        ),
        fact(
            view.t("fact.money"),
            language.money(progress["paid"]),
            exact=language.exact(progress["paid"]),
            target=view.t("fact.of", target=language.money(progress["ceiling"])),
            bar=bullet(
                view,
                float(progress["paid"]),
                float(progress["ceiling"]),
                mark=float(progress["awarded"]),
                label=view.t(
                    "fact.money_bar",
                    awarded=language.money(progress["awarded"]),
                    paid=language.money(progress["paid"]),
                    ceiling=language.money(progress["ceiling"]),
                ),
            ),
            below=[
                (view.t("progress.prepaid"), language.money(progress["prepaid"])),
                (view.t("progress.awarded"), language.money(progress["awarded"])),
            ],
        ),
    ]


def _counted(view: View, name: str, count: int, target: int, below: list[tuple[str, str]]) -> Any:
    label = view.t("fact.counted_bar", count=count, target=target)
    return fact(
        view.t(f"fact.{name}"),
        view.language.count(count),
        target=view.t("fact.of", target=view.language.count(target)),
        bar=bullet(view, count, target, label=label),
        below=below,
    )


def _measures(view: View, chosen: Measure, progress: Mapping[str, Any]) -> Any:
    return pills(
        view.t("measure.label"),
        [
            (
                view.t(f"measure.{measure.name}"),
                view.here(measure=None if measure.name == "passed" else measure.name),
                measure is chosen,
            )
            for measure in measures_for(progress)
        ],
    )


def _map(view: View, measure: Measure, units: Sequence[Mapping[str, Any]]) -> Any:
    values = [measure.value(unit["progress"]) for unit in units]
    cuts = measure.cuts(values)
    areas = [
        Area(
            code=unit["code"],
            name=_map_name(view, unit),
            value=value,
            hover=_hover(view, unit),
            href=view.link(f"/unit/{unit['code']}"),
        )
        for unit, value in zip(units, values, strict=True)
    ]
    words = Words(
        measure=view.t(f"measure.{measure.name}"),
        inset=view.t("map.inset"),
        none=view.t("map.none"),
        classes=classes(view, measure, cuts),
    )
    figure = china_map(areas, cuts, words, view.theme, outlines=view.outlines, alarm=measure.alarm)
    return chart(
        view,
        "map",
        figure,
        525,
        view.t("overview.map_label"),
        file=view.t("overview.map", measure=words.measure),
    )


def _map_name(view: View, unit: Mapping[str, Any]) -> str:
    # The XPCC's English name would cross half of Xinjiang.
    return view.t("map.xpcc") if unit["code"] == "XPCC" else view.name(unit, short=True)


def _hover(view: View, unit: Mapping[str, Any]) -> str:
    progress, language = unit["progress"], view.language
    facts = [
        (
            view.t("progress.passed_of"),
            f"{language.count(progress['passed'])} / {language.count(progress['target'])}",
        ),
        (view.t("progress.share"), language.percent(progress["share"], 1)),
        (view.t("progress.confirmed"), language.count(progress["confirmed"])),
        (view.t("progress.platforms"), language.count(progress["platforms"])),
        (view.t("progress.paid"), language.money(progress["paid"])),
    ]
    if progress["flags"] is not None:
        facts.append((view.t("progress.flags"), language.count(progress["flags"])))
    lines = "".join(f"<br>{label}  <b>{value}</b>" for label, value in facts)
    return f"<b>{view.name(unit)}</b>{lines}"


def ranked(measure: Measure, units: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(units, key=lambda unit: measure.value(unit["progress"]), reverse=True)


def ranking(view: View, measure: Measure, units: Sequence[Mapping[str, Any]]) -> Any:
    """All units as bars that are links: the map's data for those who can't see it, and on paper."""
    order = ranked(measure, units)
    most = max((measure.value(unit["progress"]) for unit in units), default=0) or 1
    rows = []
    for unit in order:
        progress = unit["progress"]
        said = measure.said(view, progress) if progress["target"] else view.t("overview.no_plan")
        # Place and bar are drawn by the style sheet: components are what takes a first page time.
        rows.append(
            html.Li(
                html.A(
                    [_map_name(view, unit), html.B(said)],
                    href=view.link(f"/unit/{unit['code']}"),
                    style={"--share": f"{100 * measure.value(progress) / most:.1f}%"},
                    **{"data-nav": ""},
                )
            )
        )
    return html.Ol(rows, className=f"ranking {'alarm' if measure.alarm else ''}", tabIndex=0)


def _course(view: View, programme: Mapping[str, Any]) -> Any:
    if not programme["months"]:
        return nothing(view, "overview.no_months")
    progress = programme["progress"]
    goal = None
    if view.batch is None:
        low, high = progress["target"], progress["targetMax"]
        goal = (
            low,
            high,
            view.t("overview.goal", low=view.language.count(low), high=view.language.count(high or low)),
        )
    names = {member: view.t(f"progress.{member}") for member in ("contracted", "passed", "confirmed")}
    figure = course(programme["months"], names, view.theme, english=view.english, goal=goal)
    return chart(view, "course", figure, 340, view.t("overview.course_label"), file=view.t("overview.course"))


PAGE = Page("/", "overview", layout, table)
