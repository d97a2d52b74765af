"""What the tax office says of an invoice: looked up by those who check claims, and kept beside it (F8)."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.services.clock import today
from api.services.days import after, not_ahead
from api.services.steps import Step, take
from api.viewer import Viewer
from db.enums import InvoiceCheck
from db.store import Work

#: What the tax office is asked about: another number or sum is another invoice, of which nothing is known yet.
ASKED = ("kind", "code", "number", "seller_uscc", "buyer_uscc", "issued_on", "net", "tax", "gross")
FORGOTTEN: Mapping[str, Any] = {"checked": InvoiceCheck.UNCHECKED, "checked_on": None}


async def record(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Keep the result of a check and its day; ``UNCHECKED`` takes one back that was entered by mistake.

    Also once the claim is approved: what is reversed later is found later.

    Raises:
        Refusal: the day is yet to come, or lies before the invoice.
    """
    ids = [step.id for step in steps]
    rows = await work.connection.fetch("select id, issued_on from invoices where id = any($1)", ids)
    known = {row["id"]: row for row in rows}
    await take(
        work,
        viewer,
        "Invoice",
        "record_check",
        [Step(step.id, _values(step, known.get(step.id)), step.at, step.why) for step in steps],
    )


def differs(before: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether a correction makes another invoice of it, so that the check says nothing of it any more."""
    return any(name in values and values[name] != before[name] for name in ASKED)


def _values(step: Step, row: Any) -> Mapping[str, Any]:
    if step.values["checked"] == InvoiceCheck.UNCHECKED:
        return FORGOTTEN
    day = step.values.get("checked_on") or today()
    not_ahead("checked_on", day)
    if row is not None:
        after("checked_on", day, [("开票日期 | the day of issue", row["issued_on"])], "F8")
    return {"checked": step.values["checked"], "checked_on": day}
