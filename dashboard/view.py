"""What a page is drawn from: who looks, in which language and colours, at which address."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import parse_qsl, quote, urlencode

from dashboard.client import Client, Query
from dashboard.labels import Labels
from dashboard.language import Language
from dashboard.theme import THEMES, Theme

BATCHES = ("1", "2", "3")


class Caller(Protocol):
    """The person signed in; nobody has no roles."""

    @property
    def lang(self) -> str: ...
    @property
    def theme(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def username(self) -> str: ...
    @property
    def roles(self) -> tuple[str, ...]: ...
    @property
    def national(self) -> bool: ...
    @property
    def units(self) -> tuple[str, ...]: ...
    @property
    def today(self) -> date:
        """The programme's day; not that of the wall where ``real_day`` is false: a demo stands still."""

    @property
    def real_day(self) -> bool: ...


@dataclass(frozen=True)
class View:
    """The address holds the whole state of a page, so the same view always draws the same page."""

    caller: Caller
    client: Client
    labels: Labels
    prefix: str
    outlines: str  # address of the map's GeoJSON
    path: str
    key: str
    state: Mapping[str, str]

    @property
    def language(self) -> Language:
        return Language(self.caller.lang)

    @property
    def theme(self) -> Theme:
        return THEMES[self.caller.theme]

    @property
    def english(self) -> bool:
        return self.caller.lang == "en"

    def t(self, key: str, **values: object) -> str:
        return self.language.t(key, **values)

    def word(self, entity: str, field: str, value: str | None) -> str:
        return self.labels.word(entity, field, value, self.caller.lang)

    def name(self, unit: Mapping[str, Any], *, short: bool = False) -> str:
        """A unit's name in the reader's language."""
        if self.english:
            return str(unit["nameEn"])
        return str(unit["shortName" if short else "name"])

    @property
    def batch(self) -> int | None:
        """The batch the page is narrowed to; None for all three."""
        chosen = self.state.get("batch")
        return int(chosen) if chosen in BATCHES else None

    def link(self, path: str, **state: object) -> str:
        """The address of another page, the batch kept."""
        kept = {"batch": self.batch, **state}
        return self._address(path, {name: value for name, value in kept.items() if value is not None})

    def here(self, **changes: object) -> str:
        """This page in another state; None takes a part of it away."""
        state = {**self.state, **changes}
        return self._address(self.path, {name: value for name, value in state.items() if value is not None})

    def _address(self, path: str, state: Mapping[str, object]) -> str:
        query = f"?{urlencode(state)}" if state else ""
        return f"{self.prefix}{path.lstrip('/')}{query}"

    def explorer(self, query: Query) -> str:
        """Where GraphiQL shows a query ready to run."""
        variables = json.dumps(dict(query.variables), ensure_ascii=False)
        return f"/graphql?query={_quoted(query.document)}&variables={quote(variables)}"

    async def fetch(self, query: Query) -> dict[str, Any]:
        return await self.client.fetch(query)


@lru_cache(maxsize=512)
def _quoted(document: str) -> str:
    """Each page links to several documents, most of them our own."""
    return quote(document)


def state_of(search: str | None) -> dict[str, str]:
    """The state an address carries behind its question mark."""
    return dict(parse_qsl((search or "").lstrip("?")))
