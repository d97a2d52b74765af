"""What a field of a table's type stands for, by its name in the API."""

from collections.abc import Mapping
from functools import cache

from db.catalog import Entity, Field, Kind, Relation, catalog
from db.resource import Count, Scope, Sum


class Identity:
    """The global id."""


Meaning = Identity | Field | Relation | Count | Sum


def shown() -> list[Entity]:
    """The tables that the API shows."""
    return [entity for entity in catalog().values() if entity.resource.scope is not Scope.PRIVATE]


def camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.title() for part in tail)


@cache
def meanings(entity_name: str) -> Mapping[str, Meaning]:
    """All but the fields that are sums over the programme (progress, months)."""
    entity = catalog()[entity_name]
    visible = {one.name for one in shown()}
    found: dict[str, Meaning] = {"id": Identity()}
    for field in entity.fields.values():
        if field.name == "id" and field.kind is not Kind.TEXT:
            continue
        found["code" if field.name == "id" else camel(field.name)] = field
    for relation in entity.relations.values():
        if relation.target in visible:
            found[camel(relation.name)] = relation
    for name, computed in entity.resource.computed.items():
        found[camel(name)] = computed
    return found


@cache
def roots() -> Mapping[str, tuple[str, bool]]:
    """Root fields: (entity, whether the field is for a single row)."""
    found = {}
    for entity in shown():
        found[camel(entity.table)] = (entity.name, False)
        found[entity.name[0].lower() + entity.name[1:]] = (entity.name, True)
    return found
