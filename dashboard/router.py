"""From the address in the browser to the page it names: the one callback that draws pages."""

import logging
import re
from collections.abc import Callable, Sequence
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, no_update
from dash.dependencies import ALL, MATCH, State

from dashboard.client import Client, QueryFailed
from dashboard.components.grid import answer_rows
from dashboard.components.shell import mark, navigation, roles, switches
from dashboard.components.states import failed, missing, refused
from dashboard.export import as_csv
from dashboard.labels import Labels
from dashboard.sheet import NotFound, Page, Sheet
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

    async def view(self, place: dict[str, str]) -> tuple[Page | None, View]:
        """The page at a place (path and search of an address) and what it is to be drawn from."""
        path = "/" + place["path"].removeprefix(self.prefix).strip("/")
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

    async def draw(self, place: dict[str, str]) -> tuple[Any, ...]:
        """Page, navigation, switches, mark of synthetic data, title, roles."""
        try:
            page, view = await self.view(place)
        except QueryFailed as failure:
            language = self._view("/", "", "").language
            return failed(language, failure), *[no_update] * 5
        sheet = await self._sheet(page, view)
        return (
            sheet.body,
            navigation(view, page.section if page else ""),
            switches(view),
            no_update if sheet.synthetic is None else mark(view) if sheet.synthetic else None,
            f"{sheet.title} · {view.t('name')}",
            roles(view),
        )

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
            return await self.draw(place)

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
            _, view = await self.view(place)
            return await answer_rows(view, of["name"], request)

        @app.callback(Output("download", "data"), Input("wanted", "data"), prevent_initial_call=True)
        async def download(wanted: dict[str, str]) -> dict[str, str]:
            page, view = await self.view(wanted)
            assert page
            assert page.table
            table = await page.table(view, wanted["panel"])
            name = re.sub(r'[\\/:*?"<>|\s]+', "-", table.name)
            return {"content": as_csv(table), "filename": f"{name}.csv", "type": "text/csv;charset=utf-8"}
