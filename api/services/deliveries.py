"""What a platform hands over, ticked off against the contract (P9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from api.errors import Refusal
from api.policy.wording import first_few
from api.services.days import after, not_ahead
from api.services.projects import deliver as step_delivered
from api.services.rows import update
from api.services.steps import Step, allow, own_rows_only
from api.viewer import Viewer
from db.store import Work


@dataclass(frozen=True)
class Delivery:
    """``services``: what was delivered of each agreed service, by its key."""

    project_id: int
    delivered_on: date
    services: Mapping[int, str] = field(default_factory=dict)
    at: datetime | None = None
    why: str | None = None


async def deliver(work: Work, viewer: Viewer, deliveries: Sequence[Delivery]) -> None:
    """Hand projects over, for the first time or again after a rectification.

    Raises:
        Refusal: a service of the contract is neither delivered nor dropped, or the day is impossible.
    """
    allow(viewer, "Project", "deliver")
    ids = [one.project_id for one in deliveries]
    await own_rows_only(work, viewer, "Project", ids)
    rows = await work.connection.fetch(
        "select id, project_id, name from services"
        " where project_id = any($1) and dropped_on is null and delivered_on is null order by id",
        ids,
    )
    days = {
        row["id"]: row
        for row in await work.connection.fetch(
            "select id, started_on, rectify_by from projects where id = any($1)", ids
        )
    }
    done = []
    for one in deliveries:
        not_ahead("delivered_on", one.delivered_on)
        started = days[one.project_id]["started_on"] if one.project_id in days else None
        after("delivered_on", one.delivered_on, [("开工日期 | the start of the work", started)], "P9")
        agreed = {row["id"]: row["name"] for row in rows if row["project_id"] == one.project_id}
        missing = [name for key, name in agreed.items() if not (one.services.get(key) or "").strip()]
        if missing:
            raise Refusal(
                "SERVICES_MISSING",
                "合同约定的服务尚未交付：{names_zh} | Services of the contract are not delivered: {names_en}",
                hint="逐项写明交付内容；不再提供的，先变更合同 | Say what was delivered of each; change the contract for what is given up",
                clause="P9",
                status=409,
                field="services",
                names_zh=first_few(missing),
                names_en=first_few(missing),
            )
        done += [
            {"id": key, "delivered_on": one.delivered_on, "evidence": one.services[key]} for key in agreed
        ]
    await step_delivered(
        work,
        viewer,
        [Step(one.project_id, {"delivered_on": one.delivered_on}, one.at, one.why) for one in deliveries],
    )
    await update(work, "Service", done)
