"""Nobody who is not signed in gets anything drawn, whichever way they ask."""

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.view import Caller

#: What every page is built of, the sign-in page too; no data in it.
FURNITURE = ("/assets/", "/_dash-component-suites/")


class Guard:
    """Refuses pages, callbacks and sockets alike: Dash's callbacks have an address of their own."""

    def __init__(self, app: ASGIApp, caller: Callable[[], Caller]) -> None:
        self.app = app
        self.caller = caller

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or self._may(scope):
            await self.app(scope, receive, _named(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4401})
        else:
            await JSONResponse({"error": "UNAUTHENTICATED"}, 401)(scope, receive, send)

    def _may(self, scope: Scope) -> bool:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        return path.startswith(FURNITURE) or bool(self.caller().roles)


def _named(send: Send) -> Send:
    """Dash forgets to say that answers of callbacks are JSON; unnamed, nobody compresses them."""

    async def named(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            MutableHeaders(scope=message).setdefault("content-type", "application/json")
        await send(message)

    return named
