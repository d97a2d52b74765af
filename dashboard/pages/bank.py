"""Batches of payments on their way through the bank."""

from typing import Any

from dash import html

from dashboard.client import Query, row_key
from dashboard.columns import Column, Kind, table_of
from dashboard.components.listing import listing
from dashboard.components.panel import heading, panel, trail
from dashboard.export import Table
from dashboard.sheet import Page, Sheet
from dashboard.view import View

BATCHES = (
    Column(
        "number",
        of=("BankBatch", "number"),
        href=lambda view, row: view.link(f"/bank/{row_key(row['id'])}"),
    ),
    Column("unit.shortName", english="unit.nameEn", text="unit_name"),
    Column("state", Kind.WORD, of=("BankBatch", "state")),
    Column("listedOn", Kind.DAY, of=("BankBatch", "listedOn")),
    Column("count", Kind.COUNT, of=("BankBatch", "count")),
    Column("total", Kind.EXACT, of=("BankBatch", "total")),
    Column("exports", Kind.COUNT, of=("BankBatch", "exports")),
)


def listed(view: View) -> Query:
    where: dict[str, Any] = {}
    if view.state.get("unit"):
        where["unit"] = {"code": {"eq": view.state["unit"]}}
    if view.batch:
        where["plan"] = {"batch": {"number": {"eq": view.batch}}}
    return Query("bank_batches", {"where": where})


async def layout(view: View) -> Sheet:
    asked = listed(view)
    rows = (await view.fetch(asked))["bankBatches"]["nodes"]
    title = view.t("bank.title")
    body = [
        heading(
            title,
            above=trail(view, (view.t("nav.money"), view.link("/money", unit=view.state.get("unit")))),
            below=html.P(view.t("bank.subtitle"), className="soft"),
        ),
        panel(
            view,
            "batches",
            title,
            listing(view, BATCHES, rows, caption=title, empty="bank.none"),
            query=asked,
        ),
    ]
    return Sheet(title, body, synthetic=any(row["synthetic"] for row in rows))


async def table(view: View, name: str) -> Table:
    rows = (await view.fetch(listed(view)))["bankBatches"]["nodes"]
    return table_of(view, view.t("bank.title"), BATCHES, rows, "synthetic")


PAGE = Page("/bank", "bank", layout, table)
