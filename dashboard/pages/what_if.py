"""What every platform would be awarded under other limits, or without somebody: at once, stored nowhere, shared by address."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from dash import dcc, html

from dashboard.client import Query, global_id, row_key
from dashboard.columns import Column, Kind, table_of
from dashboard.components.fact import fact
from dashboard.components.listing import listing
from dashboard.components.panel import heading, panel, trail
from dashboard.export import Table
from dashboard.sheet import Page, Sheet
from dashboard.view import BATCHES, View

#: Entries of the form with the limit that stands in each where nothing is supposed.
LIMITS = {
    "share": "cost_share",
    "enterprise": "award_per_enterprise",
    "platform": "award_per_platform",
    "fewest": "projects_per_platform",
}
#: Rows shown; the file has them all.
MOST = 400

ROWS = (
    Column(
        "operator",
        text="platforms.name",
        href=lambda view, row: view.here(open=row_key(row["platform"])),
    ),
    Column("unit", text="unit_name"),
    Column("countedNow", Kind.COUNT, text="whatif.counted_now"),
    Column("countedThen", Kind.COUNT, text="whatif.counted_then"),
    Column("now", Kind.EXACT, text="whatif.now"),
    Column("then", Kind.EXACT, text="whatif.then"),
    Column("difference", Kind.EXACT, text="whatif.difference"),
)


def query(view: View) -> Query:
    without = [global_id("Platform", key) for key in _keys(view, "drop")]
    without += [global_id("Project", key) for key in _keys(view, "without")]
    return Query(
        "what_if",
        {
            "batch": view.batch,
            "unit": view.state.get("unit"),
            "share": _share(view),
            **{name: _number(view, name) for name in ("enterprise", "platform")},
            "fewest": None if _number(view, "fewest") is None else int(Decimal(_number(view, "fewest") or 0)),
            "without": without,
            "costs": [
                {"project": global_id("Project", key), "cost": cost} for key, cost in _costs(view).items()
            ],
            "outlook": view.state.get("outlook") == "1",
        },
    )


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    found = data["whatIf"]
    rows = _rows(view, data)
    title = view.t("whatif.title")
    opened = await _opened(view)
    body = [
        heading(
            title,
            above=trail(view, (view.t("nav.money"), view.link("/money"))),
            below=html.P(view.t("whatif.subtitle"), className="soft"),
        ),
        html.Section([_form(view, data)], className="panel"),
        html.Div(
            [
                fact(
                    view.t("whatif.now"),
                    view.language.money(found["now"]),
                    exact=view.language.exact(found["now"]),
                ),
                fact(
                    view.t("whatif.then"),
                    view.language.money(found["then"]),
                    exact=view.language.exact(found["then"]),
                ),
                fact(
                    view.t("whatif.difference"),
                    _signed(view, found["difference"]),
                    exact=view.language.exact(found["difference"]),
                ),
                fact(
                    view.t("whatif.changed"),
                    view.language.count(found["changed"]),
                    target=view.t("fact.of", target=view.language.count(found["platforms"])),
                ),
            ],
            className="facts",
        ),
        *opened,
        panel(
            view,
            "rows",
            view.t("whatif.rows"),
            listing(view, ROWS, rows[:MOST], caption=view.t("whatif.rows")),
            query=asked,
            note=view.t("whatif.note"),
        ),
    ]
    return Sheet(title, body, synthetic=any(row["synthetic"] for row in rows))


async def table(view: View, name: str) -> Table:
    data = await view.fetch(query(view))
    return table_of(view, view.t("whatif.rows"), ROWS, _rows(view, data), "synthetic")


def _rows(view: View, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Most affected first."""
    units = {unit["code"]: view.name(unit, short=True) for unit in data["reportingUnits"]["nodes"]}
    rows = [{**row, "unit": units.get(row["unitCode"], row["unitCode"])} for row in data["whatIf"]["rows"]]
    return sorted(rows, key=lambda row: (-abs(Decimal(row["difference"])), row["unitCode"], row["platform"]))


def _form(view: View, data: Mapping[str, Any]) -> Any:
    """A plain form whose answer is an address: it can be sent to somebody else."""
    limits = {one["key"]: Decimal(one["value"]) for one in data["limits"]["nodes"]}
    entries: list[Any] = []
    for name, key in LIMITS.items():
        stands = limits.get(key)
        if stands is not None and name == "share":
            stands *= 100
        entries.append(
            html.Label(
                [
                    html.Span(view.t(f"whatif.{name}")),
                    dcc.Input(
                        name=name, type="text", value=view.state.get(name, ""), placeholder=_plain(stands)
                    ),
                ],
                className="entry",
            )
        )
    units = [("", view.t("whatif.all_units"))]
    units += [(unit["code"], view.name(unit)) for unit in data["reportingUnits"]["nodes"]]
    batches = [("", view.t("batch.all"))]
    batches += [(number, view.t("batch.one", number=number)) for number in BATCHES]
    kept = [("outlook", "1")] if view.state.get("outlook") == "1" else []
    kept += [(name, view.state[name]) for name in ("drop", "without", "cost") if view.state.get(name)]
    return html.Form(
        [
            html.Div(
                [
                    *entries,
                    _select(view.t("whatif.unit"), "unit", units, view.state.get("unit", "")),
                    _select(view.t("batch.label"), "batch", batches, view.state.get("batch", "")),
                ],
                className="deed-fields",
            ),
            html.Div([dcc.Input(type="hidden", name=name, value=value) for name, value in kept], hidden=True),
            html.Div(
                [
                    html.Button(view.t("whatif.reckon"), type="submit", className="button primary"),
                    html.A(
                        view.t("whatif.reset"),
                        href=view.link("/whatif"),
                        className="button",
                        **{"data-nav": ""},
                    ),
                    html.A(
                        view.t("whatif.as_is" if view.state.get("outlook") == "1" else "whatif.outlook"),
                        href=view.here(outlook=None if view.state.get("outlook") == "1" else "1"),
                        className="button",
                        **{"data-nav": ""},
                    ),
                ],
                className="deeds",
            ),
            _dropped(view),
        ],
        action=view.link("/whatif").partition("?")[0],
        method="get",
    )


def _select(label: str, name: str, choices: Sequence[tuple[str, str]], chosen: str) -> Any:
    options = [html.Option(said, value=value, selected=value == chosen) for value, said in choices]
    return html.Label([html.Span(label), html.Select(options, name=name)], className="entry")


def _dropped(view: View) -> Any:
    """Who is left out, and whose cost is changed, each with a way back."""
    links = []
    for name in ("drop", "without"):
        for key in _keys(view, name):
            rest = ",".join(one for one in _keys(view, name) if one != key) or None
            links.append(
                html.A(
                    view.t(f"whatif.back_{name}", number=key),
                    href=view.here(**{name: rest}),
                    **{"data-nav": ""},
                )
            )
    for key, cost in _costs(view).items():
        rest = ",".join(f"{one}:{other}" for one, other in _costs(view).items() if one != key) or None
        said = view.t("whatif.back_cost", number=key, cost=view.language.exact(cost))
        links.append(html.A(said, href=view.here(cost=rest), **{"data-nav": ""}))
    return (
        html.P([part for link in links for part in (link, " · ")][:-1], className="note") if links else None
    )


async def _opened(view: View) -> list[Any]:
    """The enterprises of the platform that was clicked, to drop one of them, or the platform itself."""
    key = view.state.get("open", "")
    if not key.isdigit():
        return []
    platform = (await view.fetch(Query("what_if_projects", {"id": global_id("Platform", key)})))["platform"]
    if platform is None:
        return []
    gone = set(_keys(view, "without"))
    rows = []
    for project in platform["projects"]["nodes"]:
        number = row_key(project["id"])
        with_it = ",".join([*_keys(view, "without"), number])
        rows.append(
            html.Tr(
                [
                    html.Td(project["enterprise"]["name"]),
                    html.Td(view.word("Project", "state", project["state"])),
                    html.Td(
                        view.language.exact(project["actualCost"] or project["plannedCost"]),
                        className="number",
                    ),
                    html.Td(
                        None
                        if number in gone
                        else html.A(
                            view.t("whatif.drop"), href=view.here(without=with_it), **{"data-nav": ""}
                        )
                    ),
                ],
                className="soft" if number in gone else "",
            )
        )
    dropped = ",".join(dict.fromkeys([*_keys(view, "drop"), key]))
    title = platform["organization"]["name"]
    heads = [view.t("projects.enterprise"), view.t("whatif.state"), view.t("whatif.cost"), ""]
    body = html.Div(
        html.Table(
            [
                html.Caption(title, className="unseen"),
                html.Thead(html.Tr([html.Th(head, scope="col") if head else html.Td() for head in heads])),
                html.Tbody(rows),
            ],
            className="listing",
        ),
        className="scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": title},
    )
    controls = html.A(
        view.t("whatif.drop_platform"), href=view.here(drop=dropped), className="button", **{"data-nav": ""}
    )
    return [panel(view, "open", title, body, saved=False, controls=controls)]


def _signed(view: View, amount: str) -> str:
    return ("+" if Decimal(amount) > 0 else "") + view.language.money(amount)


def _keys(view: View, name: str) -> list[str]:
    """Numbers in the address, with commas between; what is none is left out."""
    return [key for key in view.state.get(name, "").split(",") if key.isdigit() and len(key) < 19]


def _costs(view: View) -> dict[str, str]:
    """``cost=45:700000,46:1``: by project."""
    found = {}
    for part in view.state.get("cost", "").split(","):
        key, _, cost = part.partition(":")
        if key.isdigit() and len(key) < 19 and _decimal(cost) is not None:
            found[key] = cost
    return found


def _number(view: View, name: str) -> str | None:
    value = _decimal(view.state.get(name, ""))
    return None if value is None else str(value)


def _share(view: View) -> str | None:
    """Told in per cent, reckoned as a share."""
    value = _decimal(view.state.get("share", ""))
    return None if value is None else str(value / 100)


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "").strip() or "x")
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value < 10**12 else None


def _plain(value: Decimal | None) -> str:
    if value is None:
        return ""
    return f"{value:,.4f}".rstrip("0").rstrip(".")


PAGE = Page("/whatif", "whatif", layout, table)
