"""What a flag rests on, found once more: the very query that raised it, asked about its subject alone."""

from dataclasses import dataclass
from typing import Any

import orjson

from api.errors import Refusal
from api.policy.finding import findings
from api.policy.rule import plain
from api.policy.rules import rule as rule_of
from api.services.rulebook import Version, thaw
from api.services.scanning import in_place


@dataclass(frozen=True)
class Proof:
    """``statement`` with its ``arguments`` in order; ``found`` are its rows about the subject, ``stands`` whether the flag's
    facts are still among them. None where this release asks otherwise than the version that raised it did."""

    statement: str
    arguments: list[Any]
    found: list[dict[str, Any]] | None
    stands: bool | None
    parameters: dict[str, Any]


_FLAGS = """
select flags.id, flags.rule, flags.subject, flags.subject_id, flags.mark, flags.facts_hash, flags.definition_id,
       rule_versions.number, rule_versions.parameters, rule_versions.query, rule_versions.state
from flags join rule_versions on rule_versions.id = flags.definition_id
"""


@dataclass(frozen=True)
class Question:
    """What reproduces a flag, not asked now; without arguments where this release asks otherwise than its version did."""

    flag: int
    statement: str
    arguments: list[Any]
    parameters: dict[str, Any]


async def questions(connection: Any, case: int) -> list[Question]:
    """Of all flags of a case, in the order of their numbers."""
    found = []
    for row in await connection.fetch(f"{_FLAGS} where flags.case_id = $1 order by flags.id", case):
        given = orjson.loads(row["parameters"])
        version = _version(row, given)
        statement, arguments = (row["query"], []) if version is None else _asked(version, row["subject_id"])
        found.append(Question(row["id"], statement, arguments, given))
    return found


async def proof(connection: Any, flag: int) -> Proof:
    """Ask the query of a flag's version again; what it finds depends on the rows that the connection sees.

    Raises:
        Refusal: there is no such flag within the caller's units.
    """
    row = await connection.fetchrow(f"{_FLAGS} where flags.id = $1", flag)
    if row is None:
        raise Refusal(
            "NOT_FOUND",
            "编号{id}不存在，或不属于您的单位 | Number {id} does not exist, or not within your units",
            status=404,
            id=flag,
        )
    given = orjson.loads(row["parameters"])
    version = _version(row, given)
    if version is None:
        return Proof(row["query"], [], None, None, given)
    statement, arguments = _asked(version, row["subject_id"])
    if version.rule.wide:
        return Proof(statement, arguments, None, None, given)
    rows = [dict(one) for one in await connection.fetch(statement, *arguments)]
    about = [
        one for one in findings(version.rule, rows, version.parameters) if one.subject == row["subject_id"]
    ]
    return Proof(
        statement,
        arguments,
        [{name: plain(value) for name, value in one.facts.items()} for one in about],
        any(one.facts_hash == row["facts_hash"] for one in about),
        given,
    )


def _asked(version: Version, subject: int) -> tuple[str, list[Any]]:
    """The statement about one subject, with all its arguments."""
    statement, arguments = in_place(version)
    before = [[subject]] + ([version.id] if version.rule.peers is not None else [])
    return statement, [*before, *arguments]


def _version(row: Any, given: dict[str, Any]) -> Version | None:
    """The version as it was run, where the code still knows its query."""
    try:
        rule = rule_of(row["rule"])
        if rule.query != row["query"]:
            return None
        return Version(row["definition_id"], rule, row["number"], thaw(rule, given), row["state"] == "trial")
    except (KeyError, ValueError):
        return None
