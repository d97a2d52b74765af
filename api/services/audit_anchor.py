"""Daily anchors of the audit trail: where every chain ends, signed with a key that the database does not hold."""

import os
from base64 import urlsafe_b64decode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from api.services.clock import now, today
from api.services.rows import insert
from db.config import ConfigError, Database, kept_secret
from db.store import NATION, Store

#: Any number will do, as long as every process of Dengta takes the same one.
_LOCK = 2_022_023


@dataclass(frozen=True)
class Signer:
    """The key that signs; ``public`` is the half that anybody may have, hexadecimal."""

    key: Ed25519PrivateKey

    @property
    def public(self) -> str:
        return self.key.public_key().public_bytes_raw().hex()


def signer_in(folder: Path) -> Signer:
    """The key of ``folder/audit_key``, made at first use; beside it ``audit_key.pub``, to give to the auditors.

    Raises:
        ConfigError: what the file holds is no key.
    """
    path = folder / "audit_key"
    secret = kept_secret(path)
    try:
        # 32 random bytes, written as the other secrets are.
        signer = Signer(Ed25519PrivateKey.from_private_bytes(_decoded(secret)))
    except ValueError as error:
        raise ConfigError(f"{path} holds no key: put the right one back; old anchors need it.") from error
    public = path.with_suffix(".pub")
    if not public.exists():
        public.write_text(f"{signer.public}\n")
        os.chmod(public, 0o644)
    return signer


def _decoded(secret: str) -> bytes:
    return urlsafe_b64decode(secret + "=" * (-len(secret) % 4))


def signed_text(day: date, heads: str, previous: str) -> bytes:
    return f"dengta audit anchor\n{day.isoformat()}\n{previous}\n{heads}".encode()


def signed_by(anchor: Mapping[str, Any], signers: Collection[str]) -> bool:
    """Whether one of these keys signed the anchor as it stands."""
    if anchor["signer"] not in signers:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(anchor["signer"])).verify(
            bytes.fromhex(anchor["signature"]),
            signed_text(anchor["day"], anchor["heads"], anchor["previous"]),
        )
    except (InvalidSignature, ValueError):
        return False
    return True


async def anchor(store: Store, signer: Signer) -> date | None:
    """Sign where the chains end now, once a day; the day, or None if today's anchor is there already."""
    day = today()
    async with store.write(NATION) as work:
        await work.connection.execute("select pg_advisory_xact_lock($1)", _LOCK)
        last = await work.connection.fetchrow(
            "select day, signature from audit_anchors order by day desc limit 1"
        )
        if last is not None and last["day"] >= day:
            return None
        rows = await work.connection.fetch("select chain, seq, hash from audit_heads where seq > 0")
        heads = orjson.dumps(
            {row["chain"]: [row["seq"], row["hash"]] for row in rows}, option=orjson.OPT_SORT_KEYS
        ).decode()
        previous = last["signature"] if last else ""
        await insert(
            work,
            "AuditAnchor",
            [
                {
                    "day": day,
                    "at": now(),
                    "heads": heads,
                    "previous": previous,
                    "signer": signer.public,
                    "signature": signer.key.sign(signed_text(day, heads, previous)).hex(),
                }
            ],
        )
    return day


async def anchor_today(database: Database, folder: Path) -> date | None:
    """``anchor`` with the key of a folder, for the worker."""
    store = await Store.open(database.app_url, size=1)
    try:
        return await anchor(store, signer_in(folder))
    finally:
        await store.close()


async def latest(store: Store) -> str:
    """The last anchor in three lines: the day, the key and the signature."""
    async with store.read(NATION) as connection:
        row = await connection.fetchrow(
            "select day, signer, signature from audit_anchors order by day desc limit 1"
        )
    return f"{row['day']}\n{row['signer']}\n{row['signature']}"
