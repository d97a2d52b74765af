"""Tip-offs (举报): taken in from whoever tells, and told by a code what became of them; who told it is nobody's to know.

What is told comes from nowhere: neither the trail nor the event holds an address, a browser or an account. How often one
address tells is counted by a keyed hash that is kept apart from what was told. The code is shown once and kept as its hash;
the contact is sealed (``api.services.tip_contact``).
"""

import hashlib
import hmac
from base64 import b32encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.errors import Refusal
from api.policy.tip_match import Known, Match, code_of, match
from api.policy.workflow import move
from api.services.attempts import excuse, knock
from api.services.clock import CHINA, now
from api.services.rows import insert, update
from api.services.steps import Happened, record
from api.services.vault import Vault
from api.viewer import NOBODY
from db.enums import FraudKind, TipState
from db.store import NATION, NOTHING, Store, Work
from db.trail import SYSTEM, current_origin

#: From one address in a quarter of an hour; then it waits, twice as long each time, an hour at most.
MOST_AT_ONCE = 5
#: From everywhere in a day: what nobody could read keeps nobody from being read.
MOST_A_DAY = 300
#: Codes that may be wrong, from one address, before it waits.
WRONG_CODES = 8
SHORTEST, LONGEST, LONGEST_NAME, LONGEST_CONTACT = 10, 4000, 120, 200
#: Organizations whose names are looked at closely.
_LOOKED_AT = 20
_CODE_BYTES = 10


@dataclass(frozen=True)
class Told:
    """What somebody tells: about whom, with the credit code if they know it, and how to reach them if they like."""

    about: str
    body: str
    about_uscc: str | None = None
    kind: FraudKind | None = None
    contact: str | None = None

    @property
    def words(self) -> str:
        return "\n".join((self.about, self.about_uscc or "", self.kind or "", self.contact or "", self.body))


@dataclass(frozen=True)
class Status:
    """What became of a tip-off, for the one who told it."""

    state: TipState
    received: datetime
    answer: str | None
    synthetic: bool


@dataclass(frozen=True)
class New:
    """A tip-off as it is kept: ``contact`` sealed."""

    told: Told
    code: str
    contact: str | None = None
    at: datetime | None = None
    synthetic: bool = False


async def receive(store: Store, vault: Vault, told: Told, nonce: str, address: str) -> str:
    """Take in what a stranger tells; the code by which they may ask what became of it.

    ``nonce`` is of the form that was sent: the same form sent twice is one tip-off with one code.

    Raises:
        Refusal: something is missing or too long; too many came from this address, or from everywhere.
    """
    told = checked(told)
    code = b32encode(vault.mark(f"code\n{nonce}\n{told.words}")[:_CODE_BYTES]).decode()
    if await _known(store, code):
        return written(code)
    if not await knock(store, _key(vault, "tip", address), MOST_AT_ONCE):
        raise _too_many()
    sealed = vault.seal(told.contact) if told.contact else None
    async with nobody(), store.write(NATION) as work:
        await keep(work, [New(told, code, sealed)], most=MOST_A_DAY)
    return written(code)


async def status(store: Store, vault: Vault, code: str, address: str) -> Status | None:
    """What became of the tip-off with this code; None where there is none.

    Raises:
        Refusal: too many codes from this address were wrong.
    """
    key = _key(vault, "tip code", address)
    if not await knock(store, key, WRONG_CODES):
        raise Refusal(
            "TOO_MANY_CODES",
            "输错查询码的次数过多，请稍后再试 | Too many codes were wrong: try again later",
            status=429,
        )
    mark = fingerprint(code)
    async with store.read(NOTHING) as connection:
        # By its hash: how long that takes tells of the hash of a guess, never of a code.
        row = await connection.fetchrow(
            "select code_hash, state, received_at, answer, synthetic from tips where code_hash = $1", mark
        )
    if row is None or not hmac.compare_digest(row["code_hash"], mark):
        return None
    await excuse(store, key)
    return Status(TipState(row["state"]), row["received_at"], row["answer"], row["synthetic"])


async def keep(work: Work, tips: list[New], *, most: int | None = None) -> list[int]:
    """Write tip-offs down and match each to whom it is about; ``most`` a day, if any are too many.

    Raises:
        Refusal: so many came within a day.
    """
    # One after the other: numbers follow one another, and what is counted is all there is.
    await work.connection.execute("select pg_advisory_xact_lock(hashtext('tips'))")
    made: list[int] = []
    for tip in tips:
        at = tip.at or now()
        if most is not None:
            before = await work.connection.fetchval(
                "select count(*) from tips where received_at > $1 and received_at <= $2",
                at - timedelta(days=1),
                at,
            )
            if before >= most:
                raise _too_many()
        made.append(await _keep(work, tip, at))
    return made


async def _keep(work: Work, tip: New, at: datetime) -> int:
    told = tip.told
    found = await meant(work, told.about, told.about_uscc)
    row = {
        "number": await _number(work, at),
        "state": TipState.RECEIVED,
        "about": told.about,
        "about_uscc": told.about_uscc,
        "kind": told.kind,
        "body": told.body,
        "contact": tip.contact,
        "reachable": tip.contact is not None,
        "code_hash": fingerprint(tip.code),
        "received_at": at,
        "synthetic": tip.synthetic,
    }
    [made] = await insert(work, "Tip", [row])
    happened = Happened(made, None, None, at, None, tip.synthetic)
    await record(work, NOBODY, move("Tip", "receive"), [happened])
    if found is not None:
        matched = {
            "id": made,
            "state": TipState.MATCHED,
            "organization_id": found.organization,
            "likeness": found.likeness,
        }
        await update(work, "Tip", [matched])
        await record(work, NOBODY, move("Tip", "match"), [happened._replace(state=TipState.RECEIVED)])
    return made


async def meant(work: Work, about: str, code: str | None) -> Match | None:
    """The organization of the register that is meant; None where that is in doubt."""
    rows = await work.connection.fetch(
        "select id, uscc, name from organizations where uscc = $1"
        " union (select id, uscc, name from organizations where name % $2"
        " order by similarity(name, $2) desc, id limit $3)",
        code_of(code),
        about,
        _LOOKED_AT,
    )
    return match(about, code, [Known(*row) for row in rows])


def checked(told: Told) -> Told:
    """The same without blanks around it.

    Raises:
        Refusal: something is missing or too long.
    """
    made = Told(
        _line(told.about),
        told.body.strip(),
        _line(told.about_uscc or "").upper() or None,
        told.kind,
        _line(told.contact or "") or None,
    )
    if not 2 <= len(made.about) <= LONGEST_NAME:
        raise _bad(
            "about",
            "请写明被举报单位名称（不超过{most}字） | Name whom it is about (at most {most} characters)",
            LONGEST_NAME,
        )
    if made.about_uscc is not None and code_of(made.about_uscc) is None:
        raise _bad(
            "about_uscc",
            "统一社会信用代码应为{most}位且校验正确；不清楚可不填"
            " | A credit code has {most} characters and a check digit; leave it empty if you do not know it",
            18,
        )
    if not SHORTEST <= len(made.body) <= LONGEST or "\0" in made.body:
        raise _bad(
            "body",
            "请写明举报内容（10至{most}字） | Say what happened (10 to {most} characters)",
            LONGEST,
        )
    if len(made.contact or "") > LONGEST_CONTACT:
        raise _bad(
            "contact",
            "联系方式不超过{most}字 | How to reach you takes at most {most} characters",
            LONGEST_CONTACT,
        )
    return Told(made.about, made.body, code_of(made.about_uscc), made.kind, made.contact)


def written(code: str) -> str:
    """A code as people copy it: in groups of four."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def fingerprint(code: str) -> str:
    """The hash of a code as somebody wrote it: in whatever case, with or without dashes, digits for letters."""
    plain = "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())
    return hashlib.sha256(plain.translate(str.maketrans("018", "OIB")).encode()).hexdigest()


@asynccontextmanager
async def nobody() -> AsyncIterator[None]:
    """What is written inside comes from nowhere: the trail must not tell the address of who told it."""
    token = current_origin.set(SYSTEM)
    try:
        yield
    finally:
        current_origin.reset(token)


async def _known(store: Store, code: str) -> bool:
    async with store.read(NOTHING) as connection:
        found: bool = await connection.fetchval(
            "select exists (select from tips where code_hash = $1)", fingerprint(code)
        )
        return found


async def _number(work: Work, at: datetime) -> str:
    """The year's next number: JB-2025-0001."""
    year = at.astimezone(CHINA).year
    last = await work.connection.fetchval(
        "select max(substring(number from 9)::integer) from tips where number like $1", f"JB-{year}-%"
    )
    return f"JB-{year}-{(last or 0) + 1:04d}"


def _line(text: str) -> str:
    """One line: what breaks lines or cannot be stored becomes a blank."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _key(vault: Vault, door: str, address: str) -> str:
    return f"{door}:{vault.mark(f'{door} {address}').hex()}"


def _bad(field: str, sentence: str, most: int) -> Refusal:
    return Refusal("BAD_FIELD", sentence, field=field, most=most)


def _too_many() -> Refusal:
    return Refusal(
        "TOO_MANY_TIPS",
        "提交过于频繁，请稍后再试，或书面、来访举报"
        " | Too many tip-offs came in: try later, or write to the office or come by",
        status=429,
    )
