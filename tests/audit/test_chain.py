"""The audit trail finds every tampering, and nothing where there is none."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from api.services.audit_anchor import Signer, anchor, signer_in
from api.services.audit_check import Finding, check
from db.chain import COLUMNS, DIGEST, content, follow
from db.config import Database
from db.store import NATION, Store
from db.trail import Origin, current_origin

UNIT, OTHER = "320000", "330000"


@pytest_asyncio.fixture
async def owner(fresh_database: Database, fresh_store: Store) -> AsyncIterator[asyncpg.Connection]:
    """Ten entries of two units each, and somebody who may do anything to them."""
    for number in range(1, 11):
        await note(fresh_store, UNIT, number)
        await note(fresh_store, OTHER, number)
    connection = await asyncpg.connect(fresh_database.owner_url)
    yield connection
    await connection.close()


async def note(store: Store, unit: str | None, number: int) -> None:
    async with store.write(NATION) as work:
        work.trail.note(
            "updated",
            unit=unit,
            subject="Plan",
            key=number,
            before={"title": "旧"},
            after={"title": f"新\n{number}"},
        )


async def found(store: Store, *signers: Signer) -> list[tuple[str, int, str]]:
    checked = await check(store, [signer.public for signer in signers])
    return [(one.chain, one.seq, one.said.split(" | ")[1]) for one in checked.findings]


async def test_nothing_is_found_where_nothing_was_done(owner: asyncpg.Connection, fresh_store: Store) -> None:
    checked = await check(fresh_store, [])
    assert checked.findings == ()
    assert checked.entries == 20 + await owner.fetchval(
        "select count(*) from audit_entries where unit_code is null"
    )


async def test_what_python_hashes_is_what_the_database_hashes(owner: asyncpg.Connection) -> None:
    rows = await owner.fetch(
        f"select {', '.join(COLUMNS)}, {DIGEST} as digest, hash from audit_entries where unit_code = $1 order by seq",
        UNIT,
    )
    before = ""
    for row in rows:
        before = follow(before, content(list(row)[: len(COLUMNS)]))
        assert before == row["hash"]


#: Each column that is told, and another value of it.
EDITS = {
    "at": "at + interval '1 microsecond'",
    "kind": "'created'",
    "subject": "'Case'",
    "subject_key": "'99'",
    "token": "7",
    "address": "''",
    "agent": "'x'",
    "request": "'x'",
    "synthetic": "not synthetic",
    "before": "'{{}}'",
    "after": "after || ' '",
    "facts": "'{{}}'",
    "hash": "md5(hash) || md5(hash)",
    "actor_id": "{somebody}",
}


@pytest.mark.parametrize("seq", [1, 5, 10])
async def test_an_edited_entry_is_found(owner: asyncpg.Connection, fresh_store: Store, seq: int) -> None:
    somebody = await owner.fetchval(
        "insert into users (username, name, password_hash, active, synthetic)"
        " values ('somebody', '某人', '!', true, true) returning id"
    )
    of_it = "where unit_code = $1 and seq = $2"
    for column, expression in EDITS.items():
        value = expression.format(somebody=somebody)
        before = await owner.fetchval(f"select {column} from audit_entries {of_it}", UNIT, seq)
        await owner.execute(f"update audit_entries set {column} = {value} {of_it}", UNIT, seq)
        assert await found(fresh_store) == [(UNIT, seq, f"Entry {seq} was edited, or is forged")], column
        await owner.execute(f"update audit_entries set {column} = $3 {of_it}", UNIT, seq, before)
        assert await found(fresh_store) == [], column


async def test_a_removed_entry_is_found(owner: asyncpg.Connection, fresh_store: Store) -> None:
    await owner.execute("delete from audit_entries where unit_code = $1 and seq between 4 and 6", UNIT)
    await owner.execute("delete from audit_entries where unit_code = $1 and seq = 1", OTHER)
    assert await found(fresh_store) == [
        (UNIT, 4, "Entry 4–6 was removed"),
        (OTHER, 1, "Entry 1 was removed"),
    ]


async def test_closing_the_gap_does_not_hide_it(owner: asyncpg.Connection, fresh_store: Store) -> None:
    await owner.execute("delete from audit_entries where unit_code = $1 and seq = 4", UNIT)
    for seq in range(5, 11):
        await owner.execute(
            "update audit_entries set seq = seq - 1 where unit_code = $1 and seq = $2", UNIT, seq
        )
    [(chain, seq, said)] = await found(fresh_store)
    assert (chain, seq) == (UNIT, 4)
    assert "edited" in said


async def test_a_cut_tail_is_found(owner: asyncpg.Connection, fresh_store: Store) -> None:
    await owner.execute("delete from audit_entries where unit_code = $1 and seq > 7", UNIT)
    assert await found(fresh_store) == [(UNIT, 8, "Entry 8–10 was cut off the end")]


async def test_a_chain_that_is_gone_is_found(owner: asyncpg.Connection, fresh_store: Store) -> None:
    await owner.execute("delete from audit_entries where unit_code = $1", UNIT)
    await owner.execute("delete from audit_heads where chain = $1", OTHER)
    assert await found(fresh_store) == [
        (UNIT, 1, "Entry 1–10 was cut off the end"),
        (OTHER, 10, "The note of where the chain ends is gone"),
    ]


@pytest.mark.parametrize("first, second", [(3, 4), (2, 9), (1, 10)])
async def test_two_that_changed_places_are_found(
    owner: asyncpg.Connection, fresh_store: Store, first: int, second: int
) -> None:
    for was, becomes in ((first, 0), (second, first), (0, second)):
        await owner.execute(
            "update audit_entries set seq = $3 where unit_code = $1 and seq = $2", UNIT, was, becomes
        )
    assert await found(fresh_store) == [
        (UNIT, first, f"Entry {first} was moved: it was written as number {second}")
    ]


@asynccontextmanager
async def _forged(owner: asyncpg.Connection, seq: int, found: str) -> AsyncIterator[None]:
    await owner.execute(
        "insert into audit_entries (unit_code, seq, at, kind, synthetic, hash)"
        " values ($1, $2, now(), 'created', false, $3)",
        UNIT,
        seq,
        found,
    )
    yield


async def test_a_forged_entry_is_found_in_the_middle(owner: asyncpg.Connection, fresh_store: Store) -> None:
    for seq in range(10, 4, -1):
        await owner.execute(
            "update audit_entries set seq = seq + 1 where unit_code = $1 and seq = $2", UNIT, seq
        )
    async with _forged(owner, 5, "0" * 64):
        assert await found(fresh_store) == [(UNIT, 5, "Entry 5 was edited, or is forged")]


async def test_a_forged_entry_is_found_at_the_end_even_with_the_right_hash(
    owner: asyncpg.Connection, fresh_store: Store
) -> None:
    async with _forged(owner, 11, "0" * 64):
        assert await found(fresh_store) == [(UNIT, 11, "Entry 11 was edited, or is forged")]
    await owner.execute(
        f"update audit_entries set hash = encode(sha256(convert_to((select hash from audit_entries before"
        f" where unit_code = '{UNIT}' and before.seq = 10) || {DIGEST}, 'UTF8')), 'hex')"
        f" where unit_code = '{UNIT}' and seq = 11"
    )
    assert await found(fresh_store) == [(UNIT, 11, "What stands from entry 11 on was not written here")]


async def test_a_chain_written_anew_with_its_head_is_found_by_the_anchor(
    owner: asyncpg.Connection, fresh_store: Store, tmp_path: Path
) -> None:
    signer = signer_in(tmp_path)
    assert await anchor(fresh_store, signer) is not None
    assert await found(fresh_store, signer) == []
    # Whoever owns the database cuts the tail and sets the head back: without anchors nothing would be seen.
    await owner.execute("delete from audit_entries where unit_code = $1 and seq > 7", UNIT)
    await owner.execute(
        "update audit_heads set (seq, hash) = (select seq, hash from audit_entries"
        " where unit_code = $1 and seq = 7) where chain = $1",
        UNIT,
    )
    [(chain, seq, said)] = await found(fresh_store, signer)
    assert (chain, seq) == (UNIT, 10)
    assert said.startswith("Not what was signed on ")


async def test_one_anchor_a_day_and_what_follows_it_is_no_fault(
    owner: asyncpg.Connection, fresh_store: Store, tmp_path: Path
) -> None:
    signer = signer_in(tmp_path)
    assert await anchor(fresh_store, signer) is not None
    assert await anchor(fresh_store, signer) is None
    await note(fresh_store, UNIT, 11)
    assert await found(fresh_store, signer) == []


async def test_an_anchor_that_was_touched_or_is_of_another_key_is_found(
    owner: asyncpg.Connection, fresh_store: Store, tmp_path: Path
) -> None:
    signer = signer_in(tmp_path)
    day = await anchor(fresh_store, signer)
    assert day is not None
    [(_, _, said)] = await found(fresh_store, signer_in(tmp_path / "other"))
    assert said == f"The anchor of {day} is not signed by a known key"
    await owner.execute("update audit_anchors set heads = '{}'")
    [(_, _, said)] = await found(fresh_store, signer)
    assert said == f"The anchor of {day} is not signed by a known key"


async def test_an_anchor_taken_out_is_found(
    owner: asyncpg.Connection, fresh_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from api.services import audit_anchor

    signer = signer_in(tmp_path)
    first = audit_anchor.today() - timedelta(days=3)
    for days in range(3):
        monkeypatch.setattr(audit_anchor, "today", lambda days=days: first + timedelta(days=days))
        await note(fresh_store, UNIT, 20 + days)
        assert await anchor(fresh_store, signer) == first + timedelta(days=days)
    assert await found(fresh_store, signer) == []
    await owner.execute("delete from audit_anchors where day = $1", first + timedelta(days=1))
    [(_, _, said)] = await found(fresh_store, signer)
    assert said == f"An anchor before that of {first + timedelta(days=2)} is gone or moved"


def test_the_key_is_its_owner_s_alone_and_the_same_every_time(tmp_path: Path) -> None:
    signer = signer_in(tmp_path)
    assert (tmp_path / "audit_key").stat().st_mode & 0o777 == 0o600
    assert signer_in(tmp_path).public == signer.public == (tmp_path / "audit_key.pub").read_text().strip()


async def test_one_unit_can_be_looked_at_alone(owner: asyncpg.Connection, fresh_store: Store) -> None:
    await owner.execute("delete from audit_entries where unit_code = $1 and seq = 4", OTHER)
    checked = await check(fresh_store, [], UNIT)
    assert (checked.chains, checked.entries, checked.findings) == (1, 10, ())
    checked = await check(fresh_store, [], OTHER)
    assert checked.findings == (Finding(OTHER, 4, "记录 4 被删除 | Entry 4 was removed"),)


async def test_writers_of_the_same_and_of_other_chains_neither_lose_nor_block_one_another(
    owner: asyncpg.Connection, fresh_store: Store
) -> None:
    async def write(place: int) -> None:
        async with fresh_store.write(NATION) as work:
            for unit in (UNIT, OTHER, None)[place % 3 :] or (None,):
                work.trail.note("created", unit=unit, subject="Plan", key=place)
            for unit in (None, OTHER, UNIT):  # noted in another order than locked
                work.trail.note("updated", unit=unit, subject="Plan", key=place)

    await asyncio.gather(*(write(place) for place in range(40)))
    checked = await check(fresh_store, [])
    assert checked.findings == ()
    assert (
        await owner.fetchval(
            "select count(*) from audit_entries where kind = 'updated' and subject_key::int < 40 and unit_code = $1",
            UNIT,
        )
        == 10 + 40
    )


async def test_what_is_undone_leaves_nothing(owner: asyncpg.Connection, fresh_store: Store) -> None:
    async with fresh_store.write(NATION) as work:
        work.trail.note("created", unit=UNIT, subject="Plan", key="kept")
        with pytest.raises(ZeroDivisionError):  # noqa: PT012
            async with work.savepoint():
                work.trail.note("created", unit=UNIT, subject="Plan", key="undone")
                raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError):  # noqa: PT012
        async with fresh_store.write(NATION) as work:
            work.trail.note("created", unit=UNIT, subject="Plan", key="undone too")
            raise ZeroDivisionError
    keys = await owner.fetch("select subject_key from audit_entries where unit_code = $1 and seq > 10", UNIT)
    assert [row[0] for row in keys] == ["kept"]
    assert await found(fresh_store) == []


async def test_the_application_can_neither_change_nor_remove_an_entry(
    owner: asyncpg.Connection, fresh_store: Store
) -> None:
    for statement in (
        "update audit_entries set after = null",
        "delete from audit_entries",
        "truncate audit_entries",
        "update audit_anchors set heads = ''",
        "delete from audit_anchors",
        "delete from audit_heads",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with fresh_store.write(NATION) as work:
                await work.connection.execute(statement)


async def test_where_it_came_from_is_told(owner: asyncpg.Connection, fresh_store: Store) -> None:
    token = current_origin.set(Origin(None, 5, "192.0.2.7", "Firefox 150", "r-1"))
    try:
        await note(fresh_store, UNIT, 11)
    finally:
        current_origin.reset(token)
    row = await owner.fetchrow("select * from audit_entries where unit_code = $1 and seq = 11", UNIT)
    assert (row["token"], row["address"], row["agent"], row["request"]) == (
        5,
        "192.0.2.7",
        "Firefox 150",
        "r-1",
    )
    assert await found(fresh_store) == []
