"""Acting on projects through GraphQL: for whom the buttons are, and two people pressing at once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest_asyncio

from db.enums import Role
from db.store import NATION, Rows
from tests.actions.conftest import Desk
from tests.graphql.ids import gid as global_id
from tests.services.world import UNIT

OFFERS = "query($of: ID!) { actions(of: $of) { actions { name fields { name value } } } }"
GIVE = (
    "mutation($input: GiveScoreSheetInput!) { giveScoreSheet(input: $input)"
    " { done id problems { code clause field } } }"
)
START = "mutation($input: StartProjectInput!) { startProject(input: $input) { done problems { code } } }"
POINTS = {"c1": "30", "c2": "25", "c3": "20", "c4": "15", "c5": "9"}


@pytest_asyncio.fixture
async def inspected(desk: Desk) -> AsyncIterator[Desk]:
    """Two projects are delivered and assigned to the expert."""
    async with desk.store.write(NATION) as work:
        world = replace(desk.world, work=work)
        await world.approved()
        await world.delivered(2)
        await world.inspected(2)
    yield desk


def sheet(desk: Desk, place: int = 0, **changes: Any) -> dict[str, Any]:
    return {
        "id": global_id("Project", desk.world.projects[place]),
        "givenOn": "2023-06-20",
        "scores": [{"code": code, "score": score, "remark": "好"} for code, score in POINTS.items()],
        "verdict": "PASS",
        **changes,
    }


async def names(desk: Desk, role: Role, place: int = 0) -> set[str]:
    of = global_id("Project", desk.world.projects[place])
    answer: Any = await desk.ask(desk[role], OFFERS, of=of)
    return {one["name"] for one in answer["data"]["actions"]["actions"]}


async def test_buttons_are_for_those_whose_turn_it_is(inspected: Desk) -> None:
    sme = await names(inspected, Role.PROVINCIAL_SME_OFFICER)
    assert {"assignProject", "recordTraining", "answerAssessment"} <= sme
    assert not {"giveScoreSheet", "confirmProject", "withdrawProject", "deliverProject"} & sme
    assert "giveScoreSheet" in await names(inspected, Role.EXPERT)
    assert await names(inspected, Role.EXPERT, 5) & {"giveScoreSheet", "failProject"} == set()
    assert await names(inspected, Role.LEADER) == set()


async def test_two_presses_at_once_leave_one_sheet_and_one_clear_refusal(inspected: Desk) -> None:
    expert = inspected[Role.EXPERT]
    answers: Any = await asyncio.gather(
        *(inspected.ask(expert, GIVE, input=sheet(inspected)) for _ in range(4))
    )
    told = [answer["data"]["giveScoreSheet"] for answer in answers]
    assert sum(one["done"] for one in told) == 1
    assert {problem["code"] for one in told for problem in one["problems"]} == {"WRONG_STATE"}
    async with inspected.store.read(NATION) as connection:
        assert await connection.fetchval("select count(*) from score_sheets") == 1
        assert (
            await connection.fetchval(
                "select count(*) from events where subject = 'Project' and action = 'accept'"
            )
            == 1
        )


async def test_an_operator_of_another_platform_does_not_find_the_project(inspected: Desk) -> None:
    person = inspected[Role.PLATFORM_OPERATOR]
    stranger = replace(person, rows=Rows(units=(UNIT,), organization=inspected.world.enterprises[0]))
    of = global_id("Project", inspected.world.projects[2])
    answer: Any = await inspected.ask(stranger, OFFERS, of=of)
    assert answer["data"]["actions"]["actions"] == []
    answer = await inspected.ask(stranger, START, input={"id": of, "startedOn": "2022-12-20"})
    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_what_is_wrong_with_a_sheet_points_at_its_field(inspected: Desk) -> None:
    low = sheet(inspected, scores=[{"code": code, "score": "1"} for code in POINTS])
    answer: Any = await inspected.ask(inspected[Role.EXPERT], GIVE, input=low)
    [problem] = answer["data"]["giveScoreSheet"]["problems"]
    assert (problem["code"], problem["clause"], problem["field"]) == ("REMARK_MISSING", "P10", "scores.c1")


async def test_the_checklist_of_a_delivery_stands_in_its_form(inspected: Desk) -> None:
    async with inspected.store.write(NATION) as work:
        project = inspected.world.projects[3]
        await work.connection.execute(
            "update projects set state = 'transforming', started_on = '2022-12-20', contracted_on = '2022-12-01'"
            " where id = $1",
            project,
        )
        await work.connection.execute(
            "insert into services (synthetic, unit_code, project_id, kind, name, amount, agreed_on)"
            " values (false, $1, $2, 'software', '生产执行系统', 1, '2022-12-01')",
            UNIT,
            project,
        )
    of = global_id("Project", project)
    answer: Any = await inspected.ask(inspected[Role.PROVINCIAL_SME_OFFICER], OFFERS, of=of)
    deliver = next(one for one in answer["data"]["actions"]["actions"] if one["name"] == "deliverProject")
    rows = next(field["value"] for field in deliver["fields"] if field["name"] == "services")
    assert [set(row) for row in rows] == [{"serviceId"}]
