"""The clauses of a project's life, each shown working beside its nearest miss: W3, P9, P10, G4."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from api.errors import Refusal
from api.services import acceptance, contracts, deliveries, projects, trainings
from api.services.contracts import Signing
from api.services.deliveries import Delivery
from api.services.steps import Step
from db.enums import AssessmentPhase, Role, ServiceKind, Verdict
from tests.services.world import DAY, UNIT, World, assessment_row, sheet

SME, EXPERT = Role.PROVINCIAL_SME_OFFICER, Role.EXPERT
SOFTWARE = {"kind": ServiceKind.SOFTWARE, "name": "生产执行系统", "amount": Decimal(600_000)}
DIAGNOSIS = {"kind": ServiceKind.DIAGNOSIS, "name": "现场诊断", "amount": Decimal(50_000)}
EQUIPMENT = {"kind": ServiceKind.EQUIPMENT, "name": "产线联网", "amount": Decimal(150_000)}


async def refused(world: World, awaitable: Any, code: str, clause: str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        async with world.work.savepoint():
            await awaitable
    assert (caught.value.code, caught.value.clause) == (code, clause)
    return caught.value


def signing(world: World, **changes: Any) -> Signing:
    """A contract of 800,000, of which 150,000 is equipment: the government's part is 195,000 at most."""
    return replace(
        Signing(
            world.projects[0],
            "HT-1",
            Decimal(800_000),
            Decimal(195_000),
            Decimal(40_000),
            Decimal(565_000),
            date(2022, 12, 1),
            date(2022, 12, 10),
            date(2023, 9, 30),
            (SOFTWARE, DIAGNOSIS, EQUIPMENT),
        ),
        **changes,
    )


async def test_W3_the_services_of_a_contract_are_kept_by_kind_and_ticked_off(world: World) -> None:
    await (await world.drafted()).approved()
    nothing = signing(world, services=())
    await refused(world, contracts.sign(world.work, world[SME], [nothing]), "NO_SERVICES", "W3")
    await contracts.sign(world.work, world[SME], [signing(world)])
    rows = await world.work.connection.fetch(
        "select id, kind, delivered_on from services where project_id = $1 order by id", world.projects[0]
    )
    assert [row["kind"] for row in rows] == ["software", "diagnosis", "equipment"]
    assert not any(row["delivered_on"] for row in rows)


async def test_P9_nothing_is_delivered_but_by_the_contract_and_nobody_passes_untrained(world: World) -> None:
    await (await world.drafted()).approved()
    work, sme, project = world.work, world[SME], world.projects[0]
    await contracts.sign(work, sme, [signing(world)])
    await projects.start(work, sme, [Step(project, {"started_on": date(2022, 12, 20)})])
    keys = [row[0] for row in await work.connection.fetch("select id from services order by id")]
    some = Delivery(project, DAY, dict.fromkeys(keys[:2], "已上线"))
    told = await refused(world, deliveries.deliver(work, sme, [some]), "SERVICES_MISSING", "P9")
    assert "产线联网" in told.message("zh")
    await deliveries.deliver(work, sme, [Delivery(project, DAY, dict.fromkeys(keys, "已上线"))])
    await world.inspected(1)
    expert = world[EXPERT]
    await refused(world, acceptance.give(work, expert, [sheet(project)]), "NOT_TRAINED", "P9")
    session = {
        "unit_code": UNIT,
        "project_id": project,
        "held_on": date(2022, 12, 10),
        "hours": Decimal(4),
        "topic": "操作应知应会",
        "expected": 10,
        "attended": 9,
    }
    await refused(world, trainings.record(work, sme, [session]), "DATES_OUT_OF_ORDER", "P9")
    await trainings.record(work, sme, [session | {"held_on": date(2023, 3, 1)}])
    await acceptance.give(work, expert, [sheet(project)])
    assert await world.state("projects", project) == "passed"


async def test_P10_what_falls_short_is_rectified_and_inspected_again_with_every_sheet_kept(
    world: World,
) -> None:
    await (await world.drafted()).delivered(1)
    await world.inspected(1)
    work, sme, expert, project = world.work, world[SME], world[EXPERT], world.projects[0]
    low = sheet(project, score="0.65")
    await refused(world, acceptance.give(work, expert, [low]), "BELOW_PASS_MARK", "P10")
    silent = sheet(project, Verdict.RECTIFY, score="0.65")
    await refused(world, acceptance.give(work, expert, [silent]), "NO_REASON", "P10")
    asked = sheet(
        project, Verdict.RECTIFY, score="0.65", findings="报工数据未接入", rectify_by=date(2023, 7, 20)
    )
    await acceptance.give(work, expert, [asked])
    assert await world.state("projects", project) == "rectifying"
    await projects.deliver(work, sme, [Step(project, {"delivered_on": date(2023, 7, 1)})])
    await acceptance.give(work, expert, [sheet(project, given_on=date(2023, 7, 10))])
    sheets = await work.connection.fetch(
        "select round, verdict, total from score_sheets where project_id = $1 order by round", project
    )
    assert [tuple(row) for row in sheets] == [
        (1, "rectify", Decimal("65.00")),
        (2, "pass", Decimal("90.00")),
    ]
    row = await work.connection.fetchrow(
        "select state, acceptance_score, rectify_by from projects where id = $1", project
    )
    assert tuple(row) == ("passed", Decimal("90.00"), None)


async def test_P10_nobody_passes_without_the_level_being_assessed_again(world: World) -> None:
    await (await world.drafted()).delivered(1)
    work, sme, project = world.work, world[SME], world.projects[0]
    step = Step(project, {"expert_id": world[EXPERT].user_id})
    await acceptance.assign(work, sme, [step])
    await refused(world, acceptance.give(work, world[EXPERT], [sheet(project)]), "NOT_ASSESSED", "P10")


async def test_P10_a_rectification_that_is_late_may_fail_and_one_in_time_may_not(world: World) -> None:
    await (await world.drafted()).delivered(1)
    await world.inspected(1)
    work, expert, project = world.work, world[EXPERT], world.projects[0]
    on = date(2023, 6, 20)
    asked = sheet(
        project, Verdict.RECTIFY, score="0.5", findings="未联网", rectify_by=on + timedelta(days=20)
    )
    await acceptance.give(work, expert, [asked])
    late = Step(project, {"left_on": date(2023, 8, 1)}, why="逾期未整改")
    await work.connection.execute("update projects set rectify_by = current_date + 3 where id = $1", project)
    await refused(world, projects.give_up(work, expert, [late]), "NOT_OVERDUE", "P10")
    await work.connection.execute("update projects set rectify_by = current_date - 3 where id = $1", project)
    await projects.give_up(work, expert, [late])
    assert await world.state("projects", project) == "failed"


async def test_G4_lighthouses_are_those_that_passed_and_count_once_confirmed(world: World) -> None:
    await (await world.drafted()).approved()
    await world.passed(3)
    rows = await world.work.connection.fetch(
        "select sum(passed)::int as passed, sum(confirmed)::int as confirmed from platform_progress where platform_id = $1",
        world.platform,
    )
    assert tuple(rows[0]) == (3, 0)
    finance, programme = world[Role.FINANCE_OFFICER], world[Role.PROGRAMME_OFFICER]
    on = date(2024, 1, 22)
    steps = [Step(project, {"confirmed_on": on}) for project in world.projects[:2]]
    await refused(world, projects.confirm(world.work, programme, steps), "NOT_ENDORSED", "F6")
    endorsed = [Step(project, {"endorsed_on": on}) for project in world.projects[:2]]
    await projects.endorse(world.work, finance, endorsed)
    await projects.confirm(world.work, programme, steps)
    rows = await world.work.connection.fetch(
        "select sum(passed)::int as passed, sum(confirmed)::int as confirmed from platform_progress where platform_id = $1",
        world.platform,
    )
    assert tuple(rows[0]) == (3, 2)
    goal = await world.work.connection.fetch(
        "select value::int from limits where clause_id = 'G4' order by value"
    )
    assert [row[0] for row in goal] == [4000, 6000]


@pytest.mark.parametrize(
    "changes, code, clause",
    [
        ({"government": Decimal("195000.01"), "own": Decimal("564999.99")}, "GOVERNMENT_ABOVE_LIMIT", "F1"),
        ({"own": Decimal("565000.01")}, "SPLIT_DOES_NOT_ADD_UP", "W4"),
        ({"services": (SOFTWARE, DIAGNOSIS)}, "SERVICES_DO_NOT_ADD_UP", "P9"),
        ({"starts_on": date(2022, 12, 10), "finishes_on": date(2023, 12, 11)}, "LONGER_THAN_THE_TERM", "F5"),
        ({"finishes_on": date(2023, 11, 1)}, "AFTER_THE_BATCH", "F5"),
        ({"finishes_on": date(2022, 12, 9)}, "DATES_OUT_OF_ORDER", "P9"),
    ],
)
async def test_a_contract_that_breaks_a_limit_is_refused_with_its_clause(
    world: World, changes: dict[str, Any], code: str, clause: str
) -> None:
    await (await world.drafted()).approved()
    await refused(world, contracts.sign(world.work, world[SME], [signing(world, **changes)]), code, clause)


async def test_an_amendment_is_a_new_edition_and_the_old_one_stays(world: World) -> None:
    await (await world.drafted()).approved()
    work, sme = world.work, world[SME]
    await contracts.sign(work, sme, [signing(world)])
    keys = [row[0] for row in await work.connection.fetch("select id from services order by id")]
    less = signing(
        world,
        amount=Decimal(650_000),
        own=Decimal(415_000),
        services=(),
        drops=(keys[2],),
        signed_on=date(2023, 2, 1),
        why="企业自备联网设备",
    )
    await refused(world, contracts.amend(work, sme, replace(less, why=" ")), "NO_REASON", "P9")
    await contracts.amend(work, sme, less)
    rows = await work.connection.fetch("select edition, amount, reason from contracts order by edition")
    assert [tuple(row) for row in rows] == [
        (1, Decimal("800000.00"), None),
        (2, Decimal("650000.00"), "企业自备联网设备"),
    ]
    assert await work.connection.fetchval(
        "select contract_amount from projects where id = $1", world.projects[0]
    ) == Decimal("650000.00")
    await refused(
        world, contracts.amend(work, sme, replace(less, drops=(keys[2],))), "SERVICE_NOT_OPEN", "P9"
    )


async def test_a_level_below_the_target_is_pointed_out_and_does_not_block(world: World) -> None:
    await (await world.drafted()).delivered(1)
    await world.work.connection.execute("update projects set target_level = 4")
    await world.inspected(1)
    assert assessment_row(1, AssessmentPhase.AFTER)["level"] == 2
    await acceptance.give(world.work, world[EXPERT], [sheet(world.projects[0])])
    row = await world.work.connection.fetchrow(
        "select state, level_after, target_level from projects where id = $1", world.projects[0]
    )
    assert tuple(row) == ("passed", 3, 4)
