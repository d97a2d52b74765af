"""What of a case is told to its party: papers given to the platform are its operator's to read, and nothing else is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.viewer import Viewer
from db.enums import Role, Word
from db.store import NATION, Store


class PartyPaper(Word):
    """A document of a case that its party gets."""

    NOTICE = "notice", "事先告知书 | Notice"
    HEARING = "hearing", "听证或陈述申辩笔录 | Record of the hearing or defence"
    DECISION = "decision", "处理决定书 | Decision"
    RECEIPT = "receipt", "送达回证 | Receipt of service"


@dataclass(frozen=True)
class Told:
    """A paper that a party was given; ``key`` as in the address of the document."""

    paper: PartyPaper
    key: int
    given_on: date
    platform: int
    synthetic: bool


#: The papers of the platforms $1, once they were given: a decision only when it was served.
_TOLD = """
select 'notice' as paper, case_notices.id as key, given_on, platform_id, cases.synthetic from case_notices
join cases on cases.unit_code = case_notices.unit_code and cases.id = case_notices.case_id
where cases.platform_id = any($1) and second_investigator_id is not null
union all
select 'hearing', defences.id, made_on, platform_id, cases.synthetic from defences
join cases on cases.unit_code = defences.unit_code and cases.id = defences.case_id
where cases.platform_id = any($1) and defences.kind <> 'waived' and second_investigator_id is not null
union all
select 'decision', min(penalties.id), penalties.served_on, platform_id, cases.synthetic from penalties
join cases on cases.unit_code = penalties.unit_code and cases.id = penalties.case_id
where cases.platform_id = any($1) and penalties.served_on is not null and second_investigator_id is not null
group by penalties.case_id, penalties.decided_on, penalties.revoked_on, penalties.served_on, platform_id, cases.synthetic
union all
select 'receipt', cases.id, served_on, platform_id, synthetic from cases
where platform_id = any($1) and served_on is not null and service is not null and second_investigator_id is not null
order by given_on, paper, key
"""
#: Whose it is, and whether it was given.
_OF = {
    PartyPaper.NOTICE: "select platform_id from case_notices join cases on cases.id = case_id where case_notices.id = $1",
    PartyPaper.HEARING: "select platform_id from defences join cases on cases.id = case_id where defences.id = $1",
    PartyPaper.DECISION: (
        "select platform_id from penalties join cases on cases.id = case_id"
        " where penalties.id = $1 and penalties.served_on is not null"
    ),
    PartyPaper.RECEIPT: "select platform_id from cases where id = $1 and served_on is not null",
}


async def tells_party(store: Store, viewer: Viewer, paper: PartyPaper, key: int) -> bool:
    """Whether this paper was given to a platform that the viewer operates."""
    if Role.PLATFORM_OPERATOR not in viewer.roles:
        return False
    async with store.read(NATION) as connection:
        platform = await connection.fetchval(_OF[paper], key)
    return platform is not None and await _operates(store, viewer, platform)


async def told(store: Store, viewer: Viewer) -> Sequence[Told]:
    """The papers that were given to the platforms that the viewer operates, in order; none for anybody else."""
    if Role.PLATFORM_OPERATOR not in viewer.roles or viewer.rows.organization is None:
        return []
    async with store.read(viewer.rows) as connection:
        own = await connection.fetch(
            "select id from platforms where organization_id = $1", viewer.rows.organization
        )
    async with store.read(NATION) as connection:
        rows: Sequence[Any] = await connection.fetch(_TOLD, [row["id"] for row in own])
    return [
        Told(PartyPaper(row["paper"]), row["key"], row["given_on"], row["platform_id"], row["synthetic"])
        for row in rows
    ]


async def _operates(store: Store, viewer: Viewer, platform: int) -> bool:
    """Row-level security says whose platform it is; an operator's own organization's only."""
    if viewer.rows.organization is None:
        return False
    async with store.read(viewer.rows) as connection:
        return bool(
            await connection.fetchval(
                "select exists (select from platforms where id = $1 and organization_id = $2)",
                platform,
                viewer.rows.organization,
            )
        )
