"""Requests by `wrk`, and the CPU time that the server and PostgreSQL spend on them."""

import json
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

_SCRIPT = """
wrk.method = "POST"
local file = io.open(os.getenv("BENCH_BODY"), "rb")
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = "application/json"
local cookie = os.getenv("BENCH_COOKIE")
if cookie ~= "" then wrk.headers["Cookie"] = cookie end
"""


FEWEST = 4


@dataclass(frozen=True)
class Subject:
    """A server under load: where it answers, its process, and what it must be sent."""

    name: str
    url: str
    process: psutil.Process
    headers: Mapping[str, str] = field(default_factory=dict)

    def ask(self, body: bytes) -> bytes:
        answer = httpx.post(
            self.url, content=body, headers={"content-type": "application/json", **self.headers}, timeout=60
        )
        assert answer.status_code == 200, answer.text[:500]
        return answer.content


@dataclass(frozen=True)
class Load:
    """What answering one request takes: CPU milliseconds of the server and of PostgreSQL; requests a second."""

    server_ms: float
    database_ms: float
    per_second: float

    @property
    def cpu_ms(self) -> float:
        return self.server_ms + self.database_ms

    def __str__(self) -> str:
        return f"{self.server_ms:8.2f} + {self.database_ms:8.2f} ms CPU, {self.per_second:8.1f}/s"


def measure(
    subject: Subject, postmaster: psutil.Process, body: bytes, *, connections: int = 1, seconds: float = 3
) -> Load:
    """Keeps ``connections`` busy for ``seconds`` after a warm-up of a third of it; longer until a few are answered."""
    _wrk(subject, body, connections, max(seconds / 3, 1))
    before = cpu(subject.process), cpu(postmaster)
    requests, per_second = _wrk(subject, body, connections, seconds)
    after = cpu(subject.process), cpu(postmaster)
    if requests < FEWEST:
        return measure(subject, postmaster, body, connections=connections, seconds=seconds * 3)
    return Load(
        (after[0] - before[0]) * 1000 / requests, (after[1] - before[1]) * 1000 / requests, per_second
    )


def _wrk(subject: Subject, body: bytes, connections: int, seconds: float) -> tuple[int, float]:
    with tempfile.TemporaryDirectory() as folder:
        script, file = Path(folder) / "post.lua", Path(folder) / "body.json"
        script.write_text(_SCRIPT)
        file.write_bytes(body)
        command = ["wrk", "-t1", f"-c{connections}", f"-d{max(round(seconds), 1)}s", "--timeout", "60s"]
        environment = {"BENCH_BODY": str(file), "BENCH_COOKIE": subject.headers.get("cookie", "")}
        started = time.perf_counter()
        done = subprocess.run(
            [*command, "-s", str(script), subject.url],
            check=True,
            capture_output=True,
            text=True,
            env=os.environ | environment,
        )
        took = time.perf_counter() - started
    assert "Non-2xx" not in done.stdout, done.stdout
    requests = int(re.search(r"(\d+) requests in", done.stdout).group(1))  # type: ignore[union-attr]
    return requests, requests / took


def cpu(process: psutil.Process) -> float:
    """CPU seconds of a process, its children and those of them that ended: parallel workers come and go."""
    own = process.cpu_times()
    total = own.user + own.system + own.children_user + own.children_system
    for child in process.children(recursive=True):
        try:
            times = child.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


def as_body(query: str, variables: Mapping[str, object] | None = None) -> bytes:
    return json.dumps({"query": query, "variables": variables or {}}).encode()
