"""The one table of rights: every role by every table; a role or a table in detail."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.client import Query
from dashboard.components.account import labelled, table
from dashboard.components.panel import heading, pills
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View

#: What stands for a reach in the large table; its words are beside it for those who hear the page.
MARKS = {
    "ALL": "●",
    "UNITS": "◐",
    "UNITS_AND_PUBLISHED": "◐+",
    "PLATFORMS": "◔",
    "PUBLISHED": "◔+",
    "OWN": "○",
    "NONE": "–",
}


async def layout(view: View) -> Sheet:
    role, name = view.state.get("role"), view.state.get("table")
    known = view.labels.roles
    if (role is not None and role.upper() not in known) or (name is not None and len(name) > 60):
        raise NotFound
    query = Query("rights", {"role": role and role.upper(), "table": name})
    rows = (await view.fetch(query))["rights"]
    title = view.t("rights.title")
    return Sheet(
        title,
        [
            heading(
                title, below=html.P(view.t("rights.subtitle"), className="soft"), beside=_roles(view, role)
            ),
            html.Section(
                [
                    html.H2(_heading(view, role, name, rows)),
                    _detail(view, rows) if role or name else _matrix(view, rows),
                ],
                className="panel",
            ),
        ],
    )


def _roles(view: View, chosen: str | None) -> Any:
    roles = view.labels.roles
    choices = [(view.t("rights.all"), view.here(role=None, table=None), chosen is None)]
    choices += [
        (
            view.labels.role(role, view.caller.lang),
            view.here(role=role.lower(), table=None),
            (chosen or "").upper() == role,
        )
        for role in roles
    ]
    return pills(view.t("rights.role"), choices)


def _heading(view: View, role: str | None, name: str | None, rows: Sequence[Mapping[str, Any]]) -> str:
    if name and rows:
        return labelled(view, rows[0]["table"])
    return view.labels.role(role, view.caller.lang) if role else view.t("rights.whole")


def _detail(view: View, rows: Sequence[Mapping[str, Any]]) -> Any:
    comma = view.t("comma")
    return table(
        view,
        "rights.title",
        ("role", "table", "reach", "masked", "may"),
        [
            [
                html.Td(view.labels.role(row["role"], view.caller.lang)),
                html.Td(_table(view, row)),
                html.Td(f"{MARKS[row['reach']['value']]} {labelled(view, row['reach'])}"),
                html.Td(comma.join(labelled(view, one) for one in row["masked"]) or view.t("none")),
                html.Td(
                    comma.join(
                        f"{labelled(view, one)} ({one['clause']})" if one["clause"] else labelled(view, one)
                        for one in row["actions"]
                    )
                    or view.t("none")
                ),
            ]
            for row in rows
        ],
    )


def _matrix(view: View, rows: Sequence[Mapping[str, Any]]) -> Any:
    """Tables down, roles across: how far each reads, and how many steps it may take."""
    roles = list(dict.fromkeys(row["role"] for row in rows))
    tables: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        tables.setdefault(row["table"]["name"], {})[row["role"]] = row
    head = [html.Th(view.t("account.table"), scope="col")]
    head += [html.Th(view.labels.role(role, view.caller.lang), scope="col") for role in roles]
    body = [
        html.Tr(
            [
                html.Th(_table(view, next(iter(by_role.values()))), scope="row"),
                *(_cell(view, by_role[role]) for role in roles),
            ]
        )
        for by_role in tables.values()
    ]
    caption = view.t("rights.whole")
    return html.Div(
        [
            html.P(view.t("rights.key"), className="note"),
            html.Div(
                html.Table(
                    [html.Caption(caption, className="unseen"), html.Thead(html.Tr(head)), html.Tbody(body)],
                    className="listing rights",
                ),
                className="scroll",
                tabIndex=0,
                role="region",
                **{"aria-label": caption},
            ),
        ]
    )


def _cell(view: View, row: Mapping[str, Any]) -> Any:
    steps = len(row["actions"])
    said = labelled(view, row["reach"])
    doing = view.t("comma").join(labelled(view, one) for one in row["actions"])
    return html.Td(
        [
            html.Span(MARKS[row["reach"]["value"]], **{"aria-hidden": "true"}),
            html.Span(said, className="unseen"),
            html.Span("*", title=view.t("rights.masked_some")) if row["masked"] else None,
            html.Span(f" {steps}", className="steps", title=doing) if steps else None,
        ],
        title=f"{said}{view.t('comma')}{doing}" if doing else said,
    )


def _table(view: View, row: Mapping[str, Any]) -> Any:
    return html.A(
        labelled(view, row["table"]),
        href=view.here(table=row["table"]["name"], role=None),
        **{"data-nav": ""},
    )


PAGE = Page("/rights", "rights", layout)
