"""Claims by state, and one step for many of them at once."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.dependencies import MATCH

from dashboard.client import Query, QueryFailed, row_key
from dashboard.columns import Column, Kind, table_of
from dashboard.components.actions import label, offered
from dashboard.components.listing import listing
from dashboard.components.panel import heading, panel, pills
from dashboard.export import Table
from dashboard.router import Router
from dashboard.sheet import Page, Sheet
from dashboard.view import View

STATES = ("SUBMITTED", "CHECKED", "APPROVED", "HELD", "REJECTED", "WITHDRAWN", "SETTLED")
#: Steps that make sense for many at once, and the document that takes them.
DOCUMENTS = {"checkClaim": "check_claims", "approveClaim": "approve_claims", "rejectClaim": "reject_claims"}

COLUMNS = (
    Column(
        "project.enterprise.name",
        text="projects.enterprise",
        href=lambda view, row: view.link(f"/claim/{row_key(row['id'])}"),
    ),
    Column("unit.shortName", english="unit.nameEn", text="unit_name"),
    Column("project.platform.organization.name", text="platforms.name"),
    Column("state", Kind.WORD, of=("Claim", "state")),
    Column("actualCost", Kind.MONEY, of=("Claim", "actualCost")),
    Column("amount", Kind.MONEY, of=("Claim", "amount")),
    Column("approvedAmount", Kind.MONEY, of=("Claim", "approvedAmount")),
    Column("submittedOn", Kind.DAY, of=("Claim", "submittedOn")),
)


def query(view: View) -> Query:
    chosen = view.state.get("state", "")
    return Query("claims", {"where": {"state": {"eq": chosen}} if chosen in STATES else {}})


async def layout(view: View) -> Sheet:
    asked = query(view)
    claims = (await view.fetch(asked))["claims"]
    rows = claims["nodes"]
    chosen = view.state.get("state", "")
    states = [(view.t("claim.all"), view.here(state=None), chosen not in STATES)] + [
        (view.word("Claim", "state", state), view.here(state=state), chosen == state) for state in STATES
    ]
    title = view.t("claim.list")
    body = [
        heading(
            title,
            below=html.P(view.t("claim.subtitle"), className="soft"),
            beside=pills(view.t("claim.state"), states),
        ),
        panel(
            view,
            "claims",
            f"{title} · {view.language.count(claims['totalCount'])}",
            [
                html.Div(await _steps(view, rows), className="deeds left"),
                listing(view, COLUMNS, rows, caption=title),
            ],
            query=asked,
        ),
    ]
    return Sheet(title, body, synthetic=any(row["synthetic"] for row in rows))


async def table(view: View, name: str) -> Table:
    rows = (await view.fetch(query(view)))["claims"]["nodes"]
    return table_of(view, view.t("claim.list"), COLUMNS, rows, "synthetic")


async def _steps(view: View, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The first claim of each state is asked what can be done with it; the API checks each again."""
    by_state: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_state.setdefault(row["state"], []).append(row)
    found = []
    for state, some in by_state.items():
        offers = await offered(view, some[0]["id"], names=DOCUMENTS)
        found += [_step(view, action, state, some) for action in offers.actions]
    return found


def _step(view: View, action: Mapping[str, Any], state: str, rows: Sequence[Mapping[str, Any]]) -> Any:
    at = {"claims": f"{action['name']}-{state}"}
    said = label(view, action)
    many = view.t("claim.do_all", label=said)
    return html.Details(
        [
            html.Summary(f"{many} · {view.word('Claim', 'state', state)} {len(rows)}", className="button"),
            html.Div(
                [
                    dmc.CheckboxGroup(
                        html.Div(
                            [
                                dmc.Checkbox(
                                    label=f"{row['project']['enterprise']['name']} · {view.language.money(row['amount'])}",
                                    value=row["id"],
                                )
                                for row in rows
                            ],
                            className="ticks",
                        ),
                        id={"type": "claims-rows", **at},
                        label=view.t("claim.which"),
                        value=[],
                    ),
                    dmc.Textarea(
                        id={"type": "claims-why", **at},
                        label=view.t("claim.why"),
                        value="",
                        autosize=True,
                        minRows=1,
                        withAsterisk=action["name"] == "rejectClaim",
                        display="none" if action["name"] == "checkClaim" else "block",
                    ),
                    html.Div(id={"type": "claims-said", **at}, role="status"),
                    html.Button(
                        many, id={"type": "claims-do", **at}, type="button", className="button primary"
                    ),
                    dcc.Store(
                        id={"type": "claims-form", **at},
                        data={
                            "action": action["name"],
                            "label": said,
                            "key": str(uuid.uuid4()),
                            "names": {row["id"]: row["project"]["enterprise"]["name"] for row in rows},
                        },
                    ),
                ],
                className="deed-form",
            ),
        ],
        className="deed",
    )


def register_claims(app: Dash, router: Router) -> None:
    """One step for the claims that were chosen: all of them, or none and why."""
    at = {"claims": MATCH}

    @app.callback(
        Output({"type": "claims-said", **at}, "children"),
        Input({"type": "claims-do", **at}, "n_clicks"),
        State({"type": "claims-rows", **at}, "value"),
        State({"type": "claims-why", **at}, "value"),
        State({"type": "claims-form", **at}, "data"),
        State("place", "data"),
        prevent_initial_call=True,
    )
    async def act(
        clicks: int | None, chosen: list[str], why: str, form: dict[str, Any], where: dict[str, str]
    ) -> Any:
        if not clicks:
            return no_update
        _, view = await router.view(where)
        if not chosen:
            return html.P(view.t("claim.none_chosen"), className="said bad")
        reason = {} if form["action"] == "checkClaim" else {"why": why or None}
        asked = Query(
            DOCUMENTS[form["action"]],
            # The same claims with the same reason are done once, however often the button is pressed.
            {"input": [{"id": one, **reason} for one in chosen], "key": f"{form['key'][:28]}{clicks}"},
        )
        try:
            [done] = (await view.fetch(asked)).values()
        except QueryFailed as failure:
            return html.P(" ".join(filter(None, (failure.message, failure.hint))), className="said bad")
        if done["done"]:
            return html.P(
                view.t("claim.all_done", label=form["label"], count=len(chosen)), className="said good"
            )
        wrong = [
            html.Li(f"{form['names'][one]}: {problem['message']}")
            for one, row in zip(chosen, done["rows"], strict=True)
            for problem in row["problems"]
        ]
        return html.Div(
            [html.P(view.t("claim.none_done", count=len(chosen))), html.Ul(wrong)], className="said bad"
        )


PAGE = Page("/claims", "claims", layout, table)
