"""Any table as a CSV file: every field its model declares, in the caller's language, masks kept."""

import csv
import io
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from api.graphql.engine import Engine
from api.graphql.names import camel
from api.graphql.resources import ResourceInfo, resources
from api.viewer import Viewer, current_viewer
from db.catalog import catalog
from db.resource import both

#: Rows of one statement; the next page starts behind the last one, so memory stays flat.
PAGE = 1000
#: Spreadsheets run a cell that begins like this.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    path: tuple[str, ...]
    label: tuple[str, str]
    words: Mapping[str, tuple[str, str]]


def export_routes(engine: Engine) -> list[Route]:
    """``/export/platforms.csv?where={…}``: ``where`` as in GraphQL, as JSON."""

    async def export(request: Request) -> Response:
        viewer = current_viewer.get()
        resource = _by_connection().get(request.path_params["name"])
        if resource is None:
            return JSONResponse({"error": "NOT_FOUND"}, 404)
        try:
            where = orjson.loads(request.query_params.get("where", "null"))
        except orjson.JSONDecodeError:
            return JSONResponse({"error": "BAD_WHERE"}, 400)
        columns = columns_of(resource)
        pages = _pages(engine, viewer, resource, columns, where)
        first = await anext(pages)
        if first.get("errors"):
            return JSONResponse({"errors": first["errors"]}, 400)
        return StreamingResponse(
            _lines(viewer.lang, resource, columns, first, pages),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="dengta-{resource.connection}.csv"'},
        )

    return [Route("/export/{name}.csv", export)]


def columns_of(resource: ResourceInfo) -> list[Column]:
    """What a row is called and belongs to first, then every field of the table, declared order kept."""
    columns = [_over_relations(resource, path) for path in resource.columns if "." in path]
    for field in resource.fields:
        words = {word.value: (word.label, word.label_en) for word in field.words}
        columns.append(Column((field.name,), (field.label, field.label_en), words))
    return columns


def _over_relations(resource: ResourceInfo, path: str) -> Column:
    """The column of a dotted path: called by its first relation and its last field."""
    *relations, last = path.split(".")
    entity = catalog()[resource.name]
    labels: list[tuple[str, str]] = []
    for name in relations:
        relation = next(found for found in entity.relations.values() if camel(found.name) == name)
        labels.append(both(relation.label))
        entity = catalog()[relation.target]
    field = next(found for found in _by_name()[entity.name].fields if found.name == last)
    (chinese, english), words = labels[-1], {word.value: (word.label, word.label_en) for word in field.words}
    return Column(
        tuple(path.split(".")), (f"{chinese}·{field.label}", f"{english} · {field.label_en}"), words
    )


async def _pages(
    engine: Engine, viewer: Viewer, resource: ResourceInfo, columns: list[Column], where: Any
) -> AsyncIterator[dict[str, Any]]:
    selection = " ".join(" { ".join(column.path) + " }" * (len(column.path) - 1) for column in columns)
    document = (
        f"query Export($where: {resource.name}Where, $after: String) {{"
        f" {resource.connection}(where: $where, first: {PAGE}, after: $after) {{"
        f" pageInfo {{ hasNextPage endCursor }} nodes {{ {selection} }} }} }}"
    )
    after = None
    while True:
        answer = orjson.loads(await engine.execute(document, {"where": where, "after": after}, None, viewer))
        yield answer
        if answer.get("errors"):
            return
        page = answer["data"][resource.connection]["pageInfo"]
        if not page["hasNextPage"]:
            return
        after = page["endCursor"]


async def _lines(
    lang: str,
    resource: ResourceInfo,
    columns: list[Column],
    first: dict[str, Any],
    more: AsyncIterator[dict[str, Any]],
) -> AsyncIterator[str]:
    # Without the mark Excel reads Chinese as Latin letters.
    yield "\ufeff" + _line([column.label[lang == "en"] for column in columns])
    page: dict[str, Any] | None = first
    while page is not None:
        if page.get("errors"):  # Half a file must not look whole: the connection breaks off.
            raise RuntimeError(page["errors"][0]["message"])
        for row in page["data"][resource.connection]["nodes"]:
            yield _line([_cell(_dig(row, column.path), column, lang) for column in columns])
        page = await anext(more, None)


def _dig(row: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        if row is None:
            return None
        row = row[step]
    return row


def _cell(value: Any, column: Column, lang: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return both("是 | yes" if value else "否 | no")[lang == "en"]
    if isinstance(value, dict | list):
        return orjson.dumps(value).decode()
    if column.words:
        return column.words[value][lang == "en"]
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) and not _number(text) else text


def _number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _by_connection() -> dict[str, ResourceInfo]:
    return {resource.connection: resource for resource in resources()}


def _by_name() -> dict[str, ResourceInfo]:
    return {resource.name: resource for resource in resources()}
