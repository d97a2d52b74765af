"""The workbench in a browser: a grid's address, the record beside it, columns chosen and arranged."""

import re

from playwright.async_api import Page, expect

from tests.browser.visit import Visit, visiting


async def test_a_grid_s_state_comes_back_from_its_address(page: Page, server: str) -> None:
    async with visiting(page, server) as visit:
        await visit.go("/data/projects")
        await page.locator("[role=columnheader][col-id=contractAmount] .ag-header-cell-label").click()
        await page.wait_for_url("**sort=contractAmount*")
        await page.locator("input[aria-label*='状态']").fill("已通过")
        await page.wait_for_url("**filter=*")
        await visit.drawn()
        await expect(page.locator(".ag-row .badge").first).to_have_text("已通过")
        first = await page.locator(".ag-row[row-index='0']").inner_text()
        await page.reload()
        await visit.drawn()
        assert await page.locator(".ag-row[row-index='0']").inner_text() == first
        await expect(page.locator("[role=columnheader][col-id=contractAmount]")).to_have_attribute(
            "aria-sort", "ascending"
        )


async def test_columns_are_chosen_and_arranged_and_stay_so(page: Page, server: str) -> None:
    async with visiting(page, server) as visit:
        await visit.go("/data/platforms?columns=organization.name,state,planned&pin=state&width=planned:222")
        pinned = page.locator(".ag-pinned-left-header [role=columnheader]")
        await expect(pinned).to_have_attribute("col-id", "state")
        width = await page.locator("[role=columnheader][col-id=planned]").bounding_box()
        assert width is not None
        assert round(width["width"]) == 222
        await page.locator(".columns summary").click()
        await page.locator(".columns-card input").first.fill("收款")
        await page.locator("[role=option]").first.click()
        await page.keyboard.press("Escape")
        await page.locator(".columns-card .primary").click()
        await page.wait_for_url(re.compile("bankAccount"))
        await visit.drawn()
        await expect(page.locator("[role=columnheader]")).to_have_count(4)


async def test_a_record_opens_beside_its_grid_and_leads_on(page: Page, server: str) -> None:
    async with visiting(page, server) as visit:
        await visit.go("/data/platforms")
        link = page.locator(".ag-row[row-index='0'] a[data-panel]")
        name = await link.inner_text()
        await page.locator(".ag-row[row-index='0'] .ag-cell").first.focus()
        await page.keyboard.press("Enter")
        await page.wait_for_url("**row=*")
        await expect(page.locator("#side-title")).to_have_text(name)
        await expect(page.locator("#side-title")).to_be_focused()
        assert await visit.violations() == []
        await page.reload()
        await visit.drawn()
        await expect(page.locator("#side-title")).to_have_text(name)
        await page.locator(".related a", has_text="改造项目").click()
        await page.wait_for_url("**/data/projects?of=platform*")
        await visit.drawn()
        await expect(page.locator(".chip")).to_contain_text(name)
        await page.locator(".chip").click()
        await page.wait_for_url(lambda address: "of=" not in address)
        await page.go_back()
        await page.go_back()
        await visit.drawn()
        await page.locator(".side-close").click()
        await expect(page.locator(".side")).to_be_empty()
        assert "row=" not in page.url


async def test_a_row_that_is_not_ours_is_not_told_of(page: Page, server: str) -> None:
    visit = Visit(page, server)
    await visit.sign_in("expert")
    await visit.go("/data/cases")
    assert "您的角色不能查看此页" in await page.inner_text("#page")
    await visit.go("/data")
    assert await page.locator("a[href$='/data/cases']").count() == 0
    await visit.go("/data/nowhere")
    assert "没有" in await page.inner_text("#page")
