"""Which fields each GraphQL type has, derived from the catalog: the schema and the look-ahead both read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from api.graphql.names import camel
from db.catalog import Entity, Kind, catalog
from db.resource import Scope


class Sort(Enum):
    """What a field of a type stands for."""

    ID = auto()
    FIELD = auto()
    COMPUTED = auto()
    ONE = auto()
    MANY = auto()
    PROGRESS = auto()
    MONTHS = auto()
    STATE_ON = auto()


@dataclass(frozen=True)
class Member:
    """A field of a GraphQL type; ``source`` is its name in the catalog."""

    sort: Sort
    source: str = ""


Shape = Mapping[str, Member]


@cache
def entities() -> Mapping[str, Entity]:
    """The entities that the API shows, by name."""
    return {name: entity for name, entity in catalog().items() if entity.resource.scope is not Scope.PRIVATE}


@cache
def shape(entity_name: str) -> Shape:
    """The members of the type of that entity, by their GraphQL names.

    Raises:
        ValueError: two members would have one name.
    """
    entity = entities()[entity_name]
    members: dict[str, Member] = {}
    for name, member in _members(entity):
        if name in members:
            raise ValueError(f"{entity.name}.{name} stands for {members[name]} and for {member}")
        members[name] = member
    return members


def _members(entity: Entity) -> list[tuple[str, Member]]:
    found = [("id", Member(Sort.ID, entity.key))]
    for field in entity.fields.values():
        if field.name != "id":
            found.append((camel(field.name), Member(Sort.FIELD, field.name)))
        elif field.kind is Kind.TEXT:
            # `id` is the global one, so a key that people read needs a name of its own: clause P1.
            found.append(("code", Member(Sort.FIELD, field.name)))
    found += [
        (camel(relation.name), Member(Sort.MANY if relation.many else Sort.ONE, relation.name))
        for relation in entity.relations.values()
        if relation.target in entities()
    ]
    found += [(camel(name), Member(Sort.COMPUTED, name)) for name in entity.resource.computed]
    # Only of rows of a unit: what becomes of others is not kept as events.
    if "state" in entity.fields and entity.unit_scoped:
        found.append(("stateOn", Member(Sort.STATE_ON, "state")))
    if entity.resource.progress:
        found += [("progress", Member(Sort.PROGRESS)), ("months", Member(Sort.MONTHS))]
    return found
