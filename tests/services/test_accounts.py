"""Accounts: signing in and out, and what each kind of person may see."""

import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from api.errors import Refusal
from api.services import accounts, organizations
from api.services.accounts import NewUser, authenticate, create_users, sign_in, viewer_of
from api.services.attempts import clear
from api.services.sessions import sign_out
from api.viewer import NOBODY, SYSTEM
from db.enums import Role
from db.store import NATION, NOTHING, Rows, Store
from seed.synthetic.uscc import numbered


@pytest_asyncio.fixture(scope="module")
async def people(store: Store) -> AsyncIterator[int]:
    async with store.write(NATION) as work:
        [organization] = await organizations.register(
            work, SYSTEM, [{"uscc": numbered("330100", 1), "name": "样例平台", "unit_code": "330000"}]
        )
        await create_users(
            work,
            SYSTEM,
            [
                NewUser("zhang", "张伟", [(Role.SUPERVISOR, None)], "right horse"),
                NewUser("li", "李静", [(Role.PROVINCIAL_SME_OFFICER, "330000")], "right horse"),
                NewUser("wang", "王强", [(Role.PLATFORM_OPERATOR, "330000")], "right horse", organization),
                NewUser("lost", "失联", [(Role.PLATFORM_OPERATOR, "330000")], "right horse"),
                NewUser("machine", "机器", [(Role.ADMINISTRATOR, None)]),
                NewUser("idle", "无角色", [], "right horse"),
            ],
        )
    yield organization


async def test_a_session_is_whose_token_it_is_until_signed_out(store: Store, people: int) -> None:
    token = await sign_in(store, "zhang", "right horse", "127.0.0.1")
    viewer = await viewer_of(store, token)
    assert viewer is not None
    assert (viewer.username, viewer.name, viewer.rows.national) == ("zhang", "张伟", True)
    assert viewer.unmasked
    await sign_out(store, token)
    assert await viewer_of(store, token) is None


async def test_only_the_hash_of_a_token_is_kept(store: Store, people: int) -> None:
    token = await sign_in(store, "zhang", "right horse", None)
    async with store.read(NOTHING) as connection:
        kept = await connection.fetchval("select string_agg(token_hash, ' ') from sessions")
        passwords = await connection.fetch("select password_hash from users where username = 'zhang'")
    assert token not in kept
    assert passwords[0][0].startswith("$argon2id$")


async def test_an_expired_session_is_nobody_s(store: Store, people: int) -> None:
    token = await sign_in(store, "li", "right horse", None)
    async with store.write(NOTHING) as work:
        await work.connection.execute("update sessions set expires_at = now()")
    assert await viewer_of(store, token) is None


async def test_an_officer_sees_a_unit_and_an_operator_a_platform(store: Store, people: int) -> None:
    officer = (await authenticate(store, "li", "right horse")).rows
    assert replace(officer, closed=()) == Rows(units=("330000",))
    assert not {"Flag", "Case"} & set(officer.closed)
    operator = (await authenticate(store, "wang", "right horse")).rows
    assert replace(operator, closed=()) == Rows(units=("330000",), organization=people)
    assert {"Flag", "Case", "Penalty", "User", "ApiToken"} <= set(operator.closed)
    assert (await authenticate(store, "lost", "right horse")).rows == NOTHING


@pytest.mark.parametrize(
    "username, password",
    [
        ("zhang", "wrong"),
        ("zhang", ""),
        ("nobody", "right horse"),
        ("machine", "!"),
        ("machine", ""),
        ("ZHANG", "right horse"),
        ("zhang' or 1=1 --", "right horse"),
        ("zhang\0", "right horse"),
    ],
)
async def test_wrong_name_and_wrong_password_are_told_alike(
    store: Store, people: int, username: str, password: str
) -> None:
    with pytest.raises(Refusal) as caught:
        await authenticate(store, username, password)
    assert (caught.value.code, caught.value.status) == ("BAD_CREDENTIALS", 401)


async def test_an_unknown_name_takes_as_long_as_a_wrong_password(store: Store, people: int) -> None:
    async def seconds(username: str) -> float:
        best = 9.0
        for _ in range(3):
            async with store.write(NOTHING) as work:
                await clear(work, username)
            began = time.perf_counter()
            with pytest.raises(Refusal):
                await authenticate(store, username, "wrong")
            best = min(best, time.perf_counter() - began)
        return best

    await seconds("nobody")  # the decoy hash is made once
    assert 0.5 < await seconds("nobody") / await seconds("zhang") < 2


async def test_an_account_that_waits_takes_as_long_as_a_wrong_password(store: Store, people: int) -> None:
    """So that nobody can find out by the clock which accounts others are trying."""

    async def seconds() -> float:
        began = time.perf_counter()
        with pytest.raises(Refusal, match="BAD_CREDENTIALS"):
            await authenticate(store, "zhang", "wrong")
        return time.perf_counter() - began

    async with store.write(NOTHING) as work:
        await clear(work, "zhang")
    free = min([await seconds() for _ in range(4)])
    for _ in range(3):
        await seconds()
    waiting = min([await seconds() for _ in range(4)])
    assert 0.4 < waiting / free < 2.5
    async with store.write(NOTHING) as work:
        await clear(work, "zhang")


async def test_an_inactive_account_and_one_without_roles_stay_out(store: Store, people: int) -> None:
    with pytest.raises(Refusal, match="NO_ROLE"):
        await authenticate(store, "idle", "right horse")
    token = await sign_in(store, "wang", "right horse", None)
    async with store.write(NOTHING) as work:
        await work.connection.execute("update users set active = false where username = 'wang'")
    assert await viewer_of(store, token) is None
    with pytest.raises(Refusal, match="BAD_CREDENTIALS"):
        await authenticate(store, "wang", "right horse")


async def test_only_administrators_make_accounts_and_names_are_unique(store: Store, people: int) -> None:
    with pytest.raises(Refusal, match="FORBIDDEN"):
        async with store.write(NATION) as work:
            await create_users(work, NOBODY, [NewUser("x", "x", [])])
    with pytest.raises(Refusal, match="USERNAME_TAKEN"):
        async with store.write(NATION) as work:
            await create_users(work, SYSTEM, [NewUser("zhang", "x", [])])


async def test_the_command_line_finds_its_person_without_a_password(store: Store, people: int) -> None:
    viewer = await accounts.viewer_named(store, "li")
    assert viewer is not None
    assert viewer.roles == {Role.PROVINCIAL_SME_OFFICER}
    assert await accounts.viewer_named(store, "nobody") is None
