"""A case as the steps of the law read it."""

from collections.abc import Mapping
from typing import Any

from api.errors import Refusal
from db.store import Work


async def row_of(work: Work, case: int) -> Mapping[str, Any]:
    """The whole row of a case, kept as it is until the transaction ends.

    Raises:
        Refusal: there is none within the units of the transaction.
    """
    row: Mapping[str, Any] | None = await work.connection.fetchrow(
        "select * from cases where id = $1 for update", case
    )
    if row is None:
        raise Refusal(
            "NOT_FOUND",
            "编号{id}不存在，或不属于您的单位 | Number {id} does not exist, or not within your units",
            status=404,
            id=case,
        )
    return row
