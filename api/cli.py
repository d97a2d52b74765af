"""The command `dengta`: serve, migrate, seed, template, import, account, export-schema, export-baseline, worker, audit, evaluate, forecast."""

import asyncio
import dataclasses
import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import Annotated, Any, Literal, NoReturn

import typer
from rich.console import Console

from api.cli_audit import audit_commands
from api.cli_evaluate import add_evaluate_command
from api.cli_forecast import add_forecast_command
from api.cli_people import add_people_commands
from api.config import MOST_WORKERS, Settings
from api.door import open_door
from api.errors import Refusal
from db.config import ConfigError, Database, home, open_database
from db.embedded import EmbeddedError

# Everything else is imported inside the commands: `dengta --help` must not wait for a web server.

Progress = Callable[[str, int, int], None]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # Its pages of frames hide the sentence, and locals hold passwords.
    help="Dengta 灯塔 runs the SME digital-transformation pilot: plans, platforms, claims, money.\n\n"
    "Set DATABASE_URL to use a PostgreSQL of your own; else a private one is kept in .data/.",
)
seed = typer.Typer(no_args_is_help=True, help="Load data: reference, annex, demo, scale. 装入数据")
app.add_typer(seed, name="seed")
out = Console(highlight=False)

err = Console(stderr=True, highlight=False)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on (DENGTA_HOST).")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port; 0 takes a free one (DENGTA_PORT).", min=0, max=65535)
    ] = None,
    demo: Annotated[
        bool | None, typer.Option("--demo/--no-demo", help="Demo data in an empty database (DENGTA_DEMO).")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(help="Processes that answer (DENGTA_WORKERS).", min=1, max=MOST_WORKERS),
    ] = None,
) -> None:
    """Bring the database up to date and serve everything. 启动系统"""
    settings = _settings()
    asked = {"host": host, "port": port, "demo": demo, "workers": workers}
    given = {name: value for name, value in asked.items() if value is not None}
    settings = dataclasses.replace(settings, **given)  # type: ignore[arg-type]
    listeners = _listen(settings)
    with _database(settings) as database:
        if database.owner is not None:
            asyncio.run(_prepare(database, settings if settings.demo else None))
        else:
            _require_schema(database)
        if settings.demo and settings.today is None:
            settings = dataclasses.replace(settings, today=asyncio.run(_demo_day(database)))
        _serve(settings, database, listeners)


@app.command()
def migrate() -> None:
    """Bring the database to the current shape. 升级数据库结构"""
    with _database(_settings()) as database:
        from db.migrate import migrate as run

        asyncio.run(run(database))
    out.print("The database is up to date. 数据库已是最新")


@seed.command("reference")
def seed_reference() -> None:
    """Units, industries, clauses, limits, penalties. 参考数据"""
    with _database(_settings()) as database:
        asyncio.run(_prepare(database))


@seed.command("annex")
def seed_annex(
    path: Annotated[
        Path, typer.Argument(help="CSV or XLSX with a column 细分行业.", exists=True, dir_okay=False)
    ],
) -> None:
    """The real list of industries (Annex 1) in place of the stand-ins. 细分行业列表"""
    with _database(_settings()) as database:
        _require_schema(database)
        from seed.reference.annex import replace_annex

        count = asyncio.run(replace_annex(database, path))
    out.print(f"A plan may now name {count} industries. 现有{count}个细分行业")


@seed.command("demo")
def seed_demo(
    number: Annotated[int, typer.Option("--seed", help="The same number makes the same data.")] = 7,
) -> None:
    """A believable, invented programme into an empty database. 演示数据"""
    settings = _settings()
    with _database(settings) as database:
        asyncio.run(_seed_demo(database, number, settings))


@seed.command("scale")
def seed_scale(
    projects: Annotated[int, typer.Option("--projects", min=1, help="How many projects; any size works.")],
) -> None:
    """Any number of projects, for benchmarks. 压力测试数据"""
    with _database(_settings()) as database:
        asyncio.run(_seed_scale(database, projects))


@app.command()
def template(
    path: Annotated[Path, typer.Argument(help="The workbook to write.", dir_okay=False)],
) -> None:
    """Write an empty plan workbook to fill in. 下载申报模板"""
    with _database(_settings()) as database:
        _require_schema(database)
        from api.imports.template import write_template

        asyncio.run(write_template(path, database))
    out.print(f"Wrote {path}", soft_wrap=True)


@app.command("import")
def import_workbook(
    path: Annotated[Path, typer.Argument(help="A filled-in workbook.", exists=True, dir_okay=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check it only; save nothing.")] = False,
    actor: Annotated[str, typer.Option("--as", help="The user who imports; their rights apply.")] = "admin",
    lang: Annotated[Literal["zh", "en"], typer.Option(help="Language of what is said about it.")] = "zh",
    marked: Annotated[
        Path | None, typer.Option(help="Where to write a copy with the problems marked.", dir_okay=False)
    ] = None,
) -> None:
    """Read a plan workbook, all or nothing. 导入申报表

    Ends with 1 if problems keep the workbook out; then nothing was saved. Notes alone do not.
    """
    with _database(_settings()) as database:
        _require_schema(database)
        from api.imports.run import import_file

        report = asyncio.run(import_file(database, path, actor, dry_run, lang))
    out.print(report.summary(lang), markup=False, soft_wrap=True)
    if marked is not None and (copy := report.marked_copy()) is not None:
        marked.write_bytes(copy)
        out.print(f"Wrote {marked}", soft_wrap=True)
    if report.blocked:
        raise typer.Exit(1)


@app.command()
def account(
    username: Annotated[str, typer.Argument(help="The name to sign in with.")],
    name: Annotated[str, typer.Option(help="The person's name.")],
    role: Annotated[
        list[str],
        typer.Option(
            help="What they may do: administrator, analyst, …; of a unit: expert:320000. Repeatable."
        ),
    ],
    password: Annotated[
        str,
        typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for if not given."),
    ],
) -> None:
    """Add an account, the first administrator's too. 新增账户"""
    from api.policy.passwords import weakness
    from api.services.accounts import NewUser, create_users
    from api.viewer import SYSTEM
    from db.enums import Role
    from db.store import NATION, Store

    weak = weakness(password, username, name)
    if weak is not None:
        _fail(f"{weak.say('en')}. {weak.advise('en')}".strip())
    grants: list[tuple[Role, str | None]] = []
    for entry in role:
        word, _, unit = entry.partition(":")
        if word not in set(Role):
            _fail(f"{word} is not a role: {', '.join(Role)}.")
        grants.append((Role(word), unit or None))

    async def add(database: Database) -> None:
        store = await Store.open(database.app_url, size=1)
        try:
            async with store.write(NATION) as work:
                await create_users(work, SYSTEM, [NewUser(username, name, grants, password)])
        finally:
            await store.close()

    with _database(_settings()) as database:
        _require_schema(database)
        asyncio.run(add(database))
    out.print(f"{username} may sign in now. 账户已建立", markup=False)


@app.command("export-schema")
def export_schema(
    check: Annotated[bool, typer.Option("--check", help="Only say whether the file is up to date.")] = False,
) -> None:
    """Write the GraphQL schema into the repository; name what it breaks of the last release. 导出接口定义"""
    from api.graphql.releases import broken_promises, version_of
    from api.graphql.schema import sdl

    path = home() / "api" / "graphql" / "schema.graphql"
    text = sdl().rstrip("\n") + "\n"
    if not check:
        path.write_text(text, encoding="utf-8")
        out.print(f"Wrote {path.relative_to(home())}")
    elif not path.exists() or path.read_text(encoding="utf-8") != text:
        _fail("api/graphql/schema.graphql is out of date: run `dengta export-schema` and commit it.", code=1)
    missed = broken_promises(text, version_of(version("dengta")))
    if missed:
        listed = "\n".join(f"  {sentence}" for sentence in missed)
        _fail(
            f"The schema breaks what the last release promised (api/graphql/releases.py):\n{listed}", code=1
        )


@app.command("export-baseline")
def export_baseline() -> None:
    """Write what the migrations make of an empty database, for a quick first start. 导出初始结构"""
    from db.baseline import BASELINE
    from db.migrate import drawn_by_steps

    BASELINE.write_text(asyncio.run(drawn_by_steps()), encoding="utf-8")
    out.print(f"Wrote {BASELINE.relative_to(home())}")


@app.command()
def worker(
    once: Annotated[bool, typer.Option("--once", help="All that is due now, then end.")] = False,
) -> None:
    """Run the red-flag rules as they are due or asked for, clear up, sign the audit anchor. 后台任务"""
    from api.worker import keep_working, round_once

    settings = _settings()
    logging.basicConfig(level="INFO", format="%(asctime)s %(message)s")
    with _database(settings) as database:
        _require_schema(database)
        if once:
            asyncio.run(round_once(settings, database))
        else:
            keep_working(settings, database)


async def _prepare(database: Database, demo: Settings | None = None) -> None:
    """Schema and reference data; with the settings of a demo, an invented programme where nothing is yet."""
    from db.migrate import migrate as run
    from seed.reference.load import load_reference

    await run(database)
    with _progress() as progress:
        await load_reference(database, progress)
        if demo is not None:
            from seed.synthetic.demo import is_empty

            if await is_empty(database):
                await _fill(database, 7, demo, progress)


async def _fill(database: Database, number: int, settings: Settings, progress: Progress) -> None:
    from api.services.files.cabinet import open_cabinet
    from api.services.vault import TIPS, Vault
    from seed.synthetic.demo import seed_demo as run

    cabinet, vault = open_cabinet(settings.files), Vault(settings.secret_key, TIPS)
    await run(database, seed=number, progress=progress, cabinet=cabinet, vault=vault)


async def _demo_day(database: Database) -> date | None:
    from seed.synthetic.demo import day_of

    return await day_of(database)


async def _seed_demo(database: Database, number: int, settings: Settings) -> None:
    from seed.synthetic.demo import is_empty

    await _prepare(database)
    if not await is_empty(database):
        _fail("There are plans already: demo data goes into an empty database only.", code=1)
    with _progress() as progress:
        await _fill(database, number, settings, progress)


async def _seed_scale(database: Database, projects: int) -> None:
    from seed.synthetic.scale import seed_scale as run

    await _prepare(database)
    with _progress() as progress:
        await run(database, projects=projects, progress=progress)


def _settings() -> Settings:
    _stop_cleanly_on_signals()
    try:
        return Settings.from_environment()
    except ConfigError as error:
        _fail(str(error))


@contextmanager
def _database(settings: Settings) -> Iterator[Database]:
    """The database of the environment, known to answer; what is wrong with it is said in one line."""
    try:
        with open_database(settings.database) as database:
            asyncio.run(_greet(database))
            yield database
    except (ConfigError, EmbeddedError) as error:
        _fail(str(error))
    except Refusal as refusal:
        _fail(f"{refusal.message('en')}. {refusal.hint('en')}".strip(), code=1)


@contextmanager
def _audited() -> Iterator[tuple[Database, Path]]:
    settings = _settings()
    with _database(settings) as database:
        _require_schema(database)
        yield database, settings.database.data


app.add_typer(audit_commands(_audited, out), name="audit")
add_people_commands(app, _audited, out)
add_evaluate_command(app, _audited, out)
add_forecast_command(app, _audited, out)


async def _greet(database: Database) -> None:
    """Fails early and plainly where nobody answers, the login is refused or PostgreSQL is too old."""
    import asyncpg

    name = "DATABASE_URL" if database.owner else "DATABASE_APP_URL"
    try:
        # Before the first migration only the owner's login exists.
        connection = await asyncpg.connect(database.owner or database.app_url, timeout=10)
    except (OSError, asyncpg.PostgresError) as error:
        # An asyncpg.connect that times out says nothing at all.
        raise ConfigError(
            f"No connection to the database of {name}: {error or 'no answer within 10 s'}"
        ) from error
    try:
        if connection.get_server_version() < (15,):
            raise ConfigError(
                f"{name} is PostgreSQL {connection.get_server_version().major}; Dengta needs 15 or newer."
            )
    finally:
        await connection.close()


def _require_schema(database: Database) -> None:
    async def tables() -> int:
        import asyncpg

        connection = await asyncpg.connect(database.owner or database.app_url)
        try:
            count: int = await connection.fetchval(
                "select count(*) from pg_tables where schemaname = 'public'"
            )
            return count
        finally:
            await connection.close()

    if asyncio.run(tables()) == 0:
        _fail("The database is empty: run `dengta serve`, or `dengta seed reference`, first.", code=1)


def _listen(settings: Settings) -> list[socket.socket]:
    """Takes the port before anything slow begins, so that a port in use is said at once."""
    try:
        return open_door(settings.host, settings.port, settings.workers)
    except ConfigError as error:
        _fail(str(error))


def _serve(settings: Settings, database: Database, listeners: list[socket.socket]) -> None:
    # Until all is loaded: what is loaded stays, and looking for garbage in it took a sixth of the time to start.
    gc.disable()
    from api.serving import serve

    try:
        if not serve(settings, database, listeners, partial(_announce, settings, listeners[0])):
            _fail("The server did not start; the reason stands above.", code=1)
    except KeyboardInterrupt:
        out.print("\nStopping … 正在停止")


def _announce(settings: Settings, listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    out.print(f"\n[bold]灯塔 Dengta[/bold]  http://{shown}:{port}   (Ctrl-C stops it 停止)", soft_wrap=True)
    if settings.today is not None:
        out.print(f"It is {settings.today} here 系统日期 {settings.today}   (DENGTA_TODAY)", soft_wrap=True)
    if not settings.demo:
        return
    from rich.table import Table

    from seed.synthetic.demo import ACCOUNTS

    table = Table("user 用户", "password 密码", "role 角色", box=None, padding=(0, 2, 0, 0))
    for username, password, role_zh, role_en in ACCOUNTS:
        table.add_row(username, password, f"{role_zh} {role_en}")
    out.print(table)
    if host not in {"127.0.0.1", "::1"}:
        out.print(
            "[yellow]Others can reach this address, and these passwords are public: "
            "set DENGTA_DEMO=off for anything real.[/yellow]",
            soft_wrap=True,
        )


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar per label on a terminal, a line per label elsewhere."""
    if not out.is_terminal:
        seen: set[str] = set()

        def say(label: str, done: int, total: int) -> None:
            if label not in seen:
                seen.add(label)
                out.print(f"{label} …", soft_wrap=True)

        yield say
        return

    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    with Bars(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=out
    ) as bars:
        tasks: dict[str, Any] = {}

        def draw(label: str, done: int, total: int) -> None:
            if label not in tasks:
                tasks[label] = bars.add_task(label, total=total)
            bars.update(tasks[label], completed=done, total=total)

        yield draw


def _stop_cleanly_on_signals() -> None:
    """A stopped service and a closed terminal end as Ctrl-C does: with the private PostgreSQL stopped too."""

    def leave(number: int, frame: FrameType | None) -> NoReturn:
        sys.exit(0)

    def as_termination(number: int, frame: FrameType | None) -> None:
        # uvicorn listens to SIGTERM while it serves, and not to SIGHUP.
        os.kill(os.getpid(), signal.SIGTERM)

    signal.signal(signal.SIGTERM, leave)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup asks for the opposite.
        signal.signal(signal.SIGHUP, as_termination)


def _fail(reason: str, code: int = 2) -> NoReturn:
    err.print(f"dengta: {reason}", markup=False, soft_wrap=True)
    raise typer.Exit(code)


if __name__ == "__main__":
    app()
