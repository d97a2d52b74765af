"""What the database itself refuses of a case, whatever way it comes."""

import asyncpg
import pytest

from db.enums import DefenceKind, Role
from tests.services.casefile import ORDINARY, TOLD, CaseFile, claimed, opened
from tests.services.world import World

SHORTCUTS = [
    ("announced without a notice", "state = 'notified'", "cases_notice_first"),
    ("decided without a notice", "state = 'decided', decided_on = '2024-02-01'", "cases_decided_in_order"),
    (
        "decided before the defence is over",
        "decided_on = defend_until, decider_id = {treasury}, reviewed_on = heard_on, reviewer_id = {auditor}",
        "cases_decided_in_order",
    ),
    (
        "decided by who investigated",
        "decided_on = defend_until + 1, decider_id = investigator_id, reviewed_on = heard_on, reviewer_id = {auditor}",
        "cases_decider_did_not_investigate",
    ),
    (
        "decided by who reviewed it",
        "decided_on = defend_until + 1, decider_id = {auditor}, reviewed_on = heard_on, reviewer_id = {auditor}",
        "cases_decider_did_not_review",
    ),
    (
        "reviewed by who investigated",
        "reviewed_on = heard_on, reviewer_id = second_investigator_id",
        "cases_reviewer_did_not_investigate",
    ),
    ("served before it was decided", "state = 'served', served_on = '2024-02-05'", "cases_states_have_their_days"),
    ("a grave case not discussed", "grave = true, decided_on = defend_until + 1, decider_id = {treasury}, reviewed_on = heard_on, reviewer_id = {auditor}", "cases_grave_are_discussed"),
    ("investigated by one", "second_investigator_id = investigator_id", "cases_two_investigators"),
    ("a hearing the day after its notice", "hearing_asked_on = notified_on, defence = 'hearing', hearing_notice_on = notified_on, hearing_on = notified_on + 1", "cases_hearing_was_notified"),
    ("a hearing that was asked for and not held", "hearing_asked_on = notified_on", "cases_heard_as_asked"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "change", "constraint"), SHORTCUTS, ids=[row[0] for row in SHORTCUTS])
async def test_the_database_refuses_every_shortcut_too(
    world: World, what: str, change: str, constraint: str
) -> None:
    await claimed(world)
    case = await opened(world)
    await case.investigated()
    if "without a notice" not in what:
        await case.told(ORDINARY)
        await case.heard(TOLD, DefenceKind.STATEMENT)
    people = {"treasury": case.decider.user_id, "auditor": world[Role.AUDITOR].user_id}
    with pytest.raises(asyncpg.CheckViolationError, match=constraint):
        await world.work.connection.execute(
            f"update cases set {change.format(**people)} where id = $1", case.id
        )


async def test_a_penalty_cannot_be_made_heavier_nor_a_notice_changed_in_the_database(world: World) -> None:
    case: CaseFile = await opened(await claimed(world))
    await case.through(ORDINARY)
    connection = world.work.connection
    item = await connection.fetchval("select id from notice_items where outcome = 'deduction'")
    refusals = [
        (
            "insert into penalties (unit_code, case_id, item_id, outcome, state, amount, announced, clause_id,"
            f" decided_on, synthetic) values ('320000', {case.id}, {item}, 'deduction', 'revoked', 48001, 48000,"
            " 'S1', '2024-02-01', false)",
            "penalties_never_heavier",
        ),
        (
            "insert into penalties (unit_code, case_id, outcome, state, amount, announced, clause_id, decided_on,"
            f" synthetic) values ('320000', {case.id}, 'circular', 'decided', 0, 0, 'S1', '2024-02-01', false)",
            "item_id",
        ),
        (
            f"insert into case_people (unit_code, case_id, user_id, part, at, synthetic)"
            f" values ('320000', {case.id}, {case.second.user_id}, 'decide', now(), false)",
            "case_people_one_part",
        ),
        ("update penalties set amount = 1", "permission denied"),
        ("update notice_items set amount = 1", "permission denied"),
        ("delete from case_notices", "permission denied"),
        ("delete from evidence_items", "permission denied"),
    ]
    for statement, said in refusals:
        with pytest.raises(asyncpg.PostgresError, match=said):
            async with connection.transaction():
                await connection.execute(statement)


async def test_the_industry_department_cannot_fine_in_the_database_either(world: World) -> None:
    case = await opened(await claimed(world))
    await case.investigated()
    await case.told(ORDINARY)
    notice = (await case.row())["notice_id"]
    with pytest.raises(asyncpg.CheckViolationError, match="no_fine_by_industry"):
        await world.work.connection.execute(
            "insert into notice_items (unit_code, notice_id, outcome, amount, synthetic)"
            " values ('320000', $1, 'cancellation', 30000, false)",
            notice,
        )
