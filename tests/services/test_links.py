"""The graph of links: two hops away through what is really shared, not through what everybody shares."""

from collections.abc import Sequence
from typing import Any

from api.services.links import HUB, links
from api.services.organizations import register
from api.viewer import SYSTEM
from db.enums import LinkKind
from tests.services.world import World, firm


async def firms(world: World, *given: dict[str, Any]) -> list[int]:
    rows = [{**firm(100 + number), **columns} for number, columns in enumerate(given)]
    return await register(world.work, SYSTEM, rows)


def around(graph: Any) -> dict[int, int]:
    return {party.id: party.hops for party in graph.parties}


def tied(graph: Any, kind: LinkKind) -> list[Sequence[int]]:
    return [tie.parties for tie in graph.ties if tie.kind is kind]


async def test_two_hops_lead_through_a_telephone_to_an_account(world: World) -> None:
    mine, near, far, beyond, stranger = await firms(
        world,
        {"phone": "13800000001", "bank_account": "62170000001"},
        {"phone": "13800000001", "bank_account": "62170000002"},
        {"phone": "13800000003", "bank_account": "62170000002", "address": "江苏省苏州市样例路1号501室"},
        {"phone": "13800000004", "bank_account": "62170000004", "address": "江苏省苏州市样例路1号501室"},
        {"phone": "13800000005", "bank_account": "62170000005"},
    )
    graph = await links(world.work.connection, [mine], 2)
    assert around(graph) == {mine: 0, near: 1, far: 2}
    assert tied(graph, LinkKind.PHONE) == [(mine, near)]
    assert tied(graph, LinkKind.ACCOUNT) == [(near, far)]
    further = await links(world.work.connection, [mine], 3)
    assert around(further) == {mine: 0, near: 1, far: 2, beyond: 3}
    assert stranger not in around(further)


async def test_what_everybody_shares_ties_nobody(world: World) -> None:
    crowd = await firms(world, *({"address": "江苏省苏州市样例产业园"} for _ in range(HUB + 1)))
    graph = await links(world.work.connection, crowd[:1])
    assert around(graph) == {crowd[0]: 0}
    assert [(hub.kind, hub.value) for hub in graph.hubs] == [(LinkKind.ADDRESS, "江苏省苏州市样例产业园")]


async def test_one_invoice_ties_two_enterprises_and_their_platform_is_told(world: World) -> None:
    await (await (await world.drafted()).approved()).claimed()
    connection = world.work.connection
    number = await connection.fetchval("select number from invoices where project_id = $1", world.projects[0])
    await connection.execute(
        "update invoices set number = $2 where project_id = $1", world.projects[1], number
    )
    graph = await links(connection, [world.enterprises[0]])
    assert (world.enterprises[0], world.enterprises[1]) in tied(graph, LinkKind.INVOICE)
    assert any(world.operator in parties for parties in tied(graph, LinkKind.PLATFORM))
    operator = next(party for party in graph.parties if party.id == world.operator)
    assert operator.platforms == (world.platform,)
    assert next(party for party in graph.parties if party.id == world.enterprises[0]).projects == (
        world.projects[0],
    )
