"""The workbench: an index of all tables, and a grid for each, drawn from what the API declares."""

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from dashboard.client import Query
from dashboard.components.grid import grid_panel
from dashboard.components.panel import heading, trail
from dashboard.components.states import nothing
from dashboard.declared import Declared
from dashboard.lists import List
from dashboard.router import Router
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View
from dashboard.workbench.allowed import Allowed, allowed
from dashboard.workbench.columns import choices, paths, usual
from dashboard.workbench.side import side
from dashboard.workbench.table import NAME, called, grid_of, parent_of

#: So many lists are counted by one question: what the narrowest role may ask at once.
AT_ONCE = 15


async def index(view: View) -> Sheet:
    may = await allowed(view)
    tables = [table for table in view.labels.tables.values() if table.name in may.readable]
    words = view.state.get("q", "").strip().casefold()
    found = [table for table in tables if words in " ".join((*table.label, table.name)).casefold()]
    counts = await _counts(view, found)
    groups = dict.fromkeys(table.group for table in found)
    title = view.t("data.title")
    body = [
        heading(
            title,
            below=html.P(view.t("data.subtitle", count=len(tables)), className="soft"),
            beside=search_form(view, "/data", view.t("data.find")),
        ),
        html.Div(
            [
                _group(view, group, [table for table in found if table.group == group], counts)
                for group in groups
            ],
            className="data-groups",
        )
        if found
        else nothing(view),
    ]
    programme = await view.fetch(Query("synthetic", {}))
    return Sheet(title, body, synthetic=programme["programme"]["progress"]["synthetic"])


async def _counts(view: View, tables: Sequence[Declared]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for start in range(0, len(tables), AT_ONCE):
        some = tables[start : start + AT_ONCE]
        roots = "\n".join(f"  {table.connection} {{ estimatedCount }}" for table in some)
        answer = await view.fetch(Query("counts", {}, f"query Counts {{\n{roots}\n}}\n"))
        counts |= {name: found["estimatedCount"] for name, found in answer.items()}
    return counts


def _group(view: View, group: tuple[str, str], tables: Sequence[Declared], counts: dict[str, int]) -> Any:
    return html.Section(
        [
            html.H2(group[view.english]),
            html.Ul(
                [
                    html.Li(
                        html.A(
                            [
                                html.Span(table.label[view.english]),
                                html.Strong(view.language.count(counts[table.connection])),
                            ],
                            href=view.link(f"/data/{table.connection}"),
                            **{"data-nav": ""},
                        )
                    )
                    for table in tables
                ],
                className="related",
            ),
        ],
        className="panel",
    )


async def listed(view: View) -> List:
    """
    Raises:
        NotFound: the API has no such table.
    """
    table = view.labels.table(view.key)
    if table is None:
        raise NotFound
    return grid_of(view, table, await allowed(view, table))


async def grid(view: View) -> Sheet:
    table = view.labels.table(view.key)
    may = await allowed(view, table)
    if table is None:
        raise NotFound
    title = table.label[view.english]
    of = grid_of(view, table, may)
    body = [
        heading(
            title,
            above=trail(view, (view.t("data.title"), view.link("/data"))),
            beside=search_form(view, f"/data/{table.connection}", view.t("data.search"))
            if table.searchable
            else None,
        ),
        await _narrowed(view, table, may),
        html.Div(
            [
                html.Div(
                    grid_panel(view, of, view.t("data.rows"), height=0, controls=_columns(view, table, may)),
                    className="data-grid",
                ),
                html.Aside(
                    await side(view, table, may),
                    id={"type": "side", "of": NAME},
                    className="side",
                    **{"aria-label": view.t("data.record")},
                ),
            ],
            className="data-split",
        ),
        dcc.Store(id={"type": "side-row", "of": NAME}),
        html.Div(id={"type": "side-shown", "of": NAME}, hidden=True),
    ]
    return Sheet(title, body, synthetic=await _synthetic(view, table))


def search_form(view: View, path: str, label: str) -> Any:
    """What is searched for is a part of the address; ``45-data.js`` keeps the rest of it."""
    return html.Form(
        [
            html.Label(
                [
                    html.Span(label, className="unseen"),
                    dcc.Input(
                        name="q",
                        type="search",
                        value=view.state.get("q", ""),
                        placeholder=label,
                        debounce=True,
                        id="search-q",
                        className="search-text",
                    ),
                ],
                htmlFor="search-q",
            ),
            html.Button(view.t("data.go"), type="submit", className="button"),
        ],
        action=f"{view.prefix}{path.lstrip('/')}",
        method="get",
        className="search data-search",
        role="search",
        **{"data-keep": ""},
    )


async def _narrowed(view: View, table: Declared, may: Allowed) -> Any:
    """What the grid is narrowed to, each with a way out of it."""
    chips = []
    if words := view.state.get("q", "").strip():
        chips.append((view.t("data.searched", words=words), "q"))
    if parent := parent_of(view, table):
        relation, target, key = parent
        chips.append((await _parent(view, table, relation, target, key, may), "of"))
    if not chips:
        return None
    return html.P(
        [
            html.A(
                [said, html.Span(" ×", **{"aria-hidden": "true"})],
                href=view.here(**{name: None}),
                className="pill chip",
                **{"data-nav": "keep", "aria-label": view.t("data.without", what=said)},
            )
            for said, name in chips
        ],
        className="chips",
    )


async def _parent(view: View, table: Declared, relation: str, target: str, key: str, may: Allowed) -> str:
    """The row that the grid is narrowed to, as people call it."""
    from dashboard.workbench.record import record

    label = table.links[relation].label[view.english]
    there = view.labels.tables[target]
    found = await record(view, there, key, may) if target in may.readable else None
    return f"{label}{view.t('colon')}{called(view, there, found.row) if found else key}"


def _columns(view: View, table: Declared, may: Allowed) -> Any:
    """The choice of columns: any field of the table, and of those it belongs to."""
    options = [
        {
            "group": group[view.english],
            "items": [{"value": path, "label": said[view.english]} for path, said in fields],
        }
        for group, fields in choices(view, table, may.readable)
    ]
    return html.Details(
        [
            html.Summary(view.t("data.columns"), className="button"),
            html.Div(
                [
                    dmc.MultiSelect(
                        id={"type": "columns", "of": NAME},
                        label=view.t("data.columns_of"),
                        data=_once(options),
                        value=paths(view, table, may.readable),
                        searchable=True,
                        limit=60,
                        nothingFoundMessage=view.t("deeds.none_found"),
                        comboboxProps={"withinPortal": False},
                    ),
                    html.P(view.t("data.columns_note"), className="note"),
                    html.Div(
                        [
                            html.Button(
                                view.t("data.columns_take"),
                                id={"type": "columns-take", "of": NAME},
                                type="button",
                                className="button primary",
                            ),
                            html.A(
                                view.t("data.columns_usual"),
                                href=view.here(columns=None, pin=None, width=None),
                                className="button",
                                **{"data-nav": "keep"},
                            ),
                        ],
                        className="deeds",
                    ),
                    dcc.Store(
                        id={"type": "columns-usual", "of": NAME}, data=usual(view, table, may.readable)
                    ),
                ],
                className="columns-card",
            ),
        ],
        className="columns",
    )


def _once(options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A choice by each path once, and no heading twice: the same words may lead to two relations."""
    seen: dict[str, dict[str, Any]] = {}
    for option in options:
        seen.setdefault(option["group"], {"group": option["group"], "items": []})["items"] += option["items"]
    return list(seen.values())


async def _synthetic(view: View, table: Declared) -> bool:
    """Whether the caller sees rows of the table that are made up."""
    if "synthetic" not in table.fields:
        return False
    text = (
        f"query Synthetic {{ {table.connection}(where: {{ synthetic: {{ eq: true }} }}, first: 1)"
        " { nodes { id } } }"
    )
    return bool((await view.fetch(Query("synthetic", {}, text)))[table.connection]["nodes"])


def register_data(app: Dash, router: Router) -> None:
    """The callbacks of all grids: the panel beside them, and their columns."""
    at = {"of": NAME}

    @app.callback(
        Output({"type": "side", **at}, "children"),
        Input({"type": "side-row", **at}, "data"),
        prevent_initial_call=True,
    )
    async def show(place: dict[str, str] | None) -> Any:
        if place is None:
            return no_update
        _, view = await router.view(place)
        table = view.labels.table(view.key)
        if table is None:
            return no_update
        return await side(view, table, await allowed(view, table))

    app.clientside_callback(
        ClientsideFunction("dengta_data", "shown"),
        Output({"type": "side-shown", **at}, "children"),
        Input({"type": "side", **at}, "children"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("dengta_data", "arrange"),
        Output({"type": "side-shown", **at}, "title"),
        Input({"type": "grid", "name": NAME}, "columnState"),
        State({"type": "columns-usual", **at}, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("dengta_data", "take_columns"),
        Output({"type": "columns-take", **at}, "title"),
        Input({"type": "columns-take", **at}, "n_clicks"),
        State({"type": "columns", **at}, "value"),
        State({"type": "columns-usual", **at}, "data"),
        prevent_initial_call=True,
    )


INDEX = Page("/data", "data", index)
GRID = Page("/data/", "data", grid, lists=True, grid=listed)
