"""Asks a Dengta server from Python. Needs Python 3.11 and httpx; ``table`` needs pyarrow, ``frame`` pandas as well.

from dengta_client import Dengta

dengta = Dengta("http://127.0.0.1:8000", token="dgt_…")
for platform in dengta.platforms("planned passedCount organization { name }", where={"passedCount": {"lt": 10}}):
    print(platform["organization"]["name"], platform["passedCount"])
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, TypedDict

import httpx

if TYPE_CHECKING:
    # Only who calls `table` or `frame` needs them, with or without types of their own.
    import pandas  # type: ignore[import-untyped, import-not-found, unused-ignore]
    import pyarrow  # type: ignore[import-untyped, import-not-found, unused-ignore]

Json = None | bool | int | float | str | list[Any] | dict[str, Any]
Format = Literal["csv", "xlsx", "parquet", "arrow"]
#: Rows of one page; the next one starts behind it, so any number of rows is read in little memory.
PAGE = 500


class DengtaError(Exception):
    """What the server refused, in its words: ``code`` is stable, the rest is for people."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        first = errors[0]
        extensions = first.get("extensions") or {}
        self.errors = errors
        self.code: str = extensions.get("code", "UNKNOWN")
        self.message: str = first.get("message", "")
        self.hint: str | None = extensions.get("hint")
        self.clause: str | None = extensions.get("clause")
        self.path: list[str | int] | None = first.get("path")
        super().__init__(f"{self.code}: {self.message}" + (f" ({self.hint})" if self.hint else ""))


class Session:
    """A server and who asks it. ``lang`` is the language of its sentences and headings: ``zh`` or ``en``."""

    def __init__(
        self,
        url: str = "http://127.0.0.1:8000",
        token: str | None = None,
        *,
        lang: str = "zh",
        timeout: float = 60,
    ) -> None:
        headers = {"Accept": "application/graphql-response+json", "Accept-Language": lang}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._http = httpx.Client(base_url=url, headers=headers, timeout=timeout)

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def query(self, document: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The data of an answer.

        Raises:
            DengtaError: the server refused.
            httpx.HTTPError: it cannot be reached.
        """
        answer = self._http.post("/graphql", json={"query": document, "variables": dict(variables or {})})
        found: dict[str, Any] = _json_of(answer)
        if found.get("errors"):
            raise DengtaError(found["errors"])
        data: dict[str, Any] = found["data"]
        return data

    def save(
        self,
        document: str,
        path: str | Path,
        variables: Mapping[str, Any] | None = None,
        format: Format | None = None,
    ) -> Path:
        """All rows of a list or a ``groupBy`` as a file; the format is that of the file's name unless given.

        The file appears when it is whole.

        Raises:
            DengtaError: the server refused.
        """
        path = Path(path)
        wanted = {
            "query": document,
            "variables": dict(variables or {}),
            "format": format or path.suffix.lstrip("."),
        }
        draft = path.with_name(path.name + ".part")
        with self._http.stream("POST", "/export", json=wanted, headers={"Accept": "*/*"}) as answer:
            if answer.status_code != 200:
                answer.read()
                raise DengtaError(_json_of(answer).get("errors") or [{"message": answer.text[:500]}])
            try:
                with draft.open("wb") as file:
                    for part in answer.iter_bytes():
                        file.write(part)
            except BaseException:
                draft.unlink(missing_ok=True)
                raise
        return draft.replace(path)

    def table(self, document: str, variables: Mapping[str, Any] | None = None) -> "pyarrow.Table":
        """The same as a table in memory, with decimals, dates and times as such."""
        import pyarrow

        wanted = {"query": document, "variables": dict(variables or {}), "format": "arrow"}
        answer = self._http.post("/export", json=wanted, headers={"Accept": "*/*"})
        if answer.status_code != 200:
            raise DengtaError(_json_of(answer).get("errors") or [{"message": answer.text[:500]}])
        return pyarrow.ipc.open_stream(answer.content).read_all()

    def frame(self, document: str, variables: Mapping[str, Any] | None = None) -> "pandas.DataFrame":
        """The same as a data frame."""
        return self.table(document, variables).to_pandas()

    def changes(self, since: str | None = None, select: str = "") -> "Iterator[Changed]":
        """What changed behind a place, up to now; each with the place to go on from. ``select`` is of ``node``."""
        node = f"node {{ __typename {select} }}" if select else ""
        document = (
            "query ($since: String) { changes(since: $since) {"
            f" cursor hasMore changes {{ entity rowId kind at {node} }} }} }}"
        )
        more = True
        while more:
            feed = self.query(document, {"since": since})["changes"]
            since, more = feed["cursor"], feed["hasMore"]
            for change in feed["changes"]:
                change["cursor"] = since
                yield change

    def _rows(self, connection: str, type: str, select: str, arguments: Mapping[str, Any]) -> Iterator[Any]:
        document = (
            f"query Rows($first: Int, $after: String, $where: {type}Where, $orderBy: [{type}Order!]) {{"
            f" {connection}(first: $first, after: $after, where: $where, orderBy: $orderBy) {{"
            f" nodes {{ {select} }} pageInfo {{ hasNextPage endCursor }} }} }}"
        )
        left = arguments.get("first")
        after: str | None = None
        while left is None or left > 0:
            size = PAGE if left is None else min(left, PAGE)
            page = self.query(document, {**arguments, "first": size, "after": after})[connection]
            yield from page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                return
            after = page["pageInfo"]["endCursor"]
            left = None if left is None else left - size

    def _one(self, field: str, select: str, id: str) -> Any:
        return self.query(f"query One($id: ID!) {{ {field}(id: $id) {{ {select} }} }}", {"id": id})[field]


class Changed(TypedDict, total=False):
    """One change of ``changes``."""

    entity: str
    rowId: str
    kind: Literal["CREATED", "UPDATED", "DELETED"]
    at: str
    node: dict[str, Any] | None
    cursor: str


def _json_of(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        answer.raise_for_status()
        raise DengtaError([{"message": f"not an answer of Dengta: {answer.text[:200]}"}])
    return found
