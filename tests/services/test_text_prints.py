"""Fingerprints follow the texts: what is new, changed or gone, and nothing else."""

from typing import Any

from api.services import text_prints
from api.services.evidence_copy import copied
from tests.services.world import World

LONG = "车间有冲压与焊接两条产线，排产靠手工，拟建设生产执行系统，打通订单、报工与质检。"


async def prints(world: World) -> list[Any]:
    return list(
        await world.work.connection.fetch(
            "select project_id, section, source, minima, band_1 from text_prints order by platform_id, project_id, section"
        )
    )


async def say(world: World, project: int, text: str | None) -> None:
    await world.work.connection.execute("update projects set solution = $2 where id = $1", project, text)


async def test_prints_follow_the_texts(world: World) -> None:
    await (await world.drafted()).approved()
    await text_prints.refresh(world.work)
    assert await text_prints.refresh(world.work) == 0
    # Nothing of it is left open that would keep others from the tables.
    assert not await world.work.connection.fetch("select from pg_cursors where name <> ''")
    before = {(row["project_id"], row["section"]): row["source"] for row in await prints(world)}
    first, second = world.projects[:2]
    await say(world, first, LONG)
    await say(world, second, LONG)
    assert await text_prints.refresh(world.work, [first]) == 1
    found = {(row["project_id"], row["section"]): row for row in await prints(world)}
    assert found[first, "solution"]["minima"]
    assert found.get((second, "solution"), {}).get("source") == before.get((second, "solution"))
    assert await text_prints.refresh(world.work) == 1
    found = {(row["project_id"], row["section"]): row for row in await prints(world)}
    assert found[first, "solution"]["band_1"] == found[second, "solution"]["band_1"]
    await say(world, second, None)
    assert await text_prints.refresh(world.work) == 1
    assert (second, "solution") not in {(row["project_id"], row["section"]) for row in await prints(world)}


async def test_bands_are_the_same_in_columns(world: World) -> None:
    await (await world.drafted()).approved()
    for project in world.projects:
        await say(world, project, LONG + str(project) * 3 + "质检" * project)
    await text_prints.refresh(world.work)
    asked = "select print_id, section, key from evidence.bands order by 1, 3"
    there = [tuple(row) for row in await world.work.connection.fetch(asked)]
    assert len(there) >= 8 * len(world.projects)
    async with copied(world.work.connection, {"bands"}) as copy:
        assert [tuple(row.values()) for row in await copy.run(asked)] == there
