"""The command `dengta forecast`: what is expected, and how forecasts of before came true."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from db.config import Database

if TYPE_CHECKING:
    from api.policy.forecast.backtest import Outcome
    from api.services.forecast import Foreseen

#: Gives the database and the folder of the secrets.
Opened = Callable[[], AbstractContextManager[tuple[Database, Path]]]


def add_forecast_command(app: typer.Typer, opened: Opened, out: Console) -> None:
    @app.command()
    def forecast(
        on: Annotated[
            datetime | None,
            typer.Option(help="The day to stand on; the demo's own without it.", formats=["%Y-%m-%d"]),
        ] = None,
        backtest: Annotated[
            bool, typer.Option("--backtest", help="Compare forecasts of before with what came.")
        ] = False,
    ) -> None:
        """Will the goal be reached, and by when. 灯塔数预测

        Uses what was known on that day alone. Ctrl-C harms nothing.
        """
        with opened() as (database, _):
            found, day = asyncio.run(_found(database, on.date() if on else None))
        if not len(found.foresight.history.entered):
            out.print("There is no project yet. 尚无项目")
            raise typer.Exit(1)
        if backtest:
            _print_record(found.record(day), out)
        else:
            _print(found, day, out)


async def _found(database: Database, on: date | None) -> tuple["Foreseen", date]:
    from api.services.clock import today, work_on
    from api.services.forecast import foresee
    from db.store import Store
    from seed.synthetic.demo import day_of

    work_on(await day_of(database))
    day = min(on or today(), today())
    store = await Store.open(database.app_url, size=1)
    try:
        return await foresee(store, day), day
    finally:
        await store.close()


def _print(found: "Foreseen", day: date, out: Console) -> None:
    made = found.foresight.outlook(day).of()
    table = Table(title=f"{day}: {made.passed} 已通过 passed, {made.under_way} 在办 under way")
    for heading in ("月底 by", "低 low", "中位 median", "高 high"):
        table.add_column(heading, justify="right", no_wrap=heading.startswith("基准日"))
    for end, one in made.months:
        table.add_row(str(end), *(f"{value:,}" for value in (one.low, one.middle, one.high)))
    out.print(table)


def _print_record(outcomes: list["Outcome"], out: Console) -> None:
    from api.policy.forecast.backtest import coverage

    table = Table(title="回测 Back-test: 80 %")
    for heading in (
        "基准日 on",
        "月数 months",
        "在办 under way",
        "低 low",
        "中位 median",
        "高 high",
        "实际 came",
        "",
        "单位 units",
    ):
        table.add_column(heading, justify="right", no_wrap=heading.startswith("基准日"))
    for one in outcomes:
        if one.unit is None:
            units = coverage(
                other for other in outcomes if other.unit and (other.on, other.months) == (one.on, one.months)
            )
            table.add_row(
                str(one.on),
                *(
                    f"{value:,}"
                    for value in (one.months, one.under_way, one.low, one.middle, one.high, one.came)
                ),
                "✓" if one.held else "✗",
                f"{units.held}/{units.count}",
            )
    out.print(table)
    for label, found in (
        ("全国 Country", coverage(one for one in outcomes if one.unit is None)),
        ("单位 Units", coverage(one for one in outcomes if one.unit is not None)),
        ("合计 All", coverage(outcomes)),
    ):
        share = "—" if found.share is None else f"{found.share:.1%}"
        out.print(f"{label}: {found.held}/{found.count} = {share}", markup=False, soft_wrap=True)
