"""The feed of changes in GraphQL, for those who keep a copy: its types, and the cursors of its places.

How to keep a copy: ask ``{ changes(first: 0) { now } projects(first: 1000) { … } … }`` for the rows and a place in
one go; then ask ``changes(since: $place)`` again and again, each time with the ``cursor`` that came last, and put
each ``node`` in the place of the row it names; a null one means: take the row out. A change may come twice.
What one is newly allowed to see is no change: begin anew with a new role.
"""

import base64
import binascii
import datetime
import re
from typing import Any

import strawberry

from api.errors import Refusal
from api.graphql.types import Node, compiled_field
from api.graphql.words import word_enum
from db.enums import Word


class ChangeKind(Word):
    CREATED = "created", "新增 | Created"
    UPDATED = "updated", "更新 | Updated"
    DELETED = "deleted", "删除 | Deleted"


_KIND: Any = word_enum(ChangeKind, "变更类别 | Kind of change")


@strawberry.type(description="一条变更 | One row that was changed")
class Change:
    entity: str = strawberry.field(description="类型 | Name of the type")
    row_id: strawberry.ID = strawberry.field(description="记录的全局编号 | Global id of the row")
    kind: _KIND = strawberry.field(description="变更类别 | Kind")
    at: datetime.datetime = strawberry.field(description="变更开始的时间 | When the change began")
    node: Node | None = strawberry.field(
        description="现在的记录；已不存在或无权查看则为空 | The row as it is now; null if gone, or not yours to see"
    )


@strawberry.type(description="变更，按先后 | Changes, oldest first; the same one may come again")
class ChangeFeed:
    changes: list[Change] = strawberry.field(description="变更 | Changes")
    cursor: str = strawberry.field(description="下次的 since | What to give as since next time")
    has_more: bool = strawberry.field(description="还有 | There are more already")
    now: str = strawberry.field(
        description="当前位置：连同同一查询读出的记录，可作副本的起点"
        " | This moment as a place: with rows read by the same query, where a copy begins"
    )


def changes_field() -> Any:
    return compiled_field(
        ChangeFeed,
        "变更 | What changed, for those who keep a copy",
        {
            "since": (str, "从此游标之后；不填则从头 | Behind this cursor; from the beginning without"),
            "first": (int, "最多几条，默认 50 | At most so many; 50 unless told"),
        },
    )


_PLACE = re.compile(r"[0-9]{1,19}:[0-9]{1,18}")


def place(cursor: str) -> str:
    """A place of the log, as text.

    Raises:
        Refusal: this is no cursor of the feed.
    """
    try:
        found = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        found = ""
    if not _PLACE.fullmatch(found):
        raise Refusal(
            "BAD_CURSOR",
            "游标无效。 | This is not a cursor.",
            hint="使用 changes 返回的 cursor 或 now。 | Use cursor or now, as changes returned them.",
        )
    return found
