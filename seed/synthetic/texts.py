"""Paragraphs of invented plans, solutions, claims and acceptances, told apart by priority sector."""

import random
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from db.enums import Sector
from seed.synthetic import stories

Remark = Literal["passed", "rectify", "failed", "withdrawn", "rejected", "returned", "dismissed"]


@cache
def _phrases() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def common_problems(rng: random.Random, sector: Sector | None, industry_name: str) -> str:
    """What the enterprises of an industry have in common that hurts (P4)."""
    visited = rng.randrange(18, 96)
    opening = rng.choice(
        (
            f"调研{industry_name}企业{visited}家，梳理共性问题如下：",
            f"通过问卷和现场走访{visited}家{industry_name}企业，为企业“画像”，主要痛点是：",
            f"组织专家对{visited}家{industry_name}中小企业开展诊断，共性需求集中在：",
        )
    )
    own = _draw(rng, sector, "problems", 2)
    return opening + _listed(own + _draw(rng, None, "problems", rng.randrange(1, 3)))


def scenarios(rng: random.Random, sector: Sector | None, industry_name: str) -> str:
    """Where digital tools are to be put to use (P5)."""
    opening = rng.choice(
        (
            f"围绕{industry_name}基本应用场景，优先解决以下环节：",
            "坚持轻量化投资、短工期改造，选定应用场景：",
            "按照打通数据、用好数据的要求，重点建设：",
        )
    )
    own = _draw(rng, sector, "scenarios", 2)
    return opening + _listed(own + _draw(rng, None, "scenarios", rng.randrange(1, 3)))


def three_tests(rng: random.Random, industry_name: str) -> dict[str, str]:
    """How the scenarios pass the three tests (P5), by the fields of a plan's industry."""
    share, days, months = rng.randrange(80, 98), rng.randrange(30, 91, 5), rng.randrange(9, 25)
    return {
        "needs_met": f"{industry_name}企业的基本应用场景覆盖率达到{share}%以上，先满足普遍需求，再做个性化提升。",
        "data_used": rng.choice(
            (
                "统一物料、工艺和设备编码，打通订单、生产、质量数据，班组日报和交付看板由系统自动生成。",
                "关键设备数据采集入库，与进销存、质量数据关联，用于排产、追溯和成本核算。",
                "制定数据目录和接口规范，企业数据可导出、可迁移，不被单一平台锁定。",
            )
        ),
        "light_return": f"云端订阅、按需开通，单家平均{days}天上线，不停产改造；测算投资回收期{months}个月左右。",
    }


def platform_solution(rng: random.Random, sector: Sector | None) -> str:
    """What a platform brings to its enterprises (P8)."""
    service = rng.choice(
        (
            "提供诊断、部署、实训、运维一揽子服务，设本地服务团队驻点支持。",
            "首年云服务费减半，软件订阅按季结算，降低企业一次性投入。",
            "采用“一企一策、先诊断后实施”，每家企业配备一名数字化顾问。",
            "提供标准合同和操作规范，改造完成后继续免费运维一年。",
        )
    )
    return f"{_draw(rng, sector, 'solutions', 1)[0]}；{_draw(rng, None, 'solutions', 1)[0]}。{service}"


def platform_target(rng: random.Random, planned: int) -> str:
    """A platform's performance target (P8)."""
    efficiency, cost, delivery = rng.randrange(10, 31), rng.randrange(5, 16), rng.randrange(85, 99)
    return (
        f"实施期内完成{planned}家企业数字化改造并通过验收；企业数字化水平普遍提升一级以上，"
        f"生产效率平均提升{efficiency}%，运营成本平均下降{cost}%，订单准时交付率达到{delivery}%，"
        f"企业满意度不低于{rng.randrange(85, 96)}%。"
    )


def project_solution(rng: random.Random, sector: Sector | None, industry_name: str) -> str:
    """What is done at one enterprise."""
    return f"{stories.solution(rng, industry_name)}重点场景为{_topic(rng, sector)}。"


def remark(rng: random.Random, kind: Remark) -> str:
    """What an expert or officer writes beside a decision."""
    return rng.choice(_phrases()["remarks"][kind]).format(count=rng.randrange(3, 40))


def _topic(rng: random.Random, sector: Sector | None) -> str:
    return _draw(rng, sector, "scenarios", 1)[0].split("：")[0]


def _draw(rng: random.Random, sector: Sector | None, part: str, count: int) -> list[str]:
    return rng.sample(_phrases()[sector.value if sector else "general"][part], count)


def _listed(sentences: list[str]) -> str:
    # Sector and general phrases may coincide when an industry has no sector.
    kept = list(dict.fromkeys(sentences))
    return "；".join(f"{number}. {sentence}" for number, sentence in enumerate(kept, 1)) + "。"
