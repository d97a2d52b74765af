"""From a stranger's word to an answer: told without an account, looked into by one officer, asked about by a code."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.visit import Visit, visiting

CONTACT = "请致电 13900000000"
TOLD = {
    "about": "开发区那家云平台",
    "body": "同一套设备在两家企业的验收照片里都出现过，铭牌编号一样。",
    "contact": CONTACT,
}
#: Telephone and desk; both languages, both themes.
LOOKS = [("zh", "light", 390), ("en", "dark", 1280)]


@pytest.mark.parametrize(("lang", "theme", "width"), LOOKS)
async def test_strangers_read_and_tell_on_any_screen(
    page: Page, server: str, lang: str, theme: str, width: int
) -> None:
    visit = Visit(page, server)
    await page.set_viewport_size({"width": width, "height": 844})
    look = f"lang={lang}&theme={theme}"
    for path in ("/tip", "/tip/status", "/register", "/register?q=nobody"):
        await page.goto(f"{server}{path}{'&' if '?' in path else '?'}{look}")
        assert await page.get_attribute("html", "lang") == {"zh": "zh-CN", "en": "en"}[lang]
        assert await visit.violations() == [], path
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    await page.goto(f"{server}/sign-in")
    await page.locator("a[href='/tip']").click()
    await page.locator("nav a[href='/register']").click()
    await expect(page.locator(".decision").first).to_be_visible()
    await page.locator("nav a[href='/notice']").click()
    await page.wait_for_url("**/notice")
    assert await page.context.cookies() == []


async def test_what_a_stranger_tells_is_looked_into_and_answered(
    page: Page, browser: Browser, busy: str
) -> None:
    outside = await (await browser.new_context()).new_page()
    stranger = Visit(outside, busy)
    await outside.goto(f"{busy}/tip")
    for name, value in TOLD.items():
        await outside.fill(f"#{name}", value)
    await outside.locator("form button[type=submit]").click()
    code = await outside.inner_text(".secret code")
    assert await stranger.violations() == []

    async with visiting(page, busy, "supervisor") as visit:
        await visit.go("/tips")
        await page.locator(".ag-cell a", has_text="JB-").first.click()
        await page.wait_for_url("**/tip-off/*")
        await visit.drawn()
        await expect(page.locator("h1")).to_have_text(TOLD["about"])
        assert CONTACT not in await page.content()
        await expect(page.locator("#page")).to_contain_text("接办后写明事由方可查看")
        await page.click("summary[data-deed=takeUpTip]")
        await page.locator("details.deed[open] button.primary").click()
        await page.get_by_label("查看事由").fill("向举报人核实铭牌编号")
        await page.get_by_role("button", name="查看联系方式").click()
        await expect(page.locator("#page .said.good strong")).to_have_text(CONTACT)
        assert await visit.violations() == []
        await page.click("summary[data-deed=rejectTip]")
        await page.locator("details.deed[open] textarea").first.fill("两张照片系同一展会，企业设备编号不同。")
        await page.locator("details.deed[open] button.danger").last.click()
        await expect(page.locator(".badge", has_text="查无实据").first).to_be_visible()
        await expect(page.locator(".timeline")).to_contain_text("向举报人核实铭牌编号")

    await outside.goto(f"{busy}/tip/status")
    await outside.fill("#code", code.lower())
    await outside.locator("form button").click()
    await expect(outside.locator("main")).to_contain_text("两张照片系同一展会")
    assert await stranger.violations() == []
    await outside.context.close()
