"""The money of a batch: units, platforms, what was prepaid, awarded and paid, and what waits for whose signature."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

from dash import Dash, Input, Output, State, ctx, html, no_update
from dash.dependencies import ALL

from dashboard.client import Query, QueryFailed, row_key
from dashboard.columns import Column, Kind, table_of
from dashboard.components.actions import actions, offered
from dashboard.components.fact import fact
from dashboard.components.listing import listing
from dashboard.components.panel import batches, heading, panel
from dashboard.export import Table
from dashboard.router import Router
from dashboard.sheet import Page, Sheet
from dashboard.view import View

OFFICER = "finance_officer"
UNITS = (
    Column("name", text="unit_name", href=lambda view, row: view.here(unit=row["code"])),
    Column("platforms", Kind.COUNT, text="money.platforms"),
    Column("prepaid", Kind.MONEY, text="progress.prepaid"),
    Column("awarded", Kind.MONEY, text="progress.awarded"),
    Column("paid", Kind.MONEY, text="progress.paid"),
    Column("payable", Kind.MONEY, text="money.payable"),
    Column("receivable", Kind.MONEY, text="money.receivable"),
    Column("waiting", Kind.COUNT, text="money.waiting"),
)
PLATFORMS = (
    Column(
        "organization.name",
        text="platforms.name",
        href=lambda view, row: view.link(f"/platform/{row_key(row['id'])}"),
    ),
    Column("state", Kind.WORD, of=("Platform", "state")),
    Column("progress.confirmed", Kind.COUNT, text="progress.confirmed"),
    Column("progress.prepaid", Kind.MONEY, text="progress.prepaid"),
    Column("award", Kind.MONEY, text="progress.awarded"),
    Column("progress.paid", Kind.MONEY, text="progress.paid"),
    Column("left", Kind.MONEY, text="money.left"),
    Column("next", text="money.next", href=lambda view, row: row["next_at"]),
)
TRIAL = (
    Column("label", english="labelEn", text="money.account"),
    Column("debit", Kind.MONEY, text="money.debit"),
    Column("credit", Kind.MONEY, text="money.credit"),
    Column("balance", Kind.MONEY, text="money.balance"),
)


def query(view: View) -> Query:
    unit = view.state.get("unit")
    where: dict[str, Any] = {}
    if view.batch:
        where["planIndustry"] = {"plan": {"batch": {"number": {"eq": view.batch}}}}
    if unit:
        where["unit"] = {"code": {"eq": unit}}
    return Query("money", {"where": where, "batch": view.batch, "unit": unit})


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    rows = [_platform(view, row) for row in data["platforms"]["nodes"]]
    unit = view.state.get("unit")
    title = view.t("money.title")
    named = view.name(rows[0]["unit"]) if unit and rows else title
    body = [
        heading(
            named,
            above=html.P(html.A(title, href=view.here(unit=None), **{"data-nav": ""})) if unit else None,
            below=html.P(
                [
                    view.t("money.subtitle"),
                    " ",
                    html.A(view.t("whatif.title"), href=view.link("/whatif", unit=unit), **{"data-nav": ""}),
                    " · ",
                    html.A(view.t("bank.title"), href=view.link("/bank", unit=unit), **{"data-nav": ""}),
                ],
                className="soft",
            ),
            beside=batches(view, data["batches"]["nodes"]),
        ),
        html.Div(_facts(view, rows), className="facts"),
        _signatures(view, rows),
        None if unit else await _ratios(view, data["batches"]["nodes"]),
        *(await _plans(view, rows) if unit else []),
        panel(
            view,
            "platforms" if unit else "units",
            view.t("money.by_platform" if unit else "money.by_unit"),
            listing(view, PLATFORMS, rows, caption=view.t("money.by_platform"))
            if unit
            else listing(view, UNITS, _units(view, rows), caption=view.t("money.by_unit")),
            query=asked,
        ),
        panel(
            view,
            "trial",
            view.t("money.trial"),
            [
                listing(view, TRIAL, data["trialBalance"], caption=view.t("money.trial")),
                html.P(_balanced(view, data["trialBalance"]), className="note"),
            ],
            query=asked,
        ),
    ]
    return Sheet(named, body, synthetic=any(row["synthetic"] for row in rows))


async def table(view: View, name: str) -> Table:
    data = await view.fetch(query(view))
    rows = [_platform(view, row) for row in data["platforms"]["nodes"]]
    if name == "trial":
        synthetic = any(row["synthetic"] for row in rows)
        lines = [{**line, "synthetic": synthetic} for line in data["trialBalance"]]
        return table_of(view, view.t("money.trial"), TRIAL, lines, "synthetic")
    if name == "units":
        return table_of(view, view.t("money.by_unit"), UNITS, _units(view, rows), "synthetic")
    return table_of(view, view.t("money.by_platform"), PLATFORMS, rows, "synthetic")


def _platform(view: View, row: Mapping[str, Any]) -> dict[str, Any]:
    """A platform with what is left to pay and what comes next."""
    paid = Decimal(row["progress"]["paid"])
    settled = row["award"] is not None
    left = Decimal(row["award"]) - paid if settled else None
    next_, address = _next(view, row)
    return {**row, "left": None if left is None else str(left), "next": next_, "next_at": address}


def _next(view: View, row: Mapping[str, Any]) -> tuple[str, str | None]:
    for one in row["settlements"]["nodes"]:
        if one["state"] == "PROPOSED":
            by = one["proposedBy"]["name"] if one["proposedBy"] else ""
            return view.t("money.next_settlement", name=by), view.link(f"/settlement/{row_key(one['id'])}")
    for one in row["remittances"]["nodes"]:
        said = view.t(
            "money.next_remittance",
            kind=view.word("Remittance", "kind", one["kind"]),
            state=view.word("Remittance", "state", one["state"]),
            amount=view.language.money(one["amount"]),
        )
        return said, view.link(f"/platform/{row_key(row['id'])}")
    for one in row["settlements"]["nodes"]:
        return view.t("money.next_nothing"), view.link(f"/settlement/{row_key(one['id'])}")
    return view.t("none"), None


def _units(view: View, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        unit = found.setdefault(
            row["unit"]["code"],
            {"code": row["unit"]["code"], "name": view.name(row["unit"]), "synthetic": False, "platforms": 0}
            | dict.fromkeys(("prepaid", "awarded", "paid", "payable", "receivable"), Decimal(0))
            | {"waiting": 0},
        )
        left = Decimal(row["left"] or 0)
        unit["platforms"] += 1
        unit["prepaid"] += Decimal(row["progress"]["prepaid"])
        unit["awarded"] += Decimal(row["award"] or 0)
        unit["paid"] += Decimal(row["progress"]["paid"])
        unit["payable"] += max(left, Decimal(0))
        unit["receivable"] += max(-left, Decimal(0))
        unit["waiting"] += len(_waiting(row, "settlements")) + len(_waiting(row, "remittances"))
        unit["synthetic"] = unit["synthetic"] or row["synthetic"]
    return list(found.values())


def _facts(view: View, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    units = _units(view, rows)

    def total(name: str) -> Decimal:
        return sum((unit[name] for unit in units), Decimal(0))

    def amount(label: str, name: str, *below: tuple[str, str]) -> Any:
        value = total(name)
        return fact(view.t(label), view.language.money(value), exact=view.language.exact(value), below=below)

    money = view.language.money
    return [
        amount("progress.awarded", "awarded", (view.t("money.platforms"), str(len(rows)))),
        amount("progress.prepaid", "prepaid"),
        amount("progress.paid", "paid"),
        amount("money.payable", "payable", (view.t("money.receivable"), money(total("receivable")))),
    ]


def _waiting(row: Mapping[str, Any], member: str) -> list[Mapping[str, Any]]:
    return [one for one in row[member]["nodes"] if one["state"] == "PROPOSED"]


def _signatures(view: View, rows: Sequence[Mapping[str, Any]]) -> Any:
    """What was proposed and by whom; who did not propose it may approve it, all at once."""
    found = []
    for member in ("settlements", "remittances"):
        mine: list[Any] = []
        others: list[Any] = []
        for row in rows:
            for one in _waiting(row, member):
                own = (one["proposedBy"] or {}).get("username") == view.caller.username
                (mine if own else others).append(one)
        found.append(_pile(view, member, mine, others))
    ready = [
        row["id"]
        for row in rows
        if row["award"] is None and int(row["progress"]["confirmed"]) and not _waiting(row, "settlements")
    ]
    if OFFICER in view.caller.roles and ready and view.state.get("unit"):
        found.append(
            _bulk(
                view,
                "propose_settlements",
                view.t("money.propose_all", count=len(ready)),
                [(one, None) for one in ready],
            )
        )
    return panel(
        view,
        "signatures",
        view.t("money.signatures"),
        [
            html.Div(found, className="piles"),
            html.Div(id={"type": "money-said", "name": "all"}, role="status"),
        ],
        saved=False,
    )


def _pile(view: View, member: str, mine: Sequence[Any], others: Sequence[Any]) -> Any:
    amount = "award" if member == "settlements" else "amount"
    total = sum((Decimal(one[amount]) for one in (*mine, *others)), Decimal(0))
    said = view.t(
        f"money.{member}_waiting",
        count=len(mine) + len(others),
        mine=len(mine),
        amount=view.language.money(total),
    )
    parts: list[Any] = [html.P(said)]
    if others and OFFICER in view.caller.roles:
        parts.append(
            _bulk(
                view,
                f"approve_{member}",
                view.t(f"money.approve_{member}", count=len(others)),
                [(one["id"], one["version"]) for one in others],
            )
        )
    return html.Div(parts, className="pile")


def _bulk(view: View, name: str, label: str, rows: Sequence[tuple[str, int | None]]) -> Any:
    """Opened first, then pressed; what was seen is what is approved: by id and version."""
    chosen = " ".join(f"{key}:{version or ''}" for key, version in rows)
    return html.Details(
        [
            html.Summary(label, className="button"),
            html.Button(
                view.t("deeds.really", label=label),
                id={"type": "money-bulk", "name": name, "rows": chosen, "key": str(uuid4())},
                type="button",
                className="button primary",
            ),
        ],
        className="revoke",
    )


async def _ratios(view: View, found: Sequence[Mapping[str, Any]]) -> Any:
    """What part of the estimate is prepaid, batch by batch (F4); finance officers set it before anything is paid."""
    piles = []
    for batch in found:
        if view.batch not in (None, batch["number"]):
            continue
        ratio = batch["prepaymentRatio"]
        name = view.t("batch.one", number=batch["number"])
        said = view.t("money.no_ratio") if ratio is None else view.language.percent(float(ratio), 1)
        offers = await offered(view, batch["id"], names={"setRatioBatch"})
        piles.append(html.Div([html.P(f"{name}: {said}"), actions(view, offers)], className="pile"))
    return panel(view, "ratios", view.t("money.ratios"), html.Div(piles, className="piles"), saved=False)


async def _plans(view: View, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """What can be done with the plans of a unit: a batch for the bank, the plan's own settlement."""
    plans = {row["planIndustry"]["plan"]["id"]: row["planIndustry"]["plan"] for row in rows}
    found = []
    for key, plan in plans.items():
        offers = await offered(view, key, names={"listBankBatch", "settlePlan"})
        if offers.actions:
            number = plan["batch"]["number"]
            found.append(
                html.Div(
                    [html.P(view.t("batch.one", number=number)), actions(view, offers)], className="pile"
                )
            )
    return [panel(view, "plans", view.t("money.plans"), found, saved=False)] if found else []


def _balanced(view: View, lines: Sequence[Mapping[str, Any]]) -> str:
    debit, credit = (sum((Decimal(line[side]) for line in lines), Decimal(0)) for side in ("debit", "credit"))
    key = "money.balanced" if debit == credit else "money.unbalanced"
    return view.t(key, debit=view.language.exact(debit), credit=view.language.exact(credit))


def register_money(app: Dash, router: Router) -> None:
    """Many rows at once."""

    @app.callback(
        Output({"type": "money-said", "name": "all"}, "children"),
        Output("place", "data", allow_duplicate=True),
        Input({"type": "money-bulk", "name": ALL, "rows": ALL, "key": ALL}, "n_clicks"),
        State("place", "data"),
        prevent_initial_call=True,
    )
    async def work(clicks: list[int | None], place: dict[str, str]) -> Any:
        if not ctx.triggered or not ctx.triggered[0]["value"]:
            return no_update, no_update
        _, view = await router.view(place)
        asked = ctx.triggered_id
        rows = [one.rpartition(":") for one in asked["rows"].split()]
        given = [{"id": key, **({"version": int(version)} if version else {})} for key, _, version in rows]
        try:
            answer = await view.fetch(Query(asked["name"], {"input": given, "key": asked["key"]}))
        except QueryFailed as failure:
            return html.P([failure.message, " ", failure.hint or ""], className="said bad"), no_update
        [done] = answer.values()
        if done["done"]:
            return no_update, {**place}
        problems = [one for row in done["rows"] for one in row["problems"]]
        return [
            html.P([one["message"], " ", one["hint"] or ""], className="said bad") for one in problems[:10]
        ], no_update


PAGE = Page("/money", "money", layout, table)
