"""Acting through GraphQL: offered to whom it is for, done once, whole or not at all, with a readable conflict."""

import asyncio
from typing import Any

from db.enums import Role
from tests.actions.conftest import Desk
from tests.graphql.ids import gid as global_id

OFFERS = (
    "query($of: ID!) { actions(of: $of) { version actions { name label labelEn fields { name required } } } }"
)
SUBMIT = "mutation($input: SubmitPlanInput!, $key: String) { submitPlan(input: $input, key: $key) { done id state version repeated problems { code message clause field } } }"
SIGN = "mutation($id: ID!) { signSmePlan(input: {id: $id}) { done problems { code } } }"
SIGN_FINANCE = "mutation($id: ID!) { signFinancePlan(input: {id: $id}) { done problems { code } } }"
RETURN = "mutation($input: ReturnPlanInput!) { returnPlan(input: $input) { done problems { code field } } }"
PERFORM = "mutation($action: String!, $id: ID, $values: JSON) { perform(action: $action, id: $id, values: $values) { done problems { code field message } } }"


def plan_of(desk: Desk) -> str:
    return global_id("Plan", desk.world.plan)


async def _signed(desk: Desk) -> str:
    plan = plan_of(desk)
    for role, document in (
        (Role.PROVINCIAL_SME_OFFICER, SIGN),
        (Role.PROVINCIAL_FINANCE_OFFICER, SIGN_FINANCE),
    ):
        answer: Any = await desk.ask(desk[role], document, id=plan)
        assert "errors" not in answer, answer
        assert next(iter(answer["data"].values()))["done"]
    return plan


async def _offered(desk: Desk, role: Role) -> set[str]:
    answer: Any = await desk.ask(desk[role], OFFERS, of=plan_of(desk))
    return {one["name"] for one in answer["data"]["actions"]["actions"]}


async def test_buttons_are_for_those_who_may_press_them_now(desk: Desk) -> None:
    sme, programme = Role.PROVINCIAL_SME_OFFICER, Role.PROGRAMME_OFFICER
    assert {"signSmePlan", "submitPlan"} <= await _offered(desk, sme)
    assert "signFinancePlan" not in await _offered(desk, sme)
    assert "signFinancePlan" in await _offered(desk, Role.PROVINCIAL_FINANCE_OFFICER)
    assert "approvePlan" not in await _offered(desk, programme)
    assert await _offered(desk, Role.LEADER) == set()
    await _signed(desk)
    await desk.ask(desk[sme], SUBMIT, input={"id": plan_of(desk)})
    assert "submitPlan" not in await _offered(desk, sme)
    assert {"approvePlan", "returnPlan"} <= await _offered(desk, programme)


async def test_a_step_without_what_it_needs_cites_the_clause(desk: Desk) -> None:
    answer: Any = await desk.ask(desk[Role.PROVINCIAL_SME_OFFICER], SUBMIT, input={"id": plan_of(desk)})
    told = answer["data"]["submitPlan"]
    assert (told["done"], told["id"], told["problems"][0]["code"]) == (False, None, "NOT_SIGNED")
    assert told["problems"][0]["clause"] == "A1"


async def test_a_role_without_the_right_is_refused_whatever_it_sends(desk: Desk) -> None:
    answer: Any = await desk.ask(desk[Role.ANALYST], SUBMIT, input={"id": plan_of(desk)})
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_another_unit_s_plan_is_not_there(desk: Desk) -> None:
    from dataclasses import replace

    from db.store import Rows

    stranger = replace(desk[Role.PROVINCIAL_SME_OFFICER], rows=Rows(units=("330000",)))
    for plan in (plan_of(desk), global_id("Plan", 999_999)):
        answer: Any = await desk.ask(stranger, SUBMIT, input={"id": plan})
        assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_the_same_key_is_done_once_and_answered_again(desk: Desk) -> None:
    plan, sme = await _signed(desk), desk[Role.PROVINCIAL_SME_OFFICER]
    first, second = [
        (await desk.ask(sme, SUBMIT, input={"id": plan}, key="k-1"))["data"]["submitPlan"]  # type: ignore[index]
        for _ in range(2)
    ]
    assert (first["done"], first["state"], first["repeated"]) == (True, "SUBMITTED", False)
    assert (second["done"], second["state"], second["repeated"]) == (True, "SUBMITTED", True)
    assert second["id"] == first["id"] == plan
    other: Any = await desk.ask(sme, SUBMIT, input={"id": plan, "version": 1}, key="k-1")
    assert other["errors"][0]["extensions"]["code"] == "KEY_REUSED"


async def test_a_key_of_something_refused_can_be_used_again(desk: Desk) -> None:
    sme = desk[Role.PROVINCIAL_SME_OFFICER]
    refused: Any = await desk.ask(sme, SUBMIT, input={"id": plan_of(desk)}, key="again")
    assert not refused["data"]["submitPlan"]["done"]
    await _signed(desk)
    done: Any = await desk.ask(sme, SUBMIT, input={"id": plan_of(desk)}, key="again")
    assert done["data"]["submitPlan"]["done"]


async def test_two_who_press_at_once_get_one_result_and_one_clear_refusal(desk: Desk) -> None:
    plan, sme = await _signed(desk), desk[Role.PROVINCIAL_SME_OFFICER]
    answers = await asyncio.gather(*(desk.ask(sme, SUBMIT, input={"id": plan}) for _ in range(4)))
    told = [answer["data"]["submitPlan"] for answer in answers]  # type: ignore[index]
    assert sorted(one["done"] for one in told) == [False, False, False, True]
    assert {one["problems"][0]["code"] for one in told if not one["done"]} == {"WRONG_STATE"}
    async with desk.store.read(sme.rows) as connection:
        events = await connection.fetchval(
            "select count(*) from events where subject = 'Plan' and action = 'submit'"
        )
    assert events == 1


async def test_two_with_one_key_at_once_are_one(desk: Desk) -> None:
    plan, sme = await _signed(desk), desk[Role.PROVINCIAL_SME_OFFICER]
    answers = await asyncio.gather(*(desk.ask(sme, SUBMIT, input={"id": plan}, key="one") for _ in range(4)))
    told = [answer["data"]["submitPlan"] for answer in answers]  # type: ignore[index]
    assert [one["done"] for one in told] == [True] * 4
    assert sorted(one["repeated"] for one in told) == [False, True, True, True]


async def test_who_saw_an_older_version_is_told_who_changed_it(desk: Desk) -> None:
    offered: Any = await desk.ask(desk[Role.PROVINCIAL_SME_OFFICER], OFFERS, of=plan_of(desk))
    seen = offered["data"]["actions"]["version"]
    plan = await _signed(desk)
    answer: Any = await desk.ask(
        desk[Role.PROVINCIAL_SME_OFFICER], SUBMIT, input={"id": plan, "version": seen}
    )
    [problem] = answer["data"]["submitPlan"]["problems"]
    assert problem["code"] == "CHANGED_MEANWHILE"
    assert desk[Role.PROVINCIAL_FINANCE_OFFICER].name in problem["message"]


async def test_many_are_done_together_or_not_at_all(desk: Desk) -> None:
    plan, sme = await _signed(desk), desk[Role.PROVINCIAL_SME_OFFICER]
    document = "mutation($rows: [SubmitPlanInput!]!) { submitPlans(input: $rows) { done rows { done id problems { code } } } }"
    answer: Any = await desk.ask(sme, document, rows=[{"id": plan}, {"id": plan}])
    told = answer["data"]["submitPlans"]
    assert told["done"] is False
    assert [row["done"] for row in told["rows"]] == [False, False]
    assert [[one["code"] for one in row["problems"]] for row in told["rows"]] == [[], ["WRONG_STATE"]]
    assert "submitPlan" in await _offered(desk, Role.PROVINCIAL_SME_OFFICER)


async def test_a_field_that_is_missing_is_named_by_both_ways_of_asking(desk: Desk) -> None:
    plan = await _signed(desk)
    await desk.ask(desk[Role.PROVINCIAL_SME_OFFICER], SUBMIT, input={"id": plan})
    programme = desk[Role.PROGRAMME_OFFICER]
    typed: Any = await desk.ask(programme, RETURN, input={"id": plan, "why": "  "})
    assert typed["data"]["returnPlan"]["problems"] == [{"code": "MISSING_VALUE", "field": "why"}]
    for values in ({}, {"why": None}, {"why": ""}):
        named: Any = await desk.ask(programme, PERFORM, action="returnPlan", id=plan, values=values)
        assert [one["field"] for one in named["data"]["perform"]["problems"]] == ["why"]
    unknown: Any = await desk.ask(
        programme, PERFORM, action="returnPlan", id=plan, values={"why": "补", "x": 1}
    )
    assert [one["code"] for one in unknown["data"]["perform"]["problems"]] == ["BAD_FIELD"]


async def test_what_is_no_action_or_no_such_record_is_said(desk: Desk) -> None:
    for action, identifier, code in (
        ("explodePlan", plan_of(desk), "UNKNOWN_ACTION"),
        ("submitPlan", global_id("Project", 1), "BAD_ID"),
        ("submitPlan", "nonsense", "BAD_ID"),
        ("submitPlan", None, "BAD_ID"),
    ):
        answer: Any = await desk.ask(
            desk[Role.PROVINCIAL_SME_OFFICER], PERFORM, action=action, id=identifier, values={}
        )
        assert answer["errors"][0]["extensions"]["code"] == code, action
