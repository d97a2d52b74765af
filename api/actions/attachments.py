"""Files of records: attaching one needs the file itself and is no button of the registry; removing one is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from api.actions.action import Action, Order
from api.actions.field import of
from api.actions.perform import Asked, Done, Problem, perform
from api.errors import Refusal
from api.policy.attachments import PAPERS, in_order, kinds
from api.services import attachments
from api.services.attachments import attachable, check_kind
from api.services.files.cabinet import Cabinet, Stored
from api.services.steps import allow
from api.viewer import Viewer
from db.enums import AttachmentKind
from db.store import Store, Work

_FIELDS = (
    of("Attachment", "kind", required=True),
    of("Attachment", "note"),
    of("Attachment", "filename", required=True),
    of("Attachment", "media_type", required=True),
    of("Attachment", "size", required=True),
    of("Attachment", "sha256", required=True),
)


async def attach(
    store: Store,
    viewer: Viewer,
    cabinet: Cabinet,
    subject: str,
    row_id: int,
    kind: AttachmentKind,
    filename: str,
    content: bytes,
    *,
    note: str | None = None,
    key: str | None = None,
) -> Done:
    """Check a file, store it, and let the record name it: once for one key."""
    allow(viewer, "Attachment", "attach")
    try:
        async with store.read(viewer.rows) as connection:
            await check_kind(connection, viewer, subject, row_id, kind)
        # The file first: a row never names what is not there.
        stored = await cabinet.take_in(filename, content)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return Done(False, problems=(_problem(refusal, viewer.lang),))
    values = {
        "kind": kind,
        "note": note,
        "filename": stored.filename,
        "media_type": stored.media_type,
        "size": stored.size,
        "sha256": stored.sha256,
    }
    # Not in the registry: whoever could name a fingerprint there would get other people's files.
    action = Action("Attachment", "attach", partial(_attach, cabinet, subject), _FIELDS, on=subject)
    [done] = await perform(store, viewer, action, [Asked(row_id, values)], key=key)
    return done


async def _attach(cabinet: Cabinet, subject: str, work: Work, viewer: Viewer, order: Order) -> int:
    values = dict(order.values)
    kind, note = values.pop("kind"), values.pop("note", None)
    return await attachments.attach(
        work, viewer, cabinet, subject, order.id, kind, Stored(**values), note or None
    )


def _problem(refusal: Refusal, lang: str) -> Problem:
    return Problem(
        refusal.code,
        refusal.message(lang),
        refusal.hint(lang) or None,
        refusal.clause,
        refusal.facts.get("field"),
    )


@dataclass(frozen=True)
class Room:
    """What the viewer may attach to a row now, in the order of the vocabulary, and to a project's papers by table.

    ``removable``: the attachments of both that the viewer may remove.
    """

    kinds: Sequence[AttachmentKind]
    papers: Mapping[str, Sequence[AttachmentKind]]
    removable: Sequence[int]


async def room(store: Store, viewer: Viewer, subject: str, row_id: int) -> Room:
    """
    Raises:
        Refusal: there is no such row, as far as the viewer sees.
    """
    async with store.read(viewer.rows) as connection:
        _, found = await attachable(connection, viewer, subject, row_id)
        shut = await attachments.closed(connection, subject, row_id)
        removable = await attachments.removable_of(connection, viewer, subject, row_id)
    papers = {paper: kinds(paper, viewer.roles, None) for paper in PAPERS if subject == "Project"}
    return Room(
        [] if shut else in_order(found),
        {} if shut else {paper: in_order(found) for paper, found in papers.items() if found},
        removable,
    )


async def _remove(work: Work, viewer: Viewer, order: Order) -> int | None:
    await attachments.remove(work, viewer, [order.id])
    return None


async def _removable(connection: Any, viewer: Viewer, row_id: int) -> bool:
    return await attachments.removable(connection, viewer, row_id)


ACTIONS: tuple[Action, ...] = (
    Action("Attachment", "remove", _remove, on="Attachment", check=_removable, danger=True),
)
