"""What a GraphQL request asks: the same parameters by POST, GET, WebSocket."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from api.errors import Refusal

#: What the id of a document begins with where it is the hash of the text.
SHA256 = "sha256:"
#: Where a client puts the id of a document, by the appendix on persisted documents and by Relay's habit.
IDS = ("documentId", "id", "doc_id")


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of a GraphQL request: a document or its id, or both; ``explain`` by its extensions."""

    query: str | None
    variables: Mapping[str, Any] | None
    operation: str | None
    document_id: str | None
    explain: bool = False


def asked_of(parameters: Any) -> Asked:
    """
    Raises:
        Refusal: one of the parameters is missing or of another type.
    """
    if isinstance(parameters, list):
        raise Refusal(
            "BATCHING_NOT_SUPPORTED",
            "一次请求只含一个操作。 | One request carries one operation.",
            hint="逐个发送；或在一个查询中并列多个字段。 | Send them one by one, or ask several fields in one query.",
        )
    if not isinstance(parameters, dict):
        raise _bad_parameter("body", "an object", "一个对象")
    query = parameters.get("query")
    if not isinstance(query, str | None):
        raise _bad_parameter("query", "a string", "字符串")
    variables = parameters.get("variables")
    if not isinstance(variables, dict | None):
        raise _bad_parameter("variables", "an object", "对象")
    operation = parameters.get("operationName")
    if not isinstance(operation, str | None):
        raise _bad_parameter("operationName", "a string", "字符串")
    document_id = _document_id(parameters)
    if query is None and document_id is None:
        raise _bad_parameter("query", "a string", "字符串")
    explain = (parameters.get("extensions") or {}).get("explain") is True
    return Asked(query, variables, operation, document_id, explain)


def read_json(text: bytes) -> Any:
    """
    Raises:
        Refusal: this is not JSON.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Refusal(
            "BAD_JSON",
            "不是正确的 JSON：{detail} | This is not JSON: {detail}",
            detail=str(error),
        ) from None


def _document_id(parameters: dict[str, Any]) -> str | None:
    extensions = parameters.get("extensions")
    if not isinstance(extensions, dict | None):
        raise _bad_parameter("extensions", "an object", "对象")
    for name in IDS:
        found = parameters.get(name)
        if isinstance(found, str):
            return found
    persisted = extensions.get("persistedQuery") if extensions else None
    if persisted is None:
        return None
    digest = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
    if not isinstance(digest, str):
        raise _bad_parameter("extensions.persistedQuery.sha256Hash", "a string", "字符串")
    if persisted.get("version") != 1:
        # Clients know the sentence, not the code: with it they send whole documents from now on.
        raise Refusal(
            "PERSISTED_QUERY_NOT_SUPPORTED",
            "PersistedQueryNotSupported | PersistedQueryNotSupported",
            hint="版本须为 1。 | The version must be 1.",
        )
    return SHA256 + digest


def _bad_parameter(name: str, english: str, chinese: str) -> Refusal:
    return Refusal(
        "BAD_REQUEST",
        "参数 {name} 须为{chinese}。 | The parameter {name} must be {english}.",
        name=name,
        english=english,
        chinese=chinese,
    )
