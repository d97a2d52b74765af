"""The report of an evaluation (A3): what stands in the rows, as the words of the document."""

from collections.abc import Sequence
from typing import Any

from api.documents.rendering import Paper
from api.documents.words import day_of, number_of
from api.viewer import Viewer
from db.enums import EvaluationKind, Grade
from db.resource import both

_NUMBERS = "一二三"

_HEAD = """
select evaluations.*, plans.title as plan, plans.state as plan_state, batches.number, batches.starts_on, batches.ends_on,
       reporting_units.name as unit,
       (select score from evaluations own where own.unit_code = evaluations.unit_code and own.plan_id = evaluations.plan_id
        and own.kind = 'self' and own.state = 'given' and evaluations.kind = 'national') as self_score
from evaluations
join plans on plans.unit_code = evaluations.unit_code and plans.id = evaluations.plan_id
join batches on batches.id = plans.batch_id
join reporting_units on reporting_units.code = evaluations.unit_code
where evaluations.id = $1
"""
_PLATFORMS = """
select organizations.name, industries.name as industry, platforms.planned,
       count(projects.id) filter (where contracted_on is not null and projects.state <> 'withdrawn') as contracted,
       count(projects.id) filter (where projects.state = 'passed') as passed,
       round(avg(satisfaction) filter (where projects.state = 'passed'), 2) as satisfaction
from plan_industries
join industries on industries.id = plan_industries.industry_id
join platforms on platforms.unit_code = plan_industries.unit_code and platforms.plan_industry_id = plan_industries.id
join organizations on organizations.id = platforms.organization_id
left join projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
where plan_industries.plan_id = $1
group by platforms.id, organizations.name, industries.name, platforms.planned order by platforms.id
"""
_LINES = """
select indicators.name as indicator, indicators.measure, indicators.sample, organizations.name as platform,
       targets.baseline, targets.approved, goal, actual, evaluation_lines.weight, evaluation_lines.score, computed, remark
from evaluation_lines
join targets on targets.unit_code = evaluation_lines.unit_code and targets.id = evaluation_lines.target_id
join indicators on indicators.id = targets.indicator_id
left join platforms on platforms.unit_code = targets.unit_code and platforms.id = targets.platform_id
left join organizations on organizations.id = platforms.organization_id
where evaluation_id = $1 order by targets.platform_id nulls first, evaluation_lines.id
"""


async def evaluation_paper(connection: Any, viewer: Viewer, evaluation: int) -> Paper | None:
    """The report; None where the connection sees no such evaluation."""
    head = await connection.fetchrow(_HEAD, evaluation)
    if head is None:
        return None
    platforms = await connection.fetch(_PLATFORMS, head["plan_id"])
    lines = await connection.fetch(_LINES, evaluation)
    own = head["kind"] == EvaluationKind.SELF
    what = "绩效自评报告" if own else "绩效评价报告"
    lines_of_title = [
        f"{head['unit']}中小企业数字化转型试点",
        f"第{_NUMBERS[head['number'] - 1]}批{what}",
    ]
    title = "".join(lines_of_title)
    dated = head["given_on"] or head["drafted_on"]
    return Paper(
        "evaluation",
        title,
        dated,
        {
            "title": lines_of_title,
            "from": f"{head['unit']}中小企业主管部门" if own else "工业和信息化部、财政部",
            "synthetic": head["synthetic"],
            "draft": head["state"] != "given",
            "addressee": "工业和信息化部、财政部" if own else f"{head['unit']}中小企业主管部门、财政厅（局）",
            "opening": _opening(head, own),
            "facts": _facts(platforms),
            "platforms": [_platform(row) for row in platforms],
            "scores": [_score(row) for row in lines],
            "remarks": [
                f"“{row['indicator']}”计算得分{number_of(row['computed'])}，评定得分{number_of(row['score'])}：{row['remark']}"
                for row in lines
                if row["remark"]
            ],
            "score": number_of(head["score"]),
            "grade": both(Grade(head["grade"]).label)[0],
            "compared": _compared(head),
            "note": _note(lines),
            "achievements": _lines(head["achievements"]),
            "problems": _lines(head["problems"]),
            "measures": _lines(head["measures"]),
            "conclusion": _conclusion(head),
            "department": f"{head['unit']}中小企业主管部门" if own else "工业和信息化部",
            "treasury": f"{head['unit']}财政厅（局）" if own else "财政部",
            "day": day_of(head["given_on"]),
        },
    )


def _opening(head: Any, own: bool) -> str:
    term = f"{day_of(head['starts_on'])}至{day_of(head['ends_on'])}"
    who = "省级中小企业主管部门会同财政部门" if own else "工业和信息化部会同财政部"
    return (
        "按照《工业和信息化部办公厅 财政部办公厅关于开展财政支持中小企业数字化转型试点工作的通知》"
        f"（工信厅联企业〔2022〕22号）要求，《{head['plan']}》实施期（{term}）已满，"
        f"{who}对试点开展情况进行了{'绩效自评' if own else '绩效评价和验收'}。现将有关情况报告如下。"
    )


def _facts(platforms: Sequence[Any]) -> list[dict[str, str]]:
    industries = {row["industry"] for row in platforms}
    return [
        {"label": "细分行业（个）", "value": str(len(industries))},
        {"label": "服务平台（个）", "value": str(len(platforms))},
        {"label": "计划改造（家）", "value": str(sum(row["planned"] for row in platforms))},
        {"label": "通过验收（家）", "value": str(sum(row["passed"] for row in platforms))},
    ]


def _platform(row: Any) -> dict[str, str]:
    return {
        "name": row["name"],
        "industry": row["industry"],
        "planned": str(row["planned"]),
        "contracted": str(row["contracted"]),
        "passed": str(row["passed"]),
        "satisfaction": number_of(row["satisfaction"]),
    }


def _score(row: Any) -> dict[str, str]:
    sample = "（示例）" if row["sample"] else ""
    adjusted = f"（批复{number_of(row['approved'])}）" if row["approved"] is not None else ""
    return {
        "of": row["platform"] or "实施方案",
        "indicator": f"{row['indicator']}{sample}，{row['measure']}",
        "baseline": number_of(row["baseline"]),
        "goal": number_of(row["goal"]) + adjusted,
        "actual": number_of(row["actual"]),
        "weight": number_of(row["weight"]),
        "score": number_of(row["score"]),
    }


def _compared(head: Any) -> str:
    if head["self_score"] is None:
        return ""
    difference = head["score"] - head["self_score"]
    said = "一致" if not difference else f"{'高' if difference > 0 else '低'}{number_of(abs(difference))}分"
    return f"省级自评总分{number_of(head['self_score'])}分，本次评价总分{number_of(head['score'])}分，{'与自评' if not difference else '较自评'}{said}。"


def _note(lines: Sequence[Any]) -> str:
    sample = "标有“示例”的指标为系统样例，通知未作规定。" if any(row["sample"] for row in lines) else ""
    return f"得分为目标完成程度折算的百分制得分，总分为按权重加权的平均值。{sample}"


def _conclusion(head: Any) -> str:
    if head["accepted"] is None:
        return ""
    return "经审核，同意通过验收。" if head["accepted"] else "经审核，未通过验收。"


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()] or ["（待填写）"]
