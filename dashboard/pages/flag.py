"""One red flag: what was found, in what, compared with whom; the query behind it, asked once more."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import Query, global_id, row_key
from dashboard.columns import dig
from dashboard.components.actions import actions, offered
from dashboard.components.badge import badge
from dashboard.components.fact import money, pairs
from dashboard.components.panel import heading, panel, trail
from dashboard.components.timeline import events, timeline
from dashboard.export import Table
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View

Row = Mapping[str, Any]
#: Who may see how suspicions arise (``db.models.flag.RULE_READERS``).
PROVERS = frozenset(
    {"leader", "analyst", "programme_officer", "finance_officer", "supervisor", "auditor", "administrator"}
)


def query(view: View) -> Query:
    if not view.key.isdigit():
        raise NotFound
    return Query("flag", {"id": global_id("Flag", view.key), "number": int(view.key)})


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    flag = data["flag"]
    if flag is None:
        raise NotFound
    said = flag["reasonEn"] if view.english else flag["reason"]
    proves = bool(PROVERS & set(view.caller.roles))
    body = [
        heading(
            said,
            above=trail(view, (view.t("nav.cases"), view.link("/cases"))),
            below=html.P(
                [
                    badge(view, "Flag", "state", flag["state"]),
                    badge(view, "Flag", "severity", flag["severity"]),
                    html.Span(view.word("Flag", "kind", flag["kind"])),
                    html.Span(view.word("Flag", "hintsAt", flag["hintsAt"])),
                    _rule(view, flag, linked=proves),
                ],
                className="plans",
            ),
        ),
        actions(view, await offered(view, flag["id"])),
        html.Div(
            [
                panel(view, "about", view.t("flag.about"), _about(view, flag), query=asked, saved=False),
                panel(view, "facts", view.t("flag.facts"), _facts(view, flag), query=asked, saved=False),
            ],
            className="halves",
        ),
        await _proof(view, flag) if proves else None,
        panel(
            view,
            "events",
            view.labels.entity("Event", view.caller.lang),
            timeline(view, "Flag", data["events"]["nodes"]),
            query=asked,
        ),
    ]
    return Sheet(said, body, synthetic=flag["synthetic"])


async def table(view: View, name: str) -> Table:
    data = await view.fetch(query(view))
    rows = [{**row, "synthetic": data["flag"]["synthetic"]} for row in data["events"]["nodes"]]
    return events(view, "Flag", rows, data["flag"]["rule"])


def _rule(view: View, flag: Row, *, linked: bool) -> Any:
    said = f"{flag['rule']} v{flag['ruleVersion']}"
    if not linked:
        return html.Code(said)
    return html.A(said, href=view.link(f"/red-flag/{flag['rule']}"), **{"data-nav": ""})


def _about(view: View, flag: Row) -> Any:
    def label(field: str) -> str:
        return view.labels.field("Flag", field, view.caller.lang)

    def link(path: str, row: Row | None, name: str) -> Any:
        if not row:
            return view.t("none")
        return html.A(dig(row, name), href=view.link(f"/{path}/{row_key(row['id'])}"), **{"data-nav": ""})

    claim = flag["claim"]
    return pairs(
        [
            (label("atRisk"), money(view, flag["atRisk"])),
            (view.t("projects.enterprise"), link("project", flag["project"], "enterprise.name")),
            (view.t("platforms.name"), link("platform", flag["platform"], "organization.name")),
            (view.t("unit_name"), view.name(flag["unit"], short=True)),
            (
                view.labels.entity("Claim", view.caller.lang),
                [money(view, claim["amount"]), " ", badge(view, "Claim", "state", claim["state"])]
                if claim
                else view.t("none"),
            ),
            (view.labels.entity("Case", view.caller.lang), link("case", flag["case"], "number")),
            (label("raisedAt"), view.language.moment(flag["raisedAt"])),
            (label("seenAt"), view.language.moment(flag["seenAt"])),
            (label("dismissedReason"), flag["dismissedReason"] or view.t("none")),
        ]
    )


def _facts(view: View, flag: Row) -> list[Any]:
    shown: list[Any] = [pairs([(name, str(value)) for name, value in flag["facts"].items()])]
    if flag["peers"]:
        shown += [
            html.H3(view.t("flag.peers")),
            pairs([(name, str(value)) for name, value in flag["peers"].items()]),
        ]
    return shown


async def _proof(view: View, flag: Row) -> Any:
    asked = Query("flag_proof", {"flag": flag["id"]})
    proof = (await view.fetch(asked))["flagProof"]
    stands = {True: "flag.stands", False: "flag.gone", None: "flag.not_asked"}[proof["stands"]]
    return panel(
        view,
        "proof",
        view.t("flag.proof"),
        [
            html.P(view.t(stands), className="prose"),
            html.Details([html.Summary(view.t("flag.query")), html.Pre(proof["statement"], tabIndex=0)]),
        ],
        query=asked,
        saved=False,
        note=view.t("flag.proof_note"),
    )


PAGE = Page("/flag/", "cases", layout, table)
