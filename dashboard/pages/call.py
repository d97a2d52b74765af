"""One open selection: the call, who applied, who judges, how each total came about, who objects (P12)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import html

from dashboard.client import Query, global_id, row_key
from dashboard.columns import Column, Kind, table_of
from dashboard.components.actions import Offers, actions, offered
from dashboard.components.badge import badge
from dashboard.components.fact import pairs
from dashboard.components.listing import listing
from dashboard.components.panel import heading, panel, trail
from dashboard.components.states import nothing
from dashboard.components.timeline import events, timeline
from dashboard.export import Table
from dashboard.pages.calls import sector
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View

CRITERIA = (
    Column("name", of=("Criterion", "name")),
    Column("weight", of=("Criterion", "weight")),
    Column("most", of=("Criterion", "most")),
    Column("meaning", of=("Criterion", "meaning")),
)
CANDIDATES = (
    Column("ranking", Kind.COUNT, of=("Candidate", "ranking")),
    Column("organization.name", text="call.applicant"),
    Column("total", of=("Candidate", "total")),
    Column("planned", Kind.COUNT, of=("Candidate", "planned")),
    Column("concession", of=("Candidate", "concession")),
    Column("appliedOn", Kind.DAY, of=("Candidate", "appliedOn")),
    Column("state", Kind.WORD, of=("Candidate", "state")),
)
#: The steps of a call as the page draws them.
WAY = ("DRAFT", "OPEN", "CLOSED", "SCORED", "NOTICED", "DECIDED")


def query(view: View) -> Query:
    if not view.key.isdigit():
        raise NotFound
    return Query("call", {"id": global_id("Call", view.key), "number": int(view.key)})


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    call = data["call"]
    if call is None:
        raise NotFound
    insiders = await _panel_data(view, call["id"])
    offers = _prefilled(await offered(view, call["id"]), call)
    body = [
        heading(
            call["title"],
            above=trail(view, (view.t("nav.calls"), view.link("/calls"))),
            below=_line(view, call),
            beside=actions(view, offers),
        ),
        panel(view, "way", view.t("call.way"), _way(view, call), query=asked, saved=False),
        html.Div(
            [
                panel(view, "about", view.t("call.about"), _about(view, call), query=asked, saved=False),
                panel(
                    view,
                    "criteria",
                    view.labels.entity("Criterion", view.caller.lang),
                    listing(
                        view,
                        CRITERIA,
                        call["criteria"]["nodes"],
                        caption=view.labels.entity("Criterion", view.caller.lang),
                        empty="call.no_criteria",
                    ),
                    query=asked,
                    note=_weights(view, call),
                ),
            ],
            className="halves",
        ),
        panel(
            view,
            "candidates",
            view.labels.entity("Candidate", view.caller.lang),
            await _candidates(view, call, insiders),
            query=asked,
            note=_spread(view, data["selectionGoal"]["scatter"]),
        ),
    ]
    if insiders is not None:
        body.append(
            panel(
                view,
                "panel",
                view.labels.entity("Panelist", view.caller.lang),
                await _panel(view, insiders),
                query=Query("call_panel", _panel_variables(view, call["id"])),
                saved=False,
                note=view.t("call.sealed"),
            )
        )
    body += [
        html.Div(
            [
                panel(
                    view,
                    "objections",
                    view.labels.entity("Objection", view.caller.lang),
                    await _objections(view, call),
                    query=asked,
                    saved=False,
                ),
                panel(
                    view,
                    "events",
                    view.labels.entity("Event", view.caller.lang),
                    timeline(view, "Call", data["events"]["nodes"]),
                    query=asked,
                ),
            ],
            className="halves",
        )
    ]
    return Sheet(call["title"], body, synthetic=call["synthetic"])


async def table(view: View, name: str) -> Table:
    data = await view.fetch(query(view))
    call = data["call"]
    if name == "events":
        return events(view, "Call", data["events"]["nodes"], call["title"])
    columns, entity = (CRITERIA, "Criterion") if name == "criteria" else (CANDIDATES, "Candidate")
    title = f"{call['title']} {view.labels.entity(entity, view.caller.lang)}"
    return table_of(view, title, columns, call[name]["nodes"], "synthetic")


def _panel_variables(view: View, call: str) -> dict[str, Any]:
    return {"call": call, "names": "expert" not in view.caller.roles}


async def _panel_data(view: View, call: str) -> Mapping[str, Any] | None:
    """The panel and the scores that may be seen; None for candidates, who are not to know who judges."""
    if set(view.caller.roles) <= {"platform_operator"}:
        return None
    return await view.fetch(Query("call_panel", _panel_variables(view, call)))


def _line(view: View, call: Mapping[str, Any]) -> Any:
    unit = call["unit"]
    parts: list[Any] = [
        badge(view, "Call", "state", call["state"]),
        html.Span(view.name(unit)),
        html.Span(call["industry"]["name"]),
        sector(view, call["industry"]),
        html.Span(
            view.t("batch.one", number=call["batch"]["number"]) if view.english else call["batch"]["name"]
        ),
    ]
    if call["state"] in ("NOTICED", "DECIDED"):
        parts.append(html.A(view.t("call.public"), href=f"/notice/{row_key(call['id'])}", target="_blank"))
    return html.P(parts, className="plans")


def _way(view: View, call: Mapping[str, Any]) -> Any:
    if call["state"] == "CANCELLED":
        return html.P(view.t("call.cancelled", why=call["result"] or ""), className="said bad")
    reached = WAY.index(call["state"])
    days = {
        "OPEN": call["opensOn"],
        "CLOSED": call["closesOn"],
        "NOTICED": call["noticeUntil"] and f"– {call['noticeUntil']}",
        "DECIDED": call["decidedOn"],
    }
    steps = []
    for place, word in enumerate(WAY):
        kind = (
            "done"
            if place < reached or word == "DECIDED" == call["state"]
            else "now"
            if place == reached
            else "open"
        )
        current = {"aria-current": "step"} if kind == "now" else {}
        steps.append(
            html.Li(
                [
                    html.Span(
                        [
                            view.word("Call", "state", word),
                            html.Br(),
                            html.Span(days.get(word) or "", className="step-day"),
                        ],
                        className="step-name",
                    )
                ],
                className=kind,
                **current,
            )
        )
    way: list[Any] = [html.Ol(steps, className="steps across")]
    if call["result"]:
        way.append(html.P(call["result"], className="said good"))
    return html.Div(way, className="way")


def _about(view: View, call: Mapping[str, Any]) -> Any:
    def label(field: str) -> str:
        return view.labels.field("Call", field, view.caller.lang)

    return html.Div(
        [
            pairs(
                [
                    (label("places"), view.language.count(call["places"])),
                    (label("opensOn"), view.language.day(call["opensOn"])),
                    (label("closesOn"), view.language.day(call["closesOn"])),
                    (label("noticeDays"), view.language.count(call["noticeDays"])),
                    (label("noticedOn"), view.language.day(call["noticedOn"])),
                    (label("noticeUntil"), view.language.day(call["noticeUntil"])),
                ]
            ),
            html.P(call["text"], className="prose"),
        ]
    )


def _weights(view: View, call: Mapping[str, Any]) -> str:
    total = sum(float(one["weight"]) for one in call["criteria"]["nodes"])
    return view.t("call.weights", total=f"{total:g}")


def _spread(view: View, found: Mapping[str, Any] | None) -> Any:
    """How the plan's places fall on operators; in the colour of a warning where they are too scattered (P12)."""
    if not found or not found["platforms"]:
        return None
    said = view.t(
        "call.spread",
        platforms=found["platforms"],
        operators=found["operators"],
        enterprises=found["enterprises"],
        each=found["each"],
    )
    if found["tooScattered"]:
        return html.Span([said, " ", view.t("call.scattered")], className="warned")
    return said


async def _candidates(view: View, call: Mapping[str, Any], insiders: Mapping[str, Any] | None) -> Any:
    rows = call["candidates"]["nodes"]
    if not rows:
        return nothing(view, "call.no_candidates")
    return html.Ul([await _candidate(view, call, row, insiders) for row in rows], className="cards")


async def _candidate(
    view: View, call: Mapping[str, Any], row: Mapping[str, Any], insiders: Mapping[str, Any] | None
) -> Any:
    def label(field: str) -> str:
        return view.labels.field("Candidate", field, view.caller.lang)

    mine = _own_scores(row, insiders)
    offers = _scored(await offered(view, row["id"]), call, mine)
    head = [
        html.Span(view.t("call.rank", rank=row["ranking"]), className="rank") if row["ranking"] else None,
        html.Strong(row["organization"]["name"]),
        badge(view, "Candidate", "state", row["state"]),
        html.Span(view.t("call.total", total=row["total"]), className="soft") if row["total"] else None,
    ]
    return html.Li(
        [
            html.Div([html.Div(head, className="flag-head"), actions(view, offers)], className="card-head"),
            pairs(
                [
                    (label("planned"), view.language.count(row["planned"])),
                    (label("concession"), f"{float(row['concession']):g} %"),
                    (label("appliedOn"), view.language.day(row["appliedOn"])),
                ]
            ),
            html.Div(
                [
                    html.Div([html.H3(label(name)), html.P(row[name] or view.t("none"), className="prose")])
                    for name in ("solution", "capability", "target")
                ],
                className="thirds",
            ),
            _explained(view, row) if row["explained"] else None,
            html.P(
                view.t("call.my_scores", count=len(mine), of=len(call["criteria"]["nodes"])), className="note"
            )
            if mine and call["state"] == "CLOSED"
            else None,
        ]
    )


def _explained(view: View, row: Mapping[str, Any]) -> Any:
    """How the total came about, line by line."""
    why = row["explained"]
    lines = [
        html.Tr(
            [
                html.Td(line["criterion"]),
                html.Td(f"{float(line['weight']):g} %", className="number"),
                html.Td(f"{float(line['mean']):.2f} / {float(line['most']):g}", className="number"),
                html.Td(line["part"], className="number"),
            ]
        )
        for line in why["lines"]
    ]
    experts = [
        html.Span(
            total,
            className="dropped" if place in why["dropped"] else "",
            title=view.t("call.dropped") if place in why["dropped"] else None,
        )
        for place, total in enumerate(why["experts"])
    ]
    said = [view.t("call.experts"), *(part for one in experts for part in (" ", one))]
    if why["dropped"]:
        said.append(html.Span([" ", view.t("call.trimmed")], className="soft"))
    notes = [html.P(said)]
    if why["tie"]:
        notes.append(html.P(view.t("call.tie", criterion=why["tie"])))
    if why["shared"]:
        notes.append(html.P(view.t("call.shared")))
    return html.Details(
        [
            html.Summary(view.t("call.explained")),
            html.Div(
                html.Table(
                    [
                        html.Caption(view.t("call.explained"), className="unseen"),
                        html.Thead(
                            html.Tr(
                                [
                                    html.Th(view.t("call.criterion"), scope="col"),
                                    html.Th(view.t("call.weight"), scope="col", className="number"),
                                    html.Th(view.t("call.mean"), scope="col", className="number"),
                                    html.Th(view.t("call.part"), scope="col", className="number"),
                                ]
                            )
                        ),
                        html.Tbody(lines),
                    ],
                    className="listing",
                ),
                className="scroll",
                tabIndex=0,
                role="region",
                **{"aria-label": view.t("call.explained")},
            ),
            *notes,
        ],
        className="explained",
    )


async def _panel(view: View, insiders: Mapping[str, Any]) -> Any:
    seats = insiders["panelists"]["nodes"]
    if not seats:
        return nothing(view, "call.no_panel")
    return html.Ul([await _seat(view, place, seat) for place, seat in enumerate(seats, 1)], className="cards")


async def _seat(view: View, place: int, seat: Mapping[str, Any]) -> Any:
    expert = seat.get("expert")
    offers = await offered(view, seat["id"])
    mine = any(one["name"] == "submitPanelist" for one in offers.actions)
    name = expert["name"] if expert else view.t("call.you") if mine else view.t("call.expert", number=place)
    return html.Li(
        html.Div(
            [
                html.Div(
                    [
                        html.Strong(name),
                        badge(view, "Panelist", "state", seat["state"]),
                        html.Span(view.t("call.drawn" if seat["drawn"] else "call.named"), className="soft"),
                        html.Span(view.language.day(seat["submittedOn"]), className="soft")
                        if seat["submittedOn"]
                        else None,
                        html.Span(seat["reason"], className="soft") if seat["reason"] else None,
                    ],
                    className="flag-head",
                ),
                actions(view, offers),
            ],
            className="card-head",
        )
    )


async def _objections(view: View, call: Mapping[str, Any]) -> Any:
    rows = call["objections"]["nodes"]
    if not rows:
        return nothing(view, "call.no_objections")
    cards = []
    for row in rows:
        offers = await offered(view, row["id"])
        answer: list[Any] = []
        if row["answer"]:
            outcome = view.t("call.upheld" if row["upheld"] else "call.not_upheld")
            answer = [
                html.P([html.Strong(outcome), " ", row["answer"]]),
                html.P(row["answeredOn"], className="note"),
            ]
        cards.append(
            html.Li(
                [
                    html.Div(
                        [
                            html.Div(
                                [
                                    html.Strong(row["name"]),
                                    badge(view, "Objection", "state", row["state"]),
                                    html.Span(f"{row['contact']} · {row['raisedOn']}", className="soft"),
                                ],
                                className="flag-head",
                            ),
                            actions(view, offers),
                        ],
                        className="card-head",
                    ),
                    html.P(row["text"], className="prose"),
                    *answer,
                ]
            )
        )
    return html.Ul(cards, className="cards")


def _own_scores(row: Mapping[str, Any], insiders: Mapping[str, Any] | None) -> dict[str, str]:
    """An expert's own points for a candidate by criterion; the database shows nobody else's before the ranking."""
    found = insiders["scores"]["nodes"] if insiders else ()
    return {
        one["criterion"]["id"]: one["points"]
        for one in found
        if "expert" not in one and one["candidate"] and one["candidate"]["id"] == row["id"]
    }


def _prefilled(offers: Offers, call: Mapping[str, Any]) -> Offers:
    """The criteria there are stand in the form that replaces them."""
    rows = [
        {name: one[name] for name in ("name", "weight", "most", "meaning")}
        for one in call["criteria"]["nodes"]
    ]
    return _filled(offers, "setCriteriaCall", "criteria", rows)


def _scored(offers: Offers, call: Mapping[str, Any], mine: Mapping[str, str]) -> Offers:
    """A row for each criterion, with what the expert gave before."""
    rows = [{"criterionId": one["id"], "points": mine.get(one["id"])} for one in call["criteria"]["nodes"]]
    return _filled(offers, "giveScore", "points", rows)


def _filled(offers: Offers, action: str, field: str, rows: Sequence[Mapping[str, Any]]) -> Offers:
    if not rows:
        return offers
    return replace(
        offers,
        actions=[
            {
                **one,
                "fields": [
                    {**known, "value": rows} if known["name"] == field else known for known in one["fields"]
                ],
            }
            if one["name"] == action
            else one
            for one in offers.actions
        ],
    )


PAGE = Page("/call/", "calls", layout, table)
