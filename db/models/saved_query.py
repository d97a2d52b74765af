"""Queries that analysts keep and share."""

from typing import Any, ClassVar

from tortoise import fields

from db.guard import Guard, Unique
from db.models.base import Record, link
from db.resource import Resource, Scope


class SavedQuery(Record):
    """A GraphQL document with its variables, seen by its owner, or by everybody signed in when ``shared``."""

    owner = link("User", "queries", "所有者 | Owner")
    name = fields.CharField(80, description="名称 | Name")
    document = fields.TextField(description="查询 | Query")
    variables: Any = fields.JSONField(null=True, description="变量 | Variables")
    shared = fields.BooleanField(default=False, description="已共享 | Shared")
    created_at = fields.DatetimeField(description="创建时间 | Created at")
    updated_at = fields.DatetimeField(description="更新时间 | Updated at")

    resource: ClassVar[Resource] = Resource(
        "已存查询 | Saved query",
        columns=("name", "owner.name", "shared", "updated_at"),
        search=("name",),
        title="name",
        scope=Scope.PRIVATE,
    )

    guards: ClassVar[tuple[Guard, ...]] = (Unique("saved_queries_name_once", ("owner_id", "name")),)

    class Meta:
        table = "saved_queries"
