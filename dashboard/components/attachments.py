"""The files of a record: what is there, to be opened or removed, and where new ones are dropped."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard.client import Query, document, row_key
from dashboard.components.icon import icon
from dashboard.components.panel import panel
from dashboard.components.states import nothing
from dashboard.view import View

#: Small files are told in KiB.
_MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Place:
    """A record that files can be dropped on, and the kinds that may be."""

    of: str
    label: str
    kinds: Sequence[str]


async def attachments_of(view: View, entity: str, of: str) -> Any:
    """The panel of a record that is no project's paper list: asked for and drawn."""
    asked = Query("attachments", {"of": of, "subject": entity, "number": int(row_key(of))})
    data = await view.fetch(asked)
    room = data["attachable"]
    places = [Place(of, view.labels.entity(entity, view.caller.lang), room["kinds"])]
    return attachments(view, data["attachments"]["nodes"], room, places, query=asked)


def attachments(
    view: View,
    rows: Sequence[Mapping[str, Any]],
    room: Mapping[str, Any],
    places: Sequence[Place],
    *,
    query: Query,
) -> Any:
    """``room`` is ``attachable`` as the API tells it; ``70-attach.js`` sends what is dropped, and draws the page anew."""
    caption = view.labels.entity("Attachment", view.caller.lang)
    names = {(place.of): place.label for place in places}
    open_ = [place for place in places if place.kinds]
    body = [_listed(view, rows, set(room["removable"]), names, caption), form(view, room, open_)]
    return panel(view, "attachments", caption, body, query=query, saved=False)


def size(view: View, number: int) -> str:
    return f"{number / _MEGABYTE:.1f} MiB" if number >= _MEGABYTE else f"{max(number // 1024, 1)} KiB"


def _listed(
    view: View, rows: Sequence[Mapping[str, Any]], removable: set[str], names: Mapping[str, str], caption: str
) -> Any:
    if not rows:
        return nothing(view, "attach.none")
    heads = ("filename", "kind", "subject", "size", "at", "note")
    return html.Div(
        html.Table(
            [
                html.Caption(caption, className="unseen"),
                html.Thead(
                    html.Tr(
                        [
                            *(
                                html.Th(view.labels.field("Attachment", head, view.caller.lang), scope="col")
                                for head in heads
                            ),
                            html.Th(html.Span(view.t("attach.remove"), className="unseen"), scope="col"),
                        ]
                    )
                ),
                html.Tbody([_row(view, row, row["id"] in removable, names) for row in rows]),
            ],
            className="listing",
        ),
        className="scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": caption},
    )


def _row(view: View, row: Mapping[str, Any], removable: bool, names: Mapping[str, str]) -> Any:
    number = row_key(row["id"])
    place = view.labels.entity(row["subject"], view.caller.lang)
    remove = html.Button(
        view.t("attach.remove"),
        type="button",
        className="button tight",
        **{
            "data-detach": row["id"],
            "data-really": view.t("attach.really"),
            "data-document": document("remove_attachment"),
            "aria-label": view.t("attach.remove_one", name=row["filename"]),
        },
    )
    return html.Tr(
        [
            html.Td(html.A(row["filename"], href=f"{view.prefix}files/{number}", download=row["filename"])),
            html.Td(view.word("Attachment", "kind", row["kind"])),
            html.Td(place),
            html.Td(size(view, row["size"]), className="number"),
            html.Td(view.language.moment(row["at"])),
            html.Td(row["note"] or view.t("none")),
            html.Td(remove if removable else None),
        ]
    )


def form(view: View, room: Mapping[str, Any], places: Sequence[Place]) -> Any:
    """Where files are dropped; None where nothing can be attached now."""
    if not places:
        return None
    asked = {
        "places": [
            {
                "of": place.of,
                "label": place.label,
                "kinds": [
                    {"value": kind, "label": view.word("Attachment", "kind", kind)} for kind in place.kinds
                ],
            }
            for place in places
        ],
        "document": document("attach"),
        "largest": room["largest"],
        "accept": ",".join(f".{one.strip()}" for one in (*room["accepted"].split(","), "jpeg")),
        "texts": {
            name: view.t(f"attach.{name}")
            for name in ("place", "kind", "note", "drop", "sending", "sent", "too_large", "failed")
        }
        | {"takes": view.t("attach.takes", types=room["accepted"], most=size(view, room["largest"]))},
    }
    return html.Div(
        [icon("upload")], className="attach", **{"data-attach": json.dumps(asked, ensure_ascii=False)}
    )
