"""Who came a moment ago is known for a moment, and forgotten as soon as anything ends."""

from api.services.accounts import NewUser, create_users, sign_in
from api.services.presence import Presence, presence
from api.services.sessions import sign_out
from api.viewer import NATION, SYSTEM, Viewer
from db.enums import Role
from db.store import Store

ANN = Viewer(user_id=1, username="ann", roles=frozenset({Role.ANALYST}))


def test_who_came_is_known_by_the_same_secret_only() -> None:
    known = Presence()
    known.keep("a=1", ANN, known.ends)
    assert known.recall("a=1") is ANN
    assert known.recall("a=2") is None


def test_not_for_longer_than_said() -> None:
    known = Presence(seconds=-1)
    known.keep("a=1", ANN, known.ends)
    assert known.recall("a=1") is None


def test_nobody_is_known_after_something_ended() -> None:
    known = Presence()
    known.keep("a=1", ANN, known.ends)
    known.forget()
    assert known.recall("a=1") is None


def test_who_was_looked_up_while_something_ended_is_not_kept() -> None:
    """Their session may be the one that ended, read the moment before."""
    known = Presence()
    before = known.ends
    known.forget()
    known.keep("a=1", ANN, before)
    assert known.recall("a=1") is None


async def test_signing_out_is_such_an_end(fresh_store: Store) -> None:
    async with fresh_store.write(NATION) as work:
        await create_users(
            work, SYSTEM, [NewUser("ann", "Ann", [(Role.ANALYST, None)], password="correct horse")]
        )
    token = await sign_in(fresh_store, "ann", "correct horse", None)
    presence(fresh_store).keep("cookie", ANN, presence(fresh_store).ends)
    await sign_out(fresh_store, token)
    assert presence(fresh_store).recall("cookie") is None
