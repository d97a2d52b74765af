"""A person makes a token, a program asks with it, the person revokes it."""

import re
from pathlib import Path

from playwright.async_api import Page

from tests.browser.visit import visiting

QUESTION = {"query": "{ viewer { username scopes } platforms { totalCount } }"}


async def test_a_token_from_making_it_to_its_end(page: Page, busy: str, tmp_path: Path) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    async with visiting(page, busy, "analyst", lang="en") as visit:
        await visit.go("/")
        await page.click("summary.person")
        await page.click("a[href='/account/tokens']")
        await page.wait_for_selector("text=You have no tokens yet")
        await page.get_by_label("What it is for").fill("Monthly report")
        await page.get_by_label("Export files").check()
        await page.click("text=Create token")
        secret = await page.inner_text(".secret")
        assert re.fullmatch(r"dgt_[\w-]{43}", secret)
        await page.click("[data-copy]")
        await page.wait_for_selector("text=Copied")
        assert await page.evaluate("navigator.clipboard.readText()") == secret
        await page.screenshot(path=tmp_path / "made.png", full_page=True)
        assert await visit.violations() == []

        # As a program would: no cookie, another language.
        stranger = await page.context.browser.new_context()  # type: ignore[union-attr]
        headers = {"authorization": f"Bearer {secret}"}
        answer = await stranger.request.post(f"{busy}/graphql", data=QUESTION, headers=headers)
        data = (await answer.json())["data"]
        assert data["viewer"] == {"username": "analyst", "scopes": ["READ", "EXPORT"]}
        assert data["platforms"]["totalCount"] > 0
        assert (await stranger.request.get(f"{busy}/", headers=headers)).status == 403

        await visit.go("/account/tokens")
        assert await page.locator(".secret").count() == 0
        assert secret not in await page.content()
        await page.click(".revoke summary")
        await page.click("text=Revoke now")
        await page.wait_for_selector("text=Programs with this token are refused from now on.")
        await page.wait_for_selector("td:text-is('Revoked')")
        assert await visit.violations() == []
        await page.screenshot(path=tmp_path / "revoked.png", full_page=True)
        answer = await stranger.request.post(f"{busy}/graphql", data=QUESTION, headers=headers)
        assert answer.status == 401
        assert (await answer.json())["errors"][0]["extensions"]["code"] == "TOKEN_REVOKED"
        await stranger.close()


async def test_what_cannot_be_made_is_said(page: Page, server: str) -> None:
    async with visiting(page, server, "analyst") as visit:
        await visit.go("/account/tokens")
        await page.click("text=新建令牌 >> nth=-1")
        await page.wait_for_selector("text=用途须为 1 到 80 个字符")
