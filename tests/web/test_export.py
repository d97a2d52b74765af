"""A table as a file: every declared field, both languages, masks and rows as the caller may have them."""

import csv
import io
import json

import httpx
import pytest
from starlette.applications import Starlette

from api.graphql.engine import Engine
from api.graphql.resources import resources
from api.viewer import Viewer, current_viewer
from api.web.export import columns_of, export_routes
from db.enums import Role
from db.store import NATION, Rows, Store

ANALYST = Viewer(1, "analyst", "分析", frozenset({Role.ANALYST}), NATION)
JIANGSU = Viewer(2, "jiangsu", "江苏", frozenset({Role.PROVINCIAL_SME_OFFICER}), Rows(units=("320000",)))
OPERATOR = Viewer(
    3, "platform", "平台", frozenset({Role.PLATFORM_OPERATOR}), Rows(units=("320000",), organization=1)
)


async def download(store: Store, viewer: Viewer, path: str, **query: str) -> httpx.Response:
    app = Starlette(routes=export_routes(Engine(store)))
    token = current_viewer.set(viewer)
    try:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://dengta.example"
        ) as client:
            return await client.get(path, params=query)
    finally:
        current_viewer.reset(token)


def rows_of(response: httpx.Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


async def test_all_rows_come_whatever_their_number(demo_store: Store) -> None:
    rows = rows_of(await download(demo_store, ANALYST, "/export/projects.csv"))
    async with demo_store.read(NATION) as connection:
        assert len(rows) == await connection.fetchval("select count(*) from projects")
    assert len(rows) > 1000
    assert {row["合成数据"] for row in rows} == {"是"}


async def test_headings_and_words_follow_the_language(demo_store: Store) -> None:
    chinese = rows_of(await download(demo_store, ANALYST, "/export/platforms.csv"))[0]
    english = rows_of(
        await download(demo_store, Viewer(1, "a", "a", ANALYST.roles, NATION, "en"), "/export/platforms.csv")
    )[0]
    assert "计划改造家数" in chinese
    assert "Planned enterprises" in english
    assert chinese["状态"] in ("已遴选", "已核定", "已取消资格")
    assert english["State"] in ("Appointed", "Settled", "Disqualified")
    assert english["Synthetic"] == "yes"


async def test_sensitive_values_stay_masked(demo_store: Store) -> None:
    rows = rows_of(await download(demo_store, ANALYST, "/export/platforms.csv"))
    accounts = [row["收款账户"] for row in rows if row["收款账户"]]
    assert accounts
    assert all(account.startswith("****") for account in accounts)


async def test_a_province_gets_its_own_rows_only(demo_store: Store) -> None:
    rows = rows_of(await download(demo_store, JIANGSU, "/export/projects.csv"))
    assert {row["申报单位"] for row in rows} == {"320000"}


async def test_a_filter_narrows_the_file(demo_store: Store) -> None:
    where = json.dumps({"state": {"eq": "PASSED"}})
    rows = rows_of(await download(demo_store, JIANGSU, "/export/projects.csv", where=where))
    assert {row["状态"] for row in rows} == {"已通过"}


@pytest.mark.parametrize(
    ("path", "where", "status", "code"),
    [
        ("/export/sessions.csv", "null", 404, "NOT_FOUND"),
        ("/export/projects.csv", "{", 400, "BAD_WHERE"),
        ("/export/projects.csv", '{"nonsense": 1}', 400, ""),
        ("/export/flags.csv", "null", 400, "FORBIDDEN"),
    ],
)
async def test_what_cannot_be_exported_is_refused(
    demo_store: Store, path: str, where: str, status: int, code: str
) -> None:
    refused = await download(demo_store, OPERATOR, path, where=where)
    assert refused.status_code == status
    assert code in refused.text


def test_every_declared_field_of_every_table_has_a_column() -> None:
    for resource in resources():
        paths = {column.path for column in columns_of(resource)}
        assert {(field.name,) for field in resource.fields} <= paths
