"""The application, really served, and the npm packages that ask it as anybody's program would."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from api.policy.access import TokenScope
from api.services.accounts import viewer_named
from api.services.tokens import create_token
from db.config import Database
from db.store import Store
from tests.serving import served

HERE = Path(__file__).parent
PACKAGES = HERE / "node_modules"
OLDEST_NODE = 20

Headers = dict[str, str]
Node = Callable[..., Any]


@pytest.fixture(scope="session")
def address(demo_database: Database) -> Iterator[str]:
    """Where the application serves the demo programme."""
    with served(demo_database) as address:
        yield address


@pytest.fixture(scope="session")
def session(address: str) -> Headers:
    """The headers of an analyst who signed in with a browser."""
    form = {"username": "analyst", "password": "dengta"}
    answer = httpx.post(f"{address}/sign-in", data=form)
    assert answer.status_code == 303, answer.text
    return {"cookie": f"dengta_session={answer.cookies['dengta_session']}"}


@pytest_asyncio.fixture(scope="session")
async def token(demo_store: Store) -> AsyncIterator[Headers]:
    """The headers of a program with an officer's token."""
    viewer = await viewer_named(demo_store, "jiangsu")
    assert viewer is not None
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    secret, _ = await create_token(
        demo_store, viewer, "clients", [TokenScope.READ, TokenScope.WRITE, TokenScope.EXPORT], tomorrow
    )
    yield {"authorization": f"Bearer {secret}", "accept-language": "en"}


@pytest.fixture(scope="session")
def node() -> Node:
    """Runs a script with headers, variables of its environment and the packages of package-lock.json."""
    program = shutil.which("node")
    if program is None or shutil.which("npm") is None:
        pytest.skip("The npm clients need node and npm, which this machine lacks.")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.lstrip("v").split(".")[0]) < OLDEST_NODE:
        pytest.skip(f"The npm clients need Node {OLDEST_NODE} or newer; this machine has {version.strip()}.")
    _install()

    def run(script: Path, address: str, headers: Headers, **environment: str) -> Any:
        done = subprocess.run(
            [program, script.name],
            cwd=script.parent,
            env=os.environ
            | {"DENGTA_ADDRESS": address, "DENGTA_HEADERS": json.dumps(headers), "NODE_ENV": "production"}
            | environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


def _install() -> None:
    """What package-lock.json names, once per version of it, however many workers ask."""
    lock = (HERE / "package-lock.json").read_bytes()
    digest = hashlib.sha256(lock).hexdigest()
    stamp = PACKAGES / ".dengta"
    with (HERE / ".install.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_text() == digest:
            return
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True)
        if done.returncode:
            pytest.fail(f"`npm ci` in tests/clients failed:\n{done.stderr[-2000:]}")
        stamp.write_text(digest)
