"""The private PostgreSQL survives what happens to it on a developer's machine."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from db import embedded

HOLD = """
import sys, time
from pathlib import Path
from db import embedded
server = embedded.start(Path(sys.argv[1]), embedded.TEST)
server.ensure("kept")
print(server.data, flush=True)
time.sleep(600)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    data = tmp_path / "数据 with 'quotes'" / "pg"
    yield data
    for process in embedded._processes(data):
        process.kill()


def held_elsewhere(folder: Path) -> subprocess.Popen[str]:
    """Another application that has the server started and holds it."""
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == str(folder)
    return holder


def postmaster(folder: Path) -> int:
    return int((folder / "postmaster.pid").read_text().split()[0])


async def ask(server: embedded.Embedded, statement: str, database: str = "postgres") -> object:
    connection = await asyncpg.connect(server.url(database))
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def test_it_starts_keeps_its_data_and_stops(folder: Path) -> None:
    server = embedded.start(folder, embedded.TEST)
    server.ensure("dengta")
    server.ensure("dengta")
    await ask(server, "create table kept as select 7 as number", "dengta")
    server.stop()
    server.stop()
    assert embedded._processes(folder) == []

    server = embedded.start(folder, embedded.TEST)
    assert await ask(server, "select number from kept", "dengta") == 7
    server.stop()


async def test_trigrams_read_chinese(folder: Path) -> None:
    server = embedded.start(folder, embedded.TEST)
    await ask(server, "create extension pg_trgm")
    assert await ask(server, "select cardinality(show_trgm('小灯塔'))") == 4
    server.stop()


async def test_an_orphan_of_a_killed_application_is_replaced(folder: Path) -> None:
    holder = held_elsewhere(folder)
    orphan = postmaster(folder)
    holder.kill()
    holder.wait()
    assert psutil.pid_exists(orphan)

    server = embedded.start(folder, embedded.TEST)
    assert postmaster(folder) != orphan
    assert await ask(server, "select 1", "kept") == 1
    server.stop()
    assert embedded._processes(folder) == []


async def test_a_killed_server_recovers(folder: Path) -> None:
    holder = held_elsewhere(folder)
    for process in [holder, psutil.Process(postmaster(folder))]:
        os.kill(process.pid, signal.SIGKILL)
    holder.wait()

    server = embedded.start(folder, embedded.TEST)
    assert await ask(server, "select 1", "kept") == 1
    server.stop()


async def test_a_number_that_belongs_to_another_process_now_does_not_stop_the_start(folder: Path) -> None:
    server = embedded.start(folder, embedded.TEST)
    server.stop()
    (folder / "postmaster.pid").write_text(f"{os.getpid()}\n{folder}\n0\n5432\n{folder}\n\n\nready\n")

    server = embedded.start(folder, embedded.TEST)
    assert await ask(server, "select 1") == 1
    server.stop()


async def test_a_killed_first_start_leaves_nothing_in_the_way(folder: Path) -> None:
    half_made = folder.with_name("pg.new")
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")

    server = embedded.start(folder, embedded.TEST)
    assert await ask(server, "select 1") == 1
    server.stop()


async def test_a_second_start_joins_the_server_and_the_last_one_stops_it(folder: Path) -> None:
    holder = held_elsewhere(folder)
    first = postmaster(folder)

    server = embedded.start(folder, embedded.TEST)
    assert postmaster(folder) == first
    holder.kill()
    holder.wait()
    assert await ask(server, "select 1", "kept") == 1

    server.stop()
    assert embedded._processes(folder) == []


async def test_leaving_first_does_not_stop_the_others_server(folder: Path) -> None:
    holder = held_elsewhere(folder)
    server = embedded.start(folder, embedded.TEST)
    server.stop()
    assert embedded._processes(folder)
    holder.kill()
    holder.wait()
    embedded.start(folder, embedded.TEST).stop()
    assert embedded._processes(folder) == []


async def test_a_path_too_long_for_a_socket_gets_a_short_folder_for_it(tmp_path: Path) -> None:
    data = tmp_path / ("long" * 30) / "pg"
    server = embedded.start(data, embedded.TEST)
    assert server.sockets != data
    assert server.sockets.stat().st_mode & 0o077 == 0
    assert await ask(server, "select 1") == 1
    server.stop()
    assert not server.sockets.exists()


def test_a_folder_with_other_things_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(embedded.EmbeddedError, match="neither empty nor a PostgreSQL data folder"):
        embedded.start(tmp_path)


def test_data_of_another_major_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(embedded.EmbeddedError, match=r"made by PostgreSQL 9\.6, this is 18"):
        embedded.start(tmp_path)
