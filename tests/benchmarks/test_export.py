"""A million rows in each format from a served process: rows a second, peak memory, and how others fare meanwhile."""

import asyncio
import io
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import httpx
import psutil
import pytest

from api.policy.access import TokenScope
from api.services.accounts import NewUser, create_users, viewer_named
from api.services.tokens import create_token
from api.viewer import SYSTEM
from db.config import Database
from db.enums import Role
from db.store import NATION, Store
from seed.synthetic.scale import seed_scale
from tests.benchmarks.conftest import Bench
from tests.serving import served

pytestmark = pytest.mark.benchmark

ROWS = 1_000_000
MIB = 1024 * 1024
#: What an analyst takes home: an invoice with what it belongs to, filtered and ordered.
QUERY = """
query Invoices($rows: Int!) {
  invoices(first: $rows, where: {gross: {gt: "0"}}, orderBy: [{issuedOn: DESC}]) {
    nodes {
      number kind seller item issuedOn net taxRate gross synthetic
      unit { shortName }
      project { state actualCost enterprise { name size } platform { organization { name } bankAccount } }
    }
  }
}
"""

_COPIED = """
insert into invoices (unit_code, project_id, kind, code, number, seller, seller_uscc, buyer, buyer_uscc, item,
                      issued_on, net, tax_rate, tax, gross, synthetic)
select unit_code, project_id, kind, code, left(number, 14) || n, seller, seller_uscc, buyer, buyer_uscc, item,
       issued_on, net, tax_rate, tax, gross, synthetic
from invoices, generate_series(1, $1) as n
"""


@pytest.fixture
async def token(fresh_database: Database) -> str:
    """Of an analyst, on a database with a million invoices."""
    await seed_scale(fresh_database, 20_000)
    owner = await asyncpg.connect(fresh_database.owner_url, command_timeout=None)
    there = await owner.fetchval("select count(*) from invoices")
    await owner.execute(_COPIED, -(-ROWS // there))
    await owner.execute("vacuum (analyze) invoices")
    await owner.close()
    store = await Store.open(fresh_database.app_url, size=2)
    async with store.write(NATION) as work:
        await create_users(work, SYSTEM, [NewUser("bench", "测", [(Role.ANALYST, None)], "lamp-2022")])
    viewer = await viewer_named(store, "bench")
    assert viewer
    scopes = (TokenScope.EXPORT, TokenScope.READ)
    secret, _ = await create_token(store, viewer, "bench", scopes, datetime.now(UTC) + timedelta(days=1))
    await store.close()
    return secret


@pytest.fixture
def server(fresh_database: Database, token: str) -> Iterator[str]:
    # Without the owner's login it does not look through the tables before it starts.
    with served(fresh_database, DATABASE_URL="", DENGTA_DEMO="off") as address:
        yield address


@pytest.mark.parametrize("format_", ["csv", "xlsx", "parquet", "arrow"])
async def test_a_million_rows(server: str, token: str, bench: Bench, tmp_path: Path, format_: str) -> None:
    (process,) = (child for child in psutil.Process().children() if "serve" in child.cmdline())
    headers = {"authorization": f"Bearer {token}"}
    asked = {"query": QUERY, "variables": {"rows": ROWS}, "format": format_}
    waits: list[float] = []
    async with httpx.AsyncClient(base_url=server, headers=headers, timeout=900) as client:
        await _small(client)
        before = _peak(process.pid)
        meanwhile = asyncio.ensure_future(_others(client, waits))
        start, first = time.perf_counter(), 0.0
        path = tmp_path / f"a.{format_}"
        async with client.stream("POST", "/export", json=asked) as answer:
            assert answer.status_code == 200, await answer.aread()
            assert answer.headers["x-rows"] == str(ROWS)
            with path.open("wb") as file:
                async for piece in answer.aiter_bytes():
                    first = first or time.perf_counter() - start
                    file.write(piece)
        seconds = time.perf_counter() - start
        meanwhile.cancel()
    assert _count(path, format_) == ROWS
    bench.record(f"export of a million rows, {format_}", seconds, "s")
    bench.record("  to the first byte", first, "s")
    bench.record("  rows a second", ROWS / seconds, "rows/s")
    bench.record("  size of the file", path.stat().st_size / MIB, "MiB")
    bench.record("  memory before", before / 1024, "MiB")
    bench.record("  peak memory of the server", _peak(process.pid) / 1024, "MiB", bar=300)
    waits.sort()
    bench.record("  a small read meanwhile, median", waits[len(waits) // 2] * 1000, "ms")
    bench.record("  … 99 of 100", waits[int(len(waits) * 0.99)] * 1000, "ms")
    path.unlink()


async def _small(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": "{ batches { nodes { number } } }"})
    assert "errors" not in answer.json(), answer.text


async def _others(client: httpx.AsyncClient, waits: list[float]) -> None:
    """Somebody else, who asks something small ten times a second."""
    while True:
        start = time.perf_counter()
        await _small(client)
        waits.append(time.perf_counter() - start)
        await asyncio.sleep(0.1)


def _peak(pid: int) -> int:
    """The most memory a process ever had, in KiB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def _count(path: Path, format_: str) -> int:
    """The rows of a file, without the headings."""
    import openpyxl
    import pyarrow as pa
    import pyarrow.parquet as pq

    match format_:
        case "parquet":
            return int(pq.ParquetFile(path).metadata.num_rows)
        case "arrow":
            with pa.OSFile(str(path)) as file:
                return sum(batch.num_rows for batch in pa.ipc.open_stream(file))
        case "csv":
            with path.open("rb") as file:
                return sum(piece.count(b"\r\n") for piece in iter(lambda: file.read(MIB), b"")) - 1
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True)
    rows = book.worksheets[0].max_row - 1
    book.close()
    return rows
