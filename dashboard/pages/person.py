"""One account: what it may do, where it is signed in, what its owner declared; and what an administrator does with it."""

from typing import Any

from dash import Dash, Input, Output, State, html, no_update
from dash.dependencies import MATCH

from dashboard.client import Query, QueryFailed, global_id
from dashboard.components.account import interests, roles_of, sessions
from dashboard.components.actions import actions, offered
from dashboard.components.fact import pairs
from dashboard.components.panel import heading, trail
from dashboard.pages.people import state
from dashboard.router import Router
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View


async def layout(view: View) -> Sheet:
    if not (view.key.isascii() and view.key.isdigit() and len(view.key) < 19):
        raise NotFound
    user = global_id("User", view.key)
    found = (await view.fetch(Query("account", {"id": user})))["accounts"]["nodes"]
    if not found:
        raise NotFound
    [account] = found
    offers = await offered(view, user)
    left = account["recoveryCodes"]
    return Sheet(
        account["name"],
        [
            heading(
                account["name"],
                above=trail(view, (view.t("people.title"), view.link("/people"))),
                below=html.P([account["username"], " ", state(view, account)], className="soft"),
                beside=actions(view, offers),
            ),
            html.Section(
                [
                    html.H2(view.t("account.who")),
                    pairs(
                        [
                            (view.t("account.roles"), roles_of(view, account) or view.t("none")),
                            (view.t("account.organization"), account["organization"] or view.t("none")),
                            (
                                view.t("account.step"),
                                view.t("account.step_off")
                                if left is None
                                else view.t("account.step_on", left=view.language.count(left)),
                            ),
                            (
                                view.t("people.identities"),
                                view.t("comma").join(account["identities"]) or view.t("none"),
                            ),
                            (
                                view.t("people.locked_until"),
                                view.language.moment(account["lockedUntil"]),
                            ),
                        ]
                    ),
                    _link(view, user) if offers.actions and account["active"] else None,
                ],
                className="panel",
            ),
            html.Section(
                [html.H2(view.t("account.sessions")), sessions(view, account["sessions"], ending=False)],
                className="panel",
            ),
            html.Section(
                [html.H2(view.t("account.interests")), interests(view, account["interests"])],
                className="panel",
            ),
        ],
        synthetic=account["synthetic"],
    )


def _link(view: View, user: str) -> Any:
    """Opened first, then pressed: the old password is void at once."""
    return html.Details(
        [
            html.Summary(view.t("people.link"), className="button"),
            html.Div(
                [
                    html.P(view.t("people.link_why"), className="note"),
                    html.Button(
                        view.t("people.link_do"),
                        id={"type": "setup-link", "user": user},
                        type="button",
                        className="button danger",
                    ),
                    html.Div(id={"type": "setup-said", "user": user}, role="status"),
                ]
            ),
        ],
        className="setup-link",
    )


def register_person(app: Dash, router: Router) -> None:
    """The one callback of the page: a link to set a password, shown once."""

    @app.callback(
        Output({"type": "setup-said", "user": MATCH}, "children"),
        Input({"type": "setup-link", "user": MATCH}, "n_clicks"),
        State({"type": "setup-link", "user": MATCH}, "id"),
        State("url", "href"),
        State("place", "data"),
        prevent_initial_call=True,
    )
    async def issue(clicks: int | None, button: dict[str, str], href: str, place: dict[str, str]) -> Any:
        if not clicks:
            return no_update
        _, view = await router.view(place)
        try:
            made = (await view.fetch(Query("issue_setup_link", {"user": button["user"]})))["issueSetupLink"]
        except QueryFailed as failure:
            return html.P([failure.message, " ", failure.hint or ""], className="said bad")
        address = "/".join(href.split("/")[:3]) + made["path"]
        return html.Div(
            [
                html.P(
                    view.t("people.link_made", until=view.language.moment(made["expiresAt"])),
                    className="said good",
                ),
                html.Div(
                    [
                        html.Code(address, className="secret"),
                        html.Button(
                            view.t("tokens.copy"),
                            type="button",
                            className="button",
                            **{"data-copy": address, "data-copied": view.t("tokens.copied")},
                        ),
                    ],
                    className="secret-line",
                ),
            ]
        )


PAGE = Page("/people/", "people", layout)
