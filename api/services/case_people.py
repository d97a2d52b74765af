"""Who is what in a case: assigned by load, two of them, none with a tie, nobody in two parts (行政处罚法 art. 42, 43)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from api.errors import Refusal
from api.policy.conflicts import tied
from api.policy.workflow import names
from api.services.clock import now, today
from api.services.duties import ties_of
from api.services.rows import insert
from api.services.steps import Step, take
from api.viewer import Viewer
from db.enums import CasePart, Role
from db.store import Work

#: Cases that somebody works on: what load is counted in.
OPEN = "('opened', 'investigating', 'notified', 'heard', 'reviewed', 'decided', 'served')"


@dataclass(frozen=True)
class Candidate:
    """A supervisor who could investigate: ``open_cases`` as first or second; ``free``: no tie, no other part."""

    user_id: int
    name: str
    open_cases: int
    free: bool


async def candidates(connection: Any, case: int) -> list[Candidate]:
    """Who could investigate a case, the least loaded first; those who may not, last."""
    found = await connection.fetch(
        f"""select users.id, users.name,
                   (select count(*) from cases
                    where state in {OPEN}
                      and users.id in (investigator_id, second_investigator_id)) as load,
                   exists (select from case_people where case_people.case_id = $1
                           and case_people.user_id = users.id and part <> 'investigate') as otherwise
            from users
            where users.active and exists (select from user_roles where user_roles.user_id = users.id
                                           and user_roles.role = 'supervisor')
            order by load, users.id""",  # noqa: S608
        case,
    )
    parties = await parties_of(connection, case)
    result = [
        Candidate(
            row["id"],
            row["name"],
            row["load"],
            not row["otherwise"] and tied(await ties_of(connection, row["id"]), parties, today()) is None,
        )
        for row in found
    ]
    return sorted(result, key=lambda one: not one.free)


async def parties_of(connection: Any, case: int) -> set[int]:
    """The organizations that a case is about: the platform's operator, and the enterprises of its claims."""
    rows = await connection.fetch(
        """select organization_id from cases
           join platforms on platforms.unit_code = cases.unit_code and platforms.id = cases.platform_id
           where cases.id = $1
           union
           select projects.enterprise_id from case_holds
           join claims on claims.unit_code = case_holds.unit_code and claims.id = case_holds.claim_id
           join projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
           where case_holds.case_id = $1 and case_holds.suspected""",
        case,
    )
    return {row[0] for row in rows}


async def assign(
    work: Work,
    viewer: Viewer,
    case: int,
    first: int | None,
    second: int | None,
    *,
    why: str | None = None,
    at: datetime | None = None,
) -> tuple[int, int]:
    """Who investigates; whom nobody names is the least loaded who may. They are told to be two (art. 42).

    Raises:
        Refusal: fewer than two may; one of them has a tie to a party or had another part; no supervisor.
    """
    found = await candidates(work.connection, case)
    free = [one.user_id for one in found if one.free]
    chosen = [user for user in (first, second) if user is not None]
    chosen += [user for user in free if user not in chosen][: 2 - len(chosen)]
    if len(set(chosen)) < 2:
        raise _two()
    for user in chosen:
        if user not in free:
            await may_take_part(work, user, case, CasePart.INVESTIGATE)
            raise Refusal(
                "NOT_A_SUPERVISOR",
                "承办人须为在岗的监督人员 | An investigator must be a supervisor with an account in use",
                clause="S1",
                field="second_investigator_id",
            )
    if first is None and second is not None:
        chosen.reverse()
    values = {"investigator_id": chosen[0], "second_investigator_id": chosen[1]}
    await take(work, viewer, "Case", "assign", [Step(case, values, at, why)])
    return chosen[0], chosen[1]


async def recuse(
    work: Work, viewer: Viewer, case: int, why: str, *, at: datetime | None = None
) -> tuple[int, int]:
    """The viewer gives up a case, with the reason; the least loaded who may takes the place.

    Raises:
        Refusal: no reason; the viewer does not investigate it; nobody is left.
    """
    if not why.strip():
        raise Refusal("NO_REASON", "请写明事由 | Say why", field="why")
    row = await work.connection.fetchrow(
        "select investigator_id, second_investigator_id from cases where id = $1 for update", case
    )
    here = [row["investigator_id"], row["second_investigator_id"]] if row else []
    if viewer.user_id not in here:
        raise Refusal(
            "NOT_YOURS",
            "您不是本案承办人 | You do not investigate this case",
            clause="S1",
            status=403,
        )
    left = [user for user in here if user not in (viewer.user_id, None)]
    found = [
        one.user_id for one in await candidates(work.connection, case) if one.free and one.user_id not in here
    ]
    chosen = [*left, *found][:2]
    if len(chosen) < 2:
        raise _two()
    values = {"investigator_id": chosen[0], "second_investigator_id": chosen[1]}
    # Who recuses himself has had a part all the same: he never decides it.
    await keep_part(work, case, CasePart.INVESTIGATE, [viewer.user_id], at)
    await take(work, viewer, "Case", "recuse", [Step(case, values, at, why)])
    state = await work.connection.fetchval("select state from cases where id = $1", case)
    if state != "opened":
        await keep_part(work, case, CasePart.INVESTIGATE, chosen, at)
    return chosen[0], chosen[1]


async def may_take_part(
    work: Work, user: int | None, case: int, part: CasePart, on: date | None = None
) -> None:
    """
    Raises:
        Refusal: the user had another part in the case, or has a tie to one of its parties.
    """
    if user is None:
        return
    other = await work.connection.fetchval(
        "select part from case_people where case_id = $1 and user_id = $2 and part <> $3 limit 1",
        case,
        user,
        part,
    )
    if other is not None:
        before = CasePart(other)
        raise Refusal(
            "SAME_PERSON",
            "此人在本案中已承担“{before_zh}”，不能再承担“{part_zh}”"
            " | This person “{before_en}” in the case, so somebody else must be who “{part_en}”",
            clause="S1",
            status=403,
            before_zh=names([before], "zh"),
            before_en=names([before], "en").lower(),
            part_zh=names([part], "zh"),
            part_en=names([part], "en").lower(),
        )
    tie = tied(await ties_of(work.connection, user), await parties_of(work.connection, case), on or today())
    if tie is not None:
        raise Refusal(
            "INTERESTED_PARTY",
            "与案件当事人有利害关系（{kind_zh}），须回避"
            " | Has an interest in a party of the case ({kind_en}) and must keep away",
            hint="由无利害关系的人办理（行政处罚法第43条） | Somebody without a tie must do this (Law on Penalties, art. 43)",
            clause="S1",
            status=403,
            kind_zh=names([tie.kind], "zh") if tie.kind else "账户所属单位",
            kind_en=names([tie.kind], "en") if tie.kind else "the account belongs to it",
        )


async def keep_part(
    work: Work, case: int, part: CasePart, users: Sequence[int | None], at: datetime | None = None
) -> None:
    """Write down who had the part; the database refuses a second part of the same person."""
    row = await work.connection.fetchrow("select unit_code, synthetic from cases where id = $1", case)
    await insert(
        work,
        "CasePerson",
        [
            {
                "unit_code": row["unit_code"],
                "case_id": case,
                "user_id": user,
                "part": part,
                "at": at or now(),
                "synthetic": row["synthetic"],
            }
            for user in dict.fromkeys(users)
            if user is not None
        ],
        skip="unit_code, case_id, user_id, part",
    )


async def takes_part(
    work: Work, viewer: Viewer, case: int, part: CasePart, *, at: datetime | None = None
) -> None:
    """The viewer acts in a case: checked for other parts and ties, and written down.

    Raises:
        Refusal: the viewer had another part, or has a tie.
    """
    await may_take_part(work, viewer.user_id, case, part)
    await keep_part(work, case, part, [viewer.user_id], at)


def _two() -> Refusal:
    return Refusal(
        "TWO_INVESTIGATORS",
        "调查须由两名以上无利害关系的监督人员进行 | At least two supervisors without a tie must investigate",
        hint="先在账户中增加监督人员（行政处罚法第42条） | Give another person the role first (Law on Penalties, art. 42)",
        clause="S1",
        status=409,
    )


def by_law(viewer: Viewer) -> Viewer:
    """Whoever takes the step, what follows from it by law is done in the rights that each part of it needs: claims
    are held as supervisors hold them, money is changed as finance officers change it. Events name the person."""
    return replace(viewer, roles=viewer.roles | {Role.SUPERVISOR, Role.FINANCE_OFFICER})
