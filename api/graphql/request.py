"""The HTTP requests that ask something: a GET's address, a POST's body."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive, Scope

from api.errors import Refusal
from api.graphql.asked import Asked, asked_of, read_json
from api.graphql.multipart import read_multipart
from api.graphql.negotiation import JSON
from api.policy.attachments import LARGEST

MAX_ADDRESS = 32 << 10
MAX_BODY = 1 << 20
#: The largest file that is taken, and the form around it.
MAX_UPLOAD = LARGEST + (256 << 10)
MAX_PARAMETERS = 20

RawHeaders = Mapping[bytes, bytes]


def from_address(scope: Scope) -> Asked:
    """The parameters of a GET.

    Raises:
        Refusal: they are not what GraphQL over HTTP says they are.
    """
    text: bytes = scope["query_string"]
    if len(text) > MAX_ADDRESS:
        raise _too_large(MAX_ADDRESS, 414)
    try:
        pairs = parse_qsl(text.decode("latin-1"), max_num_fields=MAX_PARAMETERS)  # blank ones count as absent
    except ValueError:
        raise Refusal("BAD_REQUEST", "参数过多。 | There are too many parameters.") from None
    parameters: dict[str, Any] = dict(pairs)
    if len(parameters) < len(pairs):
        raise Refusal("BAD_REQUEST", "同一参数出现了两次。 | A parameter is there twice.")
    for name in ("variables", "extensions"):
        if name in parameters:
            parameters[name] = read_json(parameters[name].encode())
    return asked_of(parameters)


async def from_body(scope: Scope, receive: Receive, headers: RawHeaders) -> Asked:
    """The parameters of a POST: JSON, or an upload as multipart/form-data.

    Raises:
        Refusal: it is something else, or too long.
        ClientDisconnect: the caller left before it was through.
    """
    given = headers.get(b"content-type", b"").decode("latin-1").lower()
    kind, _, rest = given.partition(";")
    kind = kind.strip()
    if headers.get(b"content-encoding", b"identity").lower() != b"identity":
        raise Refusal(
            "UNSUPPORTED_ENCODING",
            "请求不可压缩。 | A request must not be compressed.",
            hint="不要设置 Content-Encoding。 | Leave Content-Encoding out.",
            status=415,
        )
    if kind == JSON and ("charset" not in rest or "utf-8" in rest):
        return asked_of(read_json(await read_body(receive, headers, MAX_BODY)))
    if kind == "multipart/form-data":
        return asked_of(await read_multipart(_limited(scope, receive, headers, MAX_UPLOAD)))
    # Nothing else: a form of another origin's page cannot send JSON without asking first.
    raise Refusal(
        "UNSUPPORTED_MEDIA_TYPE",
        "请求须为 application/json（UTF-8）。 | The request must be application/json in UTF-8.",
        hint="设置 Content-Type: application/json。 | Set Content-Type: application/json.",
        status=415,
    )


async def read_body(receive: Receive, headers: RawHeaders, most: int) -> bytes:
    """The whole body, refused as soon as it is longer than ``most`` bytes, whatever it says its length is.

    Raises:
        Refusal: it is longer.
        ClientDisconnect: the caller left before it was through.
    """
    _check_declared(headers, most)
    parts: list[bytes] = []
    length = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part: bytes = message.get("body", b"")
        length += len(part)
        if length > most:
            raise _too_large(most, 413)
        if not message.get("more_body", False):
            return b"".join((*parts, part)) if parts else part
        parts.append(part)


def _limited(scope: Scope, receive: Receive, headers: RawHeaders, most: int) -> Request:
    """The request as Starlette's form parser takes it, with the same limit."""
    length = 0

    async def counted() -> Message:
        nonlocal length
        message = await receive()
        length += len(message.get("body", b""))
        if length > most:
            raise _too_large(most, 413)
        return message

    _check_declared(headers, most)
    return Request(scope, counted)


def _check_declared(headers: RawHeaders, most: int) -> None:
    length = headers.get(b"content-length", b"")
    if length.isdigit() and int(length) > most:
        raise _too_large(most, 413)


def _too_large(most: int, status: int) -> Refusal:
    return Refusal(
        "TOO_LARGE",
        "请求超过 {most} KiB。 | The request is larger than {most} KiB.",
        most=most >> 10,
        status=status,
    )
