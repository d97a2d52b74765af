"""The catalogue: proven by lighthouses only, frozen when published, then read by the whole country (W2, P11)."""

from decimal import Decimal
from typing import Any

from api.policy.likeness import Trait
from api.services import catalogue
from api.services.likeness import compare, trait_of
from db.enums import Role, SampleKind
from db.rows import enter
from db.store import NATION, Rows
from tests.services.test_plans import refused
from tests.services.world import DAY, OTHER, World

SME, PROGRAMME = Role.PROVINCIAL_SME_OFFICER, Role.PROGRAMME_OFFICER
PATTERN = {"name": "排产上云", "summary": "先排产后质检", "steps": "一梳理；二上线；三实训"}
SOLUTION = {
    "name": "轻量排产",
    "summary": "云端排产，按需开通",
    "price_low": Decimal(200_000),
    "price_high": Decimal(600_000),
    "weeks_low": 8,
    "weeks_high": 20,
}


async def lighthouses(world: World, count: int = 2) -> World:
    """Projects that passed and were confirmed, from level 2 to 3."""
    await (await world.drafted()).approved()
    return await world.decided(count)


async def scene(world: World) -> int:
    return int(await world.work.connection.fetchval("select id from scenes where name = '计划排程'"))


async def pattern(world: World) -> int:
    made = await catalogue.sum_up(world.work, world[SME], world.projects[0], PATTERN)
    await catalogue.set_scenes(world.work, world[SME], "Pattern", made, [await scene(world)])
    return made


async def published(world: World) -> int:
    made = await pattern(world)
    await catalogue.propose(world.work, world[SME], "Pattern", made)
    await catalogue.publish(world.work, world[PROGRAMME], "Pattern", made, DAY)
    return made


async def proofs(world: World) -> list[Any]:
    return list(
        await world.work.connection.fetch(
            "select level_before, level_after, cost, months, project_id from proofs order by id"
        )
    )


async def test_a_pattern_summed_up_from_a_lighthouse_has_it_as_its_first_proof(world: World) -> None:
    await lighthouses(world)
    await pattern(world)
    [proof] = await proofs(world)
    # Contracted on 2022-12-01, accepted on 2023-06-20: 201 days.
    assert tuple(proof) == (2, 3, Decimal("800000.00"), Decimal("6.6"), world.projects[0])


async def test_a_project_that_was_not_confirmed_proves_nothing(world: World) -> None:
    await (await world.drafted()).approved()
    await world.passed(1)
    await refused(
        catalogue.sum_up(world.work, world[SME], world.projects[0], PATTERN), "NOT_A_LIGHTHOUSE", "P11"
    )
    await refused(
        catalogue.sum_up(world.work, world[SME], world.projects[1], PATTERN), "NOT_A_LIGHTHOUSE", "P11"
    )


async def test_a_lighthouse_without_a_level_before_proves_nothing_yet(world: World) -> None:
    await lighthouses(world, 1)
    await world.work.connection.execute("delete from assessments where phase = 'before'")
    await world.work.connection.execute("update projects set level_before = null")
    await refused(
        catalogue.sum_up(world.work, world[SME], world.projects[0], PATTERN), "PROOF_INCOMPLETE", "P11"
    )


async def test_a_solution_is_proven_by_its_providers_lighthouses_and_needs_one(world: World) -> None:
    await lighthouses(world)
    made = await catalogue.write_solution(world.work, world[SME], world.platform, SOLUTION)
    await catalogue.set_scenes(world.work, world[SME], "Solution", made, [await scene(world)])
    await refused(catalogue.propose(world.work, world[SME], "Solution", made), "NOT_PROVEN", "P11")
    await catalogue.prove(world.work, world[SME], "Solution", made, world.projects[1])
    await refused(
        catalogue.prove(world.work, world[SME], "Solution", made, world.projects[1]), "PROVEN_ALREADY", "P11"
    )


async def test_an_entry_without_a_scenario_is_not_proposed(world: World) -> None:
    await lighthouses(world)
    made = await catalogue.sum_up(world.work, world[SME], world.projects[0], PATTERN)
    await refused(catalogue.propose(world.work, world[SME], "Pattern", made), "NO_SCENE", "P5")


async def test_who_wrote_an_entry_does_not_publish_it(world: World) -> None:
    await lighthouses(world)
    made = await catalogue.sum_up(world.work, world[PROGRAMME], world.projects[0], PATTERN)
    await catalogue.set_scenes(world.work, world[SME], "Pattern", made, [await scene(world)])
    await catalogue.propose(world.work, world[SME], "Pattern", made)
    await refused(catalogue.publish(world.work, world[PROGRAMME], "Pattern", made, DAY), "SAME_PERSON", "P11")
    await refused(catalogue.publish(world.work, world[SME], "Pattern", made, DAY), "FORBIDDEN", "P11")


async def test_a_published_proof_is_frozen_and_its_entry_fixed(world: World) -> None:
    await lighthouses(world)
    made = await published(world)
    before = await proofs(world)
    await world.work.connection.execute(
        "update projects set actual_cost = 1 where id = $1", world.projects[0]
    )
    assert await proofs(world) == before
    await refused(
        catalogue.prove(world.work, world[SME], "Pattern", made, world.projects[1]), "WRONG_STATE", "P11"
    )
    [proof] = await world.work.connection.fetch("select id from proofs")
    await refused(catalogue.unprove(world.work, world[SME], proof["id"]), "WRONG_STATE", "P11")


async def seen(world: World, rows: Rows, table: str) -> int:
    await enter(world.work.connection, rows, "0")
    count: int = await world.work.connection.fetchval(f"select count(*) from {table}")
    await enter(world.work.connection, NATION, "0")
    return count


async def test_what_is_published_is_read_by_other_units_and_nothing_else_is(world: World) -> None:
    await lighthouses(world)
    made = await pattern(world)
    away, operator = Rows(units=(OTHER,)), Rows(units=(OTHER,), organization=10**9)
    for rows in (away, operator):
        assert [await seen(world, rows, table) for table in ("patterns", "proofs", "pattern_scenes")] == [
            0,
            0,
            0,
        ]
    await catalogue.propose(world.work, world[SME], "Pattern", made)
    assert await seen(world, away, "patterns") == 0
    await catalogue.publish(world.work, world[PROGRAMME], "Pattern", made, DAY)
    for rows in (away, operator):
        assert [await seen(world, rows, table) for table in ("patterns", "proofs", "pattern_scenes")] == [
            1,
            1,
            1,
        ]
        assert [await seen(world, rows, table) for table in ("projects", "invoices", "platforms")] == [
            0,
            0,
            0,
        ]
    await catalogue.step_back(world.work, world[PROGRAMME], "Pattern", "withdraw", made, "经验过时")
    assert await seen(world, away, "patterns") == 0


async def test_another_unit_reads_but_does_not_write(world: World) -> None:
    await lighthouses(world)
    made = await published(world)
    await enter(world.work.connection, Rows(units=(OTHER,)), "0")
    await world.work.connection.execute("update patterns set name = '改名' where id = $1", made)
    await enter(world.work.connection, NATION, "0")
    assert await world.work.connection.fetchval("select name from patterns where id = $1", made) == "排产上云"


async def test_a_second_text_of_the_same_name_is_the_next_edition(world: World) -> None:
    await lighthouses(world)
    made = await published(world)
    new = catalogue.NewSample(made, SampleKind.CONTRACT, "技术服务合同", "第一条 服务内容")
    first = await catalogue.write_sample(world.work, world[SME], new)
    await catalogue.propose(world.work, world[SME], "Sample", first)
    await catalogue.publish(world.work, world[PROGRAMME], "Sample", first, DAY)
    second = await catalogue.write_sample(world.work, world[SME], new)
    rows = await world.work.connection.fetch("select id, edition, previous_id from samples order by id")
    assert [tuple(row) for row in rows] == [(first, 1, None), (second, 2, first)]


async def test_likeness_reads_what_is_published(world: World) -> None:
    await lighthouses(world)
    assert (await compare(world.work.connection, Trait(level=2)))[0] == []
    await published(world)
    [like], cost, months = await compare(world.work.connection, Trait(level=2))
    assert (like.points, cost.count, months.low) == (Decimal("100.0"), 1, None)
    mine = await trait_of(world.work.connection, world.enterprises[0])
    assert mine.level == 2
    assert (await compare(world.work.connection, mine, world.enterprises[0]))[0] == []  # not like itself


async def test_a_project_that_lost_its_place_stops_the_publication(world: World) -> None:
    await lighthouses(world)
    made = await pattern(world)
    await catalogue.propose(world.work, world[SME], "Pattern", made)
    await world.work.connection.execute(
        "update projects set confirmed_on = null where id = $1", world.projects[0]
    )
    await refused(
        catalogue.publish(world.work, world[PROGRAMME], "Pattern", made, DAY), "NOT_A_LIGHTHOUSE", "P11"
    )
