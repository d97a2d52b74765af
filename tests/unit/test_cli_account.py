"""`dengta account` makes the first administrator of an office, and nothing half."""

import os
import subprocess
import sys

import pytest

from api.services.accounts import authenticate
from db.config import Database
from db.enums import Role
from db.store import Store
from tests.databases import ROOT


def account(database: Database, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DENGTA_", "DATABASE_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "api.cli", "account", *arguments],
        cwd=ROOT,
        env=kept | {"DATABASE_URL": database.owner_url, "DATABASE_APP_URL": database.app_url},
        capture_output=True,
        text=True,
        check=False,
    )


async def test_the_account_can_sign_in(fresh_database: Database, fresh_store: Store) -> None:
    done = account(
        fresh_database, "wang", "--name", "王", "--role", "expert:320000", "--password", "a long secret"
    )
    assert done.returncode == 0, done.stderr
    viewer = await authenticate(fresh_store, "wang", "a long secret")
    assert viewer.roles == {Role.EXPERT}
    assert viewer.rows.units == ("320000",)


@pytest.mark.parametrize(
    ("what", "role", "password", "said"),
    [
        ("a role nobody knows", "king", "a long secret", "king is not a role"),
        ("a unit nobody knows", "expert:999999", "a long secret", "999999"),
        ("a short password", "expert", "short", "at least 10"),
    ],
)
async def test_refused_in_one_line(
    fresh_database: Database, what: str, role: str, password: str, said: str
) -> None:
    done = account(fresh_database, "wang", "--name", "王", "--role", role, "--password", password)
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr
