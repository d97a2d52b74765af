"""The reference data: complete, consistent, loaded once and not changed by a second load."""

import gzip
import json
from collections import Counter
from typing import Any

import asyncpg
import pytest

from db.config import Database
from db.enums import IndustryLevel, Sector, UnitKind
from seed.reference import files
from seed.reference.load import load_reference

TABLES = (
    "reporting_units",
    "batches",
    "industries",
    "clauses",
    "limits",
    "penalty_articles",
    "little_giants",
)
#: As api/policy/book.py names them.
LIMITS = {
    "industries_per_plan": "P1",
    "platforms_per_industry": "P6",
    "projects_per_platform": "P7",
    "cost_share": "F1",
    "award_per_enterprise": "F2",
    "award_per_platform": "F3",
    "implementation_months": "F5",
    "batches": "G1",
    "industries": "G2",
    "platforms": "G3",
    "lighthouses_min": "G4",
    "lighthouses_max": "G4",
    "acceptance_pass_mark": "P10",
}


def features() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(files.MAP.read_text(encoding="utf-8"))["features"]
    return loaded


def rings(feature: dict[str, Any]) -> list[list[list[list[float]]]]:
    """Polygon by polygon: the outer ring, then its holes."""
    assert feature["geometry"]["type"] == "MultiPolygon"
    polygons: list[list[list[list[float]]]] = feature["geometry"]["coordinates"]
    return polygons


def signed_area(ring: list[list[float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


async def test_units(owner_connection: asyncpg.Connection) -> None:
    rows = await owner_connection.fetch("select * from reporting_units order by number")
    assert [row["number"] for row in rows] == list(range(1, 38))
    assert Counter(row["kind"] for row in rows) == {
        UnitKind.PROVINCE: 31,
        UnitKind.SEPARATELY_PLANNED_CITY: 5,
        UnitKind.XPCC: 1,
    }
    provinces = {row["code"] for row in rows if row["kind"] == UnitKind.PROVINCE}
    for row in rows:
        assert (row["parent_code"] in provinces) == (row["kind"] != UnitKind.PROVINCE)


async def test_industries(owner_connection: asyncpg.Connection) -> None:
    rows = await owner_connection.fetch(
        "select below.*, above.code as above, above.level as above_level"
        " from industries below left join industries above on above.id = below.parent_id"
    )
    levels = list(IndustryLevel)
    assert Counter(row["level"] for row in rows) == dict(zip(levels, (1, 31, 179, 609), strict=True))
    for row in rows:
        if row["level"] == IndustryLevel.SECTION:
            assert row["above"] is None
        else:
            assert levels.index(row["level"]) == levels.index(row["above_level"]) + 1
            assert row["above"] == "C" or row["code"].startswith(row["above"])
    annex = [row for row in rows if row["annex"]]
    assert len(annex) == 100
    assert all(row["stand_in"] for row in annex)
    assert not any(row["stand_in"] for row in rows if not row["annex"])
    assert {row["sector"] for row in annex if row["sector"]} == set(Sector)
    assert sum(row["sector"] is not None for row in annex) >= 90


async def test_clauses_and_limits(owner_connection: asyncpg.Connection) -> None:
    clauses = await owner_connection.fetch("select * from clauses order by number")
    assert len(clauses) == 34
    assert all(row["title"] and row["title_en"] and row["text"] for row in clauses)
    limits = await owner_connection.fetch("select * from limits")
    assert {row["key"]: row["clause_id"] for row in limits} == LIMITS
    assert all(str(row["valid_from"]) == "2022-08-17" and row["valid_until"] is None for row in limits)


async def test_articles_and_batches(owner_connection: asyncpg.Connection) -> None:
    articles = await owner_connection.fetch("select number, subject, unit_penalty from penalty_articles")
    assert {row["number"] for row in articles} >= {6, 14}
    assert all(row["subject"] and row["unit_penalty"] for row in articles)
    batches = await owner_connection.fetch("select * from batches order by number")
    assert [row["number"] for row in batches] == [1, 2, 3]
    # F4 leaves the ratio open, so the reference data does too.
    assert {row["prepayment_ratio"] for row in batches} == {None}


async def test_second_load_changes_nothing(fresh_database: Database) -> None:
    before = await fingerprint(fresh_database)
    await load_reference(fresh_database)
    assert await fingerprint(fresh_database) == before


async def test_what_the_office_decided_survives(fresh_database: Database) -> None:
    connection = await asyncpg.connect(fresh_database.owner_url)
    try:
        await connection.execute(
            "update batches set prepayment_ratio = 0.4, ends_on = '2023-12-31' where number = 1"
        )
        await connection.execute("update limits set valid_until = '2026-01-01' where key = 'cost_share'")
        await connection.execute("update industries set annex = false, stand_in = false where annex")
        await connection.execute("update industries set annex = true where code = '1512'")
        await connection.execute("update clauses set title = '改坏了' where id = 'P1'")
        await load_reference(fresh_database)
        assert await connection.fetchval(
            "select (prepayment_ratio, ends_on) = (0.4, date '2023-12-31') from batches where number = 1"
        )
        assert await connection.fetchval(
            "select valid_until is not null from limits where key = 'cost_share'"
        )
        assert await connection.fetchval("select array_agg(code::text) from industries where annex") == [
            "1512"
        ]
        assert await connection.fetchval("select title from clauses where id = 'P1'") == "每批最多5个细分行业"
    finally:
        await connection.close()


async def test_load_is_all_or_nothing(fresh_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = await asyncpg.connect(fresh_database.owner_url)
    try:
        await connection.execute("delete from limits")
        await connection.execute("update clauses set title = '旧' where id = 'P1'")
        wrong = [{**row, "clause_id": "X9"} for row in files.table("limits")]
        given = files.table
        monkeypatch.setattr(files, "table", lambda name: wrong if name == "limits" else given(name))
        with pytest.raises(asyncpg.ForeignKeyViolationError):
            await load_reference(fresh_database)
        assert await connection.fetchval("select title from clauses where id = 'P1'") == "旧"
    finally:
        await connection.close()


def test_map_has_every_unit() -> None:
    by_id = {feature["id"]: feature["properties"] for feature in features()}
    units = {str(row["code"]) for row in files.table("units")}
    assert {code for code, properties in by_id.items() if properties["reporting_unit"]} == units
    assert set(by_id) - units == {"710000", "810000", "820000", "100000_JD"}
    assert all(properties["name"] and properties["name_en"] for properties in by_id.values())


def test_map_rings_run_the_way_d3_wants() -> None:
    for feature in features():
        for outer, *holes in rings(feature):
            assert outer[0] == outer[-1]
            assert signed_area(outer) < 0, feature["id"]
            assert all(signed_area(hole) > 0 for hole in holes), feature["id"]


def test_map_keeps_the_south_china_sea() -> None:
    by_id = {feature["id"]: rings(feature) for feature in features()}
    assert len(by_id["100000_JD"]) == 10
    assert min(y for polygon in by_id["460000"] for x, y in polygon[0]) < 5  # down to 曾母暗沙
    assert len(by_id["460000"]) > 200


def test_map_is_light() -> None:
    assert len(gzip.compress(files.MAP.read_bytes(), 9)) < 60 * 1024


def test_every_file_has_a_source() -> None:
    said = (files.FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    data = [path for path in files.FOLDER.rglob("*") if path.suffix in {".csv", ".json", ".geojson"}]
    assert len(data) >= 10
    for path in data:
        assert f"`{path.relative_to(files.FOLDER).as_posix()}`" in said


def test_little_giants_are_not_invented() -> None:
    assert files.table("little_giants") == []


async def fingerprint(database: Database) -> dict[str, list[tuple[str, str]]]:
    """Where every row lies and which transaction wrote it: changed by any write, even of equal values."""
    connection = await asyncpg.connect(database.owner_url)
    try:
        return {
            table: [
                tuple(row)
                for row in await connection.fetch(f"select ctid::text, xmin::text from {table} order by 1")
            ]
            for table in TABLES
        }
    finally:
        await connection.close()
