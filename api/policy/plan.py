"""Checks a whole plan against the notice: its industries, platforms, enterprises and their costs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any, TypeVar

from api.policy.book import PolicyBook
from api.policy.breach import Breach
from api.policy.neighbours import Nearby
from api.policy.settlement import FEN, award_of_project
from db.enums import EnterpriseSize

#: How the caller finds a line again; None for one that is stored already and not being changed.
Key = Any


@dataclass(frozen=True)
class IndustryLine:
    key: Key
    industry: int
    name: str
    annex: bool  # in Annex 1 or its stand-in
    common_problems: bool = True
    scenarios: bool = True
    #: The three tests of P5: whether the plan says of each how it is passed.
    needs_met: bool = True
    data_used: bool = True
    light_return: bool = True


@dataclass(frozen=True)
class PlatformLine:
    """A platform; where its ``uscc`` is "" (unreadable), its enterprises can't be counted."""

    key: Key
    uscc: str
    name: str
    industry: int
    planned: int | None
    solution: bool
    target: bool


@dataclass(frozen=True)
class EnterpriseLine:
    """An enterprise of a platform. ``elsewhere``: in a live project outside this plan. ``giant``: a funded "little giant"."""

    key: Key
    uscc: str
    name: str
    platform: str  # credit code of its operator
    size: str | None = None
    giant: bool = False
    elsewhere: bool = False


@dataclass(frozen=True)
class CostLine:
    key: Key
    enterprise: str
    name: str
    amount: Decimal
    eligible: bool
    hardware: bool


@dataclass(frozen=True)
class PlanDraft:
    """A plan as it would be: lines of the file and, with no key, what is stored beside them."""

    key: Key
    sme_signed: bool
    finance_signed: bool
    industries: Sequence[IndustryLine]
    platforms: Sequence[PlatformLine]
    enterprises: Sequence[EnterpriseLine]
    costs: Sequence[CostLine]
    nearby: Sequence[Nearby] = ()


@dataclass(frozen=True)
class Estimate:
    """The award of one enterprise as the notice has it estimated: ``share`` is 30 % of the cost (F1)."""

    cost: Decimal
    share: Decimal
    award: Decimal
    cap_clause: str = "F2"

    @property
    def capped(self) -> bool:
        return self.award < self.share


def counts(line: CostLine) -> bool:
    """Whether a cost item is eligible: hardware never is, whatever the file says."""
    return line.eligible and not line.hardware


def estimate(cost: Decimal, book: PolicyBook, on: date) -> Estimate:
    """min(30 % of the eligible cost, 300,000), to the fen below (F1, F2)."""
    share = (cost * book.limit("cost_share", on).value).quantize(FEN, ROUND_DOWN)
    return Estimate(
        cost, share, award_of_project(cost, book, on), book.limit("award_per_enterprise", on).clause
    )


def eligible_costs(costs: Iterable[CostLine]) -> dict[str, Decimal]:
    """The eligible cost of each enterprise that has any cost item."""
    totals: dict[str, Decimal] = {}
    for line in costs:
        totals[line.enterprise] = totals.get(line.enterprise, Decimal(0)) + (
            line.amount if counts(line) else Decimal(0)
        )
    return totals


def check_plan(plan: PlanDraft, book: PolicyBook, on: date) -> list[Breach]:
    """Everything about the plan that breaks the notice or is worth knowing.

    ``where`` of a breach is (key of the line, name of the field or None).
    """
    return [
        *_signatures(plan),
        *_industries(plan, book, on),
        *_elsewhere(plan),
        *_platforms(plan, book, on),
        *_enterprises(plan),
        *_sizes(plan),
        *_costs(plan),
        *_awards(plan, book, on),
    ]


def _signatures(plan: PlanDraft) -> Iterator[Breach]:
    for signed, field, who in (
        (plan.sme_signed, "sme_signed_on", "中小企业主管部门 | the SME department"),
        (plan.finance_signed, "finance_signed_on", "财政部门 | the finance department"),
    ):
        if not signed:
            yield Breach(
                "NOT_SIGNED",
                "方案须由中小企业主管部门与财政部门联合上报，尚缺{who}签署"
                " | Both departments submit the plan together; the signature of {who} is missing",
                "A1",
                "上报前补签 | Have it signed before the plan is submitted",
                {"who": who},
                (plan.key, field),
                blocking=False,
                needed=True,
            )


def _industries(plan: PlanDraft, book: PolicyBook, on: date) -> Iterator[Breach]:
    limit = book.limit("industries_per_plan", on)
    for place, line in enumerate(_stored_first(plan.industries), 1):
        if line.key is None:
            continue
        if place > limit.value:
            yield Breach(
                "TOO_MANY_INDUSTRIES",
                "每批最多{limit}个细分行业，这是第{place}个"
                " | At most {limit} industries in a batch; this is number {place}",
                limit.clause,
                "请删减细分行业 | Take industries out",
                {"limit": _plain(limit.value), "place": place},
                (line.key, "industry"),
            )
        if not line.annex:
            yield Breach(
                "INDUSTRY_NOT_IN_ANNEX",
                "“{name}”不在附件1所列细分行业中 | “{name}” is not an industry of Annex 1",
                "G2",
                "从下拉列表选择 | Choose from the list",
                {"name": line.name},
                (line.key, "industry"),
            )
        yield from _descriptions(line)


def _descriptions(line: IndustryLine) -> Iterator[Breach]:
    """What the enterprises of an industry lack in common (P4), what shall serve them, and the three tests (P5)."""
    for given, field, clause, what in (
        (line.common_problems, "common_problems", "P4", "共性问题和需求 | common problems and needs"),
        (line.scenarios, "scenarios", "P5", "应用场景 | application scenarios"),
    ):
        if not given:
            yield Breach(
                "INDUSTRY_UNDESCRIBED",
                "尚未写明该行业的{what} | The industry's {what} are not described yet",
                clause,
                "上报前补充 | Add them before the plan is submitted",
                {"what": what},
                (line.key, field),
                blocking=False,
                needed=True,
            )
    for given, field, test in (
        (line.needs_met, "needs_met", "一是基本应用场景得到满足 | 1, basic needs are met"),
        (line.data_used, "data_used", "二是打通数据、用好数据 | 2, data are connected and used"),
        (
            line.light_return,
            "light_return",
            "三是轻量化投资、短工期、有较高投入产出 | 3, light, quick and with return",
        ),
    ):
        if not given:
            yield Breach(
                "TEST_UNANSWERED",
                "应用场景须过三关，尚未写明：{test} | The scenarios must pass three tests; not answered yet: {test}",
                "P5",
                "上报前补充 | Say before the plan is submitted how it is passed",
                {"test": test},
                (line.key, field),
                blocking=False,
                needed=True,
            )


def _elsewhere(plan: PlanDraft) -> Iterator[Breach]:
    """What the unit's neighbours propose in the same batch (P1): worth knowing, no bar."""
    names = {line.industry: line for line in plan.industries}
    for other in plan.nearby:
        line = names.get(other.industry)
        if line is None or line.key is None:
            continue
        yield Breach(
            "NEARBY_PROPOSES",
            "“{name}”已由{unit}（{relation}）在本批次申报，应避免重复"
            " | {unit} ({relation}) proposes “{name}” in this batch, too; the same should not be done twice",
            "P1",
            "与其沟通分工，或改选其他细分行业 | Agree who does what, or choose another industry",
            {"name": line.name, "unit": other.unit, "relation": other.relation.label},
            (line.key, "industry"),
            blocking=False,
        )


def _platforms(plan: PlanDraft, book: PolicyBook, on: date) -> Iterator[Breach]:
    most, least = book.limit("platforms_per_industry", on), book.limit("projects_per_platform", on)
    enterprises = Counter(line.platform for line in plan.enterprises)
    seen: Counter[int] = Counter()
    for line in _stored_first(plan.platforms):
        seen[line.industry] += 1
        if line.key is None:
            continue
        if seen[line.industry] > most.value:
            yield Breach(
                "TOO_MANY_PLATFORMS",
                "每个细分行业的服务平台应在{limit}家以内，这是第{place}家"
                " | At most {limit} platforms for an industry; this is number {place}",
                most.clause,
                "请择优保留 | Keep the best",
                {"limit": _plain(most.value), "place": seen[line.industry]},
                (line.key, "industry"),
            )
        count = enterprises[line.uscc] if line.uscc else None
        if count is not None and count < least.value:
            yield Breach(
                "TOO_FEW_ENTERPRISES",
                "每家服务平台不少于{limit}家企业，“{name}”只列了{count}家"
                " | A platform takes at least {limit} enterprises; “{name}” lists {count}",
                least.clause,
                "请补足试点企业 | List more enterprises",
                {"limit": _plain(least.value), "name": line.name, "count": count},
                (line.key, None),
            )
        yield from _promises(line, count, least.value, least.clause)


def _promises(line: PlatformLine, count: int | None, least: Decimal, clause: str) -> Iterator[Breach]:
    """What the plan must say of each platform (P8), and whether it fits the list of enterprises."""
    for given, field, what in (
        (line.solution, "solution", "解决方案 | solution"),
        (line.target, "target", "绩效目标 | performance target"),
    ):
        if not given:
            yield Breach(
                "PLATFORM_INCOMPLETE",
                "方案须写明每个平台的{what}：“{name}”没有"
                " | The plan must state each platform's {what}; “{name}” has none",
                "P8",
                "",
                {"what": what, "name": line.name},
                (line.key, field),
            )
    if line.planned is None:
        return
    if line.planned < least:
        yield Breach(
            "PLANNED_TOO_FEW",
            "计划改造{planned}家，少于{limit}家 | {planned} enterprises are planned, fewer than {limit}",
            clause,
            "",
            {"planned": line.planned, "limit": _plain(least)},
            (line.key, "planned"),
        )
    elif count is not None and line.planned != count:
        yield Breach(
            "PLANNED_DIFFERS",
            "“{name}”计划改造{planned}家，名单中有{count}家"
            " | “{name}”: {planned} enterprises are planned, {count} are listed",
            "P8",
            "请核对 | Please compare",
            {"name": line.name, "planned": line.planned, "count": count},
            (line.key, "planned"),
            blocking=False,
        )


def _enterprises(plan: PlanDraft) -> Iterator[Breach]:
    for line in plan.enterprises:
        if line.key is None:
            continue
        if line.giant:
            yield Breach(
                "FUNDED_LITTLE_GIANT",
                "“{name}”是已获中央财政支持的专精特新“小巨人”企业，不再纳入试点"
                " | “{name}” is a “little giant” with central funding and can't take part",
                "P2",
                "请更换企业 | Choose another enterprise",
                {"name": line.name},
                (line.key, "uscc"),
            )
        if line.elsewhere:
            yield Breach(
                "ENTERPRISE_ELSEWHERE",
                "“{name}”已在另一个未退出的改造项目中，不能重复列入"
                " | “{name}” is in another live project already and can't be listed twice",
                "P8",
                "先办理原项目退出，或更换企业"
                " | It has to leave the other project first, or choose another enterprise",
                {"name": line.name},
                (line.key, "uscc"),
            )
        if line.size == EnterpriseSize.LARGE:
            yield Breach(
                "NOT_AN_SME",
                "试点对象为中小企业，“{name}”是大型企业"
                " | The pilot is for SMEs; “{name}” is a large enterprise",
                "P3",
                "",
                {"name": line.name},
                (line.key, "size"),
            )


def _sizes(plan: PlanDraft) -> Iterator[Breach]:
    """Enterprises of different sizes should take part (P3): worth knowing, no bar."""
    by_platform: dict[str, list[str]] = {}
    for line in plan.enterprises:
        if line.size:
            by_platform.setdefault(line.platform, []).append(line.size)
    for platform in plan.platforms:
        sizes = by_platform.get(platform.uscc, [])
        if platform.key is not None and len(sizes) > 1 and len(set(sizes)) == 1:
            yield Breach(
                "ONE_SIZE",
                "“{name}”的试点企业规模都是{size}，应选择不同规模的中小企业"
                " | All enterprises of “{name}” are {size}; sizes should be mixed",
                "P3",
                "",
                {
                    "name": platform.name,
                    "size": next(size.label for size in EnterpriseSize if size == sizes[0]),
                },
                (platform.key, None),
                blocking=False,
            )


def _costs(plan: PlanDraft) -> Iterator[Breach]:
    for line in plan.costs:
        if line.key is not None and line.hardware and line.eligible:
            yield Breach(
                "HARDWARE_NOT_ELIGIBLE",
                "硬件投入不属于支持范围，按不可计入处理"
                " | Hardware is not supported; the item is taken as not eligible",
                "F1",
                "将“可计入”改为“否” | Set “Eligible” to “否” (no)",
                {},
                (line.key, "eligible"),
                blocking=False,
            )


def _awards(plan: PlanDraft, book: PolicyBook, on: date) -> Iterator[Breach]:
    costs = eligible_costs(plan.costs)
    sums: dict[str, Decimal] = {}
    for line in plan.enterprises:
        if line.uscc not in costs:
            continue
        award = estimate(costs[line.uscc], book, on)
        sums[line.platform] = sums.get(line.platform, Decimal(0)) + award.award
        if award.capped and line.key is not None:
            yield Breach(
                "AWARD_CAPPED",
                "“{name}”可计入成本{cost}元的{percent}%为{share}元，超过每家{cap}元上限，按{cap}元测算（F1、F2）"
                " | “{name}”: {percent} % of the eligible cost of CNY {cost} is CNY {share};"
                " the cap of CNY {cap} an enterprise applies (F1, F2)",
                award.cap_clause,
                "",
                {
                    "name": line.name,
                    "percent": _plain(book.limit("cost_share", on).value * 100),
                    "cost": _yuan(award.cost),
                    "share": _yuan(award.share),
                    "cap": _yuan(award.award),
                },
                (line.key, "uscc"),
                blocking=False,
            )
    ceiling = book.limit("award_per_platform", on)
    for platform in plan.platforms:
        total = sums.get(platform.uscc, Decimal(0))
        if platform.key is not None and total > ceiling.value:
            yield Breach(
                "PLATFORM_CAPPED",
                "“{name}”测算奖补合计{total}元，超过每个平台{cap}元上限"
                " | The estimated awards of “{name}” come to CNY {total}; a platform gets at most CNY {cap}",
                ceiling.clause,
                "",
                {"name": platform.name, "total": _yuan(total), "cap": _yuan(ceiling.value)},
                (platform.key, None),
                blocking=False,
            )


_Line = TypeVar("_Line", IndustryLine, PlatformLine)


def _stored_first(lines: Sequence[_Line]) -> list[_Line]:
    """A limit is exceeded by what the file adds, not by what is stored already."""
    return sorted(lines, key=lambda line: line.key is not None)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _yuan(amount: Decimal) -> str:
    return f"{amount:,.2f}"
