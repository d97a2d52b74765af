"""What a new row takes from the row above it."""

from typing import Any

from api.errors import Refusal
from db.catalog import catalog
from db.store import Work


async def above(work: Work, name: str, row_id: int, *columns: str) -> Any:
    """``unit_code``, ``synthetic`` and the ``columns`` named of a row; the row stays as it is until the transaction ends.

    Raises:
        Refusal: there is no such row within the units of the transaction.
    """
    listed = ", ".join(("id", "unit_code", "synthetic", *columns))
    row = await work.connection.fetchrow(
        f"select {listed} from {catalog()[name].table} where id = $1 for share",  # noqa: S608
        row_id,
    )
    if row is None:
        raise Refusal(
            "NOT_FOUND",
            "编号{id}不存在，或不属于您的单位 | Number {id} does not exist, or not within your units",
            status=404,
            id=row_id,
        )
    return row


def beneath(row: Any) -> dict[str, Any]:
    """The unit of a row and whether it is made up, for a new one below it."""
    return {"unit_code": row["unit_code"], "synthetic": row["synthetic"]}
