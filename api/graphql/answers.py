"""A response as JSON text: data, or errors with a code and a sentence in the caller's language."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson
from graphql import GraphQLError

from api.errors import Refusal
from api.graphql.sentences import chinese

log = logging.getLogger("dengta.graphql")

Path = Sequence[str | int]


#: Data and errors together, says GraphQL over HTTP; clients that don't know the number take it for 200.
PARTIAL = 294


@dataclass(frozen=True)
class Answer:
    """The body of a response. ``begun`` is False where nothing was executed: then there is no ``data``.

    ``status`` is for the media type that has one status per outcome, application/graphql-response+json.
    ``left`` is what the asker has left to spend this hour, where there is an account.
    ``statement`` is the SQL that was run, for those who want to know what the answer depends on.
    """

    body: bytes
    begun: bool = True
    status: int = 200
    left: "Left | None" = None
    statement: str | None = None


@dataclass(frozen=True)
class Left:
    """The points an asker has left, and in how many seconds there will be all of them again."""

    points: int
    seconds: int

    def __str__(self) -> str:
        return f"{self.points:,}"


def refused(refusal: Refusal, lang: str, path: Path = (), *, begun: bool = True) -> Answer:
    error: dict[str, Any] = {"message": refusal.message(lang)}
    if path:
        error["path"] = list(path)
    error["extensions"] = refusal.extensions(lang)
    if begun:
        return Answer(orjson.dumps({"errors": [error], "data": None}), status=PARTIAL)
    left = refusal.facts.get("left")
    return Answer(
        orjson.dumps({"errors": [error]}),
        begun=False,
        status=refusal.status,
        left=left if isinstance(left, Left) else None,
    )


def invalid(errors: Sequence[GraphQLError], code: str, lang: str) -> Answer:
    """A document that cannot be executed."""
    return Answer(
        orjson.dumps({"errors": [_invalid(error, code, lang) for error in errors]}), begun=False, status=400
    )


_LEADS = {
    "GRAPHQL_PARSE_FAILED": "查询有语法错误：",
    "GRAPHQL_VALIDATION_FAILED": "查询不符合接口定义：",
    "BAD_VARIABLES": "变量不符合接口定义：",
}


def _told(message: str, code: str, lang: str) -> str:
    return message if lang == "en" else _LEADS[code] + (chinese(message) or message)


def _invalid(error: GraphQLError, code: str, lang: str) -> dict[str, Any]:
    formatted: dict[str, Any] = dict(error.formatted)
    formatted["message"] = _told(error.message, code, lang)
    formatted["extensions"] = {"code": code, "hint": None, "clause": None}
    return formatted


def field_error(error: GraphQLError, lang: str) -> dict[str, Any]:
    """What went wrong in a field that graphql-core answered."""
    cause = error.original_error
    formatted: dict[str, Any] = dict(error.formatted)
    refusal = cause if isinstance(cause, Refusal) else of_exception(cause) if cause else None
    if refusal is not None:
        formatted["message"] = refusal.message(lang)
        formatted["extensions"] = refusal.extensions(lang)
    else:
        formatted["message"] = _told(error.message, "BAD_VARIABLES", lang)
        formatted["extensions"] = {"code": "BAD_VARIABLES", "hint": None, "clause": None}
    return formatted


def of_exception(error: BaseException) -> Refusal:
    """What to tell a caller about an error; the cause of a fault of ours goes to the log only."""
    match error:
        case asyncpg.QueryCanceledError():
            return Refusal(
                "TOO_SLOW",
                "查询用时过长，已停止。 | The query took too long and was stopped.",
                hint="缩小范围或减少层次。 | Ask for fewer rows or levels.",
                status=503,
            )
        case asyncpg.DataError() | UnicodeEncodeError():
            log.info("a value was refused by the database", exc_info=error)
            return Refusal(
                "BAD_VALUE",
                "有一个值不能用于比较。 | One of the values cannot be compared with.",
                hint="检查条件和游标中的值。 | Check the values in filters and cursors.",
            )
    log.error("a GraphQL operation failed", exc_info=error)
    return Refusal(
        "INTERNAL",
        "系统内部错误，已记录。 | Something went wrong inside; it has been logged.",
        hint="请稍后重试，或告知系统管理员。 | Try again later, or tell an administrator.",
        status=500,
    )
