"""One settlement: every line with its clause, its inputs as they stood, its former versions, what it leads to."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dash import html

from dashboard.client import Query, global_id, row_key
from dashboard.columns import Column, Kind, table_of
from dashboard.components.actions import actions, offered
from dashboard.components.badge import badge
from dashboard.components.documents import documents
from dashboard.components.fact import pairs
from dashboard.components.listing import listing
from dashboard.components.panel import heading, panel, trail
from dashboard.components.remittances import orders
from dashboard.components.settlement_lines import measures, sums
from dashboard.components.timeline import events, timeline
from dashboard.export import Table
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View


def _project(view: View, row: Mapping[str, Any]) -> str | None:
    return view.link(f"/project/{row_key(row['project']['id'])}") if row["project"] else None


LINES = (
    Column("number", Kind.COUNT, of=("SettlementLine", "number")),
    Column("cut", Kind.WORD, of=("SettlementLine", "cut")),
    Column("clause.code", text="settlement.clause"),
    Column("project.enterprise.name", text="projects.enterprise", href=_project),
    Column("basisSaid", text="settlement.basis"),
    Column("boundSaid", text="settlement.bound"),
    Column("amount", Kind.EXACT, of=("SettlementLine", "amount")),
)
VERSIONS = (
    Column(
        "number",
        Kind.COUNT,
        of=("Settlement", "number"),
        href=lambda view, row: view.link(f"/settlement/{row_key(row['id'])}"),
    ),
    Column("settledOn", Kind.DAY, of=("Settlement", "settledOn")),
    Column("state", Kind.WORD, of=("Settlement", "state")),
    Column("passed", Kind.COUNT, of=("Settlement", "passed")),
    Column("award", Kind.EXACT, of=("Settlement", "award")),
    Column("differs", Kind.EXACT, text="settlement.differs"),
    Column("balance", Kind.EXACT, of=("Settlement", "balance")),
)
ENTRIES = (
    Column("enteredOn", Kind.DAY, of=("LedgerEntry", "enteredOn")),
    Column("voucher", of=("LedgerEntry", "voucher")),
    Column("what", english="whatEn", of=("LedgerEntry", "what")),
    Column("debit", Kind.WORD, of=("LedgerEntry", "debit")),
    Column("credit", Kind.WORD, of=("LedgerEntry", "credit")),
    Column("amount", Kind.EXACT, of=("LedgerEntry", "amount")),
)
LIMITS = ("share", "enterprise", "platform", "fewest")


def query(view: View) -> Query:
    if not view.key.isdigit():
        raise NotFound
    return Query("settlement", {"id": global_id("Settlement", view.key), "number": int(view.key)})


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    settlement = data["settlement"]
    if settlement is None:
        raise NotFound
    platform = settlement["platform"]
    title = view.t("settlement.title", name=platform["organization"]["name"], number=settlement["number"])
    unit = platform["unit"]
    body = [
        heading(
            title,
            above=trail(
                view,
                (view.t("nav.money"), view.link("/money")),
                (view.name(unit), view.link("/money", unit=unit["code"])),
                (platform["organization"]["name"], view.link(f"/platform/{row_key(platform['id'])}")),
            ),
            below=html.P([badge(view, "Settlement", "state", settlement["state"])], className="plans"),
            beside=[
                *documents(view, "settlement"),
                actions(view, await offered(view, settlement["id"])),
            ],
        ),
        _checked(view, data["settlementCheck"]),
        html.Div(_facts(view, settlement), className="facts"),
        panel(
            view,
            "lines",
            view.t("settlement.lines"),
            listing(view, LINES, _lines(view, settlement), caption=view.t("settlement.lines")),
            query=asked,
            note=view.t("settlement.note", award=view.language.exact(settlement["award"])),
        ),
        html.Div(
            [
                panel(
                    view,
                    "about",
                    view.t("settlement.about"),
                    _about(view, settlement),
                    query=asked,
                    saved=False,
                ),
                panel(
                    view,
                    "inputs",
                    view.t("settlement.inputs"),
                    _inputs(view, settlement),
                    query=asked,
                    saved=False,
                ),
            ],
            className="halves",
        ),
        await orders(view, Query("settlement_remittances", {"id": settlement["id"]})),
        panel(
            view,
            "versions",
            view.t("settlement.versions"),
            listing(view, VERSIONS, _versions(platform), caption=view.t("settlement.versions")),
            query=asked,
        ),
        panel(
            view,
            "ledger",
            view.t("settlement.ledger"),
            listing(view, ENTRIES, settlement["ledger"]["nodes"], caption=view.t("settlement.ledger")),
            query=asked,
        ),
        panel(
            view,
            "events",
            view.labels.entity("Event", view.caller.lang),
            timeline(view, "Settlement", data["events"]["nodes"]),
            query=asked,
        ),
    ]
    return Sheet(title, body, synthetic=settlement["synthetic"])


async def table(view: View, name: str) -> Table:
    data = await view.fetch(query(view))
    settlement = data["settlement"]
    title = settlement["platform"]["organization"]["name"]
    if name == "events":
        return events(view, "Settlement", data["events"]["nodes"], title)
    if name == "versions":
        return table_of(view, title, VERSIONS, _versions(settlement["platform"]), "synthetic")
    if name == "ledger":
        return table_of(view, title, ENTRIES, settlement["ledger"]["nodes"], "synthetic")
    return table_of(view, title, LINES, _lines(view, settlement), "synthetic")


def _checked(view: View, check: Mapping[str, Any] | None) -> Any:
    """What recomputing it from its frozen inputs gives; a mismatch is an alarm."""
    if check is None:
        return None
    if check["sound"]:
        return html.P(view.t("settlement.sound"), className="said good", role="status")
    return html.P(
        view.t(
            "settlement.alarm",
            stored=view.language.exact(check["award"]),
            again=view.language.exact(check["again"]),
            wrong=view.t("comma").join(check["wrong"]),
        ),
        className="said bad",
        role="alert",
    )


def _facts(view: View, settlement: Mapping[str, Any]) -> list[Any]:
    def label(field: str) -> str:
        return view.labels.field("Settlement", field, view.caller.lang)

    passed = (label("passed"), view.language.count(settlement["passed"]))
    return sums(
        view,
        [
            (label("award"), settlement["award"], [passed]),
            (label("prepaid"), settlement["prepaid"], []),
            (label("paidBefore"), settlement["paidBefore"], []),
        ],
        settlement["balance"],
    )


def _lines(view: View, settlement: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{**line, **measures(view, line)} for line in settlement["lines"]["nodes"]]


def _versions(platform: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each version with how it differs from the one before that was in force."""
    found: list[dict[str, Any]] = []
    former: Decimal | None = None
    for row in reversed(platform["settlements"]["nodes"]):
        differs = None if former is None else str(Decimal(row["award"]) - former)
        found.insert(0, {**row, "differs": differs})
        if row["state"] in ("APPROVED", "SUPERSEDED"):
            former = Decimal(row["award"])
    return found


def _about(view: View, settlement: Mapping[str, Any]) -> Any:
    def label(field: str) -> str:
        return view.labels.field("Settlement", field, view.caller.lang)

    none = view.t("none")

    def who(person: Mapping[str, Any] | None, at: str | None) -> str:
        return f"{person['name']} · {view.language.moment(at)}" if person else none

    return pairs(
        [
            (label("settledOn"), view.language.day(settlement["settledOn"])),
            (view.t("settlement.proposed"), who(settlement["proposedBy"], settlement["proposedAt"])),
            (view.t("settlement.approved"), who(settlement["approvedBy"], settlement["approvedAt"])),
            (label("exception"), settlement["exception"] or none),
            (label("remark"), settlement["remark"] or none),
            (label("policyVersion"), html.Code(settlement["policyVersion"])),
            (
                label("inputHash"),
                html.Code(settlement["inputHash"][:16] + "…", title=settlement["inputHash"]),
            ),
        ]
    )


def _inputs(view: View, settlement: Mapping[str, Any]) -> Any:
    inputs = settlement["inputs"]
    limits = inputs["limits"]
    rows: list[tuple[str, Any]] = [(view.t("settlement.limits_on"), view.language.day(inputs["limits_on"]))]
    for name in LIMITS:
        limit = limits[name]
        said = view.t(
            "settlement.limit",
            value=_limit(view, name, limit["value"]),
            clause=limit["clause"],
            start=limit["from"],
        )
        rows.append((view.t(f"whatif.{name}"), said))
    rows += [
        (view.t("settlement.deduction"), view.language.exact(inputs["deduction"])),
        (view.t("settlement.disqualified"), view.t("yes" if inputs["disqualified"] else "no")),
        (view.t("settlement.projects"), view.language.count(len(inputs["projects"]))),
    ]
    return pairs(rows)


def _limit(view: View, name: str, value: str) -> str:
    number = Decimal(value)
    if name == "share":
        return f"{number * 100:.2f}".rstrip("0").rstrip(".") + "%"
    if name == "fewest":
        return view.t("settlement.enterprises", count=int(number))
    return view.language.money(number)


PAGE = Page("/settlement/", "money", layout, table)
