"""The documents of a case that there are so far, each as Word and PDF, and the whole file as one archive."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.client import row_key
from dashboard.components.listing import head
from dashboard.components.states import nothing
from dashboard.view import View

Row = Mapping[str, Any]
#: By ending, as people call them in either language.
FORMATS = {"docx": "Word", "pdf": "PDF"}
#: Who may have the file with names and accounts in it; all others have the masked copy.
WHOLE = frozenset({"finance_officer", "supervisor", "auditor"})


def case_documents(view: View, case: Row) -> list[Any]:
    """Of the case as ``case.graphql`` asks for it."""
    rows = _papers(view, case)
    caption = view.t("document.of_case")
    whole = [""] if WHOLE & set(view.caller.roles) else []
    return [
        table(view, rows, caption) if rows else nothing(view, "document.none"),
        html.H3(view.t("document.file")),
        html.P(view.t("document.file_note"), className="note"),
        html.Div(
            [
                html.A(
                    view.t("document.whole" if not query else "document.masked"),
                    href=f"{view.prefix}documents/case-file/{row_key(case['id'])}.zip{query}",
                    className="button",
                    download="",
                )
                for query in (*whole, "?masked=1")
            ],
            className="file-links",
        ),
    ]


def table(view: View, rows: Sequence[tuple[str, str, str]], caption: str) -> Any:
    """``rows``: name, day, address without the ending."""
    heads = [view.t("document.name"), view.t("document.day"), view.t("document.download")]
    return html.Div(
        html.Table(
            [
                html.Caption(caption, className="unseen"),
                head(heads),
                html.Tbody(
                    [
                        html.Tr([html.Td(name), html.Td(day), html.Td(_links(view, name, address))])
                        for name, day, address in rows
                    ]
                ),
            ],
            className="listing",
        ),
        className="scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": caption},
    )


def _links(view: View, name: str, address: str) -> Any:
    return html.Span(
        [
            html.A(
                called,
                href=f"{view.prefix}{address.lstrip('/')}.{kind}",
                download="",
                **{"aria-label": f"{view.t(f'document.{kind}')} {name}"},
            )
            for kind, called in FORMATS.items()
        ],
        className="file-links",
    )


def _papers(view: View, case: Row) -> list[tuple[str, str, str]]:
    """In the order of the law's steps. Cases from before their steps were kept have none."""
    if case["secondInvestigator"] is None:
        return []
    found = [
        (
            _numbered(view.t("document.notice"), one["number"]),
            one["givenOn"],
            f"documents/notice/{row_key(one['id'])}",
        )
        for one in case["notices"]["nodes"]
    ]
    found += [
        (
            view.t("document.hearing" if one["kind"] == "HEARING" else "document.statement"),
            one["madeOn"],
            f"documents/hearing/{row_key(one['id'])}",
        )
        for one in case["defences"]["nodes"]
        if one["kind"] != "WAIVED"
    ]
    penalties = case["penalties"]["nodes"]
    decisions: dict[tuple[Any, Any], Row] = {}
    for one in sorted(penalties, key=lambda row: int(row_key(row["id"]))):
        decisions.setdefault((one["decidedOn"], one["revokedOn"]), one)
    found += [
        (
            view.t("document.decision_revoked" if one["revokedOn"] else "document.decision"),
            one["decidedOn"],
            f"documents/decision/{row_key(one['id'])}",
        )
        for one in decisions.values()
    ]
    if case["servedOn"] and case["service"]:
        found.append(
            (view.t("document.receipt"), case["servedOn"], f"documents/receipt/{row_key(case['id'])}")
        )
    found += [
        (
            view.t("document.transfer", organ=view.word("Penalty", "organ", one["organ"])),
            one["servedOn"],
            f"documents/transfer/{row_key(one['id'])}",
        )
        for one in penalties
        if one["outcome"] == "TRANSFER" and one["servedOn"]
    ]
    return found


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name} {number}"
