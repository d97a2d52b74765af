"""What the forms of ``dashboard.components.bulk`` do: one step for all rows that are ticked, or none and why."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from dash import Dash, Input, Output, State, no_update
from dash.dependencies import ALL, MATCH

from dashboard.client import Query, QueryFailed
from dashboard.components.bulk import DOCUMENTS
from dashboard.deeds import address, bad
from dashboard.router import Router
from dashboard.view import View


def register_bulk(app: Dash, router: Router) -> None:
    """The callback of all forms for many rows; ``dashboard.deeds`` draws the page anew."""
    at = {"of": MATCH}

    @app.callback(
        Output({"type": "bulk-said", **at}, "children"),
        Output({"type": "deed-done", "deed": "bulk", **at}, "data"),
        Input({"type": "bulk", **at}, "n_clicks"),
        State({"type": "bulk-rows", **at}, "value"),
        State({"type": "bulk-field", **at, "field": ALL}, "value"),
        State({"type": "bulk-field", **at, "field": ALL}, "id"),
        State({"type": "bulk-form", **at}, "data"),
        State("place", "data"),
        prevent_initial_call=True,
    )
    async def act(
        clicks: int | None,
        chosen: list[str],
        given: list[Any],
        ids: list[dict[str, str]],
        form: dict[str, Any],
        where: dict[str, str],
    ) -> Any:
        if not clicks:
            return no_update, no_update
        _, view = await router.view(where)
        if not chosen:
            return bad(view, [_problem(view.t("bulk.none"))]), no_update
        values = {one["field"]: value or None for one, value in zip(ids, given, strict=True)}
        try:
            if form["gathers"]:
                return await _together(view, form, chosen, values)
            return await _each(view, form, chosen, values)
        except QueryFailed as failure:
            problem = _problem(failure.message, hint=failure.hint, clause=failure.clause)
            return bad(view, [problem]), no_update


async def _each(
    view: View, form: Mapping[str, Any], chosen: Sequence[str], values: Mapping[str, Any]
) -> tuple[Any, Any]:
    """The step for each row: all, or none."""
    rows = [{"id": one, **values} for one in chosen]
    asked = Query(DOCUMENTS[form["action"]], {"input": rows, "key": str(uuid.uuid4())})
    [done] = (await view.fetch(asked)).values()
    if done["done"]:
        told = view.t("bulk.done", label=form["label"], count=len(rows))
        return None, {"message": told, "href": None}
    problems = [
        {
            **problem,
            "message": view.t("bulk.problem", name=form["names"][one], message=problem["message"]),
        }
        for one, row in zip(chosen, done["rows"], strict=True)
        for problem in row["problems"]
    ]
    return bad(view, problems), no_update


async def _together(
    view: View, form: Mapping[str, Any], chosen: Sequence[str], values: Mapping[str, Any]
) -> tuple[Any, Any]:
    """One act on the first row, with the others in a field of it."""
    first, *others = chosen
    asked = {
        "action": form["action"],
        "id": first,
        "version": None,
        "values": {**values, form["gathers"]: [{form["column"]: one} for one in others]},
        "key": form["key"],
    }
    done = (await view.fetch(Query("perform", asked)))["perform"]
    if done["done"]:
        told = view.t("deeds.done", label=form["label"])
        return None, {"message": told, "href": address(view, done["id"])}
    return bad(view, done["problems"]), no_update


def _problem(message: str, *, hint: str | None = None, clause: str | None = None) -> dict[str, Any]:
    return {"message": message, "hint": hint, "clause": clause}
