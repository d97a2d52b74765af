"""Static files, compressed hard once and then served from memory."""

import asyncio
import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Dash accepts any fingerprint in a file's address, so addresses are not a finite set: the oldest go.
KEPT = 300
SMALLEST = 500
YEAR = 365 * 24 * 3600
WORTHWHILE = ("text/", "application/javascript", "application/json", "image/svg", "font/ttf")


@dataclass
class Asset:
    headers: list[tuple[bytes, bytes]]
    body: bytes
    etag: str
    packed: dict[str, bytes] = field(default_factory=dict)


class PackedAssets:
    """Answers GET of addresses under ``prefixes`` from memory after the first time.

    Brotli at quality 9 halves what a page weighs against compressing on the fly, and costs 0.1 s per
    megabyte once. The files of a running server don't change.
    """

    def __init__(self, app: ASGIApp, prefixes: tuple[str, ...]) -> None:
        self.app = app
        self.prefixes = prefixes
        self.assets: OrderedDict[str, Asset] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(self.prefixes):
            await self.app(scope, receive, send)
            return
        asset = self.assets.get(scope["path"]) or await self._fetch(scope, send)
        if asset is not None:
            self.assets.move_to_end(scope["path"])
            await _answer(asset, scope, send)

    async def _fetch(self, scope: Scope, send: Send) -> Asset | None:
        """Let the application answer, keep a good answer, pass any other on."""
        plain = MutableHeaders(raw=list(scope["headers"]))
        for name in ("accept-encoding", "if-none-match", "if-modified-since", "range"):
            if name in plain:
                del plain[name]
        start: Message = {}
        parts: list[bytes] = []

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                parts.append(message.get("body", b""))

        asked = {**scope, "headers": plain.raw}
        await self.app(asked, _Undisturbed(), collect)
        body = b"".join(parts)
        if start["status"] != 200:
            await send(start)
            await send({"type": "http.response.body", "body": body})
            return None
        dropped = (b"content-length", b"etag", b"last-modified", b"accept-ranges")
        headers = [(name, value) for name, value in start["headers"] if name.lower() not in dropped]
        asset = Asset(headers, body, f'"{hashlib.sha256(body).hexdigest()[:20]}"')
        self.assets[scope["path"]] = asset
        while len(self.assets) > KEPT:
            self.assets.popitem(last=False)
        return asset


class _Undisturbed:
    """A request without a body whose sender never hangs up: a half-read file must not be half kept."""

    def __init__(self) -> None:
        self._asked = False

    async def __call__(self) -> Message:
        if self._asked:
            await asyncio.Event().wait()
        self._asked = True
        return {"type": "http.request", "body": b"", "more_body": False}


async def _answer(asset: Asset, scope: Scope, send: Send) -> None:
    asked = Headers(scope=scope)
    headers = MutableHeaders(raw=list(asset.headers))
    headers["etag"] = asset.etag
    headers.add_vary_header("Accept-Encoding")
    headers.setdefault("cache-control", "public, max-age=3600")
    if asked.get("if-none-match") == asset.etag:
        await send({"type": "http.response.start", "status": 304, "headers": headers.raw})
        await send({"type": "http.response.body", "body": b""})
        return
    body = asset.body
    encoding = _encoding(asked.get("accept-encoding", ""))
    if encoding and len(body) >= SMALLEST and headers.get("content-type", "").startswith(WORTHWHILE):
        if encoding not in asset.packed:
            asset.packed[encoding] = await run_in_threadpool(_pack, body, encoding)
        body = asset.packed[encoding]
        headers["content-encoding"] = encoding
    headers["content-length"] = str(len(body))
    await send({"type": "http.response.start", "status": 200, "headers": headers.raw})
    await send({"type": "http.response.body", "body": body})


def _encoding(accepted: str) -> str:
    offered = {
        part.split(";")[0].strip() for part in accepted.split(",") if "q=0" not in part.replace(" ", "")
    }
    return "br" if "br" in offered else "gzip" if "gzip" in offered else ""


def _pack(body: bytes, encoding: str) -> bytes:
    return brotli.compress(body, quality=9) if encoding == "br" else gzip.compress(body, 9, mtime=0)
