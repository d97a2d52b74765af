"""How pressing a subject is: figures by hand, and what must hold whatever the flags are."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.policy.precision import wilson
from api.policy.rules import rules
from api.policy.score import (
    Sign,
    at_risk,
    expires_on,
    families,
    precision,
    rank,
    score,
    urgency,
)
from db.enums import RuleKind, Severity

EXAMPLES = tomllib.loads((Path(__file__).parent / "score.toml").read_text(encoding="utf-8"))

SIGNS = st.builds(
    Sign,
    rule=st.sampled_from(["A01", "I01", "I06", "P05", "X01"]),
    family=st.sampled_from(["invoices", "payments", "score_sheets", "prints"]),
    kind=st.sampled_from(list(RuleKind)),
    severity=st.sampled_from(list(Severity)),
    precision=st.floats(0, 1),
    above=st.booleans(),
)


def sign(given: dict[str, Any]) -> Sign:
    kind = RuleKind(given.get("kind", "deterministic"))
    return Sign(
        given.get("rule", "I01"),
        given.get("family", "invoices"),
        kind,
        Severity(given.get("severity", "critical")),
        given.get("precision", precision(kind, None)),
        given.get("above", False),
    )


@pytest.mark.parametrize("example", EXAMPLES["score"], ids=lambda one: one["name"])
def test_a_score_is_as_reckoned_by_hand(example: dict[str, Any]) -> None:
    signs = [sign(one) for one in example["signs"] for _ in range(one.get("times", 1))]
    scored = score(signs)
    assert scored.points == Decimal(str(example["score"]))
    assert {part.rule: part.points for part in scored.parts} == example["parts"]
    assert sum(part.flags for part in scored.parts) == len(signs)


@pytest.mark.parametrize("example", EXAMPLES["before"], ids=lambda one: one["name"])
def test_of_two_the_more_pressing_comes_first(example: dict[str, Any]) -> None:
    ranks = [
        rank(Decimal(str(one["score"])), Decimal(one["yuan"]), one.get("days"))
        for one in (example["first"], example["then"])
    ]
    assert ranks[0] > ranks[1]
    assert ranks[0] == Decimal(example["first"]["rank"])


@given(st.lists(SIGNS, max_size=12), SIGNS)
def test_one_more_flag_never_lowers_a_score(signs: list[Sign], more: Sign) -> None:
    assert score([*signs, more]).points >= score(signs).points


@given(st.lists(SIGNS, max_size=12), st.randoms())
def test_the_order_of_flags_does_not_matter(signs: list[Sign], shuffled: Any) -> None:
    other = list(signs)
    shuffled.shuffle(other)
    assert score(other).points == score(signs).points


@given(st.lists(SIGNS, min_size=1, max_size=12))
def test_the_parts_add_up_and_none_is_left_out(signs: list[Sign]) -> None:
    scored = score(signs)
    assert 0 <= scored.points <= 100
    # Each part is rounded to the tenth.
    assert (
        abs(sum(part.points for part in scored.parts) - float(scored.points))
        <= 0.05 * (len(scored.parts) + 1) + 1e-9
    )
    assert {part.rule for part in scored.parts} == {one.rule for one in signs}


@given(st.lists(st.floats(0.05, 0.9), min_size=5, max_size=5, unique=True))
def test_five_different_signs_outweigh_five_of_one_family(each: list[float]) -> None:
    def signs(families: list[str]) -> list[Sign]:
        return [
            Sign("I01", family, RuleKind.DETERMINISTIC, Severity.CRITICAL, likely)
            for family, likely in zip(families, each, strict=True)
        ]

    alike = score(signs(["invoices"] * 5)).points
    assert score(signs(["invoices", "payments", "prints", "score_sheets", "surveys"])).points > alike


@pytest.mark.parametrize(
    "hits, judged, expected", [(0, 0, 0.5), (20, 20, 0.75), (0, 20, 0.25), (900, 1000, 0.892)]
)
def test_what_was_measured_weighs_more_and_more(hits: int, judged: int, expected: float) -> None:
    assert precision(RuleKind.STATISTICAL, wilson(hits, judged)) == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize(
    "own, below, expected",
    [
        (["100.00", "240000.00", "30000.00"], [], "240000.00"),  # of one claim they overlap
        (["5000.00"], ["100.00", "240000.00"], "240100.00"),  # claims lie side by side
        (["900000.00"], ["100.00", "240000.00"], "900000.00"),
        ([], [], "0"),
    ],
)
def test_overlapping_flags_count_once(own: list[str], below: list[str], expected: str) -> None:
    assert at_risk(map(Decimal, own), map(Decimal, below)) == Decimal(expected)


@pytest.mark.parametrize(
    "days, times",
    [(None, 1.0), (400, 1.0), (180, 1.0), (120, 1.5), (60, 2.0), (1, 2.0), (0, 2.0), (-1, 0.5)],
)
def test_the_clock_hurries_and_then_it_is_over(days: int | None, times: float) -> None:
    assert urgency(days) == pytest.approx(times)


def test_two_years_are_two_years() -> None:
    assert expires_on(date(2023, 11, 15)) == date(2025, 11, 15)
    assert expires_on(date(2024, 2, 29)) == date(2026, 3, 1)


def test_every_rule_has_a_family_from_what_it_looks_into() -> None:
    found = families()
    assert set(found) == {rule.code for rule in rules()}
    assert "other" not in found.values()
    assert found["I01"] == found["I06"] == "invoices"
    assert (found["P14"], found["P05"], found["I16"]) == ("surveys", "visits", "payments")
