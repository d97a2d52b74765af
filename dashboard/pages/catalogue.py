"""The catalogue of what works: solutions, patterns, sample texts, searched by words and facets (W2, P11)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from statistics import median
from typing import Any

from dash import html

from dashboard.client import Query, row_key
from dashboard.components.badge import badge
from dashboard.components.panel import heading, panel, pills
from dashboard.components.search import choice, search, text
from dashboard.components.states import nothing
from dashboard.pages.calls import sector
from dashboard.sheet import Page, Sheet
from dashboard.view import View

KINDS = ("solutions", "patterns", "samples")
ENTITIES = {"solutions": "Solution", "patterns": "Pattern", "samples": "Sample"}
#: Upper ends of cost in yuan.
COSTS = (300_000, 600_000, 1_000_000, 2_000_000)
#: Characters from which on similar words are looked for, too.
LEAST_FUZZY = 3


def query(view: View) -> Query:
    return Query(
        "catalogue",
        {
            "solutions": _where(view, "Solution"),
            "patterns": _where(view, "Pattern"),
            "samples": _where(view, "Sample"),
        },
    )


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    title = view.t("catalogue.title")
    shown = view.state.get("kind") if view.state.get("kind") in KINDS else None
    panels = [
        panel(
            view,
            kind,
            view.t(f"catalogue.{kind}", count=data[kind]["totalCount"]),
            _cards(view, kind, data[kind]["nodes"]),
            query=asked,
            saved=False,
        )
        for kind in KINDS
        if shown in (None, kind)
    ]
    made_up = [row["synthetic"] for kind in KINDS for row in data[kind]["nodes"]]
    body = [
        heading(
            title,
            below=html.P(view.t("catalogue.subtitle"), className="soft"),
            beside=html.A(
                view.t("like.title"), href=view.link("/like"), className="button primary", **{"data-nav": ""}
            ),
        ),
        html.Section(_form(view, data["scenes"]["nodes"]), className="panel"),
        pills(
            view.t("catalogue.show"),
            [(view.t("catalogue.all"), view.here(kind=None), shown is None)]
            + [
                (
                    view.t(f"catalogue.{kind}", count=data[kind]["totalCount"]),
                    view.here(kind=kind),
                    shown == kind,
                )
                for kind in KINDS
            ],
        ),
        *panels,
    ]
    return Sheet(title, body, synthetic=any(made_up) if made_up else None)


def _form(view: View, scenes: Sequence[Mapping[str, Any]]) -> Any:
    words = view.labels.vocabulary
    lang = int(view.english)
    return search(
        view,
        "/catalogue",
        [
            text(view, "q", view.t("catalogue.words"), hint=view.t("catalogue.hint"), wide=True),
            choice(
                view,
                "sector",
                view.labels.field("Industry", "sector", view.caller.lang),
                [(word, labels[lang]) for word, labels in words("Industry", "sector").items()],
            ),
            text(view, "industry", view.labels.field("Industry", "name", view.caller.lang)),
            choice(
                view,
                "scene",
                view.labels.entity("Scene", view.caller.lang),
                [(one["name"], one["name"]) for one in scenes],
            ),
            choice(
                view,
                "size",
                view.t("catalogue.size"),
                [(word, labels[lang]) for word, labels in words("Proof", "size").items()],
            ),
            choice(
                view,
                "level",
                view.t("catalogue.level"),
                [(str(level), view.t("catalogue.level_of", level=level)) for level in (1, 2, 3, 4)],
            ),
            choice(
                view,
                "cost",
                view.t("catalogue.cost"),
                [(str(cost), view.t("catalogue.cost_of", cost=cost // 10_000)) for cost in COSTS],
            ),
        ],
        label=view.t("search.do"),
        kept={"kind": view.state["kind"]} if view.state.get("kind") in KINDS else None,
    )


def _where(view: View, entity: str) -> dict[str, Any]:
    state = view.state
    conditions: list[dict[str, Any]] = []
    words = state.get("q", "").strip()
    if words:
        named = ["name", "summary"] if entity != "Sample" else ["name", "text"]
        found: list[dict[str, Any]] = [{field: {"contains": words}} for field in named]
        if entity == "Solution":
            found.append({"organization": {"name": {"contains": words}}})
        if len(words) >= LEAST_FUZZY:
            found.append({"name": {"fuzzy": {"text": words}}})
        conditions.append({"or": found})
    if state.get("sector"):
        conditions.append({"industry": {"sector": {"eq": state["sector"]}}})
    if state.get("industry", "").strip():
        sought = state["industry"].strip()
        conditions.append(
            {"industry": {"or": [{"name": {"contains": sought}}, {"code": {"startsWith": sought}}]}}
        )
    proof = _of_proofs(view)
    if entity != "Sample":
        if state.get("scene"):
            conditions.append({"scenes": {"some": {"scene": {"name": {"eq": state["scene"]}}}}})
        if proof:
            conditions.append({"proofs": {"some": proof}})
    elif state.get("scene") or proof:
        # A text has no scenes and proofs of its own: those of its pattern count.
        inner: dict[str, Any] = {}
        if state.get("scene"):
            inner["scenes"] = {"some": {"scene": {"name": {"eq": state["scene"]}}}}
        if proof:
            inner["proofs"] = {"some": proof}
        conditions.append({"pattern": inner})
    return {"and": conditions} if conditions else {}


def _of_proofs(view: View) -> dict[str, Any]:
    """Size, level before and cost are those of the lighthouses that prove an entry."""
    found: dict[str, Any] = {}
    if view.state.get("size"):
        found["size"] = {"eq": view.state["size"]}
    if view.state.get("level", "").isdigit():
        found["levelBefore"] = {"eq": int(view.state["level"])}
    if view.state.get("cost", "").isdigit():
        found["cost"] = {"lte": view.state["cost"]}
    return found


def _cards(view: View, kind: str, rows: Sequence[Mapping[str, Any]]) -> Any:
    if not rows:
        return nothing(view, "catalogue.none")
    draw = _sample if kind == "samples" else _entry
    return html.Ul([draw(view, kind, row) for row in rows], className="entries")


def _entry(view: View, kind: str, row: Mapping[str, Any]) -> Any:
    entity = ENTITIES[kind]
    proofs = row["proofs"]["nodes"]
    offer = (
        html.P(
            [
                html.Span(row["organization"]["name"]),
                " · ",
                view.t(
                    "catalogue.offer",
                    low=wan(row["priceLow"]),
                    high=wan(row["priceHigh"]),
                    weeks_low=row["weeksLow"],
                    weeks_high=row["weeksHigh"],
                ),
            ],
            className="soft",
        )
        if kind == "solutions"
        else None
    )
    return html.Li(
        [
            html.Div(
                [
                    html.A(
                        row["name"],
                        href=view.link(f"/{entity.lower()}/{row_key(row['id'])}"),
                        className="entry-name",
                        **{"data-nav": ""},
                    ),
                    badge(view, entity, "state", row["state"]) if row["state"] != "PUBLISHED" else None,
                ],
                className="flag-head",
            ),
            html.P(_about(view, row), className="plans"),
            offer,
            html.P(row["summary"], className="clamped"),
            html.P(
                [html.Span(one["scene"]["name"], className="badge plain") for one in row["scenes"]["nodes"]],
                className="tags",
            ),
            html.P(_told(view, proofs), className="proven")
            if proofs
            else html.P(view.t("catalogue.unproven"), className="soft"),
        ]
    )


def _sample(view: View, kind: str, row: Mapping[str, Any]) -> Any:
    pattern = row["pattern"]
    return html.Li(
        [
            html.Div(
                [
                    html.A(
                        row["name"],
                        href=view.link(f"/pattern/{row_key(pattern['id'])}") if pattern else None,
                        className="entry-name",
                        **{"data-nav": ""},
                    )
                    if pattern
                    else html.Strong(row["name"]),
                    html.Span(view.word("Sample", "kind", row["kind"]), className="badge busy"),
                    html.Span(view.t("catalogue.edition", edition=row["edition"]), className="soft"),
                    badge(view, "Sample", "state", row["state"]) if row["state"] != "PUBLISHED" else None,
                ],
                className="flag-head",
            ),
            html.P(_about(view, row), className="plans"),
            html.P(view.t("catalogue.of_pattern", name=pattern["name"]), className="soft")
            if pattern
            else None,
        ]
    )


def _about(view: View, row: Mapping[str, Any]) -> list[Any]:
    parts: list[Any] = [html.Span(row["unit"]["nameEn" if view.english else "shortName"])]
    if row["industry"]:
        parts.append(html.Span(row["industry"]["name"]))
        if row["industry"]["sector"]:
            parts.append(sector(view, row["industry"]))
    return parts


def _told(view: View, proofs: Sequence[Mapping[str, Any]]) -> str:
    """What the lighthouses say together, each figure from their projects."""
    return view.t(
        "catalogue.proven",
        count=len(proofs),
        before=f"{sum(one['levelBefore'] for one in proofs) / len(proofs):.1f}",
        after=f"{sum(one['levelAfter'] for one in proofs) / len(proofs):.1f}",
        cost=wan(str(median(Decimal(one["cost"]) for one in proofs))),
        months=f"{median(Decimal(one['months']) for one in proofs):.1f}",
    )


def wan(amount: str) -> str:
    """Yuan as 10,000 yuan, one digit behind the point."""
    return f"{Decimal(amount) / 10_000:.1f}".removesuffix(".0")


PAGE = Page("/catalogue", "catalogue", layout)
