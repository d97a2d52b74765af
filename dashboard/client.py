"""The only door to the API: named GraphQL documents, run as the person signed in."""

import base64
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

QUERIES = Path(__file__).parent / "queries"

Run = Callable[[str, dict[str, Any] | None], Awaitable[dict[str, Any]]]


class QueryFailed(Exception):
    """The API refused or failed; ``code`` and ``message`` are its own words."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        first = errors[0] if errors else {}
        extensions = first.get("extensions") or {}
        self.message: str = first.get("message", "")
        self.code: str = extensions.get("code", "INTERNAL")
        self.hint: str | None = extensions.get("hint")
        self.clause: str | None = extensions.get("clause")
        super().__init__(f"{self.code}: {self.message}")


@dataclass(frozen=True)
class Query:
    """A document and its variables: what a panel was drawn from, ready to be shown or run again."""

    name: str
    variables: Mapping[str, Any]
    text: str = ""  # the document itself, where it is made from what the API declares

    @property
    def document(self) -> str:
        return self.text or document(self.name)


class Client:
    """Runs the documents of ``dashboard/queries``."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def fetch(self, query: Query) -> dict[str, Any]:
        """The data of an answer.

        Raises:
            QueryFailed: the answer has errors; nothing is drawn from half an answer.
        """
        answer = await self._run(query.document, dict(query.variables))
        if answer.get("errors"):
            raise QueryFailed(answer["errors"])
        data: dict[str, Any] = answer["data"]
        return data


def documents() -> dict[str, str]:
    """All of them by name."""
    return {path.stem: document(path.stem) for path in sorted(QUERIES.glob("*.graphql"))}


@cache
def document(name: str) -> str:
    return (QUERIES / f"{name}.graphql").read_text(encoding="utf-8")


def global_id(entity: str, key: str | int) -> str:
    """The API's id of a row whose number stands in our address: ``Platform``, 12."""
    return base64.b64encode(f"{entity}:{key}".encode()).decode()


def noun_of(identifier: str) -> str:
    """The table in a global id."""
    return base64.b64decode(identifier).decode().partition(":")[0]


def row_key(identifier: str) -> str:
    """The number in a global id."""
    return base64.b64decode(identifier).decode().partition(":")[2]
