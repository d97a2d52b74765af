"""One person's connection, as lean as it can be: what the load takes of the machine, those who are served do not get."""

import asyncio
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httptools
import zstandard

TIMEOUT = 30.0


@dataclass
class Answer:
    """What came back; ``content`` is unpacked."""

    status: int = 0
    content: bytes = b""
    packed: bool = False
    parts: list[bytes] = field(default_factory=list)
    complete: bool = False

    # -- what the parser calls ----------------------------------------------------------------------------

    def on_header(self, name: bytes, value: bytes) -> None:
        self.packed = self.packed or (name.lower() == b"content-encoding" and value == b"zstd")

    def on_body(self, part: bytes) -> None:
        self.parts.append(part)

    def on_message_complete(self) -> None:
        body = b"".join(self.parts)
        self.content = zstandard.ZstdDecompressor().decompressobj().decompress(body) if self.packed else body
        self.complete = True


class Line:
    """Requests one after the other to one server, with one cookie."""

    def __init__(self, address: str, cookie: str) -> None:
        self.address = address
        parts = urlsplit(address)
        self._host, self._port = parts.hostname, parts.port
        self._lead = (
            f"host: {parts.netloc}\r\naccept: */*\r\naccept-encoding: zstd\r\ncookie: {cookie}\r\n"
            f"origin: {address.rstrip('/')}\r\n"
        )
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str, *, referer: str = "") -> Answer:
        more = f"referer: {referer}\r\n" if referer else ""
        return await self._ask(f"GET {path} HTTP/1.1\r\n{self._lead}{more}\r\n".encode())

    async def post(self, path: str, body: bytes) -> Answer:
        head = f"content-type: application/json\r\ncontent-length: {len(body)}\r\n"
        return await self._ask(f"POST {path} HTTP/1.1\r\n{self._lead}{head}\r\n".encode() + body)

    async def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def _ask(self, request: bytes) -> Answer:
        async with asyncio.timeout(TIMEOUT):
            if self._streams is not None and self._streams[0].at_eof():  # idle for long: the server hung up
                await self.close()
            if self._streams is None:
                self._streams = await asyncio.open_connection(self._host, self._port)
            reader, writer = self._streams
            writer.write(request)
            answer = Answer()
            parser = httptools.HttpResponseParser(answer)
            while not answer.complete:
                data = await reader.read(1 << 16)
                if not data:
                    raise ConnectionError("the server hung up before it had answered")
                parser.feed_data(data)
            answer.status = parser.get_status_code()
            return answer
