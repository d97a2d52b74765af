"""Enterprises like mine: the lighthouses most like one, why, what they used, and what to expect (W2, P11)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from dash import html

from dashboard.client import Query, row_key
from dashboard.components.fact import bullet, fact
from dashboard.components.panel import heading, panel, trail
from dashboard.components.search import choice, search, text
from dashboard.components.states import nothing
from dashboard.pages.catalogue import wan
from dashboard.sheet import Page, Sheet
from dashboard.view import View


async def layout(view: View) -> Sheet:
    sought = view.state.get("find", "").strip()
    choices = await view.fetch(Query("like_choices", {"text": sought or "-", "find": bool(sought)}))
    title = view.t("like.title")
    body: list[Any] = [
        heading(
            title,
            above=trail(view, (view.t("nav.catalogue"), view.link("/catalogue"))),
            below=html.P(view.t("like.subtitle"), className="soft"),
        ),
        html.Section(_form(view, choices), className="panel"),
    ]
    if sought:
        body.append(html.Section(_found(view, choices["organizations"]["nodes"]), className="panel"))
    synthetic = None
    if (variables := _variables(view)) is not None:
        asked = Query("like_mine", variables)
        like = (await view.fetch(asked))["likeMine"]
        ids = [one["proof"] for one in like["nearest"]]
        proofs = (await view.fetch(Query("like_proofs", {"ids": ids})))["proofs"]["nodes"] if ids else []
        synthetic = any(proof["synthetic"] for proof in proofs) if proofs else None
        body += [
            html.Div(_expected(view, like), className="facts"),
            panel(
                view,
                "nearest",
                view.t("like.nearest"),
                _nearest(view, like["nearest"], {proof["id"]: proof for proof in proofs}),
                query=asked,
                saved=False,
                note=view.t("like.how"),
            ),
        ]
    return Sheet(title, body, synthetic=synthetic)


def _form(view: View, choices: Mapping[str, Any]) -> Any:
    lang = int(view.english)
    sizes = view.labels.vocabulary("Organization", "size")
    return search(
        view,
        "/like",
        [
            text(view, "find", view.t("like.find"), hint=view.t("like.find_hint"), wide=True),
            choice(
                view,
                "industry",
                view.labels.field("Industry", "name", view.caller.lang),
                [(one["code"], f"{one['code']} {one['name']}") for one in choices["industries"]["nodes"]],
            ),
            choice(
                view, "size", view.t("catalogue.size"), [(word, said[lang]) for word, said in sizes.items()]
            ),
            text(
                view,
                "employees",
                view.labels.field("Organization", "employees", view.caller.lang),
                kind="number",
            ),
            text(view, "revenue", view.t("like.revenue"), kind="number"),
            choice(
                view,
                "level",
                view.t("like.level"),
                [(str(level), view.t("catalogue.level_of", level=level)) for level in (1, 2, 3, 4)],
            ),
        ],
        label=view.t("like.do"),
        kept={"organization": view.state["organization"]} if "organization" in view.state else None,
    )


def _found(view: View, rows: Sequence[Mapping[str, Any]]) -> Any:
    if not rows:
        return nothing(view, "like.not_found")
    links = [
        html.Li(
            [
                html.A(
                    row["name"],
                    href=view.link(
                        "/like",
                        organization=row["id"],
                        industry=row["industry"] and row["industry"]["code"],
                        size=row["size"],
                        employees=row["employees"],
                        revenue=row["revenue"] and wan(row["revenue"]),
                        level=view.state.get("level"),
                    ),
                    **{"data-nav": ""},
                ),
                html.Code(row["uscc"]),
                html.Span(row["industry"]["name"], className="soft") if row["industry"] else None,
            ],
            className="flag-head",
        )
        for row in rows
    ]
    return html.Div([html.H2(view.t("like.found")), html.Ul(links, className="found")])


def _variables(view: View) -> dict[str, Any] | None:
    """What was said of the enterprise; None for nothing yet."""
    state = view.state
    said: dict[str, Any] = {
        "organization": state.get("organization") or None,
        "industry": state.get("industry") or None,
        "size": state.get("size") or None,
        "employees": int(state["employees"])
        if state.get("employees", "").isdigit() and len(state["employees"]) < 9
        else None,
        "revenue": _yuan(state.get("revenue", "")),
        "level": int(state["level"]) if state.get("level") in ("1", "2", "3", "4") else None,
    }
    return said if any(value is not None for value in said.values()) else None


def _yuan(wan_yuan: str) -> str | None:
    """What was typed as 10,000 yuan."""
    try:
        amount = Decimal(wan_yuan.replace(",", "")) * 10_000
    except InvalidOperation:
        return None
    return f"{amount:.2f}" if amount.is_finite() and 0 < amount < 10**12 else None


def _expected(view: View, like: Mapping[str, Any]) -> list[Any]:
    cost, months = like["cost"], like["months"]
    facts = [
        fact(
            view.t("like.count"),
            view.language.count(cost["count"]),
            target=view.t("like.count_of", least=like["least"]),
        )
    ]
    if cost["low"] is None:
        return [*facts, fact(view.t("like.cost"), view.t("none"), target=view.t("like.too_few"))]
    return [
        *facts,
        fact(
            view.t("like.cost"),
            view.t("like.range", low=wan(cost["low"]), high=wan(cost["high"])),
            unit=view.t("like.wan"),
            below=[
                (view.t("like.middle"), view.t("like.cost_middle", middle=wan(cost["middle"]))),
                (view.t("like.based_on"), f"n = {cost['count']}"),
            ],
        ),
        fact(
            view.t("like.months"),
            view.t("like.range", low=months["low"], high=months["high"]),
            unit=view.t("like.month"),
            below=[
                (view.t("like.middle"), str(months["middle"])),
                (view.t("like.based_on"), f"n = {months['count']}"),
            ],
        ),
    ]


def _nearest(view: View, rows: Sequence[Mapping[str, Any]], proofs: Mapping[str, Mapping[str, Any]]) -> Any:
    shown = [(row, proofs[row["proof"]]) for row in rows if row["proof"] in proofs]
    if not shown:
        return nothing(view, "like.none")
    return html.Ul([_lighthouse(view, row, proof) for row, proof in shown], className="entries")


def _lighthouse(view: View, row: Mapping[str, Any], proof: Mapping[str, Any]) -> Any:
    points = float(row["points"])
    said = view.t("like.points", points=row["points"])
    used = [
        one
        for one in (
            proof["solution"] and ("solution", proof["solution"]),
            proof["pattern"] and ("pattern", proof["pattern"]),
        )
        if one
    ]
    if proof["pattern"] and proof["pattern"]["solution"]:
        used.append(("solution", proof["pattern"]["solution"]))
    links = [
        html.A(entry["name"], href=view.link(f"/{kind}/{row_key(entry['id'])}"), **{"data-nav": ""})
        for kind, entry in used
    ]
    return html.Li(
        [
            html.Div(
                [html.Strong(proof["enterprise"]["name"]), html.Span(said, className="soft")],
                className="flag-head",
            ),
            bullet(view, points, 100, label=said),
            html.P(
                view.t(
                    "like.was",
                    before=proof["levelBefore"],
                    after=proof["levelAfter"],
                    cost=wan(proof["cost"]),
                    months=proof["months"],
                )
            ),
            html.P(
                [html.Span(reason["text"], className=_tone(reason)) for reason in row["reasons"]],
                className="tags",
            ),
            html.P([view.t("like.used"), " ", *(part for link in links for part in (link, " "))])
            if links
            else None,
        ]
    )


def _tone(reason: Mapping[str, Any]) -> str:
    share = float(reason["points"]) / reason["most"]
    return f"badge {'good' if share >= 0.7 else 'busy' if share >= 0.3 else 'plain'}"


PAGE = Page("/like", "like", layout)
