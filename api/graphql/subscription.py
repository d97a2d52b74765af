"""The GraphQL type of subscriptions: roots of queries whose answers are sent anew when they change."""

from functools import cache
from typing import Any

import strawberry

from api.graphql.annotations import optional
from api.graphql.importing import import_progress
from api.graphql.sums import Progress
from api.graphql.types import compiled_field, progress_arguments, types

#: Roots that may be null in the beginning: what they tell of is yet to come.
YET_TO_COME = frozenset({"importProgress"})


def progress_field(*arguments: str) -> Any:
    """The field of Query and Subscription, with some of the arguments that progress has everywhere."""
    return compiled_field(
        optional(Progress),
        "进展：全国，或某单位、批次、行业、方案、平台的 | Progress of the programme,"
        " or of a unit, a batch, an industry, a plan, a platform",
        {
            "of": (
                optional(strawberry.ID),
                "全局编号，或单位代码；缺省为全国 | Global id, or the code of a unit; the programme without",
            ),
            **{name: progress_arguments()[name] for name in arguments},
        },
    )


@cache
def subscription_type() -> Any:
    identity = {"id": (strawberry.ID, "全局编号 | Global id")}
    namespace: dict[str, Any] = {
        "__annotations__": {},
        "__module__": __name__,
        "progress": progress_field("batch"),
        "case": compiled_field(optional(types()["Case"]), "案件 | Case", identity),
        "import_progress": strawberry.field(
            resolver=import_progress, description="本人一次导入的进度 | How far an import of yours is"
        ),
    }
    return strawberry.type(
        type("Subscription", (), namespace),
        name="Subscription",
        description="订阅：先给出现状，其后每当所查内容有变即再发，至多每秒一次"
        " | Following: first how it stands, then anew whenever the answer has changed, once a second at most",
    )
