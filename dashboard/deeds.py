"""What the forms of ``dashboard.components.actions`` do: collect, send, say what came of it, draw the page anew."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from dash import Dash, Input, Output, Patch, State, ctx, html, no_update
from dash.dependencies import ALL, MATCH

from dashboard.client import Query, QueryFailed
from dashboard.components.actions import row
from dashboard.records import address_of
from dashboard.router import Router
from dashboard.view import View


def register_deeds(app: Dash, router: Router) -> None:
    """The callbacks of all forms."""
    at = {"deed": MATCH, "of": MATCH}

    @app.callback(
        Output({"type": "deed-said", **at}, "children"),
        Output({"type": "deed-done", **at}, "data"),
        Output({"type": "deed-field", **at, "field": ALL}, "error"),
        Input({"type": "deed", **at}, "n_clicks"),
        State({"type": "deed-field", **at, "field": ALL}, "value"),
        State({"type": "deed-field", **at, "field": ALL}, "id"),
        State({"type": "deed-form", **at}, "data"),
        State("place", "data"),
        prevent_initial_call=True,
    )
    async def act(
        clicks: int | None,
        given: list[Any],
        ids: list[dict[str, str]],
        form: dict[str, Any],
        where: dict[str, str],
    ) -> Any:
        paths = [one["field"] for one in ids]
        if not clicks:
            return no_update, no_update, [no_update] * len(paths)
        _, view = await router.view(where)
        values = collect(form["fields"], dict(zip(paths, given, strict=True)))
        asked = {name: form[name] for name in ("action", "id", "version", "key")}
        try:
            done = (await view.fetch(Query("perform", {**asked, "values": values})))["perform"]
        except QueryFailed as failure:
            problem = {"message": failure.message, "hint": failure.hint, "clause": failure.clause}
            return bad(view, [problem]), no_update, [None] * len(paths)
        if done["done"]:
            told = {"message": view.t("deeds.done", label=form["label"]), "href": address(view, done["id"])}
            return None, told, [None] * len(paths)
        wrong = {problem["field"]: problem["message"] for problem in done["problems"] if problem["field"]}
        loose = [problem for problem in done["problems"] if problem["field"] not in paths]
        return bad(view, loose), no_update, [wrong.get(path) for path in paths]

    @app.callback(
        Output("place", "data", allow_duplicate=True),
        Output("said", "children"),
        Input({"type": "deed-done", "deed": ALL, "of": ALL}, "data"),
        State("place", "data"),
        prevent_initial_call=True,
    )
    async def redraw(done: list[dict[str, Any] | None], where: dict[str, str]) -> Any:
        told = next((one for one in done if one), None)
        if told is None or not ctx.triggered or not ctx.triggered[0]["value"]:
            return no_update, no_update
        _, view = await router.view(where)
        return {**where}, good(view, told)

    @app.callback(
        Output({"type": "deed-rows", **at, "field": MATCH}, "children"),
        Input({"type": "deed-more", **at, "field": MATCH}, "n_clicks"),
        State({"type": "deed-column", **at, "field": MATCH}, "data"),
        State({"type": "deed-more", **at, "field": MATCH}, "id"),
        State("place", "data"),
        prevent_initial_call=True,
    )
    async def more(
        clicks: int | None, field: dict[str, Any], of: dict[str, str], where: dict[str, str]
    ) -> Any:
        if not clicks:
            return no_update
        _, view = await router.view(where)
        rows = Patch()
        number = max(len(field["value"] or ()), 1) + clicks - 1
        rows.append(row(view, {"deed": of["deed"], "of": of["of"]}, field, number, {}))
        return rows

    @app.callback(
        Output({"type": "deed-field", **at, "field": MATCH}, "data"),
        Input({"type": "deed-field", **at, "field": MATCH}, "searchValue"),
        State({"type": "deed-field", **at, "field": MATCH}, "id"),
        State({"type": "deed-field", **at, "field": MATCH}, "data"),
        State({"type": "deed-field", **at, "field": MATCH}, "value"),
        State({"type": "deed-form", **at}, "data"),
        State("place", "data"),
        prevent_initial_call=True,
    )
    async def search(
        text: str | None,
        of: dict[str, str],
        shown: list[dict[str, str]] | None,
        chosen: str | None,
        form: dict[str, Any],
        where: dict[str, str],
    ) -> Any:
        # A choice puts its own label there: nothing to look for. Words are few, and looked through by the browser.
        if text is None or any(one["label"] == text for one in shown or ()) or not _links(form, of["field"]):
            return no_update
        _, view = await router.view(where)
        query = Query(
            "choices", {"action": form["action"], "field": of["field"], "id": form["id"], "text": text}
        )
        try:
            found = (await view.fetch(query))["choices"]
        except QueryFailed:
            return no_update
        kept = [one for one in shown or () if one["value"] == chosen]
        return kept + [{"value": one["id"], "label": one["label"]} for one in found if one["id"] != chosen]


def collect(fields: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in a form, as the API takes it: rows without any entry are left out."""
    values: dict[str, Any] = {}
    for field in fields:
        name = field["name"]
        if field["sort"] != "rows":
            values[name] = _value(field, given.get(name))
            continue
        numbers = sorted({int(path.split(".")[1]) for path in given if path.startswith(f"{name}.")})
        rows = [
            {
                column["name"]: _value(column, given.get(f"{name}.{number}.{column['name']}"))
                for column in field["columns"]
            }
            for number in numbers
        ]
        values[name] = [row for row in rows if any(value not in (None, "") for value in row.values())]
    return values


def _value(field: Mapping[str, Any], value: Any) -> Any:
    if isinstance(value, str):
        value = value.strip()
    if field["sort"] == "flag" and value in ("true", "false"):
        return value == "true"
    return value if value != "" else None


def _links(form: Mapping[str, Any], path: str) -> bool:
    fields = form["fields"]
    found: Mapping[str, Any] = {}
    for part in path.split("."):
        if not part.isdecimal():
            found = next((field for field in fields if field["name"] == part), {})
            fields = found.get("columns", ())
    return found.get("sort") == "link"


def address(view: View, identifier: str | None) -> str | None:
    """The page of a record that was made or changed, where it has one."""
    if not identifier:
        return None
    return address_of(view, base64.b64decode(identifier).decode().partition(":")[0], identifier)


def bad(view: View, problems: Sequence[Mapping[str, Any]]) -> Any:
    """Why something was not done; None where nothing stands against it."""
    if not problems:
        return None
    return html.Div(
        [
            html.P(
                [
                    html.Span(problem["message"]),
                    html.Span(view.t("deeds.by_clause", clause=problem["clause"]), className="clause")
                    if problem["clause"]
                    else None,
                    html.Span(problem["hint"], className="soft") if problem["hint"] else None,
                ]
            )
            for problem in problems
        ],
        className="said bad",
    )


def good(view: View, told: Mapping[str, Any]) -> Any:
    return html.P(
        [
            told["message"],
            html.A(view.t("deeds.open"), href=told["href"], **{"data-nav": ""}) if told["href"] else None,
        ],
        className="said good",
    )
