"""What may have happened to the rows there are: events, from which the past is told."""

import random
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import asyncpg

from db.catalog import catalog
from tests.db.rows import insert

#: Before any row's own dates, so that nothing was paid to a platform that was not there.
BEGAN = datetime(2022, 10, 1, 12, tzinfo=timezone(timedelta(hours=8)))
#: Each begins behind what it hangs on: days after BEGAN.
BEGINNINGS = {"Plan": 0, "Platform": 0, "Case": 180, "Project": 180, "Claim": 360, "Flag": 540}
ACTIONS = ("appoint", "replan", "contract", "deliver", "confirm", "settle", "disqualify", "tell")


async def tell(connection: asyncpg.Connection, chance: random.Random) -> None:
    """Adds a beginning for each row that has a state, and up to three events more, in any order of time."""
    for name, days in BEGINNINGS.items():
        entity = catalog()[name]
        words = [word.value for word in entity.fields["state"].words or ()]
        for row in await connection.fetch(f"select unit_code, id from {entity.table} order by id"):
            for number in range(chance.randint(1, 4)):
                later = chance.randrange(20 if number == 0 else 300)
                await insert(
                    connection,
                    "Event",
                    unit_code=row["unit_code"],
                    subject=name,
                    subject_id=row["id"],
                    action="appoint" if number == 0 else chance.choice(ACTIONS),
                    to_state=chance.choice(words),
                    at=BEGAN + timedelta(days=days + later),
                    figure=Decimal(chance.randrange(30)),
                    synthetic=False,
                )
