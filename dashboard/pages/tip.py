"""One tip-off: what was told, whom it is about, what else is known of them, and how to reach who told it."""

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.dependencies import MATCH

from dashboard.client import Query, QueryFailed, global_id, row_key
from dashboard.columns import Column, Kind, table_of
from dashboard.components.actions import actions, offered
from dashboard.components.badge import badge
from dashboard.components.fact import pairs
from dashboard.components.listing import listing
from dashboard.components.panel import heading, panel, trail
from dashboard.components.states import nothing
from dashboard.components.timeline import events, timeline
from dashboard.export import Table
from dashboard.lists import case_address, flag_address, tip_address
from dashboard.router import Router
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View

Row = Mapping[str, Any]

FLAGS = (
    Column("rule", of=("Flag", "rule")),
    Column("reason", english="reasonEn", of=("Flag", "reason"), href=flag_address),
    Column("severity", Kind.WORD, of=("Flag", "severity")),
    Column("state", Kind.WORD, of=("Flag", "state")),
    Column("atRisk", Kind.MONEY, of=("Flag", "atRisk")),
)
CASES = (
    Column("number", of=("Case", "number"), href=case_address),
    Column("title", of=("Case", "title")),
    Column("state", Kind.WORD, of=("Case", "state")),
    Column("openedOn", Kind.DAY, of=("Case", "openedOn")),
    Column("atStake", Kind.MONEY, of=("Case", "atStake")),
)
OTHERS = (
    Column("number", of=("Tip", "number"), href=tip_address),
    Column("kind", Kind.WORD, of=("Tip", "kind")),
    Column("state", Kind.WORD, of=("Tip", "state")),
    Column("receivedAt", Kind.MOMENT, of=("Tip", "receivedAt")),
)
#: What is known beside it: the list of the answer, its columns, its entity, its title.
KNOWN = {
    "flags": (FLAGS, "Flag", "tip.flags"),
    "cases": (CASES, "Case", "tip.cases"),
    "tips": (OTHERS, "Tip", "tip.tips"),
}


def query(view: View) -> Query:
    if not view.key.isdigit():
        raise NotFound
    return Query("tip", {"id": global_id("Tip", view.key), "number": int(view.key)})


def known_query(tip: Row) -> Query:
    return Query("tip_known", {"organization": tip["organization"]["id"], "tip": tip["id"]})


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    tip = data["tip"]
    if tip is None:
        raise NotFound
    body = [
        heading(
            tip["about"],
            above=trail(view, (view.t("nav.tips"), view.link("/tips"))),
            below=html.P(
                [
                    badge(view, "Tip", "state", tip["state"]),
                    html.Span(view.word("Tip", "kind", tip["kind"])) if tip["kind"] else None,
                    html.Code(tip["number"]),
                ],
                className="plans",
            ),
        ),
        actions(view, await offered(view, tip["id"])),
        html.Div(
            [
                panel(view, "told", view.t("tip.told"), _told(view, tip), query=asked, saved=False),
                panel(
                    view,
                    "subject",
                    view.t("tip.subject"),
                    _subject(view, tip),
                    query=asked,
                    saved=False,
                    note=view.t("tip.subject_note"),
                ),
            ],
            className="halves",
        ),
        *(await _known(view, tip)),
        _contact(view, tip),
        panel(
            view,
            "events",
            view.labels.entity("Event", view.caller.lang),
            timeline(view, "Tip", data["events"]["nodes"]),
            query=asked,
        ),
    ]
    return Sheet(tip["number"], body, synthetic=tip["synthetic"])


async def table(view: View, name: str) -> Table:
    data = await view.fetch(query(view))
    tip = data["tip"]
    if name == "events":
        return events(view, "Tip", data["events"]["nodes"], tip["number"])
    columns, entity, _ = KNOWN[name]
    found = (await view.fetch(known_query(tip)))[name]["nodes"] if tip["organization"] else []
    caption = view.labels.entity(entity, view.caller.lang)
    return table_of(view, f"{tip['number']} {caption}", columns, found, "synthetic")


def register_tips(app: Dash, router: Router) -> None:
    """The one callback: opens a contact and tells it, once."""

    @app.callback(
        Output({"type": "tip-contact", "of": MATCH}, "children"),
        Input({"type": "tip-unseal", "of": MATCH}, "n_clicks"),
        State({"type": "tip-why", "of": MATCH}, "value"),
        State({"type": "tip-id", "of": MATCH}, "data"),
        State("place", "data"),
        prevent_initial_call=True,
    )
    async def unseal(clicks: int | None, why: str | None, tip: str, place: dict[str, str]) -> Any:
        if not clicks:
            return no_update
        _, view = await router.view(place)
        try:
            told = (await view.fetch(Query("unseal_tip", {"tip": str(tip), "why": str(why or "")})))[
                "unsealTip"
            ]
        except QueryFailed as failure:
            return html.P([failure.message, " ", failure.hint or ""], className="said bad", role="alert")
        return html.P([html.Strong(told), " ", view.t("tip.opened")], className="said good")


def _told(view: View, tip: Row) -> list[Any]:
    def label(field: str) -> str:
        return view.labels.field("Tip", field, view.caller.lang)

    none = view.t("none")
    return [
        html.P(tip["body"], className="prose"),
        pairs(
            [
                (label("receivedAt"), view.language.moment(tip["receivedAt"])),
                (
                    view.t("tip.handler"),
                    tip["handledBy"]["name"] if tip["handledBy"] else view.t("tip.nobody"),
                ),
                (label("handledAt"), view.language.moment(tip["handledAt"]) if tip["handledAt"] else none),
                (label("answer"), tip["answer"] or none),
            ]
        ),
    ]


def _subject(view: View, tip: Row) -> Any:
    found = tip["organization"]
    if found is None:
        return nothing(view, "tip.unmatched")

    def label(field: str) -> str:
        return view.labels.field("Tip", field, view.caller.lang)

    def link(path: str, row: Row, text: str) -> Any:
        return html.Li(html.A(text, href=view.link(f"/{path}/{row_key(row['id'])}"), **{"data-nav": ""}))

    none = view.t("none")
    roles = [
        link("platform", row, view.t("tip.operates", passed=row["passedCount"], planned=row["planned"]))
        for row in found["appointments"]["nodes"]
    ] + [
        link(
            "project",
            row,
            view.t(
                "tip.served",
                platform=row["platform"]["organization"]["name"],
                state=view.word("Project", "state", row["state"]),
            ),
        )
        for row in found["projects"]["nodes"]
    ]
    by_code = tip["aboutUscc"] == found["uscc"]
    return pairs(
        [
            (label("about"), tip["about"]),
            (label("aboutUscc"), tip["aboutUscc"] or none),
            (view.labels.field("Organization", "name", view.caller.lang), found["name"]),
            (view.labels.field("Organization", "uscc", view.caller.lang), found["uscc"]),
            (view.t("unit_name"), view.name(found["unit"])),
            (
                label("likeness"),
                f"{view.language.percent(float(tip['likeness']))}{view.t('tip.by_code') if by_code else ''}",
            ),
            (view.t("tip.roles"), html.Ul(roles, className="plain") if roles else view.t("tip.outside")),
            (label("caseNumber"), tip["caseNumber"] or none),
        ]
    )


async def _known(view: View, tip: Row) -> list[Any]:
    if tip["organization"] is None:
        return []
    asked = known_query(tip)
    data = await view.fetch(asked)
    return [
        panel(
            view,
            name,
            view.t(title, count=data[name]["totalCount"]),
            listing(view, columns, data[name]["nodes"], caption=view.labels.entity(entity, view.caller.lang)),
            query=asked,
        )
        for name, (columns, entity, title) in KNOWN.items()
        if data[name]["nodes"]
    ]


def _contact(view: View, tip: Row) -> Any:
    """Where there is one; the form for the officer who looks into it, for others what it takes."""
    if not tip["reachable"]:
        return None
    at = {"of": tip["id"]}
    mine = tip["handledBy"] is not None and tip["handledBy"]["username"] == view.caller.username
    body = (
        [
            html.Div(
                [
                    dmc.TextInput(
                        id={"type": "tip-why", **at},
                        label=view.t("tip.why"),
                        withAsterisk=True,
                        w=420,
                        attributes={"input": {"maxLength": 400}},
                    ),
                    html.Button(
                        view.t("tip.unseal"),
                        id={"type": "tip-unseal", **at},
                        type="button",
                        className="button danger",
                    ),
                ],
                className="fields",
            ),
            dcc.Store(id={"type": "tip-id", **at}, data=tip["id"]),
            html.Div(id={"type": "tip-contact", **at}, role="status"),
        ]
        if mine
        else html.P(view.t("tip.sealed"), className="soft")
    )
    return panel(view, "contact", view.t("tip.contact"), body, saved=False, note=view.t("tip.contact_note"))


PAGE = Page("/tip-off/", "tips", layout, table)
