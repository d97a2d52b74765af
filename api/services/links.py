"""What ties enterprises and platforms to one another: shared telephones, addresses, accounts, people, vendors, files."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from db.enums import LinkKind

#: What so many share ties nobody: a park's address, a bookkeeper's telephone, a big vendor.
HUB = 50
#: More organizations are not drawn; the nearest are.
MOST = 150


@dataclass(frozen=True)
class Party:
    """An organization in the graph. ``hops``: how far from where one asked; ``platforms``: those it operates."""

    id: int
    name: str
    uscc: str
    hops: int
    projects: tuple[int, ...] = ()
    platforms: tuple[int, ...] = ()
    flags: int = 0


@dataclass(frozen=True)
class Tie:
    """A thing that parties share: ``value`` as it stands in the records, ``parties`` those in the graph."""

    kind: LinkKind
    value: str
    parties: tuple[int, ...]


@dataclass
class LinkGraph:
    """``left_out``: parties beyond the limit; ``hubs``: things that too many share to mean anything."""

    parties: list[Party] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    left_out: int = 0
    hubs: list[Tie] = field(default_factory=list)


#: By kind: the values that organizations $1 have, with all organizations that have them. One look-up by index each.
_SHARED: Mapping[LinkKind, str] = {
    LinkKind.PHONE: "select other.phone as value, other.id from organizations mine"
    " join organizations other on other.phone = mine.phone where mine.id = any($1)",
    LinkKind.ADDRESS: "select other.address as value, other.id from organizations mine"
    " join organizations other on other.address = mine.address where mine.id = any($1)",
    LinkKind.ACCOUNT: "select other.bank_account as value, other.id from organizations mine"
    " join organizations other on other.bank_account = mine.bank_account where mine.id = any($1)",
    LinkKind.LEGAL_PERSON: "select other.legal_person as value, other.id from organizations mine"
    " join organizations other on other.legal_person = mine.legal_person where mine.id = any($1)",
    LinkKind.INVOICE: """
        select other.number as value, theirs.enterprise_id as id
        from projects
        join invoices mine on mine.unit_code = projects.unit_code and mine.project_id = projects.id
        join invoices other on other.number = mine.number and other.code is not distinct from mine.code
        join projects theirs on theirs.unit_code = other.unit_code and theirs.id = other.project_id
        where projects.enterprise_id = any($1)""",
    LinkKind.FILE: """
        select other.sha256 as value, theirs.enterprise_id as id
        from projects
        join attachments mine on mine.unit_code = projects.unit_code and mine.project_id = projects.id
        join attachments other on other.sha256 = mine.sha256
        join projects theirs on theirs.unit_code = other.unit_code and theirs.id = other.project_id
        where projects.enterprise_id = any($1)""",
    LinkKind.VENDOR: """
        select distinct other.seller as value, theirs.enterprise_id as id
        from projects
        join invoices mine on mine.unit_code = projects.unit_code and mine.project_id = projects.id
        join invoices other on other.seller_uscc = mine.seller_uscc
        join projects theirs on theirs.unit_code = other.unit_code and theirs.id = other.project_id
        where projects.enterprise_id = any($1)
          and mine.seller_uscc not in (select organizations.uscc from platforms
                                       join organizations on organizations.id = platforms.organization_id)""",
    LinkKind.PLATFORM: """
        select operators.name as value, other.id
        from projects
        join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id
        join organizations operators on operators.id = platforms.organization_id
        cross join lateral (values (operators.id), (projects.enterprise_id)) as other (id)
        where projects.enterprise_id = any($1)""",
}


async def links(connection: Any, organizations: Collection[int], hops: int = 2) -> LinkGraph:
    """The graph around some organizations, as far as the connection sees their projects."""
    graph = LinkGraph()
    distance = dict.fromkeys(organizations, 0)
    shared: dict[tuple[LinkKind, str], set[int]] = defaultdict(set)
    edge = set(organizations)
    for hop in range(1, hops + 1):
        found: set[int] = set()
        for kind, statement in _SHARED.items():
            for value, parties in _by_value(await connection.fetch(statement, sorted(edge))).items():
                if len(parties) < 2:
                    continue
                if len(parties) > HUB:
                    _hub(graph, kind, value, parties, distance)
                    continue
                shared[kind, value] |= parties
                # Through a platform one comes to all its customers, which means nothing.
                if kind is not LinkKind.PLATFORM:
                    found |= parties
                else:
                    for party in parties:
                        distance.setdefault(party, hop)
        edge = found - distance.keys()
        for party in sorted(edge):
            if len(distance) >= MOST:
                graph.left_out += 1
                continue
            distance[party] = hop
        edge &= distance.keys()
        if not edge:
            break
    graph.parties = await _parties(connection, distance)
    graph.ties = [
        Tie(kind, value, tuple(sorted(parties & distance.keys())))
        for (kind, value), parties in sorted(shared.items())
        if len(parties & distance.keys()) > 1
    ]
    return graph


def _by_value(rows: Iterable[Any]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row["value"] and row["id"]:
            found[row["value"]].add(row["id"])
    return found


def _hub(
    graph: LinkGraph, kind: LinkKind, value: str, parties: set[int], distance: Mapping[int, int]
) -> None:
    if all((tie.kind, tie.value) != (kind, value) for tie in graph.hubs):
        graph.hubs.append(Tie(kind, value, tuple(sorted(parties & distance.keys()))))


async def _parties(connection: Any, distance: Mapping[int, int]) -> list[Party]:
    rows = await connection.fetch(
        """
        select organizations.id, organizations.name, organizations.uscc,
               array(select projects.id from projects where projects.enterprise_id = organizations.id order by 1) as projects,
               array(select platforms.id from platforms where platforms.organization_id = organizations.id order by 1)
                 as platforms,
               (select count(*) from projects
                join flags on flags.unit_code = projects.unit_code and flags.project_id = projects.id
                          and flags.state in ('open', 'in_case')
                where projects.enterprise_id = organizations.id) as flags
        from organizations where organizations.id = any($1) order by organizations.id
        """,
        sorted(distance),
    )
    return [
        Party(
            row["id"],
            row["name"],
            row["uscc"],
            distance[row["id"]],
            tuple(row["projects"]),
            tuple(row["platforms"]),
            row["flags"],
        )
        for row in rows
    ]
