"""Two projects side by side: their texts with what they share marked, their invoices with those that match."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from dash import html

from dashboard.client import Query, global_id, row_key
from dashboard.components.fact import money, pairs
from dashboard.components.listing import head
from dashboard.components.panel import heading, panel, trail
from dashboard.components.side_by_side import alike, marked
from dashboard.components.states import nothing
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View

Row = Mapping[str, Any]
#: Amounts of one seller that are no further apart than this are worth a look (I02).
NEAR = Decimal("0.005")
#: The texts of a project that may be copies (``db.enums.TextSection``), and what they are called.
TEXTS = {
    "solution": "beside.solution",
    "services": "beside.services",
    "findings": "beside.findings",
    "statement": "beside.statement",
}
WHYS = {"same": "beside.same", "near": "beside.near_badge"}
TONES = {"same": "bad", "near": "warn"}


def query(view: View) -> Query:
    left, _, right = view.key.partition("-")
    if not (left.isdigit() and right.isdigit()):
        raise NotFound
    return Query("beside", {"left": global_id("Project", left), "right": global_id("Project", right)})


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    left, right = data["left"], data["right"]
    if left is None or right is None:
        raise NotFound
    body = [
        heading(
            view.t("beside.title"),
            above=trail(view, (view.t("desk.title"), view.link("/desk"))),
            below=html.P(view.t("beside.subtitle"), className="soft"),
        ),
        html.Div(
            [
                panel(view, side, row["enterprise"]["name"], _about(view, row), query=asked, saved=False)
                for side, row in (("left", left), ("right", right))
            ],
            className="halves",
        ),
        panel(view, "texts", view.t("beside.texts"), _texts(view, left, right), query=asked, saved=False),
        panel(
            view,
            "invoices",
            view.t("beside.invoices"),
            _invoices(view, left, right),
            query=asked,
            saved=False,
            note=view.t("beside.near"),
        ),
    ]
    return Sheet(view.t("beside.title"), body, synthetic=left["synthetic"] or right["synthetic"])


def _about(view: View, row: Row) -> Any:
    def label(field: str) -> str:
        return view.labels.field("Project", field, view.caller.lang)

    return pairs(
        [
            (
                view.labels.entity("Project", view.caller.lang),
                html.A(
                    row["enterprise"]["name"],
                    href=view.link(f"/project/{row_key(row['id'])}"),
                    **{"data-nav": ""},
                ),
            ),
            (view.t("platforms.name"), row["platform"]["organization"]["name"]),
            (label("contractAmount"), money(view, row["contractAmount"])),
            (label("actualCost"), money(view, row["actualCost"])),
            (label("contractedOn"), view.language.day(row["contractedOn"])),
            (label("acceptedOn"), view.language.day(row["acceptedOn"])),
        ]
    )


def texts(row: Row) -> dict[str, str]:
    """The texts of a project that may be copies (``TextSection``)."""
    sheets, claims = row["scoreSheets"]["nodes"], row["claims"]["nodes"]
    return {
        "solution": row["solution"] or "",
        "services": "\n".join(f"{one['name']} {one['amount']}" for one in row["services"]["nodes"]),
        "findings": (sheets[0]["findings"] or "") if sheets else "",
        "statement": (claims[0]["statement"] or "") if claims else "",
    }


def _texts(view: View, left: Row, right: Row) -> Any:
    ours, theirs = texts(left), texts(right)
    shown = []
    for name, mine in ours.items():
        other = theirs[name]
        if not mine and not other:
            continue
        first, second, share = alike(mine, other)
        shown.append(
            html.Section(
                [
                    html.H3(
                        [
                            view.t(TEXTS[name]),
                            " ",
                            html.Span(view.t("beside.share", share=f"{share:.0%}"), className="soft"),
                        ]
                    ),
                    html.Div([marked(first), marked(second)], className="beside"),
                ]
            )
        )
    return shown or nothing(view)


def matches(left: Sequence[Row], right: Sequence[Row]) -> list[tuple[Row | None, Row | None, str]]:
    """Every invoice of the left beside the one of the right that it is most like, and why; then what is left over.

    Why: "same" number, or "near": the same seller and nearly the same amount.
    """
    free = list(right)
    found: list[tuple[Row | None, Row | None, str]] = []
    for mine in left:
        other, why = next(
            (
                (theirs, why)
                for why, test in (("same", _same), ("near", _near))
                for theirs in free
                if test(mine, theirs)
            ),
            (None, ""),
        )
        if other is not None:
            free.remove(other)
        found.append((mine, other, why))
    found += [(None, theirs, "") for theirs in free]
    return sorted(found, key=lambda pair: ("same", "near", "").index(pair[2]))


def _same(mine: Row, theirs: Row) -> bool:
    return bool(mine["number"] == theirs["number"])


def _near(mine: Row, theirs: Row) -> bool:
    ours, others = Decimal(mine["gross"]), Decimal(theirs["gross"])
    return bool(mine["seller"] == theirs["seller"] and abs(ours - others) <= NEAR * max(ours, others))


def _invoices(view: View, left: Row, right: Row) -> Any:
    found = matches(left["invoices"]["nodes"], right["invoices"]["nodes"])
    if not found:
        return nothing(view)
    fields = ("number", "seller", "issuedOn", "gross")
    labels = [view.labels.field("Invoice", field, view.caller.lang) for field in fields]
    return html.Div(
        html.Table(
            [
                head([*labels, view.t("beside.match"), *labels], {labels[-1]}),
                html.Tbody(
                    [
                        html.Tr(
                            [
                                *_cells(view, mine, theirs),
                                html.Td(
                                    html.Span(view.t(WHYS[why]), className=f"badge {TONES[why]}")
                                    if why
                                    else ""
                                ),
                                *_cells(view, theirs, mine),
                            ]
                        )
                        for mine, theirs, why in found
                    ]
                ),
            ],
            className="listing",
        ),
        className="scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": view.t("beside.invoices")},
    )


def _cells(view: View, one: Row | None, other: Row | None) -> list[Any]:
    if one is None:
        return [html.Td(), html.Td(), html.Td(), html.Td()]

    def cell(field: str, said: Any, side: str = "") -> Any:
        same = other is not None and one[field] == other[field]
        return html.Td(html.Mark(said) if same else said, className=side)

    number = html.A(one["number"], href=view.link(f"/invoice/{row_key(one['id'])}"), **{"data-nav": ""})
    return [
        cell("number", number),
        cell("seller", one["seller"]),
        cell("issuedOn", view.language.day(one["issuedOn"])),
        cell("gross", view.language.exact(one["gross"]), "number"),
    ]


PAGE = Page("/beside/", "desk", layout)
