"""A served application and a Chromium that reports any request leaving the machine."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, WebSocket, async_playwright

from db.config import Database

ROOT = Path(__file__).resolve().parents[2]
QUIET = [
    "--no-sandbox",  # Chromium refuses its sandbox to root.
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def server(demo_database: Database) -> Iterator[str]:
    """The address of the application over `demo_database`, for tests that only read."""
    with _served(demo_database) as address:
        yield address


@pytest.fixture
def fresh_server(fresh_demo_database: Database) -> Iterator[str]:
    """The address of an application over a demo programme that the test may change."""
    with _served(fresh_demo_database) as address:
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

    async def guard(route: Route) -> None:
        if _is_here(route.request.url):
            await route.continue_()
        else:
            strangers.append(route.request.url)
            await route.abort()

    def watch(socket: WebSocket) -> None:
        if not _is_here(socket.url):
            strangers.append(socket.url)

    await context.route("**/*", guard)
    page = await context.new_page()
    page.on("websocket", watch)
    page.set_default_timeout(15_000)
    yield page
    await context.close()
    assert strangers == [], f"The page asked other machines for {strangers}."


def _is_here(url: str) -> bool:
    return urlsplit(url).scheme in {"data", "blob", "about"} or urlsplit(url).hostname == "127.0.0.1"


@contextmanager
def _served(database: Database) -> Iterator[str]:
    """`dengta serve` on a free port, in a process of its own as in real life."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DENGTA_", "DATABASE_"))
    }
    environment = kept | {
        "DATABASE_URL": database.owner_url,
        "DATABASE_APP_URL": database.app_url,
        "DENGTA_DEMO": "on",
        "DENGTA_SECRET_KEY": "secret-of-tests",
        "COLUMNS": "200",
    }
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    with tempfile.NamedTemporaryFile("w+") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            yield _address(process, Path(log.name))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
            print(Path(log.name).read_text())  # pytest shows it where a test fails.


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Where it serves, as it says itself once it is ready."""
    for _ in range(600):
        address = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        if address:
            return address.group()
        if process.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail(f"`dengta serve` did not start:\n{log.read_text()}")
