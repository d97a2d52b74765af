"""One's own account: password, second step, sessions, declared interests."""

from collections.abc import Mapping
from typing import Any

from dash import Dash, Input, Output, State, ctx, html, no_update
from dash.dependencies import ALL, MATCH

from dashboard.client import Query, QueryFailed
from dashboard.components.account import interests, sessions
from dashboard.components.actions import actions, offered
from dashboard.components.fact import pairs
from dashboard.components.panel import heading
from dashboard.components.shell import roles
from dashboard.router import Router
from dashboard.sheet import Page, Sheet
from dashboard.view import View

QUERY = Query("own_account", {})
#: What the server's own pages come back with.
SAID = ("password", "second-step-off")


async def layout(view: View) -> Sheet:
    viewer = (await view.fetch(QUERY))["viewer"]
    title = view.t("account.title")
    said = view.state.get("said")
    return Sheet(
        title,
        [
            heading(title, below=html.P(view.t("account.subtitle"), className="soft")),
            html.P(view.t(f"account.said.{said}"), className="said good", role="status")
            if said in SAID
            else None,
            html.Section([html.H2(view.t("account.who")), _who(view, viewer)], className="panel"),
            html.Section(
                [
                    html.H2(view.t("account.sessions")),
                    html.Div(_sessions(view, viewer), id={"type": "sessions", "name": "own"}),
                    html.Div(id={"type": "session-said", "name": "own"}, role="status"),
                ],
                className="panel",
            ),
            await _declared(view, viewer),
        ],
    )


def _who(view: View, viewer: Mapping[str, Any]) -> Any:
    left = viewer["recoveryCodes"]
    step = (
        view.t("account.step_off")
        if left is None
        else view.t("account.step_on", left=view.language.count(left))
    )
    return pairs(
        [
            (view.t("account.username"), viewer["username"]),
            (view.t("account.name"), viewer["name"]),
            (
                view.t("account.roles"),
                html.A(roles(view), href=view.link("/rights"), **{"data-nav": ""}),
            ),
            (
                view.t("account.password"),
                html.A(view.t("account.change_password"), href="/account/password"),
            ),
            (
                view.t("account.step"),
                [
                    step,
                    " ",
                    html.A(
                        view.t("account.step_set_up" if left is None else "account.step_turn_off"),
                        href="/account/second-step",
                    ),
                ],
            ),
            (
                view.t("account.tokens"),
                html.A(view.t("account.to_tokens"), href=view.link("/account/tokens"), **{"data-nav": ""}),
            ),
        ]
    )


def _sessions(view: View, viewer: Mapping[str, Any]) -> Any:
    rows = viewer["sessions"]
    others = sum(not row["current"] for row in rows)
    return [
        sessions(view, rows, ending=True),
        html.Button(
            view.t("account.end_others", count=view.language.count(others)),
            id={"type": "session-end", "name": "own", "session": "others"},
            type="button",
            className="button",
        )
        if others > 1
        else None,
    ]


async def _declared(view: View, viewer: Mapping[str, Any]) -> Any:
    made = await offered(view, table="Interest")
    rows = viewer["interests"]
    if not made.actions and not rows:
        return None  # a platform's own people decide nothing
    tools = {row["id"]: actions(view, await offered(view, row["id"])) for row in rows if not row["until"]}
    return html.Section(
        [
            html.H2(view.t("account.interests")),
            html.P(view.t("account.interests_why"), className="note"),
            html.Div(actions(view, made), className="panel-body"),
            interests(view, rows, tools),
        ],
        className="panel",
    )


def register_account(app: Dash, router: Router) -> None:
    """The one callback of the page: sessions end."""

    @app.callback(
        Output({"type": "sessions", "name": MATCH}, "children"),
        Output({"type": "session-said", "name": MATCH}, "children"),
        Input({"type": "session-end", "name": MATCH, "session": ALL}, "n_clicks"),
        State("place", "data"),
        prevent_initial_call=True,
    )
    async def end(clicks: list[int | None], place: dict[str, str]) -> Any:
        # A list drawn anew brings new buttons, which Dash takes for a change.
        if not ctx.triggered or not ctx.triggered[0]["value"]:
            return no_update, no_update
        _, view = await router.view(place)
        session = (ctx.triggered_id or {}).get("session")
        try:
            await view.fetch(Query("end_session", {"id": None if session == "others" else session}))
            viewer = (await view.fetch(QUERY))["viewer"]
        except QueryFailed as failure:
            return no_update, html.P([failure.message, " ", failure.hint or ""], className="said bad")
        return _sessions(view, viewer), html.P(view.t("account.ended"), className="said good")


PAGE = Page("/account", "", layout)
