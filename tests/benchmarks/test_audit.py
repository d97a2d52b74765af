"""A million entries of the audit trail, chained by their true hashes: looked through from end to end."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from api.services.audit_check import check
from db.chain import COLUMNS, content, follow
from db.store import Store
from tests.benchmarks.conftest import Bench
from tests.databases import Server

pytestmark = pytest.mark.benchmark

ENTRIES = 1_000_000
BEGIN = datetime(2023, 1, 1, 8, tzinfo=UTC)


def entries(
    units: list[str | None], count: int, heads: dict[str, tuple[int, str]]
) -> Iterator[tuple[Any, ...]]:
    """Rows for COPY, each behind the last of its unit; ``heads`` is left as the chains end."""
    for number in range(count):
        unit = units[number * 7919 % len(units)]
        seq, previous = heads.get(unit or "", (0, ""))
        values = (
            unit,
            seq + 1,
            BEGIN + timedelta(seconds=90 * number, microseconds=number % 1_000_000),
            "updated",
            "Project",
            str(number % 5_000),
            None,
            None,
            f"10.0.{number % 200}.7",
            "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0",
            f"{number:016x}",
            True,
            f'{{"state":"transforming","actual_cost":"{number}.00"}}',
            f'{{"state":"delivered","actual_cost":"{number + 1}.00"}}',
            None,
        )
        found = follow(previous, content(values))
        heads[unit or ""] = seq + 1, found
        yield (*values, found)


async def test_a_million_entries_are_verified(
    postgres: Server, reference_template: str, bench: Bench
) -> None:
    async with postgres.clone(reference_template) as database:
        owner = await asyncpg.connect(database.owner_url)
        await owner.execute("truncate audit_entries, audit_heads")
        units = [None, *[row["code"] for row in await owner.fetch("select code from reporting_units")]]
        heads: dict[str, tuple[int, str]] = {}
        await owner.copy_records_to_table(
            "audit_entries", records=entries(units, ENTRIES, heads), columns=[*COLUMNS, "hash"]
        )
        await owner.copy_records_to_table(
            "audit_heads",
            records=[(chain, *end) for chain, end in heads.items()],
            columns=["chain", "seq", "hash"],
        )
        await owner.execute("vacuum (analyze) audit_entries")
        store = await Store.open(database.app_url, size=2)
        with bench.clock("audit verify, a million entries", bar=10):
            found = await check(store, [])
        assert (found.entries, found.chains, found.findings) == (ENTRIES, len(units), ())
        await owner.execute(
            "update audit_entries set after = replace(after, 'delivered', 'passed') where unit_code = '320000' and seq = 9000"
        )
        [edited] = (await check(store, [])).findings
        assert (edited.chain, edited.seq) == ("320000", 9000)
        await store.close()
        await owner.close()
