"""The Python client as an analyst has it: one file from the server, typed, asked with a token."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from api.policy.access import TokenScope
from api.services.accounts import viewer_named
from api.services.tokens import create_token
from db.store import NATION, Store
from tests.clients.conftest import Headers
from tests.databases import ROOT

NOTEBOOK = ROOT / "api" / "client" / "three_charts.ipynb"

RIGHT = """
from dengta_client import Dengta, Platform

with Dengta(token="dgt_") as dengta:
    rows = list(dengta.platforms("planned organization { name }", where={"passedCount": {"lt": 10}, "state": {"in": ["APPOINTED"]}}, orderBy=[{"planned": "DESC"}], first=5))
    first: Platform = rows[0]
    planned: int = first["planned"]
    one = dengta.platform("UGxhdGZvcm06MQ==", "planned")
    if one is not None:
        planned += one["planned"]
"""

WRONG = [
    ("a field that a platform lacks", 'where={"passed": {"lt": 10}}'),
    ("a word that is no state", 'where={"state": {"eq": "FINISHED"}}'),
    ("a text where a number belongs", 'where={"planned": {"gt": "ten"}}'),
    ("an order that is none", 'orderBy=[{"planned": "DOWN"}]'),
]


@pytest_asyncio.fixture(scope="session")
async def secret(demo_store: Store) -> AsyncIterator[str]:
    """An analyst's token for reading and files."""
    viewer = await viewer_named(demo_store, "analyst")
    assert viewer is not None
    scopes = [TokenScope.READ, TokenScope.EXPORT]
    found, _ = await create_token(demo_store, viewer, "Python", scopes, datetime.now(UTC) + timedelta(days=1))
    yield found


@pytest.fixture(scope="session")
def folder(address: str, secret: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the client lies as the server gave it."""
    answer = httpx.get(f"{address}/client.py", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 200
    folder = tmp_path_factory.mktemp("client")
    (folder / "dengta_client.py").write_bytes(answer.content)
    return folder


@pytest.fixture(scope="session")
def client(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location("dengta_client", folder / "dengta_client.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["dengta_client"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def dengta(client: Any, address: str, secret: str) -> Any:
    with client.Dengta(address, secret, lang="en") as dengta:
        yield dengta


def checked(folder: Path, program: str) -> str:
    (folder / "program.py").write_text(program)
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir=.mypy", "program.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout


def test_a_right_program_is_well_typed_and_a_wrong_one_is_not(folder: Path) -> None:
    assert "Success" in checked(folder, RIGHT)
    lines = "\n".join(f"    list(dengta.platforms({wrong}))" for _, wrong in WRONG)
    told = checked(folder, f"from dengta_client import Dengta\nwith Dengta() as dengta:\n{lines}\n")
    for number, (what, _) in enumerate(WRONG, 3):
        assert f"program.py:{number}: error" in told, what


async def test_all_rows_come_page_after_page(dengta: Any, client: Any, demo_store: Store) -> None:
    client.PAGE = 100
    rows = list(dengta.platforms("id planned", where={"planned": {"gte": 10}}))
    async with demo_store.ask(NATION) as connection:
        expected = await connection.fetchval("select count(*) from platforms where planned >= 10")
    assert len(rows) == expected > 200
    assert len({row["id"] for row in rows}) == expected
    assert [row["id"] for row in dengta.platforms(first=150)] == [
        row["id"] for row in dengta.query("{ platforms(first: 150) { nodes { id } } }")["platforms"]["nodes"]
    ]


def test_one_record_or_none(dengta: Any) -> None:
    [first] = dengta.platforms("id planned", first=1)
    assert dengta.platform(first["id"], "id planned") == first
    assert dengta.platform("UGxhdGZvcm06OTk5OTk5OTk5", "planned") is None


def test_a_refusal_has_a_code_a_sentence_and_a_hint(dengta: Any, client: Any) -> None:
    with pytest.raises(client.DengtaError) as caught:
        dengta.query("{ platforms(first: 100000) { totalCount nodes { id } } }")
    assert caught.value.code == "BAD_PAGE"
    assert caught.value.hint
    with pytest.raises(client.DengtaError, match="TOKEN_SCOPE"):
        dengta.query('mutation { revokeApiToken(id: "1") }')


def test_a_bad_token_is_told(client: Any, address: str) -> None:
    with client.Dengta(address, "dgt_nobody") as stranger, pytest.raises(client.DengtaError) as caught:
        stranger.query("{ platforms { totalCount } }")
    assert caught.value.code == "TOKEN_UNKNOWN"


GROUPED = "{ projects { groupBy { key { unitCode } count sum { actualCost } } } }"


def test_a_group_by_is_a_table_with_exact_money(dengta: Any) -> None:
    table = dengta.table(GROUPED).to_pydict()
    groups = dengta.query(GROUPED)["projects"]["groupBy"]
    assert table["key.unitCode"] == [group["key"]["unitCode"] for group in groups]
    assert table["count"] == [group["count"] for group in groups]
    costs = [group["sum"]["actualCost"] for group in groups]
    assert table["sum.actualCost"] == [None if cost is None else Decimal(cost) for cost in costs]


def test_a_frame_has_the_same(dengta: Any) -> None:
    frame = dengta.frame(GROUPED)
    assert len(frame) > 30
    assert frame["count"].sum() == dengta.query("{ projects { totalCount } }")["projects"]["totalCount"]


@pytest.mark.parametrize("name", ["units.csv", "units.xlsx", "units.parquet", "units.arrow"])
def test_a_file_is_saved_whole(dengta: Any, tmp_path: Path, name: str) -> None:
    saved = dengta.save("{ reportingUnits { nodes { code name } } }", tmp_path / name)
    assert saved.stat().st_size > 500
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_nothing_is_left_of_a_refused_file(dengta: Any, client: Any, tmp_path: Path) -> None:
    with pytest.raises(client.DengtaError):
        dengta.save("{ viewer { name } }", tmp_path / "x.csv")
    assert list(tmp_path.iterdir()) == []


def test_changes_lead_to_now(dengta: Any) -> None:
    seen = list(dengta.changes())
    assert all(change["cursor"] for change in seen)
    if seen:
        assert list(dengta.changes(seen[-1]["cursor"])) == []


def test_strangers_get_no_client(address: str, token: Headers) -> None:
    assert httpx.get(f"{address}/client.py").status_code == 401
    assert httpx.get(f"{address}/client.py", headers=token).status_code == 200


def test_the_notebook_draws_three_charts(
    client: Any, address: str, secret: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its cells one after another, as a notebook runs them; what a cell shows is its last line."""
    import plotly.graph_objects as go

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DENGTA_URL", address)
    monkeypatch.setenv("DENGTA_TOKEN", secret)
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    names: dict[str, Any] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
    passed, platforms, costs = (names[name] for name in ("passed", "platforms", "costs"))
    assert all(isinstance(figure, go.Figure) for figure in (passed, platforms, costs))
    assert (
        sum(passed.data[0].y)
        == names["dengta"].query("{ programme { progress { passed } } }")["programme"]["progress"]["passed"]
    )
    assert len(platforms.data[0].x) == 20
    assert all(low <= high for low, high in zip(costs.data[0].q1, costs.data[0].q3, strict=True))
    assert (tmp_path / "projects.parquet").stat().st_size > 10_000
