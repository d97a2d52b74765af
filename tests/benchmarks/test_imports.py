"""How long a workbook of 5,000 enterprises takes: to check, to save, and to mark."""

from decimal import Decimal

import pytest

from api.imports.run import import_workbook
from api.viewer import SYSTEM
from db.store import Store
from tests.benchmarks.conftest import Bench
from tests.imports.sample import sample, workbook

pytestmark = pytest.mark.benchmark


async def test_five_thousand_enterprises(fresh_store: Store, bench: Bench) -> None:
    given = sample("440000", industries=5, platforms=(3,) * 5, enterprises=(334,) * 15, costs=2)
    content = workbook(given)
    with bench.clock("import 5,010 enterprises, 10,020 costs: dry run", bar=10):
        report = await import_workbook(fresh_store, SYSTEM, content, "plan.xlsx", commit=False)
    assert report.created == 15_051
    with bench.clock("  commit", bar=10):
        assert (await import_workbook(fresh_store, SYSTEM, content, "plan.xlsx", commit=True)).committed
    with bench.clock("  the same again", bar=10):
        report = await import_workbook(fresh_store, SYSTEM, content, "plan.xlsx", commit=True)
    assert report.changes_nothing
    for row in given["costs"][::10]:
        row["CostItem.amount"] = Decimal(-1)
    content = workbook(given)
    with bench.clock("  1,002 problems", bar=10):
        report = await import_workbook(fresh_store, SYSTEM, content, "plan.xlsx", commit=True)
    assert sum(problem.blocking for problem in report.problems) == 1_002
    with bench.clock("  marked copy", bar=20):
        assert report.marked_copy()
