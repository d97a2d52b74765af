"""One step for many projects of a platform at once: who may, which projects are ready for it, and the ticks to set."""

from collections.abc import Mapping, Sequence
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
}


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
        offers = await offered(view, rows[0]["id"], names=DOCUMENTS)
        found += [(action, rows) for action in offers.actions]
    if not found:
        return None
    return html.Div([_step(view, action, rows) for action, rows in found], className="deeds left")


def _step(view: View, action: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Any:
    name = f"{action['name']}-{rows[0]['state']}"
    said = label(view, action)
    ids = [row["id"] for row in rows]
    return html.Details(
        [
            html.Summary(view.t("bulk.step", label=said, count=len(rows)), className="button"),
            html.Div(
                [
                    html.P(view.t("deeds.clause", clause=action["clause"]), className="note")
                    if action["clause"]
                    else None,
                    dmc.CheckboxGroup(
                        html.Div(
                            [dmc.Checkbox(label=row["enterprise"]["name"], value=row["id"]) for row in rows],
                            className="ticks",
                        ),
                        id={"type": "bulk-rows", "of": name},
                        label=view.t("bulk.which"),
                        value=ids,
                    ),
                    html.Div(
                        [_field(view, name, field) for field in action["fields"]],
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
                            "names": {row["id"]: row["enterprise"]["name"] for row in rows},
                        },
                    ),
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
        case _:
            return dmc.Textarea(**{**common, "value": ""}, autosize=True, minRows=2)
