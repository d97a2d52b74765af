"""The two stores behave alike; the one over the network is asked for real, on a server in a process of its own."""

import os
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from api.services.files.base import Files, Missing
from api.services.files.bucket import Bucket
from api.services.files.cabinet import open_cabinet
from api.services.files.folder import Folder

CONTENT = bytes(range(256)) * 4000
NAME = sha256(CONTENT).hexdigest()


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of an S3 server with an empty bucket."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            try:
                with urllib.request.urlopen(
                    urllib.request.Request(f"{address}/attachments", method="PUT"), timeout=5
                ):
                    break
            except OSError:
                assert process.poll() is None
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(params=["folder", "bucket"])
def files(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    if request.param == "folder":
        return open_cabinet(str(tmp_path / "files")).files
    monkeypatch.setenv("AWS_ENDPOINT_URL", request.getfixturevalue("s3"))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_REGION", "cn-north-1")
    found = open_cabinet(f"s3://attachments/{tmp_path.name}").files
    assert isinstance(found, Bucket)
    return found


async def read(files: Files, name: str, start: int = 0, end: int = len(CONTENT)) -> bytes:
    return b"".join([piece async for piece in files.read(name, start, end)])


async def test_what_was_put_is_there_whole_and_in_parts(files: Files) -> None:
    assert not await files.has(NAME)
    await files.put(NAME, CONTENT)
    await files.put(NAME, CONTENT)
    assert await files.has(NAME)
    assert await read(files, NAME) == CONTENT
    assert await read(files, NAME, 700_001, 700_009) == CONTENT[700_001:700_009]


async def test_what_is_not_there_is_missing(files: Files) -> None:
    with pytest.raises(Missing):
        await read(files, "0" * 64)
    await files.remove("0" * 64)


async def test_what_was_removed_is_gone(files: Files) -> None:
    await files.put(NAME, CONTENT)
    await files.remove(NAME)
    assert not await files.has(NAME)


async def test_only_what_is_old_is_listed_as_old(files: Files) -> None:
    await files.put(NAME, CONTENT)
    now = datetime.now(UTC)
    assert [name async for name in files.older(now - timedelta(minutes=1))] == []
    assert [name async for name in files.older(now + timedelta(minutes=1))] == [NAME]


async def test_a_folder_is_its_owner_s_alone_and_no_half_file_has_a_name(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "files")
    await folder.put(NAME, CONTENT)
    path = tmp_path / "files" / NAME[:2] / NAME[2:4] / NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "files").stat().st_mode) == 0o700
    (path.parent / "half").touch()
    draft = tmp_path / "files" / ".draft-of-a-broken-upload"
    draft.write_bytes(b"half")
    os.utime(draft, (0, 0))
    assert [name async for name in folder.older(datetime(2000, 1, 1, tzinfo=UTC))] == []
    assert not draft.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63, "A" * 64, f"{'a' * 64}\n", ""])
async def test_a_folder_knows_no_other_names_than_fingerprints(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError):
        await Folder(tmp_path).put(name, b"x")


async def test_a_file_put_again_is_young_again(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    await folder.put(NAME, CONTENT)
    path = tmp_path / NAME[:2] / NAME[2:4] / NAME
    os.utime(path, (0, 0))
    await folder.put(NAME, CONTENT)
    assert path.stat().st_mtime > time.time() - 60


async def test_a_file_that_was_cut_short_is_written_anew(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    path = tmp_path / NAME[:2] / NAME[2:4] / NAME
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT[:10])
    await folder.put(NAME, CONTENT)
    assert path.read_bytes() == CONTENT
