"""One batch of one province from empty to settled, scene by scene, each by the person whose part it is.

A scene finds its rows by what never changes, so that it can be played again with the same keys and comes out the same.
"""

from collections.abc import Awaitable, Callable
from datetime import date
from decimal import ROUND_DOWN, Decimal

from api.policy.digital_level import read_questionnaire
from seed.reference.questionnaires import questionnaires
from seed.synthetic.uscc import numbered
from tests.story.sheet import PLANNED, RATIO, SHEET
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


async def _target(stage: Stage) -> None:
    """What the plan is to be measured by (P8, A3)."""
    await stage.on(DRAFTED)
    [indicator] = await stage.all("jiangsu", "indicators", "id", '{code: {eq: "lighthouses"}}')
    plan = await plan_of(stage)
    await stage.act(
        "jiangsu", "setTarget", plan, indicatorId=indicator["id"], baseline="0", value="10", weight="100"
    )


async def _hand_in(stage: Stage) -> None:
    await stage.on(DRAFTED)
    plan = await plan_of(stage)
    await stage.act("jiangsu", "signSmePlan", plan)
    await stage.act("jiangsu_finance", "signFinancePlan", plan)
    await stage.act("jiangsu", "submitPlan", plan)


async def _sent_back(stage: Stage) -> None:
    """Not yet: one remark on the plan's platform, one on the plan as a whole (A1)."""
    await stage.on(DRAFTED)
    plan = await plan_of(stage, "programme")
    remarks = [
        {"platformId": await platform_of(stage, "programme"), "text": "目标应写明提升到几级"},
        {"text": "请补充联系人职务"},
    ]
    await stage.act("programme", "returnPlan", plan, why="目标不够明确", remarks=remarks)


async def _mended(stage: Stage) -> None:
    """Every remark answered; what was signed before the change is signed no longer."""
    await stage.on(DRAFTED)
    plan = await plan_of(stage)
    remarks = await stage.all("jiangsu", "planRemarks", "id text", f'{{plan: {{id: {{eq: "{plan}"}}}}}}')
    assert len(remarks) == 2
    await stage.act("jiangsu", "amendPlan", plan, contact="张三")
    await stage.take_back("jiangsu", plan, "contact", "张三")  # it was somebody else
    await stage.act("jiangsu", "amendPlan", plan, contact="李工（处长）")
    for remark in sorted(remarks, key=lambda one: one["text"]):
        await stage.act("jiangsu", "answerPlanRemark", remark["id"], answer="已按意见修改")
    await _hand_in(stage)


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


# -- money -----------------------------------------------------------------------------------------------


async def _prepaid(stage: Stage) -> None:
    """One finance officer proposes half of the estimate, another approves it, the bank pays (F4)."""
    await stage.on(DRAFTED)
    [batch] = await stage.all("finance", "batches", "id", "{number: {eq: 3}}")
    await stage.act("finance", "setRatioBatch", batch["id"], prepaymentRatio=str(RATIO))
    platform = await platform_of(stage, "finance")
    remittance = await stage.act("finance", "proposeRemittance", platform)
    remittance = remittance or await _newest(stage, "remittances", f'platform: {{id: {{eq: "{platform}"}}}}')
    await stage.act("finance2", "approveRemittance", remittance)
    await _paid(stage, DRAFTED, "HD20241210001")


async def _newest(stage: Stage, root: str, where: str) -> str:
    """What was just made by a button, which does not tell its id."""
    rows = await stage.all("finance", root, "id", f"{{{where}}}")
    return str(rows[-1]["id"])


async def _paid(stage: Stage, day: date, receipt: str) -> None:
    """What is approved goes to the bank in one file; its receipt closes the batch."""
    plan = await plan_of(stage, "finance")
    batch = await stage.act("finance", "listBankBatch", plan)
    batch = batch or await _newest(stage, "bankBatches", f'plan: {{id: {{eq: "{plan}"}}}}')
    [found] = await stage.all("finance", "bankBatches", "state", f'{{id: {{eq: "{batch}"}}}}')
    if found["state"] == "LISTED":  # each time the file is had is told, so it is had once
        await stage.export("finance", str(batch))
    await stage.act("finance", "confirmBankBatch", batch, paidOn=day.isoformat(), receipt=receipt)


def _claimed(name: str, cost: Decimal, award: Decimal) -> Scene:
    async def scene(stage: Stage) -> None:
        """Cost items, an invoice for each, how it was paid and by whom; asked for, checked, approved (F1, F2, F6, F8)."""
        await stage.on(CARRIED_OUT)
        project = await project_of(stage, name)
        enterprise, operator = f"样例{name}号机械有限公司", "苏州样例智造服务有限公司"
        consulting = (cost / 5).quantize(FEN, ROUND_DOWN)
        parts = {"CONSULTING": consulting, "SOFTWARE": cost - consulting}
        await stage.act(
            "jiangsu",
            "addCostItem",
            project,
            items=[
                {"kind": kind, "name": f"{name}-{kind}", "amount": str(amount), "eligible": True}
                for kind, amount in parts.items()
            ],
        )
        await stage.act(
            "jiangsu",
            "addInvoice",
            project,
            invoices=[
                {
                    "kind": "DIGITAL",
                    "number": f"25320000000{NAMES.index(name):05}{place:04}",
                    "seller": operator,
                    "sellerUscc": OPERATOR,
                    "buyer": enterprise,
                    "buyerUscc": CODES[name],
                    "item": "*信息技术服务*软件服务费",
                    "issuedOn": "2025-06-10",
                    "net": str((amount / Decimal("1.06")).quantize(FEN)),
                    "taxRate": "0.06",
                    "tax": str(amount - (amount / Decimal("1.06")).quantize(FEN)),
                    "gross": str(amount),
                }
                for place, amount in enumerate(parts.values())
            ],
        )
        invoices = await stage.all(
            "jiangsu", "invoices", "id gross", f'{{project: {{id: {{eq: "{project}"}}}}}}'
        )
        await stage.act(
            "jiangsu",
            "addPayment",
            project,
            payments=[
                {
                    "invoiceId": invoice["id"],
                    "payer": enterprise,
                    "payerAccount": "6222020200009999001",
                    "payee": operator,
                    "payeeAccount": "6222020200001234567",
                    "method": "TRANSFER",
                    "paidOn": "2025-06-12",
                    "amount": invoice["gross"],
                }
                for invoice in invoices
            ],
        )
        concession = (cost / 10).quantize(FEN, ROUND_DOWN)
        for source, amount in (
            ("CENTRAL_AWARD", award),
            ("PLATFORM_CONCESSION", concession),
            ("ENTERPRISE", cost - award - concession),
        ):
            await stage.act("jiangsu", "addFunding", project, source=source, agreed=str(amount))
        await stage.act("jiangsu", "submitClaim", project)
        [claim] = await stage.all("jiangsu", "claims", "id", f'{{project: {{id: {{eq: "{project}"}}}}}}')
        await stage.act("jiangsu_finance", "checkClaim", claim["id"])
        await stage.act("finance2", "approveClaim", claim["id"])

    return scene


async def _visited(stage: Stage) -> None:
    """The province looks how things go, and writes it down (A2)."""
    await stage.on(CARRIED_OUT)
    platform = await platform_of(stage)
    await stage.act(
        "jiangsu",
        "planVisit",
        platform,
        purpose="看交付与实训",
        plannedOn=CARRIED_OUT.isoformat(),
        visitors="李工、王工",
    )
    [visit] = await stage.all("jiangsu", "visits", "id", f'{{platform: {{id: {{eq: "{platform}"}}}}}}')
    await stage.act(
        "jiangsu",
        "recordVisit",
        visit["id"],
        visitedOn=CARRIED_OUT.isoformat(),
        visitors="李工、王工",
        summary="抽查三户，交付与合同一致",
    )


async def _evaluated(stage: Stage) -> None:
    """The province evaluates itself, then the ministries do; each time the treasury signs (A3)."""
    await stage.on(SETTLED)
    for kind, step, writer, signer in (
        ("SELF", "beginSelfEvaluation", "jiangsu", "jiangsu_finance"),
        ("NATIONAL", "beginNationalEvaluation", "programme", "finance2"),
    ):
        plan = await plan_of(stage, writer)
        await stage.act(writer, step, plan)
        where = f'{{plan: {{id: {{eq: "{plan}"}}}}, kind: {{eq: {kind}}}}}'
        [evaluation] = await stage.all(writer, "evaluations", "id", where)
        said = {"achievements": "十户全部通过验收", "problems": "个别企业数据基础薄弱"}
        decided = {"accepted": True} if kind == "NATIONAL" else {}
        await stage.act(writer, "reviseEvaluation", evaluation["id"], **said, **decided)
        await stage.act(signer, "signEvaluation", evaluation["id"])
        await stage.act(writer, "giveEvaluation", evaluation["id"])


async def _settled(stage: Stage) -> None:
    """The year is over: one officer proposes the settlement, another approves it, the balance is paid (F5, F6)."""
    await stage.on(SETTLED)
    platform = await platform_of(stage, "finance")
    settlement = await stage.act("finance", "proposeSettlement", platform)
    settlement = settlement or await _newest(stage, "settlements", f'platform: {{id: {{eq: "{platform}"}}}}')
    await stage.act("finance2", "approveSettlement", settlement)
    await _paid(stage, SETTLED, "HD20260210001")


async def _reported(stage: Stage) -> None:
    """What was learned goes up to the ministries (A4)."""
    await stage.on(SETTLED)
    await stage.act(
        "jiangsu",
        "draftReport",
        await plan_of(stage),
        kind="LESSON",
        topic="SOLUTIONS",
        title="第三批工作总结",
        body="云端排产可复制；数据基础须先行。",
    )
    [report] = await stage.all("jiangsu", "reports", "id", '{title: {eq: "第三批工作总结"}}')
    await stage.act("jiangsu", "sendReport", report["id"])
    await stage.act("programme", "readReport", report["id"])
    await stage.act("programme", "closePlan", await plan_of(stage, "programme"))


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
    _target,
    _hand_in,
    _sent_back,
    _mended,
    _approve,
    _prepaid,
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
    *(_claimed(entry.name, entry.cost, entry.award) for entry in SHEET),
    _visited,
    _evaluated,
    _settled,
    _reported,
)
#: Where money moves: played again most often by those who look what survives.
MONEY = frozenset(SCENES.index(scene) for scene in (_prepaid, _settled))
