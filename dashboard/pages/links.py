"""What ties an enterprise, a platform or a case to others: the graph, and its evidence in words beside it."""

from dash import html

from dashboard.client import Query, global_id
from dashboard.components.link_graph import drawing, evidence
from dashboard.components.panel import heading, panel, trail
from dashboard.components.states import nothing
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.synthetic import invented
from dashboard.view import View

#: From what one may look, by the word in the address.
STARTS = {
    "organization": "Organization",
    "project": "Project",
    "claim": "Claim",
    "platform": "Platform",
    "case": "Case",
}
HOPS = ("1", "2", "3")


def query(view: View) -> Query:
    word, _, key = view.key.partition("-")
    if word not in STARTS or not key.isdigit():
        raise NotFound
    hops = view.state.get("hops", "2")
    return Query("links", {"of": global_id(STARTS[word], key), "hops": int(hops) if hops in HOPS else 2})


async def layout(view: View) -> Sheet:
    asked = query(view)
    graph = (await view.fetch(asked))["links"]
    start = next((party["name"] for party in graph["parties"] if not party["hops"]), view.t("none"))
    hops = str(asked.variables["hops"])
    choose = html.Nav(
        [
            html.A(
                view.t("links.hops", count=number),
                href=view.link(f"/links/{view.key}", hops=number),
                **({"aria-current": "true"} if number == hops else {}),
                **{"data-nav": ""},
            )
            for number in HOPS
        ],
        className="hops",
        **{"aria-label": view.t("links.how_far")},
    )
    body = [
        heading(
            view.t("links.title"),
            above=trail(view, (view.t("desk.title"), view.link("/desk"))),
            below=html.P(view.t("links.subtitle", name=start), className="soft"),
        ),
        html.Div(
            [
                panel(
                    view, "graph", start, drawing(view, graph, height=620), query=asked, saved=False, controls=choose,
                    note=view.t("links.left_out", count=graph["leftOut"]) if graph["leftOut"] else view.t("links.how"),
                ),
                panel(
                    view, "ties", view.t("links.evidence"), evidence(view, graph) or nothing(view, "links.none"), query=asked, saved=False,
                ),
            ],
            className="desk",
        ),
    ]  # fmt: skip
    return Sheet(view.t("links.title"), body, synthetic=await invented(view))


PAGE = Page("/links/", "desk", layout, graph=True)
