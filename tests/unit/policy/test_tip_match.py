"""Whom a tip-off is about: names that are meant, and names that are nearly those of somebody else."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from api.policy.tip_match import CLEAR, ENOUGH, OTHER, Known, code_of, likeness, match
from seed.synthetic.uscc import numbered

FOUND = tomllib.loads((Path(__file__).parent / "tip_match.toml").read_text(encoding="utf-8"))
REGISTER = [Known(number, numbered("320500", number), name) for name, number in FOUND["register"].items()]
NAMES = {one.id: one.name for one in REGISTER}


def found(example: dict[str, Any]) -> Any:
    code = numbered("320500", example["code"]) if "code" in example else None
    return match(example["about"], code, REGISTER)


@pytest.mark.parametrize("example", [pytest.param(one, id=one["name"]) for one in FOUND["example"]])
def test_who_is_meant_is_found(example: dict[str, Any]) -> None:
    one = found(example)
    assert one is not None
    assert NAMES[one.organization] == example["meant"]
    assert one.by_code == ("code" in example)
    assert str(one.likeness) == example.get("likeness", str(one.likeness))


@pytest.mark.parametrize("example", [pytest.param(one, id=one["name"]) for one in FOUND["near_miss"]])
def test_what_is_in_doubt_is_left_to_people(example: dict[str, Any]) -> None:
    assert found(example) is None


def test_likeness_is_the_same_both_ways_and_never_beyond_its_bounds() -> None:
    for one in REGISTER:
        for other in REGISTER:
            there = likeness(one.name, other.name)
            assert there == likeness(other.name, one.name)
            assert 0 <= there <= 1
            assert (there == 1) >= (one is other)
    assert OTHER < ENOUGH - CLEAR


@pytest.mark.parametrize(
    "given", ["", None, "91320500", "1234567890ABCDEFGH", numbered("320500", 1)[:-1] + "?"]
)
def test_what_is_no_credit_code_counts_for_nothing(given: str | None) -> None:
    assert code_of(given) is None


def test_a_code_is_read_as_people_write_it() -> None:
    code = numbered("320500", 1)
    assert code_of(f" {code[:8].lower()}-{code[8:]} ") == code
