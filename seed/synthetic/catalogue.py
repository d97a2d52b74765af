"""The catalogue in the demo: what the best platforms offer and what their lighthouses teach, proven by themselves."""

import random
from datetime import date
from decimal import Decimal
from typing import Any

from api.services import catalogue
from api.viewer import Viewer
from db.enums import Role, SampleKind, Sector
from db.store import Work
from seed.synthetic.days import later, office_hour
from seed.synthetic.drafts import Row
from seed.synthetic.people import HOME, Offices

UNITS, PER_UNIT, PROOFS = 14, 2, 6
_WRITTEN = date(2025, 8, 4)

_SCENES: dict[str | None, tuple[str, ...]] = {
    Sector.CHEMISTRY: ("安全生产", "能耗管理", "质量管理", "仓储物流"),
    Sector.EQUIPMENT: ("产品设计", "计划排程", "生产管控", "设备管理"),
    Sector.AUTO_PARTS: ("计划排程", "质量管理", "采购管理", "生产管控"),
    Sector.TRANSPORT: ("产品设计", "工艺设计", "质量管理", "设备管理"),
    Sector.ELECTRICAL: ("生产管控", "质量管理", "仓储物流", "采购管理"),
    Sector.ELECTRONICS: ("质量管理", "生产管控", "设备管理", "计划排程"),
    None: ("生产管控", "仓储物流", "财务管理", "营销管理"),
}
_OFFERS = (
    (
        "云端{scene}轻应用",
        "按月订阅的{scene}应用，先用手机和平板替代纸质单据，再与财务、库存打通，企业不必自建机房。",
    ),
    ("{scene}一体化套件", "围绕{scene}打通订单、生产和库存数据，用标准模板起步，个性化部分不超过两成。"),
    ("{scene}快赢方案", "八周内上线{scene}，以一条产线或一个车间先见效，再复制到全厂。"),
)
_VIRTUES: Row = {
    "small": "从一个场景、一条产线起步，可单独采购",
    "quick": "标准模板配置为主，上线不停产",
    "light": "云端部署，利旧现有设备，前期投入低",
    "precise": "针对本行业共性问题配置指标和看板",
}
_PATTERNS = (
    ("{scene}先行、逐步打通", "从最痛的{scene}切入，见到效果后再向上下游环节延伸，避免一次铺开。"),
    ("链主带动下的{scene}协同", "按主要客户的交付和质量要求改造{scene}，用订单数据牵引内部管理。"),
    ("同行共用、分摊成本的{scene}", "同行业企业共用一套{scene}云服务，平台统一运维，企业按使用量付费。"),
)
_STEPS = (
    "一、诊断：用两周摸清流程和数据现状，确定两三个可量化的目标。\n"
    "二、试点：选一条产线上线{scene}，保留纸质单据并行两周。\n"
    "三、打通：与财务、库存对接，统一物料和客户编码。\n"
    "四、实训：班组长先学会，再带操作工，人人会用为止。\n"
    "五、验收与复盘：对照目标逐项验收，整理操作规范，推广到全厂。"
)
_BEFORE = "有专人负责，老板每周过问一次；物料编码基本统一；关键工序有网络覆盖。"
_PITFALLS = (
    "编码不统一就上系统，数据对不上；只培训一次，人员流动后没人会用；一开始就要求高度定制，工期和费用失控。"
)
_CONTRACT = """第一条 服务内容。乙方按附件《解决方案》为甲方实施{scene}数字化改造，明确应用场景、功能清单和可量化目标。
第二条 工期。自合同签订之日起{weeks}周内交付，甲方按计划提供数据、场地和配合人员。
第三条 价款与让利。合同总价、乙方让利额分别列明；软件、云服务、实施、实训费用分项报价，硬件单列，不计入奖补测算成本。
第四条 付款。签约、上线、验收各付一定比例，均以银行转账支付到乙方合同载明的账户，发票与付款逐笔对应。
第五条 实训。乙方对操作人员开展应知应会实训，留存签到和考核记录。
第六条 验收。按附件《验收标准》由双方初验，并配合省级验收；达不到要求的，乙方在约定期限内无偿整改。
第七条 数据。甲方数据归甲方所有，合同终止时乙方以通用格式完整交还并删除副本。
第八条 奖补。双方如实申报成本，任何一方虚报、冒领的，自行承担责任并退回所得。
第九条 违约与争议。……"""
_STANDARD = """1 范围：适用于{scene}的日常操作和数据维护。
2 岗位：录入、复核、系统管理员三岗分设。
3 每日：班前核对任务单；每道工序完工即扫码报工，不得补录；班后核对数量和异常。
4 每周：盘点差异不超过千分之五；超差查明原因并记录。
5 每月：备份一次并抽查恢复；核对人员权限，离岗当日停用。
6 异常：系统中断按纸质应急单执行，恢复后两小时内补录并标注。
7 改进：每季度收集问题，评审后更新本规范并标注版次。"""


async def write(work: Work, rng: random.Random, offices: Offices) -> None:
    """Solutions, patterns and texts of the units with most lighthouses, most of them published."""
    programme = offices.national[Role.PROGRAMME_OFFICER]
    scenes = {row["name"]: row["id"] for row in await work.connection.fetch("select id, name from scenes")}
    platforms = await work.connection.fetch(
        """
        select unit_code, platform_id, sector, industry, projects, spread from (
          select projects.unit_code, platform_id, industries.sector, industries.name as industry,
                 array_agg(projects.id order by level_after - level_before desc, projects.id) as projects,
                 array[min(actual_cost), max(actual_cost)] as spread,
                 row_number() over (partition by projects.unit_code order by count(*) desc, platform_id) as place
          from projects
          join platforms on platforms.unit_code = projects.unit_code and platforms.id = platform_id
          join plan_industries on plan_industries.unit_code = platforms.unit_code
                              and plan_industries.id = plan_industry_id
          join industries on industries.id = plan_industries.industry_id
          where projects.state = 'passed' and confirmed_on is not null and level_after > level_before
            and actual_cost is not null and platforms.state <> 'disqualified'
          group by 1, 2, 3, 4 having count(*) >= 4
        ) ranked where place <= $1 order by unit_code = $2 desc, unit_code, place limit $3
        """,
        PER_UNIT,
        HOME,
        UNITS * PER_UNIT,
    )
    for number, row in enumerate(platforms):
        await _of_platform(work, rng, offices.sme[row["unit_code"]], programme, scenes, row, number)


async def _of_platform(
    work: Work,
    rng: random.Random,
    sme: Viewer,
    programme: Viewer,
    scenes: dict[str, int],
    row: Any,
    number: int,
) -> None:
    covered = _SCENES.get(row["sector"], _SCENES[None])
    main = covered[number % len(covered)]
    name, summary = _OFFERS[number % len(_OFFERS)]
    low, high = row["spread"]
    weeks = rng.choice((8, 10, 12))
    day = later(rng, _WRITTEN, 0, 20)
    at = office_hour(rng, day)
    solution = await catalogue.write_solution(
        work,
        sme,
        row["platform_id"],
        {
            "name": f"{row['industry']}{name.format(scene=main)}"[:80],
            "summary": summary.format(scene=main),
            "price_low": _round(low),
            "price_high": _round(high * Decimal("1.05")),
            "weeks_low": weeks,
            "weeks_high": weeks + rng.choice((6, 10, 14)),
            "needs": "企业有稳定网络和一名专职联系人，提供近三个月的订单和库存数据。",
            **_VIRTUES,
        },
        at=at,
    )
    chosen = [scenes[one] for one in dict.fromkeys((main, *covered[:3]))]
    await catalogue.set_scenes(work, sme, "Solution", solution, chosen, at=at)
    for project in row["projects"][:PROOFS]:
        await catalogue.prove(work, sme, "Solution", solution, project, at=at)
    await _go(work, rng, sme, programme, "Solution", solution, day, number)

    if number % 2:
        return
    pattern_name, told = _PATTERNS[number // 2 % len(_PATTERNS)]
    pattern = await catalogue.sum_up(
        work,
        sme,
        row["projects"][0],
        {
            "name": pattern_name.format(scene=main),
            "summary": told.format(scene=main),
            "steps": _STEPS.format(scene=main),
            "prerequisites": _BEFORE,
            "pitfalls": _PITFALLS,
            "solution_id": solution,
        },
        at=at,
    )
    await catalogue.set_scenes(work, sme, "Pattern", pattern, [scenes[main]], at=at)
    for project in row["projects"][1:4]:
        await catalogue.prove(work, sme, "Pattern", pattern, project, at=at)
    await _go(work, rng, sme, programme, "Pattern", pattern, day, number)
    texts = (
        (SampleKind.CONTRACT, "技术服务样本合同", _CONTRACT.format(scene=main, weeks=weeks + 6)),
        (SampleKind.STANDARD, f"{main}操作规范", _STANDARD.format(scene=main)),
    )
    for kind, title, text in texts[: 1 + number // 2 % 2]:
        new = catalogue.NewSample(pattern, kind, f"{title}（{row['industry']}）"[:80], text)
        sample = await catalogue.write_sample(work, sme, new, at=at)
        await _go(work, rng, sme, programme, "Sample", sample, day, number)


async def _go(
    work: Work,
    rng: random.Random,
    sme: Viewer,
    programme: Viewer,
    noun: str,
    entry: int,
    day: date,
    number: int,
) -> None:
    """On its way: one in nine is still a draft, one waits for the programme, the others are published."""
    if number % 9 == 8:
        return
    await catalogue.propose(work, sme, noun, entry, at=office_hour(rng, later(rng, day, 1, 3)))
    if number % 9 == 7:
        return
    on = later(rng, day, 5, 16)
    await catalogue.publish(work, programme, noun, entry, on, at=office_hour(rng, on))


def _round(amount: Decimal) -> Decimal:
    """To whole 10,000 yuan, as offers are priced."""
    return (amount / 10_000).quantize(Decimal(1)) * 10_000
