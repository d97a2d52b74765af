"""Whoever belongs to one unit finds nothing of another: by lists, ids, nesting, filters, figures, order or the log."""

from collections.abc import Iterator

import pytest

from api.graphql.names import camel, connection_root, single_root
from api.graphql.shape import Sort, entities, shape
from api.policy.access import may_read
from db.catalog import Entity, catalog
from tests.attack.conftest import INSIDERS, OWN, Fortress, open_to_all, scoped
from tests.graphql.ids import gid

MISSING = 9_999_999_999
FOREIGN = f'{{unitCode: {{ne: "{OWN}"}}}}'


def readable(fortress: Fortress, who: str, entity: Entity) -> bool:
    return may_read(fortress.people[who].roles, entity.resource.readers)


def paths(start: Entity, steps: int = 2) -> Iterator[tuple[list[tuple[str, bool]], Entity]]:
    """Ways of at most so many relations to a table whose rows belong to units: ((field, many), …), the table."""
    for name, member in shape(start.name).items():
        if member.sort not in (Sort.ONE, Sort.MANY):
            continue
        target = entities()[start.relations[member.source].target]
        step = (name, member.sort is Sort.MANY)
        if target.unit_scoped and not target.resource.published:
            yield [step], target
        if steps > 1:
            for rest, end in paths(target, steps - 1):
                yield [step, *rest], end


@pytest.mark.parametrize("who", INSIDERS)
async def test_no_list_figure_or_group_has_a_row_of_another_unit(fortress: Fortress, who: str) -> None:
    for entity in scoped():
        if not readable(fortress, who, entity):
            continue
        root = connection_root(entity)
        answer = await fortress.ask(
            who,
            f"{{ {root}(where: {FOREIGN}) {{ totalCount estimatedCount nodes {{ id }} aggregate {{ count }}"
            f" groupBy {{ count }} }} all: {root} {{ groupBy {{ key {{ unitCode }} count }} }} }}",
        )
        assert "errors" not in answer, (entity.name, answer["errors"])
        found = answer["data"][root]
        assert (found["totalCount"], found["nodes"], found["aggregate"]) == (0, [], {"count": 0}), entity.name
        assert all(group["count"] == 0 for group in found["groupBy"]), entity.name
        codes = {group["key"]["unitCode"] for group in answer["data"]["all"]["groupBy"]}
        assert codes <= {OWN, None}, entity.name


@pytest.mark.parametrize("who", INSIDERS)
async def test_a_foreign_id_is_answered_like_one_that_does_not_exist(fortress: Fortress, who: str) -> None:
    for entity in scoped():
        if not readable(fortress, who, entity):
            continue
        document = f"query ($id: ID!) {{ {single_root(entity)}(id: $id) {{ id }} node(id: $id) {{ id }} }}"
        answers = [
            await fortress.ask(who, document, id=gid(entity.name, key))
            for key in [*await fortress.foreign(entity.name), MISSING]
        ]
        assert all(answer == answers[-1] for answer in answers), entity.name
        assert set(answers[-1]["data"].values()) == {None}, entity.name


@pytest.mark.parametrize("who", INSIDERS)
async def test_nothing_open_to_all_leads_to_another_unit(fortress: Fortress, who: str) -> None:
    tried = 0
    for start in open_to_all():
        if not readable(fortress, who, start):
            continue
        for path, end in paths(start):
            if not readable(fortress, who, end) or not all(_open(fortress, who, start, path)):
                continue
            tried += 1
            where = FOREIGN
            for name, many in reversed(path):
                where = f"{{{name}: {{some: {where}}}}}" if many else f"{{{name}: {where}}}"
            root = connection_root(start)
            answer = await fortress.ask(
                who,
                f"{{ found: {root}(where: {where}) {{ totalCount }} {root}(first: 40) {{ nodes {{ {_nested(path)} }} }} }}",
            )
            assert "errors" not in answer, (start.name, path, answer["errors"])
            assert answer["data"]["found"]["totalCount"] == 0, (start.name, path)
            assert not set(_counted(answer["data"][root])) - {0, OWN, None}, (start.name, path)
    assert tried > 20


def _nested(path: list[tuple[str, bool]]) -> str:
    (name, many), *rest = path
    if not rest:
        return f"{name}(where: {FOREIGN}) {{ totalCount }}" if many else f"{name} {{ unitCode }}"
    inner = _nested(rest)
    return f"{name}(first: 5) {{ nodes {{ {inner} }} }}" if many else f"{name} {{ {inner} }}"


def _open(fortress: Fortress, who: str, start: Entity, path: list[tuple[str, bool]]) -> Iterator[bool]:
    at = start
    for name, _ in path:
        relation = at.relations[shape(at.name)[name].source]
        at = catalog()[relation.target]
        yield readable(fortress, who, at)


def _counted(value: object) -> Iterator[object]:
    """All totals and unit codes in an answer."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("totalCount", "unitCode"):
                yield inner
            else:
                yield from _counted(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _counted(inner)


@pytest.mark.parametrize("who", INSIDERS)
async def test_the_log_of_changes_tells_of_no_other_unit(fortress: Fortress, who: str) -> None:
    answer = await fortress.ask(who, "{ changes(first: 1000) { changes { entity rowId } } }")
    assert "errors" not in answer, answer
    told = answer["data"]["changes"]["changes"]
    for entity in scoped():
        ids = {gid(entity.name, key) for key in await fortress.foreign(entity.name, 500)}
        assert not ids & {one["rowId"] for one in told if one["entity"] == entity.name}, entity.name


async def test_an_operator_finds_no_other_platform_of_its_own_unit(fortress: Fortress) -> None:
    organization = fortress.people["platform"].rows.organization
    assert organization is not None
    checked = 0
    for entity in scoped():
        way = _to_platform(entity)
        if way is None or not readable(fortress, "platform", entity):
            continue
        where = f'{{organization: {{id: {{ne: "{gid("Organization", organization)}"}}}}}}'
        for name in reversed(way):
            where = f"{{{name}: {where}}}"
        root = connection_root(entity)
        answer = await fortress.ask("platform", f"{{ {root}(where: {where}) {{ totalCount }} }}")
        assert "errors" not in answer, (entity.name, answer["errors"])
        assert answer["data"][root]["totalCount"] == 0, entity.name
        checked += 1
    assert checked >= 8


def _to_platform(entity: Entity, steps: int = 4) -> list[str] | None:
    """The shortest way up to the platform, by to-one relations within the unit."""
    if entity.name == "Platform":
        return []
    found = None
    for relation in entity.relations.values():
        if relation.many or relation.null or len(relation.columns) < 2 or not steps:
            continue
        rest = _to_platform(catalog()[relation.target], steps - 1)
        if rest is not None and (found is None or len(rest) + 1 < len(found)):
            found = [camel(relation.name), *rest]
    return found
