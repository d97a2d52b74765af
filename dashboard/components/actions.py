"""The buttons of what the caller may do with a record now, each opening its form; ``dashboard.deeds`` does it."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.client import Query
from dashboard.view import View

#: Rows that a list of rows begins with.
FIRST_ROWS = 1


@dataclass(frozen=True)
class Offers:
    """What can be done: ``of`` is the record's global id, or None for new rows of ``table``."""

    of: str | None
    table: str | None
    version: int | None
    actions: Sequence[Mapping[str, Any]]

    def only(self, names: Collection[str]) -> "Offers":
        """Those of these names (``submitPlan``), for a part of the page of their own."""
        return Offers(
            self.of, self.table, self.version, [one for one in self.actions if one["name"] in names]
        )

    def without(self, names: Collection[str]) -> "Offers":
        """All but those of these names."""
        return Offers(
            self.of, self.table, self.version, [one for one in self.actions if one["name"] not in names]
        )


async def offered(
    view: View, of: str | None = None, table: str | None = None, *, names: Collection[str] | None = None
) -> Offers:
    """What the caller may do with the record ``of``, or which rows they may add to ``table``; only of ``names``, if given."""
    wanted = None if names is None else sorted(names)
    found = (await view.fetch(Query("actions", {"of": of, "table": table, "names": wanted})))["actions"]
    actions = [{**one, "fields": one["form"]} for one in found["actions"]]
    return Offers(of, table, found["version"], actions)


async def offered_alike(
    view: View,
    rows: Sequence[Mapping[str, Any]],
    names: Collection[str],
    alike: Callable[[Mapping[str, Any]], object],
) -> dict[str, Offers]:
    """What the caller may do with each of many rows, by id: of those that are ``alike`` one is asked about.

    The API checks each again. Only for forms that begin empty. Rows bring ``id`` and ``version``.
    """
    asked: dict[object, Offers] = {}
    found: dict[str, Offers] = {}
    for row in rows:
        kind = alike(row)
        if kind not in asked:
            asked[kind] = await offered(view, row["id"], names=names)
        one = asked[kind]
        found[row["id"]] = Offers(row["id"], one.table, one.version and row["version"], one.actions)
    return found


def actions(view: View, offers: Offers) -> Any:
    """A row of buttons; None where there is nothing to do."""
    if not offers.actions:
        return None
    return html.Div([_deed(view, offers, one) for one in offers.actions], className="deeds")


def place(offers: Offers, action: Mapping[str, Any]) -> dict[str, str]:
    """What tells a form from all others on a page."""
    return {"deed": action["name"], "of": offers.of or offers.table or ""}


def label(view: View, what: Mapping[str, Any]) -> str:
    return str(what["labelEn" if view.english else "label"])


def _deed(view: View, offers: Offers, action: Mapping[str, Any]) -> Any:
    at = place(offers, action)
    said = label(view, action)
    form = {
        "action": action["name"],
        "id": offers.of,
        "version": None if action["makes"] else offers.version,
        # One key for one form: pressing twice does it once.
        "key": str(uuid.uuid4()),
        "label": said,
        "fields": [_kept(view, field) for field in action["fields"]],
    }
    return html.Details(
        [
            html.Summary(
                said,
                className=f"button{' danger' if action['danger'] else ''}",
                **{"data-deed": action["name"]},
            ),
            html.Div(
                [
                    html.P(view.t("deeds.clause", clause=action["clause"]), className="note")
                    if action["clause"]
                    else None,
                    html.Div(
                        [_field(view, at, field) for field in action["fields"]], className="deed-fields"
                    ),
                    html.Div(id={"type": "deed-said", **at}, role="status"),
                    html.Button(
                        view.t("deeds.really" if action["danger"] else "deeds.do", label=said),
                        id={"type": "deed", **at},
                        type="button",
                        className=f"button {'danger' if action['danger'] else 'primary'}",
                    ),
                    dcc.Store(id={"type": "deed-form", **at}, data=form),
                    dcc.Store(id={"type": "deed-done", **at}),
                ],
                className="deed-form",
            ),
        ],
        className="deed",
    )


def _kept(view: View, field: Mapping[str, Any]) -> dict[str, Any]:
    """What the callbacks need to know of a field."""
    return {
        "name": field["name"],
        "sort": field["sort"],
        "label": label(view, field),
        "columns": [_kept(view, column) for column in field.get("columns") or ()],
    }


def _field(view: View, at: Mapping[str, str], field: Mapping[str, Any]) -> Any:
    if field["sort"] != "rows":
        return html.Div(
            entry(view, at, field, field["name"], field["value"]), className=f"entry of-{field['sort']}"
        )
    given = field["value"] or [{}] * FIRST_ROWS
    return html.Fieldset(
        [
            html.Legend(_titled(view, field)),
            html.P(_help(view, field), className="note") if _help(view, field) else None,
            html.Div(
                [row(view, at, field, number, values) for number, values in enumerate(given)],
                id={"type": "deed-rows", **at, "field": field["name"]},
                className="deed-rows",
            ),
            html.Button(
                view.t("deeds.more"),
                id={"type": "deed-more", **at, "field": field["name"]},
                type="button",
                className="button",
            ),
            dcc.Store(id={"type": "deed-column", **at, "field": field["name"]}, data=field),
        ],
        className="entry of-rows",
    )


def row(
    view: View, at: Mapping[str, str], field: Mapping[str, Any], number: int, values: Mapping[str, Any]
) -> Any:
    """One row of a list of rows; left empty it counts for nothing."""
    return html.Div(
        [
            html.Div(
                entry(
                    view, at, column, f"{field['name']}.{number}.{column['name']}", values.get(column["name"])
                ),
                className=f"entry of-{column['sort']}",
            )
            for column in field["columns"]
        ],
        className="deed-row",
    )


def entry(view: View, at: Mapping[str, str], field: Mapping[str, Any], path: str, value: Any) -> Any:
    """What stands for a field in a form."""
    common: dict[str, Any] = {
        "id": {"type": "deed-field", **at, "field": path},
        "label": _titled(view, field),
        "description": _help(view, field) or None,
        "withAsterisk": field["required"],
        "value": None if value is None else str(value),
    }
    match field["sort"]:
        case "note":
            return dmc.Textarea(**common, autosize=True, minRows=2, **_typed(maxLength=field["longest"]))
        case "flag":
            choices = [
                {"value": "true", "label": view.t("deeds.yes")},
                {"value": "false", "label": view.t("deeds.no")},
            ]
            if value is not None:
                common["value"] = str(value).lower()
            return dmc.Select(**common, data=choices, **_choosing(field))
        case "word":
            choices = [{"value": word["value"], "label": label(view, word)} for word in field["words"]]
            if value is not None:
                common["value"] = str(value).upper()
            return dmc.Select(**common, data=choices, searchable=len(choices) > 8, **_choosing(field))
        case "link":
            choices = [{"value": one["id"], "label": one["label"]} for one in field["choices"]]
            return dmc.Select(
                **common,
                data=choices,
                searchable=True,
                **_choosing(field),
                nothingFoundMessage=view.t("deeds.none_found"),
            )
        case "date":
            return dmc.TextInput(**common, **_typed(type="date"))
        case "integer" | "decimal" | "money":
            return dmc.TextInput(**common, rightSection=_measure(view, field), **_typed(inputMode="decimal"))
        case _:
            return dmc.TextInput(**common, **_typed(maxLength=field["longest"]))


def _choosing(field: Mapping[str, Any]) -> dict[str, Any]:
    """Choosing again what is chosen keeps it; only what may be left empty is cleared."""
    return {"allowDeselect": False, "clearable": not field["required"]}


def _typed(**attributes: object) -> dict[str, Any]:
    """Attributes of the input element itself."""
    return {"attributes": {"input": attributes}}


def _measure(view: View, field: Mapping[str, Any]) -> Any:
    return html.Span(view.t("deeds.yuan"), className="soft") if field["sort"] == "money" else None


def _titled(view: View, field: Mapping[str, Any]) -> str:
    return label(view, field)


def _help(view: View, field: Mapping[str, Any]) -> str:
    return str(field["helpEn" if view.english else "help"])
