"""`dengta serve` with several processes: each answers, what ends in one has ended in all, and none outlives the others."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx
import psutil
import pytest
import pytest_asyncio

from api.config import Settings
from api.door import open_door
from api.services.accounts import NewUser, create_users
from api.viewer import SYSTEM
from api.web.session import COOKIE
from db import embedded
from db.config import ConfigError
from db.enums import Role
from db.store import NATION, Store
from tests.databases import ROOT, Server
from tests.serving import running

PASSWORD = "lamp-2022-lamp"
WHO = {"query": "{ viewer { username } }"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def served(postgres: Server, reference_template: str) -> AsyncIterator[tuple[str, psutil.Process]]:
    """The address of two processes, and the one that has them."""
    async with postgres.clone(reference_template) as database:
        store = await Store.open(database.app_url, size=1)
        async with store.write(NATION) as work:
            await create_users(work, SYSTEM, [NewUser("ann", "Ann", [(Role.ANALYST, None)], PASSWORD)])
        await store.close()
        with running(database, DENGTA_WORKERS="2", DENGTA_DEMO="off") as (address, process):
            yield address, psutil.Process(process.pid)


@contextmanager
def connected(address: str, parent: psutil.Process) -> Iterator[dict[int, httpx.Client]]:
    """A client for each process of the server, by its number; each keeps its one connection."""
    found: dict[int, httpx.Client] = {}
    with ExitStack() as stack:
        for _ in range(60):
            client = stack.enter_context(httpx.Client(base_url=address, verify=False))
            response = client.get("/health")
            assert response.json() == {"status": "ok"}
            mine = response.extensions["network_stream"].get_extra_info("client_addr")[1]
            [number] = [
                child.pid
                for child in parent.children()
                if any(one.raddr and one.raddr.port == mine for one in child.net_connections("tcp"))
            ]
            found.setdefault(number, client)
            if len(found) == len(parent.children()) == 2:
                yield found
                return
    pytest.fail(f"of {len(parent.children())} processes only {len(found)} answered")


def sign_in(client: httpx.Client) -> str:
    client.post("/sign-in", data={"username": "ann", "password": PASSWORD})
    return client.cookies[COOKIE]


def name(client: httpx.Client) -> str | None:
    viewer = client.post("/graphql", json=WHO).json()["data"]["viewer"]
    return viewer and viewer["username"]


def until(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_session_is_known_to_all_and_ended_in_one_it_has_ended_in_the_other(
    served: tuple[str, psutil.Process],
) -> None:
    with connected(*served) as clients:
        here, there = clients.values()
        cookie = sign_in(here)
        there.cookies.set(COOKIE, cookie)
        for client in (here, there, there):
            assert name(client) == "ann"
        here.post("/sign-out")
        # Heard by way of PostgreSQL: far sooner than the other would have asked anew by itself.
        assert until(lambda: name(there) is None, 1.5)


def test_one_that_is_killed_is_replaced_and_the_other_goes_on(served: tuple[str, psutil.Process]) -> None:
    address, parent = served
    with connected(address, parent) as clients:
        (victim, _), (other, client) = clients.items()
        os.kill(victim, signal.SIGKILL)
        # Who is sent to the place of the dead waits for the next: nobody is turned away.
        assert {httpx.get(f"{address}/health", timeout=20, verify=False).status_code for _ in range(12)} == {
            200
        }
        assert client.get("/health").status_code == 200
    with connected(address, parent) as clients:
        assert other in clients
        assert victim not in clients


def test_another_server_does_not_slip_in_beside_them(served: tuple[str, psutil.Process]) -> None:
    port = int(served[0].rpartition(":")[2])
    for processes in (1, 2):
        with pytest.raises(
            ConfigError, match=rf"Port {port} on 127.0.0.1 cannot be used \(Address already in use\)"
        ):
            open_door("127.0.0.1", port, processes)


def test_killed_with_9_it_leaves_nobody_behind(served: tuple[str, psutil.Process]) -> None:
    """The last one here: nothing answers afterwards."""
    address, parent = served
    children = parent.children()
    assert len(children) == 2
    os.kill(parent.pid, signal.SIGKILL)
    assert psutil.wait_procs(children, timeout=10)[1] == []
    [door] = open_door("127.0.0.1", int(address.rpartition(":")[2]))
    door.close()


# -- the same of anything that serves: this begins in a moment -----------------------------------------

SMALL = """
import os, signal, sys, time
from api.door import open_door
from api.processes import Processes

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))

def serve(listener, ready):
    if "never" in sys.argv:
        return
    ready()
    while True:
        caller, _ = listener.accept()
        caller.sendall(str(os.getpid()).encode())
        caller.close()

doors = open_door("127.0.0.1", 0, 3)
began = Processes(doors, serve).run(lambda: print(doors[0].getsockname()[1], flush=True))
print("never began" if not began else "ended", flush=True)
"""


def small(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SMALL, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def answers(port: int) -> int:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as caller:
        return int(caller.recv(20))


def test_callers_are_spread_over_all() -> None:
    process = small()
    assert process.stdout is not None
    port = int(process.stdout.readline())
    children = {child.pid for child in psutil.Process(process.pid).children()}
    assert len(children) == 3
    assert {answers(port) for _ in range(100)} == children
    process.terminate()
    process.wait(timeout=5)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("everybody", [False, True])
def test_whatever_ends_it_ends_all(number: signal.Signals, everybody: bool) -> None:
    """Ctrl-C and a closed terminal reach all processes at once, others only the first."""
    process = small()
    assert process.stdout is not None
    port = int(process.stdout.readline())
    children = psutil.Process(process.pid).children()
    (os.killpg if everybody else os.kill)(process.pid, number)
    assert psutil.wait_procs(children, timeout=10)[1] == []
    process.wait(timeout=5)
    [door] = open_door("127.0.0.1", port)
    door.close()


def test_where_one_does_not_begin_none_is_announced() -> None:
    process = small("never")
    assert process.communicate(timeout=5)[0] == "never began\n"


@pytest.mark.parametrize(("workers", "most"), [("1", 17), ("2", 34), ("4", 36), ("7", 35), ("16", 80)])
def test_all_of_them_together_leave_connections_to_others(workers: str, most: int) -> None:
    settings = Settings.from_environment({"DENGTA_WORKERS": workers})
    listener = 1
    assert (
        settings.workers * (2 * settings.connections + listener)
        == most
        < int(embedded.RUN["max_connections"])
    )
