"""What the access log leaves out."""

import asyncio
import logging

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from api.discreet import Discreet
from api.door import open_door


async def _said(request: Request) -> Response:
    return PlainTextResponse("ok")


async def test_who_tells_or_answers_a_survey_stands_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    """On the real server: what its line holds is its own business."""
    caplog.set_level(logging.INFO)
    access = logging.getLogger("uvicorn.access")
    discreet = Discreet()
    access.addFilter(discreet)
    [listener] = open_door("127.0.0.1", 0)
    app = Starlette(routes=[Route("/{path:path}", _said, methods=["GET", "POST"])])
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))

    async def ask() -> None:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with httpx.AsyncClient(base_url=address) as client:
            for path in ("/tip?lang=en", "/tip/status", "/survey/secret", "/notice", "/tips"):
                assert (await client.post(path)).status_code == 200
        server.should_exit = True

    await asyncio.gather(server.serve(sockets=[listener]), ask())
    access.removeFilter(discreet)
    lines = [record.getMessage() for record in caplog.records if record.name == "uvicorn.access"]
    assert [line.split()[3] for line in lines] == ["/notice", "/tips"]
