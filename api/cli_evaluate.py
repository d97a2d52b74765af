"""The command `dengta evaluate`: what the red flags find of what was planted, and what they raise for nothing."""

import asyncio
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from db.config import Database

if TYPE_CHECKING:
    from seed.synthetic.evaluate import Report, Share

#: Gives the database and the folder of the secrets.
Opened = Callable[[], AbstractContextManager[tuple[Database, Path]]]

_KINDS = {
    "deterministic": "确定 sure",
    "statistical": "统计 stat.",
    "screening": "筛查 screen.",
    None: "尚无规则 no rule",
}


def add_evaluate_command(app: typer.Typer, opened: Opened, out: Console) -> None:
    @app.command()
    def evaluate(
        as_json: Annotated[bool, typer.Option("--json", help="As JSON, for machines.")] = False,
        strict: Annotated[bool, typer.Option("--strict", help="End with 1 if a bar is not cleared.")] = False,
    ) -> None:
        """How well the red flags find what the demo data hide. 评估预警效果

        Reads the truth as the owner of the database: only for seeded data. Ctrl-C harms nothing.
        """
        from seed.synthetic.evaluate import evaluate as run

        with opened() as (database, _):
            if database.owner is None:
                out.print(
                    "The owner's login is needed to read what was planted. 须以数据库所有者身份读取",
                    soft_wrap=True,
                )
                raise typer.Exit(2)
            report = asyncio.run(run(database.owner_url))
        if report is None:
            out.print("Nothing was planted in this database. 此数据库未植入手法")
            raise typer.Exit(1)
        if as_json:
            typer.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        else:
            _print(report, out)
        if strict and report.failures:
            raise typer.Exit(1)


def _print(report: "Report", out: Console) -> None:
    table = Table(
        "代码 code",
        "类别 kind",
        "确定 found, sure",
        "统计 found, statistical",
        "报警正确 right alarms",
        "近似未犯 near-misses raised",
        title=f"{report.claims}件申请 claims，{report.fraudulent}件植入 planted",
    )
    for one in report.codes:
        table.add_row(
            one.code,
            _KINDS[one.kind],
            *(_said(share) for share in (one.sure, one.unsure, one.right)),
            f"{one.near.hits}/{one.near.count}" if one.near.count else "",
        )
    out.print(table)
    for label, share in (
        ("确定性手法查全 Sure schemes found", report.sure),
        ("统计性手法查全 Statistical schemes found", report.unsure),
        ("前5%查准（本身或其平台）Right in the top 5 %, the claim or its platform", report.top),
        ("前5%查准（本身）Right in the top 5 %, the claim itself", report.itself),
        ("随机样本中不实 False in the random stratum", report.drawn),
        ("随机样本中未预警的不实 False and not flagged in the random stratum", report.drawn_unflagged),
        ("全部未预警中的不实 False and not flagged, in truth", report.unflagged),
    ):
        out.print(f"{label}: {_said(share) or '—'}", soft_wrap=True, markup=False)
    out.print(
        f"确定性规则误报 False alarms of deterministic rules: {report.false_alarms}",
        soft_wrap=True,
        markup=False,
    )
    for failure in report.failures:
        out.print(f"✗ {failure}", soft_wrap=True, markup=False, style="red")


def _said(share: "Share") -> str:
    if share.value is None or share.interval is None:
        return ""
    low, high = share.interval
    return f"{share.hits}/{share.count} {share.value:.0%} [{low:.0%}–{high:.0%}]"
