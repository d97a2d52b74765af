"""What benchmarks share: a stopwatch that keeps each figure beside its bar and prints them at the end."""

import json
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

import pytest

from tests.databases import ROOT

RESULTS = ROOT / ".data" / "benchmarks.json"


@dataclass(frozen=True)
class Figure:
    """One measured value; ``bar`` is what it must not exceed."""

    name: str
    value: float
    unit: str
    bar: float | None = None


class Bench:
    def __init__(self) -> None:
        self.figures: list[Figure] = []

    def record(self, name: str, value: float, unit: str, bar: float | None = None) -> None:
        """Keep a figure; one above its bar fails the run, after all others were taken."""
        self.figures.append(Figure(name, round(value, 3), unit, bar))

    @property
    def missed(self) -> list[Figure]:
        return [figure for figure in self.figures if figure.bar is not None and figure.value > figure.bar]

    @contextmanager
    def clock(self, name: str, bar: float | None = None) -> Iterator[None]:
        """Record how many seconds the block takes."""
        start = time.perf_counter()
        yield
        self.record(name, time.perf_counter() - start, "s", bar)


@pytest.fixture(scope="session")
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"\n\n{'':44}{'measured':>12} {'':8}{'bar':>8}   ({machine})")
    for figure in bench.figures:
        bar = "" if figure.bar is None else f"{figure.bar:g}"
        print(f"{figure.name:44}{figure.value:12.3f} {figure.unit:8}{bar:>8}")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(
        json.dumps({"machine": machine, "figures": [asdict(figure) for figure in bench.figures]}, indent=1)
    )
    if bench.missed:
        pytest.fail(f"above the bar: {', '.join(figure.name.strip() for figure in bench.missed)}")
