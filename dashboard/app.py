"""The dashboard as a Dash application to be mounted: server, assets, layout and callbacks."""

import hashlib
import logging
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import dash_ag_grid
import dash_cytoscape
from dash import Dash
from dash.exceptions import DependencyException
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, Response

from dashboard.bulk import register_bulk
from dashboard.callbacks import Callbacks
from dashboard.client import Client, Run
from dashboard.components.shell import shell
from dashboard.deeds import register_deeds
from dashboard.guard import Guard
from dashboard.labels import Labels
from dashboard.language import Language
from dashboard.pages import PAGES
from dashboard.pages.account import register_account
from dashboard.pages.bank_batch import register_bank
from dashboard.pages.claims import register_claims
from dashboard.pages.data import register_data
from dashboard.pages.imports import Upload, register_imports
from dashboard.pages.money import register_money
from dashboard.pages.person import register_person
from dashboard.pages.surveys import register_surveys
from dashboard.pages.tip import register_tips
from dashboard.pages.tokens import register_tokens
from dashboard.papers import register_papers
from dashboard.router import Router
from dashboard.view import Caller
from dashboard.wire import quicken, to_json

ASSETS = Path(__file__).parent / "assets"
LANGS = {"zh": "zh-CN", "en": "en"}

logger = logging.getLogger(__name__)

INDEX = """<!DOCTYPE html>
<html lang="{lang}" data-mantine-color-scheme="{theme}" data-lists="{lists}" data-grid="{grid}" data-graphs="{graphs}" data-graph="{graph}">
<head>
{{%metas%}}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{%title%}}</title>
<link rel="preload" as="fetch" href="{prefix}_dash-layout" crossorigin="anonymous">
<link rel="preload" as="fetch" href="{prefix}_dash-dependencies" crossorigin="anonymous">
<link rel="icon" href="{prefix}assets/emblem.svg" type="image/svg+xml">
{{%css%}}
</head>
<body>
{{%app_entry%}}
<footer>{{%config%}}{{%scripts%}}{{%renderer%}}</footer>
</body>
</html>"""


def create_dashboard(
    *,
    run: Run,
    caller: Callable[[], Caller],
    map_file: Path,
    upload: Upload,
    prefix: str = "/",
) -> Dash:
    """The dashboard, for mounting at ``prefix``.

    ``run`` executes GraphQL as the person signed in, ``caller`` says who that is, ``map_file`` holds the
    outlines of the units, and ``upload`` makes what stands for a file among the variables of a mutation.
    """
    quicken()
    _load_on_demand()
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    outlines = f"{prefix}{_serve_map(server, map_file)}"
    router = Router(PAGES, Client(run), Labels(), caller, prefix, outlines)
    _serve_layout(server, router)
    # Dash replaces the index at every request: the page must say the caller's language and colours.
    app = _Dashboard(
        __name__,
        server=server,
        backend="fastapi",
        requests_pathname_prefix=prefix,
        routes_pathname_prefix="/",
        assets_folder=str(ASSETS),
        assets_ignore=r"^(plotly\.min\.js|dayjs-zh-cn\.js|ag-grid-zh-cn\.js|LICENSES\.txt)$",
        title=Language("zh").t("name"),
        update_title="",
        serve_locally=True,
        on_error=_log,
        add_log_handler=False,
    )
    app.caller = caller
    app.prefix = prefix
    app.lists = " ".join(page.path for page in PAGES if page.lists)
    app.graphs = " ".join(page.path for page in PAGES if page.graph)
    app.layout = lambda: shell(caller(), prefix, None)
    router.register(app)
    register_deeds(app, router)
    register_papers(app, router)
    register_bulk(app, router)
    register_claims(app, router)
    register_imports(app, router, upload)
    register_data(app, router)
    register_tokens(app, router)
    register_surveys(app, router)
    register_tips(app, router)
    register_account(app, router)
    register_person(app, router)
    register_money(app, router)
    register_bank(app, router)
    # Dash does this at the first request for "/" only: who came first to another page would get no assets.
    app._setup_server()
    server.add_exception_handler(DependencyException, _no_such_file)
    server.add_middleware(Callbacks, dash=app)
    server.add_middleware(Guard, caller=caller)
    return app


class _Dashboard(Dash):
    """Dash whose page says its language, so that readers' software speaks it."""

    caller: Callable[[], Caller]
    prefix: str
    lists: str
    graphs: str

    # The same for everybody and all day; Dash writes them anew for each tab, through an encoder meant for figures.

    @cache  # noqa: B019 - as long as the process
    def _generate_config_html(self) -> str:
        return str(super()._generate_config_html())

    @cache  # noqa: B019
    def _generate_scripts_html(self) -> str:
        return str(super()._generate_scripts_html())

    @cache  # noqa: B019
    def _generate_css_dist_html(self) -> str:
        return str(super()._generate_css_dist_html())

    @cache  # noqa: B019
    def _written_callbacks(self) -> str:
        return to_json(self._callback_list)

    async def dependencies(self) -> Response:
        return Response(self._written_callbacks(), media_type="application/json")

    def interpolate_index(self, **parts: str) -> str:
        caller = self.caller()
        page = INDEX.format(
            lang=LANGS[caller.lang],
            theme=caller.theme,
            prefix=self.prefix,
            lists=self.lists,
            grid=self._grid_address(),
            graphs=self.graphs,
            graph=self._graph_address(),
        )
        parts["title"] = Language(caller.lang).t("name")
        parts["app_entry"] = (
            f'<div id="react-entry-point"><div class="_dash-loading">{parts["title"]}</div></div>'
        )
        for name, text in parts.items():
            page = page.replace(f"{{%{name}%}}", text)
        return page

    def _graph_address(self) -> str:
        version = dash_cytoscape.__version__
        return f"{self.prefix}_dash-component-suites/dash_cytoscape/dash_cytoscape.min.js?v={version}"

    def _grid_address(self) -> str:
        """AG Grid and its Chinese."""
        version = dash_ag_grid.__version__
        return (
            f"{self.prefix}_dash-component-suites/dash_ag_grid/dash_ag_grid.min.js?v={version}"
            f" {self.prefix}assets/vendor/ag-grid-zh-cn.js?v={version}"
        )


def _load_on_demand() -> None:
    """Keep AG Grid, a third of all scripts, off the pages without a list, and Cytoscape off those without a graph.

    ``20-address.js`` loads them.
    """
    for script in dash_cytoscape._js_dist:
        script["dynamic"] = True
    for script in dash_ag_grid._js_dist:
        if script["relative_package_path"] == "dash_ag_grid.min.js":
            script["dynamic"] = True


def _serve_layout(server: FastAPI, router: Router) -> None:
    """The first page in the answer that Dash's start waits for anyway; its own layout can't be awaited."""

    async def layout(request: Request) -> Response:
        drawn = await router.first(request.headers.get("referer", ""))
        return Response(to_json(drawn), media_type="application/json")

    server.add_api_route("/_dash-layout", layout)


def _serve_map(server: FastAPI, map_file: Path) -> str:
    """The outlines once per browser: their address changes with their content."""
    fingerprint = hashlib.sha256(map_file.read_bytes()).hexdigest()[:12]
    address = f"assets/map-{fingerprint}.json"

    async def outlines() -> Response:
        return FileResponse(
            map_file,
            media_type="application/json",
            headers={"Cache-Control": "public, max-age=31536000, immutable"},
        )

    server.add_api_route(f"/{address}", outlines)
    return address


async def _no_such_file(request: Request, error: Exception) -> Response:
    """Dash raises where a path names none of its files."""
    return Response(status_code=404)


def _log(error: Exception) -> Any:
    # Dash answers a failed callback with 500 and says nothing unless told to.
    logger.error("a callback failed", exc_info=error)
    raise error
