"""A list of a GraphQL query as a file, and any table whole at an address of its own."""

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from api.errors import Refusal
from api.export.download import AT_ONCE, SECONDS, Download, Exports, answered, refuse
from api.export.wish import Wish, posted, whole_table
from api.graphql.answers import Answer
from api.graphql.documents import Documents
from api.graphql.engine import Engine
from api.policy.access import TokenScope
from api.policy.limits import UNLIMITED, QueryLimits
from api.services.audit_log import audit_log
from api.viewer import current_viewer
from db.store import Store


def export_routes(
    engine: Engine,
    store: Store,
    documents: Documents,
    *,
    seconds: float = SECONDS,
    at_once: int = AT_ONCE,
) -> list[Route]:
    """``POST /export`` for a query; ``/export/platforms.csv?where={…}`` for a whole table."""
    exports = Exports(engine, store, seconds, at_once)

    async def query(request: Request) -> ASGIApp:
        try:
            return download(await posted(request, documents))
        except Refusal as refusal:
            return turned_away(refusal)
        except ClientDisconnect:
            return Response()  # nobody is there to be answered

    async def table(request: Request) -> ASGIApp:
        try:
            return download(whole_table(request), UNLIMITED)
        except Refusal as refusal:
            return turned_away(refusal)

    def turned_away(refusal: Refusal) -> Response:
        viewer = current_viewer.get()
        audit_log(store).refused(refusal, viewer, action="export")
        return refuse(refusal, viewer)

    def download(wish: Wish, limits: QueryLimits | None = None) -> ASGIApp:
        viewer = current_viewer.get()
        viewer.check_scope(TokenScope.EXPORT)
        found = engine.tabulate(
            wish.document, wish.variables, wish.operation, viewer, wish.choice, limits=limits
        )
        return answered(found) if isinstance(found, Answer) else Download(exports, wish, found, viewer)

    return [
        Route("/export", query, methods=["POST"]),
        Route("/export/{name}.{format}", table, methods=["GET"]),
    ]
