"""GraphQL over HTTP: requests in, finished JSON out."""

from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Message, Receive

from api.errors import Refusal
from api.graphql.answers import Answer, refused
from api.graphql.asked import Asked, asked_of, read_json
from api.graphql.engine import Engine
from api.graphql.explorer import explorer_page, explorer_routes
from api.graphql.multipart import read_multipart
from api.graphql.negotiation import GRAPHQL, HTML, JSON, choose
from api.viewer import current_viewer

MAX_BODY = 1 << 20
MAX_UPLOAD = 20 << 20
_HEADERS = {"Vary": "Accept", "Cache-Control": "no-store"}


def graphql_routes(engine: Engine) -> list[BaseRoute]:
    """``/graphql`` for programs and, on GET with a browser, the explorer; its files; the SDL."""

    async def graphql(request: Request) -> Response:
        reading = request.method != "POST"
        offered = (JSON, GRAPHQL, HTML) if reading else (JSON, GRAPHQL)
        kind = choose(request.headers.get("accept"), offered)
        if kind == HTML:
            return explorer_page()
        viewer = current_viewer.get()
        try:
            if kind is None:
                raise _not_acceptable()
            asked = _from_url(request) if reading else await _from_body(request)
        except Refusal as refusal:
            answer = refused(refusal, viewer.lang, begun=False)
            return _response(answer, kind or JSON, answer.status)
        answer = await engine.answer(asked.query, asked.variables, asked.operation, viewer, reading=reading)
        # With application/json a well-formed request is answered 200 whatever comes of it.
        return _response(answer, kind, answer.status if kind == GRAPHQL or answer.status == 405 else 200)

    return [*explorer_routes(), Route("/graphql", graphql, methods=["GET", "POST"])]


def _response(answer: Answer, kind: str, status: int) -> Response:
    headers = _HEADERS | ({"Allow": "POST"} if status == 405 else {})
    return Response(answer.body, status, headers, f"{kind}; charset=utf-8")


def _from_url(request: Request) -> Asked:
    parameters: dict[str, Any] = dict(request.query_params)
    if parameters.get("variables"):
        parameters["variables"] = read_json(parameters["variables"].encode())
    return asked_of({name: value for name, value in parameters.items() if value != ""})


async def _from_body(request: Request) -> Asked:
    kind, _, rest = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    if kind == JSON and "charset" in rest.lower() and "utf-8" not in rest.lower():
        raise _unsupported()
    if kind == JSON:
        return asked_of(read_json(await _limited(request, MAX_BODY).body()))
    if kind == "multipart/form-data":
        return asked_of(await read_multipart(_limited(request, MAX_UPLOAD)))
    raise _unsupported()


def _not_acceptable() -> Refusal:
    return Refusal(
        "NOT_ACCEPTABLE",
        "只能回答 JSON。 | The answer can only be JSON.",
        hint=f"Accept: {GRAPHQL} | Accept: {GRAPHQL}",
        status=406,
    )


def _unsupported() -> Refusal:
    # Nothing else: a form of another origin's page cannot send JSON without asking first.
    return Refusal(
        "UNSUPPORTED_MEDIA_TYPE",
        "请求须为 application/json（UTF-8）。 | The request must be application/json in UTF-8.",
        hint="设置 Content-Type: application/json。 | Set Content-Type: application/json.",
        status=415,
    )


def _limited(request: Request, most: int) -> Request:
    """The request, refused as soon as its body is longer than ``most`` bytes, whatever it says its length is."""
    length = 0

    async def receive() -> Message:
        nonlocal length
        message = await request.receive()
        length += len(message.get("body", b""))
        if length > most:
            raise _too_large(most)
        return message

    if _declared(request.headers) > most:
        raise _too_large(most)
    limited: Receive = receive
    return Request(request.scope, limited)


def _declared(headers: Headers) -> int:
    length = headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _too_large(most: int) -> Refusal:
    return Refusal(
        "TOO_LARGE",
        "请求超过 {most} KiB。 | The request is larger than {most} KiB.",
        most=most >> 10,
        status=413,
    )
