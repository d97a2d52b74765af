"""Enters legal entities into the national register, once per credit code."""

from collections.abc import Sequence

from api.errors import Refusal
from api.policy.access import IMPORTERS
from api.services.rows import Row, insert
from api.viewer import Viewer
from db.store import Work


async def register(work: Work, viewer: Viewer, rows: Sequence[Row]) -> list[int]:
    """Add those whose ``uscc`` is new; the keys of all, in the order given.

    Raises:
        Refusal: the viewer may not, or a credit code is wrong.
    """
    if not viewer.roles & IMPORTERS:
        raise Refusal("FORBIDDEN", "您无权登记法人主体 | You may not register organizations", status=403)
    await insert(work, "Organization", rows, skip="uscc")
    codes = [row["uscc"] for row in rows]
    found = await work.connection.fetch("select uscc, id from organizations where uscc = any($1)", codes)
    ids = {row["uscc"]: row["id"] for row in found}
    return [ids[code] for code in codes]
