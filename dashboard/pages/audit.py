"""The audit trail: filtered by unit, person, kind, day and record, and taken out as a file."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import Query
from dashboard.components.fact import fact
from dashboard.components.grid import grid_panel
from dashboard.components.panel import heading
from dashboard.lists import AUDIT
from dashboard.sheet import Page, Sheet
from dashboard.view import View


async def layout(view: View) -> Sheet:
    data = await view.fetch(Query("audit", {}))
    title = view.t("audit.title")
    body = [
        heading(title, below=html.P(view.t("audit.subtitle"), className="soft")),
        html.Div(_facts(view, data), className="facts"),
        grid_panel(view, AUDIT, view.t("audit.entries"), height=600, note=view.t("audit.note")),
    ]
    made = any(group["key"]["synthetic"] for group in data["auditEntries"]["groupBy"])
    return Sheet(title, body, synthetic=made)


def _facts(view: View, data: Mapping[str, Any]) -> list[Any]:
    count = view.language.count
    anchors = data["auditAnchors"]["nodes"]
    of_kind: Counter[str] = Counter()
    for group in data["auditEntries"]["groupBy"]:
        of_kind[group["key"]["kind"]] += group["count"]
    return [
        fact(
            view.t("audit.all"),
            count(of_kind.total()),
            below=[(view.t("audit.append_only"), "")],
        ),
        fact(
            view.t("audit.refused"),
            count(of_kind["REFUSED"] + of_kind["SIGN_IN_FAILED"]),
            below=[(view.t("audit.refused_what"), "")],
        ),
        fact(
            view.t("audit.unmasked"),
            count(of_kind["UNMASKED"]),
            below=[(view.t("audit.exported"), count(of_kind["EXPORTED"]))],
        ),
        fact(
            view.t("audit.anchor"),
            view.language.day(anchors[0]["day"]) if anchors else view.t("audit.no_anchor"),
            below=[
                (view.t("audit.anchors"), count(data["auditAnchors"]["totalCount"])),
                (view.t("audit.verify"), ""),
            ],
        ),
    ]


PAGE = Page("/audit", "audit", layout, lists=True)
