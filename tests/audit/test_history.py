"""A record's history for whoever may see it, its moments compared, a change taken back."""

import base64
from typing import Any

from api.services.audit_check import check
from api.viewer import SYSTEM, Viewer
from db.enums import Role
from db.store import NATION
from tests.actions.conftest import Desk
from tests.services.world import OTHER, UNIT

HISTORY = """query($of: ID!) { history(of: $of) {
  number kind who system revertible fields { name label labelEn before after afterEn } } }"""
AMEND = """mutation($id: ID!, $title: String!) {
  amendPlan(input: {id: $id, title: $title}) { done problems { code message } } }"""
REVERT = """mutation($id: ID!, $change: Int!, $version: Int) {
  revertPlan(input: {id: $id, change: $change, version: $version}) { done problems { code field } } }"""


def gid(entity: str, key: int) -> str:
    return base64.b64encode(f"{entity}:{key}".encode()).decode()


async def history_of(desk: Desk, viewer: Viewer, of: str) -> list[Any]:
    answer: Any = await desk.ask(viewer, HISTORY, of=of)
    assert "errors" not in answer, answer
    found: list[Any] = answer["data"]["history"]
    return found


async def amend(desk: Desk, title: str) -> None:
    answer: Any = await desk.ask(
        desk[Role.PROVINCIAL_SME_OFFICER], AMEND, id=gid("Plan", desk.world.plan), title=title
    )
    assert answer["data"]["amendPlan"]["done"], answer


async def test_a_record_tells_who_changed_what_in_words(desk: Desk) -> None:
    plan, officer = gid("Plan", desk.world.plan), desk[Role.PROVINCIAL_SME_OFFICER]
    [made] = await history_of(desk, officer, plan)
    assert (made["kind"], made["who"], made["revertible"]) == ("created", officer.name, False)
    told = {field["name"]: field for field in made["fields"]}
    assert (told["state"]["after"], told["state"]["afterEn"]) == ("编制中", "Draft")
    assert told["batchId"]["after"] == "第一批"  # a link by its title, not by its number
    was = told["title"]["after"]
    await amend(desk, "新的名称")
    [last, _] = await history_of(desk, officer, plan)
    assert (last["who"], last["system"], last["revertible"]) == (officer.name, False, True)
    assert last["fields"] == [
        {
            "name": "title",
            "label": "方案名称",
            "labelEn": "Title",
            "before": was,
            "after": "新的名称",
            "afterEn": "新的名称",
        }
    ]


async def test_two_moments_are_compared(desk: Desk) -> None:
    plan, officer = gid("Plan", desk.world.plan), desk[Role.PROVINCIAL_SME_OFFICER]
    for title in ("甲", "乙", "丙"):
        await amend(desk, title)
    third, second, first, _ = (one["number"] for one in await history_of(desk, officer, plan))
    compared = "query($of: ID!, $a: Int!, $b: Int!) { compared(of: $of, first: $a, second: $b) { name before after } }"
    for a, b in ((first, third), (third, first)):
        answer: Any = await desk.ask(officer, compared, of=plan, a=a, b=b)
        assert answer["data"]["compared"] == [{"name": "title", "before": "甲", "after": "丙"}]
    answer = await desk.ask(officer, compared, of=plan, a=second, b=second)
    assert answer["data"]["compared"] == []


async def test_a_change_is_taken_back_by_a_new_change(desk: Desk) -> None:
    plan, officer = gid("Plan", desk.world.plan), desk[Role.PROVINCIAL_SME_OFFICER]
    await amend(desk, "甲")
    await amend(desk, "乙")
    last, *_ = await history_of(desk, officer, plan)
    answer: Any = await desk.ask(officer, REVERT, id=plan, change=last["number"])
    assert answer["data"]["revertPlan"] == {"done": True, "problems": []}
    back, *before = await history_of(desk, officer, plan)
    assert [(field["before"], field["after"]) for field in back["fields"]] == [("乙", "甲")]
    assert len(before) == 3  # nothing of the past is gone
    assert (await check(desk.store, [])).findings == ()


async def test_a_change_seen_in_an_old_version_is_not_taken_back(desk: Desk) -> None:
    plan, officer = gid("Plan", desk.world.plan), desk[Role.PROVINCIAL_SME_OFFICER]
    await amend(desk, "甲")
    last, *_ = await history_of(desk, officer, plan)
    answer: Any = await desk.ask(officer, REVERT, id=plan, change=last["number"], version=1)
    [problem] = answer["data"]["revertPlan"]["problems"]
    assert problem["code"] == "CHANGED_MEANWHILE"


async def test_who_may_not_change_a_record_takes_nothing_back(desk: Desk) -> None:
    plan = gid("Plan", desk.world.plan)
    await amend(desk, "甲")
    for role in (Role.ANALYST, Role.AUDITOR, Role.SUPERVISOR):
        last, *_ = await history_of(desk, desk[role], plan)
        assert not last["revertible"]
        answer: Any = await desk.ask(desk[role], REVERT, id=plan, change=last["number"])
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_state_or_a_signature_is_not_taken_back_and_neither_is_another_record_s_change(
    desk: Desk,
) -> None:
    plan, officer = gid("Plan", desk.world.plan), desk[Role.PROVINCIAL_SME_OFFICER]
    answer: Any = await desk.ask(
        officer, "mutation($id: ID!) { signSmePlan(input: {id: $id}) { done } }", id=plan
    )
    assert answer["data"]["signSmePlan"]["done"], answer
    last, made = await history_of(desk, officer, plan)
    assert not last["revertible"]
    answer = await desk.ask(officer, REVERT, id=plan, change=last["number"])
    assert [one["code"] for one in answer["data"]["revertPlan"]["problems"]] == ["NOT_REVERTIBLE"]
    for number in (made["number"], made["number"] + 1, 10**6):
        answer = await desk.ask(officer, REVERT, id=plan, change=number)
        assert [one["code"] for one in answer["data"]["revertPlan"]["problems"]] == ["NOT_FOUND"]


async def test_sensitive_values_are_masked_for_everybody_though_the_change_is_told(desk: Desk) -> None:
    account = "6222020200011112222"
    async with desk.store.write(NATION) as work:
        from api.services.rows import update

        await update(work, "Platform", [{"id": desk.world.platform, "bank_account": account}])
    for role in (Role.AUDITOR, Role.FINANCE_OFFICER, Role.PROVINCIAL_SME_OFFICER):
        last, *_ = await history_of(desk, desk[role], gid("Platform", desk.world.platform))
        [field] = last["fields"]
        assert (field["name"], field["after"]) == ("bankAccount", "****2222")
    async with desk.store.read(NATION) as connection:
        assert not await connection.fetchval(
            "select count(*) from audit_entries where after like '%' || $1 || '%'", account
        )


async def test_who_does_not_see_a_record_does_not_see_its_history(desk: Desk) -> None:
    async with desk.store.write(NATION) as work:
        from api.services import plans
        from tests.services.world import plan_row

        [other] = await plans.draft(work, SYSTEM, [plan_row(desk.world.batch, OTHER)])
    answer: Any = await desk.ask(desk[Role.PROVINCIAL_SME_OFFICER], HISTORY, of=gid("Plan", other))
    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    for nonsense in ("x", gid("Nothing", 1), gid("Plan", 10**12), gid("Session", 1), gid("AuditEntry", 1)):
        answer = await desk.ask(SYSTEM, HISTORY, of=nonsense)
        assert answer["errors"][0]["extensions"]["code"] in {"BAD_ID", "NOT_FOUND", "FORBIDDEN"}, nonsense


async def test_a_platform_s_operator_sees_its_own_platform_s_history_without_names(desk: Desk) -> None:
    operator = desk[Role.PLATFORM_OPERATOR]
    found = await history_of(desk, operator, gid("Platform", desk.world.platform))
    assert found
    assert {one["who"] for one in found} == {None}
    answer: Any = await desk.ask(operator, "{ auditEntries { totalCount } }")
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_only_auditors_administrators_and_supervisors_read_the_trail(desk: Desk) -> None:
    for role in Role:
        answer: Any = await desk.ask(
            desk[role], "{ auditEntries { totalCount } auditAnchors { totalCount } }"
        )
        if role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.SUPERVISOR):
            assert answer["data"]["auditEntries"]["totalCount"] > 0
        else:
            assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN", role
    assert UNIT != OTHER
