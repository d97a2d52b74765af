"""Open selections of platforms: drafted, opened, closed, ranked, put on public notice, decided (P12)."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from api.errors import Refusal
from api.policy.selection import (
    LEAST_NOTICE,
    Criterion,
    Mark,
    Ranked,
    panel_complete,
    rank,
    spread,
    weights_add_up,
)
from api.policy.working_days import after_working_days
from api.services import plans
from api.services.book import policy_book
from api.services.rows import Row, delete, insert
from api.services.steps import Step, create, take
from api.viewer import Viewer
from db.store import Work

_RUNNING = ("applied", "ranked", "proposed")


async def draft(work: Work, viewer: Viewer, rows: Sequence[Row], *, at: datetime | None = None) -> list[int]:
    """New calls. Each row: plan_industry_id, title, text, opens_on, closes_on, places, and notice_days if not five.

    Raises:
        Refusal: the plan is submitted already (A1), more places than platforms are allowed (P6), or dates make no sense.
    """
    made = []
    for row in rows:
        above = await work.connection.fetchrow(
            """select plan_industries.unit_code, industry_id, batch_id, plans.state, plans.synthetic
               from plan_industries
               join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_id
               where plan_industries.id = $1""",
            row["plan_industry_id"],
        )
        if above is None:
            raise Refusal(
                "NOT_FOUND",
                "没有这个方案行业 | There is no such plan industry",
                status=404,
                field="plan_industry_id",
            )
        if above["state"] not in ("draft", "returned"):
            raise Refusal(
                "PLAN_CLOSED",
                "方案已上报，不能再遴选平台 | The plan is submitted: no more platforms can be selected for it",
                hint="退回后方可修改 | Have it returned first",
                clause="A1",
                status=409,
            )
        _check_dates(row)
        await _check_places(work, row["plan_industry_id"], row["places"], row["opens_on"])
        made.append(
            {
                **row,
                "notice_days": row.get("notice_days") or LEAST_NOTICE,
                "unit_code": above["unit_code"],
                "industry_id": above["industry_id"],
                "batch_id": above["batch_id"],
                "synthetic": above["synthetic"],
            }
        )
    return await create(work, viewer, "Call", "create", made, at=at)


async def change(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Values: title, text, opens_on, closes_on, places, notice_days; while the call is a draft."""
    for step in steps:
        values = {name: value for name, value in step.values.items() if value is not None}
        row = {**dict(await _row(work, step.id)), **values}
        _check_dates(row)
        await _check_places(work, row["plan_industry_id"], row["places"], row["opens_on"])
        await take(work, viewer, "Call", "change", [Step(step.id, values, step.at, step.why)])


async def set_criteria(
    work: Work, viewer: Viewer, call: int, criteria: Sequence[Row], *, at: datetime | None = None
) -> None:
    """The criteria instead of those there were. Each: name, weight, most, meaning."""
    await take(work, viewer, "Call", "set_criteria", [Step(call, {}, at)])
    row = await _row(work, call)
    old = await work.connection.fetch("select id from criteria where call_id = $1", call)
    await delete(work, "Criterion", [number for (number,) in old])
    await insert(
        work,
        "Criterion",
        [
            {
                "unit_code": row["unit_code"],
                "call_id": call,
                "position": place,
                "name": one["name"],
                "meaning": one.get("meaning"),
                "weight": one["weight"],
                "most": one.get("most") or Decimal(100),
                "synthetic": row["synthetic"],
            }
            for place, one in enumerate(criteria, 1)
        ],
    )


async def open_call(work: Work, viewer: Viewer, call: int, on: date, *, at: datetime | None = None) -> None:
    """Raises:
    Refusal: the weights do not come to 100 %, or the last day has passed.
    """
    row = await _row(work, call)
    criteria = await criteria_of(work, call)
    if not weights_add_up(criteria):
        raise Refusal(
            "WEIGHTS_NOT_100",
            "评审指标权重合计为{now}%，须为100% | The weights of the criteria come to {now} %, they must come to 100 %",
            hint="重新设定评审指标 | Set the criteria again",
            clause="P12",
            now=f"{sum((one.weight for one in criteria), Decimal(0)).normalize():f}",
        )
    if row["closes_on"] < on:
        raise Refusal(
            "BAD_CALL_DATES",
            "征集截止日{day}已过 | The last day, {day}, has passed already",
            hint="先修改公告 | Change the call first",
            clause="P12",
            day=row["closes_on"].isoformat(),
        )
    await take(work, viewer, "Call", "open", [Step(call, {}, at)])


async def close(work: Work, viewer: Viewer, call: int, on: date, *, at: datetime | None = None) -> None:
    """Raises:
    Refusal: the last day has not come.
    """
    row = await _row(work, call)
    if on < row["closes_on"]:
        raise Refusal(
            "CALL_STILL_OPEN",
            "征集截止日为{day}，不得提前截止 | The call runs until {day} and cannot be closed before",
            clause="P12",
            status=409,
            day=row["closes_on"].isoformat(),
        )
    await take(work, viewer, "Call", "close", [Step(call, {}, at)])


async def rank_candidates(
    work: Work, viewer: Viewer, call: int, *, at: datetime | None = None
) -> list[Ranked]:
    """Close the scoring: from now on the scores can be seen, and the first ones on the list are proposed.

    Raises:
        Refusal: the panel is not complete, or an expert has not submitted.
    """
    panel = await work.connection.fetch(
        "select expert_id, state from panelists where call_id = $1 and state <> 'recused' order by id", call
    )
    _check_panel(len(panel))
    waiting = sum(row["state"] != "submitted" for row in panel)
    if waiting:
        raise Refusal(
            "SCORES_MISSING",
            "还有{count}位专家未提交评分 | {count} experts have not submitted their scores",
            hint="等待提交，或由其回避后另行指定 | Wait, or have them recused and name others",
            clause="P12",
            status=409,
            count=waiting,
        )
    # First the state, which unseals the scores (db.models.panel), then the scores.
    await take(work, viewer, "Call", "rank", [Step(call, {}, at)])
    row = await _row(work, call)
    candidates = await work.connection.fetch(
        "select id from candidates where call_id = $1 and state = 'applied' order by applied_on, id", call
    )
    marks = await work.connection.fetch(
        "select expert_id, candidate_id, criterion_id, points from scores"
        " where call_id = $1 and expert_id = any($2) and candidate_id = any($3) order by id",
        call,
        [one["expert_id"] for one in panel],
        [one["id"] for one in candidates],
    )
    ranked = rank(
        [one["id"] for one in candidates], await criteria_of(work, call), [Mark(*mark) for mark in marks]
    )
    await take(
        work,
        viewer,
        "Candidate",
        "rank",
        [
            Step(one.candidate, {"ranking": one.rank, "total": one.total, "explained": _explained(one)}, at)
            for one in ranked
        ],
    )
    await _propose(work, viewer, call, row["places"], at)
    return ranked


async def notice(
    work: Work, viewer: Viewer, call: int, on: date, until: date | None = None, *, at: datetime | None = None
) -> None:
    """Put the proposal on public notice, for at least so many working days as the call says.

    Raises:
        Refusal: ``until`` is too early; nobody is proposed.
    """
    row = await _row(work, call)
    least = after_working_days(on, row["notice_days"])
    if until is not None and until < least:
        raise Refusal(
            "NOTICE_TOO_SHORT",
            "公示须满{days}个工作日，最早到{day} | The notice must last {days} working days, until {day} at least",
            clause="P12",
            days=row["notice_days"],
            day=least.isoformat(),
            field="until",
        )
    await take(
        work, viewer, "Call", "notice", [Step(call, {"noticed_on": on, "notice_until": until or least}, at)]
    )


async def recall(work: Work, viewer: Viewer, call: int, why: str, *, at: datetime | None = None) -> None:
    """Take the notice back, to put another on."""
    await take(
        work, viewer, "Call", "recall", [Step(call, {"noticed_on": None, "notice_until": None}, at, why)]
    )


async def decide(
    work: Work, viewer: Viewer, call: int, on: date, why: str | None = None, *, at: datetime | None = None
) -> list[int]:
    """The result: who is proposed becomes a platform of the plan's industry (P6); the keys of these platforms.

    ``why`` is needed where places stay empty.

    Raises:
        Refusal: the notice has not run out, an objection is not answered, or places stay empty without a reason.
    """
    row = await _row(work, call)
    if row["notice_until"] is not None and on <= row["notice_until"]:
        raise Refusal(
            "NOTICE_RUNNING",
            "公示期到{day}，期满后方可公布结果 | The public notice runs until {day}; the result comes after it",
            clause="P12",
            status=409,
            day=row["notice_until"].isoformat(),
        )
    unanswered = await work.connection.fetchval(
        "select count(*) from objections where call_id = $1 and state = 'raised'", call
    )
    if unanswered:
        raise Refusal(
            "OBJECTIONS_OPEN",
            "还有{count}件异议未答复 | {count} objections are not answered yet",
            hint="逐件答复后再公布结果 | Answer each, then decide",
            clause="P12",
            status=409,
            count=unanswered,
        )
    winners = await work.connection.fetch(
        """select candidates.id, organization_id, organizations.name, planned, solution, target
           from candidates join organizations on organizations.id = organization_id
           where call_id = $1 and candidates.state = 'proposed' order by ranking, candidates.id""",
        call,
    )
    if len(winners) < row["places"] and not why:
        raise Refusal(
            "NO_REASON",
            "拟选{places}家，实际入选{count}家，请写明理由"
            " | {places} places and {count} winners: say why places stay empty",
            clause="P12",
            places=row["places"],
            count=len(winners),
            field="why",
        )
    platforms = await plans.appoint(
        work,
        viewer,
        [
            {
                "unit_code": row["unit_code"],
                "plan_industry_id": row["plan_industry_id"],
                "organization_id": one["organization_id"],
                "planned": one["planned"],
                "solution": one["solution"],
                "target": one["target"],
                "appointed_on": on,
                "synthetic": row["synthetic"],
            }
            for one in winners
        ],
        at=at,
    )
    await take(work, viewer, "Candidate", "appoint", [Step(one["id"], {}, at) for one in winners])
    said = "、".join(one["name"] for one in winners) or "无"
    result = f"入选：{said}" + (f"。{why}" if why else "")
    await take(work, viewer, "Call", "decide", [Step(call, {"decided_on": on, "result": result}, at, why)])
    return platforms


async def cancel(work: Work, viewer: Viewer, call: int, why: str, *, at: datetime | None = None) -> None:
    """End a call without a result, with the reason for all to read."""
    await take(work, viewer, "Call", "cancel", [Step(call, {"result": why}, at, why)])


async def exclude(
    work: Work, viewer: Viewer, candidate: int, why: str, *, at: datetime | None = None
) -> None:
    """Take a ranked candidate out, after an objection for instance: the next one moves up, and a notice that is up is
    recalled, since what it says no longer holds."""
    row = await work.connection.fetchrow(
        """select calls.id, calls.state, places from candidates
           join calls on calls.unit_code = candidates.unit_code and calls.id = call_id where candidates.id = $1""",
        candidate,
    )
    if row is not None and row["state"] not in ("scored", "noticed"):
        raise Refusal(
            "WRONG_STATE",
            "结果公布前、评分汇总后方可取消入选 | Only between the ranking and the result",
            clause="P12",
            status=409,
        )
    await take(work, viewer, "Candidate", "exclude", [Step(candidate, {}, at, why)])
    if row["state"] == "noticed":
        await recall(work, viewer, row["id"], why, at=at)
    await _propose(work, viewer, row["id"], row["places"], at)


async def criteria_of(work: Work, call: int) -> list[Criterion]:
    rows = await work.connection.fetch(
        "select id, name, weight, most from criteria where call_id = $1 order by position, id", call
    )
    return [Criterion(*row) for row in rows]


async def scatter(connection: Any, call: int) -> dict[str, Any]:
    """How the places of the whole plan would fall on operators, with those proposed here (P12)."""
    rows = await connection.fetch(
        """
        with this as (select unit_code, plan_industry_id from calls where id = $1),
        plan as (select plan_industries.unit_code, plan_id from plan_industries
                 join this on this.unit_code = plan_industries.unit_code
                          and this.plan_industry_id = plan_industries.id)
        select organization_id, planned from platforms
        join plan_industries on plan_industries.unit_code = platforms.unit_code
                            and plan_industries.id = platforms.plan_industry_id
        join plan on plan.unit_code = plan_industries.unit_code and plan.plan_id = plan_industries.plan_id
        where platforms.state <> 'disqualified'
        union all
        select organization_id, planned from candidates
        join calls on calls.unit_code = candidates.unit_code and calls.id = candidates.call_id
        join plan_industries on plan_industries.unit_code = calls.unit_code
                            and plan_industries.id = calls.plan_industry_id
        join plan on plan.unit_code = plan_industries.unit_code and plan.plan_id = plan_industries.plan_id
        where candidates.state = 'proposed'
        """,
        call,
    )
    found = spread((row["organization_id"], row["planned"]) for row in rows)
    return {**asdict(found), "each": found.each, "too_scattered": found.too_scattered}


async def _propose(work: Work, viewer: Viewer, call: int, places: int, at: datetime | None) -> None:
    """The first of those who are still in it, as many as there are places; ranks stay as they were reckoned."""
    rows = await work.connection.fetch(
        "select id, state from candidates where call_id = $1 and state in ('ranked', 'proposed')"
        " order by ranking, applied_on, id",
        call,
    )
    await take(
        work,
        viewer,
        "Candidate",
        "propose",
        [Step(row["id"], {}, at) for row in rows[:places] if row["state"] == "ranked"],
    )


async def _row(work: Work, call: int) -> Any:
    row = await work.connection.fetchrow("select * from calls where id = $1 for update", call)
    if row is None:
        raise Refusal("NOT_FOUND", "没有这个遴选公告 | There is no such call", status=404)
    return row


def _check_dates(row: Row) -> None:
    if row["closes_on"] < row["opens_on"]:
        raise Refusal(
            "BAD_CALL_DATES",
            "征集截止日不能早于开始日 | The call cannot close before it opens",
            clause="P12",
            field="closes_on",
        )
    if (row.get("notice_days") or LEAST_NOTICE) < LEAST_NOTICE:
        raise Refusal(
            "NOTICE_TOO_SHORT",
            "公示须不少于{days}个工作日 | A public notice lasts at least {days} working days",
            clause="P12",
            days=LEAST_NOTICE,
            field="notice_days",
        )


async def _check_places(work: Work, plan_industry: int, places: int, on: date) -> None:
    limit = (await policy_book(work)).limit("platforms_per_industry", on)
    taken = await work.connection.fetchval(
        "select count(*) from platforms where plan_industry_id = $1 and state <> 'disqualified'",
        plan_industry,
    )
    if not 0 < places <= int(limit.value) - taken:
        raise Refusal(
            "TOO_MANY_PLATFORMS",
            "每个细分行业服务平台应在{most}家以内，已有{taken}家，本次拟选{places}家"
            " | An industry has at most {most} platforms; {taken} are there and {places} are asked for",
            clause=limit.clause,
            most=int(limit.value),
            taken=taken,
            places=places,
            field="places",
        )


def _check_panel(count: int) -> None:
    if not panel_complete(count):
        raise Refusal(
            "PANEL_INCOMPLETE",
            "评审专家须为3名以上单数，现为{count}名 | A panel is an odd number of at least three experts, not {count}",
            hint="抽取或指定专家 | Draw or name experts",
            clause="P12",
            status=409,
            count=count,
        )


def _explained(one: Ranked) -> dict[str, Any]:
    """As it is kept with the candidate: every number of the total, and no expert's name."""
    return {
        "lines": [
            {
                "criterion": line.criterion.name,
                "weight": str(line.criterion.weight),
                "most": str(line.criterion.most),
                "mean": str(line.mean),
                "part": str(line.part),
            }
            for line in one.lines
        ],
        "experts": [str(total) for total in one.experts],
        "dropped": list(one.dropped),
        "tie": one.tie,
        "shared": one.shared,
    }
