"""Nobody acts upon what is not theirs: every action, as every role, upon another unit's rows and upon none."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from api.actions.action import Action
from api.actions.field import Field, Sort
from api.actions.registry import ACTIONS
from api.graphql.deeds import deed_name
from api.graphql.names import camel
from db.catalog import catalog
from tests.attack.conftest import EVERYBODY, INSIDERS, Fortress, scoped
from tests.graphql.ids import gid

MISSING = 9_999_999_999
PERFORM = """mutation ($action: String!, $id: ID, $values: JSON) {
  perform(action: $action, id: $id, values: $values) { done id problems { code message field } } }"""


def filled(fields: Sequence[Field], link: int = 1) -> dict[str, Any]:
    """A form filled in so that nothing about it is wrong in itself."""
    return {camel(field.name): _value(field, link) for field in fields}


def _value(field: Field, link: int) -> Any:
    match field.sort:
        case Sort.TEXT | Sort.NOTE:
            return "试试看能不能办"[: field.longest]
        case Sort.INTEGER:
            return int(field.least if field.least is not None else 3)
        case Sort.DECIMAL | Sort.MONEY:
            return str(field.least if field.least is not None else "1")
        case Sort.DATE:
            return "2025-06-30"
        case Sort.FLAG:
            return True
        case Sort.WORD:
            assert field.words
            return next(iter(field.words)).upper()
        case Sort.LINK:
            return gid(field.entity, link)
        case _:
            return [filled(field.columns, link)]


async def _events(fortress: Fortress) -> Mapping[str | None, int]:
    rows = await fortress.owner.fetch("select unit_code, count(*) as n from events group by 1")
    return {row["unit_code"]: row["n"] for row in rows}


def _told(answer: Any, key: int, entity: str) -> str:
    """All that was said, without the number that was asked for."""
    return str(answer).replace(gid(entity, key), "ID").replace(f"编号{key}不", "编号KEY不")


@pytest.mark.parametrize("who", INSIDERS)
async def test_another_unit_s_row_is_refused_like_one_that_is_not_there(fortress: Fortress, who: str) -> None:
    before = await _events(fortress)
    tried = 0
    for action in ACTIONS:
        entity = catalog()[action.entity]
        if entity not in scoped() or (action.makes and not action.on):
            continue
        answers = {
            _told(
                await fortress.ask(
                    who,
                    PERFORM,
                    action=deed_name(action),
                    id=gid(entity.name, key),
                    values=filled(action.fields),
                ),
                key,
                entity.name,
            )
            for key in [*await fortress.foreign(entity.name, 2), MISSING]
        }
        assert len(answers) == 1, (deed_name(action), answers)
        [said] = answers
        assert "'done': True" not in said, deed_name(action)
        tried += 1
    assert tried
    assert await _events(fortress) == before


@pytest.mark.parametrize("who", EVERYBODY)
async def test_a_role_that_may_not_is_refused_before_anything_is_looked_at(
    fortress: Fortress, who: str
) -> None:
    before = await _events(fortress)
    for action in ACTIONS:
        if action.move.roles & fortress.people[who].roles:
            continue
        answer = await fortress.ask(
            who,
            PERFORM,
            action=deed_name(action),
            id=gid(action.entity, 1),
            values=filled(action.fields),
        )
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"], deed_name(action)
    assert await _events(fortress) == before


@pytest.mark.parametrize("who", INSIDERS)
async def test_what_can_be_done_with_another_unit_s_row_is_nothing(fortress: Fortress, who: str) -> None:
    document = "query ($of: ID!) { actions(of: $of) { version actions { name } } }"
    for name in sorted({action.entity for action in ACTIONS if catalog()[action.entity] in scoped()}):
        for key in [*await fortress.foreign(name, 2), MISSING]:
            answer = await fortress.ask(who, document, of=gid(name, key))
            assert answer["data"]["actions"] == {"version": None, "actions": []}, name


@pytest.mark.parametrize("who", INSIDERS)
async def test_a_form_offers_no_row_of_another_unit_to_choose(fortress: Fortress, who: str) -> None:
    document = """query ($action: String!, $field: String!, $id: ID, $text: String!) {
      choices(action: $action, field: $field, id: $id, text: $text) { id } }"""
    for action in ACTIONS:
        for field in _links(action):
            if not catalog()[field.entity].unit_scoped:
                continue
            strange = {gid(field.entity, key) for key in await fortress.foreign(field.entity, 2000)}
            own = await _own(fortress, action)
            for text in ("", "公司", "2"):
                answer = await fortress.ask(
                    who, document, action=deed_name(action), field=camel(field.name), id=own, text=text
                )
                found = {one["id"] for one in (answer.get("data") or {}).get("choices") or ()}
                assert not found & strange, (deed_name(action), field.name)


@pytest.mark.parametrize("who", INSIDERS)
async def test_a_form_that_names_another_unit_s_row_changes_nothing_there(
    fortress: Fortress, who: str
) -> None:
    """The row acted upon is one's own; what the form links to is not."""
    before = await _events(fortress)
    for action in ACTIONS:
        links = [field for field in _links(action) if catalog()[field.entity].unit_scoped]
        if not links or not action.move.roles & fortress.people[who].roles:
            continue
        [strange, *_] = await fortress.foreign(links[0].entity) or [MISSING]
        answer = await fortress.ask(
            who,
            PERFORM,
            action=deed_name(action),
            id=await _own(fortress, action),
            values=filled(action.fields, strange),
        )
        done = (answer.get("data") or {}).get("perform") or {"done": False}
        assert not done["done"], (deed_name(action), answer)
    after = await _events(fortress)
    assert {unit: count for unit, count in after.items() if unit not in ("320000", None)} == {
        unit: count for unit, count in before.items() if unit not in ("320000", None)
    }


def _links(action: Action) -> list[Field]:
    return [field for field in action.fields if field.sort is Sort.LINK]


async def _own(fortress: Fortress, action: Action) -> str | None:
    if action.makes and not action.on:
        return None
    entity = catalog()[action.entity]
    where = "where unit_code = '320000'" if entity.unit_scoped else ""
    key = await fortress.owner.fetchval(f"select {entity.key} from {entity.table} {where} order by 1 limit 1")
    return gid(entity.name, key or MISSING)
