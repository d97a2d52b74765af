"""The clauses of what is to be copied, each shown working (W2, P11)."""

from decimal import Decimal
from typing import Any

import orjson

from api.graphql.engine import Engine
from api.services import catalogue
from api.services.likeness import compare, trait_of
from api.viewer import Viewer
from db.enums import Role, SampleKind
from db.rows import enter
from db.store import NATION, Rows, Store
from tests.services.test_catalogue import PATTERN, PROGRAMME, SME, SOLUTION, lighthouses, published, scene
from tests.services.test_plans import refused
from tests.services.world import DAY, OTHER, World

AWAY = Viewer(None, "sme", "西藏", frozenset({Role.PROVINCIAL_SME_OFFICER}), Rows(units=("540000",)))


async def test_W2_a_solution_enters_the_catalogue_with_its_virtues_and_the_lighthouses_that_prove_it(
    world: World,
) -> None:
    await lighthouses(world)
    virtues = {"small": "一条产线起步", "quick": "八周上线", "light": "云端部署", "precise": "行业模板"}
    made = await catalogue.write_solution(world.work, world[SME], world.platform, SOLUTION | virtues)
    await catalogue.set_scenes(world.work, world[SME], "Solution", made, [await scene(world)])
    await refused(catalogue.propose(world.work, world[SME], "Solution", made), "NOT_PROVEN", "P11")
    await catalogue.prove(world.work, world[SME], "Solution", made, world.projects[0])
    await catalogue.propose(world.work, world[SME], "Solution", made)
    await catalogue.publish(world.work, world[PROGRAMME], "Solution", made, DAY)
    await enter(world.work.connection, Rows(units=(OTHER,)), "0")
    row = await world.work.connection.fetchrow(
        "select small, quick, light, precise, level_before, level_after, cost from solutions"
        " join proofs on solution_id = solutions.id"
    )
    assert tuple(row) == (*virtues.values(), 2, 3, Decimal("800000.00"))


async def test_W2_enterprises_like_mine_are_found_with_reasons_and_a_range(world: World) -> None:
    await lighthouses(world)
    await published(world)
    mine = await trait_of(world.work.connection, world.enterprises[1])
    [like], cost, _ = await compare(world.work.connection, mine, world.enterprises[1])
    assert like.reasons
    assert cost.count == 1


async def test_P11_a_lighthouse_is_summed_up_into_a_pattern_with_a_contract_and_a_standard(
    world: World,
) -> None:
    await lighthouses(world)
    made = await published(world)
    for kind, name in ((SampleKind.CONTRACT, "样本合同"), (SampleKind.STANDARD, "操作规范")):
        sample = await catalogue.write_sample(
            world.work, world[SME], catalogue.NewSample(made, kind, name, "第一条 服务内容")
        )
        await catalogue.propose(world.work, world[SME], "Sample", sample)
        await catalogue.publish(world.work, world[PROGRAMME], "Sample", sample, DAY)
    await enter(world.work.connection, Rows(units=(OTHER,)), "0")
    kinds = await world.work.connection.fetch("select kind from samples order by kind")
    assert [row["kind"] for row in kinds] == ["contract", "standard"]


async def test_P11_only_what_passed_and_was_confirmed_is_copied(world: World) -> None:
    await (await world.drafted()).approved()
    await refused(
        catalogue.sum_up(world.work, world[SME], world.projects[0], PATTERN), "NOT_A_LIGHTHOUSE", "P11"
    )


async def ask(store: Store, document: str, viewer: Viewer) -> Any:
    answer = orjson.loads(await Engine(store).execute(document, None, None, viewer))
    assert not answer.get("errors"), answer
    return answer["data"]


async def test_P11_another_province_reads_what_is_published_and_no_more(demo_store: Store) -> None:
    data = await ask(
        demo_store,
        """{ solutions(first: 100) { nodes { state proofs { nodes { cost enterprise { phone bankAccount } project { id } } } } }
             patterns(where: {state: {ne: PUBLISHED}}) { totalCount } projects { totalCount } }""",
        AWAY,
    )
    entries = data["solutions"]["nodes"]
    assert len(entries) > 10
    assert {entry["state"] for entry in entries} == {"PUBLISHED"}
    proofs = [proof for entry in entries for proof in entry["proofs"]["nodes"]]
    assert all(proof["project"] is None for proof in proofs)
    for proof in proofs:  # masked, as they are everywhere
        assert "*" in proof["enterprise"]["phone"]
        assert "*" in proof["enterprise"]["bankAccount"]
    assert data["patterns"]["totalCount"] == data["projects"]["totalCount"] == 0
    assert await ask(demo_store, "{ patterns { totalCount } }", Viewer(None, "", "", AWAY.roles, NATION))


async def test_P11_every_published_proof_says_what_its_project_says(demo_store: Store) -> None:
    async with demo_store.read(NATION) as connection:
        wrong = await connection.fetchval(
            """select count(*) from proofs join projects on projects.unit_code = proofs.unit_code
                 and projects.id = project_id
               where (proofs.level_before, proofs.level_after, cost)
                     is distinct from (projects.level_before, projects.level_after, actual_cost)"""
        )
        total = await connection.fetchval("select count(*) from proofs")
    assert (wrong, total > 50) == (0, True)
