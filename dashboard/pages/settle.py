"""What a settlement of one platform would say now, line by line with its clauses; a finance officer proposes just that."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import Query, global_id, row_key
from dashboard.columns import Column, Kind, table_of
from dashboard.components.actions import Offers, actions, offered
from dashboard.components.listing import listing
from dashboard.components.panel import heading, panel, trail
from dashboard.components.settlement_lines import measures, sums
from dashboard.export import Table
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View


def _project(view: View, row: Mapping[str, Any]) -> str | None:
    return view.link(f"/project/{row_key(row['project'])}") if row["project"] else None


LINES = (
    Column("label", english="labelEn", of=("SettlementLine", "cut")),
    Column("clause", text="settlement.clause"),
    Column("enterprise", text="projects.enterprise", href=_project),
    Column("basisSaid", text="settlement.basis"),
    Column("boundSaid", text="settlement.bound"),
    Column("amount", Kind.EXACT, of=("SettlementLine", "amount")),
)


def query(view: View) -> Query:
    if not view.key.isdigit():
        raise NotFound
    return Query("settlement_preview", {"id": global_id("Platform", view.key)})


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    platform, preview = data["platform"], data["settlementPreview"]
    if platform is None or preview is None:
        raise NotFound
    operator = platform["organization"]["name"]
    title = view.t("settlement.preview_of", name=operator)
    offers = await offered(view, platform["id"], names={"proposeSettlement"})
    body = [
        heading(
            title,
            above=trail(
                view,
                (view.t("nav.money"), view.link("/money")),
                (view.name(platform["unit"]), view.link("/money", unit=platform["unit"]["code"])),
                (operator, view.link(f"/platform/{view.key}")),
            ),
            below=html.P(
                view.t("settlement.preview_note", day=view.language.day(preview["limitsOn"])),
                className="soft",
            ),
            beside=actions(view, _seen(offers, preview["fingerprint"])),
        ),
        html.Div(_facts(view, preview), className="facts"),
        panel(
            view,
            "lines",
            view.t("settlement.lines"),
            listing(view, LINES, _lines(view, data), caption=view.t("settlement.lines")),
            query=asked,
            note=view.t("settlement.note", award=view.language.exact(preview["award"])),
        ),
    ]
    return Sheet(title, body, synthetic=platform["synthetic"])


async def table(view: View, name: str) -> Table:
    data = await view.fetch(query(view))
    return table_of(view, data["platform"]["organization"]["name"], LINES, _lines(view, data), "synthetic")


def _seen(offers: Offers, fingerprint: str) -> Offers:
    """The form knows what was looked at: if anything changed meanwhile, the proposal is refused."""
    found = [
        {
            **one,
            "fields": [
                {**field, "value": fingerprint} if field["name"] == "seen" else field
                for field in one["fields"]
            ],
        }
        for one in offers.actions
    ]
    return Offers(offers.of, offers.table, offers.version, found)


def _facts(view: View, preview: Mapping[str, Any]) -> list[Any]:
    def label(field: str) -> str:
        return view.labels.field("Settlement", field, view.caller.lang)

    passed = (label("passed"), view.language.count(preview["passed"]))
    return sums(
        view,
        [
            (label("award"), preview["award"], [passed]),
            (label("prepaid"), preview["prepaid"], []),
            (label("paidBefore"), preview["paid"], []),
        ],
        preview["balance"],
    )


def _lines(view: View, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    names = {row["id"]: row["enterprise"]["name"] for row in data["platform"]["projects"]["nodes"]}
    return [
        {
            **line,
            **measures(view, line),
            "enterprise": names.get(line["project"]),
            "synthetic": data["platform"]["synthetic"],
        }
        for line in data["settlementPreview"]["lines"]
    ]


PAGE = Page("/settle/", "money", layout, table)
