"""Accounts: made and changed by administrators in person, links that serve once, duties that exclude one another."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
import pytest_asyncio

from api.actions.perform import Asked, Done, perform
from api.actions.registry import ACTIONS
from api.errors import Refusal
from api.policy.access import TokenScope
from api.services import own_password, sessions
from api.services.account_list import accounts
from api.services.accounts import NewUser, authenticate, create_users, sign_in, viewer_named, viewer_of
from api.services.attempts import _count
from api.services.presence import presence
from api.viewer import SYSTEM, Viewer
from db.enums import Role
from db.store import NATION, NOTHING, Store
from tests.services.passwords import all_have

PASSWORD = "right horse"
BY_NAME = {action.name: action for action in ACTIONS if action.noun == "User"}


@dataclass
class Office:
    store: Store
    root: Viewer
    people: dict[str, int]

    async def do(self, what: str, user: str = "", /, *, by: Viewer | None = None, **values: object) -> Done:
        asked = Asked(self.people.get(user, 0), values)
        [done] = await perform(self.store, by or self.root, BY_NAME[what], [asked])
        return done

    async def roles(self, user: str) -> set[tuple[str, str | None]]:
        async with self.store.read(NOTHING) as connection:
            rows = await connection.fetch(
                "select role, unit_code from user_roles where user_id = $1", self.people[user]
            )
        return {(row["role"], row["unit_code"]) for row in rows}

    async def events(self, user: str) -> list[tuple[str, str | None]]:
        async with self.store.read(NATION) as connection:
            rows = await connection.fetch(
                "select action, why from events where subject = 'User' and subject_id = $1 order by id",
                self.people[user],
            )
        return [(row["action"], row["why"]) for row in rows]


@pytest_asyncio.fixture
async def office(fresh_store: Store) -> AsyncIterator[Office]:
    users = {
        "root": [(Role.ADMINISTRATOR, None)],
        "second": [(Role.ADMINISTRATOR, None)],
        "zhang": [(Role.EXPERT, "320000")],
        "auditor": [(Role.AUDITOR, None)],
    }
    async with fresh_store.write(NATION) as work:
        ids = await create_users(
            work, SYSTEM, [NewUser(name, f"{name}先生", roles) for name, roles in users.items()]
        )
        await all_have(work, PASSWORD)
    root = await viewer_named(fresh_store, "root")
    assert root
    yield Office(fresh_store, root, dict(zip(users, ids, strict=True)))


def why_not(done: Done) -> str:
    assert not done.done
    return done.problems[0].code


async def test_an_account_from_nothing_to_its_owner_at_work(office: Office) -> None:
    made = await office.do("create", username="li.jing", name="李静")
    assert made.id
    office.people["li"] = made.id
    assert (await office.do("grant_role", "li", role="provincial_sme_officer", unit_id="330000")).done
    with pytest.raises(Refusal, match="BAD_CREDENTIALS"):
        await authenticate(office.store, "li.jing", "!")
    secret, _ = await own_password.issue_link(office.store, office.root, made.id)
    with pytest.raises(Refusal, match="WEAK_PASSWORD"):
        await own_password.use_link(office.store, secret, "li.jing123", None, None)
    token = await own_password.use_link(office.store, secret, "four plain words here", None, None)
    viewer = await viewer_of(office.store, token)
    assert viewer
    assert viewer.rows.units == ("330000",)
    with pytest.raises(Refusal, match="LINK_OVER"):
        await own_password.use_link(office.store, secret, "four other words here", None, None)
    assert await office.events("li") == [
        ("create", "li.jing"),
        ("grant_role", "省级中小企业主管部门 provincial_sme_officer 330000"),
        ("set_up", None),
        ("set_password", None),
    ]


async def test_only_a_link_s_hash_is_kept_and_a_new_one_voids_the_old_and_the_password(
    office: Office,
) -> None:
    first, _ = await own_password.issue_link(office.store, office.root, office.people["zhang"])
    second, _ = await own_password.issue_link(office.store, office.root, office.people["zhang"])
    async with office.store.read(NOTHING) as connection:
        kept = await connection.fetchval("select string_agg(token_hash, ' ') from setup_links")
    assert first not in kept
    assert second not in kept
    assert await own_password.whose_link(office.store, first) is None
    assert await own_password.whose_link(office.store, second)
    with pytest.raises(Refusal, match="BAD_CREDENTIALS"):
        await authenticate(office.store, "zhang", PASSWORD)
    async with office.store.write(NOTHING) as work:
        await work.connection.execute("update setup_links set expires_at = now()")
    assert await own_password.whose_link(office.store, second) is None


async def test_a_deactivated_user_s_sessions_end_and_the_account_stays_out(office: Office) -> None:
    token = await sign_in(office.store, "zhang", PASSWORD, None)
    assert (await office.do("deactivate", "zhang", why="调离")).done
    assert await viewer_of(office.store, token) is None
    with pytest.raises(Refusal, match="BAD_CREDENTIALS"):
        await authenticate(office.store, "zhang", PASSWORD)
    assert (await office.do("activate", "zhang")).done
    assert await viewer_of(office.store, token) is None
    assert await viewer_of(office.store, await sign_in(office.store, "zhang", PASSWORD, None))


async def test_a_role_comes_with_a_new_session_and_goes_at_once(office: Office) -> None:
    token = await sign_in(office.store, "auditor", PASSWORD, None)
    assert (await office.do("grant_role", "auditor", role="analyst")).done
    assert await viewer_of(office.store, token) is None  # more rights, another token
    token = await sign_in(office.store, "auditor", PASSWORD, None)
    viewer = await viewer_of(office.store, token)
    assert viewer
    assert viewer.roles == {Role.AUDITOR, Role.ANALYST}
    assert (await office.do("revoke_role", "auditor", role="analyst", why="错授")).done
    viewer = await viewer_of(office.store, token)
    assert viewer
    assert viewer.roles == {Role.AUDITOR}
    assert ("revoke_role", "分析人员 analyst 错授") in await office.events("auditor")


@pytest.mark.parametrize(
    "user, role, unit, code",
    [
        ("zhang", "provincial_sme_officer", "320000", "ROLES_EXCLUDE"),
        ("auditor", "finance_officer", None, "ROLES_EXCLUDE"),
        ("auditor", "leader", "320000", "ROLE_UNIT"),
        ("zhang", "expert", None, "ROLE_UNIT"),
        ("zhang", "expert", "320000", "EXISTS"),
        ("zhang", "platform_operator", "320000", "OPERATOR_NEEDS_ORGANIZATION"),
        ("root", "leader", None, "OWN_ACCOUNT"),
    ],
)
async def test_a_role_that_cannot_be_given(
    office: Office, user: str, role: str, unit: str | None, code: str
) -> None:
    before = await office.roles(user)
    assert why_not(await office.do("grant_role", user, role=role, unit_id=unit)) == code
    assert await office.roles(user) == before


async def test_the_last_administrator_stays(office: Office) -> None:
    second = await viewer_named(office.store, "second")
    assert (await office.do("deactivate", "second", why="调离")).done
    assert why_not(await office.do("deactivate", "root", by=second, why="x")) == "LAST_ADMINISTRATOR"
    assert (
        why_not(await office.do("revoke_role", "root", by=second, role="administrator", why="x"))
        == "LAST_ADMINISTRATOR"
    )


@pytest.mark.parametrize("username", ["ab", "x" * 41, "王伟", "a b c", "li\njing", "<b>"])
async def test_a_user_name_that_cannot_be(office: Office, username: str) -> None:
    done = await office.do("create", username=username, name="x")
    assert why_not(done) in ("BAD_USERNAME", "BAD_FIELD")
    assert done.problems[0].field == "username"


@pytest.mark.parametrize("name", BY_NAME)
async def test_nobody_else_manages_accounts(office: Office, name: str) -> None:
    values = {
        "create": {"username": "mallory", "name": "M"},
        "change": {"name": "M"},
        "grant_role": {"role": "analyst"},
        "revoke_role": {"role": "expert", "unit_id": "320000", "why": "x"},
        "deactivate": {"why": "x"},
        "reset_second_step": {"why": "x"},
        "link_identity": {"issuer": "https://office.example", "subject": "x"},
        "unlink_identity": {"why": "x"},
    }.get(name, {})
    for username in ("zhang", "auditor"):
        viewer = await viewer_named(office.store, username)
        with pytest.raises(Refusal, match="FORBIDDEN"):
            await office.do(name, "zhang", by=viewer, **values)
    # Not even an administrator's token that may change data.
    program = replace(office.root, token_id=7, scopes=frozenset({TokenScope.READ, TokenScope.WRITE}))
    assert why_not(await office.do(name, "zhang", by=program, **values)) == "TOKEN_NOT_ENOUGH"


async def test_an_account_that_waits_is_seen_and_let_in_again(office: Office) -> None:
    for _ in range(5):
        with pytest.raises(Refusal, match="BAD_CREDENTIALS"):
            await authenticate(office.store, "zhang", "wrong", "10.0.0.9")
    with pytest.raises(Refusal, match="BAD_CREDENTIALS"):
        await authenticate(office.store, "zhang", PASSWORD)
    _, [seen] = await accounts(office.store, office.root, text="zhang")
    assert seen.locked_until
    assert (await office.do("unlock", "zhang")).done
    assert await authenticate(office.store, "zhang", PASSWORD)
    _, [seen] = await accounts(office.store, office.root, text="zhang")
    assert seen.locked_until is None


async def test_an_unknown_name_waits_like_a_known_one(office: Office) -> None:
    async def counted() -> list[tuple[int, bool]]:
        async with office.store.read(NOTHING) as connection:
            rows = await connection.fetch("select failures, until is not null as waits from attempts")
        return sorted((row["failures"], row["waits"]) for row in rows)

    for username in ("zhang", "nobody at all"):
        for _ in range(7):
            with pytest.raises(Refusal, match="BAD_CREDENTIALS"):
                await authenticate(office.store, username, "wrong")
    assert await counted() == [(5, True), (5, True)]


async def test_an_address_that_tries_name_after_name_waits(office: Office) -> None:
    for number in range(30):
        with pytest.raises(Refusal, match="BAD_CREDENTIALS"):
            await authenticate(office.store, f"guess{number}", "wrong", "10.0.0.9")
    with pytest.raises(Refusal, match="TOO_MANY_ATTEMPTS") as caught:
        await authenticate(office.store, "zhang", PASSWORD, "10.0.0.9")
    assert caught.value.status == 429
    assert await authenticate(office.store, "zhang", PASSWORD, "10.0.0.10")


async def test_a_hundred_guesses_at_once_are_not_free(office: Office) -> None:
    import asyncio

    outcomes = await asyncio.gather(
        *(authenticate(office.store, "zhang", f"guess {number}") for number in range(20)),
        return_exceptions=True,
    )
    assert all(isinstance(outcome, Refusal) for outcome in outcomes)
    async with office.store.read(NOTHING) as connection:
        assert await connection.fetchval("select failures from attempts") == 5


async def test_the_first_guesses_of_several_processes_are_all_counted(office: Office) -> None:
    """What processes share is the database: none of them knows how far another one's transaction is."""
    import asyncio

    async def fail() -> None:
        async with office.store.write(NOTHING) as work:
            assert await _count(work, "account:zhang", 5)
            await asyncio.sleep(0.05)

    await asyncio.gather(*(fail() for _ in range(3)))
    async with office.store.read(NOTHING) as connection:
        assert await connection.fetchval("select failures from attempts") == 3


async def test_the_same_person_many_times_at_once_is_let_in_each_time(office: Office) -> None:
    import asyncio

    viewers = await asyncio.gather(*(authenticate(office.store, "zhang", PASSWORD) for _ in range(12)))
    assert len(viewers) == 12


async def test_a_new_password_ends_the_other_sessions_and_changes_this_one_s_token(office: Office) -> None:
    other = await sign_in(office.store, "zhang", PASSWORD, "10.0.0.1", "Firefox")
    token = await sign_in(office.store, "zhang", PASSWORD, "10.0.0.2", "Chromium\n\x07")
    viewer = await viewer_of(office.store, token)
    assert viewer
    seen = (await sessions.sessions_of(office.store, [office.people["zhang"]]))[office.people["zhang"]]
    assert {(one.address, one.device) for one in seen} == {("10.0.0.1", "Firefox"), ("10.0.0.2", "Chromium")}
    with pytest.raises(Refusal, match="WRONG_PASSWORD"):
        await own_password.change_password(office.store, viewer, "wrong", "four plain words here", None, None)
    new = await own_password.change_password(
        office.store, viewer, PASSWORD, "four plain words here", None, None
    )
    assert len({other, token, new}) == 3
    assert await viewer_of(office.store, other) is None
    assert await viewer_of(office.store, token) is None
    assert await viewer_of(office.store, new)


async def test_a_session_nobody_uses_ends(office: Office) -> None:
    token = await sign_in(office.store, "zhang", PASSWORD, None)
    async with office.store.write(NOTHING) as work:
        await work.connection.execute("update sessions set seen_at = now() - interval '119 minutes'")
    assert await viewer_of(office.store, token)  # and is seen again
    async with office.store.read(NOTHING) as connection:
        assert await connection.fetchval("select now() - seen_at < interval '1 minute' from sessions")
    async with office.store.write(NOTHING) as work:
        await work.connection.execute("update sessions set seen_at = now() - interval '121 minutes'")
    assert await viewer_of(office.store, token) is None


async def test_what_ends_is_told_to_every_process(office: Office) -> None:
    """Another process's connection hears of it the moment it commits."""
    import asyncio

    heard: asyncio.Queue[str] = asyncio.Queue()
    async with office.store._pool.acquire() as connection:

        def hear(*message: object) -> None:
            heard.put_nowait(str(message[-1]))

        await connection.add_listener("dengta_changes", hear)
        token = await sign_in(office.store, "zhang", PASSWORD, None)
        presence(office.store).keep("cookie", office.root, presence(office.store).ends)
        await sessions.sign_out(office.store, token)
        assert "Session" in await asyncio.wait_for(heard.get(), 5)
        assert (await office.do("end_sessions", "zhang")).done
        assert "Session" in await asyncio.wait_for(heard.get(), 5)
        await connection.remove_listener("dengta_changes", hear)
    assert presence(office.store).recall("cookie") is None


async def test_auditors_look_and_analysts_do_not(office: Office) -> None:
    auditor = await viewer_named(office.store, "auditor")
    assert auditor
    total, found = await accounts(office.store, auditor, first=2)
    assert (total, len(found)) == (4, 2)
    zhang = await viewer_named(office.store, "zhang")
    assert zhang
    with pytest.raises(Refusal, match="FORBIDDEN"):
        await accounts(office.store, zhang)
