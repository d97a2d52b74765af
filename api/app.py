"""The whole application put together: database, API, dashboard, and who may reach them."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette_compress import CompressMiddleware, add_compress_type

from api.config import Settings
from api.graphql.documents import Documents
from api.graphql.endpoint import graphql_routes
from api.graphql.engine import Engine
from api.graphql.importing import UploadedFile
from api.graphql.live import Live
from api.graphql.manifest import read_manifest
from api.graphql.negotiation import GRAPHQL
from api.imports import reference
from api.imports.template import template_bytes
from api.services.clock import is_real, today, work_on
from api.services.files.cabinet import open_cabinet
from api.services.office import OfficeSignOn
from api.services.payer import pay_from
from api.services.presence import presence
from api.services.vault import TIPS, Vault
from api.viewer import current_viewer
from api.web.account import account_routes
from api.web.case_files import case_file_routes
from api.web.documents import document_routes
from api.web.export import export_routes
from api.web.files import file_routes
from api.web.headers import SecurityHeaders
from api.web.notice import notice_routes
from api.web.office import office_routes
from api.web.packed import PackedAssets
from api.web.preferences import preferences
from api.web.register import register_routes
from api.web.session import SessionMiddleware
from api.web.sign_in import sign_in_routes
from api.web.survey import survey_routes
from api.web.tip import tip_routes
from dashboard.app import create_dashboard
from dashboard.client import documents as own_documents
from db.config import Database
from db.listener import Listener
from db.news import Concerned
from db.store import Store

ROOT = Path(__file__).resolve().parents[1]
MAP = ROOT / "seed" / "reference" / "map" / "units.geojson"
PLOTLY = ROOT / "dashboard" / "assets" / "vendor" / "plotly.min.js"
STATIC = ("/_dash-component-suites/", "/assets/", "/graphql/static/", "/sign-in/")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Caller:
    """What the dashboard may know of the person it draws for."""

    lang: str
    theme: str
    name: str
    username: str
    roles: tuple[str, ...]
    national: bool
    units: tuple[str, ...]
    today: date
    real_day: bool


def create_app(settings: Settings, database: Database) -> Starlette:
    """The ASGI application; it connects to ``database`` when it starts.

    Raises:
        ConfigError: the list of trusted documents cannot be read.
    """
    store = Store(database.app_url, size=settings.connections)
    work_on(settings.today)
    cabinet = open_cabinet(settings.files, settings.scanner)
    telling = Vault(settings.secret_key, TIPS)
    engine = Engine(store, cabinet, telling)
    pay_from(settings.payer_name, settings.payer_account)
    manifest = settings.trusted_documents
    # The dashboard's own documents are trusted anyway: its lists are exported, its queries are shown.
    documents = Documents(read_manifest(manifest) | own_documents() if manifest is not None else None)
    live = Live(engine)
    vault = Vault(settings.secret_key, "second step")

    def hear(changes: Concerned) -> None:
        if "Session" in changes:  # one has ended, perhaps in another process
            presence(store).forget()
        live.hear(changes)

    def missed() -> None:
        presence(store).forget()
        live.missed()

    listener = Listener(database.app_url, hear=hear, missed=missed)
    live.listening = lambda: listener.listening

    async def run(document: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        answer: dict[str, Any] = orjson.loads(
            await engine.execute(document, variables, None, current_viewer.get())
        )
        return answer

    dashboard = create_dashboard(run=run, caller=caller, map_file=MAP, upload=UploadedFile)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await store.start()
        listener.start()
        # Starlette runs no lifespan of a mounted app; Dash adds its page route there.
        dashboard.backend._setup_catchall()
        yield
        live.close()
        await listener.close()
        await engine.budget.write()
        await store.close()

    async def health(request: Request) -> Response:
        async with store.read(rows=current_viewer.get().rows) as connection:
            await connection.fetchval("select 1")
        return JSONResponse({"status": "ok"})

    async def template(request: Request) -> Response:
        async with store.read(current_viewer.get().rows) as connection:
            known = await reference.load(connection)
        # Formatting a workbook takes a moment of CPU: not on the loop that answers everybody.
        content = await run_in_threadpool(template_bytes, known)
        return Response(
            content,
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            headers={"Content-Disposition": 'attachment; filename="dengta-plan.xlsx"'},
        )

    async def plotly(request: Request) -> Response:
        # Dash asks for the stock bundle at this address; ours has a quarter of its weight.
        return FileResponse(PLOTLY, media_type="text/javascript")

    office = []
    if settings.office is not None:
        sign_on = OfficeSignOn(settings.office, Vault(settings.secret_key, "office sign-on"))
        office = office_routes(store, sign_on, settings.office_roles)
    add_compress_type(GRAPHQL)
    accounts = _demo_accounts() if settings.demo else []
    app = Starlette(
        routes=[
            *graphql_routes(engine, documents, live),  # first, being what is asked most
            Route("/health", health),
            Route("/preferences", preferences),
            *survey_routes(store),
            *case_file_routes(store, cabinet, settings.templates),
            *document_routes(store, settings.templates),
            *office,
            *sign_in_routes(store, accounts, vault, settings.office.name if settings.office else ""),
            *account_routes(store, vault),
            *notice_routes(store),
            *tip_routes(store, telling),
            *register_routes(store),
            Route("/template.xlsx", template),
            *export_routes(engine, store, documents, seconds=settings.export_seconds),
            *file_routes(store, cabinet),
            Route("/_dash-component-suites/plotly/package_data/{name}", plotly),
            Mount("/", dashboard.server),
        ],
        middleware=[
            Middleware(SecurityHeaders, scripts=tuple(dashboard.csp_hashes())),
            Middleware(PackedAssets, prefixes=STATIC),
            Middleware(CompressMiddleware),
            Middleware(SessionMiddleware, store=store),
        ],
        lifespan=lifespan,
    )
    app.state.live = live
    return app


def caller() -> Caller:
    viewer = current_viewer.get()
    return Caller(
        lang=viewer.lang,
        theme=viewer.theme,
        name=viewer.name,
        username=viewer.username,
        roles=tuple(sorted(viewer.roles)),
        national=viewer.rows.national,
        units=viewer.rows.units,
        today=today(),
        real_day=is_real(),
    )


def _demo_accounts() -> list[tuple[str, str, str, str]]:
    from seed.synthetic.demo import ACCOUNTS

    return list(ACCOUNTS)
