"""Strawberry as its documentation has it: a type per table, a DataLoader per relation, graphql-core's executor.

Arguments: database URL, port.
"""

import asyncio
import datetime
import decimal
import sys
from collections import defaultdict
from typing import Any

import asyncpg
import strawberry
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader

URL, PORT = sys.argv[1], int(sys.argv[2])
pool: Any = None


async def fetch(sql: str, *values: Any) -> list[Any]:
    async with pool.acquire() as connection:
        return await connection.fetch(sql, *values)


async def by_key(table: str, keys: list[int]) -> list[Any]:
    found = {row["id"]: row for row in await fetch(f"select * from {table} where id = any($1)", keys)}
    return [found.get(key) for key in keys]


async def below(table: str, column: str, keys: list[Any]) -> list[list[Any]]:
    rows = defaultdict(list)
    for row in await fetch(f"select * from {table} where {column} = any($1) order by id", keys):
        rows[row[column]].append(row)
    return [rows[key] for key in keys]


async def units_by_code(keys: list[str]) -> list[Any]:
    found = {
        row["code"]: row for row in await fetch("select * from reporting_units where code = any($1)", keys)
    }
    return [found.get(key) for key in keys]


def loaders() -> dict[str, DataLoader[Any, Any]]:
    return {
        "organization": DataLoader(lambda keys: by_key("organizations", keys)),
        "platform": DataLoader(lambda keys: by_key("platforms", keys)),
        "unit": DataLoader(units_by_code),
        "platforms": DataLoader(lambda keys: below("platforms", "unit_code", keys)),
        "projects": DataLoader(lambda keys: below("projects", "platform_id", keys)),
    }


@strawberry.type
class Organization:
    row: strawberry.Private[Any]

    @strawberry.field
    def name(self) -> str:
        return self.row["name"]

    @strawberry.field
    def uscc(self) -> str:
        return self.row["uscc"]


@strawberry.type
class Unit:
    row: strawberry.Private[Any]

    @strawberry.field
    def code(self) -> str:
        return self.row["code"]

    @strawberry.field
    def name(self) -> str:
        return self.row["name"]

    @strawberry.field
    async def platforms(self, info: strawberry.Info, first: int) -> "list[Platform]":
        rows = await info.context["loaders"]["platforms"].load(self.row["code"])
        return [Platform(row=row) for row in rows[:first]]


@strawberry.type
class Platform:
    row: strawberry.Private[Any]

    @strawberry.field
    def planned(self) -> int:
        return self.row["planned"]

    @strawberry.field
    def state(self) -> str:
        return self.row["state"].upper()

    @strawberry.field
    async def organization(self, info: strawberry.Info) -> Organization:
        return Organization(
            row=await info.context["loaders"]["organization"].load(self.row["organization_id"])
        )

    @strawberry.field
    async def projects(self, info: strawberry.Info, first: int) -> "list[Project]":
        rows = await info.context["loaders"]["projects"].load(self.row["id"])
        return [Project(row=row) for row in rows[:first]]


@strawberry.type
class Project:
    row: strawberry.Private[Any]

    @strawberry.field
    def state(self) -> str:
        return self.row["state"].upper()

    @strawberry.field
    def contract_number(self) -> str | None:
        return self.row["contract_number"]

    @strawberry.field
    def contracted_on(self) -> datetime.date | None:
        return self.row["contracted_on"]

    @strawberry.field
    def actual_cost(self) -> decimal.Decimal | None:
        return self.row["actual_cost"]

    @strawberry.field
    async def enterprise(self, info: strawberry.Info) -> Organization:
        return Organization(row=await info.context["loaders"]["organization"].load(self.row["enterprise_id"]))

    @strawberry.field
    async def platform(self, info: strawberry.Info) -> Platform:
        return Platform(row=await info.context["loaders"]["platform"].load(self.row["platform_id"]))

    @strawberry.field
    async def unit(self, info: strawberry.Info) -> Unit:
        return Unit(row=await info.context["loaders"]["unit"].load(self.row["unit_code"]))


@strawberry.type
class Query:
    @strawberry.field
    async def project(self, id: int) -> Project | None:
        rows = await fetch("select * from projects where id = $1", id)
        return Project(row=rows[0]) if rows else None

    @strawberry.field
    async def projects(self, unit: str, state: str, first: int) -> list[Project]:
        rows = await fetch(
            "select * from projects where unit_code = $1 and state = $2"
            " order by actual_cost desc nulls last, id limit $3",
            unit,
            state.lower(),
            first,
        )
        return [Project(row=row) for row in rows]

    @strawberry.field
    async def platforms(self, first: int) -> list[Platform]:
        return [
            Platform(row=row) for row in await fetch("select * from platforms order by id limit $1", first)
        ]

    @strawberry.field
    async def reporting_units(self, first: int) -> list[Unit]:
        rows = await fetch("select * from reporting_units order by code limit $1", first)
        return [Unit(row=row) for row in rows]


class Endpoint(GraphQL):
    async def get_context(self, request: Request, response: Response) -> Any:
        return {"loaders": loaders()}


async def identify(connection: asyncpg.Connection) -> None:
    await connection.execute("select set_config('app.national', 'y', false)")


async def nothing(connection: asyncpg.Connection) -> None:
    """The settings stay."""


async def main() -> None:
    global pool
    pool = await asyncpg.create_pool(
        URL, min_size=1, max_size=8, init=identify, reset=nothing, server_settings={"jit": "off"}
    )
    app = Starlette(routes=[Route("/graphql", Endpoint(strawberry.Schema(Query)))])
    await uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=PORT, log_level="error")).serve()


asyncio.run(main())
