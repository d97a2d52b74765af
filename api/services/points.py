"""The hourly account of what asking has cost, which all processes share."""

from collections.abc import Mapping
from datetime import UTC, datetime

from db.store import NOTHING, Store

HOUR = 3600


async def add_points(store: Store, hour: int, spent: Mapping[str, int]) -> dict[str, int]:
    """Adds what one process has counted in an hour, and says what all of them have.

    Args:
        hour: since 1970.
        spent: points by asker, ``token:12`` or ``user:3``.
    """
    # In one order, so that two processes that write at once never wait for each other in a circle.
    askers = sorted(spent)
    async with store.write(NOTHING) as work:
        rows = await work.connection.fetch(
            """insert into hourly_points (asker, hour, points, synthetic)
               select asker, $1, points, false from unnest($2::text[], $3::bigint[]) as spent (asker, points)
               on conflict (asker, hour) do update set points = hourly_points.points + excluded.points
               returning asker, points""",
            datetime.fromtimestamp(hour * HOUR, UTC),
            askers,
            [spent[asker] for asker in askers],
        )
    return {row["asker"]: row["points"] for row in rows}


async def points_spent(store: Store, hour: int, asker: str) -> int:
    async with store.read(NOTHING) as connection:
        found: int | None = await connection.fetchval(
            "select points from hourly_points where asker = $1 and hour = $2",
            asker,
            datetime.fromtimestamp(hour * HOUR, UTC),
        )
    return found or 0
