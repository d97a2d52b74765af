"""One step for many rows at once: who may, which rows are ready for it, and the ticks to set."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.components.actions import label, offered
from dashboard.view import View

#: Steps that make sense for many at once, and the document that takes them.
DOCUMENTS = {
    "startProject": "start_projects",
    "assignProject": "assign_projects",
    "endorseProject": "endorse_projects",
    "confirmProject": "confirm_projects",
    "tickCheckItem": "tick_check_items",
    "takeOutFlag": "take_out_flags",
    "dismissFlag": "dismiss_flags",
}
#: Those of them that a page of many projects offers.
PROJECTS = frozenset({"startProject", "assignProject", "endorseProject", "confirmProject"})
#: Names longer than this stand one a line.
LONG = 24


async def bulk(view: View, projects: Sequence[Mapping[str, Any]]) -> Any:
    """A form a step that several projects can take with the same values; None where there is none.

    One project of each state is asked what can be done with it; the API checks each project again.
    """
    found = []
    states: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for project in projects:
        stage = (project["state"], bool(project["endorsedOn"]), bool(project["confirmedOn"]))
        states.setdefault(stage, []).append(project)
    for rows in states.values():
        if len(rows) < 2:
            continue
        offers = await offered(view, rows[0]["id"], names=PROJECTS)
        names = [(row["id"], row["enterprise"]["name"]) for row in rows]
        found += [for_many(view, action, names, rows[0]["state"]) for action in offers.actions]
    if not found:
        return None
    return html.Div(found, className="deeds left")


async def bulk_of(view: View, action: str, rows: Sequence[tuple[str, str]], *, chosen: bool = False) -> Any:
    """A form for one step that rows of (id, name), all alike, can take together; None where it is not offered."""
    if len(rows) < 2:
        return None
    offers = await offered(view, rows[0][0], names={action})
    found = [for_many(view, one, rows, "", chosen=chosen) for one in offers.actions]
    return html.Div(found, className="deeds left") if found else None


def for_many(
    view: View,
    action: Mapping[str, Any],
    rows: Sequence[tuple[str, str]],
    state: str,
    *,
    chosen: bool | Collection[str] = True,
    gathers: str = "",
) -> Any:
    """``chosen``: which rows are ticked at first. ``gathers``: the field of one act that the rows but the first go into,
    where the act is not taken for each of them."""
    name = f"{action['name']}-{state}"
    said = label(view, action)
    ids = [row for row, _ in rows]
    ticked = ids if chosen is True else [row for row in ids if chosen and row in chosen]
    fields = [field for field in action["fields"] if field["name"] != gathers]
    column = next(
        (field["columns"][0]["name"] for field in action["fields"] if field["name"] == gathers), None
    )
    return html.Details(
        [
            html.Summary(
                said if gathers else view.t("bulk.step", label=said, count=len(rows)),
                className="button",
                **{"data-bulk": action["name"]},
            ),
            html.Div(
                [
                    html.P(view.t("deeds.clause", clause=action["clause"]), className="note")
                    if action["clause"]
                    else None,
                    dmc.CheckboxGroup(
                        html.Div(
                            [dmc.Checkbox(label=text, value=row) for row, text in rows],
                            className="ticks long" if max(map(len, dict(rows).values())) > LONG else "ticks",
                        ),
                        id={"type": "bulk-rows", "of": name},
                        label=view.t("bulk.which"),
                        value=ticked,
                    ),
                    html.Div(
                        [
                            html.Div(_field(view, name, field), className=f"entry of-{field['sort']}")
                            for field in fields
                        ],
                        className="deed-fields",
                    ),
                    html.Div(id={"type": "bulk-said", "of": name}, role="status"),
                    html.Button(
                        said, id={"type": "bulk", "of": name}, type="button", className="button primary"
                    ),
                    dcc.Store(
                        id={"type": "bulk-form", "of": name},
                        data={
                            "action": action["name"],
                            "label": said,
                            "names": dict(rows),
                            "gathers": gathers,
                            "column": column,
                            # One key for one form: pressing twice does it once.
                            "key": str(uuid.uuid4()),
                        },
                    ),
                    dcc.Store(id={"type": "deed-done", "deed": "bulk", "of": name}),
                ],
                className="deed-form",
            ),
        ],
        className="deed",
    )


def _field(view: View, name: str, field: Mapping[str, Any]) -> Any:
    common: dict[str, Any] = {
        "id": {"type": "bulk-field", "of": name, "field": field["name"]},
        "label": label(view, field),
        "withAsterisk": field["required"],
        "value": None,
    }
    match field["sort"]:
        case "date":
            return dmc.TextInput(**{**common, "value": ""}, attributes={"input": {"type": "date"}})
        case "link":
            choices = [{"value": one["id"], "label": one["label"]} for one in field["choices"]]
            return dmc.Select(**common, data=choices, searchable=True)
        case "text":
            longest = {"input": {"maxLength": field["longest"]}}
            return dmc.TextInput(**{**common, "value": ""}, attributes=longest)
        case _:
            return dmc.Textarea(**{**common, "value": ""}, autosize=True, minRows=2)
