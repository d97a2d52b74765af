"""What a viewer may read, in the form that decides a statement."""

from dataclasses import dataclass
from functools import cache

from api.errors import Refusal
from api.graphql.shape import entities
from api.policy.access import may_read, sees_sensitive
from api.viewer import Viewer
from db.catalog import Entity
from db.enums import Role
from db.query.plan import Reach
from db.resource import both
from db.store import Rows


class RefusedAt(Exception):
    """A refusal, and the path of the field that caused it."""

    def __init__(self, refusal: Refusal, path: tuple[str | int, ...]) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.path = path


@dataclass(frozen=True)
class Rights:
    """The same for all viewers with the same roles and reach: statements are kept by it."""

    unmasked: bool
    closed: frozenset[str]  # entities that the viewer may not read at all
    reach: Reach = Reach.NATION

    @classmethod
    def of(cls, viewer: Viewer) -> "Rights":
        return _rights(viewer.roles, viewer.unmasked, _reach(viewer.rows))

    @classmethod
    def of_roles(cls, roles: frozenset[Role]) -> "Rights":
        return _rights(roles, sees_sensitive(roles), Reach.NATION)

    def check_readable(self, entity: Entity) -> None:
        """
        Raises:
            Refusal: the viewer's roles may not read this table.
        """
        if entity.name in self.closed:
            chinese, english = both(entity.resource.label)
            raise Refusal(
                "FORBIDDEN",
                f"您的角色不能查看{chinese}。 | Your role may not read: {english}.",
                hint="如工作需要，请向系统管理员申请。 | Ask an administrator if your work needs it.",
                status=403,
            )

    def check_comparable(self, entity: Entity, name: str) -> None:
        """
        Raises:
            Refusal: the value comes back masked, and a filter, an order or a figure on it would tell it all the same.
        """
        field = entity.fields.get(name)
        if field is not None and field.sensitive and not self.unmasked:
            chinese, english = field.labels
            raise Refusal(
                "FORBIDDEN",
                f"不能按敏感字段“{chinese}”筛选、排序或汇总。"
                f" | You may not filter, order or sum up by a sensitive field: {english}.",
                hint="去掉这个字段。 | Leave this field out.",
                status=403,
            )


@cache
def _rights(roles: frozenset[Role], unmasked: bool, reach: Reach) -> Rights:
    closed = (name for name, entity in entities().items() if not may_read(roles, entity.resource.readers))
    return Rights(unmasked, frozenset(closed), reach)


def _reach(rows: Rows) -> Reach:
    if rows.national:
        return Reach.NATION
    return Reach.UNIT if len(rows.units) == 1 else Reach.UNITS
