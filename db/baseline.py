"""What the migrations make of an empty database, as one script: a first start takes seconds, not the minute that
Tortoise needs to follow every step. Written by `make migrations`; a test holds it against the steps.
"""

import re
import subprocess
from pathlib import Path
from typing import Any

from db.embedded import environment, program

BASELINE = Path(__file__).parent / "migrations" / "baseline.sql"

_HEAD = "-- What the migrations make of an empty database. Written by `make migrations`; never edited.\n"
#: Settings of pg_dump's own session, some unknown to older servers, and its guards against psql's commands.
_SESSION = re.compile(r"^(SET |SELECT pg_catalog\.set_config|\\(un)?restrict |--)")
_RECORD = re.compile(r"^insert into tortoise_migrations .*, '(\w+)', now\(\)\);$", re.MULTILINE)


async def lay(connection: Any) -> bool:
    """Make all tables at once in a database that has seen no migration; false, and nothing done, in any other."""
    if await connection.fetchval("select to_regclass('public.tortoise_migrations') is not null"):
        return False
    async with connection.transaction():
        await connection.execute(BASELINE.read_text("utf-8"))
    return True


def covered(text: str) -> list[str]:
    """The migrations that a baseline stands for."""
    return _RECORD.findall(text)


def drawn(url: str, applied: list[tuple[str, str]]) -> str:
    """The script of the database behind ``url``, which stands for these migrations (app, name).

    Raises:
        subprocess.CalledProcessError: pg_dump could not read the database.
    """
    command = [
        str(program("pg_dump")),
        "--schema-only",
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        url,
    ]
    dumped = subprocess.run(command, check=True, capture_output=True, text=True, env=environment()).stdout
    lines = [line for line in dumped.splitlines() if line and not _SESSION.match(line)]
    records = [
        f"insert into tortoise_migrations (app, name, applied_at) values ('{app}', '{name}', now());"
        for app, name in applied
    ]
    return _HEAD + "\n".join([*lines, *records]) + "\n"
