"""What is pressed rather than read: each act once, with what it must refuse."""

import re
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from dashboard.client import row_key
from tests.browser.visit import Visit, visiting

#: A platform whose plan is evaluated and that is not settled yet.
UNSETTLED = """{ platforms(first: 1, orderBy: [{ id: ASC }], where: {
    settlements: { none: {} }, planIndustry: { plan: { state: { eq: EVALUATED } } }
}) { nodes { id } } }"""
#: An accepted project of one's own that nothing has been claimed for.
UNCLAIMED = """{ projects(first: 1, orderBy: [{ id: ASC }], where: {
    claims: { none: {} }, state: { eq: PASSED }
}) { nodes { id } } }"""

#: A delivered project whose enterprise was not asked yet.
UNASKED = """{ projects(first: 1, orderBy: [{ id: ASC }], where: {
    deliveredOn: { isNull: false }, state: { notIn: [FAILED, WITHDRAWN] }, surveys: { none: {} }
}) { nodes { id } } }"""


async def _one(visit: Visit, query: str) -> str:
    (rows,) = (await visit.ask(query)).values()
    return row_key(rows["nodes"][0]["id"])


async def test_what_one_finance_officer_proposes_only_another_approves(page: Page, busy: str) -> None:
    visit = Visit(page, busy)
    await visit.sign_in("finance")
    platform = await _one(visit, UNSETTLED)
    await visit.go(f"/settle/{platform}")
    await page.click("summary[data-deed=proposeSettlement]")
    await page.locator("details.deed[open] button.primary").last.click()
    await page.locator("#said a").click()
    await page.wait_for_url("**/settlement/*")
    await visit.drawn()
    await expect(page.locator(".badge", has_text="待批准").first).to_be_visible()
    await expect(page.locator("summary[data-deed=rejectSettlement]")).to_have_count(1)
    await expect(page.locator("summary[data-deed=approveSettlement]")).to_have_count(0)
    address = page.url.removeprefix(busy)

    await visit.sign_in("finance2")
    await visit.go(address)
    await page.click("summary[data-deed=approveSettlement]")
    await page.locator("details.deed[open] button.primary, details.deed[open] button.danger").last.click()
    await expect(page.locator("#said .said.good")).to_be_visible()
    await expect(page.locator(".badge", has_text="已批准").first).to_be_visible()


async def test_what_if_the_cap_were_lower(page: Page, busy: str) -> None:
    async with visiting(page, busy, "finance") as visit:
        await visit.go("/whatif?batch=1")
        await expect(page.locator(".fact-value").nth(2)).to_have_text("0.00 元")
        await page.fill("input[name=platform]", "1000000")
        await page.get_by_role("button", name="测算").click()
        await visit.drawn()
        await expect(page.locator(".fact-value").nth(2)).to_contain_text("-")
        assert "platform=1000000" in page.url
        assert await page.locator("[aria-label] .listing tbody tr").count() > 50


async def test_a_bad_value_is_told_at_its_field_in_the_readers_language(page: Page, busy: str) -> None:
    async with visiting(page, busy, "jiangsu", lang="en") as visit:
        project = await _one(visit, UNCLAIMED)
        await visit.go(f"/project/{project}")
        await page.click("summary[data-deed=addCostItem]")
        form = page.locator("details.deed[open]")
        await form.locator(".of-money input").first.fill("a lot")
        await form.locator("button.primary").click()
        await expect(form.locator(".mantine-InputWrapper-error").first).to_be_visible()
        said = " ".join(await form.locator(".mantine-InputWrapper-error").all_inner_texts())
        assert "must be a number" in said
        assert not re.search(r"[\u3400-\u9fff]", said)


async def test_a_program_named_as_a_paper_is_refused(page: Page, busy: str, tmp_path: Path) -> None:
    program, paper = tmp_path / "contract.pdf", tmp_path / "minutes.pdf"
    program.write_bytes(b"MZ\x90\x00" + bytes(400))
    paper.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    async with visiting(page, busy, "platform") as visit:
        project = await _one(visit, UNCLAIMED)
        await visit.go(f"/project/{project}")
        await page.set_input_files("[data-attach] input[type=file]", program)
        await expect(page.locator(".attach-file.bad")).to_contain_text("contract.pdf")
        await page.set_input_files("[data-attach] input[type=file]", paper)
        await expect(page.locator("a[download='minutes.pdf']")).to_be_visible(timeout=15_000)
        assert await page.locator("a[download='contract.pdf']").count() == 0


async def test_two_moments_of_a_record_are_compared(page: Page, busy: str) -> None:
    async with visiting(page, busy, "jiangsu") as visit:
        project = await _one(visit, UNCLAIMED)
        await visit.go(f"/project/{project}")
        moments = page.locator("#history .change-moments")
        await moments.nth(1).locator("a").first.click()
        await page.wait_for_url("**since=*")
        await visit.drawn()
        await moments.nth(0).locator("a").last.click()
        await page.wait_for_url("**until=*")
        await visit.drawn()
        await expect(page.locator("#history .comparison")).to_be_visible()
        assert await page.locator("#history .comparison tbody tr").count() >= 1


async def test_an_enterprise_answers_by_its_link_once(page: Page, busy: str, browser: Browser) -> None:
    visit = Visit(page, busy)
    await visit.sign_in("jiangsu")
    await visit.go(f"/project/{await _one(visit, UNASKED)}")
    await page.get_by_role("button", name="发出满意度测评").click()
    path = await page.locator(".survey-told code.secret").inner_text()
    assert path.startswith("/survey/")

    context = await browser.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN"
    )  # on a telephone
    stranger = Visit(await context.new_page(), busy)
    await stranger.page.goto(busy + path)
    assert "合成数据" in await stranger.page.inner_text("main")
    assert await stranger.violations() == []
    await stranger.page.get_by_role("link", name="English").click()
    await stranger.page.locator("label", has_text="No, it did not").click()
    await expect(stranger.page.locator("fieldset.rated").first).to_be_hidden()
    assert await stranger.violations() == []
    await stranger.page.locator("label", has_text="Yes, it did").click()
    for question in await stranger.page.locator("fieldset.rated").all():
        await question.locator("label", has_text="4").click()
    await stranger.page.get_by_label("Comment").fill("师傅讲得很清楚")
    await stranger.page.get_by_role("button", name="Send").click()
    await expect(stranger.page.locator("h1")).to_have_text("Thank you, it has arrived")
    assert await stranger.violations() == []
    again = await stranger.page.goto(busy + path)
    assert again is not None
    assert again.status == 404
    assert "链接无法打开" in await stranger.page.inner_text("main")
    await context.close()

    await page.reload()
    await visit.drawn()
    await expect(page.locator("#page")).to_contain_text("师傅讲得很清楚")
