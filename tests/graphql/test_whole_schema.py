"""Everything the schema offers can be asked for: each field, order and filter of each table reaches the database."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest

from api.graphql.figures import groupable, members
from api.graphql.shape import Sort, entities, shape
from db.catalog import Entity, Kind
from db.query.plan import Function, Span
from db.resource import Count
from tests.graphql.conftest import Ask
from tests.graphql.ids import gid
from tests.graphql.people import SUPERVISOR


def root(entity: Entity) -> str:
    first, *rest = entity.table.split("_")
    return first + "".join(word.capitalize() for word in rest)


def selection(name: str) -> str:
    fields = []
    for member_name, member in shape(name).items():
        match member.sort:
            case Sort.ID | Sort.FIELD | Sort.COMPUTED:
                fields.append(member_name)
            case Sort.ONE:
                fields.append(f"{member_name} {{ id __typename }}")
            case Sort.MANY:
                fields.append(
                    f"{member_name}(first: 2) {{ totalCount nodes {{ id }} edges {{ cursor }}"
                    " pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }"
                )
            case Sort.PROGRESS:
                fields.append(
                    "progress { platforms share atRisk synthetic } progress1: progress(batch: 1) { paid }"
                )
            case Sort.MONTHS:
                fields.append("months { month contracted paid }")
    return " ".join(fields)


def orders(name: str) -> Iterator[str]:
    entity = entities()[name]
    for member_name, member in shape(name).items():
        match member.sort:
            case Sort.FIELD if entity.fields[member.source].kind is Kind.JSON:
                continue
            case Sort.ID | Sort.FIELD | Sort.COMPUTED:
                yield f"{{{member_name}: DESC}}"
            case Sort.ONE:
                yield f"{{{member_name}: {{id: ASC}}}}"


VALUES: dict[Kind, str] = {
    Kind.NUMBER: "7",
    Kind.INTEGER: "7",
    Kind.DECIMAL: '"7.50"',
    Kind.TEXT: '"七%"',
    Kind.BOOLEAN: "true",
    Kind.DATE: '"2023-05-01"',
    Kind.TIME: '"2023-05-01T08:00:00+08:00"',
}
LISTED = ("eq", "ne", "in", "notIn")
RANGED = ("lt", "lte", "gt", "gte")
TEXTUAL = ("like", "notLike", "ilike", "contains", "startsWith", "endsWith")
PARTS = ("year", "quarter", "month", "day", "weekday")


def filters(name: str) -> Iterator[str]:
    entity = entities()[name]
    for member_name, member in shape(name).items():
        match member.sort:
            case Sort.ID:
                value = f'"{gid(name, 1)}"'
                yield from (f"{{id: {{{operator}: {value}}}}}" for operator in LISTED)
            case Sort.FIELD:
                field = entity.fields[member.source]
                value = next(iter(field.words)).value.upper() if field.words else VALUES.get(field.kind, "")
                yield f"{{{member_name}: {{isNull: true}}}}"
                operators: tuple[str, ...] = LISTED + RANGED + (TEXTUAL if field.kind is Kind.TEXT else ())
                if field.words:
                    operators = LISTED
                if field.kind is Kind.BOOLEAN:
                    operators = ("eq", "ne")
                if field.kind is Kind.JSON:
                    yield f'{{{member_name}: {{contains: {{a: [1]}}, hasKey: "a"}}}}'
                elif not field.words and field.kind is not Kind.BOOLEAN:
                    yield f"{{{member_name}: {{between: {{from: {value}, to: {value}}}}}}}"
                if field.kind is Kind.TEXT:
                    yield f'{{{member_name}: {{fuzzy: {{text: "七月", threshold: 0.7}}}}}}'
                if field.kind in (Kind.DATE, Kind.TIME):
                    yield from (f"{{{member_name}: {{{part}: {{lt: 7, in: [3]}}}}}}" for part in PARTS)
                if field.kind is not Kind.JSON:
                    yield from (f"{{{member_name}: {{{operator}: {value}}}}}" for operator in operators)
            case Sort.COMPUTED:
                declared = entity.resource.computed[member.source]
                value = VALUES[Kind.INTEGER if isinstance(declared, Count) else Kind.DECIMAL]
                yield from (f"{{{member_name}: {{{operator}: {value}}}}}" for operator in LISTED + RANGED)
            case Sort.ONE:
                yield f"{{{member_name}: {{not: {{id: {{isNull: true}}}}}}}}".replace(
                    "id: {isNull: true}", "and: []"
                )
            case Sort.MANY:
                yield f"{{{member_name}: {{some: {{}}, every: {{}}, none: {{or: []}}}}}}"
    if entity.resource.search:
        yield '{search: "七"}'


@pytest.mark.parametrize("name", sorted(entities()))
async def test_every_field_order_and_filter(ask: Ask, name: str) -> None:
    entity = entities()[name]
    data: dict[str, Any] = await ask(
        f"{{ {root(entity)}(first: 3) {{ totalCount nodes {{ {selection(name)} }} }} }}", viewer=SUPERVISOR
    )
    found = data[root(entity)]
    assert len(found["nodes"]) == min(3, found["totalCount"])

    for asked in batched(orders(name)):
        pages = " ".join(
            f"o{number}: {root(entity)}(first: 2, orderBy: [{order}]) {{ nodes {{ id }} pageInfo {{ endCursor }} }}"
            for number, order in enumerate(asked)
        )
        data = await ask(f"{{ {pages} }}", viewer=SUPERVISOR)
        assert all(len(page["nodes"]) == min(2, found["totalCount"]) for page in data.values())

    for asked in batched(filters(name)):
        counts = " ".join(
            f"f{number}: {root(entity)}(where: {where}) {{ totalCount }}"
            for number, where in enumerate(asked)
        )
        data = await ask(f"{{ {counts} }}", viewer=SUPERVISOR)
        assert all(0 <= page["totalCount"] <= found["totalCount"] for page in data.values())


def batched(things: Iterator[str], size: int = 60) -> Iterator[list[str]]:
    while part := list(islice(things, size)):
        yield part


async def test_the_time_to_plan_many_roots_grows_with_their_number(ask: Ask) -> None:
    """Joined instead of side by side, 200 counts took PostgreSQL more than the 15 s it is given."""
    roots = " ".join(
        f"f{number}: platforms(where: {{planned: {{gt: {number}}}}}) {{ totalCount }}"
        for number in range(200)
    )
    assert len(await ask(f"{{ {roots} }}")) == 200


@pytest.mark.parametrize("name", sorted(entities()))
async def test_every_figure_and_key(ask: Ask, name: str) -> None:
    """Each function over each of its fields: shown, as a condition on groups and as their order."""
    entity = entities()[name]
    parts, having, orders = ["count"], ["{count: {gte: 0}}"], ["{count: DESC}"]
    for function in Function:
        fields = members(name, function)
        if not fields:
            continue
        share, given = ("(p: 0.5)", "p: 0.5, ") if function is Function.PERCENTILE else ("", "")
        parts.append(f"{function}{share} {{ {' '.join(fields)} }}")
        having += [f"{{{function}: {{{given}{field}: {{isNull: false}}}}}}" for field in fields]
        orders += [f"{{{function}: {{{given}{field}: ASC}}}}" for field in fields]
    figures, one = " ".join(parts), root(entity)
    data = await ask(
        f"{{ {one} {{ totalCount aggregate {{ {figures} }} groupBy {{ {figures} }} }} }}", viewer=SUPERVISOR
    )
    found = data[one]
    assert found["groupBy"] == [found["aggregate"]]
    assert found["aggregate"]["count"] == found["totalCount"]

    for asked in batched(iter(having), 25):
        chosen = " ".join(
            f"g{number}: groupBy(having: {condition}) {{ count }}" for number, condition in enumerate(asked)
        )
        data = await ask(f"{{ {one} {{ {chosen} }} }}", viewer=SUPERVISOR)
        assert all(groups in ([], [{"count": found["totalCount"]}]) for groups in data[one].values())

    for asked in batched(iter(orders), 25):
        ordered = " ".join(
            f"g{number}: groupBy(orderBy: [{order}]) {{ count }}" for number, order in enumerate(asked)
        )
        data = await ask(f"{{ {one} {{ {ordered} }} }}", viewer=SUPERVISOR)
        assert all(groups == [{"count": found["totalCount"]}] for groups in data[one].values())

    keys = []
    for key, member in groupable(name).items():
        if member.sort is Sort.ONE:
            keys.append(f"{key} {{ id }}")
            target = groupable(entity.relations[member.source].target)
            keys += [f"{key} {{ id {inner} }}" for inner, one_ in target.items() if one_.sort is Sort.FIELD]
        elif member.sort is Sort.FIELD and entity.fields[member.source].kind in (Kind.DATE, Kind.TIME):
            keys += [f"{key}(by: {span.name})" for span in Span] + [key]
        else:
            keys.append(key)
    for asked in batched(iter(keys), 25):
        grouped = " ".join(
            f"g{number}: groupBy {{ key {{ {key} }} count }}" for number, key in enumerate(asked)
        )
        data = await ask(f"{{ {one} {{ {grouped} }} }}", viewer=SUPERVISOR)
        for groups in data[one].values():
            told = [str(group["key"]) for group in groups]
            assert len(told) == len(set(told))
            assert len(told) == 1000 or sum(group["count"] for group in groups) == found["totalCount"]
