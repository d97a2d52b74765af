"""Every page in both languages and both themes: drawn without errors, and open to everybody's eyes and ears."""

from itertools import product

import pytest
from playwright.async_api import Page

from tests.browser.visit import visiting

PAGES = [
    "/",
    "/unit/320000",
    "/unit/540000",
    "/platforms",
    "/platform/12",
    "/cases",
    "/cases?show=cases",
    "/case/3",
    "/project/12",
    "/import",
    "/account/tokens",
    "/nowhere",
]
LOOKS = list(product(("zh", "en"), ("light", "dark")))


@pytest.mark.parametrize(("lang", "theme"), LOOKS, ids=[f"{lang}-{theme}" for lang, theme in LOOKS])
async def test_all_pages_are_drawn_and_accessible(page: Page, server: str, lang: str, theme: str) -> None:
    async with visiting(page, server, lang=lang, theme=theme) as visit:
        await visit.go(PAGES[0])
        assert await page.get_attribute("html", "lang") == {"zh": "zh-CN", "en": "en"}[lang]
        assert await page.get_attribute("html", "data-mantine-color-scheme") == theme
        mark = {"zh": "合成数据", "en": "synthetic data"}[lang]
        violations = {}
        for path in PAGES:
            await visit.follow(path)
            assert mark in await page.inner_text(".mark")
            if found := await visit.violations():
                violations[path] = found
        assert violations == {}


async def test_a_name_without_plan_says_so(page: Page, server: str) -> None:
    async with visiting(page, server) as visit:
        await visit.go("/unit/540000")
        assert "尚未提交实施方案" in await page.inner_text("#page")


async def test_an_expert_sees_neither_flags_nor_cases(page: Page, server: str) -> None:
    async with visiting(page, server, "expert") as visit:
        await visit.go("/")
        assert "预警与案件" not in await page.inner_text("header")
        assert await page.locator(".pill", has_text="预警数").count() == 0
        await visit.go("/cases")
        assert "您的角色不能查看此页" in await page.inner_text("#page")


async def test_strangers_are_asked_to_sign_in(page: Page, server: str) -> None:
    await page.goto(server + "/platforms")
    assert "/sign-in" in page.url
    answer = await page.request.post(f"{server}/_dash-update-component", data={})
    assert answer.status == 401
