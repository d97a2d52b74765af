"""What a settlement was reckoned from, as it is kept: enough to reckon it again, to the fen, without any other row."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from api.policy.book import DatedLimit
from api.policy.settlement import PlatformAccount, ProjectCost, Settlement, settle_under
from api.policy.terms import KEYS, Terms

#: Counted up when the formula of ``settlement`` changes: an older one must stay there to be recomputed by.
FORMULA = 1


def freeze(platform: int, account: PlatformAccount, terms: Terms, on: date) -> dict[str, Any]:
    """Everything that decides an award, as JSON; amounts are strings, ``on`` is the day whose limits count."""
    return {
        "formula": FORMULA,
        "platform": platform,
        "limits_on": on.isoformat(),
        "limits": {
            name: {
                "key": limit.key,
                "clause": limit.clause,
                "value": f"{limit.value:.4f}",
                "from": limit.start.isoformat(),
                "until": limit.until.isoformat() if limit.until else None,
            }
            for name, limit in ((name, getattr(terms, name)) for name in KEYS)
        },
        "projects": [
            {
                "project": project.project_id,
                "cost": f"{project.actual_cost:.2f}",
                "approved": None if project.approved is None else f"{project.approved:.2f}",
                "confirmed": project.confirmed,
                "claimed": project.claimed,
                "delivered_on": project.delivered_on.isoformat() if project.delivered_on else None,
                "due": project.due.isoformat() if project.due else None,
            }
            for project in account.projects
        ],
        "deduction": f"{account.deduction:.2f}",
        "disqualified": account.disqualified,
        "exception": account.exception,
    }


def thaw(inputs: Mapping[str, Any]) -> tuple[PlatformAccount, Terms]:
    """What ``freeze`` was given.

    Raises:
        KeyError, TypeError, ValueError, ArithmeticError: this is not what ``freeze`` makes.
    """
    if inputs["formula"] != FORMULA:
        raise ValueError(f"unknown formula {inputs['formula']!r}")
    limits = inputs["limits"]
    terms = Terms(
        **{
            name: DatedLimit(
                limits[name]["key"],
                limits[name]["clause"],
                Decimal(limits[name]["value"]),
                date.fromisoformat(limits[name]["from"]),
                _day(limits[name]["until"]),
            )
            for name in KEYS
        }
    )
    projects = [
        ProjectCost(
            row["project"],
            Decimal(row["cost"]),
            None if row["approved"] is None else Decimal(row["approved"]),
            row["confirmed"],
            row["claimed"],
            _day(row["delivered_on"]),
            _day(row["due"]),
        )
        for row in inputs["projects"]
    ]
    account = PlatformAccount(
        projects, Decimal(inputs["deduction"]), inputs["disqualified"], inputs["exception"]
    )
    return account, terms


def recompute(inputs: Mapping[str, Any]) -> Settlement:
    """The settlement, from its frozen inputs alone."""
    return settle_under(*thaw(inputs))


def fingerprint(inputs: Mapping[str, Any]) -> str:
    """SHA-256 of the inputs, whatever order their keys stand in."""
    return hashlib.sha256(_canonical(inputs)).hexdigest()


def policy_version(inputs: Mapping[str, Any]) -> str:
    """The formula and the limits an award rests on: 1-3fa9c07d."""
    return f"{inputs['formula']}-{hashlib.sha256(_canonical(inputs['limits'])).hexdigest()[:8]}"


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
