"""What an office's claims stand for."""

import pytest

from api.policy.office import RoleMap, is_strong, mapped, role_map
from db.enums import Role

KNOWN = role_map(
    {
        "roles": {
            "finance": ["finance_officer"],
            "js": ["provincial_sme_officer:320000", "provincial_finance_officer:320000"],
            "experts": ["expert:320000"],
            "audit": ["auditor"],
        }
    }
)


@pytest.mark.parametrize(
    "said, roles",
    [
        (["finance", "unheard-of"], {(Role.FINANCE_OFFICER, None)}),
        ("audit", {(Role.AUDITOR, None)}),
        (["js"], {(Role.PROVINCIAL_SME_OFFICER, "320000"), (Role.PROVINCIAL_FINANCE_OFFICER, "320000")}),
        ([], set()),
        (None, set()),
        (["administrator"], set()),  # a role's own name stands for nothing
        (["Finance"], set()),
        ([["finance"], {"finance": 1}, 7], set()),
        ({"finance": True}, set()),
        (["finance", "audit"], set()),  # who acts does not oversee: neither is given
        (
            ["experts", "js"],
            {(Role.PROVINCIAL_FINANCE_OFFICER, "320000")} - {(Role.PROVINCIAL_FINANCE_OFFICER, "320000")},
        ),
    ],
)
def test_only_what_is_written_down_counts(said: object, roles: set[tuple[Role, str | None]]) -> None:
    assert mapped({"groups": said}, KNOWN) == roles


def test_another_claim_can_be_named() -> None:
    other = RoleMap("department", {"a": ((Role.LEADER, None),)})
    assert mapped({"groups": ["a"]}, other) == frozenset()
    assert mapped({"department": "a"}, other) == {(Role.LEADER, None)}


@pytest.mark.parametrize("entry", ["king", "leader:320000", "expert", ""])
def test_a_map_that_cannot_be_is_refused(entry: str) -> None:
    with pytest.raises(ValueError):
        role_map({"roles": {"x": [entry]}})


@pytest.mark.parametrize(
    "amr, strong",
    [(["pwd"], False), (["pwd", "otp"], True), (["mfa"], True), (None, False), ([], False), ("", False)],
)
def test_more_than_a_password(amr: object, strong: bool) -> None:
    assert is_strong({"amr": amr}) is strong
