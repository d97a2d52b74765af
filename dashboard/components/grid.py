"""A long list in AG Grid that asks the server for each stretch of rows, filtered and sorted there."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import dash_ag_grid
from dash import html

from dashboard.client import Query, row_key
from dashboard.columns import Column, Kind
from dashboard.components.badge import tone
from dashboard.components.files import files
from dashboard.components.panel import panel
from dashboard.criteria import key_of, order_of, where_of
from dashboard.lists import List
from dashboard.view import View

STRETCH = 100
#: What a window leaves to a grid below the heading of its page.
REST = "max(360px, calc(100dvh - 232px))"
#: The API gives no more at once.
MOST = 1000

FILTERS = {
    Kind.COUNT: "agNumberColumnFilter",
    Kind.MONEY: "agNumberColumnFilter",
    Kind.EXACT: "agNumberColumnFilter",
    Kind.NUMBER: "agNumberColumnFilter",
    Kind.PERCENT: "agNumberColumnFilter",
    Kind.DAY: "agDateColumnFilter",
    Kind.MOMENT: "agDateColumnFilter",
}
OPTIONS = {
    "agNumberColumnFilter": [
        "greaterThanOrEqual",
        "lessThanOrEqual",
        "equals",
        "inRange",
        "blank",
        "notBlank",
    ],
    "agDateColumnFilter": ["greaterThan", "lessThan", "inRange", "blank", "notBlank"],
    "agTextColumnFilter": ["contains", "startsWith", "endsWith", "equals", "notEqual", "blank", "notBlank"],
}
#: What a word or a yes is told by: its label, not how it ends.
WORD_OPTIONS = ["contains", "blank", "notBlank"]
NUMBERS = (Kind.COUNT, Kind.MONEY, Kind.EXACT, Kind.NUMBER, Kind.PERCENT)
THEME = (
    "themeQuartz.withParams({backgroundColor: 'var(--card)', foregroundColor: 'var(--ink)', "
    "headerBackgroundColor: 'var(--raised)', headerTextColor: 'var(--ink)', borderColor: 'var(--line)', "
    "accentColor: 'var(--link)', chromeBackgroundColor: 'var(--card)', rowHoverColor: 'var(--hover)', "
    "oddRowBackgroundColor: 'var(--card)', headerFontWeight: 600, fontFamily: 'inherit', fontSize: 14, "
    "wrapperBorderRadius: 6, headerHeight: 40, rowHeight: 42, inputBackgroundColor: 'var(--card)', "
    "inputBorder: '1px solid var(--edge)'})"
)


def grid_panel(
    view: View,
    of: List,
    title: str,
    *,
    height: int,
    note: Any = None,
    controls: Any = None,
    stateful: bool = True,
    options: Mapping[str, Any] | None = None,
) -> Any:
    """The list with its tools; filters and order are in the address, for one ``stateful`` list a page.

    A ``height`` of 0 is what the window leaves. ``options`` are AG Grid's own.
    """
    asked = _asked(view, stateful)
    query = _query(view, of, asked["filterModel"], asked["sortModel"], STRETCH, 0)
    return panel(
        view,
        of.name,
        title,
        _grid(view, of, title, height, asked, stateful, options or {}),
        query=query,
        saved=False,
        note=note,
        controls=controls,
        tools=[files(view, title, of.name, [column.source(view) for column in of.shown(view)])],
        linked=True,
    )


def _grid(
    view: View,
    of: List,
    title: str,
    height: int,
    asked: Mapping[str, Any],
    stateful: bool,
    options: Mapping[str, Any],
) -> Any:
    sorts = {sort["colId"]: (sort["sort"], place) for place, sort in enumerate(asked["sortModel"])}
    return html.Div(
        dash_ag_grid.AgGrid(
            id={"type": "grid", "name": of.name},
            className="grid stateful" if stateful else "grid",
            rowModelType="infinite",
            columnDefs=[_definition(view, column, sorts.get(key_of(column))) for column in of.shown(view)],
            defaultColDef={
                "sortable": True,
                "resizable": True,
                "floatingFilter": True,
                "suppressHeaderMenuButton": True,
                "suppressMovable": not of.panel,
            },
            filterModel=asked["filterModel"],
            getRowId="params.data._id",
            dashGridOptions={
                "theme": {"function": THEME},
                "cacheBlockSize": STRETCH,
                "maxBlocksInCache": 20,
                "tooltipShowDelay": 300,
                "getLocaleText": {"function": "dengtaGridText(params)"},
                "enableCellTextSelection": True,
                "multiSortKey": "ctrl",
                **options,
            },
            style={"height": f"{height}px" if height else REST},
        ),
        role="region",
        **{"aria-label": title},
    )


def _definition(view: View, column: Column, sort: tuple[str, int] | None) -> dict[str, Any]:
    key = key_of(column)
    kind = FILTERS.get(column.kind, "agTextColumnFilter")
    choices = WORD_OPTIONS if column.kind in (Kind.WORD, Kind.FLAG) else OPTIONS[kind]
    definition: dict[str, Any] = {
        "field": key,
        "headerName": column.head(view),
        "headerTooltip": column.head(view),
        "filter": kind if column.filtered else False,
        "filterParams": {"filterOptions": choices, "maxNumConditions": 1, "debounceMs": 400},
        "width": column.set_width or column.width,
        "minWidth": min(column.width, 150 if column.grow else 90),
        "cellRenderer": "DengtaCell",
        # What it is where the reader changed nothing: the address keeps the rest.
        "context": {"width": column.width, "flex": column.grow or None},
    }
    if not column.sortable:
        definition["sortable"] = False
    if column.pinned:
        definition["pinned"] = "left"
    if column.grow and not column.set_width:
        definition["flex"] = column.grow
    if column.bullet:
        definition["cellRenderer"] = column.bullet
    elif column.kind in NUMBERS:
        definition |= {"type": "rightAligned", "tooltipField": f"{key}_exact"}
    elif column.kind in (Kind.TEXT, Kind.FORMED):
        definition["tooltipField"] = key
    if sort:
        definition["sort"], definition["sortIndex"] = sort
    return definition


async def answer_rows(view: View, of: List, request: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """A stretch of rows for the grid, and where GraphiQL shows the query that found them."""
    start = int(request["startRow"])
    count = min(int(request["endRow"]) - start, MOST)
    query = _query(view, of, request.get("filterModel") or {}, request.get("sortModel") or [], count, start)
    data = await view.fetch(query)
    answer = data[of.name]
    rows = [_row(view, of, row, least(data)) for row in answer["nodes"]]
    return {"rowData": rows, "rowCount": answer["totalCount"]}, view.explorer(query)


def least(data: Mapping[str, Any]) -> int:
    """How many enterprises a platform must transform (P7), as in force; 0 where the page does not ask."""
    limits = data["limits"]["nodes"] if "limits" in data else []
    return int(float(limits[0]["value"])) if limits else 0


def _row(view: View, of: List, row: Mapping[str, Any], least: int) -> dict[str, Any]:
    """Ready to be shown: order and filters are the server's, so the grid needs no raw values."""
    # No field begins so: a table may well have one that is called key.
    shown: dict[str, Any] = {"_id": row["id"]}
    for index, column in enumerate(of.shown(view)):
        key, value = key_of(column), column.value(view, row)
        shown[key] = column.said(view, row)
        if column.kind is Kind.MONEY and value is not None:
            shown[f"{key}_exact"] = view.language.exact(value)
        if column.kind is Kind.WORD:
            shown[f"{key}_tone"] = tone(value)
        if column.tone and value is not None:
            shown[f"{key}_tone"] = column.tone(view, row)
        if index == 0:
            shown[f"{key}_href"] = of.href(view, row)
            if of.panel:
                shown[f"{key}_panel"] = row_key(row["id"])
        elif column.href:
            shown[f"{key}_href"] = column.href(view, row)
        if column.bullet:
            bar = {"passed": value, "contracted": row["contractedCount"], "planned": row["planned"]}
            label = view.t("bullet.label", **{**bar, "target": bar["planned"]})
            shown["_bullet"] = {**bar, "least": least, "label": label}
    return shown


def _query(
    view: View,
    of: List,
    filters: Mapping[str, Any],
    sorts: Sequence[Mapping[str, str]],
    count: int,
    start: int,
) -> Query:
    return Query(
        of.name,
        {
            "where": where_of(view, of, filters),
            "orderBy": order_of(view, of, sorts),
            "first": count,
            "offset": start,
        },
        of.document,
    )


def _asked(view: View, stateful: bool) -> dict[str, Any]:
    """Filters and order from the address; what is not understood there is not asked for."""
    if not stateful:
        return {"filterModel": {}, "sortModel": []}
    try:
        filters = json.loads(view.state.get("filter", "{}"))
    except ValueError:
        filters = {}
    sorts = []
    for one in view.state.get("sort", "").split(","):
        column, _, direction = one.partition(":")
        if direction in ("asc", "desc"):
            sorts.append({"colId": column, "sort": direction})
    return {"filterModel": filters if isinstance(filters, dict) else {}, "sortModel": sorts}
