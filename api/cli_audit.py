"""The commands `dengta audit verify` and `dengta audit anchor`."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from db.config import Database

if TYPE_CHECKING:
    from api.services.audit_check import Checked

#: Gives the database and the folder of the secrets.
Opened = Callable[[], AbstractContextManager[tuple[Database, Path]]]


def audit_commands(opened: Opened, out: Console) -> typer.Typer:
    app = typer.Typer(no_args_is_help=True, help="The audit trail: verify, anchor. 审计记录")

    @app.command()
    def verify(
        unit: Annotated[
            str | None, typer.Option(help="Only this unit's chain, by its code; '' is that of no unit.")
        ] = None,
        public_key: Annotated[
            list[str] | None,
            typer.Option(help="A public key whose anchors count, beside this machine's. Repeatable."),
        ] = None,
    ) -> None:
        """Look for edited, removed or reordered entries. 核验审计记录

        Ends with 1 if anything is found; says per chain where it begins. Ctrl-C harms nothing.
        """
        from api.services.audit_anchor import signer_in
        from api.services.audit_check import check
        from db.store import Store

        with opened() as (database, folder):

            async def run() -> "Checked":
                store = await Store.open(database.app_url, size=2)
                try:
                    return await check(store, [signer_in(folder).public, *(public_key or ())], unit)
                finally:
                    await store.close()

            checked = asyncio.run(run())
        for finding in checked.findings:
            zh, en = finding.said.split(" | ")
            chain = finding.chain or "全国 national"
            out.print(f"{chain}: {zh} {en}", markup=False, soft_wrap=True)
        out.print(
            f"{checked.entries} entries in {checked.chains} chains, {checked.anchors} anchors: "
            f"{'nothing wrong 未见异常' if not checked.findings else f'{len(checked.findings)} found 发现问题'}",
            soft_wrap=True,
        )
        if checked.findings:
            raise typer.Exit(1)

    @app.command()
    def anchor() -> None:
        """Sign where every chain ends today; the worker does it daily. 签署当日锚点

        The key is audit_key in the data folder, made at first use. Give audit_key.pub and what this prints to
        somebody outside: who can write to the database cannot change what they hold.
        """
        from api.services.audit_anchor import anchor as sign
        from api.services.audit_anchor import latest, signer_in
        from db.store import Store

        with opened() as (database, folder):

            async def run() -> str:
                store = await Store.open(database.app_url, size=1)
                try:
                    await sign(store, signer_in(folder))
                    return await latest(store)
                finally:
                    await store.close()

            out.print(asyncio.run(run()), markup=False, soft_wrap=True)

    return app
