"""Whether the audit trail is as it was written: every chain from its first entry to its head, and the signed anchors."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from api.services.audit_anchor import signed_by
from db.chain import COLUMNS, DIGEST, content, follow, sql_follow
from db.store import NATION, Store

#: A million entries are read and sorted; an office's ten years may take longer than a page's patience.
SECONDS = 3_600.0


@dataclass(frozen=True)
class Finding:
    """What is wrong with a chain, "" being that of no unit, at which place; ``said`` is ``中文 | English``."""

    chain: str
    seq: int
    said: str


@dataclass(frozen=True)
class Checked:
    """What was looked at, and what was found: at most one finding per chain, and one per anchor."""

    chains: int
    entries: int
    anchors: int
    findings: tuple[Finding, ...]


async def check(store: Store, signers: Collection[str], unit: str | None = None) -> Checked:
    """Look through all chains, or one unit's; ``signers``: the public keys whose anchors count, hexadecimal."""
    async with store.snapshot(NATION, seconds=SECONDS) as connection:
        chains = None if unit is None else [unit]
        ends = {
            row["chain"]: (row["number"], row["seq"], row["hash"])
            for row in await connection.fetch(_ENDS, chains)
        }
        heads = {
            row["chain"]: (row["seq"], row["hash"])
            for row in await connection.fetch(
                "select chain, seq, hash from audit_heads where $1::text[] is null or chain = any($1)", chains
            )
        }
    # Chains know nothing of each other: two processes of PostgreSQL hash a half of them each.
    parts = await asyncio.gather(
        *(_first_bad(store, part) for part in _halves({chain: end[0] for chain, end in ends.items()}))
    )
    found = {finding.chain for part in parts for finding in part}
    findings = [finding for part in parts for finding in part]
    for chain in sorted({*ends, *heads} - found):
        findings += _end(chain, ends.get(chain), heads.get(chain))
    async with store.snapshot(NATION, seconds=SECONDS) as connection:
        anchors = await connection.fetch("select * from audit_anchors order by day")
        findings += await _anchors(connection, anchors, signers, unit)
    return Checked(
        len({*ends, *heads}), sum(number for number, _, _ in ends.values()), len(anchors), tuple(findings)
    )


def _halves(numbers: Mapping[str, int]) -> list[list[str]]:
    """The chains in two parts of about as many entries; of one chain only one."""
    parts: list[list[str]] = [[], []]
    sums = [0, 0]
    for chain, number in sorted(numbers.items(), key=lambda item: (-item[1], item[0])):
        lighter = sums.index(min(sums))
        parts[lighter].append(chain)
        sums[lighter] += number
    return [part for part in parts if part]


async def _first_bad(store: Store, chains: Sequence[str]) -> list[Finding]:
    """The first wrong entry of each of the chains that has one."""
    async with store.snapshot(NATION, seconds=SECONDS) as connection:
        await connection.execute("set local work_mem = '256MB'")
        return [await _bad(connection, row) for row in await connection.fetch(_FIRST_BAD, chains)]


_CHAIN = "coalesce(unit_code, '')"
_OF = f"($1::text[] is null or {_CHAIN} = any($1))"

_ENDS = f"""
select chain, number, seq, hash from (
  select {_CHAIN} as chain, count(*) as number, max(seq) as seq from audit_entries where {_OF} group by 1
) ends left join lateral (
  select hash from audit_entries
  where unit_code is not distinct from nullif(ends.chain, '') and seq = ends.seq limit 1
) last on true
"""  # noqa: S608

#: The content is hashed while the rows are read, so that only hashes are sorted.
_FIRST_BAD = f"""
select distinct on (chain) chain, seq, id, hash, before_seq, before_hash from (
  select chain, seq, id, hash, digest, lag(seq, 1, 0::bigint) over behind as before_seq,
         lag(hash, 1, '') over behind as before_hash
  from (select {_CHAIN} as chain, seq, id, hash, {DIGEST} as digest from audit_entries where {_OF}) entries
  window behind as (partition by chain order by seq, id)
) linked
where seq <> before_seq + 1 or hash <> {sql_follow("before_hash", "digest")}
order by chain, seq, id
"""  # noqa: S608


async def _bad(connection: Any, row: Any) -> Finding:
    chain, seq = row["chain"], row["seq"]
    expected = row["before_seq"] + 1
    if seq > expected:
        gone = f"{expected}" if seq - 1 == expected else f"{expected}–{seq - 1}"
        return Finding(chain, expected, f"记录 {gone} 被删除 | Entry {gone} was removed")
    if seq < expected:
        return Finding(
            chain, seq, f"记录 {seq} 出现两次：有一条是伪造的 | Entry {seq} stands there twice: one is forged"
        )
    place = await _where_it_was(connection, chain, row)
    if place is not None:
        return Finding(
            chain,
            seq,
            f"记录 {seq} 被调换：原为第 {place} 条 | Entry {seq} was moved: it was written as number {place}",
        )
    return Finding(
        chain,
        seq,
        f"记录 {seq} 被改动，或是伪造的 | Entry {seq} was edited, or is forged",
    )


async def _where_it_was(connection: Any, chain: str, row: Any) -> int | None:
    """The place at which an entry's hash would be right, should another have been put there instead."""
    values = list(
        await connection.fetchrow(
            f"select {', '.join(COLUMNS)} from audit_entries where id = $1",  # noqa: S608
            row["id"],
        )
    )
    place = COLUMNS.index("seq")
    async for other in connection.cursor(
        "select seq, hash from audit_entries where unit_code is not distinct from nullif($1::text, '')"
        " union all select 0, '' order by 1",
        chain,
    ):
        # Behind the one that is still in its place, or behind one that changed places with it.
        for seq in (other["seq"] + 1, other["seq"]):
            values[place] = seq
            if seq != row["seq"] and follow(other["hash"], content(values)) == row["hash"]:
                return int(seq)
    return None


def _end(chain: str, end: tuple[int, int, str] | None, head: tuple[int, str] | None) -> Sequence[Finding]:
    seq, found = (end[1], end[2]) if end else (0, "")
    if head is None:
        return [Finding(chain, seq, "链的末端登记不见了 | The note of where the chain ends is gone")]
    if head[0] > seq:
        gone = f"{head[0]}" if seq + 1 == head[0] else f"{seq + 1}–{head[0]}"
        return [Finding(chain, seq + 1, f"末尾的记录 {gone} 被删除 | Entry {gone} was cut off the end")]
    if head[0] < seq:
        return [
            Finding(
                chain,
                head[0] + 1,
                f"记录 {head[0] + 1} 起不是系统写入的 | What stands from entry {head[0] + 1} on was not written here",
            )
        ]
    if head[1] != found:
        return [Finding(chain, seq, f"末尾的记录 {seq} 被换过 | Entry {seq}, the last, was replaced")]
    return []


async def _anchors(
    connection: Any, anchors: Sequence[Any], signers: Collection[str], unit: str | None
) -> list[Finding]:
    findings = []
    previous = ""
    for anchor in anchors:
        day = anchor["day"].isoformat()
        if not signed_by(anchor, signers):
            findings.append(
                Finding(
                    "",
                    0,
                    f"{day} 的锚点签名不对，或非可信密钥所签 | The anchor of {day} is not signed by a known key",
                )
            )
        elif anchor["previous"] != previous:
            findings.append(
                Finding(
                    "", 0, f"{day} 之前的锚点被删除或调换 | An anchor before that of {day} is gone or moved"
                )
            )
        else:
            findings += await _held(connection, day, orjson.loads(anchor["heads"]), unit)
        previous = anchor["signature"]
    return findings


async def _held(connection: Any, day: str, heads: dict[str, list[Any]], unit: str | None) -> list[Finding]:
    """Where the chains do not pass through what was signed on that day."""
    chains = [chain for chain in sorted(heads) if unit in (None, chain)]
    rows = await connection.fetch(
        "select given.chain, given.seq from unnest($1::text[], $2::bigint[], $3::text[])"
        " as given (chain, seq, hash) where not exists (select from audit_entries"
        " where unit_code is not distinct from nullif(given.chain, '') and audit_entries.seq = given.seq"
        " and audit_entries.hash = given.hash)",
        chains,
        [heads[chain][0] for chain in chains],
        [heads[chain][1] for chain in chains],
    )
    return [
        Finding(
            row["chain"],
            row["seq"],
            f"与 {day} 所签不符：此后链被重写 | Not what was signed on {day}: the chain was written anew since",
        )
        for row in rows
    ]
