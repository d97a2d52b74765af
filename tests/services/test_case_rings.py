"""Cases of platforms that acted together are tied to a ring."""

from datetime import timedelta

from api.services import cases
from api.services.cases import NewCase
from db.enums import Role
from tests.services.casefile import AT, OPENED, another_platform, claimed, flag, opened
from tests.services.test_plans import refused
from tests.services.world import World


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
    await refused(cases.open_ring(world.work, world[Role.SUPERVISOR], alone), "NOT_A_RING", "S1")
    lead, linked = await cases.open_ring(
        world.work, world[Role.SUPERVISOR], NewCase(flags, "样例串案", OPENED, at=AT)
    )
    rows = await world.work.connection.fetch("select id, platform_id, ring, leads from cases order by id")
    assert [tuple(row) for row in rows] == [
        (lead, other, "2023-320000-001", True),
        (linked, world.platform, "2023-320000-001", False),
    ]


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
