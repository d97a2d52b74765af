"""The life of a plan by examples: who may take which step from which state, and what one person may not do both of."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from api.policy.workflow import move, next_state
from db.enums import PlanState, Role

FOUND = tomllib.loads((Path(__file__).parent / "workflow" / "plan.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", [pytest.param(one, id=one["name"]) for one in FOUND["step"]])
def test_step(example: dict[str, Any]) -> None:
    reached = next_state("Plan", example["does"], PlanState(example["with"]), {Role(example["who"])})
    assert reached == example.get("leads_to")


@pytest.mark.parametrize("example", [pytest.param(one, id=one["name"]) for one in FOUND["apart"]])
def test_apart(example: dict[str, Any]) -> None:
    assert example["first"] in move("Plan", example["then"]).not_after
