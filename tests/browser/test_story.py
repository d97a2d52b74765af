"""One batch of one province from empty to settled, by signing in as each person in turn."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser

from db.store import Store
from tests.browser.story import BrowserStage
from tests.browser.visit import PASSWORD
from tests.databases import Server
from tests.story.scenes import SCENES
from tests.story.stage import hire
from tests.story.test_story import equals_the_sheet


@pytest_asyncio.fixture
async def stage(browser: Browser, postgres: Server, reference_template: str) -> AsyncIterator[BrowserStage]:
    async with postgres.clone(reference_template) as database:
        store = await Store.open(database.app_url, size=1)
        await hire(store, PASSWORD)
        await store.close()
        made = BrowserStage(browser, database)
        yield made
        for page in made.pages.values():
            await page.context.close()
        made.stop()


async def test_the_story_by_hand(stage: BrowserStage) -> None:
    for scene in SCENES:
        await scene(stage)  # type: ignore[arg-type]  # the same words as the other stage's
    await equals_the_sheet(stage)  # type: ignore[arg-type]
    assert len(stage.pressed) > 35, stage.pressed
