"""The panel of a call: experts drawn or named, and each one's scores, given alone (P12)."""

import random
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from api.errors import Refusal
from api.policy.conflicts import Tie, tied
from api.policy.selection import panel_complete
from api.services.calls import criteria_of
from api.services.clock import today
from api.services.steps import Step, allow, create, take
from api.viewer import Viewer
from db.enums import Role
from db.store import Work

#: Drawn by lot: from the system's randomness, so that nobody can foresee it.
_LOT = random.SystemRandom()


async def name(
    work: Work, viewer: Viewer, call: int, expert: int, *, drawn: bool = False, at: datetime | None = None
) -> int:
    """Put an expert on the panel.

    Raises:
        Refusal: the call is not closed; this is no expert of the unit, or belongs to a candidate's organization.
    """
    row = await _closed(work, call)
    if expert not in await _experts(work, row["unit_code"]):
        raise Refusal(
            "NOT_AN_EXPERT",
            "不是本单位的专家账户 | This is not the account of an expert of the unit",
            clause="P12",
            field="expert_id",
        )
    if expert in await involved(work, call):
        raise Refusal(
            "EXPERT_INVOLVED",
            "该专家与申请主体有隶属关系，须回避 | The expert belongs to one of the candidates",
            hint="另选专家 | Choose another",
            clause="P12",
            field="expert_id",
        )
    rows = [
        {
            "unit_code": row["unit_code"],
            "call_id": call,
            "expert_id": expert,
            "drawn": drawn,
            "synthetic": row["synthetic"],
        }
    ]
    [made] = await create(work, viewer, "Panelist", "name", rows, at=at)
    return made


async def draw(
    work: Work,
    viewer: Viewer,
    call: int,
    count: int,
    *,
    at: datetime | None = None,
    lot: random.Random = _LOT,
) -> list[int]:
    """Draw so many more experts by lot among those of the unit who have nothing to do with any candidate.

    Raises:
        Refusal: there are not so many.
    """
    row = await _closed(work, call)
    seated = await work.connection.fetch("select expert_id from panelists where call_id = $1", call)
    out = {number for (number,) in seated} | await involved(work, call)
    free = sorted(await _experts(work, row["unit_code"]) - out)
    if not 0 < count <= len(free):
        raise Refusal(
            "TOO_FEW_EXPERTS",
            "可抽取的专家有{free}名，不足{count}名 | {count} experts cannot be drawn: {free} are free",
            hint="先增加专家账户 | Add accounts of experts first",
            clause="P12",
            count=count,
            free=len(free),
            field="count",
        )
    await take(work, viewer, "Call", "draw_panel", [Step(call, {}, at)])
    return [
        await name(work, viewer, call, expert, drawn=True, at=at)
        for expert in sorted(lot.sample(free, count))
    ]


async def recuse(work: Work, viewer: Viewer, panelist: int, why: str, *, at: datetime | None = None) -> None:
    """An expert steps down, or is made to, before the ranking; their scores do not count.

    Raises:
        Refusal: an expert may only recuse themself; the ranking is done.
    """
    row = await work.connection.fetchrow(
        "select expert_id, calls.state from panelists join calls on calls.unit_code = panelists.unit_code"
        " and calls.id = call_id where panelists.id = $1",
        panelist,
    )
    if (
        row is not None
        and Role.PROVINCIAL_SME_OFFICER not in viewer.roles
        and row["expert_id"] != viewer.user_id
    ):
        raise _others()
    if row is not None and row["state"] != "closed":
        raise Refusal("WRONG_STATE", "评分已汇总 | The scores are ranked already", clause="P12", status=409)
    await take(work, viewer, "Panelist", "recuse", [Step(panelist, {"reason": why[:200]}, at, why)])


async def give(
    work: Work, viewer: Viewer, candidate: int, points: Mapping[int, Decimal], *, at: datetime | None = None
) -> None:
    """An expert's points for one candidate, by criterion; may be given anew until they are submitted.

    Raises:
        Refusal: not on the panel, involved, submitted already; the panel is not complete; points above full marks.
    """
    allow(viewer, "Score", "give")
    row = await work.connection.fetchrow(
        "select candidates.unit_code, call_id, candidates.state, candidates.synthetic from candidates where id = $1",
        candidate,
    )
    if row is None or row["state"] != "applied":
        raise Refusal(
            "WRONG_STATE", "该申请不在评审中 | This candidate is not under review", clause="P12", status=409
        )
    call = row["call_id"]
    await _closed(work, call)
    await _seat(work, viewer, call)
    criteria = {one.id: one for one in await criteria_of(work, call)}
    for number, given in points.items():
        if number not in criteria:
            raise Refusal("NOT_FOUND", "没有这个评审指标 | There is no such criterion", status=404)
        if not 0 <= given <= criteria[number].most:
            raise Refusal(
                "POINTS_OUT_OF_RANGE",
                "“{name}”得分须在0到{most}之间 | Points for “{name}” lie between 0 and {most}",
                clause="P12",
                name=criteria[number].name,
                most=f"{criteria[number].most.normalize():f}",
                field=f"points.{number}",
            )
    await as_expert(work, viewer)
    known = dict(
        await work.connection.fetch(
            "select criterion_id, id from scores where candidate_id = $1 and expert_id = $2",
            candidate,
            viewer.user_id,
        )
    )
    changed = [Step(known[one], {"points": given}, at) for one, given in points.items() if one in known]
    await take(work, viewer, "Score", "give", changed)
    new = [
        {
            "unit_code": row["unit_code"],
            "call_id": call,
            "candidate_id": candidate,
            "criterion_id": one,
            "expert_id": viewer.user_id,
            "points": given,
            "synthetic": row["synthetic"],
        }
        for one, given in points.items()
        if one not in known
    ]
    await create(work, viewer, "Score", "give", new, at=at)


async def submit(work: Work, viewer: Viewer, panelist: int, on: date, *, at: datetime | None = None) -> None:
    """An expert hands their scores in: from then on they are fixed.

    Raises:
        Refusal: they are another expert's, or a mark is missing.
    """
    row = await work.connection.fetchrow(
        "select call_id, expert_id from panelists where id = $1 for update", panelist
    )
    if row is None or row["expert_id"] != viewer.user_id:
        raise _others()
    await _seat(work, viewer, row["call_id"])
    await as_expert(work, viewer)
    missing = await work.connection.fetchval(
        """select count(*) from candidates join criteria
             on criteria.unit_code = candidates.unit_code and criteria.call_id = candidates.call_id
           where candidates.call_id = $1 and candidates.state = 'applied'
             and not exists (select from scores where scores.candidate_id = candidates.id
                             and scores.criterion_id = criteria.id and scores.expert_id = $2)""",
        row["call_id"],
        viewer.user_id,
    )
    if missing:
        raise Refusal(
            "SCORES_MISSING",
            "还有{count}项未评分 | {count} marks are missing",
            hint="每个申请的每项指标都须评分 | Score every candidate by every criterion",
            clause="P12",
            status=409,
            count=missing,
        )
    await take(work, viewer, "Panelist", "submit", [Step(panelist, {"submitted_on": on}, at)])


async def as_expert(work: Work, viewer: Viewer) -> None:
    """The transaction is this expert's: the database lets it see and write their scores only (P12)."""
    await work.connection.execute(
        "select set_config('app.expert', $1, true)", "" if viewer.user_id is None else str(viewer.user_id)
    )


async def involved(work: Work, call: int) -> set[int]:
    """The users who are tied to the organization of a candidate: by their account, or as they declared."""
    parties = await work.connection.fetch(
        "select organization_id from candidates where call_id = $1 and state <> 'withdrawn'", call
    )
    organizations = {number for (number,) in parties}
    rows = await work.connection.fetch(
        "select user_id, organization_id, until from interests where organization_id = any($1)"
        " union all select id, organization_id, null from users where organization_id = any($1)",
        list(organizations),
    )
    return {
        row["user_id"]
        for row in rows
        if tied([Tie(row["organization_id"], until=row["until"])], organizations, today())
    }


async def _seat(work: Work, viewer: Viewer, call: int) -> None:
    """
    Raises:
        Refusal: the viewer has no open seat on this panel.
    """
    panel = await work.connection.fetch(
        "select expert_id, state from panelists where call_id = $1 and state <> 'recused' order by id", call
    )
    mine = next((row for row in panel if row["expert_id"] == viewer.user_id), None)
    if mine is None:
        raise Refusal(
            "NOT_ON_PANEL", "您不是本次遴选的评审专家 | You are not on this panel", clause="P12", status=403
        )
    if mine["state"] != "named":
        raise Refusal(
            "SCORES_FIXED",
            "评分已提交，不能再改 | Your scores are submitted and fixed",
            clause="P12",
            status=409,
        )
    if viewer.user_id in await involved(work, call):
        raise Refusal(
            "EXPERT_INVOLVED",
            "您与申请主体有隶属关系，须回避 | You belong to one of the candidates and must step down",
            clause="P12",
            status=403,
        )
    if not panel_complete(len(panel)):
        raise Refusal(
            "PANEL_INCOMPLETE",
            "评审专家须为3名以上单数，现为{count}名 | A panel is an odd number of at least three experts, not {count}",
            hint="由主管部门抽取或指定专家 | The office draws or names experts",
            clause="P12",
            status=409,
            count=len(panel),
        )


async def _closed(work: Work, call: int) -> Any:
    row = await work.connection.fetchrow("select unit_code, state, synthetic from calls where id = $1", call)
    if row is None or row["state"] != "closed":
        raise Refusal(
            "CALL_NOT_CLOSED",
            "征集截止后、汇总排名前方可组织评审 | Experts work between the close of the call and the ranking",
            clause="P12",
            status=409,
        )
    return row


async def _experts(work: Work, unit: str) -> set[int]:
    rows = await work.connection.fetch(
        "select user_id from user_roles join users on users.id = user_id"
        " where role = 'expert' and user_roles.unit_code = $1 and users.active",
        unit,
    )
    return {number for (number,) in rows}


def _others() -> Refusal:
    return Refusal(
        "NOT_ON_PANEL", "只能办理本人的评审事项 | These are another expert's", clause="P12", status=403
    )
