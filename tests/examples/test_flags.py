"""The examples of every red flag: what must flag, and the near-misses that must not, the same on either engine."""

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest

from api.policy.book import DatedLimit, PolicyBook
from api.policy.finding import Asked, Finding, at_risk
from api.policy.rule import Rule, plain, reason, text_of
from api.policy.rule_query import views
from api.policy.rules import rules
from api.services.evidence_copy import copied
from api.services.rulebook import Version, thaw, versions
from api.services.scanning import find_in_copy, find_in_place
from db.enums import FlagSubject
from tests.examples.conftest import Evidence
from tests.examples.facts import facts

FOLDER = Path(__file__).parent / "flags"
BOOK = PolicyBook(
    [
        DatedLimit("cost_share", "F1", Decimal("0.3"), date(2022, 8, 17)),
        DatedLimit("award_per_enterprise", "F2", Decimal(300_000), date(2022, 8, 17)),
    ]
)
RULES = {rule.code: rule for rule in rules()}
_VIEWS = {FlagSubject.CLAIM: "claims", FlagSubject.PROJECT: "projects", FlagSubject.PLATFORM: "platforms"}


def _read(code: str) -> list[dict[str, Any]]:
    return tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))["example"]


def _examples() -> list[Any]:
    return [
        pytest.param(code, example, id=f"{code}: {example['name']}")
        for code in sorted(RULES)
        for example in _read(code)
    ]


@pytest.mark.parametrize("code, example", _examples())
async def test_example(code: str, example: dict[str, Any], evidence: Evidence) -> None:
    rule, made = RULES[code], facts(example, evidence.columns)
    await evidence.fill(made)
    version = next(one for one in await versions(evidence.work) if one.rule.code == code and not one.trial)
    if "parameters" in example:
        given = {**{name: _json(value) for name, value in rule.parameters.items()}, **example["parameters"]}
        version = replace(version, parameters=thaw(rule, given))
    subjects = [row["id"] for row in made[_VIEWS[rule.subject]]]
    in_columns = await _in_columns(evidence, version)
    expected = example.get("flags", [])
    said = [_said(rule, finding, made) for finding in in_columns]
    assert [_told(want, got) for got, want in zip(said, expected, strict=False)] == [
        {key: plain_number(value) for key, value in want.items()} for want in expected
    ], said
    assert len(said) == len(expected), said
    if not rule.wide:
        in_place = await find_in_place(evidence.work, version, subjects)
        assert [_plainly(one) for one in in_place] == [_plainly(one) for one in in_columns]
        # Asked about each alone, a rule finds what it finds of them all.
        alone = [
            finding
            for subject in subjects
            for finding in await find_in_place(evidence.work, version, [subject])
            if finding.subject == subject
        ]
        assert sorted(map(_plainly, alone), key=str) == sorted(map(_plainly, in_columns), key=str)
    for finding in in_columns:
        told = {**version.parameters, **finding.facts, **{f"peer_{k}": v for k, v in finding.peers.items()}}
        assert "{" not in reason(code, told, "zh") + reason(code, told, "en")


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_has_an_example_that_flags_and_one_that_does_not(code: str) -> None:
    examples = _read(code)
    assert any(example.get("flags") for example in examples)
    assert any(not example.get("flags") for example in examples)


@pytest.mark.parametrize("code", sorted(RULES))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_has_its_page_in_both_languages(code: str, lang: str) -> None:
    text = text_of(code, lang)
    for part in (text.title, text.reason, text.why, text.innocent, text.example, text.source):
        assert part
        assert any("\u4e00" <= sign <= "\u9fff" for sign in part) is (lang == "zh"), part


def test_no_example_or_text_is_left_without_its_rule() -> None:
    texts = Path(__file__).parents[2] / "api" / "policy" / "red_flags" / "texts"
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(RULES)
    assert {path.name for path in texts.glob("*.toml")} == {
        f"{code}.{lang}.toml" for code in RULES for lang in ("zh", "en")
    }


async def test_sound_claims_raise_no_flag_at_all(evidence: Evidence) -> None:
    await evidence.fill(facts({"claims": [{}, {}, {}]}, evidence.columns))
    for version in await versions(evidence.work):
        assert await _in_columns(evidence, version) == [], version.rule.code


async def _in_columns(evidence: Evidence, version: Version) -> list[Finding]:
    rule = version.rule
    needed = views(rule.query) | views(rule.peers or "") | {_VIEWS[rule.subject]}
    async with copied(evidence.work.connection, needed) as copy:
        return await find_in_copy(copy, version, evidence.work)


def _said(rule: Rule, finding: Finding, made: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    claims = {row["id"]: row for row in made["claims"]}
    asked = claims.get(finding.subject) if rule.subject is not FlagSubject.PLATFORM else None
    if rule.subject is FlagSubject.PROJECT:
        asked = next((row for row in made["claims"] if row["project_id"] == finding.subject), None)
    risk = at_risk(
        finding, asked and Asked(asked["actual_cost"], asked["amount"], asked["submitted_on"]), BOOK
    )
    return {
        rule.subject.value: finding.subject,
        "mark": finding.mark,
        **{name: plain(value) for name, value in finding.facts.items()},
        **{f"peer_{name}": plain(value) for name, value in finding.peers.items()},
        "at_risk": f"{risk:.2f}",
    }


def _told(want: dict[str, Any], got: dict[str, Any]) -> dict[str, Any]:
    return {key: plain_number(got.get(key)) for key in want}


def plain_number(value: Any) -> Any:
    """Amounts are compared as numbers, however many zeros they carry."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return value
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return value


def _plainly(finding: Finding) -> tuple[Any, ...]:
    return (
        finding.subject,
        finding.mark,
        {name: plain(value) for name, value in finding.facts.items()},
        {name: plain(value) for name, value in finding.peers.items()},
        finding.doubtful,
        finding.exposed,
    )


def _json(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
