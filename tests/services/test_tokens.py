"""API tokens: shown once, narrower than their user, gone when revoked, expired or their user is."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from api.errors import Refusal
from api.policy.access import TokenScope
from api.services.accounts import NewUser, create_users, viewer_named
from api.services.tokens import (
    LONGEST,
    MOST_TOKENS,
    PREFIX,
    create_token,
    revoke_token,
    tokens_of,
    viewer_of_token,
)
from api.viewer import NOBODY, SYSTEM, Viewer
from db.enums import Role
from db.store import NATION, NOTHING, Store

READ = [TokenScope.READ]


@pytest_asyncio.fixture(scope="module")
async def people(store: Store) -> AsyncIterator[dict[str, Viewer]]:
    async with store.write(NATION) as work:
        await create_users(
            work,
            SYSTEM,
            [
                NewUser("token-audit", "审计", [(Role.AUDITOR, None)]),
                NewUser("token-jiangsu", "江苏", [(Role.PROVINCIAL_SME_OFFICER, "320000")]),
                NewUser("token-admin", "管理", [(Role.ADMINISTRATOR, None)]),
                NewUser("token-leaver", "离职", [(Role.ANALYST, None)]),
                NewUser("token-many", "多", [(Role.ANALYST, None)]),
            ],
        )
    yield {
        name: found
        for name in ("audit", "jiangsu", "admin", "leaver", "many")
        if (found := await viewer_named(store, f"token-{name}"))
    }


def soon(days: float = 30) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


async def code_of(store: Store, secret: str) -> str:
    with pytest.raises(Refusal) as caught:
        await viewer_of_token(store, secret)
    assert caught.value.status == 401
    return caught.value.code


async def change(store: Store, statement: str, *values: object) -> None:
    async with store.write(NATION) as work:
        await work.connection.execute(statement, *values)


async def test_a_token_is_its_user_with_the_rows_and_only_the_scopes(
    store: Store, people: dict[str, Viewer]
) -> None:
    secret, token = await create_token(store, people["jiangsu"], " 月报 ", READ, soon())
    viewer = await viewer_of_token(store, secret)
    assert (viewer.username, viewer.rows) == ("token-jiangsu", people["jiangsu"].rows)
    assert viewer.rows.units == ("320000",)
    assert (viewer.token_id, viewer.scopes) == (token.id, frozenset(READ))
    viewer.check_scope(TokenScope.READ)
    with pytest.raises(Refusal, match="TOKEN_SCOPE"):
        viewer.check_scope(TokenScope.WRITE)


async def test_the_secret_is_nowhere_in_the_database(store: Store, people: dict[str, Viewer]) -> None:
    secret, token = await create_token(store, people["jiangsu"], "秘密", READ, soon())
    assert secret.startswith(PREFIX)
    assert token.prefix == secret[: len(token.prefix)]
    assert len(secret) - len(token.prefix) > 30
    async with store.read(NOTHING) as connection:
        kept = await connection.fetchval("select string_agg(to_jsonb(api_tokens)::text, ' ') from api_tokens")
    assert token.prefix in kept
    assert secret not in kept


@pytest.mark.parametrize("scopes, unmasked", [(READ, False), ([TokenScope.READ, TokenScope.UNMASK], True)])
async def test_sensitive_values_need_the_right_and_the_scope(
    store: Store, people: dict[str, Viewer], scopes: list[TokenScope], unmasked: bool
) -> None:
    assert people["audit"].unmasked
    secret, _ = await create_token(store, people["audit"], "核对", scopes, soon())
    assert (await viewer_of_token(store, secret)).unmasked is unmasked


async def test_a_token_loses_what_its_user_loses(store: Store, people: dict[str, Viewer]) -> None:
    secret, _ = await create_token(store, people["audit"], "降级", list(TokenScope), soon())
    user_id = people["audit"].user_id
    await change(store, "update user_roles set role = 'analyst' where user_id = $1", user_id)
    viewer = await viewer_of_token(store, secret)
    assert viewer.roles == {Role.ANALYST}
    assert not viewer.unmasked
    await change(store, "update user_roles set role = 'auditor' where user_id = $1", user_id)


@pytest.mark.parametrize(
    "name, scopes, expires_at, code",
    [
        ("", READ, soon(), "BAD_TOKEN_NAME"),
        ("  ", READ, soon(), "BAD_TOKEN_NAME"),
        ("x" * 81, READ, soon(), "BAD_TOKEN_NAME"),
        ("a\0b", READ, soon(), "BAD_TOKEN_NAME"),
        ("月报", [], soon(), "BAD_TOKEN_SCOPES"),
        ("月报", [TokenScope.UNMASK], soon(), "BAD_TOKEN_SCOPES"),
        ("月报", READ, soon(-1), "BAD_TOKEN_EXPIRY"),
        ("月报", READ, soon(367), "BAD_TOKEN_EXPIRY"),
        ("月报", READ, soon().replace(tzinfo=None), "BAD_TOKEN_EXPIRY"),
    ],
)
async def test_what_makes_no_token(
    store: Store,
    people: dict[str, Viewer],
    name: str,
    scopes: Sequence[TokenScope],
    expires_at: datetime,
    code: str,
) -> None:
    with pytest.raises(Refusal, match=code):
        await create_token(store, people["jiangsu"], name, scopes, expires_at)


async def test_the_longest_name_and_life_are_taken(store: Store, people: dict[str, Viewer]) -> None:
    longest = datetime.now(UTC) + LONGEST - timedelta(minutes=1)
    secret, token = await create_token(store, people["jiangsu"], "灯" * 80, READ, longest)
    assert token.live
    assert (await viewer_of_token(store, secret)).token_id == token.id


async def test_a_token_makes_and_revokes_no_token(store: Store, people: dict[str, Viewer]) -> None:
    secret, token = await create_token(store, people["admin"], "全部", [TokenScope.WRITE], soon())
    program = await viewer_of_token(store, secret)
    for viewer in (program, NOBODY, SYSTEM):
        with pytest.raises(Refusal, match="TOKEN_NOT_ENOUGH"):
            await create_token(store, viewer, "更多", READ, soon())
        with pytest.raises(Refusal, match="TOKEN_NOT_ENOUGH"):
            await revoke_token(store, viewer, token.id)


async def test_every_process_hears_of_a_revocation(store: Store, people: dict[str, Viewer]) -> None:
    """And forgets who came a moment ago, as when a session ends."""
    _, token = await create_token(store, people["jiangsu"], "月报", READ, soon())
    heard: asyncio.Queue[str] = asyncio.Queue()
    async with store._pool.acquire() as connection:

        def hear(*message: object) -> None:
            heard.put_nowait(str(message[-1]))

        await connection.add_listener("dengta_changes", hear)
        await revoke_token(store, people["jiangsu"], token.id)
        assert '"Session"' in await asyncio.wait_for(heard.get(), 5)
        await connection.remove_listener("dengta_changes", hear)


async def test_revoking_ends_it_at_once_and_only_its_own(store: Store, people: dict[str, Viewer]) -> None:
    secret, token = await create_token(store, people["jiangsu"], "月报", READ, soon())
    for number in (token.id, 2**40):
        with pytest.raises(Refusal, match="NOT_FOUND"):
            await revoke_token(store, people["audit"], number)
    await revoke_token(store, people["jiangsu"], token.id)
    assert await code_of(store, secret) == "TOKEN_REVOKED"
    [first] = [one.revoked_at for one in await tokens_of(store, people["jiangsu"]) if one.id == token.id]
    await revoke_token(store, people["admin"], token.id)  # again, and by an administrator: nothing changes
    [again] = [one for one in await tokens_of(store, people["jiangsu"]) if one.id == token.id]
    assert again.revoked_at == first
    assert not again.live


async def test_making_and_revoking_are_on_record(store: Store, people: dict[str, Viewer]) -> None:
    _, token = await create_token(store, people["jiangsu"], "月报", READ, soon())
    await revoke_token(store, people["admin"], token.id)
    async with store.read(NATION) as connection:
        events = await connection.fetch(
            "select action, actor_id from events where subject = 'ApiToken' and subject_id = $1 order by id",
            token.id,
        )
    assert [tuple(event) for event in events] == [
        ("create", people["jiangsu"].user_id),
        ("revoke", people["admin"].user_id),
    ]


async def test_an_expired_an_unknown_and_a_leavers_token(store: Store, people: dict[str, Viewer]) -> None:
    secret, token = await create_token(store, people["jiangsu"], "过期", READ, soon())
    await change(
        store,
        "update api_tokens set created_at = now() - interval '2 days', expires_at = now() where id = $1",
        token.id,
    )
    assert await code_of(store, secret) == "TOKEN_EXPIRED"
    for wrong in ("", PREFIX, secret[:-1], secret + "x", secret.upper(), "dgt_' or 1=1 --", "dgt_\0"):
        assert await code_of(store, wrong) == "TOKEN_UNKNOWN"
    left, _ = await create_token(store, people["leaver"], "离职", READ, soon())
    await change(store, "update users set active = false where id = $1", people["leaver"].user_id)
    assert await code_of(store, left) == "TOKEN_REVOKED"


async def test_the_last_use_is_noted_once_a_minute(store: Store, people: dict[str, Viewer]) -> None:
    secret, token = await create_token(store, people["jiangsu"], "常用", READ, soon())

    async def used() -> datetime | None:
        [found] = [one.used_at for one in await tokens_of(store, people["jiangsu"]) if one.id == token.id]
        return found

    assert await used() is None
    await viewer_of_token(store, secret)
    first = await used()
    assert first is not None
    await viewer_of_token(store, secret)
    assert await used() == first
    await change(
        store, "update api_tokens set used_at = used_at - interval '61 seconds' where id = $1", token.id
    )
    await viewer_of_token(store, secret)
    assert (await used() or first) > first


async def test_a_person_has_twenty_live_tokens_at_most(store: Store, people: dict[str, Viewer]) -> None:
    viewer = people["many"]
    made = [
        (await create_token(store, viewer, str(number), READ, soon()))[1] for number in range(MOST_TOKENS)
    ]
    with pytest.raises(Refusal, match="TOO_MANY_API_TOKENS"):
        await create_token(store, viewer, "一个太多", READ, soon())
    await revoke_token(store, viewer, made[0].id)
    await create_token(store, viewer, "又有位置", READ, soon())
    assert [token.name for token in await tokens_of(store, viewer)][:2] == ["又有位置", "19"]


def test_masks_are_as_before_for_people() -> None:
    person = Viewer(1, "a", "审计", frozenset({Role.AUDITOR}), NATION)
    assert person.unmasked
    assert not replace(person, roles=frozenset({Role.ANALYST})).unmasked
