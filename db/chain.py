"""The hash chain of the audit trail: each entry's hash covers what it says and the hash of the one before.

One chain per unit, "" for what belongs to none. What an entry says is hashed as one text, the same in Python,
which writes, and in SQL, which verifies: a value to a line, absent ones empty. No value holds a line break, so no
other values make the same text.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from types import NoneType
from typing import Any

#: The columns that are hashed, in this order; those of TEXTS may be absent, which is not the same as empty.
COLUMNS = (
    "unit_code",
    "seq",
    "at",
    "kind",
    "subject",
    "subject_key",
    "actor_id",
    "token",
    "address",
    "agent",
    "request",
    "synthetic",
    "before",
    "after",
    "facts",
)
TEXTS = frozenset(
    {"unit_code", "kind", "subject", "subject_key", "address", "agent", "request", "before", "after", "facts"}
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def content(values: Sequence[Any]) -> str:
    """The text of the values of COLUMNS."""
    return "\n".join([_LINES[type(value)](value) for value in values])


#: By type; a table, since a programme is a million of these.
_LINES: Mapping[type, Callable[[Any], str]] = {
    NoneType: lambda value: "",
    str: lambda value: f"={value}",
    bool: lambda value: "true" if value else "false",
    int: str,
    datetime: lambda value: str((value - _EPOCH) // _MICROSECOND),
}


def follow(previous: str, text: str) -> str:
    """The hash of an entry with this content behind the hash ``previous``, "" for the first of a chain."""
    digest = sha256(text.encode()).hexdigest()
    return sha256(f"{previous}{digest}".encode()).hexdigest()


def _sql_line(column: str) -> str:
    if column in TEXTS:
        return f"coalesce('=' || {column}, '')"
    if column == "at":
        return "(extract(epoch from at) * 1000000)::bigint::text"
    return f"coalesce({column}::text, '')"


def _sql_sha256(expression: str) -> str:
    return f"encode(sha256(convert_to({expression}, 'UTF8')), 'hex')"


#: ``content`` in SQL, hashed: the part of a hash that needs no other row.
DIGEST = _sql_sha256(" || E'\\n' || ".join(_sql_line(column) for column in COLUMNS))


def sql_follow(previous: str, digest: str) -> str:
    """``follow`` in SQL, of an expression for the hash before and one for DIGEST."""
    return _sql_sha256(f"{previous} || {digest}")


#: Where each chain ends: what is cut off its end shows here, and two writers wait here for one another.
HEADS = """
create table if not exists audit_heads (
  chain varchar(6) primary key,
  seq bigint not null,
  hash varchar(64) not null
)
"""


def statements(app: str, operator: str) -> Sequence[str]:
    """The heads and what the two roles may do with the trail, beyond what the models declare."""
    return (
        HEADS,
        f"revoke all on audit_heads from {app}, {operator}",
        f"grant select, insert, update on audit_heads to {app}",
        # Whoever may see a unit's rows or not: what they do there, or try to, is noted there.
        "drop policy if exists anybody_is_noted on audit_entries",
        f"create policy anybody_is_noted on audit_entries for insert to {app} with check (true)",
    )
