"""Attachments out: who asks is asked anew each time, and a browser saves them and never shows them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from api.errors import Refusal
from api.services.attachments import Opened, open_file
from api.services.files.cabinet import Cabinet
from api.viewer import current_viewer
from db.store import Store

#: Kept by the person's own browser, which asks each time whether it still may.
_CACHE = "private, no-cache"


def file_routes(store: Store, cabinet: Cabinet) -> list[Route]:
    """``/files/12``: GET and HEAD, with ranges."""

    async def file(request: Request) -> Response:
        viewer = current_viewer.get()
        try:
            opened = await open_file(store, viewer, int(request.path_params["id"]))
        except Refusal as refusal:
            return PlainTextResponse(
                refusal.message(viewer.lang), refusal.status, {"Cache-Control": "no-store"}
            )
        headers = _headers(opened)
        if _holds(request.headers.get("if-none-match"), headers["ETag"]):
            return Response(status_code=304, headers=headers)
        part = _part(request, opened.size, headers["ETag"])
        if part is None:
            headers["Content-Range"] = f"bytes */{opened.size}"
            return Response(status_code=416, headers=headers)
        headers["Content-Length"] = str(part.end - part.start)
        if part.partial:
            headers["Content-Range"] = f"bytes {part.start}-{part.end - 1}/{opened.size}"
        status = 206 if part.partial else 200
        if request.method == "HEAD":
            return Response(status_code=status, headers=headers, media_type=opened.media_type)
        return await _streamed(cabinet, opened, part, status, headers)

    return [Route("/files/{id:int}", file, methods=["GET"])]


@dataclass(frozen=True)
class _Part:
    start: int
    end: int  # the first byte no longer asked for
    partial: bool


async def _streamed(
    cabinet: Cabinet, opened: Opened, part: _Part, status: int, headers: dict[str, str]
) -> Response:
    pieces = cabinet.files.read(opened.sha256, part.start, part.end)
    # The first piece before the status: a file that is gone is our fault, not an empty answer.
    first = await anext(pieces)

    async def body() -> AsyncIterator[bytes]:
        yield first
        async for piece in pieces:
            yield piece

    return StreamingResponse(body(), status, headers, opened.media_type)


def _headers(opened: Opened) -> dict[str, str]:
    plain = "".join(
        character if character.isascii() and character not in '"\\' else "_" for character in opened.filename
    )
    return {
        "ETag": f'"{opened.sha256}"',
        "Cache-Control": _CACHE,
        "Accept-Ranges": "bytes",
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(opened.filename, safe='')}",
        "X-Content-Type-Options": "nosniff",
        # Should a browser show it all the same, it may do nothing.
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }


def _holds(given: str | None, etag: str) -> bool:
    return given is not None and any(
        tag.strip().removeprefix("W/") in (etag, "*") for tag in given.split(",")
    )


def _part(request: Request, size: int, etag: str) -> _Part | None:
    """One range as asked for, the whole where none or several are; None where it lies outside the file."""
    whole = _Part(0, size, partial=False)
    unit, _, asked = request.headers.get("range", "").partition("=")
    start, dash, end = asked.strip().partition("-")
    known = request.headers.get("if-range", etag) == etag
    if unit.strip().lower() != "bytes" or not dash or not known or not _numbers(start, end):
        return whole
    if not start:
        first, last = max(size - int(end), 0), size if int(end) else 0
    else:
        first, last = int(start), min(int(end) + 1, size) if end else size
        if end and int(end) < int(start):
            return whole
    return _Part(first, last, partial=True) if first < last else None


def _numbers(start: str, end: str) -> bool:
    given = [number for number in (start, end) if number]
    return bool(given) and all(number.isascii() and number.isdigit() and len(number) < 19 for number in given)
