"""A case is decided after its notice, within it, by who had no other part in it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from api.services import case_decision, case_hearing, case_review
from api.services.case_hearing import Heard
from api.services.case_outcomes import NewPenalty
from db.enums import DefenceKind, Role
from tests.services.casefile import (
    CANCEL,
    DECIDED,
    GRAVE,
    OPENED,
    ORDINARY,
    TOLD,
    UNTIL,
    claimed,
    deduction,
    opened,
    states,
)
from tests.services.test_plans import refused
from tests.services.world import World


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


async def test_a_grave_case_is_discussed_before_it_is_decided(world: World) -> None:
    case = await (await (await opened(await claimed(world))).investigated()).told(GRAVE)
    await case.heard()
    day = (await case.row())["heard_on"]
    await case_review.review(world.work, world[Role.AUDITOR], case.id, "合法", day)
    await refused(case.decided(GRAVE), "NOT_DISCUSSED", "S1")
    await case_review.discuss(world.work, case.decider, case.id, "集体讨论同意", day)
    await case.decided(GRAVE)


async def test_nobody_has_two_parts_in_a_case_whatever_hats_they_wear(world: World) -> None:
    case = await (await (await opened(await claimed(world))).investigated()).told(ORDINARY)
    everything = frozenset(Role)

    def with_all(viewer: Any) -> Any:
        return type(viewer)(viewer.user_id, viewer.username, viewer.name, everything, viewer.rows)

    first, auditor = with_all(case.first), with_all(world[Role.AUDITOR])
    waived = Heard(DefenceKind.STATEMENT, TOLD, "无", "无")
    await refused(case_hearing.hear(world.work, first, case.id, waived), "SAME_PERSON", "S1")
    await case.heard(TOLD, DefenceKind.STATEMENT)
    await refused(case_review.review(world.work, first, case.id, "合法", TOLD), "SAME_PERSON", "S1")
    await case.reviewed()
    for viewer in (first, with_all(case.second), auditor):
        decide = case_decision.decide(world.work, viewer, case.id, ORDINARY, DECIDED)
        await refused(decide, "SAME_PERSON", "S1")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.FINANCE_OFFICER}))
async def test_only_the_finance_officer_decides(world: World, role: Role) -> None:
    case = await (await (await opened(await claimed(world))).investigated()).told(ORDINARY)
    await (await case.heard(TOLD, DefenceKind.STATEMENT)).reviewed()
    decide = case_decision.decide(world.work, world[role], case.id, ORDINARY, DECIDED)
    with pytest.raises(Exception, match=r"FORBIDDEN|SAME_PERSON"):
        await decide


async def test_a_claim_that_proved_right_goes_on_when_the_rest_is_decided(world: World) -> None:
    case = await (await (await opened(await claimed(world))).investigated()).told(ORDINARY)
    await (await case.heard(TOLD, DefenceKind.STATEMENT)).reviewed()
    await case_decision.decide(
        world.work, case.decider, case.id, ORDINARY, DECIDED, cleared=[world.claims[1]]
    )
    assert (await states(world, "claims"))[:2] == ["held", "checked"]
    await case.served()
    assert (await states(world, "claims"))[0] == "rejected"
