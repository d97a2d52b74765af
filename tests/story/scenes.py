"""One batch of one province from empty to settled, scene by scene, each by the person whose part it is.

A scene finds its rows by what never changes, so that it can be played again with the same keys and comes out the same.
"""

from collections.abc import Awaitable, Callable
from datetime import date
from decimal import ROUND_DOWN, Decimal

from api.policy.digital_level import read_questionnaire
from seed.reference.questionnaires import questionnaires
from seed.synthetic.uscc import numbered
from tests.story.sheet import PLANNED, SHEET
from tests.story.stage import Stage

Scene = Callable[[Stage], Awaitable[None]]

DRAFTED, CARRIED_OUT, SETTLED = date(2024, 12, 10), date(2025, 6, 16), date(2026, 2, 10)
TITLE = "江苏省第三批样例方案"
OPERATOR = numbered("320500", 8000)
LEAVER = "子"
FEN = Decimal("0.01")
[QUESTIONS] = [
    read_questionnaire(row["edition"], row["body"]) for row in questionnaires() if row["edition"] == 2024
]
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
    await stage.on(DRAFTED)
    [batch] = await stage.all("jiangsu", "batches", "id", "{number: {eq: 3}}")
    await stage.act("jiangsu", "createPlan", batchId=batch["id"], title=TITLE, contact="李工")


async def _industry(stage: Stage) -> None:
    await stage.on(DRAFTED)
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
    await stage.on(DRAFTED)
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
        await stage.on(DRAFTED)
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
    await stage.on(DRAFTED)
    plan = await plan_of(stage)
    await stage.act("jiangsu", "signSmePlan", plan)
    await stage.act("jiangsu_finance", "signFinancePlan", plan)
    await stage.act("jiangsu", "submitPlan", plan)


async def _approve(stage: Stage) -> None:
    await stage.on(DRAFTED)
    plan = await plan_of(stage, "programme")
    await stage.act("programme", "approvePlan", plan)
    await stage.act("jiangsu", "implementPlan", plan)


# -- carrying out ----------------------------------------------------------------------------------------


def _answers(level: int) -> list[dict[str, str]]:
    """The questionnaire of 2024, every question at a place that fits the level."""
    rows = []
    for question in QUESTIONS.questions:
        places = [place for place, option in enumerate(question.options) if option.score]
        best = max(places, key=lambda place: question.options[place].score)
        chosen = [best] if not question.many else places if level > 2 else places[: max(1, level)]
        rows.append({"code": question.code, "chosen": ",".join(map(str, chosen)), "note": "现场查看"})
    return rows + [{"code": scene.code, "chosen": f"L{level}", "note": ""} for scene in QUESTIONS.scenes]


def _assessed(name: str, phase: str, level: int) -> Scene:
    async def scene(stage: Stage) -> None:
        await stage.on(CARRIED_OUT)
        await stage.act(
            "jiangsu",
            "answerAssessment",
            await project_of(stage, name),
            phase=phase,
            edition=2024,
            assessedOn="2025-02-10" if phase == "BEFORE" else "2025-06-10",
            answers=_answers(level),
            final=True,
        )

    return scene


def _contracted(name: str, cost: Decimal) -> Scene:
    async def scene(stage: Stage) -> None:
        """Three parties share the cost (W4): what the award allows, a tenth let go, the rest paid."""
        await stage.on(CARRIED_OUT)
        government = min(cost * Decimal("0.3"), Decimal(300_000)).quantize(FEN, ROUND_DOWN)
        concession = (cost / 10).quantize(FEN, ROUND_DOWN)
        consulting = (cost / 5).quantize(FEN, ROUND_DOWN)
        project = await project_of(stage, name)
        await stage.act(
            "jiangsu",
            "contractProject",
            project,
            number=f"JS-2025-{name}",
            amount=str(cost),
            government=str(government),
            concession=str(concession),
            own=str(cost - government - concession),
            signedOn="2025-02-17",
            startsOn="2025-02-24",
            finishesOn="2025-08-31",
            services=[
                {"kind": "CONSULTING", "name": "诊断与咨询", "amount": str(consulting)},
                {"kind": "SOFTWARE", "name": "排产与质检软件", "amount": str(cost - consulting)},
            ],
        )
        await stage.act("jiangsu", "startProject", project, startedOn="2025-02-24")

    return scene


def _carried_out(name: str) -> Scene:
    async def scene(stage: Stage) -> None:
        await stage.on(CARRIED_OUT)
        project = await project_of(stage, name)
        await stage.act(
            "jiangsu",
            "recordTraining",
            project,
            heldOn="2025-05-20",
            hours="6",
            topic="排产系统应知应会",
            expected=12,
            attended=12,
            qualified=12,
            examiner="张工",
        )
        services = await stage.all(
            "jiangsu", "services", "id name", f'{{project: {{id: {{eq: "{project}"}}}}}}'
        )
        await stage.act(
            "jiangsu",
            "deliverProject",
            project,
            deliveredOn="2025-06-09",
            services=[{"serviceId": one["id"], "evidence": f"{one['name']}已交付"} for one in services],
        )

    return scene


def _inspected(name: str) -> Scene:
    async def scene(stage: Stage) -> None:
        await stage.on(CARRIED_OUT)
        project = await project_of(stage, name)
        [expert] = await stage.all("programme", "users", "id", '{username: {eq: "expert"}}')
        await stage.act("jiangsu", "assignProject", project, expertId=expert["id"])
        [standard] = await stage.all("expert", "acceptanceStandards", "criteria")
        await stage.act(
            "expert",
            "giveScoreSheet",
            await project_of(stage, name, "expert"),
            givenOn="2025-06-13",
            scores=[
                {"code": one["code"], "score": str(Decimal(one["points"]) * Decimal("0.9")), "remark": "符合"}
                for one in standard["criteria"]
            ],
            verdict="PASS",
        )
        await stage.act("finance", "endorseProject", project)
        await stage.act("programme", "confirmProject", project)

    return scene


async def _withdrawn(stage: Stage) -> None:
    await stage.on(CARRIED_OUT)
    project = await project_of(stage, LEAVER)
    await stage.act(
        "jiangsu",
        "withdrawProject",
        project,
        leftOn="2025-03-03",
        leftReason="OWN_WILL",
        why="企业搬迁，自愿退出",
    )


SCENES: tuple[Scene, ...] = (
    _draft,
    _industry,
    _platform,
    *(_listed(name) for name in NAMES),
    _hand_in,
    _approve,
    _withdrawn,
    *(
        scene
        for entry in SHEET
        for scene in (
            _assessed(entry.name, "BEFORE", 1),
            _contracted(entry.name, entry.cost),
            _carried_out(entry.name),
            _assessed(entry.name, "AFTER", 3),
            _inspected(entry.name),
        )
    ),
)
