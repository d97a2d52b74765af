"""Rights by examples: what roles may do with plans, and how far they see."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from api.policy.access import may_check_plans, may_import, sees_nation
from db.enums import Role

FOUND = tomllib.loads((Path(__file__).parent / "access" / "plans.toml").read_text(encoding="utf-8"))
RIGHTS = {"import_plans": may_import, "check_plans": may_check_plans}


@pytest.mark.parametrize("example", [pytest.param(one, id=one["name"]) for one in FOUND["right"]])
def test_right(example: dict[str, Any]) -> None:
    roles = frozenset(Role(name) for name in example["who"])
    assert [name for name, may in RIGHTS.items() if may(roles)] == example["may"]


@pytest.mark.parametrize("example", [pytest.param(one, id=one["name"]) for one in FOUND["reach"]])
def test_reach(example: dict[str, Any]) -> None:
    assert sees_nation([(Role(example["who"]), example.get("unit"))]) is example["nation"]
