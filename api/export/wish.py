"""What a request for a file asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from api.errors import Refusal
from api.export.formats import FORMATS, Format
from api.graphql.asked import asked_of, read_json
from api.graphql.documents import Documents
from api.graphql.request import MAX_BODY, MAX_PARAMETERS, read_body
from api.graphql.resources import ResourceInfo, resources
from api.graphql.tables import Choice


@dataclass(frozen=True)
class Wish:
    """A list of a query, and in which format."""

    document: str
    variables: Mapping[str, Any]
    operation: str | None
    format: Format
    choice: Choice


async def posted(request: Request, documents: Documents) -> Wish:
    """As JSON, or as the form of a page whose browser is to save the file: there ``variables`` are JSON text.

    Raises:
        Refusal: a parameter is missing or wrong.
        ClientDisconnect: the caller left before it was through.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await read_body(request.receive, dict(request.scope["headers"]), MAX_BODY)
    if kind == "application/json":
        given = read_json(body)
    elif kind == "application/x-www-form-urlencoded":
        given = _of_form(body)
    else:
        raise Refusal(
            "UNSUPPORTED_MEDIA_TYPE",
            "请求须为 application/json。 | The request must be application/json.",
            hint="设置 Content-Type: application/json。 | Set Content-Type: application/json.",
            status=415,
        )
    asked = asked_of(given)
    return Wish(
        documents.find(asked),
        asked.variables or {},
        asked.operation,
        _format(given.get("format")),
        _choice(given),
    )


def _of_form(body: bytes) -> dict[str, Any]:
    try:
        given: dict[str, Any] = dict(parse_qsl(body.decode(), max_num_fields=MAX_PARAMETERS))
    except ValueError:
        raise Refusal("BAD_REQUEST", "表单无法读取。 | The form cannot be read.") from None
    for name in ("variables", "columns"):
        if name in given:
            given[name] = read_json(given[name].encode())
    return given


def _choice(given: Mapping[str, Any]) -> Choice:
    path, columns = given.get("path") or "", given.get("columns")
    if not isinstance(path, str):
        raise _bad("path", "文本", "a string")
    if columns is not None and not (
        isinstance(columns, list) and columns and all(isinstance(name, str) for name in columns)
    ):
        raise _bad("columns", "列名的列表", "a list of column names")
    return Choice(path, tuple(columns) if columns else None)


def _bad(name: str, chinese: str, english: str) -> Refusal:
    return Refusal(
        "BAD_REQUEST",
        "参数 {name} 须为{chinese}。 | The parameter {name} must be {english}.",
        name=name,
        chinese=chinese,
        english=english,
    )


def _format(name: Any) -> Format:
    found = FORMATS.get(name) if isinstance(name, str) else None
    if found is None:
        raise Refusal(
            "BAD_FORMAT",
            "文件格式须为 {formats} 之一。 | The format must be one of {formats}.",
            hint="如 format: csv。 | For instance format: csv.",
            formats=", ".join(FORMATS),
        )
    return found


def whole_table(request: Request) -> Wish:
    """Every declared field of a table, what its rows are called and belong to first.

    Raises:
        Refusal: there is no such table or format, or ``where`` is not JSON.
    """
    name, where = request.path_params["name"], request.query_params.get("where", "null")
    resource = next((one for one in resources() if one.connection == name), None)
    if resource is None:
        raise Refusal(
            "NOT_FOUND",
            "没有名为“{name}”的表。 | There is no table called “{name}”.",
            hint="有：{names}。 | There are {names}.",
            status=404,
            name=name[:80],
            names=", ".join(one.connection for one in resources()),
        )
    columns = columns_of(resource)
    selection = " ".join(" { ".join(path) + " }" * (len(path) - 1) for path in columns)
    document = (
        f"query Export($where: {resource.name}Where) {{"
        f" {resource.connection}(where: $where) {{ nodes {{ {selection} }} }} }}"
    )
    variables = {"where": read_json(where.encode())}
    return Wish(document, variables, None, _format(request.path_params["format"]), Choice())


def columns_of(resource: ResourceInfo) -> list[tuple[str, ...]]:
    """Paths of the columns: those of its lists that lead to other tables, then every field."""
    over = [tuple(path.split(".")) for path in resource.columns if "." in path]
    return [*over, *((field.name,) for field in resource.fields)]
