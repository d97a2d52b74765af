"""Callbacks of the dashboard, answered without the layers of a web framework in between.

Dash mounts its one address for callbacks on FastAPI, whose ways to an endpoint took a sixth of a page's time; there
is nothing to find out there: no parameters, no dependencies, one address, and the guard stands before it.
"""

import logging
from typing import Any

import orjson
from dash import Dash
from dash.backends._fastapi import reset_current_request, set_current_request
from dash.exceptions import PreventUpdate
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

ADDRESS = "/_dash-update-component"

logger = logging.getLogger(__name__)


class Callbacks:
    """Answers posts to ``ADDRESS`` by Dash itself; everything else goes on to ``app``."""

    def __init__(self, app: ASGIApp, dash: Dash) -> None:
        self.app = app
        self._dispatch: Any = dash.backend.serve_callback(dash)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or not scope["path"].endswith(ADDRESS):
            await self.app(scope, receive, send)
            return
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        try:
            request.state.json_body = orjson.loads(await request.body())
        except orjson.JSONDecodeError:
            return JSONResponse({"error": "BAD_REQUEST"}, 400)
        coming = set_current_request(request)
        try:
            answer: Response = await self._dispatch(request)
        except PreventUpdate:
            return Response(status_code=204)
        except Exception:
            logger.warning("a callback that is none of the dashboard's", exc_info=True)
            return JSONResponse({"error": "INTERNAL"}, 500)
        finally:
            reset_current_request(coming)
        return answer
