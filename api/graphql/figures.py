"""Which figures the rows of each table come to, derived from the catalog: schema and look-ahead both read it."""

from functools import cache

from api.graphql.shape import Member, Sort, entities, shape
from db.catalog import Kind
from db.query.plan import Function

_NUMBERS = frozenset({Kind.NUMBER, Kind.INTEGER, Kind.DECIMAL})
_RANGED = _NUMBERS | {Kind.DATE, Kind.TIME}

#: Functions over numbers that come to a number with decimal places, whatever they are of.
AVERAGES = (Function.AVG, Function.STDDEV, Function.PERCENTILE)
EXTREMES = (Function.MIN, Function.MAX)


@cache
def numbers(entity_name: str) -> dict[str, str]:
    """What can be added up: GraphQL name → field."""
    return _fields(entity_name, _NUMBERS)


@cache
def ranged(entity_name: str) -> dict[str, str]:
    """What has a least and a greatest worth asking for: numbers, days and moments."""
    return _fields(entity_name, _RANGED)


@cache
def distinct(entity_name: str) -> dict[str, str]:
    """What can be told apart: fields, and the rows that to-one relations lead to."""
    return {
        name: member.source for name, member in groupable(entity_name).items() if member.sort is not Sort.ID
    }


@cache
def groupable(entity_name: str) -> dict[str, Member]:
    """What rows can be grouped by."""
    fields = entities()[entity_name].fields
    return {
        name: member
        for name, member in shape(entity_name).items()
        if member.sort in (Sort.ID, Sort.ONE)
        or (member.sort is Sort.FIELD and fields[member.source].kind is not Kind.JSON)
    }


def members(entity_name: str, function: Function) -> dict[str, str]:
    """The fields a function is of, by their GraphQL names. COUNT is of none."""
    if function is Function.DISTINCT:
        return distinct(entity_name)
    if function in EXTREMES:
        return ranged(entity_name)
    return {} if function is Function.COUNT else numbers(entity_name)


def _fields(entity_name: str, kinds: frozenset[Kind]) -> dict[str, str]:
    entity = entities()[entity_name]
    return {
        name: member.source
        for name, member in shape(entity_name).items()
        if member.sort is Sort.FIELD
        and member.source != entity.key
        and entity.fields[member.source].kind in kinds
    }
