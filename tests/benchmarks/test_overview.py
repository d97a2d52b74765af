"""The first page: its query, its weight, and how soon it shows, beside a bare Dash page on the same machine."""

import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import orjson
import pytest
from playwright.async_api import Browser, Page

from api.graphql.engine import Engine
from api.viewer import SYSTEM
from db.config import Database
from db.store import Store
from tests.benchmarks.conftest import Bench
from tests.browser.conftest import browser  # noqa: F401
from tests.databases import ROOT
from tests.serving import served

pytestmark = pytest.mark.benchmark

RUNS = 5
MIB = 1024 * 1024
OVERVIEW = (ROOT / "dashboard" / "queries" / "overview.graphql").read_text(encoding="utf-8")

#: What Dash itself needs to show one line: the peer.
BARE = """
import dash, sys, uvicorn
from dash import html
from fastapi import FastAPI
server = FastAPI()
app = dash.Dash(__name__, server=server, backend="fastapi")
app.layout = html.H1("Hello", id="first")
uvicorn.run(server, host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
"""


async def test_the_overview_query(demo_store: Store, bench: Bench) -> None:
    engine = Engine(demo_store)
    times = []
    for _ in range(40):
        start = time.perf_counter()
        answer = await engine.execute(OVERVIEW, {"batch": None}, None, SYSTEM)
        times.append((time.perf_counter() - start) * 1000)
    assert "errors" not in orjson.loads(answer)
    warm = sorted(times[5:])
    bench.record("overview query, median", statistics.median(warm), "ms")
    bench.record("overview query, slowest of 35", warm[-1], "ms", bar=150)
    bench.record("  its answer", len(answer) / 1024, "KiB")


@pytest.fixture
def dengta(demo_database: Database) -> Iterator[str]:
    with served(demo_database) as address:
        yield address


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[str]:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    script = tmp_path / "bare.py"
    script.write_text(BARE)
    process = subprocess.Popen([sys.executable, str(script), str(port)])
    for _ in range(100):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)


async def test_the_overview_page(browser: Browser, dengta: str, bare: str, bench: Bench) -> None:  # noqa: F811
    """Turn and turn about, each time with an empty cache: content, map, weight, and the slowest callback."""
    ours: list[float] = []
    maps: list[float] = []
    peers: list[float] = []
    weight = 0
    for _ in range(RUNS):
        peers.append(await _until(browser, bare, "#first"))
        context = await browser.new_context(viewport={"width": 1440, "height": 900})
        page = await context.new_page()
        await _sign_in(page, dengta)
        start = time.perf_counter()
        await page.goto(dengta, wait_until="commit")
        await page.wait_for_selector("main h1")
        ours.append(time.perf_counter() - start)
        await page.wait_for_selector(".choroplethlayer path")
        maps.append(time.perf_counter() - start)
        await page.wait_for_timeout(1500)
        facts = await page.evaluate(
            """() => performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))
            .map(entry => entry.transferSize)"""
        )
        weight = max(weight, sum(facts))
        await context.close()
    peer = statistics.median(peers)
    bench.record("bare Dash page, its one line", peer, "s")
    bench.record("overview, first content", statistics.median(ours), "s")
    bench.record("  ratio to the bare page", statistics.median(ours) / peer, "", bar=2)
    bench.record("overview, map drawn", statistics.median(maps), "s")
    bench.record("  ratio to the bare page", statistics.median(maps) / peer, "")
    bench.record("overview, compressed, cold cache", weight / MIB, "MiB", bar=1.25)
    answers = await _answers(dengta)
    bench.record("the overview's answer, median", statistics.median(answers), "ms")
    bench.record("the overview's answer, slowest of 20", max(answers), "ms", bar=150)


async def _answers(address: str) -> list[float]:
    """How long the server takes to draw the overview, page and query together, with no browser beside it."""
    times = []
    async with httpx.AsyncClient(base_url=address, headers={"referer": f"{address}/"}) as client:
        await client.post("/sign-in", data={"username": "leader", "password": "dengta"})
        for _ in range(25):
            start = time.perf_counter()
            answer = await client.get("/_dash-layout")
            times.append((time.perf_counter() - start) * 1000)
            assert b"choropleth" in answer.content
    return times[5:]


async def _until(browser: Browser, address: str, selector: str) -> float:  # noqa: F811
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    page = await context.new_page()
    start = time.perf_counter()
    await page.goto(address, wait_until="commit")
    await page.wait_for_selector(selector)
    took = time.perf_counter() - start
    await context.close()
    return took


async def _sign_in(page: Page, address: str) -> None:
    """The session without the page: the browser's cache stays as empty as a newcomer's."""
    answer = await page.request.post(
        f"{address}/sign-in", form={"username": "leader", "password": "dengta"}, max_redirects=0
    )
    assert answer.status == 303
