"""One batch of one province from empty to settled, scene by scene, each by the person whose part it is.

A scene finds its rows by what never changes, so that it can be played again with the same keys and comes out the same.
"""

from collections.abc import Awaitable, Callable
from datetime import date

from api.services.clock import work_on
from seed.synthetic.uscc import numbered
from tests.story.sheet import PLANNED, SHEET
from tests.story.stage import Stage

Scene = Callable[[Stage], Awaitable[None]]

DRAFTED, CARRIED_OUT, SETTLED = date(2024, 12, 10), date(2025, 6, 16), date(2026, 2, 10)
TITLE = "江苏省第三批样例方案"
OPERATOR = numbered("320500", 8000)
LEAVER = "子"
NAMES = (*(entry.name for entry in SHEET), LEAVER)
CODES = {name: numbered("320500", 8001 + place) for place, name in enumerate(NAMES)}


async def plan_of(stage: Stage, who: str = "jiangsu") -> str:
    [plan] = await stage.all(who, "plans", "id", f'{{title: {{eq: "{TITLE}"}}}}')
    return str(plan["id"])


async def platform_of(stage: Stage, who: str = "jiangsu") -> str:
    where = f'{{organization: {{uscc: {{eq: "{OPERATOR}"}}}}}}'
    [platform] = await stage.all(who, "platforms", "id", where)
    return str(platform["id"])


async def project_of(stage: Stage, name: str, who: str = "jiangsu") -> str:
    where = f'{{enterprise: {{uscc: {{eq: "{CODES[name]}"}}}}}}'
    [project] = await stage.all(who, "projects", "id", where)
    return str(project["id"])


async def _draft(stage: Stage) -> None:
    work_on(DRAFTED)
    [batch] = await stage.all("jiangsu", "batches", "id", "{number: {eq: 3}}")
    await stage.act("jiangsu", "createPlan", batchId=batch["id"], title=TITLE, contact="李工")


async def _industry(stage: Stage) -> None:
    work_on(DRAFTED)
    plan = await plan_of(stage)
    [industry, *_] = await stage.all("jiangsu", "industries", "id", "{annex: {eq: true}}")
    await stage.act(
        "jiangsu",
        "namePlanIndustry",
        plan,
        industryId=industry["id"],
        commonProblems="排产靠经验，质量难追溯",
        scenarios="计划排程、质量管理",
        needsMet="以云端制造执行系统覆盖排产与质检",
        dataUsed="设备数据入云，用于质量分析",
        lightReturn="订阅制，三个月上线，一年内收回投入",
    )


async def _platform(stage: Stage) -> None:
    work_on(DRAFTED)
    plan = await plan_of(stage)
    [industry] = await stage.all("jiangsu", "planIndustries", "id", f'{{plan: {{id: {{eq: "{plan}"}}}}}}')
    await stage.act(
        "jiangsu",
        "appointPlatform",
        industry["id"],
        uscc=OPERATOR,
        name="苏州样例智造服务有限公司",
        planned=len(NAMES),
        solution="小快轻准的云端排产与质检",
        target="全部通过验收，水平提升一级",
        bankAccount="6222020200001234567",
    )


def _listed(name: str) -> Scene:
    async def scene(stage: Stage) -> None:
        work_on(DRAFTED)
        await stage.act(
            "jiangsu",
            "listProject",
            await platform_of(stage),
            uscc=CODES[name],
            name=f"样例{name}号机械有限公司",
            size="SMALL" if name in "甲乙丙" else "MEDIUM",
            solution="排产与质检上云",
            targetLevel=2,
            plannedCost=str(PLANNED),
        )

    return scene


async def _hand_in(stage: Stage) -> None:
    work_on(DRAFTED)
    plan = await plan_of(stage)
    await stage.act("jiangsu", "signSmePlan", plan)
    await stage.act("jiangsu_finance", "signFinancePlan", plan)
    await stage.act("jiangsu", "submitPlan", plan)


async def _approve(stage: Stage) -> None:
    work_on(DRAFTED)
    plan = await plan_of(stage, "programme")
    await stage.act("programme", "approvePlan", plan)
    await stage.act("jiangsu", "implementPlan", plan)


SCENES: tuple[Scene, ...] = (
    _draft,
    _industry,
    _platform,
    *(_listed(name) for name in NAMES),
    _hand_in,
    _approve,
)
