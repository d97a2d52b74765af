"""One batch of payments for the bank: its file in three formats, and what became of each payment."""

from typing import Any

from dash import Dash, Input, Output, State, ctx, html, no_update
from dash.dependencies import ALL

from dashboard.client import Query, QueryFailed, global_id
from dashboard.components.actions import actions, offered
from dashboard.components.badge import badge
from dashboard.components.fact import fact, pairs
from dashboard.components.panel import heading, panel, trail
from dashboard.components.remittances import remittances
from dashboard.router import Router
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View

FORMATS = ("CSV", "GBK", "PAIN")
OFFICER = "finance_officer"


async def layout(view: View) -> Sheet:
    if not view.key.isdigit():
        raise NotFound
    asked = Query("bank_batch", {"id": global_id("BankBatch", view.key)})
    batch = (await view.fetch(asked))["bankBatch"]
    if batch is None:
        raise NotFound
    title = batch["number"]

    def label(field: str) -> str:
        return view.labels.field("BankBatch", field, view.caller.lang)

    body = [
        heading(
            title,
            above=trail(
                view,
                (view.t("nav.money"), view.link("/money")),
                (view.t("bank.title"), view.link("/bank")),
                (view.name(batch["unit"]), view.link("/money", unit=batch["unit"]["code"])),
            ),
            below=html.P(
                [badge(view, "BankBatch", "state", batch["state"]), html.Span(batch["plan"]["title"])],
                className="plans",
            ),
            beside=[_files(view, batch["id"]), actions(view, await offered(view, batch["id"]))],
        ),
        html.Div(id={"type": "bank-said", "name": "file"}, role="status"),
        html.Div(
            [
                fact(
                    label("total"),
                    view.language.money(batch["total"]),
                    exact=view.language.exact(batch["total"]),
                ),
                fact(label("count"), view.language.count(batch["count"])),
                fact(label("exports"), view.language.count(batch["exports"])),
            ],
            className="facts",
        ),
        panel(
            view,
            "about",
            view.t("bank.about"),
            pairs(
                [
                    (label("listedOn"), view.language.day(batch["listedOn"])),
                    (label("hashTotal"), html.Code(batch["hashTotal"])),
                    (label("sha256"), html.Code(batch["sha256"] or view.t("none"))),
                ]
            ),
            query=asked,
            saved=False,
        ),
        panel(
            view,
            "payments",
            view.t("bank.payments"),
            await remittances(view, batch["remittances"]["nodes"]),
            query=asked,
            saved=False,
        ),
    ]
    return Sheet(title, body, synthetic=batch["synthetic"])


def _files(view: View, batch: str) -> Any:
    """The file in three formats, for who may see whole accounts."""
    if OFFICER not in view.caller.roles:
        return None
    return html.Div(
        [
            html.Button(
                view.t(f"bank.{form.lower()}"),
                id={"type": "bank-file", "batch": batch, "format": form},
                type="button",
                className="button",
            )
            for form in FORMATS
        ],
        className="deeds",
    )


def register_bank(app: Dash, router: Router) -> None:
    """The file of a batch: exporting it marks it as sent."""

    @app.callback(
        Output("download", "data", allow_duplicate=True),
        Output({"type": "bank-said", "name": "file"}, "children"),
        Input({"type": "bank-file", "batch": ALL, "format": ALL}, "n_clicks"),
        State("place", "data"),
        prevent_initial_call=True,
    )
    async def export(clicks: list[int | None], place: dict[str, str]) -> Any:
        if not ctx.triggered or not ctx.triggered[0]["value"]:
            return no_update, no_update
        _, view = await router.view(place)
        asked = ctx.triggered_id
        try:
            made = (
                await view.fetch(
                    Query("export_bank_batch", {"id": asked["batch"], "format": asked["format"]})
                )
            )["exportBankBatch"]
        except QueryFailed as failure:
            return no_update, html.P([failure.message, " ", failure.hint or ""], className="said bad")
        said = view.t("bank.again" if made["repeated"] else "bank.exported", name=made["name"])
        file = {
            "content": made["content"],
            "filename": made["name"],
            "type": made["mediaType"],
            "base64": True,
        }
        return file, html.P(
            [said, " ", html.A(view.t("bank.reload"), href=view.here(), **{"data-nav": ""})],
            className="said good",
        )


PAGE = Page("/bank/", "bank", layout)
