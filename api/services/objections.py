"""Objections to a selection on public notice: from whoever, signed in or not; each is answered (P12)."""

import hashlib
from datetime import date, datetime, timedelta

from api.errors import Refusal
from api.services.clock import now
from api.services.notices import unit_of
from api.services.rows import Row
from api.services.steps import Step, create, take
from api.viewer import SYSTEM, Viewer
from db.rows import Rows
from db.store import Store, Work

#: From one address in an hour, and to one call in a day, without signing in.
MOST_AN_HOUR = 5
MOST_A_DAY = 50
LONGEST = 2000


async def object_to(
    work: Work, viewer: Viewer, call: int, values: Row, on: date, *, at: datetime | None = None
) -> int:
    """A new objection. Values: name, contact, text, candidate_id.

    Raises:
        Refusal: nothing is on notice.
    """
    row = await work.connection.fetchrow(
        "select unit_code, state, notice_until, synthetic from calls where id = $1", call
    )
    if row is None or row["state"] != "noticed" or on > row["notice_until"]:
        raise Refusal(
            "NOT_ON_NOTICE",
            "不在公示期内，不能提出异议 | Nothing is on public notice to object to",
            clause="P12",
            status=409,
        )
    candidate = values.get("candidate_id")
    if candidate is not None and not await work.connection.fetchval(
        "select exists (select from candidates where id = $1 and call_id = $2)", candidate, call
    ):
        raise Refusal(
            "NOT_FOUND", "没有这个申请 | There is no such candidate", status=404, field="candidate_id"
        )
    moment = at or now()
    made = {
        **values,
        "unit_code": row["unit_code"],
        "call_id": call,
        "organization_id": viewer.rows.organization,
        "user_id": viewer.user_id,
        "raised_on": on,
        "raised_at": moment,
        "synthetic": row["synthetic"],
    }
    [number] = await create(work, viewer, "Objection", "raise", [made], at=moment)
    return number


async def object_publicly(store: Store, call: int, values: Row, address: str, on: date) -> int:
    """The same from a stranger at ``address``, who is held to a few objections.

    Raises:
        Refusal: nothing is on notice; too many came from there, or to this call; a field is missing or too long.
    """
    for field, longest in (("name", 40), ("contact", 80), ("text", LONGEST)):
        given = str(values.get(field) or "").strip()
        if not given or len(given) > longest or "\0" in given:
            raise Refusal(
                "BAD_FIELD",
                "请完整填写姓名、联系方式和异议内容（不超过{longest}字）"
                " | Give your name, how to reach you and what you object to (at most {longest} characters)",
                longest=LONGEST,
                field=field,
            )
    unit = await unit_of(store, call)
    async with store.write(Rows(units=(unit,) if unit else ())) as work:
        # Counted one after the other, or many at once would all find room.
        await work.connection.execute("select pg_advisory_xact_lock(hashtext('objections'))")
        moment = now()
        sender = hashlib.sha256(f"{call} {address}".encode()).hexdigest()
        here, all_day = await work.connection.fetchrow(
            "select count(*) filter (where sender = $2 and raised_at > $3), count(*) from objections"
            " where call_id = $1 and sender is not null and raised_at > $4",
            call,
            sender,
            moment - timedelta(hours=1),
            moment - timedelta(days=1),
        )
        if here >= MOST_AN_HOUR or all_day >= MOST_A_DAY:
            raise Refusal(
                "TOO_MANY_OBJECTIONS",
                "提交过于频繁，请稍后再试，或书面提交 | Too many objections came in; try later, or write to the office",
                status=429,
            )
        row = {
            "name": values["name"].strip(),
            "contact": values["contact"].strip(),
            "text": values["text"].strip(),
        }
        return await object_to(work, SYSTEM, call, {**row, "sender": sender}, on)


async def answer(
    work: Work,
    viewer: Viewer,
    objection: int,
    text: str,
    upheld: bool,
    on: date,
    *,
    at: datetime | None = None,
) -> None:
    """Answer an objection; one that is upheld is followed by excluding the candidate or recalling the notice."""
    values = {"answer": text, "upheld": upheld, "answered_on": on}
    await take(work, viewer, "Objection", "answer", [Step(objection, values, at, text)])
