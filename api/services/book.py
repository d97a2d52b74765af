"""The policy in force, from the table of dated limits."""

from typing import Any

from api.policy.book import DatedLimit, PolicyBook
from db.store import Work


async def policy_book(work: Work) -> PolicyBook:
    """All limits that were ever in force; which one counts depends on the day asked for. Read once a transaction."""
    if "Limit" not in work.known:
        work.known["Limit"] = await read_policy_book(work.connection)
    book: PolicyBook = work.known["Limit"]
    return book


async def read_policy_book(connection: Any) -> PolicyBook:
    """The same for a connection of ``Store.read``."""
    rows = await connection.fetch("select key, clause_id, value, valid_from, valid_until from limits")
    return PolicyBook(DatedLimit(*row) for row in rows)
