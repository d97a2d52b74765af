"""What really travels: compression, many requests on one connection, bodies that are too much."""

import gzip
import json
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

import brotli
import httpx
import pytest
import zstandard

from api.graphql.negotiation import GRAPHQL, JSON
from api.graphql.request import MAX_BODY
from tests.clients.conftest import Headers

PLATFORMS = {"query": "{ platforms(first: 50) { nodes { id planned organization { name uscc } } } }"}
SMALL = {"query": "{ __typename }"}

UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda packed: zstandard.ZstdDecompressor().decompress(packed),
}


@pytest.mark.parametrize("kind", [JSON, GRAPHQL])
@pytest.mark.parametrize(
    "accepted,encoding",
    [
        ("gzip", "gzip"),
        ("br", "br"),
        ("zstd", "zstd"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, br;q=0", "gzip"),
        ("deflate", None),
        ("gzip;q=0", None),
        ("identity", None),
    ],
)
def test_answers_are_packed_as_the_caller_can_read_them(
    address: str, session: Headers, kind: str, accepted: str, encoding: str | None
) -> None:
    headers = {"accept-encoding": accepted, "accept": kind, **session}
    with httpx.stream("POST", f"{address}/graphql", json=PLATFORMS, headers=headers) as answer:
        packed = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["content-type"].startswith(kind)
    body = UNPACK[encoding](packed) if encoding else packed
    assert len(json.loads(body)["data"]["platforms"]["nodes"]) == 50
    if encoding:
        assert "Accept-Encoding" in answer.headers["vary"]
        assert len(packed) < len(body) / 2


def test_small_answers_travel_as_they_are(address: str, session: Headers) -> None:
    answer = httpx.post(f"{address}/graphql", json=SMALL, headers={"accept-encoding": "br", **session})
    assert "content-encoding" not in answer.headers
    assert answer.json()["data"] == {"__typename": "Query"}


def test_a_tag_holds_however_the_answer_was_packed(address: str, session: Headers) -> None:
    headers = {"accept-encoding": "zstd", **session}
    first = httpx.get(f"{address}/graphql", params=PLATFORMS, headers=headers)
    headers = {"accept-encoding": "br", "if-none-match": first.headers["etag"], **session}
    again = httpx.get(f"{address}/graphql", params=PLATFORMS, headers=headers)
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br", "zstd"])
def test_events_arrive_when_they_happen_however_they_are_packed(
    address: str, session: Headers, encoding: str
) -> None:
    asked = {"query": "subscription { progress { target } }"}
    headers = {"accept": "text/event-stream", "accept-encoding": encoding, **session}
    # The stream goes on for good: a first event that waited in a buffer would never be read.
    with httpx.stream("POST", f"{address}/graphql", json=asked, headers=headers, timeout=60) as answer:
        assert answer.headers.get("content-encoding", "identity") == encoding
        data = next(line for line in answer.iter_lines() if line.startswith("data: {"))
    assert json.loads(data.removeprefix("data: "))["data"]["progress"]["target"] > 0


def spoken(address: str, *requests: bytes) -> list[int]:
    """The statuses that come back for requests sent at once, on one connection."""
    place = urlsplit(address)
    heard = b""
    with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
        connection.sendall(b"".join(requests))
        while not (heard.count(b"HTTP/1.1 ") == len(requests) and heard.endswith(b"}")):
            part = connection.recv(65536)
            assert part, heard
            heard += part
    return [int(answer.split(b" ")[1]) for answer in heard.split(b"HTTP/1.1")[1:]]


def post(session: Headers, body: bytes, headers: str = "", length: int | None = None) -> bytes:
    lead = f"POST /graphql HTTP/1.1\r\nHost: x\r\nCookie: {session['cookie']}\r\nContent-Type: {JSON}\r\n{headers}"
    return f"{lead}Content-Length: {len(body) if length is None else length}\r\n\r\n".encode() + body


def test_requests_are_answered_in_turn_on_one_connection(address: str, session: Headers) -> None:
    good = post(session, json.dumps(SMALL).encode())
    get = f"GET /graphql?query={{__typename}} HTTP/1.1\r\nHost: x\r\nCookie: {session['cookie']}\r\n\r\n".encode()
    assert spoken(address, good, get, good) == [200, 200, 200]
    assert spoken(address, post(session, b"{"), good) == [400, 200]
    assert spoken(address, post(session, b" " * (MAX_BODY + 1)), good) == [413, 200]
    assert spoken(address, post(session, b"\x1f\x8b", "Content-Encoding: gzip\r\n"), good) == [415, 200]


def test_nobody_waits_for_a_body_that_is_said_to_be_too_long(address: str, session: Headers) -> None:
    assert spoken(address, post(session, b"{", length=10**9)) == [413]
    assert spoken(address, post(session, b"", "Expect: 100-continue\r\n", length=10**9)) == [413]
