"""From the address in the browser to the page it names: the one callback that draws pages."""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from dash import ClientsideFunction, Dash, Input, Output, no_update
from dash.dependencies import ALL, MATCH, State

from dashboard.client import Client, QueryFailed
from dashboard.components.grid import answer_rows
from dashboard.components.navigation import navigation
from dashboard.components.shell import mark, roles, shell, switches
from dashboard.components.states import failed, missing, refused
from dashboard.export import as_csv
from dashboard.labels import Labels
from dashboard.lists import LISTS
from dashboard.sheet import Drawn, NotFound, Page, Sheet
from dashboard.view import Caller, View, state_of

logger = logging.getLogger(__name__)


class Router:
    """Knows all pages; a page is a function of the caller and the address."""

    def __init__(
        self,
        pages: Sequence[Page],
        client: Client,
        labels: Labels,
        caller: Callable[[], Caller],
        prefix: str,
        outlines: str,
    ) -> None:
        self.pages = pages
        self.client = client
        self.labels = labels
        self.caller = caller
        self.prefix = prefix
        self.outlines = outlines

    async def view(self, place: Mapping[str, str]) -> tuple[Page | None, View]:
        """The page at a place (path and search of an address) and what it is to be drawn from."""
        path = self._path(place["path"])
        await self.labels.load(self.client)
        for page in self.pages:
            key = page.key_of(path)
            if key is not None:
                return page, self._view(path, key, place["search"])
        return None, self._view(path, "", place["search"])

    def _view(self, path: str, key: str, search: str) -> View:
        return View(
            self.caller(), self.client, self.labels, self.prefix, self.outlines, path, key, state_of(search)
        )

    async def draw(self, place: Mapping[str, str]) -> Drawn:
        """The page at a place, whatever happens: a refusal or a failure is a page, too."""
        try:
            page, view = await self.view(place)
        except QueryFailed as failure:
            page, view = None, self._view("/", "", "")
            sheet = Sheet(view.t("failed.title"), failed(view.language, failure))
        else:
            sheet = await self._sheet(page, view)
        return Drawn(
            page=sheet.body,
            navigation=navigation(view, page.section if page else ""),
            switches=switches(view),
            mark=no_update if sheet.synthetic is None else mark(view) if sheet.synthetic else None,
            title=f"{sheet.title} · {view.t('name')}",
            roles=roles(view),
            at=place,
        )

    async def first(self, address: str) -> Any:
        """The whole layout for an address just opened, its page drawn already unless that needs AG Grid or Cytoscape."""
        parts = urlsplit(address)
        place = {"path": parts.path, "search": f"?{parts.query}" if parts.query else ""}
        drawn = None
        if parts.path.startswith(self.prefix) and not self._waits(parts.path):
            drawn = await self.draw(place)
        return shell(self.caller(), self.prefix, drawn)

    def _waits(self, path: str) -> bool:
        path = self._path(path)
        return any(page.lists or page.graph for page in self.pages if page.key_of(path) is not None)

    def _path(self, path: str) -> str:
        return "/" + path.removeprefix(self.prefix).strip("/")

    async def _sheet(self, page: Page | None, view: View) -> Sheet:
        try:
            if page is None:
                raise NotFound
            return await page.layout(view)
        except NotFound:
            return Sheet(view.t("missing.title"), missing(view))
        except QueryFailed as failure:
            if failure.code == "FORBIDDEN":
                return Sheet(view.t("refused.title"), refused(view, failure))
            logger.error("a page could not be drawn", exc_info=failure)
            return Sheet(view.t("failed.title"), failed(view.language, failure))

    def register(self, app: Dash) -> None:
        """The callbacks that all pages share."""
        app.clientside_callback(
            ClientsideFunction("dengta", "prepare"),
            Output("place", "data"),
            Input("url", "pathname"),
            Input("url", "search"),
        )
        app.clientside_callback(
            ClientsideFunction("dengta", "title"), Output("title", "className"), Input("title", "title")
        )
        app.clientside_callback(
            ClientsideFunction("dengta", "drill"),
            Output("drilled", "data"),
            Input({"type": "chart", "name": ALL}, "clickData"),
            prevent_initial_call=True,
        )
        app.clientside_callback(
            ClientsideFunction("dengta", "follow"),
            Output({"type": "links", "name": MATCH}, "zoomingEnabled"),
            Input({"type": "links", "name": MATCH}, "tapNodeData"),
            prevent_initial_call=True,
        )
        app.clientside_callback(
            ClientsideFunction("dengta", "remember"),
            Output({"type": "grid", "name": MATCH}, "className"),
            Input({"type": "grid", "name": MATCH}, "getRowsRequest"),
            State({"type": "grid", "name": MATCH}, "className"),
            prevent_initial_call=True,
        )

        @app.callback(
            Output("page", "children"),
            Output("navigation", "children"),
            Output("switches", "children"),
            Output("mark", "children"),
            Output("title", "title"),
            Output("roles", "children"),
            Input("place", "data"),
            prevent_initial_call=True,
        )
        async def draw(place: dict[str, str]) -> tuple[Any, ...]:
            drawn = await self.draw(place)
            return drawn.page, drawn.navigation, drawn.switches, drawn.mark, drawn.title, drawn.roles

        @app.callback(
            Output({"type": "grid", "name": MATCH}, "getRowsResponse"),
            Output({"type": "query", "name": MATCH}, "href"),
            Input({"type": "grid", "name": MATCH}, "getRowsRequest"),
            State({"type": "grid", "name": MATCH}, "id"),
            State("place", "data"),
            prevent_initial_call=True,
        )
        async def rows(request: dict[str, Any] | None, of: dict[str, str], place: dict[str, str]) -> Any:
            if request is None:
                return no_update, no_update
            page, view = await self.view(place)
            asked = LISTS.get(of["name"]) or (page and page.grid and await page.grid(view))
            return await answer_rows(view, asked, request) if asked else (no_update, no_update)

        @app.callback(Output("download", "data"), Input("wanted", "data"), prevent_initial_call=True)
        async def download(wanted: dict[str, str]) -> dict[str, str]:
            page, view = await self.view(wanted)
            assert page
            assert page.table
            table = await page.table(view, wanted["panel"])
            name = re.sub(r'[\\/:*?"<>|\s]+', "-", table.name)
            return {"content": as_csv(table), "filename": f"{name}.csv", "type": "text/csv;charset=utf-8"}
