"""Cases tied to a ring."""

from typing import Any

from api.actions.action import Action, Order
from api.actions.field import Field, Sort
from api.services import cases
from api.viewer import Viewer
from db.store import Work


async def _ring(work: Work, viewer: Viewer, order: Order) -> None:
    await cases.tie(work, viewer, [order.id, *(row["case_id"] for row in order.values["cases"])])


async def _other_cases(connection: Any, viewer: Viewer, row_id: int, text: str) -> list[tuple[Any, str]]:
    """Cases under investigation that are not of the same ring already."""
    rows = await connection.fetch(
        """select cases.id, cases.number || ' ' || organizations.name as label from cases
           join platforms on platforms.unit_code = cases.unit_code and platforms.id = cases.platform_id
           join organizations on organizations.id = platforms.organization_id
           where cases.state in ('opened', 'investigating') and cases.id <> $1
             and cases.ring is distinct from (select coalesce(here.ring, '') from cases here where here.id = $1)
             and position($2 in cases.number || organizations.name) > 0
           order by cases.number limit 20""",
        row_id,
        text.strip(),
    )
    return [(row["id"], row["label"]) for row in rows]


ACTIONS: tuple[Action, ...] = (
    Action(
        "Case",
        "ring",
        _ring,
        (
            Field(
                "cases",
                Sort.ROWS,
                "案件 | Cases",
                required=True,
                columns=(
                    Field("case_id", Sort.LINK, "案件 | Case", True, entity="Case", choices=_other_cases),
                ),
                longest=20,
            ),
        ),
    ),
)
