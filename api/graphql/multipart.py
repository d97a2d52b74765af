"""Uploads: a GraphQL request as multipart/form-data, by the GraphQL multipart request specification."""

from typing import Any
from urllib.parse import urlsplit

import orjson
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from api.errors import Refusal
from api.graphql.importing import UploadedFile

#: A program names this header; a page of another origin cannot, without asking first.
DELIBERATE = ("graphql-require-preflight", "apollo-require-preflight", "x-requested-with")
MAX_FILES = 5


async def read_multipart(request: Request) -> Any:
    """The request's JSON with its files in place.

    Raises:
        Refusal: it does not follow the specification, or may come from another origin's page.
    """
    if not _deliberate(request.headers):
        raise Refusal(
            "CROSS_ORIGIN",
            "不接受来自其他站点的上传。 | An upload from another site is not taken.",
            hint="程序请带上请求头 GraphQL-Require-Preflight: 1。 | Programs send the header GraphQL-Require-Preflight: 1.",
            status=403,
        )
    try:
        form = await request.form(max_files=MAX_FILES, max_fields=2)
        try:
            operations = orjson.loads(_text(form.get("operations")))
            places = orjson.loads(_text(form.get("map")))
            for name, paths in places.items():
                file = form.get(name)
                if not isinstance(file, UploadFile):
                    raise ValueError(f"no file {name!r}")
                upload = UploadedFile(file.filename or "", await file.read())
                for path in paths:
                    _put(operations, path.split("."), upload)
        finally:
            await form.close()
    except (MultiPartException, ValueError, LookupError, TypeError, AttributeError) as error:
        raise Refusal(
            "BAD_UPLOAD",
            "上传请求格式不对：{detail} | This is not an upload by the GraphQL multipart specification: {detail}",
            hint="表单依次为 operations、map 和文件。 | The form has operations, map and then the files.",
            detail=str(error) or type(error).__name__,
        ) from error
    return operations


def _deliberate(headers: Headers) -> bool:
    """Whether a page of another origin cannot have made a browser send this with our cookies."""
    if any(name in headers for name in DELIBERATE) or headers.get("sec-fetch-site") == "same-origin":
        return True
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == headers.get("host")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("operations or map is missing")
    return value


def _put(target: Any, path: list[str], upload: UploadedFile) -> None:
    *steps, last = path
    for step in steps:
        target = target[int(step)] if isinstance(target, list) else target[step]
    key: Any = int(last) if isinstance(target, list) else last
    if target[key] is not None:
        raise ValueError(f"{'.'.join(path)} is not null")
    target[key] = upload
