"""What a GraphQL request asks: the same parameters by POST, GET, WebSocket."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from api.errors import Refusal


@dataclass(frozen=True)
class Asked:
    """The parameters of a GraphQL request."""

    query: str
    variables: Mapping[str, Any] | None
    operation: str | None


def asked_of(parameters: Any) -> Asked:
    """
    Raises:
        Refusal: one of the parameters is missing or of another type.
    """
    if not isinstance(parameters, dict):
        raise _bad_parameter("body", "an object", "一个对象")
    query = parameters.get("query")
    if not isinstance(query, str):
        raise _bad_parameter("query", "a string", "字符串")
    for name in ("variables", "extensions"):
        if not isinstance(parameters.get(name), dict | None):
            raise _bad_parameter(name, "an object", "对象")
    operation = parameters.get("operationName")
    if not isinstance(operation, str | None):
        raise _bad_parameter("operationName", "a string", "字符串")
    return Asked(query, parameters.get("variables"), operation)


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


def _bad_parameter(name: str, english: str, chinese: str) -> Refusal:
    return Refusal(
        "BAD_REQUEST",
        "参数 {name} 须为{chinese}。 | The parameter {name} must be {english}.",
        name=name,
        english=english,
        chinese=chinese,
    )
