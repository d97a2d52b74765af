"""The second step: codes by time that serve once, recovery codes, rules by role, and waiting after wrong ones."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pyotp
import pytest
import pytest_asyncio

from api.errors import Refusal
from api.services import second_step, second_step_rules, sessions
from api.services.accounts import NewUser, create_users, sign_in, viewer_named, viewer_of
from api.services.attempts import clear
from api.services.vault import BrokenSealError, Vault
from api.viewer import SYSTEM, Viewer
from db.enums import Role, Stage
from db.store import NATION, NOTHING, Store
from tests.services.passwords import all_have

PASSWORD = "right horse"


@dataclass
class Ann:
    store: Store
    vault: Vault
    viewer: Viewer
    secret: str = ""

    @property
    def id(self) -> int:
        assert self.viewer.user_id
        return self.viewer.user_id

    def code(self, steps: int = 0) -> str:
        return pyotp.TOTP(self.secret).at(int(time.time()) + 30 * steps)

    async def half(self) -> str:
        return await sign_in(self.store, "ann", PASSWORD, "127.0.0.1")

    async def enter(self, code: str) -> str:
        return await second_step.enter_code(self.store, self.vault, await self.half(), code, None, None)

    async def forget_waiting(self) -> None:
        async with self.store.write(NOTHING) as work:
            await clear(work, "ann")

    async def unused(self) -> None:
        """As if no code had been used yet: a test can't wait for the next half minute."""
        async with self.store.write(NOTHING) as work:
            await work.connection.execute("update second_steps set last_step = 0")


@pytest_asyncio.fixture
async def ann(fresh_store: Store) -> AsyncIterator[Ann]:
    async with fresh_store.write(NATION) as work:
        users = [
            NewUser("ann", "Ann", [(Role.FINANCE_OFFICER, None)]),
            NewUser("root", "Root", [(Role.ADMINISTRATOR, None)]),
        ]
        await create_users(work, SYSTEM, users)
        await all_have(work, PASSWORD)
    viewer = await viewer_named(fresh_store, "ann")
    assert viewer
    made = Ann(fresh_store, Vault("secret-of-tests", "second step"), viewer)
    made.secret = (await second_step.offer(fresh_store, made.vault, made.id, "ann")).secret
    yield made


@pytest_asyncio.fixture
async def enrolled(ann: Ann) -> Ann:
    await second_step.confirm(ann.store, ann.vault, ann.id, "ann", ann.code())
    await ann.unused()
    return ann


async def test_until_a_first_code_proves_it_the_second_step_is_not_in_force(ann: Ann) -> None:
    assert await viewer_of(ann.store, await ann.half()) is not None
    again = await second_step.offer(ann.store, ann.vault, ann.id, "ann")
    assert again.secret == ann.secret  # a page drawn anew shows the code already scanned
    with pytest.raises(Refusal, match="BAD_CODE"):
        await second_step.confirm(ann.store, ann.vault, ann.id, "ann", "000000")
    assert await viewer_of(ann.store, await ann.half()) is not None


async def test_then_a_password_alone_opens_nothing(enrolled: Ann) -> None:
    half = await enrolled.half()
    assert await viewer_of(enrolled.store, half) is None
    found = await sessions.half_of(enrolled.store, half)
    assert found
    assert found.stage is Stage.CODE
    whole = await second_step.enter_code(enrolled.store, enrolled.vault, half, enrolled.code(), None, None)
    assert whole != half  # no token from before the second step is worth anything after it
    assert await viewer_of(enrolled.store, half) is None
    assert await sessions.half_of(enrolled.store, half) is None
    viewer = await viewer_of(enrolled.store, whole)
    assert viewer
    assert viewer.username == "ann"


async def test_a_code_serves_once_even_to_two_at_the_same_moment(enrolled: Ann) -> None:
    code = enrolled.code()
    halves = [await enrolled.half() for _ in range(3)]
    outcomes = await asyncio.gather(
        *(second_step.enter_code(enrolled.store, enrolled.vault, half, code, None, None) for half in halves),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, str) for outcome in outcomes) == 1
    assert {outcome.code for outcome in outcomes if isinstance(outcome, Refusal)} == {"BAD_CODE"}


async def test_an_older_code_is_worth_nothing_after_a_newer_one(enrolled: Ann) -> None:
    await enrolled.enter(enrolled.code(1))
    for earlier in (0, -1):
        with pytest.raises(Refusal, match="BAD_CODE"):
            await enrolled.enter(enrolled.code(earlier))


@pytest.mark.parametrize("steps, right", [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
async def test_clocks_may_be_half_a_minute_off(enrolled: Ann, steps: int, right: bool) -> None:
    if int(time.time()) % 30 > 27:  # the steps must not move on meanwhile
        await asyncio.sleep(3.5)
    code = enrolled.code(steps)
    if right:
        assert await enrolled.enter(code)
    else:
        with pytest.raises(Refusal, match="BAD_CODE"):
            await enrolled.enter(code)


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "abcdef", "１２３４５６", "'; drop", "\0\0\0\0\0\0"]
)
async def test_what_is_no_code_is_refused(enrolled: Ann, code: str) -> None:
    with pytest.raises(Refusal, match="BAD_CODE"):
        await enrolled.enter(code)


async def test_wrong_codes_make_the_account_wait_and_the_password_does_not_help(enrolled: Ann) -> None:
    half = await enrolled.half()
    for _ in range(5):
        with pytest.raises(Refusal, match="BAD_CODE"):
            await second_step.enter_code(enrolled.store, enrolled.vault, half, "000000", None, None)
    with pytest.raises(Refusal, match="BAD_CODE"):  # the right one, too
        await second_step.enter_code(enrolled.store, enrolled.vault, half, enrolled.code(), None, None)
    with pytest.raises(Refusal, match="BAD_CREDENTIALS"):
        await enrolled.half()
    await enrolled.forget_waiting()
    assert await second_step.enter_code(enrolled.store, enrolled.vault, half, enrolled.code(), None, None)


async def test_a_right_password_does_not_make_room_for_more_codes(enrolled: Ann) -> None:
    half = await enrolled.half()
    guesses = 0
    for _ in range(30):
        try:
            await second_step.enter_code(enrolled.store, enrolled.vault, half, "000000", None, None)
        except Refusal:
            guesses += 1
        try:
            half = await enrolled.half()
        except Refusal:
            break
    assert guesses <= 6


async def test_recovery_codes_serve_once_each_and_are_kept_as_hashes(ann: Ann) -> None:
    codes = await second_step.confirm(ann.store, ann.vault, ann.id, "ann", ann.code())
    assert len(set(codes)) == 10
    async with ann.store.read(NOTHING) as connection:
        kept = await connection.fetch("select code_hash from recovery_codes")
    assert not {row["code_hash"] for row in kept} & set(codes)
    assert await ann.enter(codes[0].upper())  # as people copy them
    with pytest.raises(Refusal, match="BAD_CODE"):
        await ann.enter(codes[0])
    assert (await second_step.state_of(ann.store, [ann.id]))[ann.id] == 9


async def test_the_secret_is_sealed_with_a_key_that_is_not_in_the_database(enrolled: Ann) -> None:
    async with enrolled.store.read(NOTHING) as connection:
        kept = await connection.fetchval("select secret from second_steps")
    assert enrolled.secret not in kept
    assert enrolled.vault.unseal(kept) == enrolled.secret
    for other in (Vault("another", "second step"), Vault("secret-of-tests", "another purpose")):
        with pytest.raises(BrokenSealError):
            other.unseal(kept)
        with pytest.raises(Refusal, match="BAD_CODE"):
            await second_step.enter_code(
                enrolled.store, other, await enrolled.half(), enrolled.code(), None, None
            )


async def test_turning_it_off_takes_a_code_and_a_role_can_forbid_it(enrolled: Ann) -> None:
    with pytest.raises(Refusal, match="BAD_CODE"):
        await second_step.remove(enrolled.store, enrolled.vault, enrolled.viewer, "000000")
    root = await viewer_named(enrolled.store, "root")
    assert root
    async with enrolled.store.write(NATION) as work:
        rule = await second_step_rules.require(work, root, Role.FINANCE_OFFICER)
    with pytest.raises(Refusal, match="SECOND_STEP_NEEDED"):
        await second_step.remove(enrolled.store, enrolled.vault, enrolled.viewer, enrolled.code())
    async with enrolled.store.write(NATION) as work:
        await second_step_rules.lift(work, root, rule)
    await second_step.remove(enrolled.store, enrolled.vault, enrolled.viewer, enrolled.code())
    assert await viewer_of(enrolled.store, await enrolled.half()) is not None


async def test_a_role_that_must_have_it_is_led_to_set_it_up(ann: Ann) -> None:
    open_before = await ann.half()
    assert await viewer_of(ann.store, open_before)
    root = await viewer_named(ann.store, "root")
    assert root
    async with ann.store.write(NATION) as work:
        await second_step_rules.require(work, root, Role.FINANCE_OFFICER)
    assert await viewer_of(ann.store, open_before) is None  # who came without it comes again
    half = await ann.half()
    assert await viewer_of(ann.store, half) is None
    whole, codes = await second_step.enrol(ann.store, ann.vault, half, ann.code(), None, None)
    assert len(codes) == 10
    assert await viewer_of(ann.store, whole) is not None
    with pytest.raises(Refusal, match="SIGN_IN_EXPIRED"):
        await second_step.enrol(ann.store, ann.vault, half, ann.code(1), None, None)
