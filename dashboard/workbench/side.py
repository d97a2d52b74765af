"""The panel beside a grid: one record, what may be done with it, what belongs to it, and its history."""

from typing import Any

from dash import html

from dashboard.client import QueryFailed
from dashboard.components.actions import actions, offered
from dashboard.components.history import history
from dashboard.components.states import missing
from dashboard.declared import Declared
from dashboard.records import address_of
from dashboard.sheet import NotFound
from dashboard.view import View
from dashboard.workbench.allowed import Allowed
from dashboard.workbench.record import Record, record, related, sections, title


async def side(view: View, table: Declared, may: Allowed) -> Any:
    """The panel of the row that the address names; None where it names none."""
    key = view.state.get("row", "")
    if not key:
        return None
    try:
        found = await record(view, table, key, may)
    except NotFound:
        return [_bar(view, table.label[view.english]), *missing(view)]
    except QueryFailed as failure:
        said = html.P([failure.message, " ", html.Code(failure.code)], className="said bad")
        return [_bar(view, table.label[view.english]), said]
    offers = await offered(view, found.id)
    belongs = related(view, found)
    return [
        _bar(view, table.label[view.english]),
        html.H2(title(view, found), id="side-title", tabIndex=-1),
        ways(view, found),
        actions(view, offers),
        *sections(view, found),
        html.Section([html.H3(view.t("data.related")), belongs], className="record-section")
        if belongs
        else None,
        await past(view, found, offers.version),
    ]


def ways(view: View, found: Record) -> Any:
    """The record's own page and its form."""
    page = address_of(view, found.table.name, found.id)
    return html.P(
        [
            html.A(
                view.t("data.form"),
                href=view.link(f"/data/{found.table.connection}/{found.key}"),
                className="button",
                **{"data-nav": ""},
            ),
            html.A(view.t("data.page"), href=page, className="button", **{"data-nav": ""}) if page else None,
        ],
        className="record-ways",
    )


async def past(view: View, found: Record, version: int | None) -> Any:
    """The history, where the caller may know it."""
    try:
        return await history(view, found.table.name, found.key, version)
    except QueryFailed as failure:
        if failure.code in ("FORBIDDEN", "NOT_FOUND"):
            return None
        raise


def _bar(view: View, label: str) -> Any:
    return html.Div(
        [
            html.Span(label, className="soft"),
            html.A(
                "×",
                href=view.here(row=None),
                className="tool side-close",
                title=view.t("data.close"),
                **{"data-panel": "", "aria-label": view.t("data.close")},
            ),
        ],
        className="side-bar",
    )
