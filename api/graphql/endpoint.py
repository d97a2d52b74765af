"""GraphQL over HTTP: requests in, finished JSON out.

By the specification of September 2026, with one step aside: documents and variables that don't fit the schema are
answered 400, as the audits of npm graphql-http want it, where the specification would rather have 422.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from hashlib import blake2b
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from api.errors import Refusal
from api.graphql.answers import Answer, refused
from api.graphql.asked import Asked
from api.graphql.documents import Documents
from api.graphql.engine import Engine
from api.graphql.events import stream
from api.graphql.explorer import explorer_page, explorer_routes
from api.graphql.live import Live
from api.graphql.negotiation import EVENTS, GRAPHQL, HTML, JSON, choose
from api.graphql.request import RawHeaders, from_address, from_body
from api.graphql.socket import Sockets
from api.viewer import current_viewer

Header = tuple[bytes, bytes]

METHODS = b"GET, HEAD, POST, OPTIONS"
_TYPES: dict[str, Header] = {
    kind: (b"content-type", f"{kind}; charset=utf-8".encode()) for kind in (JSON, GRAPHQL)
}
_NEVER_KEPT: tuple[Header, ...] = ((b"cache-control", b"no-store"), (b"vary", b"Accept"))
#: A browser keeps its own person's answer, and asks each time whether it still holds; nobody else keeps it.
_ASKED_ANEW: tuple[Header, ...] = (
    (b"cache-control", b"private, no-cache"),
    (b"vary", b"Accept, Accept-Language, Cookie, Authorization"),
)


def graphql_routes(engine: Engine, documents: Documents, live: Live | None = None) -> list[BaseRoute]:
    """``/graphql`` for programs and, on GET with a browser, the explorer; its files; the SDL.

    Subscriptions come by WebSocket or as server-sent events; without ``live`` they never hear of a change.
    """
    live = live or Live(engine)
    return [
        Route("/graphql", Endpoint(engine, documents, live)),
        WebSocketRoute("/graphql", Sockets(live, documents)),
        *explorer_routes(),
    ]


class Endpoint:
    """``/graphql`` as plain ASGI: the comfort of Starlette's Request and Response is a tenth of a small read."""

    def __init__(self, engine: Engine, documents: Documents, live: Live) -> None:
        self._engine = engine
        self._documents = documents
        self._live = live

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        method: str = scope["method"]
        headers: RawHeaders = dict(scope["headers"])
        if method == "OPTIONS":
            # No word on other origins: their pages may not ask anything.
            await _send(send, 204, [(b"allow", METHODS), (b"accept-post", JSON.encode())], b"")
            return
        reading = method in ("GET", "HEAD")
        accept = headers.get(b"accept", b"").decode("latin-1")
        streams = EVENTS in accept and method != "HEAD" and choose(accept, (EVENTS,)) is not None
        offered = (JSON, GRAPHQL, *((HTML,) if reading else ()), *((EVENTS,) if streams else ()))
        kind = choose(accept, offered)
        if kind == HTML:
            await explorer_page(closed=self._documents.closed)(scope, receive, send)
            return
        try:
            if kind is None:
                raise _not_acceptable()
            asked = await _read(method, scope, receive, headers)
        except Refusal as refusal:
            answer = refused(refusal, current_viewer.get().lang, begun=False)
            if kind == EVENTS:
                await self._stream(_only(answer), scope, receive, send)
                return
            await _respond(send, method, kind or JSON, answer.status, answer)
        except ClientDisconnect:
            return  # nobody is there to be answered
        else:
            if streams and (kind == EVENTS or self._follows(asked)):
                await self._stream(self._answers(asked, reading), scope, receive, send)
                return
            answer = await self._answer(asked, reading)
            # With application/json a well-formed request is answered 200 whatever comes of it.
            status = answer.status if kind == GRAPHQL or answer.status in (405, 429) else 200
            if reading and answer.status == 200:
                await _respond_if_new(send, method, kind, answer, headers)
            else:
                await _respond(send, method, kind, status, answer)

    async def _answer(self, asked: Asked, reading: bool) -> Answer:
        viewer = current_viewer.get()
        try:
            document = self._documents.find(asked)
        except Refusal as refusal:
            return refused(refusal, viewer.lang, begun=False)
        answer = await self._engine.answer(
            document, asked.variables, asked.operation, viewer, reading=reading, explain=asked.explain
        )
        if asked.document_id is not None and answer.begun:
            self._documents.remember(asked, viewer)
        return answer

    def _follows(self, asked: Asked) -> bool:
        """Whether this is a subscription: some clients name event streams last, whatever they ask."""
        try:
            return self._engine.followed(self._documents.find(asked), asked.operation) is not None
        except Refusal:
            return False

    async def _answers(self, asked: Asked, reading: bool) -> AsyncGenerator[Answer, None]:
        viewer = current_viewer.get()
        try:
            document = self._documents.find(asked)
        except Refusal as refusal:
            yield refused(refusal, viewer.lang, begun=False)
            return
        async with aclosing(
            self._live.answers(document, asked.variables, asked.operation, viewer, reading=reading)
        ) as answers:
            async for answer in answers:
                yield answer

    async def _stream(
        self, answers: AsyncGenerator[Answer, None], scope: Scope, receive: Receive, send: Send
    ) -> None:
        await stream(self._live, answers, current_viewer.get(), scope, receive, send)


async def _only(answer: Answer) -> AsyncGenerator[Answer, None]:
    yield answer


async def _read(method: str, scope: Scope, receive: Receive, headers: RawHeaders) -> Asked:
    if method == "POST":
        return await from_body(scope, receive, headers)
    if method not in ("GET", "HEAD"):
        raise _no_method(method)
    if _foreign(headers):
        raise _cross_origin()
    return from_address(scope)


async def _respond(send: Send, method: str, kind: str, status: int, answer: Answer) -> None:
    headers = [_TYPES[kind], (b"content-length", b"%d" % len(answer.body)), *_NEVER_KEPT, *_account(answer)]
    if status == 405:
        headers.append((b"allow", b"POST" if method in ("GET", "HEAD") else METHODS))
    await _send(send, status, headers, answer.body if method != "HEAD" else b"")


async def _respond_if_new(send: Send, method: str, kind: str, answer: Answer, asked: RawHeaders) -> None:
    etag = b'"%s"' % blake2b(answer.body, digest_size=16).hexdigest().encode()
    headers = [*_ASKED_ANEW, (b"etag", etag), *_account(answer)]
    if _held(asked.get(b"if-none-match"), etag):
        await _send(send, 304, headers, b"")
        return
    headers += (_TYPES[kind], (b"content-length", b"%d" % len(answer.body)))
    await _send(send, 200, headers, answer.body if method != "HEAD" else b"")


def _account(answer: Answer) -> tuple[Header, ...]:
    """What is left of the asker's points: in the body it would make every answer differ from the one before."""
    if answer.left is None:
        return ()
    points, seconds = answer.left.points, answer.left.seconds
    left = b"ratelimit", b'"points";r=%d;t=%d' % (points, seconds)
    return (left, (b"retry-after", b"%d" % seconds)) if answer.status == 429 else (left,)


async def _send(send: Send, status: int, headers: list[Header], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _held(given: bytes | None, etag: bytes) -> bool:
    """Whether the caller's If-None-Match names the tag; a proxy that compresses makes it a weak one, ``W/"…"``."""
    if given is None:
        return False
    return any(tag.strip().removeprefix(b"W/") in (etag, b"*") for tag in given.split(b","))


def _foreign(headers: RawHeaders) -> bool:
    """Whether a page of another origin sent this: it could not read the answer, but it would cost us the query."""
    if headers.get(b"sec-fetch-site") in (b"cross-site", b"same-site"):
        return True
    origin = headers.get(b"origin")
    return origin is not None and urlsplit(origin).netloc != headers.get(b"host")


def _cross_origin() -> Refusal:
    return Refusal(
        "CROSS_ORIGIN",
        "不接受来自其他站点的请求。 | A request from another site is not taken.",
        status=403,
    )


def _no_method(method: str) -> Refusal:
    return Refusal(
        "METHOD_NOT_ALLOWED",
        "不支持 {method}。 | {method} is not for this address.",
        hint="用 POST；查询也可用 GET。 | Use POST, or GET for queries.",
        status=405,
        method=method,
    )


def _not_acceptable() -> Refusal:
    return Refusal(
        "NOT_ACCEPTABLE",
        "只能回答 JSON。 | The answer can only be JSON.",
        hint=f"Accept: {GRAPHQL} | Accept: {GRAPHQL}",
        status=406,
    )
