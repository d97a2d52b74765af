"""The supervisors' desk by keyboard alone: through the queue, a flag dismissed with its reason, the graph of links."""

import re

from playwright.async_api import Page, expect

from dashboard.client import row_key
from tests.browser.visit import Visit

#: One project with one thing to look at.
SIMPLE = """{ riskScores(first: 1, orderBy: [{ id: ASC }], where: { subject: { eq: PROJECT }, openFlags: { eq: 1 } }) {
    nodes { id project { id enterprise { name } } }
} }"""
#: Two projects that share an invoice: a flag of one.
TWICE = """{ flags(first: 1, orderBy: [{ id: ASC }], where: { rule: { eq: "I01" } }) { nodes { project { id } } } }"""


async def test_the_queue_is_worked_through_by_keyboard(page: Page, busy: str) -> None:
    visit = Visit(page, busy)
    await visit.sign_in("supervisor")
    await visit.go("/desk")
    await expect(page.locator(".desk .ag-row a").first).to_be_visible()
    await page.keyboard.press("Alt+ArrowDown")
    await page.wait_for_url("**/desk?*pick=*")
    first = page.url
    await visit.drawn()
    await expect(page.locator(".desk-picked .score-parts li").first).to_be_visible()
    await expect(page.locator(".desk .ag-row a").first).to_be_visible()
    await page.keyboard.press("Alt+ArrowDown")
    await page.wait_for_url(lambda address: "pick=" in address and address != first)
    await visit.drawn()
    await expect(page.locator(".desk .ag-row a").first).to_be_visible()
    await page.keyboard.press("Alt+ArrowUp")
    await page.wait_for_url(first)


async def test_a_flag_is_dismissed_from_the_desk_with_its_reason(page: Page, busy: str) -> None:
    visit = Visit(page, busy)
    await visit.sign_in("supervisor")
    [found] = (await visit.ask(SIMPLE))["riskScores"]["nodes"]
    await visit.go(f"/desk?pick={row_key(found['id'])}")
    flags = page.locator(".desk-picked .flags > li")
    await expect(flags).to_have_count(1)
    await page.keyboard.press("Alt+x")
    form = page.locator("details.deed[open]")
    await form.locator("button.primary, button.danger").last.click()
    await expect(
        form.locator(".said.bad, [aria-invalid=true]").first
    ).to_be_visible()  # no reason, no dismissal
    await form.locator("textarea:visible, input[type=text]:visible").first.fill(
        "原件核对无误，供应商开票软件升级"
    )
    await form.locator("button.primary, button.danger").last.click()
    await expect(page.locator(".said.good").first).to_be_visible()
    await expect(flags).to_have_count(0)


async def test_links_are_drawn_with_their_evidence_and_two_projects_laid_side_by_side(
    page: Page, busy: str
) -> None:
    visit = Visit(page, busy)
    await visit.sign_in("supervisor")
    [flag] = (await visit.ask(TWICE))["flags"]["nodes"]
    await visit.go(f"/links/project-{row_key(flag['project']['id'])}")
    await expect(page.locator(".link-graph canvas").first).to_be_visible()
    same = page.locator(".ties > li", has_text="同一张发票").first
    await expect(same).to_be_visible()
    await same.get_by_role("link", name="对照").first.click()
    await page.wait_for_url(re.compile(r"/beside/\d+-\d+"))
    await visit.drawn()
    await expect(page.locator(".badge", has_text="同号").first).to_be_visible()
    await expect(page.locator("mark").first).to_be_visible()
    assert visit.troubles == []
