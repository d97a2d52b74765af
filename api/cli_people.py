"""The commands `dengta rights` and `dengta setup-link`."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.errors import Refusal
from db.config import Database

#: Gives the database and the folder of the secrets.
Opened = Callable[[], AbstractContextManager[tuple[Database, Path]]]


def add_people_commands(app: typer.Typer, opened: Opened, out: Console) -> None:
    @app.command("rights")
    def rights(
        role: Annotated[str | None, typer.Option(help="Only this role: expert, auditor, …")] = None,
        table: Annotated[str | None, typer.Option(help="Only this table: Project, Claim, …")] = None,
    ) -> None:
        """Who may read which rows and fields, and do what, as it is enforced. 权限表"""
        from rich.table import Table

        from api.policy.rights import Reach
        from api.services.rights import rights as whole
        from db.catalog import catalog
        from db.enums import Role

        if role is not None and role not in set(Role):
            raise typer.BadParameter(f"{role} is not a role: {', '.join(Role)}.")
        if table is not None and table not in catalog():
            raise typer.BadParameter(f"{table} is not a table: {', '.join(sorted(catalog()))}.")
        shown = Table("table 表", "role 角色", "rows 可看范围", "masked 掩码", "may 可办", box=None)
        for right in whole():
            if role not in (None, right.role) or table not in (None, right.table):
                continue
            if right.reach is Reach.NONE and not right.moves and role is None and table is None:
                continue  # what is not there needs no line in a list of all
            moves = ", ".join(move.action for move in right.moves)
            shown.add_row(right.table, right.role, right.reach, ", ".join(right.masked), moves)
        out.print(shown)

    @app.command("setup-link")
    def setup_link(
        username: Annotated[str, typer.Argument(help="Whose password is to be set anew.")],
    ) -> None:
        """A link to set a password by, once: for an administrator who has lost theirs, too. 设置链接

        The old password is void at once and all sessions end. Put this server's address before what it prints.
        """
        from api.services.accounts import number_of
        from api.services.own_password import issue_link
        from api.viewer import SYSTEM
        from db.store import Store

        with opened() as (database, _):

            async def run() -> str:
                store = await Store.open(database.app_url, size=1)
                try:
                    user_id = await number_of(store, username)
                    if user_id is None:
                        raise Refusal("NO_SUCH_USER", "没有该用户 | There is no such user", status=404)
                    secret, expires = await issue_link(store, SYSTEM, user_id)
                    return f"/sign-in/set-up/{secret}   (until 有效至 {expires:%Y-%m-%d %H:%M})"
                finally:
                    await store.close()

            out.print(asyncio.run(run()), markup=False, soft_wrap=True)
