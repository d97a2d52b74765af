"""The Dash application: nothing blocks, nobody without a role gets in, the page says its language."""

import inspect
import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from dash import Dash

from dashboard.app import create_dashboard
from tests.unit.dashboard.made import Api, Person

ROOT = Path(__file__).resolve().parents[3]


class Door:
    person = Person()


@pytest.fixture
def app(tmp_path: Path) -> Dash:
    outlines = tmp_path / "units.geojson"
    outlines.write_text('{"type": "FeatureCollection", "features": []}')
    Door.person = Person()
    return create_dashboard(
        run=Api().run, caller=lambda: Door.person, map_file=outlines, upload=lambda name, content: None
    )


@pytest.fixture
def browser(app: Dash) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app.server), base_url="http://test")


def test_every_callback_is_async(app: Dash) -> None:
    # On the FastAPI backend a sync callback holds up everybody.
    served = [entry["callback"] for entry in app.callback_map.values() if "callback" in entry]
    written = sum(path.read_text("utf-8").count("@app.callback(") for path in ROOT.glob("dashboard/**/*.py"))
    assert len(served) == written
    assert all(inspect.iscoroutinefunction(function) for function in served)
    assert all(inspect.iscoroutinefunction(inspect.unwrap(function)) for function in served)


def test_mistakes_in_callbacks_are_not_hidden(app: Dash) -> None:
    assert app._on_error is not None
    assert not app.config.suppress_callback_exceptions


@pytest.mark.parametrize("path", ["/", "/_dash-layout", "/_dash-dependencies"])
async def test_nobody_without_a_role_gets_anything(browser: httpx.AsyncClient, path: str) -> None:
    assert (await browser.get(path)).status_code == 200
    Door.person = replace(Door.person, roles=())
    assert (await browser.get(path)).status_code == 401
    assert (await browser.post("/_dash-update-component", json={})).status_code == 401


@pytest.mark.parametrize(("lang", "said"), [("zh", "zh-CN"), ("en", "en")])
async def test_the_page_says_its_language_and_theme(browser: httpx.AsyncClient, lang: str, said: str) -> None:
    Door.person = replace(Door.person, lang=lang, theme="dark")
    text = (await browser.get("/")).text
    assert f'<html lang="{said}" data-mantine-color-scheme="dark"' in text
    assert not re.search(r"<script[^>]*dash_ag_grid", text)
    assert "assets/20-address.js" in text


async def test_the_map_is_fetched_once(browser: httpx.AsyncClient, app: Dash) -> None:
    (address,) = [route.path for route in app.server.routes if route.path.startswith("/assets/map-")]
    answer = await browser.get(address)
    assert answer.json()["type"] == "FeatureCollection"
    assert "immutable" in answer.headers["cache-control"]
