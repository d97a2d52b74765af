"""When a limit of the policy may be changed, and to what: pure, from the limit's history to what stands against it."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from api.policy.book import DatedLimit
from api.policy.breach import Breach
from db.enums import Word


class LimitName(Word):
    """The numbers of the notice that are kept as dated limits."""

    BATCHES = "batches", "批次数（G1） | Batches (G1)"
    INDUSTRIES = "industries", "细分行业数（G2） | Industries (G2)"
    PLATFORMS = "platforms", "服务平台数（G3） | Platforms (G3)"
    LIGHTHOUSES_MIN = "lighthouses_min", "小灯塔企业下限（G4） | Lighthouses, at least (G4)"
    LIGHTHOUSES_MAX = "lighthouses_max", "小灯塔企业上限（G4） | Lighthouses, at most (G4)"
    INDUSTRIES_PER_PLAN = "industries_per_plan", "每方案细分行业数（P1） | Industries of a plan (P1)"
    PLATFORMS_PER_INDUSTRY = (
        "platforms_per_industry",
        "每行业服务平台数（P6） | Platforms of an industry (P6)",
    )
    PROJECTS_PER_PLATFORM = (
        "projects_per_platform",
        "每平台企业数下限（P7） | Enterprises of a platform, at least (P7)",
    )
    ACCEPTANCE_PASS_MARK = "acceptance_pass_mark", "验收合格分（P10） | Pass mark of an acceptance (P10)"
    COST_SHARE = "cost_share", "奖补占实际成本比例（F1） | Share of the actual cost (F1)"
    AWARD_PER_ENTERPRISE = "award_per_enterprise", "每家企业奖补上限（F2） | Award of an enterprise (F2)"
    AWARD_PER_PLATFORM = "award_per_platform", "每个平台奖补上限（F3） | Award of a platform (F3)"
    IMPLEMENTATION_MONTHS = "implementation_months", "实施期月数（F5） | Months of a batch (F5)"


_SHARES = frozenset({LimitName.COST_SHARE})
_AMOUNTS = frozenset({LimitName.AWARD_PER_ENTERPRISE, LimitName.AWARD_PER_PLATFORM})
_MOST = Decimal(10) ** 11


def check_change(
    key: LimitName, value: Decimal, start: date, history: Sequence[DatedLimit], settled_until: date | None
) -> Iterator[Breach]:
    """What stands against ``value`` from ``start`` on. ``history``: the limit so far, in the order of its days.

    ``settled_until``: the last day on which money was settled; what was settled stays as it is, so nothing is
    changed on that day or before it.
    """
    last = history[-1] if history else None
    clause = last.clause if last else None
    if not _possible(key, value):
        yield Breach(
            "LIMIT_IMPOSSIBLE",
            "“{limit}”不能为{value} | “{limit}” cannot be {value}",
            clause,
            "比例在0与1之间；家数、月数为正整数；金额为正数，最多两位小数"
            " | A share lies between 0 and 1; numbers are whole and positive; amounts are positive, to the fen",
            {"limit": key.label, "value": f"{value:f}"},
            ("value",),
        )
    if last is not None and last.until is None and last.value == value:
        yield Breach(
            "LIMIT_SAME",
            "现行限额已是{value} | The limit is {value} already",
            clause,
            "",
            {"value": f"{value.normalize():f}"},
            ("value",),
        )
    if last is not None and start <= last.start:
        yield Breach(
            "LIMIT_NOT_LATER",
            "生效日须晚于上一次生效日{day} | It must begin later than the limit before it, {day}",
            clause,
            "",
            {"day": last.start.isoformat()},
            ("valid_from",),
        )
    if settled_until is not None and start <= settled_until:
        yield Breach(
            "LIMIT_USED",
            "{day}及以前的资金核定已用现行限额，不得追溯更改"
            " | The limit was used to settle money until {day}: it is not changed back in time",
            clause,
            "选择此后的日期 | Choose a later day",
            {"day": settled_until.isoformat()},
            ("valid_from",),
        )


def _possible(key: LimitName, value: Decimal) -> bool:
    if key in _SHARES:
        return 0 < value <= 1
    if key in _AMOUNTS:
        return 0 < value < _MOST and value == value.quantize(Decimal("0.01"))
    return 0 < value < 1_000_000 and value == value.to_integral_value()
