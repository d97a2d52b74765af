"""What changed in a record: by whom, when, from what to what; any two moments compared; a change taken back."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.client import Query, global_id
from dashboard.components.panel import panel
from dashboard.components.states import nothing
from dashboard.view import View

#: Changes that stand open; the older ones are behind a button.
OPEN = 8


async def history(view: View, entity: str, key: str, version: int | None = None) -> Any:
    """The panel of a record's page. The two moments that are compared stand in the address.

    ``version`` of the record, from what is offered there: taking a change back is a new change of it.
    """
    of = global_id(entity, key)
    asked = Query("history", {"of": of})
    data = await view.fetch(asked)
    changes = data["history"]
    body: list[Any] = [await _comparison(view, of, changes)]
    if changes:
        rows = [_change(view, entity, of, version, one) for one in changes]
        body.append(html.Ol(rows[:OPEN], className="changes"))
        if len(rows) > OPEN:
            body.append(
                html.Details(
                    [
                        html.Summary(view.t("history.older", count=len(rows) - OPEN)),
                        html.Ol(rows[OPEN:], className="changes"),
                    ]
                )
            )
    else:
        body.append(nothing(view))
    return html.Div(
        panel(
            view,
            "history",
            view.t("history.title"),
            body,
            query=asked,
            saved=False,
            note=view.t("history.note"),
        ),
        id="history",
    )


def _change(view: View, entity: str, of: str, version: int | None, change: Mapping[str, Any]) -> Any:
    made = change["kind"] == "created"
    fields = _fields(view, change["fields"], both=not made)
    said = view.t("history.created" if made else "history.updated", count=len(change["fields"]))
    return html.Li(
        [
            html.Div(
                [
                    html.Time(view.language.moment(change["at"]), dateTime=change["at"]),
                    html.Strong(_who(view, change)),
                    html.Span(said, className="soft"),
                    html.Span(_moments(view, change["number"]), className="change-moments"),
                    _revert(view, entity, of, version, change) if change["revertible"] else None,
                ],
                className="change-head",
            ),
            html.Details([html.Summary(view.t("history.values")), fields]) if made else fields,
        ],
        className="change",
    )


def _who(view: View, change: Mapping[str, Any]) -> str:
    if change["system"]:
        return view.t("history.system")
    return change["who"] or view.t("history.somebody")


def _moments(view: View, number: int) -> list[Any]:
    """Links that put this moment into the address, as one side of the comparison."""
    return [
        html.A(
            view.t(f"history.{side}"),
            href=view.here(**{side: number}),
            className="pill",
            **{
                "data-nav": "keep",
                "aria-label": view.t(f"history.{side}_of", number=number),
                **({"aria-current": "true"} if view.state.get(side) == str(number) else {}),
            },
        )
        for side in ("since", "until")
    ]


async def _comparison(view: View, of: str, changes: Sequence[Mapping[str, Any]]) -> Any:
    at = {str(change["number"]): view.language.moment(change["at"]) for change in changes}
    first, second = view.state.get("since", ""), view.state.get("until", "")
    if first not in at or second not in at:
        return None
    asked = Query("compared", {"of": of, "first": int(first), "second": int(second)})
    found = (await view.fetch(asked))["compared"]
    earlier, later = sorted((first, second), key=int)
    return html.Div(
        [
            html.H3(view.t("history.between", since=at[earlier], until=at[later])),
            _fields(view, found, both=True) if found else html.P(view.t("history.same"), className="soft"),
            html.A(view.t("history.close"), href=view.here(since=None, until=None), **{"data-nav": "keep"}),
        ],
        className="comparison",
    )


def _fields(view: View, fields: Sequence[Mapping[str, Any]], *, both: bool) -> Any:
    heads = ["history.field", *(["history.before"] if both else []), "history.after"]
    sides = (["before"] if both else []) + ["after"]
    suffix = "En" if view.english else ""
    return html.Div(
        html.Table(
            [
                html.Thead(html.Tr([html.Th(view.t(head), scope="col") for head in heads])),
                html.Tbody(
                    [
                        html.Tr(
                            [
                                html.Th(field[f"label{suffix}"], scope="row"),
                                *(
                                    html.Td(_value(view, field[f"{side}{suffix}"]), className=f"value-{side}")
                                    for side in sides
                                ),
                            ]
                        )
                        for field in fields
                    ]
                ),
            ],
            className="change-fields",
        ),
        className="scrolls",
        tabIndex=0,
    )


def _value(view: View, value: str | None) -> Any:
    return html.Span(view.t("history.empty"), className="soft") if value in (None, "") else value


def _revert(view: View, entity: str, of: str, version: int | None, change: Mapping[str, Any]) -> Any:
    """A form like those of ``dashboard.components.actions``, of which only the button shows."""
    name = f"revert{entity}"
    at = {"deed": name, "of": f"{of}#{change['number']}"}
    said = view.t("history.revert")
    form = {
        "action": name,
        "id": of,
        "version": version,
        "key": str(uuid.uuid4()),
        "label": said,
        "fields": [{"name": "change", "sort": "integer", "label": said, "columns": []}],
    }
    return html.Details(
        [
            html.Summary(said, className="button", **{"data-deed": name}),
            html.Div(
                [
                    html.P(view.t("history.revert_what"), className="note"),
                    # Which change: nothing to fill in, so nothing to see.
                    html.Div(
                        dmc.NumberInput(
                            id={"type": "deed-field", **at, "field": "change"}, value=change["number"]
                        ),
                        hidden=True,
                    ),
                    html.Div(id={"type": "deed-said", **at}, role="status"),
                    html.Button(
                        view.t("deeds.really", label=said),
                        id={"type": "deed", **at},
                        type="button",
                        className="button primary",
                    ),
                    dcc.Store(id={"type": "deed-form", **at}, data=form),
                    dcc.Store(id={"type": "deed-done", **at}),
                ],
                className="deed-form",
            ),
        ],
        className="deed",
    )
