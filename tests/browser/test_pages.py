"""Every page, every look, every role: drawn without errors, and open to everybody's eyes and ears."""

from collections.abc import Sequence
from itertools import product

import pytest
from playwright.async_api import Page

from dashboard.pages import PAGES as DASHBOARD
from tests.browser.places import KEYED, PLAIN, found
from tests.browser.visit import Visit, visiting

PAGES = (*PLAIN, *KEYED)
LOOKS = list(product(("zh", "en"), ("light", "dark")))
#: Pages of the notice's own words, in which nothing is made up.
REAL = ("/policy", "/acceptance-standard", "/data/clauses")


def real_last(paths: Sequence[str]) -> list[str]:
    """A page without rows of its own keeps the mark as it was: those without a mark come last."""
    return sorted(paths, key=lambda path: path in REAL)


async def marked(visit: Visit, path: str, mark: str) -> None:
    """Goes there; what is invented there says so."""
    await visit.follow(path)
    if path in REAL:
        assert await visit.page.locator(".mark").count() == 0
    else:
        assert mark in await visit.page.inner_text(".mark")


async def see(visit: Visit, path: str, violations: dict[str, object], mark: str) -> None:
    await marked(visit, path, mark)
    if wrong := await visit.violations():
        violations[path] = wrong


def test_no_page_is_left_out() -> None:
    known = {path.partition("?")[0].replace("{}", "") for path in PAGES}
    left = [
        page.path
        for page in DASHBOARD
        if not any(
            path == page.path or (page.path.endswith("/") and path.startswith(page.path) and page.path != "/")
            for path in known
        )
    ]
    assert left == []


@pytest.mark.parametrize("number", range(len(LOOKS)), ids=["-".join(look) for look in LOOKS])
async def test_all_pages_are_drawn_and_accessible(page: Page, server: str, number: int) -> None:
    """A quarter of the pages in each look: the looks share their parts, the pages do not."""
    lang, theme = LOOKS[number]
    async with visiting(page, server, "auditor", lang, theme) as visit:
        await visit.go("/")
        assert await page.get_attribute("html", "lang") == {"zh": "zh-CN", "en": "en"}[lang]
        assert await page.get_attribute("html", "data-mantine-color-scheme") == theme
        violations: dict[str, object] = {}
        for path in real_last(await found(visit, ["/", *PAGES[number :: len(LOOKS)]])):
            await see(visit, path, violations, {"zh": "合成数据", "en": "synthetic data"}[lang])
        assert violations == {}


@pytest.mark.parametrize(("lang", "theme"), [LOOKS[0], LOOKS[3]], ids=["zh-light", "en-dark"])
async def test_strangers_read_the_notices(page: Page, server: str, lang: str, theme: str) -> None:
    visit = Visit(page, server)
    await page.context.add_cookies(
        [{"name": name, "value": value, "url": server} for name, value in (("lang", lang), ("theme", theme))]
    )
    await page.goto(f"{server}/notice")
    assert await visit.violations() == []
    await page.locator("main a[href*='/notice/']").first.click()
    await page.wait_for_url("**/notice/*")
    assert await visit.violations() == []


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
