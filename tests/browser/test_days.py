"""Every role at its daily work: its pages are drawn for it without errors, open to all eyes and ears, and marked where rows are invented."""

import pytest
from playwright.async_api import Page

from tests.browser.places import found
from tests.browser.test_pages import LOOKS, real_last, see
from tests.browser.visit import visiting

#: The pages of somebody's daily work, by user name; each of them in one of the looks.
DAYS = {
    "leader": ("/", "/unit/320000", "/money", "/whatif", "/plan/{}"),
    "analyst": ("/platforms", "/platform/{}", "/catalogue", "/account/tokens"),
    "programme": ("/plans", "/plan/{}", "/policy", "/little-giants", "/calls", "/evaluation/{}"),
    "finance": ("/money?unit=320000", "/settlement/{}", "/bank/{}", "/claims", "/claim/{}"),
    "jiangsu": ("/delivery", "/plan/{}", "/project/{}", "/call/{}", "/report/{}", "/visit/{}"),
    "jiangsu_finance": ("/claims", "/money", "/platform/{}", "/project/{}"),
    "platform": ("/platforms", "/project/{}", "/claims", "/like"),
    "expert": ("/delivery", "/call/{}", "/inspection/{}", "/acceptance-standard"),
    "supervisor": ("/cases", "/case/{}", "/visit/{}", "/project/{}"),
    "auditor": ("/audit", "/rights", "/settlement/{}"),
    "admin": ("/people", "/people/{}", "/policy", "/import"),
}


@pytest.mark.parametrize(("number", "who"), list(enumerate(DAYS)), ids=list(DAYS))
async def test_everybody_sees_the_pages_of_their_work(page: Page, server: str, number: int, who: str) -> None:
    lang, theme = LOOKS[number % len(LOOKS)]
    async with visiting(page, server, who, lang, theme) as visit:
        paths = await found(visit, DAYS[who])
        await visit.go(paths[0])
        violations: dict[str, object] = {}
        for path in real_last(paths):
            await see(visit, path, violations, {"zh": "合成数据", "en": "synthetic data"}[lang])
            assert await page.locator("#page > .notice").count() == 0, path
        assert violations == {}
