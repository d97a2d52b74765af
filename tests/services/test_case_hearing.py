"""The platform is heard in its time."""

from datetime import timedelta

from api.policy.clock import earliest_hearing
from api.services import case_hearing
from api.services.case_hearing import Heard
from db.enums import DefenceKind, Role
from tests.services.casefile import GRAVE, ORDINARY, TOLD, UNTIL, claimed, opened
from tests.services.test_plans import refused
from tests.services.world import World


async def test_a_hearing_is_asked_for_in_time_notified_seven_days_before_and_chaired_by_another(
    world: World,
) -> None:
    case = await (await (await opened(await claimed(world))).investigated()).told(GRAVE)
    work, chair = world.work, world[Role.PROGRAMME_OFFICER]
    ask = case_hearing.ask_hearing
    await refused(ask(work, case.first, case.id, UNTIL + timedelta(days=1)), "TOO_LATE_FOR_HEARING", "S1")
    await refused(case_hearing.call_hearing(work, chair, case.id, UNTIL, UNTIL), "NO_HEARING_ASKED", "S1")
    await ask(work, case.first, case.id, UNTIL)
    await refused(case.heard(), "HEARING_ASKED", "S1")
    first = earliest_hearing(UNTIL)
    soon = case_hearing.call_hearing(work, chair, case.id, UNTIL, first - timedelta(days=1))
    await refused(soon, "HEARING_TOO_SOON", "S1")
    await refused(case_hearing.call_hearing(work, case.first, case.id, UNTIL, first), "SAME_PERSON", "S1")
    await case_hearing.call_hearing(work, chair, case.id, UNTIL, first)
    early = Heard(DefenceKind.HEARING, first - timedelta(days=1), "笔录", "不予采纳")
    await refused(case_hearing.hear(work, chair, case.id, early), "HEARING_ASKED", "S1")
    held = Heard(DefenceKind.HEARING, first, "笔录", "不予采纳", speaker="张三", venue="第一会议室")
    await case_hearing.hear(work, chair, case.id, held)
    row = await work.connection.fetchrow("select chair_id, kind from defences")
    assert tuple(row) == (chair.user_id, "hearing")


async def test_what_is_slight_gives_no_right_to_a_hearing(world: World) -> None:
    case = await (await (await opened(await claimed(world))).investigated()).told(ORDINARY)
    await refused(case_hearing.ask_hearing(world.work, case.first, case.id, TOLD), "NO_HEARING_RIGHT", "S1")
