"""One password for many accounts: a hash of it costs a quarter of a second, and one will do for a whole run."""

from functools import cache

from api.services.accounts import hash_of
from db.store import Work


@cache
def hashed(password: str) -> str:
    return hash_of(password)


async def all_have(work: Work, password: str) -> None:
    """Every account is given this password, as if each had been made with it."""
    await work.connection.execute("update users set password_hash = $1", hashed(password))
