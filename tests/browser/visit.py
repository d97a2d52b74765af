"""A signed-in visit to the dashboard: go somewhere, wait until it is drawn, collect what went wrong."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Page

AXE = Path(__file__).with_name("axe.min.js")
PASSWORD = "dengta"

#: WCAG 2.0 to 2.2, levels A and AA.
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],  # of what holds no list is made
}


@dataclass
class Visit:
    page: Page
    address: str
    troubles: list[str] = field(default_factory=list)

    async def sign_in(self, username: str, lang: str = "zh", theme: str = "light") -> None:
        answer = await self.page.request.post(
            f"{self.address}/sign-in", form={"username": username, "password": PASSWORD}, max_redirects=0
        )
        assert answer.status == 303, await answer.text()
        await self.page.context.add_cookies(
            [
                {"name": name, "value": value, "url": self.address}
                for name, value in (("lang", lang), ("theme", theme))
            ]
        )

    async def ask(self, document: str, **variables: Any) -> Any:
        """What GraphQL answers the person signed in."""
        answer = await self.page.request.post(
            f"{self.address}/graphql",
            data=json.dumps({"query": document, "variables": variables}),
            headers={"content-type": "application/json", "origin": self.address},
        )
        told = await answer.json()
        assert not told.get("errors"), told
        return told["data"]

    async def go(self, path: str) -> None:
        await self.page.goto(self.address + path)
        await self.drawn()

    async def follow(self, path: str) -> None:
        """Go there as a link inside the dashboard does: without loading everything again."""
        if self.page.url == self.address + path:
            return
        async with self.page.expect_response("**/_dash-update-component*"):
            await self.page.evaluate(
                """(path) => {
                    history.pushState({}, '', path);
                    dispatchEvent(new CustomEvent('_dashprivate_pushstate'));
                }""",
                path,
            )
        await self.page.wait_for_timeout(150)  # for React to replace what was there
        await self.drawn()

    async def drawn(self) -> None:
        """The page, its charts and the first rows of its list are there."""
        await self.page.wait_for_selector("#page > .heading, #page > .notice")
        await self.page.wait_for_function(
            """() => !document.querySelector('[data-dash-is-loading="true"], .js-pending')
            && [...document.querySelectorAll('[data-chart]')].every((chart) => chart.querySelector('.main-svg'))
            && [...document.querySelectorAll('.ag-header-viewport .ag-header-row')].every((row) => row.children.length)
            && [...document.querySelectorAll('.grid')].every((grid) =>
                grid.querySelector('.ag-row .ag-cell-value:not(:empty):not(:has(.bone-cell)), .ag-overlay-no-rows-center'))"""
        )

    async def violations(self) -> list[Any]:
        """What axe-core objects to, each with the elements it means."""
        # Injected as a script element it would break the page's own content security policy.
        if not await self.page.evaluate("() => 'axe' in window"):
            await self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = await self.page.evaluate("(rules) => axe.run(document, rules)", RULES)
        return [
            (violation["id"], [node["html"][:160] for node in violation["nodes"][:4]])
            for violation in found["violations"]
        ]


@asynccontextmanager
async def visiting(
    page: Page, address: str, username: str = "supervisor", lang: str = "zh", theme: str = "light"
) -> AsyncIterator[Visit]:
    """Fails if the console reports an error or anything is answered with one."""
    visit = Visit(page, address)
    page.on("pageerror", lambda error: visit.troubles.append(f"exception: {error}"))
    page.on(
        "console",
        lambda message: (
            visit.troubles.append(f"console: {message.text}") if message.type == "error" else None
        ),
    )
    page.on(
        "response",
        lambda answer: (
            visit.troubles.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None
        ),
    )
    await visit.sign_in(username, lang, theme)
    try:
        yield visit
    finally:
        print(page.url, visit.troubles)  # pytest shows it where a test fails
    assert visit.troubles == []
