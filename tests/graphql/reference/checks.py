"""What must be refused: every field asked for is visited once, whatever rows there are."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLResolveInfo,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)

from api.policy.access import may_read
from api.viewer import Viewer
from db.catalog import Entity, Field, Relation, catalog
from db.resource import Count, Sum
from tests.graphql.reference import ids
from tests.graphql.reference.groups import DEFAULT_GROUPS, MOST_GROUPS, key_of, order_of
from tests.graphql.reference.meaning import Identity, meanings, roots, shown
from tests.graphql.reference.order import Order, asked
from tests.graphql.reference.pages import MOST

MOST_TERMS = 8
PARTS = ("year", "quarter", "month", "day", "weekday")

#: Anything that graphql-core can serialize: nobody looks at it.
DUMMIES: Mapping[str, Any] = {"Int": 0, "Float": 0.0, "Boolean": False, "Decimal": Decimal(0), "JSON": {}}


class Silent:
    """A date or time of no day."""

    def isoformat(self) -> str:
        return ""


#: (code, path) of what must be refused.
Refusals = set[tuple[str, tuple[str, ...]]]


class Ghost:
    """An object of the type ``type_name`` that stands for any there might be; tells ``found`` what it sees."""

    def __init__(self, viewer: Viewer, found: Refusals, type_name: str = "Query") -> None:
        self.viewer = viewer
        self.type_name = type_name
        self._found = found
        self._path: tuple[str, ...] = ()

    def answer(self, info: GraphQLResolveInfo, arguments: Mapping[str, Any]) -> Any:
        self._path = tuple(step for step in info.path.as_list() if isinstance(step, str))
        if any(unfit(value) for value in arguments.values()):
            self._found.add(("BAD_VALUE", ()))  # refused by PostgreSQL, so without the place
        returned: Any = get_named_type(info.return_type)
        self._check(info, returned.name, arguments)
        if is_leaf_type(returned):
            return [] if _is_list(info.return_type) else _dummy(returned)
        name = returned.name
        if name == "Node":
            name = self._entity_of(arguments["id"])
            if name is None:
                return None
        ghost = Ghost(self.viewer, self._found, name)
        return [ghost] if _is_list(info.return_type) else ghost

    def _refuse(self, code: str) -> None:
        self._found.add((code, self._path))

    def _check(self, info: GraphQLResolveInfo, returned: str, arguments: Mapping[str, Any]) -> None:
        field = info.field_name
        if self.type_name == "Query" and field == "node":
            name = self._entity_of(arguments["id"])
            if name is None:
                self._refuse("BAD_ID")
            else:
                self._check_readable(catalog()[name])
                self._check_id(catalog()[name], arguments["id"])
        elif self.type_name == "Query" and field == "progress":
            entity = progressing(arguments.get("of"))
            if entity is None:
                self._refuse("BAD_ID")
            elif arguments.get("of") is not None:
                self._check_id(entity, arguments["of"])
        elif self.type_name == "Query" and field in roots():
            name, single = roots()[field]
            self._check_readable(catalog()[name])
            if single:
                self._check_id(catalog()[name], arguments["id"])
        elif self.type_name in catalog() and field in meanings(self.type_name):
            self._check_reachable(catalog()[self.type_name], field)
        if field == "percentile":
            self._check_share(arguments["p"])
        if field == "groupBy":
            self._check_groups(info, catalog()[self.type_name.removesuffix("Connection")], arguments)
        for suffix in ("Key", "CountDistinct", "Sum", "Average", "Extreme"):
            entity = catalog().get(self.type_name.removesuffix(suffix))
            if self.type_name.endswith(suffix) and entity is not None:
                self._check_comparable(entity, field)
        if returned.endswith("Connection"):
            self._check_page(catalog()[returned.removesuffix("Connection")], arguments)

    @staticmethod
    def _entity_of(value: str) -> str | None:
        found = ids.parts(value)
        return found[0] if found and found[0] in {one.name for one in shown()} else None

    def _check_id(self, entity: Entity, value: Any) -> None:
        try:
            ids.key_of(entity)(value)
        except ValueError:
            self._refuse("BAD_ID")

    def _check_readable(self, entity: Entity) -> None:
        if not may_read(self.viewer.roles, entity.resource.readers):
            self._refuse("FORBIDDEN")

    def _check_reachable(self, entity: Entity, field: str) -> None:
        meaning = meanings(entity.name)[field]
        if isinstance(meaning, (Count, Sum)):
            meaning = entity.relations[meaning.relation]
        if isinstance(meaning, Relation):
            self._check_readable(catalog()[meaning.target])

    def _check_comparable(self, entity: Entity, field: str) -> None:
        self._check_reachable(entity, field)
        meaning = meanings(entity.name)[field]
        if isinstance(meaning, Field) and meaning.sensitive and not self.viewer.unmasked:
            self._refuse("FORBIDDEN")

    # -- arguments of connections ----------------------------------------------------------------------

    def _check_page(self, entity: Entity, arguments: Mapping[str, Any]) -> None:
        given = {name: value for name, value in arguments.items() if value is not None}
        for item in given.get("orderBy", ()):
            self._check_order(entity, item)
        try:
            order = Order(entity, given.get("orderBy"))
        except ValueError:
            self._refuse("BAD_ORDER")
        else:
            if len(asked(entity, given.get("orderBy"))) > MOST_TERMS:
                self._refuse("BAD_ORDER")
            self._check_cursors(order, given)
        if "last" in given and ("first" in given or "offset" in given):
            self._refuse("BAD_PAGE")
        if any(name in given and not 0 <= given[name] <= MOST for name in ("first", "last")):
            self._refuse("BAD_PAGE")
        if given.get("offset", 0) < 0:
            self._refuse("BAD_PAGE")
        self._check_where(entity, given.get("where"))

    def _check_cursors(self, order: Order, given: Mapping[str, Any]) -> None:
        for name in ("after", "before"):
            try:
                order.place_of(given[name]) if name in given else None
            except ValueError:
                self._refuse("BAD_CURSOR")

    def _check_order(self, entity: Entity, item: Mapping[str, Any]) -> None:
        for name, value in item.items():
            if value is None:
                continue
            self._check_comparable(entity, name)
            meaning = meanings(entity.name)[name]
            if isinstance(meaning, Relation) and meaning.many:
                self._check_figures(catalog()[meaning.target], value, compared=False)
            elif isinstance(meaning, Relation):
                self._check_order(catalog()[meaning.target], value)

    def _check_groups(self, info: GraphQLResolveInfo, entity: Entity, arguments: Mapping[str, Any]) -> None:
        if not 0 <= (DEFAULT_GROUPS if arguments.get("first") is None else arguments["first"]) <= MOST_GROUPS:
            self._refuse("BAD_PAGE")
        if (arguments.get("offset") or 0) < 0:
            self._refuse("BAD_PAGE")
        self._check_figures(entity, arguments.get("having") or {}, compared=True)
        for item in arguments.get("orderBy") or ():
            self._check_order(entity, item.get("key") or {})
            self._check_figures(
                entity, {name: one for name, one in item.items() if name != "key"}, compared=False
            )
        order = order_of(entity, arguments.get("orderBy"))
        fields = [one.field for item in order for one in item if one.field]
        told = key_of(info, entity, fields).told
        if any(len(item) != 1 for item in order) or len(order) > MOST_TERMS or not told.keys() >= set(fields):
            self._refuse("BAD_ORDER")

    def _check_figures(self, entity: Entity, tree: Mapping[str, Any], *, compared: bool) -> None:
        """What rows come to, in a condition or an order."""
        for name, value in tree.items():
            match name:
                case _ if value is None:
                    pass
                case "where":
                    self._check_where(entity, value)
                case "and" | "or":
                    for item in value:
                        self._check_figures(entity, item, compared=compared)
                case "not":
                    self._check_figures(entity, value, compared=compared)
                case "count":
                    if compared:
                        self._check_operators(value)
                case _:
                    if name == "percentile":
                        self._check_share(value["p"])
                    for field, behind in value.items():
                        if field != "p":
                            self._check_comparable(entity, field)
                            if compared:
                                self._check_operators(behind or {})

    def _check_share(self, share: float) -> None:
        if not 0 <= share <= 1:
            self._refuse("BAD_PERCENTILE")

    def _check_where(self, entity: Entity, where: Mapping[str, Any] | None) -> None:
        for name, value in (where or {}).items():
            if value is None:
                continue
            match name:
                case "and" | "or":
                    for item in value:
                        self._check_where(entity, item)
                case "not":
                    self._check_where(entity, value)
                case "stateOn":
                    self._check_operators({word: one for word, one in value.items() if word != "asOf"})
                case "search":
                    for path in entity.resource.search:
                        self._check_path(entity, path.split("."))
                case _:
                    self._check_condition(entity, name, value)

    def _check_path(self, entity: Entity, path: list[str]) -> None:
        first, *rest = path
        if rest:
            target = catalog()[entity.relations[first].target]
            self._check_readable(target)
            self._check_path(target, rest)
        elif entity.fields[first].sensitive and not self.viewer.unmasked:
            self._refuse("FORBIDDEN")

    def _check_condition(self, entity: Entity, name: str, value: Mapping[str, Any]) -> None:
        self._check_comparable(entity, name)
        meaning = meanings(entity.name)[name]
        if isinstance(meaning, Relation):
            target = catalog()[meaning.target]
            for word, inner in value.items() if meaning.many else [("some", value)]:
                if word == "aggregate":
                    self._check_figures(target, inner or {}, compared=True)
                else:
                    self._check_where(target, inner)
            return
        if isinstance(meaning, Identity):
            self._check_ids(entity, value)
        self._check_operators(value)

    def _check_ids(self, entity: Entity, operators: Mapping[str, Any]) -> None:
        for wanted in operators.values():
            self._check_id(entity, wanted)

    def _check_operators(self, operators: Mapping[str, Any]) -> None:
        for word, wanted in operators.items():
            if wanted is None and word not in ("eq", "ne", "isNull"):
                self._refuse("BAD_FILTER")
            if word in ("like", "ilike", "notLike") and lone_backslash(wanted or ""):
                self._refuse("BAD_FILTER")
            if word == "between":
                self._check_operators({end: one for end, one in (wanted or {}).items() if one is not None})
            elif isinstance(wanted, dict) and word in PARTS:
                self._check_operators(wanted)
            for one in wanted if isinstance(wanted, list) else [wanted]:
                if isinstance(one, Decimal) and not one.is_finite():
                    self._refuse("BAD_NUMBER")


def lone_backslash(pattern: str) -> bool:
    """At the end of a pattern, where there is nothing for it to stand before."""
    return (len(pattern) - len(pattern.rstrip("\\"))) % 2 == 1


def progressing(value: str | None) -> Entity | None:
    """The table of a row whose progress is asked for; what is no global id is the code of a unit."""
    found = ids.parts(value) if value is not None else None
    entity = catalog().get(found[0] if found else "ReportingUnit")
    return entity if entity and entity.resource.progress else None


def unfit(value: Any) -> bool:
    """Whether a text in there is one that PostgreSQL cannot hold."""
    match value:
        case str():
            return "\0" in value
        case dict():
            return any(unfit(inner) for inner in value.values())
        case list():
            return any(unfit(inner) for inner in value)
    return False


def _dummy(leaf: Any) -> Any:
    if isinstance(leaf, GraphQLEnumType):
        return next(iter(leaf.values.values())).value
    return Silent() if leaf.name in ("Date", "DateTime") else DUMMIES.get(leaf.name, "")


def _is_list(kind: Any) -> bool:
    return is_list_type(kind.of_type if is_non_null_type(kind) else kind)
