"""What people declare that ties them to organizations; a declaration is ended, never taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from api.errors import Refusal
from api.policy.workflow import move
from api.services.clock import now, today
from api.services.in_person import check_in_person
from api.services.rows import insert, update
from api.services.steps import Happened, allow, record
from api.viewer import Viewer
from db.enums import InterestKind
from db.store import NOTHING, Store, Work


@dataclass(frozen=True)
class InterestInfo:
    """A declared interest, with the organization's name."""

    id: int
    organization: str
    organization_id: int
    kind: InterestKind
    since: date | None
    until: date | None
    note: str | None
    declared_at: datetime


async def declare(
    work: Work, viewer: Viewer, values: Mapping[str, Any], *, at: datetime | None = None
) -> int:
    """Declare a tie of one's own. Values: organization_id, kind, since, until, note."""
    allow(viewer, "Interest", "declare")
    user_id = check_in_person(viewer)
    row = {**values, "user_id": user_id, "declared_at": at or now()}
    [number] = await insert(work, "Interest", [row])
    await _record(work, viewer, "declare", number, at, bool(values.get("synthetic")))
    return number


async def end(work: Work, viewer: Viewer, number: int, until: date | None) -> None:
    """Say since when a tie of one's own is over.

    Raises:
        Refusal: there is no such declaration of the viewer's, it ended before, or the day is still to come.
    """
    allow(viewer, "Interest", "end")
    user_id = check_in_person(viewer)
    row = await work.connection.fetchrow("select user_id, until from interests where id = $1", number)
    if row is None or row["user_id"] != user_id:
        raise Refusal("NOT_FOUND", "没有这项申报 | There is no such declaration", status=404)
    if row["until"] is not None:
        raise Refusal("INTEREST_OVER", "该项已登记终止日期 | Its end is entered already", status=409)
    if (until or today()) > today():
        raise Refusal(
            "DAY_TO_COME", "终止日期不能在今天之后 | The day must not be after today", field="until"
        )
    await update(work, "Interest", [{"id": number, "until": until or today()}])
    await _record(work, viewer, "end", number)


async def interests_of(store: Store, user_ids: Sequence[int]) -> dict[int, list[InterestInfo]]:
    """What these users declared, the newest first."""
    async with store.read(NOTHING) as connection:
        rows = await connection.fetch(
            "select interests.*, organizations.name as organization from interests"
            " join organizations on organizations.id = organization_id"
            " where user_id = any($1) order by declared_at desc, interests.id desc",
            list(user_ids),
        )
    found: dict[int, list[InterestInfo]] = {user_id: [] for user_id in user_ids}
    for row in rows:
        found[row["user_id"]].append(
            InterestInfo(
                row["id"],
                row["organization"],
                row["organization_id"],
                InterestKind(row["kind"]),
                row["since"],
                row["until"],
                row["note"],
                row["declared_at"],
            )
        )
    return found


async def _record(
    work: Work,
    viewer: Viewer,
    action: str,
    number: int,
    at: datetime | None = None,
    synthetic: bool = False,
) -> None:
    await record(work, viewer, move("Interest", action), [Happened(number, None, None, at, None, synthetic)])
