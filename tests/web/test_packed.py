"""Static files are compressed once and answered from memory."""

import brotli
import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from api.web.packed import PackedAssets

TEXT = "灯塔" * 1000
calls: list[str] = []


async def script(request: Request) -> Response:
    calls.append(request.url.path)
    if "missing" in request.url.path:
        return PlainTextResponse("no", 404)
    return PlainTextResponse(TEXT, headers={"cache-control": "public, max-age=31536000"})


APP = Starlette(
    routes=[Route("/assets/{name}", script), Route("/page", script)],
    middleware=[Middleware(PackedAssets, prefixes=("/assets/",))],
)


def client() -> httpx.AsyncClient:
    calls.clear()
    return httpx.AsyncClient(transport=httpx.ASGITransport(APP), base_url="http://dengta.example")


async def test_the_second_time_nobody_is_asked() -> None:
    async with client() as browser:
        first = await browser.get("/assets/a.js", headers={"accept-encoding": "br"})
        again = await browser.get("/assets/a.js?v=2", headers={"accept-encoding": "gzip"})
    assert first.text == again.text == TEXT
    assert calls == ["/assets/a.js"]
    assert (first.headers["content-encoding"], again.headers["content-encoding"]) == ("br", "gzip")
    assert int(first.headers["content-length"]) == len(brotli.compress(TEXT.encode(), quality=9))
    assert first.headers["cache-control"] == "public, max-age=31536000"
    assert "Accept-Encoding" in first.headers["vary"]


async def test_who_takes_no_encoding_gets_the_file_as_it_is() -> None:
    async with client() as browser:
        plain = await browser.get("/assets/b.js", headers={"accept-encoding": "identity"})
        refused = await browser.get("/assets/b.js", headers={"accept-encoding": "br;q=0, gzip;q=0"})
    assert "content-encoding" not in plain.headers
    assert "content-encoding" not in refused.headers
    assert plain.content == refused.content == TEXT.encode()


async def test_an_unchanged_file_is_not_sent_again() -> None:
    async with client() as browser:
        first = await browser.get("/assets/c.js")
        again = await browser.get("/assets/c.js", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


async def test_what_is_missing_is_asked_for_each_time_and_pages_are_left_alone() -> None:
    async with client() as browser:
        for _ in range(2):
            assert (await browser.get("/assets/missing.js")).status_code == 404
            assert (await browser.get("/page")).status_code == 200
    assert calls == ["/assets/missing.js", "/page"] * 2


async def test_who_hangs_up_half_way_spoils_nothing() -> None:
    sent = []

    async def hung_up() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/assets/d.js", "query_string": b"", "headers": []}
    calls.clear()
    await APP(scope, hung_up, send)
    assert sent[0]["status"] == 200
    async with client() as browser:
        assert (await browser.get("/assets/d.js")).text == TEXT
