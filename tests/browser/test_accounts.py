"""Accounts in a browser: an administrator makes one, its owner sets a password and a second step, both see it."""

import re

import pyotp
from playwright.async_api import Browser, Page, expect

from tests.browser.visit import Visit


async def test_from_a_new_account_to_its_second_step(page: Page, browser: Browser, busy: str) -> None:
    await Visit(page, busy).sign_in("admin")
    await page.goto(f"{busy}/people")
    await expect(page.get_by_role("heading", name="账户管理")).to_be_visible()
    await page.locator("[data-deed=createUser]").click()
    form = page.locator(".deed[open]")
    await form.get_by_label("用户名").fill("li.jing")
    await form.get_by_label("姓名").fill("李静")
    await form.locator("button.primary").click()
    await expect(page.locator("#said")).to_contain_text("新增账户")
    await page.goto(f"{busy}/people?q=li.jing")
    await page.get_by_role("link", name="li.jing").click()
    await expect(page.get_by_role("heading", name="李静")).to_be_visible()
    await page.get_by_text("发放设置链接", exact=True).click()
    await page.get_by_role("button", name="作废原密码并发放链接").click()
    link = await page.locator("code.secret").inner_text()
    assert link.startswith(f"{busy}/sign-in/set-up/")

    # Its owner, in a browser of their own; without a role there is nothing to do yet.
    context = await browser.new_context(locale="zh-CN")
    own = await context.new_page()
    await own.goto(link)
    await own.get_by_label("新密码").fill("four plain words here")
    await own.get_by_label("再输一遍").fill("four plain words here")
    await own.get_by_role("button", name="保存").click()

    await page.reload()
    await page.locator("[data-deed=grantRoleUser]").click()
    form = page.locator(".deed[open]")
    await form.locator("input[aria-haspopup=listbox]").first.click()
    await page.get_by_role("option", name="分析人员").click()
    await form.locator("button.primary").click()
    await expect(page.locator("#said")).to_contain_text("授予角色")

    await own.goto(f"{busy}/sign-in?next=/account")
    await own.get_by_label("用户名").fill("li.jing")
    await own.get_by_label("密码").fill("four plain words here")
    await own.get_by_role("button", name="登录", exact=True).click()
    await expect(own.get_by_role("heading", name="我的账户")).to_be_visible()
    await own.get_by_role("link", name="设置").click()
    shown = await own.locator(".steps code").inner_text()
    await expect(own.locator(".qr svg")).to_be_visible()
    secret = re.sub(r"\s", "", shown)
    await own.get_by_label("验证码").fill(pyotp.TOTP(secret).now())
    await own.get_by_role("button", name="启用").click()
    codes = await own.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    await own.get_by_role("link", name="已保存").click()
    await expect(own.get_by_text("剩余恢复码 10 个")).to_be_visible()
    await context.clear_cookies()

    await own.goto(f"{busy}/sign-in?next=/account")
    await own.get_by_label("用户名").fill("li.jing")
    await own.get_by_label("密码").fill("four plain words here")
    await own.get_by_role("button", name="登录", exact=True).click()
    await expect(own.get_by_role("heading", name="两步验证")).to_be_visible()
    await own.get_by_label("验证码").fill(codes[0])
    await own.get_by_role("button", name="继续").click()
    await expect(own.get_by_text("剩余恢复码 9 个")).to_be_visible()
    await context.close()


async def test_the_table_of_rights_narrows_to_a_role_and_to_a_table(page: Page, server: str) -> None:
    await Visit(page, server).sign_in("auditor")
    await page.goto(f"{server}/rights")
    await expect(page.locator("table.rights")).to_be_visible()
    await page.get_by_role("link", name="专家", exact=True).click()
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="案件", exact=True))
    await expect(row).to_contain_text("不可查看")
    await row.get_by_role("link", name="案件", exact=True).click()
    await expect(page.get_by_role("heading", name="案件")).to_be_visible()
    await expect(page.get_by_role("row").filter(has_text="监督人员")).to_contain_text("立案")
