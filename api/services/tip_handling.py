"""What officers do about tip-offs: take up, match by hand, take into a case, find unfounded, answer.

Whoever has a tie to whom it is about keeps away, and only the one who took a tip-off up acts upon it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from api.errors import Refusal
from api.policy.conflicts import tied
from api.policy.tip_match import likeness
from api.policy.workflow import names
from api.services.clock import now, today
from api.services.duties import ties_of
from api.services.steps import Step, allow, take
from api.viewer import Viewer
from db.enums import Role
from db.store import Work


async def take_up(work: Work, viewer: Viewer, tip: int, *, at: datetime | None = None) -> None:
    """The viewer looks into it from now on.

    Raises:
        Refusal: somebody else does; the viewer has a tie to whom it is about.
    """
    allow(viewer, "Tip", "take_up")
    row = await row_of(work, tip)
    if row["handled_by_id"] not in (None, viewer.user_id) and await _in_office(work, row["handled_by_id"]):
        raise Refusal(
            "TIP_TAKEN",
            "此举报已由他人接办，请由其转办 | Somebody else looks into this tip-off; they may hand it over",
            clause="S1",
            status=409,
        )
    await untied(work, viewer.user_id, row["organization_id"])
    values = {"handled_by_id": viewer.user_id, "handled_at": at or now()}
    await take(work, viewer, "Tip", "take_up", [Step(tip, values, at)])


async def hand_over(
    work: Work, viewer: Viewer, tip: int, to: int, why: str, *, at: datetime | None = None
) -> None:
    """Another supervisor looks into it from now on.

    Raises:
        Refusal: the viewer does not look into it; the other one is no supervisor, or has a tie to whom it is about.
    """
    row = await handled(work, viewer, "hand_over", tip)
    if to not in [user for user, _ in await supervisors(work.connection)]:
        raise Refusal(
            "NOT_A_SUPERVISOR",
            "承办人须为在岗的监督人员 | An investigator must be a supervisor with an account in use",
            clause="S1",
            field="to_id",
        )
    await untied(work, to, row["organization_id"])
    values = {"handled_by_id": to, "handled_at": at or now()}
    await take(work, viewer, "Tip", "hand_over", [Step(tip, values, at, why)])


async def link(
    work: Work, viewer: Viewer, tip: int, organization: int, *, at: datetime | None = None
) -> None:
    """Say whom it is about, where that was in doubt or wrong. How like the names are is kept beside it.

    Raises:
        Refusal: the viewer does not look into it, or has a tie to that organization.
    """
    row = await handled(work, viewer, "link", tip)
    name = await work.connection.fetchval("select name from organizations where id = $1", organization)
    if name is None:
        raise Refusal("NOT_FOUND", "没有这个企业 | There is no such enterprise", status=404)
    await untied(work, viewer.user_id, organization)
    values = {"organization_id": organization, "likeness": likeness(row["about"], name)}
    await take(work, viewer, "Tip", "link", [Step(tip, values, at)])


async def unlink(work: Work, viewer: Viewer, tip: int, why: str, *, at: datetime | None = None) -> None:
    """It is about somebody else, nobody knows whom yet."""
    await handled(work, viewer, "unlink", tip)
    values = {"organization_id": None, "likeness": None}
    await take(work, viewer, "Tip", "unlink", [Step(tip, values, at, why)])


async def follow(work: Work, viewer: Viewer, tip: int, case: int, *, at: datetime | None = None) -> None:
    """It belongs to a case of the platform that it is about, or that serves the enterprise that it is about.

    Raises:
        Refusal: the viewer does not look into it; the case is about others.
    """
    row = await handled(work, viewer, "follow", tip)
    number = dict(await cases_of(work.connection, row["organization_id"])).get(case)
    if number is None:
        raise Refusal(
            "NOT_ITS_CASE",
            "该案件与举报对象无关 | That case is not about whom the tip-off is about",
            hint="先核对对象，或先就其预警立案 | Check whom it is about, or open a case from its flags first",
            clause="S1",
            status=409,
            field="case_id",
        )
    await take(work, viewer, "Tip", "follow", [Step(tip, {"case_number": number}, at)])


async def leave(work: Work, viewer: Viewer, tip: int, why: str, *, at: datetime | None = None) -> None:
    """It does not belong to that case."""
    await handled(work, viewer, "leave", tip)
    await take(work, viewer, "Tip", "leave", [Step(tip, {"case_number": None}, at, why)])


async def reject(work: Work, viewer: Viewer, tip: int, answer: str, *, at: datetime | None = None) -> None:
    """Nothing came of it; the answer is what who told it reads."""
    await handled(work, viewer, "reject", tip)
    await take(work, viewer, "Tip", "reject", [Step(tip, {"answer": answer}, at)])


async def reopen(work: Work, viewer: Viewer, tip: int, why: str, *, at: datetime | None = None) -> None:
    """It was found unfounded too early: the viewer looks into it now.

    Raises:
        Refusal: the viewer has a tie to whom it is about.
    """
    allow(viewer, "Tip", "reopen")
    row = await row_of(work, tip)
    await untied(work, viewer.user_id, row["organization_id"])
    values = {
        "organization_id": None,
        "likeness": None,
        "handled_by_id": viewer.user_id,
        "handled_at": at or now(),
    }
    await take(work, viewer, "Tip", "reopen", [Step(tip, values, at, why)])


async def tell(work: Work, viewer: Viewer, tip: int, text: str, *, at: datetime | None = None) -> None:
    """What who told it reads when they ask by their code."""
    await handled(work, viewer, "tell", tip)
    await take(work, viewer, "Tip", "tell", [Step(tip, {"answer": text}, at)])


async def row_of(work: Work, tip: int) -> Mapping[str, Any]:
    """A tip-off without its contact, kept as it is until the transaction ends.

    Raises:
        Refusal: there is none.
    """
    row: Mapping[str, Any] | None = await work.connection.fetchrow(
        "select id, about, state, organization_id, handled_by_id, synthetic from tips where id = $1 for update",
        tip,
    )
    if row is None:
        raise Refusal("NOT_FOUND", "没有这条记录 | There is no such record", status=404)
    return row


async def handled(work: Work, viewer: Viewer, action: str, tip: int) -> Mapping[str, Any]:
    """The row of a tip-off that the viewer looks into.

    Raises:
        Refusal: the viewer's roles do not allow the step; somebody else looks into it; a tie keeps the viewer away.
    """
    allow(viewer, "Tip", action)
    row = await row_of(work, tip)
    if viewer.user_id is None or row["handled_by_id"] != viewer.user_id:
        raise Refusal(
            "NOT_HANDLER",
            "此举报不由您经办，请先接办 | You do not look into this tip-off: take it up first",
            clause="S1",
            status=403,
        )
    await untied(work, viewer.user_id, row["organization_id"])
    return row


async def untied(work: Work, user: int | None, organization: int | None) -> None:
    """
    Raises:
        Refusal: the user has a tie to whom the tip-off is about.
    """
    if user is None or organization is None:
        return
    tie = tied(await ties_of(work.connection, user), {organization}, today())
    if tie is not None:
        raise Refusal(
            "INTERESTED_PARTY",
            "与被举报对象有利害关系（{kind_zh}），须回避"
            " | Has an interest in whom the tip-off is about ({kind_en}) and must keep away",
            hint="由无利害关系的人办理 | Somebody without a tie must do this",
            clause="S1",
            status=403,
            kind_zh=names([tie.kind], "zh") if tie.kind else "账户所属单位",
            kind_en=names([tie.kind], "en") if tie.kind else "the account belongs to it",
        )


async def supervisors(connection: Any) -> list[tuple[int, str]]:
    """(number, name) of those in office."""
    rows = await connection.fetch(
        "select users.id, users.name from users where active and exists (select from user_roles"
        " where user_roles.user_id = users.id and role = $1) order by users.name, users.id",
        Role.SUPERVISOR,
    )
    return [(row["id"], row["name"]) for row in rows]


async def cases_of(connection: Any, organization: int | None) -> list[tuple[int, str]]:
    """(number of the row, number of the case) of the cases of platforms that an organization operates or that serve it."""
    rows = await connection.fetch(
        """select cases.id, cases.number from cases
           join platforms on platforms.unit_code = cases.unit_code and platforms.id = cases.platform_id
           where platforms.organization_id = $1
              or exists (select from projects where projects.unit_code = platforms.unit_code
                         and projects.platform_id = platforms.id and projects.enterprise_id = $1)
           order by cases.opened_on desc, cases.id desc""",
        organization,
    )
    return [(row["id"], row["number"]) for row in rows]


async def _in_office(work: Work, user: int) -> bool:
    return user in [known for known, _ in await supervisors(work.connection)]
