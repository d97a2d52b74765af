"""The GraphQL schema: roots for every table, the programme, who asks, and the import of a plan."""

from functools import cache
from typing import Any

import strawberry
from strawberry.schema.config import StrawberryConfig

from api.graphql.aggregates import with_aggregates
from api.graphql.annotations import optional
from api.graphql.changes import changes_field
from api.graphql.importing import import_plan, import_progress
from api.graphql.names import connection_root, single_root
from api.graphql.people import ViewerType
from api.graphql.resources import ResourceInfo, resources
from api.graphql.saved_queries import delete_saved_query, keep_query, queries
from api.graphql.shape import entities
from api.graphql.subscription import progress_field, subscription_type
from api.graphql.sums import TARGETS, Month, Progress
from api.graphql.tokens import create_api_token, revoke_api_token
from api.graphql.types import Node, compiled_field, connection_field, progress_arguments, types
from api.viewer import Viewer

#: Root fields that graphql-core answers; all others are compiled.
STATIC = frozenset({"viewer", "resources", "keptQueries", "importProgress", "__schema", "__type"})


def _viewer(info: strawberry.Info) -> ViewerType | None:
    viewer: Viewer = info.context.viewer
    return ViewerType.of(viewer)


def _resources() -> list[ResourceInfo]:
    return resources()


@cache
def programme_type() -> Any:
    namespace: dict[str, Any] = {
        "__annotations__": {},
        "__module__": __name__,
        "progress": compiled_field(Progress, "进展 | Progress", progress_arguments()),
        "months": compiled_field(list[Month], "按月进展 | Month by month", progress_arguments()),
    }
    for name, (_, label) in TARGETS.items():
        namespace["__annotations__"][name] = int
        namespace[name] = strawberry.field(name=name, description=label)
    return strawberry.type(
        type("Programme", (), namespace), name="Programme", description="试点总体 | The programme as a whole"
    )


def _query() -> Any:
    identity = {"id": (strawberry.ID, "全局编号 | Global id; units and clauses by their code, too")}
    namespace: dict[str, Any] = {
        "__annotations__": {},
        "__module__": __name__,
        "programme": compiled_field(programme_type(), "试点总体 | The programme as a whole"),
        "changes": changes_field(),
        "progress": progress_field("batch", "asOf"),
        "node": compiled_field(optional(Node), "任何一条记录 | Any record", identity),
        "viewer": strawberry.field(
            resolver=_viewer, description="当前用户 | Who asks; null if not signed in"
        ),
        "resources": strawberry.field(resolver=_resources, description="表的说明 | What each table declares"),
        "kept_queries": strawberry.field(
            resolver=queries,
            description="已存查询：本人的和共享的 | Saved queries: one's own and shared ones",
        ),
        "import_progress": strawberry.field(
            resolver=import_progress,
            description="本人一次导入的进度；未开始时为空 | How far an import of yours is; null before it begins",
        ),
    }
    for name, entity in entities().items():
        for root, field in (
            (connection_root(entity), connection_field(name, entity.resource.label)),
            (single_root(entity), compiled_field(optional(types()[name]), entity.resource.label, identity)),
        ):
            if root in namespace:
                raise ValueError(f"two root fields are called {root!r}")
            field.graphql_name = root
            namespace[root] = field
    return strawberry.type(type("Query", (), namespace), name="Query", description="查询 | Reading")


@cache
def schema() -> strawberry.Schema:
    mutation = strawberry.type(
        type(
            "Mutation",
            (),
            {
                "__annotations__": {},
                "__module__": __name__,
                "import_plan": strawberry.mutation(
                    resolver=import_plan,
                    description="导入实施方案工作簿；commit 为 false 时只检查 | Brings a plan workbook in;"
                    " only checks it unless commit",
                ),
                "create_api_token": strawberry.mutation(
                    resolver=create_api_token, description="新建接口令牌 | Makes an API token of one's own"
                ),
                "revoke_api_token": strawberry.mutation(
                    resolver=revoke_api_token, description="撤销接口令牌 | Ends an API token at once"
                ),
                "keep_query": strawberry.mutation(
                    resolver=keep_query, description="保存查询 | Keeps a query under a name of one's own"
                ),
                "delete_query": strawberry.mutation(
                    resolver=delete_saved_query, description="删除已存查询 | Deletes a saved query"
                ),
            },
        ),
        name="Mutation",
        description="更改 | Changing",
    )
    made = strawberry.Schema(
        query=_query(),
        mutation=mutation,
        subscription=subscription_type(),
        types=list(types().values()),
        config=StrawberryConfig(auto_camel_case=True),
    )
    made._schema = with_aggregates(made._schema)
    return made


def sdl() -> str:
    """The schema in the schema definition language, as committed in ``schema.graphql``."""
    return schema().as_str() + "\n"
