"""The stage of the story in a browser: each person signs in in a profile of their own and presses what they are shown."""

import base64
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from playwright.async_api import Browser, Locator, Page

from dashboard.client import row_key
from dashboard.records import PATHS
from db.config import Database
from tests.browser.visit import Visit
from tests.serving import served
from tests.story.stage import PERFORM, RefusedError


@dataclass
class BrowserStage:
    """Does each thing once by hand; what is done again and again, as the same person over the same session."""

    browser: Browser
    database: Database
    pages: dict[str, Page] = field(default_factory=dict)
    pressed: list[str] = field(default_factory=list)
    key: str | None = None
    acts: int = 0
    address: str = ""
    #: The page of the plan that something was done with last.
    plan: str | None = None
    _day: date | None = None
    _server: AbstractContextManager[str] | None = None

    async def on(self, day: date) -> None:
        """The server is started anew on another day, as it would be after a night."""
        if day == self._day:
            return
        self.stop()
        self._day = day
        self._server = served(self.database, DENGTA_TODAY=day.isoformat())
        self.address = self._server.__enter__()

    def stop(self) -> None:
        if self._server is not None:
            self._server.__exit__(None, None, None)

    async def person(self, who: str) -> Page:
        if who not in self.pages:
            context = await self.browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
            self.pages[who] = await context.new_page()
            self.pages[who].set_default_timeout(60_000)
            await Visit(self.pages[who], self.address).sign_in(who)
        return self.pages[who]

    async def ask(self, who: str, document: str, **variables: Any) -> Any:
        page = await self.person(who)
        answer = await page.request.post(
            f"{self.address}/graphql",
            data=json.dumps({"query": document, "variables": variables}),
            headers={"content-type": "application/json", "origin": self.address},
        )
        told = await answer.json()
        if told.get("errors"):
            raise RefusedError(f"{who}: {told['errors']}")
        return told["data"]

    async def all(self, who: str, root: str, fields: str, where: str = "") -> list[Any]:
        narrowed = f"(first: 200, where: {where})" if where else "(first: 200)"
        data = await self.ask(who, f"{{ {root}{narrowed} {{ nodes {{ {fields} }} }} }}")
        rows: list[Any] = data[root]["nodes"]
        return rows

    async def act(self, who: str, action: str, of: str | None = None, **values: Any) -> str | None:
        path = self.path_of(action, of)
        if path is not None and (who, action) not in {tuple(one.split(" ")) for one in self.pressed}:
            await self.press(who, path, action, values)
            self.pressed.append(f"{who} {action}")
            return None
        data = await self.ask(who, PERFORM, action=action, id=of, values=values)
        if not data["perform"]["done"]:
            raise RefusedError(f"{who} {action}: {data['perform']['problems']}")
        found: str | None = data["perform"]["id"]
        return found

    def path_of(self, action: str, of: str | None) -> str | None:
        """The page with the button; None where there is none of the common kind."""
        if action in ELSEWHERE:
            return ELSEWHERE[action](of)
        if action in OF_A_PLAN:
            return self.plan
        if of is None:
            return None
        path = PATHS.get(_entity(of))
        if path is None:
            return None
        if path == PATHS["Plan"]:
            self.plan = path + row_key(of)
        return path + row_key(of)

    async def press(self, who: str, path: str, action: str, values: dict[str, Any]) -> None:
        """Open the form, fill it in, press, and see that it is said to be done."""
        page = await self.person(who)
        await Visit(page, self.address).go(path)
        await page.click(f"summary[data-deed='{action}'] >> nth=0")
        form = page.locator("details.deed[open] .deed-form")
        for name, value in values.items():
            await self._fill(page, action, name, value)
        await form.locator("button.primary, button.danger").last.click()
        try:
            await page.wait_for_selector("#said .said.good", timeout=60_000)
        except Exception as error:
            said = await form.inner_text() if await form.count() else await page.inner_text("#page")
            raise RefusedError(f"{who} {action} on {path}: {said[:1500]}") from error

    async def take_back(self, who: str, of: str, field: str, became: str) -> None:
        """By the button beside that change in the record's history."""
        page = await self.person(who)
        deed = f"revert{_entity(of)}"
        await Visit(page, self.address).go(PATHS[_entity(of)] + row_key(of))
        change = page.locator("#history li", has_text=became).first
        await change.locator(f"summary[data-deed={deed}]").click()
        await change.locator("details.deed[open] button.primary").click()
        await page.wait_for_selector("#said .said.good", timeout=60_000)
        self.pressed.append(f"{who} {deed}")

    async def _fill(self, page: Page, action: str, name: str, value: Any) -> None:
        if isinstance(value, list):
            for number, row in enumerate(value):
                first = next(iter(row))
                if not await self._entry(page, action, f"{name}.{number}.{first}").count():
                    await page.click("details.deed[open] fieldset .button")
                for column, one in row.items():
                    await self._fill(page, action, f"{name}.{number}.{column}", one)
            return
        entry = self._entry(page, action, name)
        await entry.wait_for()
        if await entry.get_attribute("aria-haspopup") != "listbox":
            await entry.fill(str(value))
            return
        await entry.click()
        option = page.locator(f"[role=option][value='{_option(value)}']:visible").first
        if not await option.count():
            options = await page.locator("[role=option]:visible").all_inner_texts()
            raise RefusedError(f"{action}.{name}: {value} is not among {options}")
        await option.click()

    def _entry(self, page: Page, action: str, name: str) -> Locator:
        place = f'[id*=\'"field":"{name}"\'][id*=\'"deed":"{action}"\']'
        return page.locator(f"details.deed[open] :is(input, textarea){place}").first

    async def export(self, who: str, batch: str) -> bytes:
        """The bank's file, downloaded from the page of the batch."""
        page = await self.person(who)
        await Visit(page, self.address).go(PATHS["BankBatch"] + row_key(batch))
        async with page.expect_download() as download:
            await page.click('[id*="bank-file"][id*="CSV"] >> nth=0')
        path = await (await download.value).path()
        return path.read_bytes()


def _option(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _entity(identifier: str) -> str:
    return base64.b64decode(identifier).decode().partition(":")[0]


#: Buttons of what has no page of its own but stands on its plan's.
OF_A_PLAN = {"answerPlanRemark"}
#: Buttons that stand on another page than that of the record they act upon.
ELSEWHERE: dict[str, Callable[[str | None], str | None]] = {
    "createPlan": lambda of: "/plans",
    "setRatioBatch": lambda of: f"/money?batch={row_key(of or '')}",
    "proposeSettlement": lambda of: f"/settle/{row_key(of or '')}",
    # Long forms with callbacks of their own: tests/browser/test_project_work.py presses those.
    "answerAssessment": lambda of: None,
    "giveScoreSheet": lambda of: None,
}
