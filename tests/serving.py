"""The application, really served, for tests from outside: browsers, clients."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from db.config import Database
from tests.databases import ROOT
from tests.warm import Warm


@contextmanager
def served(database: Database, **settings: str) -> Iterator[str]:
    """The address of `dengta serve` on a free port, in a process of its own, which found everything loaded.

    ``settings`` are environment variables of Dengta beside those of its database.
    """
    with tempfile.NamedTemporaryFile("w+") as log:
        warm = _warm()
        process = warm.serve(_environment(database, settings), Path(log.name))
        try:
            yield _address(lambda: warm.ended(process), Path(log.name))
        finally:
            warm.end(process)
            print(Path(log.name).read_text())  # pytest shows it where a test fails.


@contextmanager
def running(database: Database, **settings: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The same as in real life, from the command's first line on, with the process, for tests that end it themselves."""
    environment = _environment(database, settings)
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    with tempfile.NamedTemporaryFile("w+") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            yield _address(lambda: process.poll() is not None, Path(log.name)), process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
            print(Path(log.name).read_text())  # pytest shows it where a test fails.


@cache
def _warm() -> Warm:
    return Warm()


def _environment(database: Database, settings: Mapping[str, str]) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DENGTA_", "DATABASE_"))
    }
    return kept | {
        "DATABASE_URL": database.owner_url,
        "DATABASE_APP_URL": database.app_url,
        "DENGTA_DEMO": "on",
        "DENGTA_SECRET_KEY": "secret-of-tests",
        "DENGTA_WORKERS": "1",
        "DENGTA_BACKGROUND": "off",
        "COLUMNS": "200",
        **settings,
    }


def _address(ended: Callable[[], bool], log: Path) -> str:
    """Where it serves, as it says itself once it is ready."""
    for _ in range(600):
        address = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        if address:
            return address.group()
        if ended():
            break
        time.sleep(0.1)
    pytest.fail(f"`dengta serve` did not start:\n{log.read_text()}")
