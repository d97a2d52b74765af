"""What an office's own sign-on may say of a person's roles: only what was written down, never more."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from api.policy.access import NATIONAL
from api.policy.conflicts import excluded
from db.enums import Role

Grant = tuple[Role, str | None]

#: Ways to prove who one is (RFC 8176) that are more than a password.
STRONG: frozenset[str] = frozenset({"mfa", "otp", "hwk", "swk", "fpt", "face", "iris", "sc"})


@dataclass(frozen=True)
class OfficeSettings:
    """One provider of OpenID Connect. ``name`` is ``中文 | English``; ``issuer`` the address whose word counts."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str = "单位统一登录 | the office's sign-on"
    scope: str = "openid profile"


@dataclass(frozen=True)
class RoleMap:
    """The values of one ``claim`` that stand for roles; others stand for nothing."""

    claim: str = "groups"
    grants: Mapping[str, tuple[Grant, ...]] = field(default_factory=dict)


def role_map(table: Mapping[str, Any]) -> RoleMap:
    """``{"claim": "groups", "roles": {"js-sme": ["provincial_sme_officer:320000"]}}`` as a map.

    Raises:
        ValueError: a role is unknown, a national one has a unit or a local one none.
    """
    grants: dict[str, tuple[Grant, ...]] = {}
    for value, entries in dict(table.get("roles", {})).items():
        grants[str(value)] = tuple(_grant(str(entry)) for entry in entries)
    return RoleMap(str(table.get("claim", "groups")), grants)


def mapped(claims: Mapping[str, Any], known: RoleMap) -> frozenset[Grant]:
    """The roles that a person's claims stand for; of roles that exclude one another, none.

    The claim is a text or a list of texts, compared as they are.
    """
    said = claims.get(known.claim)
    values = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    found = {grant for value in values if isinstance(value, str) for grant in known.grants.get(value, ())}
    roles = {role for role, _ in found}
    return frozenset(grant for grant in found if excluded(roles - {grant[0]}, grant[0]) is None)


def is_strong(claims: Mapping[str, Any]) -> bool:
    """Whether the office asked for more than a password itself."""
    methods = claims.get("amr")
    return isinstance(methods, Collection) and bool(STRONG & {str(method) for method in methods})


def _grant(entry: str) -> Grant:
    word, _, unit = entry.partition(":")
    try:
        role = Role(word)
    except ValueError:
        raise ValueError(f"{word} is not a role") from None
    if (role in NATIONAL) == bool(unit):
        raise ValueError(f"{word} {'is national' if unit else 'needs a unit'}")
    return role, unit or None
