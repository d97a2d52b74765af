"""A case by the steps of the law: each goes in its turn, by whom it may, and every shortcut is refused."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from api.policy.clock import earliest_hearing
from api.services import case_people, case_steps, cases
from api.services import claims as claim_services
from api.services.case_steps import Heard, NewPenalty
from api.services.cases import NewCase
from api.services.interests import declare
from api.services.steps import Step
from db.enums import DefenceKind, InterestKind, Organ, Role, RuleKind
from tests.services.casefile import (
    AT,
    CANCEL,
    CIRCULAR,
    DECIDED,
    DEDUCT,
    OPENED,
    SERVED,
    TOLD,
    TRANSFER,
    UNTIL,
    CaseFile,
    deduction,
    flag,
    opened,
)
from tests.services.test_plans import refused
from tests.services.world import World

SUPERVISOR, TREASURY = Role.SUPERVISOR, Role.FINANCE_OFFICER
ORDINARY = [deduction("48000.00"), NewPenalty(CIRCULAR)]
GRAVE = [deduction("480000.00"), NewPenalty(CIRCULAR)]


async def claimed(world: World) -> World:
    return await (await (await world.drafted()).approved()).claimed()


async def states(world: World, table: str) -> list[str]:
    rows = await world.work.connection.fetch(f"select state from {table} order by id")
    return [row["state"] for row in rows]


async def test_a_case_takes_its_flags_and_holds_its_claims(world: World) -> None:
    case = await opened(await claimed(world))
    row = await case.row()
    assert (row["number"], row["kind"], row["at_stake"], row["platform_id"]) == (
        "2023-320000-001",
        "inflation",
        Decimal("480000.00"),
        world.platform,
    )
    assert row["next_clock"] == "decision"
    assert row["next_due_on"] == OPENED + timedelta(days=90)
    assert await states(world, "flags") == ["in_case", "in_case"]
    assert (await states(world, "claims"))[:3] == ["held", "held", "checked"]


async def test_a_flag_of_a_screening_rule_opens_no_case_alone_but_joins_one(world: World) -> None:
    await claimed(world)
    weak = await flag(world, world.claims[3], kind=RuleKind.SCREENING)
    alone = cases.open_cases(world.work, world[SUPERVISOR], [NewCase([weak], "样例", OPENED)])
    await refused(alone, "SCREENING_ALONE", "S1")
    case = await opened(world)
    await cases.join(world.work, case.first, case.id, [weak], at=AT)
    assert (await case.row())["at_stake"] == Decimal("720000.00")
    assert await world.state("claims", world.claims[3]) == "held"


async def test_a_flag_taken_out_is_open_again_and_its_claim_what_it_was(world: World) -> None:
    await claimed(world)
    await world.work.connection.execute(
        "update claims set state = 'approved', approved_amount = amount where id = $1", world.claims[0]
    )
    case = await opened(world)
    await cases.leave(world.work, case.first, case.flags[:1], "已更正")
    assert await states(world, "flags") == ["open", "in_case"]
    assert (await states(world, "claims"))[:2] == ["approved", "held"]
    assert (await case.row())["at_stake"] == Decimal("240000.00")
    await refused(cases.leave(world.work, case.first, case.flags[1:], "也已更正"), "LAST_FLAG", "S1")


async def test_what_was_opened_is_undone_to_the_last_claim(world: World) -> None:
    await claimed(world)
    for claim, state in zip(world.claims, ("submitted", "checked"), strict=False):
        await world.work.connection.execute("update claims set state = $2 where id = $1", claim, state)
    before = await states(world, "claims")
    case = await opened(world)
    await refused(cases.undo(world.work, case.first, case.id, " ", OPENED), "NO_REASON", "S1")
    await cases.undo(world.work, case.first, case.id, "立案有误", OPENED)
    assert await states(world, "claims") == before
    assert await states(world, "flags") == ["open", "open"]
    assert (await case.row())["state"] == "closed"
    again = await opened(world)
    assert (await again.row())["number"] == "2023-320000-002"


async def test_a_claim_of_two_cases_waits_for_both(world: World) -> None:
    await claimed(world)
    first = await opened(world)
    second = await opened(world, world.claims[1:3], OPENED + timedelta(days=1))
    await cases.undo(world.work, first.first, first.id, "立案有误", OPENED)
    assert (await states(world, "claims"))[:3] == ["checked", "held", "held"]
    await cases.undo(world.work, second.first, second.id, "立案有误", OPENED + timedelta(days=1))
    assert set(await states(world, "claims")) == {"checked"}


async def test_two_investigate_the_least_loaded_first_and_nobody_alone(world: World) -> None:
    case = await opened(await claimed(world))
    await case_steps.investigate(world.work, case.first, case.id)
    row = await case.row()
    assert {row["investigator_id"], row["second_investigator_id"]} == {
        case.first.user_id,
        case.second.user_id,
    }
    found = await case_people.candidates(world.work.connection, case.id)
    assert [one.open_cases for one in found] == [1, 1]


async def test_without_a_second_supervisor_nothing_is_investigated(world: World) -> None:
    case = await opened(await claimed(world))
    await world.work.connection.execute("update users set active = false where id = $1", case.second.user_id)
    await refused(case_steps.investigate(world.work, case.first, case.id), "TWO_INVESTIGATORS", "S1")


async def test_who_is_tied_to_the_platform_or_a_suspected_enterprise_keeps_away(world: World) -> None:
    case = await opened(await claimed(world))
    tie = {"organization_id": world.enterprises[0], "kind": InterestKind.ADVISER}
    await declare(world.work, case.second, tie, at=AT)
    named = case_steps.investigate(world.work, case.first, case.id, second=case.second.user_id)
    await refused(named, "INTERESTED_PARTY", "S1")
    other = {"organization_id": world.enterprises[5], "kind": InterestKind.ADVISER}
    await declare(world.work, case.first, other, at=AT)
    assert await case_people.parties_of(world.work.connection, case.id) == {
        world.operator,
        *world.enterprises[:2],
    }


async def test_who_recuses_himself_gives_the_reason_and_never_decides(world: World) -> None:
    case = await (await opened(await claimed(world))).investigated()
    await refused(case_people.recuse(world.work, case.first, case.id, ""), "NO_REASON", None)
    await refused(case_people.recuse(world.work, case.first, case.id, "亲属任职"), "TWO_INVESTIGATORS", "S1")
    await refused(case_people.recuse(world.work, world[Role.AUDITOR], case.id, "亲属任职"), "NOT_YOURS", "S1")


async def test_what_ended_two_years_before_it_was_found_is_barred(world: World) -> None:
    case = await opened(await claimed(world))
    late = case_steps.investigate(world.work, case.first, case.id, act_ended_on=date(2021, 12, 3))
    await refused(late, "BARRED", "S1")
    await case_steps.investigate(world.work, case.first, case.id, act_ended_on=date(2021, 12, 4))


async def test_no_notice_before_the_checklist_is_through(world: World) -> None:
    case = await opened(await claimed(world))
    await case_steps.investigate(world.work, case.first, case.id)
    await refused(case.told(ORDINARY), "CHECKLIST_OPEN", "S1")


async def test_no_decision_without_a_notice(world: World) -> None:
    case = await (await opened(await claimed(world))).investigated()
    await refused(case.decided(ORDINARY), "WRONG_STATE", "S1")
    await refused(case.reviewed(OPENED), "WRONG_STATE", "S1")


async def test_nothing_is_decided_before_the_time_for_a_defence_is_over(world: World) -> None:
    case = await (await (await opened(await claimed(world))).investigated()).told(ORDINARY)
    await refused(case.heard(UNTIL), "DEFENCE_NOT_OVER", "S1")
    await case.heard(TOLD + timedelta(days=1), DefenceKind.STATEMENT)
    await case.reviewed()
    await refused(case.decided(ORDINARY, UNTIL), "DEFENCE_NOT_OVER", "S1")
    await case.decided(ORDINARY, UNTIL + timedelta(days=1))


async def test_a_decision_is_never_heavier_than_what_was_announced(world: World) -> None:
    case = await (await (await opened(await claimed(world))).investigated()).told(ORDINARY)
    await (await case.heard(TOLD, DefenceKind.STATEMENT)).reviewed()
    await refused(case.decided([deduction("48000.01")]), "HEAVIER_THAN_ANNOUNCED", "S1")
    await refused(case.decided([NewPenalty(CANCEL)]), "NOT_ANNOUNCED", "S1")
    await refused(case.decided([]), "NO_OUTCOME", "S1")
    await case.decided([deduction("24000.00")])
    row = await world.work.connection.fetchrow("select amount, announced from penalties")
    assert tuple(row) == (Decimal("24000.00"), Decimal("48000.00"))


async def test_what_comes_back_from_review_is_announced_anew_and_not_heavier(world: World) -> None:
    case = await (await (await opened(await claimed(world))).investigated()).told(ORDINARY)
    await case.heard(TOLD, DefenceKind.STATEMENT)
    await case_steps.send_back(world.work, world[Role.AUDITOR], case.id, "事实不清", TOLD, at=AT)
    assert (await case.row())["state"] == "investigating"
    await refused(case.told(GRAVE), "HEAVIER_THAN_ANNOUNCED", "S1")
    await case.told(ORDINARY, TOLD + timedelta(days=7))
    assert await world.work.connection.fetchval("select max(number) from case_notices") == 2


async def test_a_grave_case_is_discussed_before_it_is_decided(world: World) -> None:
    case = await (await (await opened(await claimed(world))).investigated()).told(GRAVE)
    await case.heard()
    day = (await case.row())["heard_on"]
    await case_steps.review(world.work, world[Role.AUDITOR], case.id, "合法", day)
    await refused(case.decided(GRAVE), "NOT_DISCUSSED", "S1")
    await case_steps.discuss(world.work, case.decider, case.id, "集体讨论同意", day)
    await case.decided(GRAVE)


async def test_a_hearing_is_asked_for_in_time_notified_seven_days_before_and_chaired_by_another(
    world: World,
) -> None:
    case = await (await (await opened(await claimed(world))).investigated()).told(GRAVE)
    work, chair = world.work, world[Role.PROGRAMME_OFFICER]
    ask = case_steps.ask_hearing
    await refused(ask(work, case.first, case.id, UNTIL + timedelta(days=1)), "TOO_LATE_FOR_HEARING", "S1")
    await refused(case_steps.call_hearing(work, chair, case.id, UNTIL, UNTIL), "NO_HEARING_ASKED", "S1")
    await ask(work, case.first, case.id, UNTIL)
    await refused(case.heard(), "HEARING_ASKED", "S1")
    first = earliest_hearing(UNTIL)
    soon = case_steps.call_hearing(work, chair, case.id, UNTIL, first - timedelta(days=1))
    await refused(soon, "HEARING_TOO_SOON", "S1")
    await refused(case_steps.call_hearing(work, case.first, case.id, UNTIL, first), "SAME_PERSON", "S1")
    await case_steps.call_hearing(work, chair, case.id, UNTIL, first)
    early = Heard(DefenceKind.HEARING, first - timedelta(days=1), "笔录", "不予采纳")
    await refused(case_steps.hear(work, chair, case.id, early), "HEARING_ASKED", "S1")
    held = Heard(DefenceKind.HEARING, first, "笔录", "不予采纳", speaker="张三", venue="第一会议室")
    await case_steps.hear(work, chair, case.id, held)
    row = await work.connection.fetchrow("select chair_id, kind from defences")
    assert tuple(row) == (chair.user_id, "hearing")


async def test_what_is_slight_gives_no_right_to_a_hearing(world: World) -> None:
    case = await (await (await opened(await claimed(world))).investigated()).told(ORDINARY)
    await refused(case_steps.ask_hearing(world.work, case.first, case.id, TOLD), "NO_HEARING_RIGHT", "S1")


async def test_nobody_has_two_parts_in_a_case_whatever_hats_they_wear(world: World) -> None:
    case = await (await (await opened(await claimed(world))).investigated()).told(ORDINARY)
    everything = frozenset(Role)

    def with_all(viewer: Any) -> Any:
        return type(viewer)(viewer.user_id, viewer.username, viewer.name, everything, viewer.rows)

    first, auditor = with_all(case.first), with_all(world[Role.AUDITOR])
    waived = Heard(DefenceKind.STATEMENT, TOLD, "无", "无")
    await refused(case_steps.hear(world.work, first, case.id, waived), "SAME_PERSON", "S1")
    await case.heard(TOLD, DefenceKind.STATEMENT)
    await refused(case_steps.review(world.work, first, case.id, "合法", TOLD), "SAME_PERSON", "S1")
    await case.reviewed()
    for viewer in (first, with_all(case.second), auditor):
        decide = case_steps.decide(world.work, viewer, case.id, ORDINARY, DECIDED)
        await refused(decide, "SAME_PERSON", "S1")


@pytest.mark.parametrize("role", sorted(set(Role) - {TREASURY}))
async def test_only_the_finance_officer_decides(world: World, role: Role) -> None:
    case = await (await (await opened(await claimed(world))).investigated()).told(ORDINARY)
    await (await case.heard(TOLD, DefenceKind.STATEMENT)).reviewed()
    decide = case_steps.decide(world.work, world[role], case.id, ORDINARY, DECIDED)
    with pytest.raises(Exception, match=r"FORBIDDEN|SAME_PERSON"):
        await decide


async def test_the_departments_of_industry_hand_a_fine_over_and_the_band_is_reckoned(world: World) -> None:
    case = await (await opened(await claimed(world))).investigated()
    await refused(case.told(ORDINARY, fine_due=True), "NOT_HANDED_OVER", "S1")
    await refused(case.told(ORDINARY, false_invoices=True), "NOT_HANDED_OVER", "S1")
    from db.enums import FineBase

    over = NewPenalty(TRANSFER, Decimal("300000.00"), 14, Organ.FINANCE, FineBase.DEFRAUDED)
    await case.told([*ORDINARY, over], fine_due=True)
    row = await world.work.connection.fetchrow(
        "select least, most, cites from notice_items where organ = 'finance'"
    )
    assert tuple(row) == (
        Decimal("30000.00"),
        Decimal("150000.00"),
        "第14条：骗取资金10%以上50%以下",
    )


async def test_the_same_act_is_not_handed_over_for_a_fine_twice(world: World) -> None:
    await claimed(world)
    over = [NewPenalty(TRANSFER, Decimal("240000.00"), 14, Organ.AUDIT)]
    first = await opened(world)
    second = await opened(world, world.claims[1:3], OPENED + timedelta(days=1))
    third = await opened(world, world.claims[4:6], OPENED + timedelta(days=2))
    await first.through(over)
    await second.investigated()
    other = [NewPenalty(TRANSFER, Decimal("240000.00"), 14, Organ.FINANCE)]
    await refused(second.told(other), "FINED_BEFORE", "S1")
    await second.told([NewPenalty(TRANSFER, Decimal(0), 20, Organ.TAX)])
    await (await third.investigated()).told(other)


async def test_an_unfounded_case_releases_its_claims(world: World) -> None:
    case = await (await opened(await claimed(world))).investigated()
    await case_steps.close(world.work, case.first, case.id, DECIDED, "凭证补正后相符")
    assert set(await states(world, "claims")) == {"checked"}
    row = await case.row()
    assert (row["state"], row["next_clock"]) == ("closed", None)


async def test_a_claim_that_proved_right_goes_on_when_the_rest_is_decided(world: World) -> None:
    case = await (await (await opened(await claimed(world))).investigated()).told(ORDINARY)
    await (await case.heard(TOLD, DefenceKind.STATEMENT)).reviewed()
    await case_steps.decide(world.work, case.decider, case.id, ORDINARY, DECIDED, cleared=[world.claims[1]])
    assert (await states(world, "claims"))[:2] == ["held", "checked"]
    await case.served()
    assert (await states(world, "claims"))[0] == "rejected"


async def test_a_case_goes_all_the_way_with_its_terms_beside_it(world: World) -> None:
    case = await opened(await claimed(world))
    await case.through(ORDINARY)
    row = await case.row()
    assert row["next_clock"] == "reconsideration"
    terms = await world.work.connection.fetch(
        "select clock, due_on, met_on from case_deadlines where case_id = $1 order by due_on", case.id
    )
    known = {one["clock"]: (one["due_on"], one["met_on"]) for one in terms}
    assert known["decision"] == (date(2024, 3, 3), DECIDED)
    assert known["service"] == (
        date(2024, 2, 9),
        SERVED,
    )  # with a Sunday that is worked
    assert known["limitation"][0] == date(2025, 11, 10)
    await case_steps.execute(world.work, case.decider, case.id, date(2024, 3, 1))
    await case_steps.close(world.work, case.first, case.id, date(2024, 3, 4))
    assert (await case.row())["state"] == "closed"
    penalties = await world.work.connection.fetch("select served_on, executed_on, state from penalties")
    assert {tuple(one) for one in penalties} == {(SERVED, date(2024, 3, 1), "effective")}


async def test_platforms_that_acted_together_are_a_ring_led_by_the_one_with_most_at_stake(
    world: World,
) -> None:
    await claimed(world)
    other = await another_platform(world)
    flags = [
        await flag(world, world.claims[0], "100000.00"),
        await flag(world, None, "300000.00", platform=other),
    ]
    alone = NewCase(flags[:1], "样例", OPENED, at=AT)
    await refused(cases.open_ring(world.work, world[SUPERVISOR], alone), "NOT_A_RING", "S1")
    lead, linked = await cases.open_ring(
        world.work, world[SUPERVISOR], NewCase(flags, "样例串案", OPENED, at=AT)
    )
    rows = await world.work.connection.fetch("select id, platform_id, ring, leads from cases order by id")
    assert [tuple(row) for row in rows] == [
        (lead, other, "2023-320000-001", True),
        (linked, world.platform, "2023-320000-001", False),
    ]


async def another_platform(world: World) -> int:
    from api.services import organizations, plans
    from api.viewer import SYSTEM
    from tests.services.world import firm, platform_row

    [operator] = await organizations.register(world.work, SYSTEM, [firm(9001)])
    connection = world.work.connection
    await connection.execute("update plans set state = 'draft'")
    [made] = await plans.appoint(
        world.work,
        world[Role.PROVINCIAL_SME_OFFICER],
        [platform_row(world.plan_industry, operator, 10)],
    )
    await connection.execute("update plans set state = 'implementing'")
    return made


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


async def test_held_by_hand_before_a_case_goes_on_as_checked_after_it(world: World) -> None:
    await claimed(world)
    await claim_services.hold(world.work, world[SUPERVISOR], [Step(world.claims[0])])
    case = await opened(world)
    await cases.undo(world.work, case.first, case.id, "立案有误", OPENED)
    assert await world.state("claims", world.claims[0]) == "checked"


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
    assert DEDUCT


async def test_a_case_joins_the_ring_of_another_but_none_is_of_two(world: World) -> None:
    await claimed(world)
    one, two, three, four, other = [
        await opened(world, world.claims[place : place + 2], OPENED + timedelta(days=place))
        for place in range(0, 10, 2)
    ]
    work, first = world.work, one.first
    ring = await cases.tie(work, first, [one.id, two.id])
    assert await cases.tie(work, first, [three.id, one.id]) == ring
    rows = await work.connection.fetch("select leads from cases where ring = $1 order by id", ring)
    assert [row["leads"] for row in rows] == [True, False, False]
    await refused(cases.tie(work, first, [four.id]), "NOT_A_RING", "S1")
    await cases.tie(work, first, [four.id, other.id])
    await refused(cases.tie(work, first, [four.id, one.id]), "NOT_A_RING", "S1")
