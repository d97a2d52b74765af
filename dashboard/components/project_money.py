"""The part of a project's page that is about money: costs, proof, sources of funds, files, and the claim."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.client import Query, row_key
from dashboard.columns import Column, Kind
from dashboard.components.actions import Offers, actions
from dashboard.components.attachments import Place, attachments
from dashboard.components.fact import money
from dashboard.components.funding import funding_bar
from dashboard.components.listing import listing
from dashboard.components.panel import panel
from dashboard.view import View

#: What is done here and not at the top of the page.
DEEDS = frozenset({"addCostItem", "addInvoice", "addPayment", "addFunding", "submitClaim"})


def address(path: str) -> Any:
    return lambda view, row: view.link(f"/{path}/{row_key(row['id'])}")


COSTS = (
    Column("kind", Kind.WORD, of=("CostItem", "kind")),
    Column("name", of=("CostItem", "name"), href=address("cost-item")),
    Column("amount", Kind.MONEY, of=("CostItem", "amount")),
    Column("eligible", Kind.FLAG, of=("CostItem", "eligible")),
)
INVOICES = (
    Column("issuedOn", Kind.DAY, of=("Invoice", "issuedOn")),
    Column("number", of=("Invoice", "number"), href=address("invoice")),
    Column("kind", Kind.WORD, of=("Invoice", "kind")),
    Column("seller", of=("Invoice", "seller")),
    Column("item", of=("Invoice", "item")),
    Column("net", Kind.MONEY, of=("Invoice", "net")),
    Column("gross", Kind.MONEY, of=("Invoice", "gross")),
)
PAYMENTS = (
    Column("paidOn", Kind.DAY, of=("Payment", "paidOn"), href=address("payment")),
    Column("payer", of=("Payment", "payer")),
    Column("payee", of=("Payment", "payee")),
    Column("payeeAccount", of=("Payment", "payeeAccount")),
    Column("method", Kind.WORD, of=("Payment", "method")),
    Column("amount", Kind.MONEY, of=("Payment", "amount")),
)
FUNDINGS = (
    Column("source", Kind.WORD, of=("Funding", "source"), href=address("funding")),
    Column("agreed", Kind.MONEY, of=("Funding", "agreed")),
    Column("paid", Kind.MONEY, of=("Funding", "paid")),
    Column("agreedOn", Kind.DAY, of=("Funding", "agreedOn")),
    Column("document", of=("Funding", "document")),
)
CLAIMS = (
    Column("submittedOn", Kind.DAY, of=("Claim", "submittedOn"), href=address("claim")),
    Column("state", Kind.WORD, of=("Claim", "state")),
    Column("actualCost", Kind.MONEY, of=("Claim", "actualCost")),
    Column("amount", Kind.MONEY, of=("Claim", "amount")),
    Column("approvedAmount", Kind.MONEY, of=("Claim", "approvedAmount")),
    Column("decidedOn", Kind.DAY, of=("Claim", "decidedOn")),
)
#: Panel, entity, member of the answer, columns, what is done in it.
LISTINGS = (
    ("costs", "CostItem", "costItems", COSTS, "addCostItem"),
    ("invoices", "Invoice", "invoices", INVOICES, "addInvoice"),
    ("payments", "Payment", "payments", PAYMENTS, "addPayment"),
)


#: Panels whose rows can be taken home: entity, member, columns.
MONEY_LISTINGS: Mapping[str, tuple[str, str, Sequence[Column]]] = {
    **{name: (entity, member, columns) for name, entity, member, columns, _ in LISTINGS},
    "claims": ("Claim", "claims", CLAIMS),
    "fundings": ("Funding", "fundings", FUNDINGS),
}


async def money_rows(
    view: View, of: str, name: str
) -> tuple[str, Sequence[Column], Sequence[Mapping[str, Any]]]:
    """The rows of one of the panels, for a file: entity, columns, rows."""
    entity, member, columns = MONEY_LISTINGS[name]
    project = (await view.fetch(Query("project_money", {"id": of})))["project"]
    return entity, columns, project[member]["nodes"]


async def project_money(view: View, of: str, offers: Offers) -> list[Any]:
    """The panels of the project whose global id is ``of``; ``offers`` are those of the project."""
    asked = Query("project_money", {"id": of})
    data = await view.fetch(asked)
    project = data["project"]
    shown = {
        name: panel(
            view,
            name,
            view.labels.entity(entity, view.caller.lang),
            [
                listing(
                    view,
                    columns,
                    project[member]["nodes"],
                    caption=view.labels.entity(entity, view.caller.lang),
                ),
                _left(actions(view, offers.only({deed}))),
            ],
            query=asked,
        )
        for name, entity, member, columns, deed in LISTINGS
    }
    return [
        html.Div(
            [_claim(view, data, asked, offers), _funding(view, data, asked, offers)], className="halves"
        ),
        shown["costs"],
        shown["invoices"],
        shown["payments"],
        attachments(
            view,
            project["attachments"]["nodes"],
            data["attachable"],
            _places(view, project, data["attachable"]),
            query=asked,
        ),
    ]


def review(view: View, found: Mapping[str, Any]) -> list[Any]:
    """The amount step by step, and what is not in order, by weight."""
    steps = html.Table(
        [
            html.Tbody(
                [
                    html.Tr(
                        [
                            html.Td(line["labelEn" if view.english else "label"]),
                            html.Td(html.Code(line["clause"])),
                            html.Td(money(view, line["basis"]), className="number"),
                            html.Td(_limit(view, line["limit"]), className="number"),
                            html.Td(money(view, line["amount"]), className="number"),
                        ]
                    )
                    for line in found["lines"]
                ]
            ),
            html.Tfoot(
                html.Tr(
                    [
                        html.Th(view.t("claim.may_ask"), colSpan=4, scope="row"),
                        html.Td(html.Strong(money(view, found["amount"])), className="number"),
                    ]
                )
            ),
        ],
        className="listing sum",
    )
    return [html.Div(steps, className="scroll"), _issues(view, found["issues"])]


def _issues(view: View, issues: Sequence[Mapping[str, Any]]) -> Any:
    if not issues:
        return html.P(view.t("claim.in_order"), className="said good")
    ordered = sorted(issues, key=lambda issue: not issue["blocking"])
    return html.Ul(
        [
            html.Li(
                [
                    html.Span(
                        view.t("claim.blocking" if issue["blocking"] else "claim.note"),
                        className=f"badge {'bad' if issue['blocking'] else 'warn'}",
                    ),
                    html.Span(
                        [
                            html.Span(issue["message"]),
                            html.Span(view.t("deeds.by_clause", clause=issue["clause"]), className="clause")
                            if issue["clause"]
                            else None,
                            html.Span(issue["hint"], className="soft") if issue["hint"] else None,
                        ],
                        className="issue-words",
                    ),
                ]
            )
            for issue in ordered
        ],
        className="issues",
    )


def _limit(view: View, value: str) -> str:
    number = float(value)
    return f"{number:.0%}" if number <= 1 else view.language.money(value)


def _claim(view: View, data: Mapping[str, Any], asked: Query, offers: Offers) -> Any:
    caption = view.labels.entity("Claim", view.caller.lang)
    claims = data["project"]["claims"]["nodes"]
    return panel(
        view,
        "claims",
        caption,
        [
            listing(view, CLAIMS, claims, caption=caption) if claims else None,
            html.H3(view.t("claim.review")),
            *review(view, data["claimReview"]),
            _left(actions(view, offers.only({"submitClaim"}))),
        ],
        query=asked,
    )


def _funding(view: View, data: Mapping[str, Any], asked: Query, offers: Offers) -> Any:
    caption = view.labels.entity("Funding", view.caller.lang)
    rows = data["project"]["fundings"]["nodes"]
    return panel(
        view,
        "fundings",
        caption,
        [
            funding_bar(view, rows, data["claimReview"]["cost"]),
            listing(view, FUNDINGS, rows, caption=caption) if rows else None,
            _left(actions(view, offers.only({"addFunding"}))),
        ],
        query=asked,
        note=view.t("funding.note"),
    )


def _left(buttons: Any) -> Any:
    return html.Div(buttons, className="panel-deeds") if buttons is not None else None


def _places(view: View, project: Mapping[str, Any], room: Mapping[str, Any]) -> list[Place]:
    """The project itself, then each paper by what it is called."""
    lang = view.caller.lang
    kinds = {paper["subject"]: paper["kinds"] for paper in room["papers"]}
    found = [Place(project["id"], view.labels.entity("Project", lang), room["kinds"])]
    for entity, member, title in (
        ("Invoice", "invoices", "number"),
        ("Payment", "payments", "payee"),
        ("CostItem", "costItems", "name"),
    ):
        if entity in kinds:
            name = view.labels.entity(entity, lang)
            found += [
                Place(row["id"], f"{name} {row[title]}", kinds[entity]) for row in project[member]["nodes"]
            ]
    return found
