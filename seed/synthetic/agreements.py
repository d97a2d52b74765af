"""What platforms and enterprises agree on, what they deliver of it, and whom they teach."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import ROUND_DOWN, Decimal

from api.policy.book import PolicyBook
from api.policy.settlement import award_of_project
from api.services.contracts import Signing
from api.services.steps import Step
from db.enums import CostKind, ServiceKind
from seed.synthetic import names
from seed.synthetic.days import between, office_hour, working, working_before
from seed.synthetic.drafts import Batch, Project, Row

HUNDRED = Decimal(100)
_NAMES = {
    ServiceKind.CONSULTING: ("数字化转型规划咨询", "业务流程梳理与优化咨询", "转型路线图编制"),
    ServiceKind.DIAGNOSIS: ("数字化水平诊断评估", "现场诊断与问题清单", "设备与数据现状评估"),
    ServiceKind.EQUIPMENT: ("关键设备数据采集改造", "产线联网与网关加装", "检测工位数字化改造"),
    ServiceKind.SOFTWARE: (
        "生产执行系统部署",
        "云端订阅与系统集成",
        "质量追溯应用上线",
        "进销存与生产一体化应用",
    ),
}
_SCENARIOS = ("计划排程", "生产管控", "质量管理", "设备管理", "仓储物流", "采购管理", "能耗管理")
_PLACES = (
    "一车间",
    "二车间",
    "三车间",
    "总装线",
    "机加工段",
    "注塑区",
    "焊接段",
    "涂装线",
    "检验室",
    "仓库",
    "模具间",
    "新厂房",
    "老厂区",
    "全厂",
)
_POINTS = ("工位", "点位", "用户", "采集点", "流程", "终端", "工序", "班组", "接口", "表单")
_EVIDENCE = ("已上线运行，验收记录随附", "已按约定交付，用户签收", "报告已提交，企业确认", "已部署并完成联调")
_TOPICS = (
    "生产执行系统操作应知应会",
    "数据采集与报工操作",
    "质量追溯流程与异常处理",
    "设备点检与看板使用",
    "系统管理员与数据维护",
    "网络和数据安全基本要求",
)


def signing(
    rng: random.Random, project: Project, step: Step, number: str, batch: Batch, book: PolicyBook
) -> Signing:
    """The contract of a project, its three parts adding up to its amount."""
    day = step.values["contracted_on"]
    amount = project.contract_amount - sum((change.more for change in project.amendments), Decimal(0))
    services = _services(rng, project, amount)
    eligible = sum(
        (row["amount"] for row in services if row["kind"] is not ServiceKind.EQUIPMENT), Decimal(0)
    )
    government = _round(award_of_project(eligible, book, day))
    concession = project.concession
    starts = working(day + timedelta(days=rng.randint(3, 12)))
    last = working_before(batch.ends_on)
    finishes = max(min(last, starts + timedelta(days=rng.randint(150, 330))), min(last, starts))
    return Signing(
        project.id,
        number,
        amount,
        government,
        concession,
        amount - government - concession,
        day,
        min(starts, finishes),
        working_before(finishes),
        services,
        at=step.at,
        synthetic=True,
    )


def changes(rng: random.Random, project: Project, first: Signing) -> Iterator[Signing]:
    """The amendments of a contract, each upon the one before: more to do, paid for by the enterprise."""
    before = first
    for change in sorted(project.amendments, key=lambda one: one.on):
        service = {
            "kind": ServiceKind.SOFTWARE,
            "name": f"{rng.choice(_NAMES[ServiceKind.SOFTWARE])}（增补，{rng.choice(_PLACES)}）",
            "scenario": rng.choice(_SCENARIOS),
            "amount": change.more,
        }
        before = replace(
            before,
            amount=before.amount + change.more,
            own=before.own + change.more,
            signed_on=change.on,
            services=[service],
            at=office_hour(rng, change.on),
            why=change.why,
        )
        yield before


def evidence(rng: random.Random, services: Sequence[int]) -> dict[int, str]:
    """What was delivered of each service."""
    return {service: rng.choice(_EVIDENCE) for service in services}


def sessions(rng: random.Random, project: Project) -> list[Row]:
    """One session of training or two; the last on the day on which the staff counts as trained.

    Where the staff was only taught after acceptance, that is all there was.
    """
    life = project.life
    assert life.started
    assert life.trained
    days = [life.trained]
    if rng.random() < 0.4:
        days.insert(0, between(rng, life.started, life.trained))
    if project.late_training:
        assert life.accepted
        # A session after acceptance proves nothing where there were others before it.
        before = days if project.late_training <= life.accepted else []
        days = [*before, project.late_training]
    found = []
    for day, topic in zip(days, rng.sample(_TOPICS, len(days)), strict=True):
        expected = min(max(4, round(project.enterprise["employees"] * rng.uniform(0.06, 0.25))), 80)
        attended = max(3, expected - rng.choice((0, 0, 1, 2)))
        found.append(
            {
                "held_on": day,
                "hours": Decimal(rng.choice((2, 3, 4, 6, 8))),
                "topic": topic,
                "expected": expected,
                "attended": attended,
                "qualified": max(2, attended - rng.choice((0, 0, 0, 1, 2))),
                "examiner": names.person(rng),
                "remark": "现场操作考核" if rng.random() < 0.6 else "笔试与上机考核",
            }
        )
    return found


def _services(rng: random.Random, project: Project, total: Decimal) -> list[Row]:
    if project.services:
        *first, last = project.services
        return [*first, {**last, "amount": total - sum((row["amount"] for row in first), Decimal(0))}]
    hardware = sum(
        (item["amount"] for item in project.cost_items if item["kind"] is CostKind.HARDWARE), Decimal(0)
    )
    amounts = {
        ServiceKind.CONSULTING: _round(total * Decimal(rng.randint(4, 9)) / 100),
        ServiceKind.DIAGNOSIS: _round(total * Decimal(rng.randint(3, 6)) / 100),
    }
    if hardware and hardware < total / 2:
        amounts[ServiceKind.EQUIPMENT] = hardware
    amounts[ServiceKind.SOFTWARE] = total - sum(amounts.values(), Decimal(0))
    return [
        {
            "kind": kind,
            "name": f"{rng.choice(_NAMES[kind])}（{rng.choice(_PLACES)}{rng.randint(2, 68)}个{rng.choice(_POINTS)}）",
            "scenario": rng.choice(_SCENARIOS) if kind is ServiceKind.SOFTWARE else None,
            "amount": amount,
        }
        for kind, amount in amounts.items()
    ]


def _round(amount: Decimal) -> Decimal:
    """To the hundred below, as contracts have it."""
    return (amount / HUNDRED).quantize(Decimal(1), ROUND_DOWN) * HUNDRED
