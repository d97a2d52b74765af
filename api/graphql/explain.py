"""``extensions.explain``: the SQL of a question and how the database ran it, for those with the right."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from api.errors import Refusal
from api.policy.access import may_explain
from api.viewer import Viewer
from db.query.compile import Statement
from db.query.explain import explain
from db.store import Rows, Store


def check_explain(viewer: Viewer) -> None:
    """
    Raises:
        Refusal: the viewer may not see how questions are answered.
    """
    if not may_explain(viewer.roles, viewer.rows.national):
        raise Refusal(
            "FORBIDDEN",
            "您的角色不能查看执行计划。 | Your role may not see how a query is run.",
            hint="去掉 extensions.explain。 | Leave extensions.explain out.",
            status=403,
        )


async def explained(store: Store, rows: Rows, statement: Statement, given: Sequence[Any]) -> dict[str, Any]:
    """The statement run once more with the same values, as the same person: for ``extensions``.

    ``sql``, ``values`` ($1, $2, … as text), ``plan`` (PostgreSQL's), ``rows`` (scanned), ``buffers`` ({hit, read},
    pages of 8 KiB), ``planning`` and ``execution`` (milliseconds).
    """
    async with store.read(rows) as connection:
        found = await explain(connection, statement, given)
    return dataclasses.asdict(found) | {"values": [_told(value) for value in found.values]}


def _told(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_told(item) for item in value]
    return value if value is None or isinstance(value, (bool, int)) else str(value)
