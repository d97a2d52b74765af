"""One solution or one pattern: what to do, and the lighthouses that prove it (W2, P11)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from dash import html

from dashboard.client import Query, global_id, row_key
from dashboard.columns import Column, Kind, table_of
from dashboard.components.actions import Offers, actions, offered
from dashboard.components.badge import badge
from dashboard.components.fact import pairs
from dashboard.components.listing import listing
from dashboard.components.panel import chart, heading, panel, trail
from dashboard.components.states import nothing
from dashboard.components.timeline import events, timeline
from dashboard.export import Table
from dashboard.figures.proofs import cost_and_time, level_moves
from dashboard.pages.calls import sector
from dashboard.pages.catalogue import wan
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View


def _project(view: View, row: Mapping[str, Any]) -> str | None:
    """Only whoever sees the project is led to it: the snapshot is all that others may know."""
    return view.link(f"/project/{row_key(row['project']['id'])}") if row["project"] else None


PROOFS = (
    Column("enterprise.name", text="entry.lighthouse", href=_project),
    Column("industry.name", of=("Industry", "name")),
    Column("size", Kind.WORD, of=("Proof", "size")),
    Column("employees", Kind.COUNT, of=("Proof", "employees")),
    Column("levelBefore", Kind.COUNT, of=("Proof", "levelBefore")),
    Column("levelAfter", Kind.COUNT, of=("Proof", "levelAfter")),
    Column("cost", Kind.MONEY, of=("Proof", "cost")),
    Column("months", of=("Proof", "months")),
    Column("takenOn", Kind.DAY, of=("Proof", "takenOn")),
)
TEXTS = {"Solution": ("needs",), "Pattern": ("steps", "prerequisites", "pitfalls")}
VIRTUES = ("small", "quick", "light", "precise")


def query(entity: str, view: View) -> Query:
    if not view.key.isdigit():
        raise NotFound
    return Query(entity.lower(), {"id": global_id(entity, view.key), "number": int(view.key)})


async def layout(entity: str, view: View) -> Sheet:
    asked = query(entity, view)
    data = await view.fetch(asked)
    entry = data[entity.lower()]
    if entry is None:
        raise NotFound
    offers = _with_scenes(await offered(view, entry["id"]), entity, entry)
    proofs = entry["proofs"]["nodes"]
    lang = view.caller.lang
    body = [
        heading(
            entry["name"],
            above=trail(view, (view.t("nav.catalogue"), view.link("/catalogue"))),
            below=_line(view, entity, entry),
            beside=actions(view, offers),
        ),
        panel(view, "about", view.t("entry.about"), _about(view, entity, entry), query=asked, saved=False),
        html.Div(
            [
                panel(
                    view,
                    "levels",
                    view.t("entry.levels"),
                    _chart(view, "levels", level_moves, proofs, {"count": view.t("entry.count")}),
                    query=asked,
                    saved=False,
                    chart="levels",
                ),
                panel(
                    view,
                    "costs",
                    view.t("entry.costs"),
                    _chart(
                        view,
                        "costs",
                        cost_and_time,
                        proofs,
                        {
                            "months": view.t("entry.months"),
                            "cost": view.t("entry.cost"),
                            "hover": view.t("entry.hover"),
                        },
                    ),
                    query=asked,
                    saved=False,
                    chart="costs",
                ),
            ],
            className="halves",
        )
        if proofs
        else None,
        panel(
            view,
            "proofs",
            view.labels.entity("Proof", lang),
            listing(view, PROOFS, proofs, caption=view.labels.entity("Proof", lang), empty="entry.no_proofs"),
            query=asked,
            note=view.t("entry.frozen"),
        ),
        await _removals(view, entry),
        await _samples(view, asked, entry) if entity == "Pattern" else None,
        panel(
            view,
            "events",
            view.labels.entity("Event", lang),
            timeline(view, entity, data["events"]["nodes"]),
            query=asked,
        )
        if data["events"]["nodes"]
        else None,
    ]
    return Sheet(entry["name"], [part for part in body if part is not None], synthetic=entry["synthetic"])


async def table(entity: str, view: View, name: str) -> Table:
    data = await view.fetch(query(entity, view))
    entry = data[entity.lower()]
    if name == "events":
        return events(view, entity, data["events"]["nodes"], entry["name"])
    title = f"{entry['name']} {view.labels.entity('Proof', view.caller.lang)}"
    return table_of(view, title, PROOFS, entry["proofs"]["nodes"], "synthetic")


def _line(view: View, entity: str, entry: Mapping[str, Any]) -> Any:
    parts: list[Any] = [
        badge(view, entity, "state", entry["state"]),
        html.Span(view.name(entry["unit"])),
    ]
    if entity == "Solution":
        parts.append(html.Span(entry["organization"]["name"]))
    if entry["industry"]:
        parts += [html.Span(entry["industry"]["name"]), sector(view, entry["industry"])]
    if entry["publishedOn"]:
        parts.append(html.Span(view.t("entry.published", day=entry["publishedOn"])))
    return html.P(parts, className="plans")


def _about(view: View, entity: str, entry: Mapping[str, Any]) -> Any:
    def label(field: str) -> str:
        return view.labels.field(entity, field, view.caller.lang)

    rows: list[tuple[str, Any]] = []
    if entity == "Solution":
        rows += [
            (
                view.t("entry.price"),
                view.t("entry.price_of", low=wan(entry["priceLow"]), high=wan(entry["priceHigh"])),
            ),
            (view.t("entry.weeks"), view.t("entry.weeks_of", low=entry["weeksLow"], high=entry["weeksHigh"])),
            *((label(name), entry[name]) for name in VIRTUES if entry[name]),
        ]
        used = [(one["id"], one["name"], "pattern") for one in entry["patterns"]["nodes"]]
    else:
        solution = entry["solution"]
        used = [(solution["id"], solution["name"], "solution")] if solution else []
    links = [
        html.A(name, href=view.link(f"/{kind}/{row_key(key)}"), **{"data-nav": ""})
        for key, name, kind in used
    ]
    return html.Div(
        [
            html.P(entry["summary"], className="prose"),
            html.P(
                [
                    html.Span(one["scene"]["name"], className="badge plain")
                    for one in entry["scenes"]["nodes"]
                ],
                className="tags",
            ),
            pairs(rows) if rows else None,
            *(
                html.Div([html.H3(label(name)), html.P(entry[name], className="prose")])
                for name in TEXTS[entity]
                if entry[name]
            ),
            html.P([view.t("entry.with_it"), " ", *_joined(links)]) if links else None,
        ],
        className="about",
    )


def _joined(links: Sequence[Any]) -> list[Any]:
    found: list[Any] = []
    for one in links:
        found += [" · ", one] if found else [one]
    return found


def _chart(
    view: View, name: str, figure: Any, proofs: Sequence[Mapping[str, Any]], texts: Mapping[str, str]
) -> Any:
    said = {"levels": "entry.levels_label", "costs": "entry.costs_label"}[name]
    return chart(view, name, figure(view.theme, proofs, texts), 230, view.t(said, count=len(proofs)))


async def _removals(view: View, entry: Mapping[str, Any]) -> Any:
    """A button for each lighthouse of a draft that can be taken off it again."""
    if entry["state"] != "DRAFT":
        return None
    cards = []
    for proof in entry["proofs"]["nodes"]:
        offers = await offered(view, proof["id"])
        if offers.actions:
            cards.append(
                html.Li(
                    html.Div(
                        [html.Strong(proof["enterprise"]["name"]), actions(view, offers)],
                        className="card-head",
                    )
                )
            )
    return (
        html.Section(html.Div(html.Ul(cards, className="cards"), className="panel-body"), className="panel")
        if cards
        else None
    )


async def _samples(view: View, asked: Query, entry: Mapping[str, Any]) -> Any:
    rows = entry["samples"]["nodes"]
    cards = [await _sample(view, row) for row in rows]
    return panel(
        view,
        "samples",
        view.labels.entity("Sample", view.caller.lang),
        html.Ul(cards, className="cards") if cards else nothing(view, "entry.no_samples"),
        query=asked,
        saved=False,
    )


async def _sample(view: View, row: Mapping[str, Any]) -> Any:
    offers = await offered(view, row["id"])
    return html.Li(
        [
            html.Div(
                [
                    html.Div(
                        [
                            html.Strong(row["name"]),
                            html.Span(view.word("Sample", "kind", row["kind"]), className="badge busy"),
                            html.Span(view.t("catalogue.edition", edition=row["edition"]), className="soft"),
                            badge(view, "Sample", "state", row["state"]),
                            html.Span(row["publishedOn"], className="soft") if row["publishedOn"] else None,
                        ],
                        className="flag-head",
                    ),
                    actions(view, offers),
                ],
                className="card-head",
            ),
            html.P(row["changes"], className="soft") if row["changes"] else None,
            html.Details(
                [html.Summary(view.t("entry.read")), html.Div(row["text"], className="prose document")],
                className="explained",
            ),
        ]
    )


def _with_scenes(offers: Offers, entity: str, entry: Mapping[str, Any]) -> Offers:
    """The scenarios there are stand in the form that replaces them."""
    rows = [{"sceneId": one["scene"]["id"]} for one in entry["scenes"]["nodes"]]
    name = f"setScenes{entity}"
    return replace(
        offers,
        actions=[
            {**one, "fields": [{**known, "value": rows or None} for known in one["fields"]]}
            if one["name"] == name
            else one
            for one in offers.actions
        ],
    )


SOLUTION = Page("/solution/", "catalogue", partial(layout, "Solution"), partial(table, "Solution"))
PATTERN = Page("/pattern/", "catalogue", partial(layout, "Pattern"), partial(table, "Pattern"))
