"""GraphQL by server-sent events: the distinct connections mode of npm graphql-sse."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from starlette.types import Receive, Scope, Send

from api.errors import Refusal
from api.graphql.answers import Answer, refused
from api.graphql.live import Live
from api.graphql.presence import until_gone
from api.viewer import AGAIN, Viewer

_HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"vary", b"Accept"),
    (b"x-accel-buffering", b"no"),  # nginx passes on what comes, when it comes
)
_COMPLETE = b"event: complete\ndata:\n\n"  # browsers pass over an event without data
_STILL_HERE = b":\n\n"


async def stream(
    live: Live,
    answers: AsyncGenerator[Answer, None],
    viewer: Viewer,
    scope: Scope,
    receive: Receive,
    send: Send,
) -> None:
    """Sends the answers as they come, until they end, the client leaves, or the person may no longer be here."""
    await send({"type": "http.response.start", "status": 200, "headers": list(_HEADERS)})
    # The headers go out at once, and with them the news that all is well.
    await _send(send, _STILL_HERE)
    ends = [
        asyncio.create_task(_pass_on(live, answers, send), name="stream"),
        asyncio.create_task(_disconnect(receive), name="stream client"),
        asyncio.create_task(until_gone(live, scope.get(AGAIN), None, viewer), name="stream watch"),
    ]
    passing, _, watch = ends
    try:
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        gone = watch.result() if watch.done() else None
    finally:
        for task in ends:
            task.cancel()
        await asyncio.gather(*ends, return_exceptions=True)
    if gone is not None:
        await _send(send, _next(refused(_signed_out(), viewer.lang, begun=False)) + _COMPLETE)
    elif passing.done() and not passing.cancelled():
        passing.result()
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _pass_on(live: Live, answers: AsyncGenerator[Answer, None], send: Send) -> None:
    async with aclosing(answers) as coming:
        while True:
            following = asyncio.ensure_future(anext(coming, None))
            try:
                while not (await asyncio.wait({following}, timeout=live.patience.quiet))[0]:
                    await _send(send, _STILL_HERE)
            finally:
                following.cancel()
                await asyncio.gather(following, return_exceptions=True)
            answer = following.result()
            if answer is None:
                break
            await _send(send, _next(answer))
    if not live.closed.is_set():
        await _send(send, _COMPLETE)


async def _disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _next(answer: Answer) -> bytes:
    return b"event: next\ndata: " + answer.body + b"\n\n"


async def _send(send: Send, text: bytes) -> None:
    await send({"type": "http.response.body", "body": text, "more_body": True})


def _signed_out() -> Refusal:
    return Refusal(
        "UNAUTHENTICATED",
        "会话已结束，或权限已改变。 | The session has ended, or its rights have changed.",
        hint="请重新登录。 | Sign in again.",
        status=401,
    )
