"""Bare Starlette: one route that runs one statement and sends what comes, as the same role with the same rows.

Arguments: a JSON file {url, questions: {name: {sql, values}}}, port. `POST /name` with {"query", "variables"}.
"""

import asyncio
import json
import sys
from pathlib import Path

import asyncpg
import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

told = json.loads(Path(sys.argv[1]).read_text())
questions = told["questions"]


async def answer(request: Request) -> Response:
    asked = orjson.loads(await request.body())
    question = questions[request.path_params["name"]]
    variables = asked.get("variables") or {}
    values = [
        variables.get(value["variable"]) if isinstance(value, dict) else value for value in question["values"]
    ]
    async with request.app.state.pool.acquire() as connection:
        body = await connection.fetchval(question["sql"], *values)
    return Response(body, media_type="application/json")


async def identify(connection: asyncpg.Connection) -> None:
    await connection.execute("select set_config('app.national', 'y', false)")


async def nothing(connection: asyncpg.Connection) -> None:
    """The settings stay."""


async def main() -> None:
    app = Starlette(routes=[Route("/{name}", answer, methods=["POST"])])
    app.state.pool = await asyncpg.create_pool(
        told["url"],
        min_size=1,
        max_size=8,
        init=identify,
        reset=nothing,
        max_cacheable_statement_size=0,
        server_settings={"jit": "off", "datestyle": "ISO"},
    )
    config = uvicorn.Config(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="error", access_log=False)
    await uvicorn.Server(config).serve()


asyncio.run(main())
