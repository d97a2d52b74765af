"""Invented names, numbers and texts: well formed, varied, deterministic, nobody's."""

import random
import re
from collections.abc import Callable

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.policy.uscc import ALPHABET, valid
from db.enums import CostKind, Sector
from seed.reference import files
from seed.synthetic import names, places, stories, texts, uscc

UNITS = [str(row["short_name"]) for row in files.table("units")]
#: Firms everybody knows, and service platforms that exist.
FAMOUS = (
    *("华为", "中兴", "海尔", "海信", "美的", "格力", "联想", "小米", "比亚迪", "吉利", "奇瑞", "宁德时代"),
    *("阿里", "腾讯", "百度", "京东", "用友", "金蝶", "浪潮", "徐工", "三一重工", "树根", "卡奥斯", "汇川"),
    *("航天云网", "大华", "海康", "讯飞", "恒瑞", "隆基", "富士康", "立讯", "歌尔", "蓝卓", "黑湖", "羚羊"),
)


def firms(seed: int, count: int) -> list[str]:
    rng = random.Random(seed)
    return [names.firm(rng, rng.choice(UNITS), "液压动力机械及元件制造") for _ in range(count)]


def test_same_seed_same_names() -> None:
    assert firms(7, 200) == firms(7, 200) != firms(8, 200)


def test_names_are_nobodys() -> None:
    rng = random.Random(1)
    drawn = firms(1, 20_000) + [names.operator(rng, rng.choice(UNITS)) for _ in range(20_000)]
    assert not [name for name in drawn if any(famous in name for famous in FAMOUS)]


def test_names_fit_and_read_like_firms() -> None:
    for name in firms(2, 5_000):
        assert re.fullmatch(r"[\u4e00-\u9fff（）]{6,40}有限公司", name), name
        assert "技术技术" not in name
        assert "科技科技" not in name


def test_names_are_unique_on_request() -> None:
    rng, taken = random.Random(3), set[str]()
    drawn = [names.firm(rng, "海南", "泵及真空设备制造", taken=taken) for _ in range(10_000)]
    assert len(set(drawn)) == 10_000


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_has_places(unit: str) -> None:
    code = next(str(row["code"]) for row in files.table("units") if row["short_name"] == unit)
    prefix = {"XPCC": "659"}.get(code, code[:4] if code[2:4] != "00" else code[:2])
    rng = random.Random(4)
    for place in places.PLACES[unit]:
        assert place.adcode.startswith(prefix)
        assert re.fullmatch(r"\d{6}", place.adcode)
        assert names.address(rng, unit, place=place).startswith(place.full)
        assert names.firm(rng, unit, "电子电路制造", place=place).startswith(place.prefix)


def test_places_are_different_places() -> None:
    codes = [place.adcode for unit in places.PLACES.values() for place in unit]
    assert len(codes) == len(set(codes))
    assert set(places.PLACES) == set(UNITS)


def test_numbers_reach_nobody() -> None:
    rng = random.Random(5)
    for _ in range(500):
        assert re.fullmatch(r"154\d{8}", names.phone(rng))
        assert re.fullmatch(r"8888\d{15}", names.bank_account(rng))
        assert names.email(rng).endswith("@example.com")
        assert 2 <= len(names.person(rng)) <= 4


@pytest.mark.parametrize("kind", CostKind)
def test_every_kind_of_cost_has_items(kind: CostKind) -> None:
    rng = random.Random(6)
    assert re.fullmatch(r"\*.+\*.+", names.invoice_item(rng, kind))
    assert "*" not in names.item_name(rng, kind)


async def test_generated_codes_are_valid(owner_connection: asyncpg.Connection) -> None:
    rng = random.Random(7)
    adcodes = [place.adcode for unit in places.PLACES.values() for place in unit]
    codes = [uscc.make(rng, rng.choice(adcodes)) for _ in range(100_000)]
    assert all(map(valid, codes))
    assert await owner_connection.fetchval(
        "select bool_and(uscc_ok(code)) from unnest($1::text[]) code", codes
    )


async def test_python_and_sql_agree_on_spoilt_codes(owner_connection: asyncpg.Connection) -> None:
    rng = random.Random(8)
    spoilt = ["", "9" * 18, "91320500MAY57ERT9K ", "91320500may57ert9k", "91110000100007386P"]
    for _ in range(2_000):
        code = list(uscc.make(rng, "320500"))
        code[rng.randrange(18)] = rng.choice(ALPHABET + "IOSVZ")
        spoilt.append("".join(code))
    said = await owner_connection.fetch("select uscc_ok(code) as ok from unnest($1::text[]) code", spoilt)
    assert [row["ok"] for row in said] == [valid(code) for code in spoilt]


@given(st.integers(0, uscc.SERIALS - 1), st.integers(0, uscc.SERIALS - 1))
def test_different_serials_different_codes(one: int, other: int) -> None:
    assert (uscc.numbered("659001", one) == uscc.numbered("659001", other)) == (one == other)


@pytest.mark.parametrize("serial", [-1, uscc.SERIALS])
def test_serials_have_an_end(serial: int) -> None:
    with pytest.raises(ValueError, match="serial"):
        uscc.numbered("320500", serial)


@pytest.mark.parametrize("sector", [None, *Sector])
def test_texts_vary_and_fit(sector: Sector | None) -> None:
    rng = random.Random(9)
    makers: tuple[Callable[[], str], ...] = (
        lambda: texts.common_problems(rng, sector, "电机制造"),
        lambda: texts.scenarios(rng, sector, "电机制造"),
        lambda: texts.platform_solution(rng, sector),
        lambda: texts.platform_target(rng, 12),
        lambda: texts.project_solution(rng, sector, "电机制造"),
        lambda: stories.statement(rng, "电机制造", stories.gains(rng)),
        lambda: stories.findings(rng, "电机制造"),
        lambda: stories.platform(rng, "电机制造"),
    )
    for make in makers:
        drawn = {make() for _ in range(60)}
        assert len(drawn) >= 20
        assert all(text.endswith("。") and "{" not in text for text in drawn)


@pytest.mark.parametrize(
    "kind", ["passed", "rectify", "failed", "withdrawn", "rejected", "returned", "dismissed"]
)
def test_remarks(kind: texts.Remark) -> None:
    rng = random.Random(10)
    drawn = {texts.remark(rng, kind) for _ in range(40)}
    assert len(drawn) >= 3
    assert not any("{" in text for text in drawn)
