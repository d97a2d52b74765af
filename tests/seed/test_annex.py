"""The real Annex 1 takes the place of the stand-ins, and stays when reference data is loaded again."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from openpyxl import Workbook

from api.errors import Refusal
from db.config import Database
from seed.reference.annex import replace_annex
from seed.reference.load import load_reference


@pytest_asyncio.fixture
async def owner(fresh_database: Database) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(fresh_database.owner_url)
    yield connection
    await connection.close()


async def annex(owner: asyncpg.Connection) -> dict[str, str]:
    rows = await owner.fetch("select code, name from industries where annex and not stand_in")
    assert not await owner.fetchval("select exists (select from industries where stand_in)")
    return {row["code"]: row["name"] for row in rows}


async def test_workbook(fresh_database: Database, owner: asyncpg.Connection, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("附件1 细分行业列表", None, None),
        ("序号", "行业类别", "细分行业"),
        (1, "通用和专用设备制造", " 泵及真空设备制造 "),
        (2, None, "真空镀膜设备"),
        (3, "医药和化学制造", "中药饮片加工"),
    ):
        sheet.append(row)
    book.save(tmp_path / "annex.xlsx")
    assert await replace_annex(fresh_database, tmp_path / "annex.xlsx") == 3
    expected = {"3441": "泵及真空设备制造", "A1-002": "真空镀膜设备", "2730": "中药饮片加工"}
    assert await annex(owner) == expected
    assert await owner.fetchval("select sector from industries where code = 'A1-002'") == "equipment"
    await load_reference(fresh_database)
    assert await annex(owner) == expected
    assert await replace_annex(fresh_database, tmp_path / "annex.xlsx") == 3
    assert await annex(owner) == expected


async def test_csv_by_code(fresh_database: Database, owner: asyncpg.Connection, tmp_path: Path) -> None:
    path = tmp_path / "annex.csv"
    path.write_text("\ufeff行业代码,细分行业\n367,汽车零部件\n9901,工业陶瓷\n", encoding="utf-8")
    assert await replace_annex(fresh_database, path) == 2
    assert await annex(owner) == {"367": "汽车零部件及配件制造", "9901": "工业陶瓷"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a,b\n1,2\n", "NO_HEADING"),
        ("细分行业\n".encode(), "NOTHING_IN_FILE"),
        ("细分行业\n泵及真空设备制造\n泵及真空设备制造\n".encode(), "TWICE"),
        ("细分行业\n".encode("gbk"), "UNREADABLE"),
        (("细分行业\n" + "行业\n" * 1_001).encode(), "TOO_MANY_ROWS"),
    ],
)
async def test_refused_files_change_nothing(
    fresh_database: Database, owner: asyncpg.Connection, tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "annex.csv"
    path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        await replace_annex(fresh_database, path)
    assert refused.value.code == code
    assert refused.value.message("zh")
    assert await owner.fetchval("select count(*) from industries where annex and stand_in") == 100


@pytest.mark.parametrize("name", ["nothing.csv", "nothing.xlsx", "noise.xlsx"])
async def test_unreadable(fresh_database: Database, tmp_path: Path, name: str) -> None:
    if name == "noise.xlsx":
        (tmp_path / name).write_bytes(b"no workbook")
    with pytest.raises(Refusal) as refused:
        await replace_annex(fresh_database, tmp_path / name)
    assert refused.value.code == "UNREADABLE"
