"""Invented supervision: targets, visits with findings, surveys, quarters, evaluations and reports (A2–A4)."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from api.policy.performance import quarter_ends, quarters
from api.services import evaluations, monitoring, reports, surveys, targets, visits
from api.services.steps import Step
from api.viewer import Viewer
from db.enums import EvaluationKind, FindingKind, ReportKind, ReportTopic, Role, Severity
from db.models.survey import MARKS
from db.store import Work
from seed.synthetic.days import TODAY, between, later, office_hour, working, working_before
from seed.synthetic.drafts import Plan, Project
from seed.synthetic.people import HOME, Offices

#: Indicator, weight, target; None: what the plan promises.
_TARGETS: tuple[tuple[str, int, str | None], ...] = (
    ("lighthouses", 40, None),
    ("satisfaction", 20, "4.2"),
    ("trained", 15, "100"),
    ("level_gain", 15, "1"),
    ("efficiency", 10, "15"),
)
_PURPOSES = (
    "查看改造进度和现场部署",
    "核对实训记录和操作掌握情况",
    "抽查成本凭证与实际投入",
    "回访已交付企业使用效果",
)
_SEEN = (
    "现场查看{count}家企业，系统已上线运行，操作人员能独立使用。",
    "听取平台汇报，抽查{count}家企业，总体进度与方案一致。",
    "走访{count}家企业，设备联网和数据采集基本完成，个别环节待完善。",
)
_FINDINGS: tuple[tuple[FindingKind, Severity, str, str], ...] = (
    (
        FindingKind.TRAINING,
        Severity.MEDIUM,
        "部分操作工未参加实训，签到表不全",
        "已组织补训并考核，签到表和试卷已归档",
    ),
    (
        FindingKind.PROGRESS,
        Severity.MEDIUM,
        "两家企业部署进度落后计划一个月以上",
        "已增派实施人员，进度已追平",
    ),
    (FindingKind.PAPERS, Severity.LOW, "个别付款凭证与合同编号未对应", "已补齐编号对应表"),
    (
        FindingKind.EFFECT,
        Severity.MEDIUM,
        "报工数据未及时录入，看板数据滞后",
        "已改为扫码报工，看板每小时更新",
    ),
    (FindingKind.FUNDS, Severity.HIGH, "一项费用与改造内容关系不明", "已核实并从申报成本中剔除"),
    (FindingKind.QUALITY, Severity.LOW, "接口偶有中断，缺少监测", "已增加断点续传和告警"),
)
_COMMENTS = ("实施人员到位及时。", "希望增加夜班操作工的培训。", "系统好用，报表还可以再简单些。", "", "", "")
_DENIED = "没有服务人员来过，也不清楚有这笔补助。"
_LAGGING = (
    "部分企业受订单影响推迟开工，三季度起加快",
    "设备到货晚，已协调供应商",
    "个别企业更换实施团队，进度正在追赶",
)
_REPORTS: tuple[tuple[ReportKind, ReportTopic, str, str, str], ...] = (
    (
        ReportKind.LESSON,
        ReportTopic.PLATFORMS,
        "建立平台驻点服务机制的做法",
        "由服务平台在产业集聚区设驻点，工程师每周走访企业，问题当周答复。\n实施以来企业平均部署周期缩短约三成，满意度明显提高。",
        "",
    ),
    (
        ReportKind.PROBLEM,
        ReportTopic.FUNDS,
        "小微企业取得合规票据存在困难",
        "部分小微企业的云服务按月扣费，平台只开具汇总发票，难以与单个项目对应。\n建议明确汇总发票的拆分口径。",
        "可由平台出具分摊明细并加盖公章，与汇总发票一并作为凭证，分摊口径须与服务合同一致。",
    ),
    (
        ReportKind.PROBLEM,
        ReportTopic.PEOPLE,
        "企业缺少既懂工艺又懂信息化的人员",
        "系统上线后部分企业没有专人维护数据。\n建议支持平台开设驻场带教。",
        "",
    ),
    (
        ReportKind.LESSON,
        ReportTopic.SOLUTIONS,
        "以一物一码贯通质量追溯的经验",
        "选取共性的质量追溯场景先行，统一编码规则，再逐家推广。\n批次追溯时间由两天缩短到十分钟。",
        "",
    ),
)


async def name_targets(work: Work, viewer: Viewer, plan: Plan, at: Any) -> None:
    """While the plan is a draft; its targets stand for the whole of it, the home unit's first platform has its own."""
    ids = dict(await work.connection.fetch("select code, id from indicators"))
    first = plan.platforms[0]
    rows: list[dict[str, Any]] = [
        {
            "indicator_id": ids[code],
            "value": Decimal(goal or round(0.92 * len(plan.projects))),
            "weight": Decimal(weight),
        }
        for code, weight, goal in _TARGETS
    ]
    if plan.unit.code == HOME:
        rows += [
            {
                "indicator_id": ids["lighthouses"],
                "platform_id": first.id,
                "value": Decimal(max(10, len(first.projects) - 1)),
                "weight": Decimal(70),
            },
            {
                "indicator_id": ids["cost_cut"],
                "platform_id": first.id,
                "baseline": Decimal(0),
                "value": Decimal(8),
                "weight": Decimal(30),
            },
        ]
    await targets.set_targets(work, viewer, plan.id, rows, at=at)


async def supervise(work: Work, rng: random.Random, offices: Offices, plan: Plan) -> None:
    """What happens beside the projects while the plan is carried out."""
    sme = offices.sme[plan.unit.code]
    await _visit(work, rng, sme, offices.experts[plan.unit.code][0], plan)
    await _survey(work, rng, sme, plan)
    await _measure(work, rng, sme, plan)
    await _report(work, rng, offices, plan)


async def _visit(work: Work, rng: random.Random, sme: Viewer, expert: Viewer, plan: Plan) -> None:
    last = min(plan.batch.ends_on, TODAY)
    for platform in plan.platforms[: 2 if plan.unit.code == HOME else 1]:
        day = between(
            rng, working(plan.started + timedelta(days=90)), working_before(last - timedelta(days=12))
        )
        planned = working_before(day - timedelta(days=rng.randint(5, 12)))
        values = {
            "purpose": rng.choice(_PURPOSES),
            "planned_on": day,
            "visitors": f"{sme.name}、{expert.name}",
        }
        visit = await visits.plan_visit(work, sme, platform.id, values, at=office_hour(rng, planned))
        if plan.batch.number == 3 and rng.random() < 0.2:
            continue  # put off
        seen = {
            "visited_on": day,
            "visitors": values["visitors"],
            "summary": rng.choice(_SEEN).format(count=rng.randint(2, 5)),
        }
        due = working(day + timedelta(days=20))
        found = rng.sample(_FINDINGS, rng.choice((0, 1, 1, 2)))
        made = await visits.record_visit(
            work,
            expert,
            visit,
            seen,
            [
                {"kind": kind, "severity": severity, "description": said, "due_on": due}
                for kind, severity, said, _ in found
            ],
            at=office_hour(rng, day),
        )
        await _follow(
            work, rng, sme, expert, day, [(key, one[3]) for key, one in zip(made, found, strict=True)]
        )


async def _follow(
    work: Work, rng: random.Random, sme: Viewer, expert: Viewer, day: date, made: list[tuple[int, str]]
) -> None:
    for finding, said in made:
        answered = later(rng, day, 6, 24)
        if answered > TODAY or rng.random() < 0.12:
            continue
        values = {"answer": said, "answered_on": answered}
        await visits.answer_finding(work, sme, [Step(finding, values, office_hour(rng, answered))])
        closed = later(rng, answered, 2, 9)
        if closed <= TODAY and rng.random() < 0.9:
            await visits.close_finding(
                work, expert, [Step(finding, {"closed_on": closed}, office_hour(rng, closed))]
            )


async def _survey(work: Work, rng: random.Random, sme: Viewer, plan: Plan) -> None:
    """One enterprise in eight of those accepted was asked; most answered what the project's mark says."""
    asked = [
        project
        for project in plan.projects
        if project.life.accepted and (rng.random() < 0.125 or project.served is not None)
    ]
    if not asked:
        return
    sent = max(project.life.accepted for project in asked if project.life.accepted)
    links = await surveys.send(
        work,
        sme,
        [project.id for project in asked],
        on=sent,
        at=office_hour(rng, sent),
        secret=lambda: f"{rng.getrandbits(256):064x}",
    )
    by_project = {project.id: project for project in asked}
    answered = [
        link for link in links if rng.random() < 0.8 or by_project[link.project_id].served is not None
    ]
    days = [min(later(rng, sent, 1, 20), TODAY) for _ in answered]
    await surveys.keep(
        work,
        [
            surveys.Answer(
                link.survey_id,
                link.project_id,
                plan.unit.code,
                True,
                _marks(rng, by_project[link.project_id]),
                _DENIED if by_project[link.project_id].served is False else rng.choice(_COMMENTS),
                by_project[link.project_id].served is not False,
            )
            for link in answered
        ],
        on=days,
    )


def _marks(rng: random.Random, project: Project) -> dict[str, int]:
    """Marks whose mean rounds to what the project was rated."""
    marks = dict.fromkeys(MARKS, project.satisfaction)
    if 1 < project.satisfaction < 5:
        up, down = rng.sample(MARKS, 2)
        marks[up] += 1
        marks[down] -= 1
    return marks


async def _measure(work: Work, rng: random.Random, sme: Viewer, plan: Plan) -> None:
    """The last two quarters that are over, and what only the province knows of the last."""
    over = [
        first for first in quarters(plan.batch.starts_on, plan.batch.ends_on) if quarter_ends(first) <= TODAY
    ]
    ids = {
        row["code"]: row["id"]
        for row in await work.connection.fetch(
            "select code, targets.id from targets join indicators on indicators.id = indicator_id"
            " where plan_id = $1 and unit_code = $2",
            plan.id,
            plan.unit.code,
        )
    }
    all_of_plan = await work.connection.fetch(
        "select id from targets where plan_id = $1 and unit_code = $2", plan.id, plan.unit.code
    )
    for place, first in enumerate(over[-2:]):
        day = working(quarter_ends(first))
        silent = plan.batch.number == 3 and plan.unit.code != HOME and place == 1 and rng.random() < 0.2
        explanations = {} if silent else {row["id"]: rng.choice(_LAGGING) for row in all_of_plan}
        await monitoring.work_out(
            work,
            sme,
            plan.id,
            first,
            on=min(day, TODAY),
            at=office_hour(rng, min(day, TODAY)),
            explanations=explanations,
        )
    if over:
        gained = rng.randint(11, 22)
        values = {
            "quarter": over[-1],
            "value": Decimal(gained),
            "explanation": rng.choice(_LAGGING) if gained < 14 else None,
        }
        await monitoring.enter(
            work, sme, ids["efficiency"], values, on=TODAY, at=office_hour(random.Random(plan.id), TODAY)
        )


async def _report(work: Work, rng: random.Random, offices: Offices, plan: Plan) -> None:
    if rng.random() > 0.45 and plan.unit.code != HOME:
        return
    sme = offices.sme[plan.unit.code]
    kind, topic, title, body, said = rng.choice(_REPORTS)
    last = working_before(min(plan.batch.ends_on, TODAY) - timedelta(days=6))
    day = between(rng, working(plan.started + timedelta(days=120)), last)
    values = {"kind": kind, "topic": topic, "title": title, "body": body}
    made = await reports.draft(work, sme, values, plan=plan.id, at=office_hour(rng, day))
    await reports.send(work, sme, [Step(made, {"sent_on": day}, office_hour(rng, day))])
    read = later(rng, day, 3, 20)
    if read > TODAY:
        return
    programme, treasury = offices.national[Role.PROGRAMME_OFFICER], offices.national[Role.FINANCE_OFFICER]
    await reports.read(work, programme, [Step(made, {"read_on": read}, office_hour(rng, read))])
    copied = later(rng, day, 5, 30)
    if copied <= TODAY:
        await reports.read_copy(
            work, treasury, [Step(made, {"copy_read_on": copied}, office_hour(rng, copied))]
        )
    answered = later(rng, read, 5, 40)
    if said and answered <= TODAY:
        answer = {"answer": said, "answered_on": answered}
        await reports.answer(work, programme, [Step(made, answer, office_hour(rng, answered))])


async def evaluate(work: Work, offices: Offices, plan: Plan, kind: EvaluationKind, given: date) -> None:
    """An evaluation from its draft to the day it is given, which takes the plan on."""
    rng = random.Random(f"{plan.unit.code} {plan.batch.number} {kind}")
    own = kind is EvaluationKind.SELF
    writer = offices.sme[plan.unit.code] if own else offices.national[Role.PROGRAMME_OFFICER]
    signer = offices.finance[plan.unit.code] if own else offices.national[Role.FINANCE_OFFICER]
    begun = max(working_before(given - timedelta(days=12)), working(plan.batch.ends_on + timedelta(days=1)))
    made = await evaluations.begin(work, writer, plan.id, kind, on=begun, at=office_hour(rng, begun))
    passed = sum(project.life.accepted is not None for project in plan.projects)
    texts: dict[str, Any] = {
        "achievements": (
            f"组织{len(plan.platforms)}家服务平台改造企业{len(plan.projects)}家，通过验收{passed}家。\n"
            "形成一批小快轻准的解决方案，带动同行企业看样学样。"
        ),
        "problems": rng.choice(
            (
                "部分企业数据基础薄弱，编码不统一。\n个别平台驻场人员不足。",
                "小微企业凭证收集周期长。\n部分企业使用深度不够。",
            )
        ),
        "measures": "督促服务平台加强实训和运维，对整改企业逐家回访，并在下一批次优化平台遴选。",
    }
    if not own:
        texts["accepted"] = True
    await evaluations.revise(work, writer, made, texts, at=office_hour(rng, begun))
    signed = max(begun, working_before(given - timedelta(days=2)))
    await evaluations.sign(work, signer, made, on=signed, at=office_hour(rng, signed))
    await evaluations.give(work, writer, made, on=given, at=office_hour(rng, given))
