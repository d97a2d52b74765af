"""GraphQL by WebSocket: the protocol graphql-transport-ws of npm graphql-ws."""

import asyncio
from collections import Counter
from contextlib import aclosing
from typing import Any

import orjson
from starlette.types import Receive, Scope, Send

from api.errors import Refusal
from api.graphql.answers import Answer, refused
from api.graphql.asked import Asked, asked_of
from api.graphql.documents import Documents
from api.graphql.live import Live
from api.graphql.presence import until_gone
from api.graphql.request import MAX_BODY
from api.viewer import AGAIN, Again, Viewer, current_viewer

PROTOCOL = "graphql-transport-ws"
MOST_OPERATIONS = 50
MOST_SOCKETS = 20

#: Close codes; the 44xx are the protocol's.
TOO_LARGE = 1009
RESTARTING = 1012
BAD_MESSAGE = 4400
UNAUTHORIZED = 4401
FORBIDDEN = 4403
WRONG_PROTOCOL = 4406
INIT_TIMEOUT = 4408
TAKEN = 4409
TOO_MANY = 4429


class Sockets:
    """``/graphql`` for WebSockets."""

    def __init__(self, live: Live, documents: Documents) -> None:
        self._live = live
        self._documents = documents
        self._open: Counter[int | None] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # websocket.connect
        if PROTOCOL not in scope["subprotocols"]:
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.close", "code": WRONG_PROTOCOL, "reason": f"Speak {PROTOCOL}"})
            return
        await send({"type": "websocket.accept", "subprotocol": PROTOCOL})
        await _Socket(self._live, self._documents, self._open, scope.get(AGAIN), receive, send).run()


class _Close(Exception):
    """The socket is to be closed: ``code`` and ``reason``."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class _Socket:
    """One connection: a loop that reads, a task for each operation, one that sees whether the person may stay."""

    def __init__(
        self,
        live: Live,
        documents: Documents,
        open_sockets: Counter[int | None],
        again: Again | None,
        receive: Receive,
        send: Send,
    ) -> None:
        self._live = live
        self._documents = documents
        self._open = open_sockets
        self._again = again
        self._receive = receive
        self._send_message = send
        self._viewer: Viewer | None = None  # from connection_init on
        self._secret: str | None = None
        self._closed = False
        self._turn = asyncio.Lock()
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._watch: asyncio.Task[None] | None = None

    async def run(self) -> None:
        try:
            async with asyncio.timeout(self._live.patience.begin) as deadline:
                while (message := await self._next()) is not None:
                    await self._handle(message)
                    if self._viewer is not None:
                        deadline.reschedule(None)
        except TimeoutError:
            await self._close(INIT_TIMEOUT, "Connection initialisation timeout")
        except _Close as close:
            await self._close(close.code, close.reason)
        finally:
            if self._viewer is not None:
                self._open[self._viewer.user_id] -= 1
            tasks = [*self._operations.values(), *([self._watch] if self._watch else [])]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    # -- what comes in -------------------------------------------------------------------------------

    async def _next(self) -> dict[str, Any] | None:
        """The next message; None when the client has left.

        Raises:
            _Close: it is none.
        """
        frame = await self._receive()
        if frame["type"] == "websocket.disconnect":
            self._closed = True
            return None
        text = frame.get("text")
        if text is None:
            raise _Close(BAD_MESSAGE, "Messages are text")
        if len(text) > MAX_BODY:
            raise _Close(TOO_LARGE, "Message too large")
        try:
            message = orjson.loads(text)
        except ValueError:  # also for text that is no Unicode
            raise _Close(BAD_MESSAGE, "Messages are JSON") from None
        if not isinstance(message, dict) or not isinstance(message.get("type"), str):
            raise _Close(BAD_MESSAGE, "Messages are objects with a type")
        return message

    async def _handle(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "connection_init":
                await self._begin(_object(message))
            case "ping":
                _object(message)
                await self._send(b'{"type":"pong"}')
            case "pong":
                _object(message)
            case "subscribe":
                await self._subscribe(message)
            case "complete":
                task = self._operations.pop(_id(message), None)
                if task is not None:
                    task.cancel()
            case _:
                raise _Close(BAD_MESSAGE, "Unknown type of message")

    async def _begin(self, payload: dict[str, Any]) -> None:
        if self._viewer is not None:
            raise _Close(TOO_MANY, "Too many initialisation requests")
        viewer = current_viewer.get()
        self._secret = _token(payload)
        if self._secret is not None and self._again is not None:
            viewer = await self._again(self._secret)
        if not viewer.signed_in:
            raise _Close(FORBIDDEN, "Forbidden")
        if self._open[viewer.user_id] >= MOST_SOCKETS:
            raise _Close(TOO_MANY, "Too many connections")
        self._viewer = viewer
        self._open[viewer.user_id] += 1
        self._watch = asyncio.create_task(self._leave_in_time(viewer), name="socket watch")
        await self._send(b'{"type":"connection_ack"}')

    async def _subscribe(self, message: dict[str, Any]) -> None:
        if self._viewer is None:
            raise _Close(UNAUTHORIZED, "Unauthorized")
        name = _id(message)
        try:
            asked = asked_of(message.get("payload"))
        except Refusal as refusal:
            raise _Close(BAD_MESSAGE, refusal.message("en")) from None
        if name in self._operations:
            raise _Close(TAKEN, f"Subscriber for {name[:40]} already exists")
        if len(self._operations) >= MOST_OPERATIONS:
            await self._send(_error(name, refused(_too_many(), self._viewer.lang, begun=False)))
            return
        self._operations[name] = asyncio.create_task(
            self._perform(name, asked, self._viewer), name="operation"
        )

    # -- what goes out -------------------------------------------------------------------------------

    async def _perform(self, name: str, asked: Asked, viewer: Viewer) -> None:
        last: bytes | None
        try:
            document = self._documents.find(asked)
            last = await self._follow(name, document, asked, viewer)
        except Refusal as refusal:
            last = _error(name, refused(refusal, viewer.lang, begun=False))
        finally:
            # Its name is free again, unless the client has given it to another one already.
            if self._operations.get(name) is asyncio.current_task():
                del self._operations[name]
        if last is not None:
            await self._send(last)

    async def _follow(self, name: str, document: str, asked: Asked, viewer: Viewer) -> bytes | None:
        """Sends the answers as they come; the message that ends them, if one does."""
        lead = b'{"id":%s,"type":"next","payload":' % orjson.dumps(name)
        async with aclosing(
            self._live.answers(document, asked.variables, asked.operation, viewer)
        ) as answers:
            async for answer in answers:
                if not answer.begun:
                    return _error(name, answer)
                await self._send(lead + answer.body + b"}")
        if self._live.closed.is_set():
            return None
        return b'{"id":%s,"type":"complete"}' % orjson.dumps(name)

    async def _send(self, text: bytes) -> None:
        # One at a time: who reads slowly holds up only what is for itself.
        async with self._turn:
            if not self._closed:
                try:
                    await self._send_message({"type": "websocket.send", "text": text.decode()})
                except OSError:
                    self._closed = True

    async def _close(self, code: int, reason: str) -> None:
        if not self._closed:
            self._closed = True
            try:
                # A reason has 123 bytes at most.
                await self._send_message({"type": "websocket.close", "code": code, "reason": reason[:100]})
            except (OSError, RuntimeError):
                return  # closed meanwhile by the other side or the server

    async def _leave_in_time(self, viewer: Viewer) -> None:
        """Closes the socket when the person may no longer be here, or other than before, or the server stops."""
        gone = await until_gone(self._live, self._again, self._secret, viewer)
        if gone is None:
            await self._close(RESTARTING, "Service restart")
        elif gone.signed_in:
            await self._close(FORBIDDEN, "Rights have changed")
        else:
            await self._close(UNAUTHORIZED, "Signed out")


def _error(name: str, answer: Answer) -> bytes:
    errors = orjson.loads(answer.body)["errors"]
    return orjson.dumps({"id": name, "type": "error", "payload": errors})


def _object(message: dict[str, Any]) -> dict[str, Any]:
    """The payload of a message that may have one."""
    payload = message.get("payload")
    if payload is None:
        return {}
    if not isinstance(payload, dict):
        raise _Close(BAD_MESSAGE, "A payload is an object")
    return payload


def _id(message: dict[str, Any]) -> str:
    name = message.get("id")
    if not isinstance(name, str) or not 0 < len(name) <= 200:
        raise _Close(BAD_MESSAGE, "An id is a text of 1 to 200 characters")
    return name


def _token(payload: dict[str, Any]) -> str | None:
    """What a program gives as connectionParams: browsers can't set the header on a socket."""
    given = payload.get("authorization") or payload.get("Authorization")
    if given is None:
        return None
    kind, _, secret = str(given).partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise _Close(FORBIDDEN, "Forbidden")
    return secret.strip()


def _too_many() -> Refusal:
    return Refusal(
        "TOO_MANY_SUBSCRIPTIONS",
        "一个连接最多同时进行 {most} 个操作。 | A connection takes {most} operations at a time.",
        hint="先结束一些。 | End some of them first.",
        status=429,
        most=MOST_OPERATIONS,
    )
