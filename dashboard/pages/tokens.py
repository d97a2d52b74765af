"""A person's API tokens: made for a program, shown once, listed, revoked."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, html, no_update
from dash.dependencies import ALL, MATCH

from dashboard.client import Query, QueryFailed
from dashboard.components.panel import heading
from dashboard.components.states import nothing
from dashboard.router import Router
from dashboard.sheet import Page, Sheet
from dashboard.view import View

QUERY = Query("tokens", {})
#: How long a token may live, in days.
LIVES = (30, 90, 180, 365)
HEADS = ("name", "prefix", "scopes", "created", "expires", "used", "state")


async def layout(view: View) -> Sheet:
    title = view.t("tokens.title")
    viewer = (await view.fetch(QUERY))["viewer"]
    body = [
        heading(title, below=html.P(view.t("tokens.subtitle"), className="soft")),
        html.Section(
            [
                html.H2(view.t("tokens.make")),
                _form(view, viewer),
                html.Div(id={"type": "token-made", "name": "own"}, role="status"),
            ],
            className="panel token-form",
        ),
        html.Section(
            [
                html.H2(view.t("tokens.own")),
                html.Div(_listed(view, viewer), id={"type": "token-list", "name": "own"}),
                html.P(
                    view.t(
                        "tokens.limits",
                        cost=view.language.count(viewer["limits"]["cost"]),
                        points=view.language.count(viewer["limits"]["points"]),
                        spent=view.language.count(viewer["limits"]["spent"]),
                    ),
                    className="note",
                ),
            ],
            className="panel",
        ),
    ]
    return Sheet(title, body)


def register_tokens(app: Dash, router: Router) -> None:
    """The one callback of the page: make a token, or revoke one."""

    @app.callback(
        Output({"type": "token-made", "name": MATCH}, "children"),
        Output({"type": "token-list", "name": MATCH}, "children"),
        Input({"type": "token-make", "name": MATCH}, "n_clicks"),
        Input({"type": "token-revoke", "name": MATCH, "token": ALL}, "n_clicks"),
        State({"type": "token-name", "name": MATCH}, "value"),
        State({"type": "token-scopes", "name": MATCH}, "value"),
        State({"type": "token-days", "name": MATCH}, "value"),
        State("place", "data"),
        prevent_initial_call=True,
    )
    async def work(
        made: int | None,
        revoked: list[int | None],
        name: str | None,
        scopes: list[str] | None,
        days: str | None,
        place: dict[str, str],
    ) -> Any:
        # A list drawn anew brings new buttons, which Dash takes for a change.
        if not ctx.triggered or not ctx.triggered[0]["value"]:
            return no_update, no_update
        _, view = await router.view(place)
        asked = ctx.triggered_id or {}
        try:
            if asked.get("type") == "token-revoke":
                await view.fetch(Query("revoke_token", {"id": asked["token"]}))
                said = html.P(view.t("tokens.revoked_now"), className="said good")
            else:
                until = datetime.now(UTC) + timedelta(days=int(days or LIVES[0]))
                variables = {"name": name or "", "scopes": scopes or [], "expiresAt": until.isoformat()}
                said = _made(view, (await view.fetch(Query("create_token", variables)))["createApiToken"])
        except QueryFailed as failure:
            return html.P([failure.message, " ", failure.hint or ""], className="said bad"), no_update
        return said, _listed(view, (await view.fetch(QUERY))["viewer"])


def _form(view: View, viewer: Mapping[str, Any]) -> Any:
    def of(name: str) -> dict[str, str]:
        return {"type": f"token-{name}", "name": "own"}

    return html.Div(
        [
            dmc.TextInput(
                id=of("name"),
                label=view.t("tokens.name"),
                placeholder=view.t("tokens.example"),
                value="",
                w=280,
            ),
            dmc.CheckboxGroup(
                html.Div(
                    [
                        dmc.Checkbox(label=view.t(f"tokens.scope.{scope.lower()}"), value=scope)
                        for scope in viewer["scopes"]
                    ],
                    className="choices",
                ),
                id=of("scopes"),
                label=view.t("tokens.scopes"),
                value=["READ"],
            ),
            dmc.RadioGroup(
                html.Div(
                    [dmc.Radio(label=view.t("tokens.days", days=days), value=str(days)) for days in LIVES],
                    className="choices",
                ),
                id=of("days"),
                label=view.t("tokens.life"),
                value=str(LIVES[1]),
            ),
            html.Button(view.t("tokens.create"), id=of("make"), type="button", className="button primary"),
        ],
        className="fields",
    )


def _made(view: View, created: Mapping[str, Any]) -> Any:
    secret = created["secret"]
    return html.Div(
        [
            html.P(view.t("tokens.once", name=created["token"]["name"]), className="said good"),
            html.Div(
                [
                    html.Code(secret, className="secret"),
                    html.Button(
                        view.t("tokens.copy"),
                        type="button",
                        className="button",
                        **{"data-copy": secret, "data-copied": view.t("tokens.copied")},
                    ),
                ],
                className="secret-line",
            ),
            html.P([view.t("tokens.use"), " ", html.Code("Authorization: Bearer …")], className="note"),
        ]
    )


def _listed(view: View, viewer: Mapping[str, Any]) -> Any:
    tokens = viewer["tokens"]
    if not tokens:
        return nothing(view, "tokens.none")
    caption = view.t("tokens.own")
    heads = [html.Th(view.t(f"tokens.{head}"), scope="col") for head in HEADS]
    heads.append(html.Th(html.Span(view.t("tokens.revoke"), className="unseen"), scope="col"))
    return html.Div(
        html.Table(
            [
                html.Caption(caption, className="unseen"),
                html.Thead(html.Tr(heads)),
                html.Tbody([_row(view, token) for token in tokens]),
            ],
            className="listing",
        ),
        className="scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": caption},
    )


def _row(view: View, token: Mapping[str, Any]) -> Any:
    state = "live" if token["live"] else "revoked" if token["revokedAt"] else "expired"
    scopes = view.t("comma").join(view.t(f"tokens.scope.{scope.lower()}") for scope in token["scopes"])
    return html.Tr(
        [
            html.Td(token["name"]),
            html.Td(html.Code(f"{token['prefix']}…")),
            html.Td(scopes),
            html.Td(view.language.moment(token["createdAt"])),
            html.Td(view.language.moment(token["expiresAt"])),
            html.Td(view.language.moment(token["usedAt"])),
            html.Td(view.t(f"tokens.{state}")),
            html.Td(_revoke(view, token) if token["live"] else None),
        ],
        className="" if token["live"] else "soft",
    )


def _revoke(view: View, token: Mapping[str, Any]) -> Any:
    """Opened first, then pressed: a program that loses its token stops."""
    return html.Details(
        [
            html.Summary(
                view.t("tokens.revoke"), **{"aria-label": view.t("tokens.revoke_of", name=token["name"])}
            ),
            html.Button(
                view.t("tokens.really"),
                id={"type": "token-revoke", "name": "own", "token": token["id"]},
                type="button",
                className="button danger",
            ),
        ],
        className="revoke",
    )


PAGE = Page("/account/tokens", "", layout)
