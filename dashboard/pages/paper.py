"""One paper of a project by itself: a cost item, an invoice, a payment, a source of funds, a claim."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard.client import Query, global_id, row_key
from dashboard.columns import Column, Kind
from dashboard.components.actions import actions, offered
from dashboard.components.attachments import attachments_of
from dashboard.components.fact import pairs
from dashboard.components.listing import listing
from dashboard.components.panel import heading, panel, trail
from dashboard.components.project_money import review
from dashboard.components.timeline import timeline
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View

INSTALMENTS = (
    Column("dueOn", Kind.DAY, of=("Instalment", "dueOn")),
    Column("amount", Kind.MONEY, of=("Instalment", "amount")),
    Column("paidOn", Kind.DAY, of=("Instalment", "paidOn")),
    Column("paid", Kind.MONEY, of=("Instalment", "paid")),
)


@dataclass(frozen=True)
class Paper:
    """``member`` of the answer, ``title`` of the page by one of its fields, and what is shown."""

    entity: str
    document: str
    member: str
    title: str
    fields: tuple[Column, ...]


def _columns(entity: str, **kinds: Kind) -> tuple[Column, ...]:
    return tuple(Column(name, kind, of=(entity, name)) for name, kind in kinds.items())


_T, _M, _D, _W, _F = Kind.TEXT, Kind.MONEY, Kind.DAY, Kind.WORD, Kind.FLAG
PAPERS = {
    "cost-item": Paper(
        "CostItem", "paper_cost_item", "costItem", "name",
        _columns("CostItem", kind=_W, name=_T, amount=_M, eligible=_F),
    ),
    "invoice": Paper(
        "Invoice", "paper_invoice", "invoice", "number",
        _columns(
            "Invoice", kind=_W, code=_T, number=_T, seller=_T, sellerUscc=_T, buyer=_T, buyerUscc=_T, item=_T,
            issuedOn=_D, net=_M, taxRate=_T, tax=_M, gross=_M, checked=_W, checkedOn=_D,
        ),
    ),
    "payment": Paper(
        "Payment", "paper_payment", "payment", "payee",
        (
            Column("invoice.number", of=("Invoice", "number")),
            *_columns(
                "Payment", payer=_T, payerAccount=_T, payee=_T, payeeAccount=_T, method=_W, paidOn=_D, amount=_M
            ),
        ),
    ),
    "funding": Paper(
        "Funding", "paper_funding", "funding", "source",
        _columns("Funding", source=_W, agreed=_M, paid=_M, agreedOn=_D, document=_T, gainsShare=_T, gainsBase=_T),
    ),
    "claim": Paper(
        "Claim", "paper_claim", "claim", "state",
        _columns(
            "Claim", state=_W, actualCost=_M, amount=_M, approvedAmount=_M, submittedOn=_D, decidedOn=_D, statement=_T
        ),
    ),
}  # fmt: skip


def layout_of(paper: Paper) -> Callable[[View], Any]:
    async def layout(view: View) -> Sheet:
        if not view.key.isdigit():
            raise NotFound
        of = global_id(paper.entity, view.key)
        asked = Query(paper.document, {"id": of, "number": int(view.key)})
        data = await view.fetch(asked)
        row = data[paper.member]
        if row is None:
            raise NotFound
        return await _sheet(view, paper, of, asked, row, data["events"]["nodes"])

    return layout


async def _sheet(
    view: View, paper: Paper, of: str, asked: Query, row: Mapping[str, Any], events: list[Any]
) -> Sheet:
    lang = view.caller.lang
    name = view.labels.entity(paper.entity, lang)
    column = next(one for one in paper.fields if one.path == paper.title)
    title = f"{name} {column.said(view, row)}"
    project = row["project"]
    about = pairs([(one.head(view), _said(view, one, row)) for one in paper.fields])
    parts: list[Any] = [
        panel(view, "about", view.t("claim.details"), about, query=asked, saved=False),
        panel(
            view,
            "events",
            view.labels.entity("Event", lang),
            timeline(view, paper.entity, events),
            query=asked,
            saved=False,
        ),
    ]
    body = [
        heading(
            title,
            above=trail(
                view,
                (project["platform"]["organization"]["name"], view.link("/claims")),
                (project["enterprise"]["name"], view.link(f"/project/{row_key(project['id'])}")),
            ),
            beside=actions(view, await offered(view, of)),
        ),
        html.Div(parts, className="halves"),
    ]
    if paper.entity == "Funding" and row["instalments"]["nodes"]:
        caption = view.labels.entity("Instalment", lang)
        rows = row["instalments"]["nodes"]
        body.append(
            panel(
                view,
                "instalments",
                caption,
                listing(view, INSTALMENTS, rows, caption=caption),
                query=asked,
                saved=False,
            )
        )
    if paper.entity == "Claim":
        money = Query("project_money", {"id": project["id"]})
        found = (await view.fetch(money))["claimReview"]
        body.append(
            panel(view, "review", view.t("claim.review"), review(view, found), query=money, saved=False)
        )
    if paper.entity != "Funding":
        body.append(await attachments_of(view, paper.entity, of))
    return Sheet(title, body, synthetic=row["synthetic"])


def _said(view: View, column: Column, row: Mapping[str, Any]) -> Any:
    value = column.value(view, row)
    if value is None:
        return view.t("none")
    if column.kind is Kind.MONEY:
        return html.Span(view.language.exact(value), className="money")
    return column.said(view, row)


PAGES = tuple(Page(f"/{path}/", "claims", layout_of(paper)) for path, paper in PAPERS.items())
