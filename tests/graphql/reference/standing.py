"""How a platform stands with all that hangs below it: now, or at the end of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from db.enums import LEFT
from tests.graphql.reference.past import events
from tests.graphql.reference.rows import Row


@dataclass(frozen=True)
class Step:
    """How far a project came; ``gone``: it failed or was withdrawn."""

    project: Row
    gone: bool
    withdrawn: bool
    contracted: bool
    delivered: bool
    passed: bool
    confirmed: bool


@dataclass(frozen=True)
class Standing:
    """``target`` and ``award`` are the platform's own, ``claimed`` and the rest that of what hangs below."""

    platform: Row
    target: int | Decimal
    award: Decimal
    claimed: Decimal
    steps: Sequence[Step]
    flags: Sequence[Row]
    ledger: Sequence[Row]


def standing(platform: Row, day: date | None) -> Standing | None:
    """None where the platform did not exist."""
    projects = platform.many("projects")
    claims = [claim for project in projects for claim in project.many("claims")]
    flags = platform.many("flags")
    ledger = platform.many("disbursements")
    if day is None:
        staying = [project for project in projects if project["state"] not in LEFT]
        return Standing(
            platform,
            platform["planned"],
            platform["award"] or Decimal(0),
            _total(staying, "claimed"),
            [_now(project) for project in projects],
            [flag for flag in flags if flag["state"] in ("open", "in_case")],
            ledger,
        )
    if not events(platform, day):
        return None
    return Standing(
        platform,
        _last(platform, day, "appoint", "replan") or Decimal(0),
        _last(platform, day, "settle", "disqualify") or Decimal(0),
        _total([claim for claim in claims if _counts(claim, day, "rejected")], "amount"),
        [_then(project, day) for project in projects if events(project, day)],
        [flag for flag in flags if _counts(flag, day, "dismissed", "lapsed", "shadow")],
        [line for line in ledger if line["paid_on"] <= day],
    )


def _now(project: Row) -> Step:
    state = project["state"]
    dated = {name: project[f"{name}_on"] is not None for name in ("contracted", "delivered", "confirmed")}
    return Step(project, state in LEFT, state == "withdrawn", passed=state == "passed", **dated)


def _then(project: Row, day: date) -> Step:
    known = events(project, day)
    actions, states = {event["action"] for event in known}, {event["to_state"] for event in known}
    return Step(
        project,
        gone=bool(states & LEFT),
        withdrawn="withdrawn" in states,
        contracted="contract" in actions,
        delivered="deliver" in actions,
        passed="passed" in states,
        confirmed="confirm" in actions,
    )


def _counts(row: Row, day: date, *unless: str) -> bool:
    known = events(row, day)
    states = [event["to_state"] for event in known if event["to_state"]]
    return bool(known) and (not states or states[-1] not in unless)


def _last(row: Row, day: date, *actions: str) -> Any:
    """The figure that the last of these events set."""
    figures = [event["figure"] for event in events(row, day) if event["action"] in actions]
    return figures[-1] if figures else None


def _total(rows: Sequence[Row], column: str) -> Decimal:
    return sum((row[column] for row in rows if row[column] is not None), Decimal(0))
