"""A served application and a Chromium that reports any request leaving the machine."""

import shutil
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Request, WebSocket, async_playwright, expect

from db.config import Database
from tests.databases import Server
from tests.serving import served

QUIET = [
    "--no-sandbox",  # Chromium refuses its sandbox to root.
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # other machines cannot even be looked for
]

# As patient as with pages: two browsers, their servers and PostgreSQL share two cores.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def server(demo_database: Database) -> Iterator[str]:
    """The address of the application over `demo_database`, for tests that only read."""
    with served(demo_database) as address:
        yield address


@pytest_asyncio.fixture(scope="session")
async def busy(postgres: Server, demo_template: str) -> AsyncIterator[str]:
    """The address of an application over a demo programme that tests may change where no other one looks."""
    async with postgres.clone(demo_template) as database:
        with served(database) as address:
            yield address


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium, or whichever is on the path; Playwright's own download is not needed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next((path for path in map(shutil.which, names) if path), None)
    if program is None:
        pytest.fail("No Chromium: run `make test`, or tests/browser/get_chromium.sh.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        await browser.close()


@pytest_asyncio.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page in a profile of its own; a request to any other machine is refused and fails the test."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    strangers: list[str] = []

    def watch(sent: Request | WebSocket) -> None:
        if not _is_here(sent.url):
            strangers.append(sent.url)

    # Listening, not routing: a route would keep the browser from its cache, and ours would load everything anew.
    context.on("request", watch)
    page = await context.new_page()
    page.on("websocket", watch)
    page.set_default_timeout(15_000)
    yield page
    await context.close()
    assert strangers == [], f"The page asked other machines for {strangers}."


def _is_here(url: str) -> bool:
    return urlsplit(url).scheme in {"data", "blob", "about"} or urlsplit(url).hostname == "127.0.0.1"
