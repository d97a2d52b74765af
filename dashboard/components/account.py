"""Parts that the pages of accounts share: sessions, declared interests, roles."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.components.states import nothing
from dashboard.view import View


def labelled(view: View, what: Mapping[str, Any]) -> str:
    return str(what["labelEn" if view.english else "label"])


def roles_of(view: View, account: Mapping[str, Any]) -> str:
    """The roles of an account, each with its unit."""
    return view.t("comma").join(
        view.t(
            "people.role_in",
            role=view.labels.role(held["role"], view.caller.lang),
            unit=held["unitName"] or held["unitCode"],
        )
        if held["unitCode"]
        else view.labels.role(held["role"], view.caller.lang)
        for held in account["roles"]
    )


def sessions(view: View, rows: Sequence[Mapping[str, Any]], *, ending: bool) -> Any:
    """Signed-in browsers; ``ending`` puts a button beside each but the one in use."""
    heads = ["device", "address", "since", "seen"]
    return table(
        view,
        "account.sessions",
        [*heads, "end"] if ending else heads,
        [
            [
                html.Td(
                    [
                        html.Span(device(view, row["device"]), title=row["device"]),
                        " ",
                        html.Span(view.t("account.this_one"), className="badge good")
                        if row["current"] and ending
                        else None,
                        html.Span(view.t("account.by_office"), className="badge plain")
                        if row["office"]
                        else None,
                    ]
                ),
                html.Td(row["address"] or view.t("none")),
                html.Td(view.language.moment(row["createdAt"])),
                html.Td(view.language.moment(row["seenAt"])),
                *([html.Td(None if row["current"] else _end(view, row))] if ending else []),
            ]
            for row in rows
        ],
    )


def interests(view: View, rows: Sequence[Mapping[str, Any]], tools: Mapping[str, Any] | None = None) -> Any:
    """What somebody declared; ``tools`` are what can be done with each, by id."""
    heads = ["organization", "kind", "since_day", "until_day", "note"]
    return table(
        view,
        "account.interests",
        [*heads, "change"] if tools is not None else heads,
        [
            [
                html.Td(row["organization"]),
                html.Td(labelled(view, row["kind"])),
                html.Td(view.language.day(row["since"]) if row["since"] else view.t("none")),
                html.Td(view.language.day(row["until"]) if row["until"] else view.t("account.lasting")),
                html.Td(row["note"] or view.t("none")),
                *([html.Td(tools.get(row["id"]))] if tools is not None else []),
            ]
            for row in rows
        ],
    )


def table(view: View, caption: str, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> Any:
    """A plain table of cells; ``heads`` are keys of the texts below ``account``."""
    if not rows:
        return nothing(view, f"{caption}_none")
    said = view.t(caption)
    return html.Div(
        html.Table(
            [
                html.Caption(said, className="unseen"),
                html.Thead(html.Tr([html.Th(view.t(f"account.{head}"), scope="col") for head in heads])),
                html.Tbody([html.Tr(row) for row in rows]),
            ],
            className="listing",
        ),
        className="scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": said},
    )


def device(view: View, agent: str | None) -> str:
    """The browser and system that a user agent names, in few words."""
    if not agent:
        return view.t("account.unknown_device")
    browsers = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
    systems = (
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    )
    named = [next((name for mark, name in known if mark in agent), "") for known in (browsers, systems)]
    return " · ".join(filter(None, named)) or agent[:40]


def _end(view: View, row: Mapping[str, Any]) -> Any:
    said = view.t("account.end")
    name = device(view, row["device"])
    return html.Button(
        said,
        id={"type": "session-end", "name": "own", "session": row["id"]},
        type="button",
        className="button",
        **{"aria-label": view.t("account.end_of", name=name)},
    )
