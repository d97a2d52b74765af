"""Asks for files, reads them back, and says what a GraphQL answer comes to as rows."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import httpx
import openpyxl
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from starlette.applications import Starlette

from api.graphql.documents import Documents
from api.graphql.engine import Engine
from api.viewer import SYSTEM, Viewer, current_viewer
from api.web.export import export_routes
from db.store import Store

FORMATS = ("csv", "xlsx", "parquet", "arrow")


def app_on(store: Store, **options: Any) -> Starlette:
    return Starlette(routes=export_routes(Engine(store), store, Documents(), **options))


async def send(store: Store, method: str, path: str, viewer: Viewer = SYSTEM, **more: Any) -> httpx.Response:
    token = current_viewer.set(viewer)
    try:
        transport = httpx.ASGITransport(app_on(store))
        async with httpx.AsyncClient(transport=transport, base_url="http://dengta.example") as client:
            return await client.request(method, path, **more)
    finally:
        current_viewer.reset(token)


async def export(
    store: Store, query: str, format_: str = "arrow", viewer: Viewer = SYSTEM, **more: Any
) -> httpx.Response:
    return await send(store, "POST", "/export", viewer, json={"query": query, "format": format_, **more})


def read(content: bytes, format_: str) -> list[dict[str, Any]]:
    """The rows of a file by the names above its columns: paths, or headings in CSV and workbooks."""
    match format_:
        case "csv":
            assert content.startswith("\ufeff".encode())
            return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        case "xlsx":
            sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
            heads, *rows = sheet.iter_rows(values_only=True)
            return [dict(zip(map(str, heads), row, strict=True)) for row in rows]
        case "parquet":
            return pq.read_table(io.BytesIO(content)).to_pylist()
    return pa.ipc.open_stream(content).read_all().to_pylist()


async def rows_of(
    store: Store, query: str, format_: str = "arrow", viewer: Viewer = SYSTEM, **more: Any
) -> list[dict[str, Any]]:
    answer = await export(store, query, format_, viewer, **more)
    assert answer.status_code == 200, answer.text
    rows = read(answer.content, format_)
    assert answer.headers["x-rows"] == str(len(rows))
    return rows


async def answered(engine: Engine, query: str, key: str, viewer: Viewer = SYSTEM) -> list[dict[str, Any]]:
    """The rows of the GraphQL answer, flattened by hand: one for each innermost node."""
    answer = orjson.loads(await engine.execute(query, None, None, viewer))
    assert "errors" not in answer, answer["errors"]
    return [row for node in _nodes(answer["data"][key]) for row in flat(node, ())]


def _nodes(connection: dict[str, Any]) -> list[dict[str, Any]]:
    return connection["nodes"] if "nodes" in connection else [edge["node"] for edge in connection["edges"]]


def flat(node: dict[str, Any], path: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    rows: list[dict[str, Any]] = [{}]
    for key, value in node.items():
        here = (*path, key)
        if isinstance(value, dict) and ("nodes" in value or "edges" in value):
            below = [row for inner in _nodes(value) for row in flat(inner, here)] or [{}]
            rows = [row | inner for row in rows for inner in below]
        elif isinstance(value, dict):
            below = list(flat(value, here))
            rows = [row | inner for row in rows for inner in below]
        elif value is not None:
            rows = [row | {".".join(here): value} for row in rows]
    yield from rows


def as_json(value: Any) -> Any:
    """A typed value as a GraphQL answer has it."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return value.isoformat() if hasattr(value, "isoformat") else value
