"""Queries that people keep: under a name of their own, and shared with everybody if they like."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from api.errors import Refusal
from api.services.rows import delete, insert, update
from api.viewer import Viewer
from db.enums import Role
from db.store import NATION, NOTHING, Store

MOST = 200
LONGEST = 20_000


@dataclass(frozen=True)
class SavedQuery:
    """A document with its variables; ``own`` where the viewer is its owner."""

    id: int
    name: str
    document: str
    variables: Mapping[str, Any] | None
    shared: bool
    own: bool
    owner: str
    updated_at: datetime


async def saved_queries(store: Store, viewer: Viewer) -> list[SavedQuery]:
    """The viewer's own and what others share, by name."""
    async with store.read(NOTHING) as connection:
        rows = await connection.fetch(
            "select saved_queries.*, users.name as owner from saved_queries join users on users.id = owner_id"
            " where owner_id = $1 or shared order by saved_queries.name, saved_queries.id",
            viewer.user_id,
        )
    return [_saved(dict(row), viewer) for row in rows]


async def save_query(
    store: Store,
    viewer: Viewer,
    name: str,
    document: str,
    variables: Mapping[str, Any] | None = None,
    *,
    shared: bool = False,
) -> SavedQuery:
    """Keep a query under a name; what the viewer kept under it before is replaced.

    Raises:
        Refusal: nobody is signed in, name or text are too long, or the viewer keeps too many.
    """
    if viewer.user_id is None:
        raise Refusal("UNAUTHENTICATED", "请先登录。 | Please sign in first.", status=401)
    name = name.strip()
    if not (0 < len(name) <= 80 and name.isprintable()):
        raise Refusal("BAD_QUERY_NAME", "名称须为 1 到 80 个字符。 | The name must have 1 to 80 characters.")
    told = None if variables is None else orjson.dumps(variables).decode()
    if "\0" in document or "\\u0000" in (told or ""):
        raise Refusal(
            "BAD_QUERY", "查询含有不能保存的字符。 | The query has a character that cannot be kept."
        )
    if len(document) + len(told or "") > LONGEST:
        raise Refusal(
            "QUERY_TOO_LONG",
            "查询和变量合计最多 {most} 个字符。 | Query and variables together have {most} characters at most.",
            most=f"{LONGEST:,}",
        )
    async with store.write(NATION) as work:
        # Locked, so that two requests at once neither find room for one more nor both add the same name.
        await work.connection.execute("select from users where id = $1 for update", viewer.user_id)
        have = await work.connection.fetch(
            "select id, name from saved_queries where owner_id = $1", viewer.user_id
        )
        number = next((row["id"] for row in have if row["name"] == name), None)
        now = datetime.now(UTC)
        if number is None:
            if len(have) >= MOST:
                raise Refusal(
                    "TOO_MANY_QUERIES",
                    "每人最多保存 {most} 个查询。 | A person keeps {most} queries at most.",
                    hint="先删除不用的。 | Delete some first.",
                    status=409,
                    most=MOST,
                )
            [number] = await insert(
                work,
                "SavedQuery",
                [
                    {
                        "owner_id": viewer.user_id,
                        "name": name,
                        "document": document,
                        "variables": variables,
                        "shared": shared,
                        "created_at": now,
                        "updated_at": now,
                    }
                ],
            )
        else:
            change = {"document": document, "variables": variables, "shared": shared, "updated_at": now}
            await update(work, "SavedQuery", [{"id": number, **change}])
    return SavedQuery(number, name, document, variables, shared, True, viewer.name, now)


async def delete_query(store: Store, viewer: Viewer, number: int) -> None:
    """Delete a query of one's own, or as an administrator what anybody shares.

    Raises:
        Refusal: the viewer has none of this number.
    """
    async with store.write(NATION) as work:
        found = await work.connection.fetchval(
            "select id from saved_queries where id = $1 and (owner_id = $2 or (shared and $3)) for update",
            number,
            viewer.user_id,
            Role.ADMINISTRATOR in viewer.roles,
        )
        if found is None:
            raise Refusal("NOT_FOUND", "没有这个查询。 | There is no such query.", status=404)
        await delete(work, "SavedQuery", [number])


def _saved(row: dict[str, Any], viewer: Viewer) -> SavedQuery:
    variables = row["variables"]
    return SavedQuery(
        row["id"],
        row["name"],
        row["document"],
        None if variables is None else orjson.loads(variables),
        row["shared"],
        row["owner_id"] == viewer.user_id,
        row["owner"],
        row["updated_at"],
    )
