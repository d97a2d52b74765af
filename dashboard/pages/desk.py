"""The supervisors' desk: the queue by score × money × clock, and beside it all that is known of the one picked."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.client import Query, global_id, row_key
from dashboard.components.actions import actions, offered
from dashboard.components.badge import badge
from dashboard.components.bulk import bulk_of
from dashboard.components.case_opening import case_opening
from dashboard.components.fact import money, pairs
from dashboard.components.grid import grid_panel
from dashboard.components.link_graph import drawing, evidence
from dashboard.components.panel import heading, panel, trail
from dashboard.components.states import nothing
from dashboard.lists import QUEUE
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.synthetic import invented
from dashboard.view import View

Row = Mapping[str, Any]


async def layout(view: View) -> Sheet:
    title = view.t("desk.title")
    picked = view.state.get("pick")
    body = [
        heading(
            title,
            above=trail(view, (view.t("nav.cases"), view.link("/cases"))),
            below=html.P(view.t("desk.subtitle"), className="soft"),
        ),
        html.Div(
            [
                grid_panel(view, QUEUE, view.t("desk.queue"), height=720, note=view.t("desk.order")),
                html.Div(await _picked(view, picked) if picked else _hint(view), className="desk-picked"),
            ],
            className="desk",
        ),
    ]
    return Sheet(title, body, synthetic=await invented(view))


def _hint(view: View) -> Any:
    return panel(
        view, "hint", view.t("desk.pick"), html.P(view.t("desk.pick_how"), className="prose"), saved=False
    )


async def _picked(view: View, key: str) -> list[Any]:
    if not key.isdigit():
        raise NotFound
    asked = Query("picked", {"id": global_id("RiskScore", key)})
    found = (await view.fetch(asked))["riskScore"]
    if found is None:
        return [_hint(view)]
    project = found["project"]
    name = project["enterprise"]["name"] if project else found["platform"]["organization"]["name"]
    flags = (project or found["platform"])["flags"]["nodes"]
    return [
        panel(view, "score", name, _score(view, found), query=asked, saved=False),
        panel(
            view,
            "flags",
            view.t("desk.flags", count=view.language.count(len(flags))),
            [
                html.Div(
                    [
                        await bulk_of(
                            view, "dismissFlag", [(flag["id"], _said(view, flag)) for flag in flags]
                        ),
                    ],
                    className="deeds",
                ),
                await _flags(view, flags),
            ],
            query=asked,
            saved=False,
        ),
        await case_opening(view, found["platform"]["id"]),
        await _links(view, found),
        *(
            [panel(view, "papers", view.t("desk.papers"), _papers(view, project), query=asked, saved=False)]
            if project
            else []
        ),
    ]


async def _links(view: View, found: Row) -> Any:
    """Who it shares something with, one hop away; the whole graph has a page of its own."""
    project = found["project"]
    entity, start = ("Project", project) if project else ("Platform", found["platform"])
    asked = Query("links", {"of": start["id"], "hops": 1})
    graph = (await view.fetch(asked))["links"]
    address = view.link(f"/links/{entity.lower()}-{row_key(start['id'])}")
    return panel(
        view,
        "links",
        view.t("links.title"),
        [
            drawing(view, graph, height=300),
            evidence(view, graph),
            html.P(html.A(view.t("links.open"), href=address, className="button", **{"data-nav": ""})),
        ],
        query=asked,
        saved=False,
    )


def _said(view: View, flag: Row) -> str:
    return str(flag["reasonEn"] if view.english else flag["reason"])


def _score(view: View, found: Row) -> list[Any]:
    def label(field: str) -> str:
        return view.labels.field("RiskScore", field, view.caller.lang)

    platform, project = found["platform"], found["project"]
    where: list[Any] = [
        html.A(
            platform["organization"]["name"],
            href=view.link(f"/platform/{row_key(platform['id'])}"),
            **{"data-nav": ""},
        )
    ]
    if project:
        where = [
            html.A(
                project["enterprise"]["name"],
                href=view.link(f"/project/{row_key(project['id'])}"),
                **{"data-nav": ""},
            ),
            " · ",
            *where,
        ]
    clock = found["clockDays"]
    return [
        pairs(
            [
                (view.word("RiskScore", "subject", found["subject"]), where),
                (view.t("unit_name"), view.name(found["unit"], short=True)),
                (label("score"), html.Strong(found["score"])),
                (label("atRisk"), money(view, found["atRisk"])),
                (
                    label("clockDays"),
                    view.t("none")
                    if clock is None
                    else view.t("desk.days_left", days=view.language.count(clock)),
                ),
            ]
        ),
        html.H3(label("parts")),
        html.Ul([_part(view, part) for part in found["parts"]], className="score-parts"),
    ]


def _part(view: View, part: Row) -> Any:
    points = float(part["points"])
    return html.Li(
        [
            html.A(part["rule"], href=view.link(f"/red-flag/{part['rule']}"), **{"data-nav": ""}),
            html.Progress(value=str(points), max="100", **{"aria-label": part["rule"]}),
            html.Span(f"{points:.1f}", className="number"),
        ]
    )


async def _flags(view: View, flags: Sequence[Row]) -> Any:
    if not flags:
        return nothing(view)
    shown = []
    for flag in flags:
        deeds = await offered(view, flag["id"], names=["dismissFlag"])
        shown.append(
            html.Li(
                [
                    html.Div(
                        [
                            badge(view, "Flag", "severity", flag["severity"]),
                            html.A(
                                _said(view, flag),
                                href=view.link(f"/flag/{row_key(flag['id'])}"),
                                **{"data-nav": ""},
                            ),
                        ],
                        className="flag-head",
                    ),
                    html.P(
                        [
                            view.word("Flag", "kind", flag["kind"]),
                            " · ",
                            money(view, flag["atRisk"]),
                            " · ",
                            view.language.moment(flag["raisedAt"]),
                        ],
                        className="soft",
                    ),
                    actions(view, deeds),
                ]
            )
        )
    return html.Ul(shown, className="flags")


def _papers(view: View, project: Row) -> list[Any]:
    claim = next(iter(project["claims"]["nodes"]), None)
    rows = [
        html.Tr(
            [
                html.Td(
                    html.A(
                        invoice["number"],
                        href=view.link(f"/invoice/{row_key(invoice['id'])}"),
                        **{"data-nav": ""},
                    )
                ),
                html.Td(invoice["seller"]),
                html.Td(view.language.day(invoice["issuedOn"])),
                html.Td(money(view, invoice["gross"]), className="number"),
                html.Td(view.word("Invoice", "checked", invoice["checked"])),
            ]
        )
        for invoice in project["invoices"]["nodes"]
    ]
    heads = ("number", "seller", "issuedOn", "gross", "checked")
    return [
        pairs(
            [
                (
                    view.labels.entity("Claim", view.caller.lang),
                    [money(view, claim["amount"]), " ", badge(view, "Claim", "state", claim["state"])]
                    if claim
                    else view.t("none"),
                ),
                (
                    view.labels.field("Claim", "actualCost", view.caller.lang),
                    money(view, claim["actualCost"]) if claim else view.t("none"),
                ),
                (
                    view.labels.field("Project", "contractedOn", view.caller.lang),
                    view.language.day(project["contractedOn"]),
                ),
                (
                    view.labels.field("Project", "acceptedOn", view.caller.lang),
                    view.language.day(project["acceptedOn"]),
                ),
            ]
        ),
        html.Div(
            html.Table(
                [
                    html.Thead(
                        html.Tr(
                            [
                                html.Th(view.labels.field("Invoice", head, view.caller.lang), scope="col")
                                for head in heads
                            ]
                        )
                    ),
                    html.Tbody(rows),
                ],
                className="listing",
            ),
            className="scroll",
            tabIndex=0,
        )
        if rows
        else nothing(view),
    ]


PAGE = Page("/desk", "desk", layout, lists=True, graph=True)
