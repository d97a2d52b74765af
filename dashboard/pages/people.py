"""Accounts, for administrators to keep and auditors to look through."""

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboard.client import Query, row_key
from dashboard.components.account import roles_of, table
from dashboard.components.actions import actions, offered
from dashboard.components.panel import heading
from dashboard.sheet import Page, Sheet
from dashboard.view import View

#: Rows of the page; who looks for somebody else searches.
FIRST = 200
HEADS = ("username", "name", "roles", "organization", "state", "step", "signed_in")


async def layout(view: View) -> Sheet:
    text = view.state.get("q", "")
    found = await view.fetch(Query("accounts", {"text": text, "first": FIRST}))
    listed = found["accounts"]
    title = view.t("people.title")
    return Sheet(
        title,
        [
            heading(
                title,
                below=html.P(view.t("people.subtitle"), className="soft"),
                beside=actions(view, await offered(view, table="User")),
            ),
            html.Section(
                [
                    html.H2(
                        view.t(
                            "people.found",
                            count=view.language.count(listed["totalCount"]),
                            shown=view.language.count(len(listed["nodes"])),
                        )
                    ),
                    _search(view, text),
                    table(view, "people.list", HEADS, [_row(view, one) for one in listed["nodes"]]),
                ],
                className="panel",
            ),
            await _needs(view, found["secondStepNeeds"]),
        ],
        synthetic=any(one["synthetic"] for one in listed["nodes"]),
    )


def _search(view: View, text: str) -> Any:
    return html.Form(
        [
            html.Label(view.t("people.search"), htmlFor="people-search", className="unseen"),
            _input(view, text),
            html.Button(view.t("people.search"), type="submit", className="button"),
            html.A(view.t("people.all"), href=view.link("/people"), **{"data-nav": ""}) if text else None,
        ],
        action=view.link("/people"),
        method="get",
        role="search",
        className="fields",
    )


def _input(view: View, text: str) -> Any:
    return dmc.TextInput(
        id="people-search", name="q", value=text, placeholder=view.t("people.example"), w=280
    )


def _row(view: View, account: Mapping[str, Any]) -> list[Any]:
    return [
        html.Td(
            html.A(
                account["username"],
                href=view.link(f"/people/{row_key(account['id'])}"),
                **{"data-nav": ""},
            )
        ),
        html.Td(account["name"]),
        html.Td(roles_of(view, account) or view.t("none")),
        html.Td(account["organization"] or view.t("none")),
        html.Td(state(view, account)),
        html.Td(view.t("yes" if account["recoveryCodes"] is not None else "no")),
        html.Td(
            view.language.moment(account["sessions"][0]["seenAt"]) if account["sessions"] else view.t("none")
        ),
    ]


def state(view: View, account: Mapping[str, Any]) -> Any:
    """Whether somebody can sign in to the account now, and why not."""
    name, colour = (
        ("inactive", "plain")
        if not account["active"]
        else ("locked", "warn")
        if account["lockedUntil"]
        else ("no_password", "plain")
        if not account["password"]
        else ("active", "good")
    )
    return html.Span(view.t(f"people.state.{name}"), className=f"badge {colour}")


async def _needs(view: View, needs: list[dict[str, Any]]) -> Any:
    rows = [
        [
            html.Td(view.labels.role(need["role"], view.caller.lang)),
            html.Td(actions(view, await offered(view, need["id"]))),
        ]
        for need in needs
    ]
    return html.Section(
        [
            html.H2(view.t("people.needs")),
            html.P(view.t("people.needs_why"), className="note"),
            html.Div(actions(view, await offered(view, table="SecondStepRule")), className="panel-body"),
            table(view, "people.needs", ("role", "change"), rows),
        ],
        className="panel",
    )


PAGE = Page("/people", "people", layout)
