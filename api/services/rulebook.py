"""The versions of the rules that are in force, as the database keeps them; the code's own where there is none yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson

from api.policy.rule import Parameters, Rule, text_of
from api.policy.rules import rules
from api.services.clock import now
from api.services.rows import insert, update
from db.enums import RuleState
from db.store import Work

#: Two runs that begin at once write the versions of a new release once.
_LOCK = 2_022_084


@dataclass(frozen=True)
class Version:
    """A rule with the thresholds it is run with. ``id``: of its row in ``rule_versions``."""

    id: int
    rule: Rule
    number: int
    parameters: Parameters
    trial: bool


async def versions(work: Work, at: datetime | None = None) -> list[Version]:
    """The live version of every rule, and those on trial, by code; what a new release brought is written first, as of
    ``at``."""
    rows = await _rows(work)
    if _stale(rows):
        await work.connection.execute("select pg_advisory_xact_lock($1)", _LOCK)
        await _renew(work, await _rows(work), at or now())
        rows = await _rows(work)
    known = {rule.code: rule for rule in rules()}
    return [
        Version(
            row["id"],
            known[row["rule"]],
            row["number"],
            _thawed(known[row["rule"]], row),
            row["state"] == "trial",
        )
        for row in rows
        if row["rule"] in known
        and row["state"] != RuleState.RETIRED
        and not _changed(known[row["rule"]], row)
    ]


def frozen(parameters: Parameters) -> dict[str, Any]:
    """Parameters as JSON: what JSON has no word for as text."""
    return {name: _json(value) for name, value in sorted(parameters.items())}


def thaw(rule: Rule, given: dict[str, Any]) -> Parameters:
    """Parameters out of JSON, each of the kind that the code's own is.

    Raises:
        ValueError: a value is not of that kind, or a name is unknown.
    """
    if set(given) != set(rule.parameters):
        raise ValueError(f"{rule.code} has the parameters {', '.join(sorted(rule.parameters)) or 'none'}")
    return {name: _like(rule.parameters[name], value) for name, value in given.items()}


async def _rows(work: Work) -> list[Any]:
    """Those in force and on trial, and the newest of each rule: one that was retired by hand stays so."""
    rows: list[Any] = await work.connection.fetch(
        """select id, rule, number, state, parameters, query, peers_query, made_by_id from (
             select *, number = max(number) over (partition by rule) as newest from rule_versions) as known
           where state in ('live', 'trial') or newest order by rule, state"""
    )
    return rows


def _stale(rows: Sequence[Any]) -> set[str]:
    """Rules that this release brought, or changed."""
    known: dict[str, list[Any]] = {}
    for row in rows:
        known.setdefault(row["rule"], []).append(row)
    return {
        rule.code
        for rule in rules()
        if rule.code not in known or all(_changed(rule, row) for row in known[rule.code])
    }


def _changed(rule: Rule, row: Any) -> bool:
    """Whether this release asks something else, or its thresholds were the code's and are others now."""
    given = orjson.loads(row["parameters"])
    if rule.query != row["query"] or rule.peers != row["peers_query"] or set(given) != set(rule.parameters):
        return True
    return row["made_by_id"] is None and given != frozen(rule.parameters)


async def _renew(work: Work, rows: Sequence[Any], at: datetime) -> None:
    """What an administrator set is kept where the rule still has a threshold of that name."""
    stale = _stale(rows)
    old = [row for row in rows if row["rule"] in stale and row["state"] != RuleState.RETIRED]
    await update(work, "RuleVersion", [{"id": row["id"], "state": RuleState.RETIRED} for row in old])
    numbers = dict(await work.connection.fetch("select rule, max(number) from rule_versions group by rule"))
    own = {
        row["rule"]: row for row in old if row["state"] == RuleState.LIVE and row["made_by_id"] is not None
    }
    await insert(
        work,
        "RuleVersion",
        [
            {
                "rule": rule.code,
                "number": numbers.get(rule.code, 0) + 1,
                "state": RuleState.LIVE,
                "kind": rule.kind,
                "title": text_of(rule.code, "zh").title,
                "title_en": text_of(rule.code, "en").title,
                "parameters": {
                    **frozen(rule.parameters),
                    **_kept(rule, own.get(rule.code)),
                },
                "made_by_id": own[rule.code]["made_by_id"] if rule.code in own else None,
                "query": rule.query,
                "peers_query": rule.peers,
                "since": at,
            }
            for rule in rules()
            if rule.code in stale
        ],
    )


def _kept(rule: Rule, row: Any) -> dict[str, Any]:
    """What somebody set, where the rule still has a threshold of that name."""
    given = orjson.loads(row["parameters"]) if row else {}
    return {name: value for name, value in given.items() if name in rule.parameters}


def _thawed(rule: Rule, row: Any) -> Parameters:
    return thaw(rule, orjson.loads(row["parameters"]))


def _json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_json(one) for one in value]
    return (
        value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value
    )


def _like(pattern: Any, value: Any) -> Any:
    match pattern:
        case tuple():
            return tuple(_like(pattern[0], one) for one in value) if pattern else tuple(value)
        case bool():
            return bool(value)
        case int():
            return int(value)
        case Decimal():
            return Decimal(str(value))
        case float():
            return float(value)
        case date():
            return date.fromisoformat(value)
    return str(value)
