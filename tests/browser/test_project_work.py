"""The work on a project as each person does it: delivered by the list, assessed, assigned, inspected, endorsed, confirmed."""

from playwright.async_api import Page, expect

from db.config import Database
from db.store import NATION, Store
from tests.browser.visit import Visit, visiting
from tests.serving import served

DELIVERED = """
select projects.id, projects.platform_id from projects
where unit_code = '320000' and state = 'transforming' and trained_on is not null
  and exists (select from services where services.project_id = projects.id) order by 1 limit 1
"""


async def _open(visit: Visit, deed: str) -> None:
    await visit.page.locator(f'summary[data-deed="{deed}"]').click()


async def test_a_project_goes_from_delivery_to_confirmation(
    page: Page, fresh_demo_database: Database
) -> None:
    store = await Store.open(fresh_demo_database.app_url, size=1)
    async with store.read(NATION) as connection:
        project, platform = await connection.fetchrow(DELIVERED)
    await store.close()
    with served(fresh_demo_database) as address:
        await _deliver(page, address, project)
        await _assess(page, address, project)
        await _assign(page, address, project)
        await _inspect(page, address, project)
        await _confirm(page, address, project, platform)


async def _deliver(page: Page, address: str, project: int) -> None:
    async with visiting(page, address, "jiangsu") as visit:
        await visit.go(f"/project/{project}")
        await _open(visit, "deliverProject")
        form = page.locator("details.deed[open]")
        await form.locator('input[type="date"]').fill("2025-09-30")
        notes = form.locator(".deed-row textarea")
        assert await notes.count() >= 3  # the checklist stands there already
        for place in range(await notes.count()):
            await notes.nth(place).fill("已上线运行")
        await form.locator("button.primary").click()
        await expect(page.locator(".badge", has_text="已交付").first).to_be_visible()


async def _assess(page: Page, address: str, project: int) -> None:
    async with visiting(page, address, "jiangsu") as visit:
        await visit.go(f"/questionnaire/{project}-after")
        for question in await page.locator(".question").all():
            await question.locator('input[type="radio"], input[type="checkbox"]').last.check()
        await expect(page.locator(".running-total")).to_contain_text("3 级")
        await page.get_by_role("button", name="正式提交").click()
        await expect(page.locator(".said.good")).to_contain_text("评测已提交")


async def _assign(page: Page, address: str, project: int) -> None:
    async with visiting(page, address, "jiangsu") as visit:
        await visit.go(f"/project/{project}")
        await expect(page.locator('[data-chart="levels"]')).to_be_visible()
        await _open(visit, "assignProject")
        form = page.locator("details.deed[open]")
        await form.locator("input").first.click()
        await page.locator('[role="option"]', has_text="（expert）").click()
        await form.locator("button.primary").click()
        await expect(page.locator(".said.good").first).to_be_visible()


async def _inspect(page: Page, address: str, project: int) -> None:
    async with visiting(page, address, "expert") as visit:
        await visit.go(f"/inspection/{project}")
        scores = page.locator(".sheet input")
        for place, score in enumerate(("30", "25", "20", "15", "11")):
            await scores.nth(place).fill(score)
        await page.get_by_text("通过", exact=True).click()
        await page.get_by_role("button", name="提交评分表").click()
        await expect(page.locator(".said.bad")).to_contain_text("0至10分")
        await scores.nth(4).fill("9")
        await expect(page.locator(".running-total")).to_contain_text("99")
        await page.get_by_role("button", name="提交评分表").click()
        await expect(page.locator(".said.good")).to_contain_text("评分表已提交")


async def _confirm(page: Page, address: str, project: int, platform: int) -> None:
    async with visiting(page, address, "finance") as visit:
        await visit.go(f"/platform/{platform}")
        await page.locator("summary", has_text="财政部门会审（").click()
        form = page.locator("details.deed[open]")
        await form.locator("button.primary").click()
        await expect(page.locator(".said.good").first).to_be_visible()
    async with visiting(page, address, "programme") as visit:
        await visit.go(f"/project/{project}")
        await _open(visit, "confirmProject")
        await page.locator("details.deed[open] button.primary").click()
        await expect(page.locator(".said.good").first).to_be_visible()
        await visit.go(f"/project/{project}")
        await expect(page.locator(".steps .done", has_text="国家审核确认日期")).to_be_visible()
