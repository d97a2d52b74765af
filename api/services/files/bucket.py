"""Files in S3-compatible storage; credentials, region and endpoint come from the AWS_ variables everybody knows."""

import os
from collections.abc import AsyncIterator
from datetime import datetime
from urllib.parse import urlsplit

from api.services.files.base import Missing


class Bucket:
    """A bucket and a prefix in it: ``s3://bucket/prefix``."""

    def __init__(self, url: str) -> None:
        # Takes a moment to load, and only offices with such storage need it.
        from obstore.store import S3Store

        # Storage within the office's own network may well speak plain HTTP.
        plain = urlsplit(os.environ.get("AWS_ENDPOINT_URL", "")).scheme == "http"
        self._store = S3Store.from_url(url, client_options={"allow_http": plain})

    async def put(self, sha256: str, content: bytes) -> None:
        await self._store.put_async(_path(sha256), content)

    async def has(self, sha256: str) -> bool:
        try:
            await self._store.head_async(_path(sha256))
        except FileNotFoundError:
            return False
        return True

    async def read(self, sha256: str, start: int, end: int) -> AsyncIterator[bytes]:
        if start >= end:
            return
        try:
            found = await self._store.get_async(_path(sha256), options={"range": (start, end)})
        except FileNotFoundError:
            raise Missing(sha256) from None
        async for piece in found.stream():
            yield bytes(piece)

    async def remove(self, sha256: str) -> None:
        await self._store.delete_async(_path(sha256))

    async def older(self, than: datetime) -> AsyncIterator[str]:
        async for page in self._store.list():
            for file in page:
                if file["last_modified"] < than:
                    yield file["path"].rpartition("/")[2]


def _path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
